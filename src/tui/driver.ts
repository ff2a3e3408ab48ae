/**
 * Gives the machine its time: virtual µs follow the wall clock, in slices of a few milliseconds, so that a flood in one
 * terminal never keeps a key of another one waiting. When the machine cannot keep up, virtual time falls behind: it is
 * never caught up with. An idle machine costs nothing; the next timer of the kernel is a timer here.
 */
import type { Paced, RunState } from './workbench.ts';

export interface DriverEvents {
  /** The machine has run: views may have changed. */
  ran(state: RunState['state'], nextTimer?: number): void;
  /** False while the screens have not taken in what was written: the machine waits for them. */
  ready(): boolean;
  /** False while the machine's programs are still being fetched: keys are kept, nothing runs. */
  able(): boolean;
}

/** Wall milliseconds of one slice, and of the pause after a full one: together at most half a core. */
const SLICE_MS = 3;
const REST_MS = 5;
/** Pause after screens that had to be waited for, as a multiple of what they took. */
const REST_FOR_SCREENS = 2;
/** Between the parts of a slice one can see whether a key has been answered. */
const PARTS = 8;
/** Turns on the CPU in a slice, to begin with. */
const START_BUDGET = 200;
/** Virtual µs that a key gets at once, even if time has to run ahead for them; and at most, while others are busy. */
const FOR_A_KEY = 2000;
const MOST_FOR_A_KEY = 100_000;
/** Wall milliseconds that keys which had to wait get for it, each. */
const SETTLE_MS = 50;
/** Wall milliseconds between two looks at packets on their way, which move while everybody sleeps. */
const MOVING_MS = 50;
/** Events without a line in the timeline that one step may pass over. */
const STEPS_MAX = 10_000;

export class Driver {
  #speed = 1;
  #machine: Paced;
  #paused = false;
  #budget = START_BUDGET;
  /** The machine cannot keep up with the wall clock. */
  #late = false;
  #anchor = { virtual: 0, wall: 0 };
  #timer: NodeJS.Timeout | undefined;
  #screensBusySince: number | undefined;
  /** Something has come from outside that the machine has not seen yet, because of them. */
  #typed = false;
  readonly #events: DriverEvents;

  constructor(machine: Paced, events: DriverEvents) {
    this.#machine = machine;
    this.#events = events;
    this.#drop();
  }

