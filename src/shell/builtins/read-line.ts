/**
 * The line that `read` reads: bytes until the delimiter, the wanted number of characters, or why there are no more; a backslash
 * takes the next character's meaning away. Authority: bash(1), read.
 */
import type { Failure } from '../../kernel/errno.ts';
import { GrowingBytes } from '../growing-bytes.ts';
import { beforeGoingOn } from '../run/trap.ts';
import type { Doing, Shell } from '../shell.ts';

export interface Wish {
  readonly delimiter: number;
  readonly raw: boolean;
  /** Characters at most; `exact` ignores the delimiter (-N). */
  readonly limit: number | undefined;
  readonly exact: boolean;
}

/** Where bytes come from. */
export interface Source {
  /** One that is there already. */
  next(): number | undefined;
  /** Gets more; a number, 0 at the end, is handed to `filled`. */
  fill(): Doing<number | Failure | NoMore>;
  filled(count: number): void;
}

type NoMore = 'eof' | 'timeout' | 'interrupted';

export type End = 'delimiter' | 'limit' | 'eof' | 'timeout' | 'interrupted';

/** A line, and where in it characters stand that had a backslash before them. */
export interface Line {
  readonly text: string;
  readonly quoted: ReadonlySet<number> | undefined;
}

/** So many bytes of a block are looked at in a microsecond. */
const BYTES_A_US = 100;

const BACKSLASH = 92;
const NEWLINE = 10;

const sequenceLength = (byte: number): number =>
  byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 1;

/** The bytes of a line so far. */
class Gathering {
  readonly #wish: Wish;
  readonly #bytes = new GrowingBytes();
  #characters = 0;
  /** UTF-16 units of the line's text. */
  #units = 0;
  #quoted: Set<number> | undefined;
  #escaped = false;
  /** Where the character began whose last bytes are missing yet, and where it ends. */
  #begun = 0;
  #whole = 0;

  constructor(wish: Wish) {
    this.#wish = wish;
  }

  get full(): boolean {
    const { limit } = this.#wish;
    return limit !== undefined && this.#characters >= limit;
  }

  line(): Line {
    return { text: this.#bytes.text(), quoted: this.#quoted };
  }

  /** Whether the line ends with this byte. */
  add(byte: number): boolean {
    if (this.#bytes.length >= this.#whole) return this.#start(byte);
    this.#bytes.push(byte);
    if (this.#bytes.length < this.#whole) return false;
    // Bytes that are none of UTF-8's are a character each.
    const text = this.#bytes.text(this.#begun);
    this.#characters += [...text].length;
    this.#units += text.length;
    return false;
  }

  /** The first byte of a character. */
  #start(byte: number): boolean {
    const { raw, delimiter, exact } = this.#wish;
    if (!raw && !this.#escaped && byte === BACKSLASH) {
      this.#escaped = true;
      return false;
    }
    if (this.#escaped && byte === NEWLINE) {
      this.#escaped = false;
      return false;
    }
    if (byte === delimiter && !exact && !this.#escaped) return true;
    if (byte === 0) return false;
    if (this.#escaped) (this.#quoted ??= new Set()).add(this.#units);
    this.#escaped = false;
    this.#begun = this.#bytes.length;
    this.#whole = this.#begun + sequenceLength(byte);
    this.#bytes.push(byte);
    if (this.#bytes.length === this.#whole) {
      this.#characters++;
      this.#units++;
    }
    return false;
  }
}

/** What it means that nothing came; undefined: try again, for a signal came in, its trap ran, and the shell is not being left. */
function* ending(sh: Shell, nothing: 0 | Failure | NoMore): Doing<NoMore | Failure | undefined> {
  if (nothing === 0) return 'eof';
  if (typeof nothing === 'string' || nothing.errno !== 'EINTR') return nothing;
  return (yield* isLeft(sh)) ? 'interrupted' : undefined;
}

/** Runs traps of signals that came in: is the shell left for one? */
function* isLeft(sh: Shell): Doing<boolean> {
  if (sh.noticed.any) yield* beforeGoingOn(sh);
  return sh.flow !== undefined;
}

/** The line as far as it came, and why it ended there. */
export function* readLine(sh: Shell, source: Source, wish: Wish): Doing<{ line: Line; end: End | Failure }> {
  const gathering = new Gathering(wish);
  while (!gathering.full) {
    const byte = source.next();
    if (byte !== undefined) {
      if (gathering.add(byte)) return { line: gathering.line(), end: 'delimiter' };
      continue;
    }
    const more = yield* source.fill();
    if (typeof more === 'number' && more > 0) {
      source.filled(more);
      if (more > 1) yield* sh.sys.work(Math.ceil(more / BYTES_A_US));
      if (sh.noticed.any && (yield* isLeft(sh))) return { line: gathering.line(), end: 'interrupted' };
      continue;
    }
    const end = yield* ending(sh, typeof more === 'number' ? 0 : more);
    if (end) return { line: gathering.line(), end };
  }
  return { line: gathering.line(), end: 'limit' };
}
