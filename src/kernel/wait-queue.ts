/**
 * The one way to sleep: a named queue of sleepers. Pipes, FIFOs, terminals, wait(), timers – whoever can make a call wait
 * owns a queue, answers `wait(queue)`, and wakes it when the state has changed; the caller tries again.
 * The name is the kernel function that `ps -o wchan` shows on Linux 6.18; the reason says in data why one waits.
 */
import type { Pipe } from './pipe.ts';

/** Each mechanism adds its own: `declare module './wait-queue.ts' { interface WaitReasons { 'pipe-empty': {…} } }`. */
export interface WaitReasons {
  /** Nothing but a signal ends this. */
  pause: object;
  /** Until virtual µs. */
  sleep: { readonly until: number };
}

/** Why somebody sleeps, as data: `{kind: 'pipe-full', used: 65536, …}`. The words for it are the front end's. */
export type WaitReason = { [K in keyof WaitReasons]: { readonly kind: K } & WaitReasons[K] }[keyof WaitReasons];

/** Who sleeps. The queue knows nothing more of a task than this. */
export interface Sleeper {
  wake(by: WaitQueue): void;
}

/** One sleeper's place in one queue: a link of a doubly linked list, so that leaving costs the same for any length. */
interface Link {
  readonly sleeper: Sleeper;
  readonly exclusive: boolean;
  previous: Link | undefined;
  next: Link | undefined;
}

export class WaitQueue {
  readonly wchan: string;
  readonly reason: () => WaitReason;
  #first: Link | undefined;
  #last: Link | undefined;
  length = 0;

  constructor(wchan: string, reason: () => WaitReason) {
    this.wchan = wchan;
    this.reason = reason;
  }

  /** Joins at the end; the function that is returned leaves again (twice does nothing). */
  join(sleeper: Sleeper, exclusive = false): () => void {
    const link: Link = { sleeper, exclusive, previous: this.#last, next: undefined };
    if (this.#last) this.#last.next = link;
    else this.#first = link;
    this.#last = link;
    this.length++;
    let joined = true;
    return () => {
      if (!joined) return;
      joined = false;
      this.length--;
      if (link.previous) link.previous.next = link.next;
      else this.#first = link.next;
      if (link.next) link.next.previous = link.previous;
      else this.#last = link.previous;
    };
  }

  /** Everybody tries again, oldest first. */
  wakeAll(): void {
    for (let link = this.#first; link; ) {
      const { next, sleeper } = link;
      sleeper.wake(this);
      link = next;
    }
  }

  /** All who merely watch (poll) and the oldest of those that want the thing itself: as wake_up(9) does. */
  wake(): void {
    for (let link = this.#first; link; ) {
      const { next, sleeper, exclusive } = link;
      sleeper.wake(this);
      if (exclusive) return;
      link = next;
    }
  }

  *sleepers(): Iterable<Sleeper> {
    for (let link = this.#first; link; link = link.next) yield link.sleeper;
  }
}

/** The answer "would block": where to sleep, until when, and how to go on. `block()` in call.ts does the rest. */
export class Wait {
  readonly queues: readonly WaitQueue[];
  /** One wake-up need wake only one such sleeper, because what it waits for can be taken once. */
  readonly exclusive: boolean = false;
  /** Bytes that a transfer has already moved; the retry goes on behind them, an interruption answers them. */
  readonly progress: number = 0;
  /** Virtual µs at which sleeping ends with `onTimeout`. */
  readonly deadline: number | undefined = undefined;
  readonly onTimeout: unknown = 0;
  /** Tries again; without it the whole call is tried again. For calls that have changed something before they slept. */
  readonly retry: (() => unknown) | undefined = undefined;
  /** Undoes what was changed before sleeping, when a signal or a death ends the wait. */
  readonly cancel: (() => void) | undefined = undefined;

  /** The pipe that an opener sleeps for: it has no descriptor yet by which it could be found. */
  readonly pipe: Pipe | undefined = undefined;

  constructor(queues: readonly WaitQueue[], rest: Partial<Omit<Wait, 'queues'>> = {}) {
    this.queues = queues;
    Object.assign(this, rest);
  }
}

export const wait = (queue: WaitQueue, rest?: Partial<Omit<Wait, 'queues'>>): Wait => new Wait([queue], rest);

/** Does `next` with an answer: now, or when the wait for it (which must have a retry of its own) is over. */
export function andThen<A, B>(answer: A | Wait, next: (answer: A) => B): B | Wait {
  if (!(answer instanceof Wait)) return next(answer);
  const { queues, ...rest } = answer;
  return new Wait(queues, { ...rest, retry: () => andThen(answer.retry?.() as A | Wait, next) });
}
