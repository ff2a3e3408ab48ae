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
import { itimerCalls } from './itimer.ts';
import { pollCalls } from './poll.ts';
import { processCalls } from './process-calls.ts';
import { ptraceCalls } from './ptrace.ts';
import type { Answer, Spec } from './row.ts';
import { signalCalls } from './signal-calls.ts';
import { signalfdCalls } from './signalfd.ts';
import { msgCalls } from './sysv/msg.ts';
import { semCalls } from './sysv/sem.ts';
import type { Task } from './task.ts';
import { timerfdCalls } from './timerfd.ts';
import { ttyCalls } from './tty-calls.ts';
import { waitCalls } from './wait.ts';

export const table = {
  ...fileCalls,
  ...pathCalls,
  ...pollCalls,
  ...processCalls,
  ...clockCalls,
  ...waitCalls,
  ...credCalls,
  ...signalCalls,
  ...itimerCalls,
  ...eventfdCalls,
  ...timerfdCalls,
  ...signalfdCalls,
  ...ttyCalls,
  ...ptraceCalls,
  ...msgCalls,
  ...semCalls,
};

export type CallName = keyof typeof table;
type Typed<S> = S extends Spec<infer A, infer R> ? (...args: A) => Generator<void, Answer<R>, unknown> : never;

/** What a program sees: `yield* sys.read(0, buf)`. */
export type Sys = { readonly [N in CallName]: Typed<(typeof table)[N]> } & {
  /** Computing in user mode: takes virtual µs, and lets the scheduler and signals in. */
  work(us: number): Generator<void, void, unknown>;
};

/** The calls of one task. Its methods are made from the table once, below. */
export class Face {
  readonly #task: Task;

  constructor(task: Task) {
    this.#task = task;
  }

  static of(task: Task): Sys {
    return new Face(task) as unknown as Sys;
  }

  *call(entry: Entry, args: readonly unknown[]): Generator<void, unknown, unknown> {
    const answer = enter(this.#task, entry, args);
    return answer === PENDING ? yield : answer;
  }

  *work(us: number): Generator<void, void, unknown> {
    const { kernel } = this.#task;
    kernel.chargeUser(this.#task, us);
    if (this.#task.attention || kernel.sliceOver()) yield;
  }
}

for (const [name, row] of Object.entries<Row>(table)) {
  const entry = entryOf(name, row);
  Object.defineProperty(Face.prototype, name, {
    value(this: Face, ...args: readonly unknown[]) {
      return this.call(entry, args);
    },
  });
}
