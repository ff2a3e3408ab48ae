/** What panes are told: the course of a signal as events, what is copied, what stands in the structures. */
import { describe, expect, test } from 'vitest';
import { O_APPEND, O_CREAT, O_RDONLY, O_RDWR, SA_RESTART, SIG_BLOCK } from '../../src/kernel/abi.ts';
import type { Body } from '../../src/kernel/call.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { SIGUSR1, sigbit } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { type ProcessView, viewKernel } from '../../src/kernel/view.ts';
import { ok, type Ran, runProgram } from '../support/process.ts';

const nothing = (): Body => [][Symbol.iterator]();

/** A process that does something and then sleeps; its pid, and the kernel as it stands then. */
const left = (body: (sys: Sys) => Generator<void, unknown>): Ran<number> =>
  runProgram(function* (sys) {
    return ok(
      yield* sys.fork(function* (child) {
        yield* body(child);
        yield* child.pause();
        return 0;
      }),
    );
  });

function processIn(kernel: Kernel, pid: number): ProcessView {
  const found = viewKernel(kernel).processes.find((process) => process.pid === pid);
  if (!found) throw new Error(`no process ${pid}`);
  return found;
}

/** A child interrupts its parent's read of an empty pipe, and then writes to it. */
function interrupted(flags: number): string[] {
  const { kernel } = runProgram(function* (sys) {
    yield* sys.sigaction(SIGUSR1, { handler: nothing, mask: 0n, flags });
    const [reader, writer] = ok(yield* sys.pipe2(0));
    const parent = ok(yield* sys.getpid());
    yield* sys.fork(function* (child) {
      yield* child.nanosleep(1000);
      yield* child.kill(parent, SIGUSR1);
      yield* child.nanosleep(1000);
      yield* child.write(writer, new Uint8Array(3));
      return 0;
    });
    return yield* sys.read(reader, new Uint8Array(10));
  });
  return [...kernel.events.since(0)].flatMap((event) => {
    switch (event.type) {
      case 'signal.send':
      case 'signal.deliver':
      case 'signal.return':
        return event.signo === SIGUSR1 ? [event.type] : [];
      case 'interrupt':
        return [`interrupt ${event.call}`];
      case 'resume':
        return [`${event.how} ${event.call}`];
      default:
        return [];
    }
  });
}

describe('the course of a signal', () => {
  test('without SA_RESTART the call that it interrupts fails', () => {
    const course = ['signal.send', 'interrupt read', 'signal.deliver', 'EINTR read', 'signal.return'];
    expect(interrupted(0)).toEqual(course);
  });

  test('with SA_RESTART it begins anew after the handler', () => {
    const course = ['signal.send', 'interrupt read', 'signal.deliver', 'signal.return', 'restart read'];
    expect(interrupted(SA_RESTART)).toEqual(course);
  });

  test('one that is blocked says so, and is counted', () => {
    const { value: pid, kernel } = left(function* (sys) {
      yield* sys.sigprocmask(SIG_BLOCK, ~0n);
      const self = ok(yield* sys.getpid());
      for (const signo of [SIGUSR1, SIGUSR1, 40, 40, 40]) yield* sys.kill(self, signo);
    });
    const { signals } = processIn(kernel, pid);
    expect(signals.queued).toEqual({ [SIGUSR1]: 1, 40: 3 });
    const sent = [...kernel.events.since(0)].flatMap((event) =>
      event.type === 'signal.send' && event.pid === pid ? [[event.blocked, event.fate]] : [],
    );
    expect(sent).toEqual([[true, 'pending'], [true, 'already pending'], ...new Array(3).fill([true, 'pending'])]);
  });

  test('dispositions are told with flags and mask', () => {
    const { value: pid, kernel } = left(function* (sys) {
      yield* sys.sigaction(SIGUSR1, { handler: nothing, mask: sigbit(2), flags: SA_RESTART });
      yield* sys.sigaction(40, { handler: 'ignore', mask: 0n, flags: 0 });
    });
    expect(processIn(kernel, pid).signals.actions).toEqual([
      { signo: SIGUSR1, handler: 'handler', mask: sigbit(2), flags: SA_RESTART },
      { signo: 40, handler: 'ignore', mask: 0n, flags: 0 },
    ]);
  });
});

