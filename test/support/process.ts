/**
 * Programs of a few lines on a kernel of their own: a test writes a generator over the system calls, it runs as a child of
 * init (root, with `/proc`, `/tmp` and the rest), and the test gets what it returns.
 */
import { buildRoot } from '../../src/boot/rootfs.ts';
import { F_SETPIPE_SZ, PAGE_SIZE, SIG_BLOCK, SIG_UNBLOCK } from '../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import { hasSignal, sigset } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';

export interface Ran<T> {
  readonly value: T;
  readonly kernel: Kernel;
}

/** Programs that stand in /bin for execve, by their names. */
export type Programs = Readonly<Record<string, (sys: Sys) => Generator<void, number>>>;

/** Runs a body to its end on a fresh kernel. */
export function runProgram<T>(
  body: (sys: Sys) => Generator<void, T>,
  seed = 0,
  programs: Programs = {},
  prepare: (kernel: Kernel) => void = () => {},
): Ran<T> {
  const kernel = new Kernel({ seed, loadImage: (name) => programs[name], history: 1 << 16 });
  let result: { readonly value: T } | undefined;
  createInit(kernel, function* (sys) {
    yield* sys.umask(0o022);
    yield* sys.chdir('/tmp');
    yield* sys.fork(function* (child) {
      result = { value: yield* body(child) };
      return 0;
    });
    for (;;) if (isFailure(yield* sys.wait4(-1, 0))) yield* sys.pause();
  });
  buildRoot(kernel, Object.keys(programs));
  prepare(kernel);
  kernel.run();
  if (!result) throw new Error(`the program did not come to its end:\n${whoSleeps(kernel)}`);
  return { value: result.value, kernel };
}

const whoSleeps = (kernel: Kernel): string =>
  [...kernel.tasks.values()].map((task) => `${task.pid} ${task.state} ${task.call?.name ?? ''}`).join('\n');

/** The value of a call that must not fail. */
export function ok<T>(value: T): Exclude<T, Failure> {
  if (isFailure(value)) throw new Error(`unexpected ${value.errno}`);
  return value as Exclude<T, Failure>;
}

/** The errno of a call that must fail, or what it answered instead. */
export const errnoOf = (value: unknown): unknown => (isFailure(value) ? value.errno : value);

/** How the rows write an answer down: a number or text as it is, an error by its name. */
export type Said = string | number | boolean;
export const said = (answer: unknown): Said => {
  if (isFailure(answer)) return answer.errno;
  if (typeof answer === 'boolean') return answer ? 1 : 0;
  return typeof answer === 'number' ? answer : String(answer);
};

const filler = new Uint8Array(1 << 20);
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const asBytes = (what: number | string): Uint8Array =>
  typeof what === 'number' ? filler.subarray(0, what) : Uint8Array.from(what, (char) => char.charCodeAt(0));

type Program = Generator<void, unknown, unknown>;

/** The system calls with the shorthand of the C programs in test/linux/c: every answer is ready to be written down. */
export class Probe {
  readonly sys: Sys;
  caught = 0;

  constructor(sys: Sys) {
    this.sys = sys;
  }

  /** Writes so many bytes, or this text. */
  *put(fd: number, what: number | string): Generator<void, Said> {
    return said(yield* this.sys.write(fd, asBytes(what)));
  }

  /** Reads, and counts what came. */
  *take(fd: number, bytes: number): Generator<void, Said> {
    return said(yield* this.sys.read(fd, new Uint8Array(bytes)));
  }

  /** Reads, and says what came. */
  *text(fd: number, bytes: number): Generator<void, Said> {
    const into = new Uint8Array(bytes);
    const count = yield* this.sys.read(fd, into);
    return isFailure(count) || count === 0 ? said(count) : latin1(into.subarray(0, count));
  }

  /** Writes so many bytes at a time until it would have to wait; how many in all. */
  *fill(fd: number, chunk: number): Generator<void, number> {
    for (let total = 0; ; ) {
      const count = yield* this.sys.write(fd, filler.subarray(0, chunk));
      if (isFailure(count)) return total;
      total += count;
    }
  }

  /** A pipe of its own size, if `slots` says so. */
  *pipe(flags = 0, slots?: number): Generator<void, readonly [number, number]> {
    const ends = ok(yield* this.sys.pipe2(flags));
    if (slots !== undefined) yield* this.sys.fcntl(ends[1], F_SETPIPE_SZ, slots * PAGE_SIZE);
    return ends;
  }

  *close(...fds: number[]): Generator<void, void> {
    for (const fd of fds) yield* this.sys.close(fd);
  }

