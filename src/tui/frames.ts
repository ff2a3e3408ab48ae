/**
 * When to paint. At most 60 frames a second, but a pressed key never waits for a slot: within 40 ms after it, what it
 * caused is painted at once.
 */
const SLOT_MS = 16;
const URGENT_MS = 40;

export class Frames {
  #last = 0;
  #urgentUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  readonly #paint: () => void;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  /** A key was pressed. */
  hurry(): void {
    this.#urgentUntil = performance.now() + URGENT_MS;
  }

  readonly request = (): void => {
    if (this.#soon) return;
    const now = performance.now();
    const wait = now < this.#urgentUntil ? 0 : this.#last + SLOT_MS - now;
    if (wait <= 0) this.#soon = setImmediate(this.#run);
    else this.#timer ??= setTimeout(this.#run, wait);
  };

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#timer = undefined;
    this.#soon = undefined;
  }

  readonly #run = (): void => {
    this.stop();
    this.#last = performance.now();
    this.#paint();
  };
}