describe('copies between user and kernel space', () => {
  const { value: pid, kernel } = left(function* (sys) {
    const [reader, writer] = ok(yield* sys.pipe2(0));
    yield* sys.write(writer, new Uint8Array(5000));
    yield* sys.read(reader, new Uint8Array(100));
    yield* sys.read(reader, new Uint8Array(100));
    yield* sys.read(99, new Uint8Array(100));
  });
  const { copies, pipes } = viewKernel(kernel);

  test('of a process: in by write, out by read; a call that fails copies nothing', () => {
    const { in: into, out } = copies.processes.find((each) => each.pid === pid) ?? {};
    expect({ into, out }).toEqual({ into: { calls: 1, bytes: 5000 }, out: { calls: 2, bytes: 200 } });
  });

  test('of the whole machine, by call', () => {
    expect(copies.calls).toContainEqual({ name: 'write', calls: 1, bytes: 5000 });
    expect(copies.calls).toContainEqual({ name: 'read', calls: 2, bytes: 200 });
  });

  test('of a pipe: bytes and slots since it was made', () => {
    expect(pipes[0]).toMatchObject({ written: 5000, taken: 200, head: 2, tail: 0, used: 4800 });
  });
});

test('descriptors: how many share one open file', () => {
  const { value: pid, kernel } = left(function* (sys) {
    const [reader] = ok(yield* sys.pipe2(0));
    yield* sys.dup(reader);
  });
  const fds = processIn(kernel, pid).fds;
  expect(fds.map(({ fd, refs, kind }) => [fd, refs, kind])).toEqual([
    [0, 2, 'fifo'],
    [1, 1, 'fifo'],
    [2, 2, 'fifo'],
  ]);
});

describe('what a view tells is what /proc tells', () => {
  /** The child sleeps in a read; its parent reads these files of it meanwhile. */
  const { value, kernel } = runProgram(function* (sys) {
    const pid = ok(
      yield* sys.fork(function* (child) {
        yield* child.sigaction(SIGUSR1, { handler: nothing, mask: 0n, flags: 0 });
        yield* child.sigaction(40, { handler: 'ignore', mask: 0n, flags: 0 });
        yield* child.sigprocmask(SIG_BLOCK, sigbit(12) | sigbit(41));
        const self = ok(yield* child.getpid());
        for (const signo of [12, 41, 41]) yield* child.kill(self, signo);
        const file = ok(yield* child.open('/tmp/data', O_RDWR | O_CREAT | O_APPEND));
        yield* child.write(file, new Uint8Array(77));
        const [reader] = ok(yield* child.pipe2(0));
        yield* child.read(reader, new Uint8Array(1));
        return 0;
      }),
    );
    yield* sys.nanosleep(1000);
    const texts: Record<string, string> = {};
    for (const name of ['status', 'wchan', 'stat', 'fdinfo/0', 'fdinfo/1'])
      texts[name] = yield* textOf(sys, `/proc/${pid}/${name}`);
    return { pid, texts };
  });
  const process = processIn(kernel, value.pid);
  const statusOf = (name: string) => new RegExp(`^${name}:\\t(.*)$`, 'm').exec(value.texts.status ?? '')?.[1];
  const hex = (set: bigint) => set.toString(16).padStart(16, '0');

  test('status: pending, blocked, ignored, caught', () => {
    const { pending, shared, blocked, ignored, caught } = process.signals;
    const told = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(statusOf);
    expect([pending, shared, blocked, ignored, caught].map(hex)).toEqual(told);
    expect(statusOf('State')?.[0]).toBe(process.state);
  });

  test('stat and wchan: group, session, where it sleeps', () => {
    const [, group, session] = /^\d+ \(.*\) \w \d+ (\d+) (\d+)/.exec(value.texts.stat ?? '') ?? [];
    expect([String(process.pgid), String(process.sid)]).toEqual([group, session]);
    expect(process.wchan).toBe(value.texts.wchan);
  });

  test('fdinfo: offset, flags, inode', () => {
    for (const { fd, offset, flags, ino } of process.fds.slice(0, 2)) {
      const info = value.texts[`fdinfo/${fd}`] ?? '';
      expect(info).toContain(`pos:\t${offset}\n`);
      expect(info).toContain(`ino:\t${ino}\n`);
      const told = Number.parseInt(/^flags:\t(\d+)$/m.exec(info)?.[1] ?? '', 8);
      expect(told).toBe(flags);
    }
  });
});

function* textOf(sys: Sys, path: string): Generator<void, string> {
  const fd = ok(yield* sys.open(path, O_RDONLY));
  const into = new Uint8Array(8192);
  const bytes = ok(yield* sys.read(fd, into));
  yield* sys.close(fd);
  return String.fromCharCode(...into.subarray(0, bytes));
}
