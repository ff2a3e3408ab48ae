/**
 * The system call table, and the face of it that programs see.
 * Each mechanism brings its rows; from the one table come the typed calls, the trace, the reference and the fuzzer.
 * Authority: syscalls(2).
 */
import { type Entry, enter, entryOf, PENDING, type Row } from './call.ts';
import { clockCalls } from './clock.ts';
import { credCalls } from './cred.ts';
import { eventfdCalls } from './eventfd.ts';
import { fileCalls } from './file-calls.ts';
import { pathCalls } from './fs/path-calls.ts';
import { futexCalls } from './futex.ts';
import { itimerCalls } from './itimer.ts';
import { lockCalls } from './lock.ts';
import type { Fault } from './memory.ts';
import { mmapCalls } from './mmap.ts';
import { socketCalls } from './net/calls.ts';
import { diagCalls } from './net/diag.ts';
import { namespaceCalls } from './net/namespace.ts';
import { rtnetlinkCalls } from './net/rtnetlink.ts';
import { pollCalls } from './poll.ts';
import { mqueueCalls } from './posix/mqueue-calls.ts';
import { processCalls } from './process-calls.ts';
import { ptraceCalls } from './ptrace.ts';
import { ptyCalls } from './pty.ts';
import type { Answer, Spec } from './row.ts';
import { sendFault } from './signal.ts';
import { signalCalls } from './signal-calls.ts';
import { signalfdCalls } from './signalfd.ts';
import { msgCalls } from './sysv/msg.ts';
import { semCalls } from './sysv/sem.ts';
import { shmCalls } from './sysv/shm.ts';
import type { Task } from './task.ts';
import { threadCalls } from './thread-calls.ts';
import { timerfdCalls } from './timerfd.ts';
import { ttyCalls } from './tty-calls.ts';
import { waitCalls } from './wait.ts';

export const table = {
  ...fileCalls,
  ...pathCalls,
  ...pollCalls,
  ...processCalls,
  ...threadCalls,
  ...clockCalls,
  ...waitCalls,
  ...credCalls,
  ...signalCalls,
  ...itimerCalls,
  ...eventfdCalls,
  ...timerfdCalls,
  ...signalfdCalls,
  ...ttyCalls,
  ...ptyCalls,
  ...ptraceCalls,
  ...msgCalls,
  ...semCalls,
  ...shmCalls,
  ...mmapCalls,
  ...socketCalls,
  ...namespaceCalls,
  ...diagCalls,
  ...rtnetlinkCalls,
  ...futexCalls,
  ...lockCalls,
  ...mqueueCalls,
};

export type CallName = keyof typeof table;
/** Bytes. */
const WORD = 4;

type Typed<S> = S extends Spec<infer A, infer R> ? (...args: A) => Generator<void, Answer<R>, unknown> : never;

/** What a program sees: `yield* sys.read(0, buf)`. */
export type Sys = { readonly [N in CallName]: Typed<(typeof table)[N]> } & {
  /** Computing in user mode: takes virtual µs, and lets the scheduler and signals in. */
  work(us: number): Generator<void, void, unknown>;
  /** Reads memory; SIGSEGV or SIGBUS where there is none. */
  load(address: number, into: Uint8Array): Generator<void, void, unknown>;
  store(address: number, bytes: Uint8Array): Generator<void, void, unknown>;
  /** One indivisible instruction (lock cmpxchg, lock xadd): the 32-bit word becomes what `next` makes of it; answers what it was. */
  atomic(address: number, next: (old: number) => number): Generator<void, number, unknown>;
};

/**
 * A call as `yield*` sees it: what this generator would do, at a fraction of its price.
 * `const answer = enter(task, entry, args); return answer === PENDING ? yield : answer;`
 * It is its own result: whoever calls `next` looks at that before he calls again.
 */
class Calling implements Generator<void, unknown, unknown> {
  done = false;
  value: unknown = undefined;
  readonly #task: Task;
  readonly #entry: Entry;
  readonly #args: readonly unknown[];
  #entered = false;

  constructor(task: Task, entry: Entry, args: readonly unknown[]) {
    this.#task = task;
    this.#entry = entry;
    this.#args = args;
  }

  next(resumedWith?: unknown): IteratorResult<void, unknown> {
    const answer = this.#entered ? resumedWith : enter(this.#task, this.#entry, this.#args);
    const pending = !this.#entered && answer === PENDING;
    this.#entered = true;
    return pending ? (this as IteratorYieldResult<void>) : this.return(answer);
  }

  return(value: unknown): IteratorResult<void, unknown> {
    this.done = true;
    this.value = value;
    return this as IteratorReturnResult<unknown>;
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** The calls of one task. Its methods are made from the table once, below. */
export class Face {
  readonly #task: Task;

  constructor(task: Task) {
    this.#task = task;
  }

  static of(task: Task): Sys {
    return new Face(task) as unknown as Sys;
  }

  /** What a row is as a method. */
  static method(entry: Entry): (this: Face, ...args: readonly unknown[]) => Calling {
    return function (this: Face, ...args) {
      return new Calling(this.#task, entry, args);
    };
  }

  *work(us: number): Generator<void, void, unknown> {
    const { kernel } = this.#task;
    kernel.chargeUser(this.#task, us);
    if (this.#task.attention || kernel.sliceOver()) yield;
  }

  load(address: number, into: Uint8Array): Generator<void, void, unknown> {
    const { mm, kernel } = this.#task;
    return this.#executing(() => mm.load(kernel, this.#task, address, into));
  }

  store(address: number, bytes: Uint8Array): Generator<void, void, unknown> {
    const { mm, kernel } = this.#task;
    return this.#executing(() => mm.store(kernel, this.#task, address, bytes));
  }

  *atomic(address: number, next: (old: number) => number): Generator<void, number, unknown> {
    const { mm, kernel } = this.#task;
    const word = new Uint8Array(WORD);
    const view = new DataView(word.buffer);
    let old = 0;
    yield* this.#executing(() => {
      const fault = mm.load(kernel, this.#task, address, word);
      if (fault) return fault;
      old = view.getInt32(0, true);
      view.setInt32(0, next(old), true);
      return mm.store(kernel, this.#task, address, word);
    });
    return old;
  }

  /** An instruction that touches memory: after a fault it begins anew, once a handler has mended what was wrong. */
  *#executing(instruction: () => Fault | undefined): Generator<void, void, unknown> {
    const task = this.#task;
    for (let fault = instruction(); fault; fault = instruction()) {
      sendFault(task, fault.signo, fault);
      yield;
    }
    task.kernel.chargeUser(task, 1);
    if (task.attention || task.kernel.sliceOver()) yield;
  }
}

/** Behind the class's own methods: to add so many to a prototype one by one takes longer than anything else at the start. */
const methods: Record<string, ReturnType<typeof Face.method>> = Object.create(null);
for (const [name, row] of Object.entries<Row>(table)) methods[name] = Face.method(entryOf(name, row));
Object.setPrototypeOf(Face.prototype, methods);
