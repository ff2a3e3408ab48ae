/** futex(2) on the kernel alone; what is expected is what Linux 6.18 answers to the same calls. */
import { describe, expect, it } from 'vitest';
import {
  FUTEX_CLOCK_REALTIME,
  FUTEX_CMP_REQUEUE,
  FUTEX_PRIVATE_FLAG,
  FUTEX_REQUEUE,
  FUTEX_WAIT,
  FUTEX_WAIT_BITSET,
  FUTEX_WAKE,
  FUTEX_WAKE_BITSET,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  O_CREAT,
  O_RDWR,
  PAGE_SIZE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  SA_RESTART,
} from '../../src/kernel/abi.ts';
import { SIGKILL, SIGUSR1 } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { callText } from '../../src/kernel/trace.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { answersOf, ok, Probe, runProgram, type Said, said } from '../support/process.ts';

const RW = PROT_READ | PROT_WRITE;
const MS = 1000;
const SEEDS = [0, 1, 2, 3, 4];

const map = function* (sys: Sys, prot: number, flags: number): Generator<void, number> {
  return ok(yield* sys.mmap(0, PAGE_SIZE, prot, flags | MAP_ANONYMOUS, -1, 0));
};

type Answers = Generator<void, readonly Said[]>;

/** The same on several schedules. */
const always = (run: (p: Probe) => Answers, expected: string): void => {
  for (const seed of SEEDS)
    expect([seed, answersOf({ id: '', says: '', expect: expected, run }, seed)]).toEqual([seed, expected]);
};

/** The answers of some calls, one after the other. */
function* all(calls: readonly Generator<void, unknown>[]): Answers {
  const answers: Said[] = [];
  for (const call of calls) answers.push(said(yield* call));
  return answers;
}

/** Children that sleep on a word, 20 ms one after the other; what each was answered is noted when it is awake again. */
function* sleepers(p: Probe, count: number, address: number, notes: string[]): Generator<void, void> {
  for (let i = 0; i < count; i++) {
    yield* p.fork(function* (child) {
      notes.push(`${i}:${said(yield* child.sys.futex(address, FUTEX_WAIT, 0))}`);
    });
    yield* p.sleep(20);
  }
}

/** Adds to a cell in two steps, under a lock: 0 free, 1 taken, 2 taken and somebody waits. */
function* addSlowly(sys: Sys, lock: number, cell: number, times: number): Generator<void, void> {
  for (let i = 0; i < times; i++) {
    if ((yield* sys.atomic(lock, (old) => (old === 0 ? 1 : old))) !== 0)
      while ((yield* sys.atomic(lock, () => 2)) !== 0) yield* sys.futex(lock, FUTEX_WAIT, 2);
    const before = yield* sys.atomic(cell, (value) => value);
    yield* sys.work(300);
    yield* sys.atomic(cell, () => before + 1);
    if ((yield* sys.atomic(lock, () => 0)) === 2) yield* sys.futex(lock, FUTEX_WAKE, 1);
  }
}

