/**
 * Who waits for the CPU, who gets it next, and for how long. With the seed 0 everybody in turn; any other seed lets chance
 * choose, as a busy system would. Leaves out several CPUs and real-time priorities: a nicer process gets shorter turns.
 * Authority: sched(7).
 */
import { type Random, seeded } from './random.ts';
import type { Task } from './task.ts';

/** Virtual µs of a turn. */
const SLICE = 3000;
const LEAST_BY_CHANCE = 100;
/** However favoured: nobody waits longer than this for one turn to end. */
const MAX_SLICE = 24_000;

/** One step of nice is worth a quarter: the weights of sched(7). */
const weighed = (slice: number, nice: number): number =>
  nice === 0 ? slice : Math.min(MAX_SLICE, Math.max(1, Math.round(slice * 1.25 ** -nice)));

export class RunQueue {
  readonly #waiting: Task[] = [];
  /** Those of them whom a key has woken. */
  readonly #answering: Task[] = [];
  readonly #random: Random;
  readonly #inTurn: boolean;

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#inTurn = seed === 0;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add(task: Task): void {
    this.#waiting.push(task);
  }

  /** Whoever waited for a key has had little of the CPU: a fair scheduler lets him run before those who compute. */
  prefer(task: Task): void {
    this.#answering.push(task);
  }

  /** Takes out the next one; undefined where somebody preferred has run meanwhile. */
  take(): Task | undefined {
    const answering = this.#answering.shift();
    if (!answering) return this.#takeAny();
    const at = this.#waiting.indexOf(answering);
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  #takeAny(): Task | undefined {
    if (this.#inTurn || this.#waiting.length <= 1) return this.#waiting.shift();
    return this.#waiting.splice(this.#random.below(this.#waiting.length), 1)[0];
  }

  /** How long a turn may be, in virtual µs. */
  slice({ nice }: Task): number {
    return weighed(this.#inTurn ? SLICE : LEAST_BY_CHANCE + this.#random.below(SLICE), nice);
  }
}
