/** timerfd(2), eventfd(2), select(2) and ppoll(2): what their descriptors answer. */
import { describe, expect, test } from 'vitest';
import { CLOCK_MONOTONIC, EFD_NONBLOCK, EFD_SEMAPHORE, POLLIN, POLLOUT, TFD_NONBLOCK } from '../../src/kernel/abi.ts';
import { SIGUSR1, sigset } from '../../src/kernel/signum.ts';
import { ok, Probe, runProgram, said } from '../support/process.ts';

/** The 64-bit number that a read gives. */
function* word(p: Probe, fd: number): Generator<void, unknown> {
  const into = new Uint8Array(8);
  const answer = said(yield* p.sys.read(fd, into));
  return answer === 8 ? Number(new DataView(into.buffer).getBigUint64(0, true)) : answer;
}

describe('descriptors of anonymous inodes', () => {
  test('a timerfd counts its expirations', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const fd = ok(yield* sys.timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
      yield* sys.timerfd_settime(fd, 0, { value: 10_000, interval: 20_000 });
      const answers: unknown[] = [yield* word(p, fd), yield* p.ready(fd, POLLIN)];
      yield* p.sleep(55);
      answers.push(yield* p.ready(fd, POLLIN), yield* word(p, fd), yield* word(p, fd));
      answers.push(ok(yield* sys.timerfd_gettime(fd)).interval, yield* sys.readlink(`/proc/self/fd/${fd}`));
      return answers;
    });
    expect(value).toEqual(['EAGAIN', 0, POLLIN, 3, 'EAGAIN', 20_000, 'anon_inode:[timerfd]']);
  });

  test('an eventfd gives all of its count, or one at a time', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const [all, one] = [
        ok(yield* sys.eventfd(3, EFD_NONBLOCK)),
        ok(yield* sys.eventfd(2, EFD_NONBLOCK | EFD_SEMAPHORE)),
      ];
      const answers = [yield* word(p, all), yield* word(p, all), yield* p.ready(all, POLLIN | POLLOUT)];
      for (let i = 0; i < 3; i++) answers.push(yield* word(p, one));
      return [...answers, said(yield* sys.lseek(all, 0, 0)), said(yield* sys.pread(all, new Uint8Array(8), 0))];
    });
    expect(value).toEqual([3, 'EAGAIN', POLLOUT, 1, 1, 'EAGAIN', 0, 'ESPIPE']);
  });

  test('select tells what is ready; ppoll waits under another mask and puts the old one back', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const [r, w] = yield* p.pipe();
      const before = ok(yield* sys.select([r], [w], [], 0));
      yield* p.handle(SIGUSR1);
      yield* p.block(SIGUSR1);
      yield* p.raise(SIGUSR1);
      const interrupted = said(yield* sys.ppoll([], undefined, 0n));
      const mask = yield* sys.sigprocmask(0);
      const closed = said(yield* sys.select([77], [], [], 0));
      return [before.read.length, before.write.length, interrupted, p.caught, mask === sigset(SIGUSR1), closed];
    });
    expect(value).toEqual([0, 1, 'EINTR', 1, true, 'EBADF']);
  });
});
