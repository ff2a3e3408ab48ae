/**
 * When to paint. At most 60 frames a second, but a pressed key never waits for a slot: its echo is painted at once, and
 * within 40 ms after it slots are half as long.
 */
const SLOT_MS = 16;
const URGENT_SLOT_MS = 8;
const URGENT_MS = 40;

export class Frames {
  #last = 0;
  #urgentUntil = 0;
  /** Nothing has been painted since the key. */
  #pressed = false;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  readonly #paint: () => void;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  /** A key was pressed. */
  hurry(): void {
    this.#urgentUntil = performance.now() + URGENT_MS;
    this.#pressed = true;
  }

  readonly request = (): void => {
    if (this.#soon) return;
    const now = performance.now();
    const slot = now < this.#urgentUntil ? URGENT_SLOT_MS : SLOT_MS;
    const wait = this.#pressed ? 0 : this.#last + slot - now;
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
    this.#pressed = false;
    this.#last = performance.now();
    this.#paint();
  };
}
