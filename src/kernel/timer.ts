/**
 * Timers on the virtual clock: a binary heap by time, and by age among equals, so that order never depends on chance.
 * Models hrtimers as far as calls need them; leaves out slack and clock sources. Authority: nanosleep(2), alarm(2).
 */
export interface Timer {
  /** Virtual µs. */
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  live: boolean;
}

export class Timers {
  #heap: Timer[] = [];
  #count = 0;

  at(time: number, fire: () => void): Timer {
    const timer: Timer = { at: time, order: this.#count++, fire, live: true };
    this.#heap.push(timer);
    this.#up(this.#heap.length - 1);
    return timer;
  }

  cancel(timer: Timer): void {
    timer.live = false;
  }

  /** The time of the next live timer. */
  next(): number | undefined {
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      if (top.live) return top.at;
      this.#pop();
    }
    return undefined;
  }

  /** Fires all that are due at `now`. */
  fireDue(now: number): void {
    for (let at = this.next(); at !== undefined && at <= now; at = this.next()) {
      const timer = this.#pop();
      if (!timer) return;
      timer.live = false;
      timer.fire();
    }
  }

  #before(a: Timer | undefined, b: Timer | undefined): boolean {
    if (!a || !b) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(i: number, j: number): void {
    const a = this.#heap[i];
    const b = this.#heap[j];
    if (!a || !b) return;
    this.#heap[i] = b;
    this.#heap[j] = a;
  }

  #up(start: number): void {
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(this.#heap[i], this.#heap[parent])) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #pop(): Timer | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (!top || !last || top === last) return top;
    this.#heap[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      const child = this.#before(this.#heap[left + 1], this.#heap[left]) ? left + 1 : left;
      if (!this.#before(this.#heap[child], this.#heap[i])) return top;
      this.#swap(i, child);
      i = child;
    }
  }
}
