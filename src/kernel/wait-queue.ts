/**
 * The one way to sleep: a named queue of sleepers. Pipes, FIFOs, terminals, wait(), timers – whoever can make a call wait
 * owns a queue, answers `wait(queue)`, and wakes it when the state has changed; the caller tries again.
 * The name is the kernel function that `ps -o wchan` shows on Linux 6.18; the reason says in data why one waits.
 */
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
export interface Place {
  readonly queue: WaitQueue;
  readonly sleeper: Sleeper;
  readonly exclusive: boolean;
  /** Where the same sleeper sleeps as well. */
  readonly also: Place | undefined;
  previous: Place | undefined;
  next: Place | undefined;
  joined: boolean;
}

export class WaitQueue {
  readonly wchan: string;
  readonly reason: () => WaitReason;
  /** The object whose queue it is, so that a view finds what a sleeper without a descriptor sleeps for. */
  readonly owner: unknown;
  #first: Place | undefined;
  #last: Place | undefined;
  length = 0;

  constructor(wchan: string, reason: () => WaitReason, owner?: unknown) {
    this.wchan = wchan;
    this.reason = reason;
    this.owner = owner;
  }

  /** Joins at the end. The place that is returned is for `leave`. */
  join(sleeper: Sleeper, exclusive = false, also?: Place): Place {
    const previous = this.#last;
    const place: Place = { queue: this, sleeper, exclusive, also, previous, next: undefined, joined: true };
    if (this.#last) this.#last.next = place;
    else this.#first = place;
    this.#last = place;
    this.length++;
    return place;
  }

  /** Twice does nothing. */
  leave(place: Place): void {
    if (!place.joined) return;
    place.joined = false;
    this.length--;
    if (place.previous) place.previous.next = place.next;
    else this.#first = place.next;
    if (place.next) place.next.previous = place.previous;
    else this.#last = place.previous;
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

/** What a signal does to a call that sleeps: see call.ts. */
export type RestartClass = 'sys' | 'nohand' | 'block' | 'never';

/** How a wait goes on, and how it may end. */
interface WaitOptions {
  /** One wake-up need wake only one such sleeper, because what it waits for can be taken once. */
  readonly exclusive?: boolean;
  /** Bytes that a transfer has already moved; the retry goes on behind them, an interruption answers them. */
  readonly progress?: number;
  /** Virtual µs at which sleeping ends with `onTimeout`. */
  readonly deadline?: number | undefined;
  readonly onTimeout?: unknown;
  /** Tries again; without it the whole call is tried again. For calls that have changed something before they slept. */
  readonly retry?: (() => unknown) | undefined;
  /** Undoes what was changed before sleeping, when a signal or a death ends the wait. */
  readonly cancel?: (() => void) | undefined;
  /** Where it depends on the arguments: another class than the call's row has. */
  readonly restart?: RestartClass | undefined;
}

const NO_OPTIONS: WaitOptions = {};

/** The answer "would block": where to sleep, until when, and how to go on. `block()` in call.ts does the rest. */
export class Wait {
  readonly queues: readonly WaitQueue[];
  readonly options: WaitOptions;

  constructor(queues: readonly WaitQueue[], options: WaitOptions = NO_OPTIONS) {
    this.queues = queues;
    this.options = options;
  }
}

export const wait = (queue: WaitQueue, options?: WaitOptions): Wait => new Wait([queue], options);

/** Does `next` with an answer: now, or when the wait for it (which must have a retry of its own) is over. */
export function andThen<A, B>(answer: A | Wait, next: (answer: A) => B): B | Wait {
  if (!(answer instanceof Wait)) return next(answer);
  const { retry } = answer.options;
  return new Wait(answer.queues, { ...answer.options, retry: () => andThen(retry?.() as A | Wait, next) });
}
