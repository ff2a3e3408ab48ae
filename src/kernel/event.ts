/**
 * Everything that happens, as small typed records in a bounded ring: the one thing that panes, the trace, lesson checks
 * and replay read. Each mechanism adds its own kinds to `EventKinds`; only `Kernel.emit` makes events.
 */

import { developed, Previews } from './preview.ts';

/** Kind → payload. A mechanism adds its own: `declare module './event.ts' { interface EventKinds { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the mechanisms
export interface EventKinds {}

interface Stamp {
  /** Counts from 0 since boot, without gaps. */
  readonly seq: number;
  /** Virtual µs since boot. */
  readonly time: number;
  /** The task that it happened to or that did it, of a process its leader; 0 for the kernel itself. */
  readonly pid: number;
}

export type KernelEvent = { [K in keyof EventKinds]: Stamp & { readonly type: K } & EventKinds[K] }[keyof EventKinds];

/** Keeps the last `capacity` events: what they say, and beside it their stamps, which an event gets when somebody reads it. */
export class EventRing {
  readonly capacity: number;
  readonly previews = new Previews();
  readonly #said: object[] = [];
  readonly #times: number[] = [];
  readonly #pids: number[] = [];
  readonly #types: (keyof EventKinds)[] = [];
  #next = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The number that the next event gets. */
  get nextSeq(): number {
    return this.#next;
  }

  /** The payload becomes the event itself. */
  push<K extends keyof EventKinds>(type: K, time: number, pid: number, payload: EventKinds[K]): void {
    const at = this.#next++ % this.capacity;
    this.#said[at] = payload;
    this.#times[at] = time;
    this.#pids[at] = pid;
    this.#types[at] = type;
  }

  get oldest(): number {
    return Math.max(0, this.#next - this.capacity);
  }

  /** Events from number `seq` on, as far as the ring still has them, oldest first. */
  *since(seq: number): Generator<KernelEvent, void> {
    for (let next = Math.max(seq, this.oldest); next < this.#next; next++) {
      const event = this.#stamped(next);
      if (event) yield event;
    }
  }

  #stamped(seq: number): KernelEvent | undefined {
    const at = seq % this.capacity;
    const event = this.#said[at] as { seq?: number; args?: readonly unknown[] } | undefined;
    if (event && event.seq === undefined) {
      Object.assign(event, { seq, time: this.#times[at], pid: this.#pids[at], type: this.#types[at] });
      if (event.args) event.args = developed(event.args);
    }
    return event as KernelEvent | undefined;
  }
}
