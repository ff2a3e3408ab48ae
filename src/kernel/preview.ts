/**
 * What an event keeps of the arguments of a call: of memory that the caller may change it gets a copy, of a buffer its
 * beginning. The bytes are copied into pages that many events share, for a typed array of its own would cost as much as
 * the call that is told of; they become one when somebody reads the event.
 */
const PAGE_BYTES = 4096;
const MOST_BYTES = 64;

class Preview {
  readonly #page: Uint8Array;
  readonly #start: number;
  readonly #length: number;

  constructor(page: Uint8Array, start: number, length: number) {
    this.#page = page;
    this.#start = start;
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#page.slice(this.#start, this.#start + this.#length);
  }
}

const NOTHING = new Uint8Array(0);

/** The pages of one kernel. A full one lives as long as an event that has bytes on it. */
export class Previews {
  #page = new Uint8Array(PAGE_BYTES);
  #used = 0;

  /** The arguments as they are now. */
  of(args: readonly unknown[]): readonly unknown[] {
    const kept = [...args];
    for (let i = 0; i < kept.length; i++) kept[i] = this.#preview(kept[i]);
    return kept;
  }

  #preview(arg: unknown): unknown {
    if (arg instanceof Uint8Array) return this.#copy(arg);
    if (Array.isArray(arg)) return arg.slice(0, MOST_BYTES);
    return typeof arg === 'object' && arg !== null ? { ...arg } : arg;
  }

  /** Byte by byte: for so few it is quicker. */
  #copy(bytes: Uint8Array): Preview {
    const length = Math.min(bytes.length, MOST_BYTES);
    if (this.#used + length > PAGE_BYTES) {
      this.#page = new Uint8Array(PAGE_BYTES);
      this.#used = 0;
    }
    const start = this.#used;
    for (let i = 0; i < length; i++) this.#page[start + i] = bytes[i] ?? 0;
    this.#used += length;
    return new Preview(this.#page, start, length);
  }
}

/** The arguments of a call that has not filled its buffer: there is nothing to tell of it. */
export function unfilled(args: readonly unknown[]): readonly unknown[] {
  const kept = [...args];
  for (let i = 0; i < kept.length; i++) if (kept[i] instanceof Uint8Array) kept[i] = NOTHING;
  return kept;
}

/** What `Previews` kept, for those who read it. */
export const developed = (args: readonly unknown[]): readonly unknown[] =>
  args.some((arg) => arg instanceof Preview) ? args.map((arg) => (arg instanceof Preview ? arg.bytes() : arg)) : args;
