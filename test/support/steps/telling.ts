/** How a call of a step is written down: what is asked, and what is told of the answer. */
import type { SigInfo } from '../../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../../src/kernel/errno.ts';
import type { Sys } from '../../../src/kernel/syscalls.ts';
import { type Cast, num, type Words, who } from './words.ts';

/** Who takes the step. */
export interface Actor {
  readonly sys: Sys;
  readonly cast: Cast;
  /** Addresses of what is mapped. */
  readonly slots: number[];
  /** Where names begin. */
  readonly base: string;
  /** A process has caught a signal: this one, or a child that has its handlers. */
  caught(pid: number, info: SigInfo): void;
}

export type Call = (actor: Actor, words: Words) => Generator<void, string>;
export type Answering = Generator<void, unknown, unknown>;

/** A call whose whole answer is a number, or nothing but an errno. */
export const plain = (ask: (sys: Sys, words: Words) => Answering): Call =>
  function* ({ sys }, words) {
    return num(yield* ask(sys, words));
  };

/** A call that has more to tell when it does not fail. */
export const telling = <T>(
  ask: (sys: Sys, words: Words) => Generator<void, T, unknown>,
  tell: (answer: Exclude<T, Failure>, actor: Actor, words: Words) => string,
): Call =>
  function* (actor, words) {
    const answer = yield* ask(actor.sys, words);
    return isFailure(answer) ? answer.errno : tell(answer as Exclude<T, Failure>, actor, words);
  };

export const person = (ask: (sys: Sys, words: Words) => Generator<void, number | Failure, unknown>): Call =>
  telling(ask, (pid, { cast }) => who(cast, pid));
