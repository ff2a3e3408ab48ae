/**
 * How a row of the system call table is written, so that its types reach the programs that call it.
 * `args` are the kinds of the arguments, for the trace, the reference and the fuzzer; the types are those of `run`.
 */
import type { ArgKind } from './args.ts';
import type { PENDING, Row } from './call.ts';
import type { Task } from './task.ts';
import type { RestartClass, Wait } from './wait-queue.ts';

/** A row with its argument and result types. */
export interface Spec<A extends readonly unknown[], R> extends Row {
  readonly run: (task: Task, ...args: A) => R;
}

export const call = <A extends readonly unknown[], R>(spec: {
  readonly args: readonly ArgKind[];
  readonly restart: RestartClass;
  readonly sleeps?: true;
  readonly shown?: string;
  readonly run: (task: Task, ...args: A) => R;
}): Spec<A, R> => spec;

/** What a program gets: never the wait itself. */
export type Answer<R> = Exclude<R, Wait | typeof PENDING>;