describe('futex(2)', () => {
  it('refuses what is no word, no time, no operation', () => {
    always(function* (p) {
      const { sys } = p;
      const word = yield* map(sys, RW, MAP_SHARED);
      const readOnly = yield* map(sys, PROT_READ, MAP_PRIVATE);
      const none = yield* map(sys, PROT_NONE, MAP_PRIVATE);
      const own = FUTEX_PRIVATE_FLAG;
      return yield* all([
        sys.futex(word, FUTEX_WAIT, 1),
        sys.futex(word, FUTEX_WAIT, 0, MS),
        sys.futex(word, FUTEX_WAIT, 1, -MS),
        sys.futex(word + 1, FUTEX_WAIT, 0, MS),
        sys.futex(0, FUTEX_WAIT, 0, MS),
        sys.futex(4096, FUTEX_WAKE, 1),
        sys.futex(4096, FUTEX_WAKE | own, 1),
        sys.futex(4096, FUTEX_WAIT | own, 1, MS),
        sys.futex(readOnly, FUTEX_WAIT, 0, MS),
        sys.futex(readOnly, FUTEX_WAIT | own, 0, MS),
        sys.futex(none, FUTEX_WAKE, 1),
        sys.futex(none, FUTEX_WAKE | own, 1),
        sys.futex(word, FUTEX_WAIT_BITSET, 0, MS, 0, 0),
        sys.futex(word, FUTEX_WAKE_BITSET, 1, undefined, 0, 0),
        sys.futex(word, FUTEX_WAIT_BITSET, 0, 0, 0, 1),
        sys.futex(word, FUTEX_WAIT_BITSET, 1, 0, 0, 1),
        sys.futex(word, FUTEX_WAIT | FUTEX_CLOCK_REALTIME, 0, MS),
        sys.futex(word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, MS, 0, 1),
        sys.futex(word, 99, 0),
        sys.futex(word, FUTEX_REQUEUE, -1, 5, word + 4),
      ]);
    }, 'EAGAIN ETIMEDOUT EINVAL EINVAL EFAULT EFAULT 0 EFAULT EFAULT ETIMEDOUT EFAULT 0 EINVAL EINVAL ETIMEDOUT EAGAIN ENOSYS ETIMEDOUT ENOSYS EINVAL');
  });

  it('wakes by age, at least one; a private wake does not find sleepers on a shared word', () => {
    always(function* (p) {
      const word = yield* map(p.sys, RW, MAP_SHARED);
      const notes: string[] = [];
      yield* sleepers(p, 4, word, notes);
      const answers: Said[] = [said(yield* p.sys.futex(word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 9))];
      for (const most of [0, -1, 9, 9]) {
        answers.push(said(yield* p.sys.futex(word, FUTEX_WAKE, most)));
        yield* p.sleep(20);
        if (answers.length === 3) answers.push(notes.join(' '));
      }
      return [...answers, [...notes].sort().join(' ')];
    }, '0 1 1 0:0 1:0 2 0 0:0 1:0 2:0 3:0');
  });

  it('moves sleepers to another word', () => {
    always(function* (p) {
      const word = yield* map(p.sys, RW, MAP_SHARED);
      const notes: string[] = [];
      yield* sleepers(p, 4, word, notes);
      return yield* all([
        p.sys.futex(word, FUTEX_CMP_REQUEUE, 1, 2, word + 4, 5),
        p.sys.futex(word, FUTEX_CMP_REQUEUE, 1, 2, word + 4, 0),
        p.sys.futex(word + 4, FUTEX_WAKE, 9),
        p.sys.futex(word, FUTEX_REQUEUE, 0, 5, word + 4),
        p.sys.futex(word + 4, FUTEX_WAKE, 9),
      ]);
    }, 'EAGAIN 3 2 1 1');
  });

  it('a sleeper with other bits is passed over', () => {
    always(function* (p) {
      const word = yield* map(p.sys, RW, MAP_SHARED);
      yield* p.fork((child) => child.sys.futex(word, FUTEX_WAIT_BITSET, 0, undefined, 0, 2));
      yield* p.sleep(20);
      return yield* all([5, 6].map((bits) => p.sys.futex(word, FUTEX_WAKE_BITSET, 9, undefined, 0, bits)));
    }, '0 1');
  });

  it('a handler ends the sleep; with SA_RESTART only one that has a time-out', () => {
    always(function* (p) {
      const word = yield* map(p.sys, RW, MAP_SHARED);
      const answers: Said[] = [];
      for (const timeout of [undefined, 300 * MS])
        for (const flags of [0, SA_RESTART]) {
          const child = yield* p.fork(function* (sleeper) {
            yield* sleeper.handle(SIGUSR1, flags);
            answers.push(said(yield* sleeper.sys.futex(word, FUTEX_WAIT, 0, timeout)));
          });
          yield* p.sleep(50);
          yield* p.kill(child, SIGUSR1);
          yield* p.sleep(50);
          yield* p.sys.futex(word, FUTEX_WAKE, 1);
          yield* p.wait(child);
        }
      return answers;
    }, 'EINTR 0 EINTR EINTR');
  });

  it('one word at several addresses: two mappings of a file, by two processes', () => {
    always(function* (p) {
      const { sys } = p;
      const fd = ok(yield* sys.open('/tmp/word', O_RDWR | O_CREAT, 0o600));
      yield* sys.ftruncate(fd, 8192);
      const mine = ok(yield* sys.mmap(0, 8192, RW, MAP_SHARED, fd, 0));
      const child = yield* p.fork(function* (sleeper) {
        const again = ok(yield* sleeper.sys.open('/tmp/word', O_RDWR));
        const theirs = ok(yield* sleeper.sys.mmap(0, 4096, RW, MAP_SHARED, again, 4096));
        yield* sleeper.sys.futex(theirs + 8, FUTEX_WAIT, 0);
      });
      yield* p.sleep(20);
      const wrong = yield* sys.futex(mine + 8, FUTEX_WAKE, 9);
      const right = yield* sys.futex(mine + 4096 + 8, FUTEX_WAKE, 9);
      yield* p.wait(child);
      return [said(wrong), said(right)];
    }, '0 1');
  });

  it('a lock of three instructions counts right, and nobody sleeps for ever', () => {
    always(function* (p) {
      const page = yield* map(p.sys, RW, MAP_SHARED);
      const counter = page + 64;
      const pids: number[] = [];
      for (let i = 0; i < 3; i++) pids.push(yield* p.fork(({ sys }) => addSlowly(sys, page, counter, 20)));
      for (const pid of pids) yield* p.wait(pid);
      return [yield* p.sys.atomic(counter, (value) => value)];
    }, '60');
  });

  it('what it sleeps for is told, and how a trace prints it', () => {
    const { kernel, value } = runProgram(function* (sys) {
      const word = yield* map(sys, RW, MAP_PRIVATE);
      const p = new Probe(sys);
      const victim = yield* p.fork((sleeper) => sleeper.sys.futex(word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0));
      const child = yield* p.fork((sleeper) => sleeper.sys.futex(word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0));
      yield* p.sleep(20);
      yield* p.kill(victim, SIGKILL);
      yield* p.wait(victim);
      return { word, child };
    });
    const view = viewKernel(kernel).processes.find(({ pid }) => pid === value.child);
    expect(view?.wchan).toBe('futex_do_wait');
    expect(view?.reason).toMatchObject({ kind: 'futex', address: value.word, value: 0, object: undefined });
    expect([...kernel.futexes.words()].map(({ waiters }) => waiters.map(({ task }) => task.pid))).toEqual([
      [value.child],
    ]);
    expect(callText('futex', [0x1000, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 2, undefined, 0, -1])).toBe(
      'futex(0x1000, FUTEX_WAIT_BITSET_PRIVATE, 2, NULL, FUTEX_BITSET_MATCH_ANY)',
    );
    expect(callText('futex', [0x1000, FUTEX_WAKE, 1])).toBe('futex(0x1000, FUTEX_WAKE, 1)');
  });
});