  /** Virtual seconds for each wall second. */
  set speed(speed: number) {
    this.#drop();
    this.#speed = speed;
    if (this.#timer) this.#slice();
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Another machine takes the place: after undo, reset, rewind. */
  replace(machine: Paced): void {
    this.#machine = machine;
    this.#drop();
    if (!this.#paused) this.#slice();
  }

  /**
   * Something comes from outside – a key, a resize. It comes now, not when the machine last ran, and the machine works on it
   * at once until it is `answered`: a flood may have to be run through before its turn comes.
   */
  input(give: () => void, answered: () => boolean = () => true): void {
    if (this.#paused || !this.#events.able()) {
      give();
      return;
    }
    // Small parts of a slice: whoever floods has had his share, and is not what this waits for.
    const dispatches = this.#late ? Math.ceil(this.#budget / PARTS) : this.#budget;
    const ready = this.#events.ready();
    if (ready) this.#machine.run({ until: this.#target(), dispatches });
    else this.#typed = true;
    give();
    const began = performance.now();
    const most = this.#machine.now + MOST_FOR_A_KEY;
    let last: RunState | undefined;
    while ((last === undefined && ready) || !answered()) {
      last = this.#machine.run({ until: this.#machine.now + FOR_A_KEY, dispatches });
      if (last.state !== 'busy' || this.#machine.now >= most || performance.now() - began >= SLICE_MS) break;
    }
    // What was answered is painted before the machine goes on.
    if (last) this.#ran(last, REST_MS);
    else this.#again(REST_MS);
  }

  /** Somebody could have typed slowly: what came in has been done, or waits for more, or goes on for long. */
  settle(): void {
    if (this.#paused) return;
    const began = performance.now();
    const most = this.#machine.now + MOST_FOR_A_KEY;
    while (this.#machine.now < most && performance.now() - began < SETTLE_MS && this.#events.ready()) {
      const until = this.#machine.now + FOR_A_KEY;
      if (this.#machine.run({ until, dispatches: this.#budget }).state !== 'busy') break;
    }
  }

  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  resume(): void {
    this.#paused = false;
    this.#drop();
    this.#slice();
  }

  /** While paused: one system call of one process; with nobody ready to run, on to the next timer. */
  step(): void {
    const { state, nextTimer } = this.#machine.run({ calls: 1 });
    this.#events.ran(state, nextTimer);
  }

  /** While paused: event by event, until it is enough or nobody does anything any more. */
  stepUntil(enough: () => boolean): void {
    let last: RunState | undefined;
    for (let i = 0; i < STEPS_MAX && !enough(); i++) {
      const { nextSeq } = this.#machine.events;
      last = this.#machine.run({ event: nextSeq });
      if (this.#machine.events.nextSeq === nextSeq) break;
    }
    if (last) this.#events.ran(last.state, last.nextTimer);
  }

  /** From here on virtual time counts from now: what was missed is not caught up. */
  #drop(): void {
    this.#anchor = { virtual: this.#machine.now, wall: performance.now() };
  }

  #target(): number {
    return Math.floor(this.#anchor.virtual + (performance.now() - this.#anchor.wall) * 1000 * this.#speed);
  }

  #slice(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wait = this.#events.able() ? this.#restForScreens() : REST_MS;
    if (wait > 0) {
      this.#again(wait);
      return;
    }
    const began = performance.now();
    const until = Math.max(this.#target(), this.#machine.now);
    const result = this.#runUntilScreensAreFull(until);
    const took = performance.now() - began;
    this.#late = result.state === 'busy' && this.#machine.now < until;
    if (this.#late) {
      this.#budget = adapted(this.#budget, took);
      this.#drop();
    }
    this.#ran(result, Math.max(REST_MS, took));
  }

  /** A slice in parts that double: whoever floods is stopped before there is twice as much as the screens can take. */
  #runUntilScreensAreFull(until: number): RunState {
    for (let part = 1, left = this.#budget; ; part *= 2) {
      const dispatches = Math.min(part, left);
      const result = this.#machine.run({ until, dispatches });
      left -= dispatches;
      const over = result.state !== 'busy' || this.#machine.now >= until || left === 0;
      if (over || !this.#events.ready()) return result;
    }
  }

  /** Screens that had to be waited for have worked that long; then others get their time, unless somebody types. */
  #restForScreens(): number {
    const now = performance.now();
    if (!this.#events.ready()) {
      this.#screensBusySince ??= now;
      return REST_MS;
    }
    const worked = this.#typed ? 0 : now - (this.#screensBusySince ?? now);
    this.#screensBusySince = undefined;
    this.#typed = false;
    return Math.ceil(worked * REST_FOR_SCREENS);
  }

  /** Tells it, and sees to it that the machine runs again: after a rest when it is busy, else for its next timer. */
  #ran({ state, nextTimer, flights }: RunState, rest: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events.ran(state, nextTimer);
    if (state === 'busy') this.#again(rest);
    else if (nextTimer !== undefined) {
      const wait = this.#wallUntil(nextTimer);
      this.#again(flights ? Math.min(wait, MOVING_MS) : wait);
    }
  }

  #wallUntil(virtual: number): number {
    return Math.min(60_000, Math.max(1, Math.ceil((virtual - this.#target()) / 1000 / this.#speed)));
  }

  #again(ms: number): void {
    this.#timer ??= setTimeout(() => this.#slice(), ms);
  }
}

/** As many turns as fill a slice, found by trying. */
function adapted(budget: number, took: number): number {
  if (took > SLICE_MS * 1.2) return Math.max(1, Math.floor((budget * SLICE_MS) / took));
  return took < SLICE_MS / 2 ? Math.min(1_000_000, budget * 2) : budget;
}
