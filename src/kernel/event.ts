/**
 * Everything that happens, as small typed records in a bounded ring: the one thing that panes, the trace, lesson checks
 * and replay read. Each mechanism adds its own kinds to `EventKinds`; only `Kernel.emit` makes events.
 */

/** Kind → payload. A mechanism adds its own: `declare module './event.ts' { interface EventKinds { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the mechanisms
export interface EventKinds {}

interface Stamp {
  /** Counts from 0 since boot, without gaps. */
  readonly seq: number;
  /** Virtual µs since boot. */
  readonly time: number;
  /** The process that it happened to or that did it; 0 for the kernel itself. */
  readonly pid: number;
}

export type KernelEvent = { [K in keyof EventKinds]: Stamp & { readonly type: K } & EventKinds[K] }[keyof EventKinds];

/** Keeps the last `capacity` events. */
export class EventRing {
  readonly capacity: number;
  #ring: KernelEvent[] = [];
  #next = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The number that the next event gets. */
  get nextSeq(): number {
    return this.#next;
  }

  push(event: KernelEvent): void {
    this.#ring[this.#next % this.capacity] = event;
    this.#next++;
  }

  get oldest(): number {
    return Math.max(0, this.#next - this.capacity);
  }

  /** Events from number `seq` on, as far as the ring still has them, oldest first. */
  *since(seq: number): Generator<KernelEvent, void> {
    for (let at = Math.max(seq, this.oldest); at < this.#next; at++) {
      const event = this.#ring[at % this.capacity];
      if (event) yield event;
    }
  }
}