  *open(path: string, flags: number): Generator<void, number> {
    return ok(yield* this.sys.open(path, flags));
  }

  *ready(fd: number, events: number): Generator<void, Said> {
    const answer = yield* this.sys.poll([{ fd, events }], 0);
    return said(isFailure(answer) ? answer : (answer[0] ?? -1));
  }

  *sleep(ms: number): Generator<void, void> {
    yield* this.sys.nanosleep(ms * 1000);
  }

  /** Counts a signal in `caught`, and does something of the caller's. */
  *handle(signo: number, flags = 0, also?: (probe: Probe) => Program): Generator<void, void> {
    const { sys } = this;
    const probe = this;
    const handler = function* (inner: Sys): Generator<void, number> {
      probe.caught++;
      if (also) yield* also(new Probe(inner));
      return 0;
    };
    yield* sys.sigaction(signo, { handler, mask: 0n, flags });
  }

  /** Sends itself a signal. */
  *raise(signo: number): Generator<void, Said> {
    return said(yield* this.sys.kill(ok(yield* this.sys.getpid()), signo));
  }

  *block(...signals: number[]): Generator<void, void> {
    yield* this.sys.sigprocmask(SIG_BLOCK, sigset(...signals));
  }

  *unblock(...signals: number[]): Generator<void, void> {
    yield* this.sys.sigprocmask(SIG_UNBLOCK, sigset(...signals));
  }

  /** Whether a signal is pending: 1 or 0. */
  *pending(signo: number): Generator<void, number> {
    return Number(hasSignal(ok(yield* this.sys.sigpending()), signo));
  }

  /** The number of the signal that sigtimedwait took; without `ms` it waits for ever. */
  *take1(signals: readonly number[], ms?: number): Generator<void, Said> {
    const info = yield* this.sys.sigtimedwait(sigset(...signals), ms === undefined ? undefined : ms * 1000);
    return isFailure(info) ? info.errno : info.signo;
  }

  /** Runs a body in a child and writes down what it returns; the child's answers arrive through memory. */
  *inChild(body: (child: Probe) => Generator<void, readonly Said[]>): Generator<void, readonly Said[]> {
    let answers: readonly Said[] = ['nothing'];
    const pid = yield* this.fork(function* (child) {
      answers = yield* body(child);
    });
    yield* this.wait(pid);
    return answers;
  }

  /** A child that only waits for signals. */
  *sleeper(): Generator<void, number> {
    const pid = yield* this.fork(function* (child) {
      for (;;) yield* child.sys.pause();
    });
    yield* this.sleep(20);
    return pid;
  }

  /** Field of /proc/PID/status. */
  *status(pid: number | 'self', field: string): Generator<void, string> {
    const text = yield* this.contents(`/proc/${pid}/status`);
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? 'none';
  }

  *ignore(signo: number): Generator<void, void> {
    yield* this.sys.sigaction(signo, { handler: 'ignore', mask: 0n, flags: 0 });
  }

  *byDefault(signo: number): Generator<void, void> {
    yield* this.sys.sigaction(signo, { handler: 'default', mask: 0n, flags: 0 });
  }

  /** Runs a body in a child; it gets a probe of its own. */
  *fork(body: (child: Probe) => Program): Generator<void, number> {
    return ok(
      yield* this.sys.fork(function* (sys) {
        yield* body(new Probe(sys));
        return 0;
      }),
    );
  }

  *kill(pid: number, signo: number): Generator<void, void> {
    yield* this.sys.kill(pid, signo);
  }

  /** The wait status of a child. */
  *wait(pid = -1): Generator<void, Said> {
    const waited = yield* this.sys.wait4(pid, 0);
    return isFailure(waited) ? waited.errno : waited.status;
  }

  /** What a small file says. */
  *contents(path: string): Generator<void, string> {
    const fd = yield* this.open(path, 0);
    const text = yield* this.text(fd, 4096);
    yield* this.close(fd);
    return String(text);
  }
}

/** One row: what must hold, what the kernel answers (as test/linux/c prints it), and the program that asks. */
export interface Fact {
  readonly id: string;
  readonly says: string;
  readonly expect: string;
  /** Programs in /bin that it executes. */
  readonly programs?: Programs;
  run(probe: Probe): Generator<void, readonly Said[]>;
}

/** The answers of a row on the simulated kernel. */
export const answersOf = (fact: Fact, seed = 0): string =>
  runProgram((sys) => fact.run(new Probe(sys)), seed, fact.programs)
    .value.map(said)
    .join(' ');
