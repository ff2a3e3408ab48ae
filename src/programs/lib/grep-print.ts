/** One file's search: blocks in, lines, counts or names out, with context and colours. Authority: grep(1). */

import { decode, encode } from '../../bytes.ts';
import { S_ISREG, SEEK_CUR } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { concatBytes } from './concat-bytes.ts';
import { type GrepColors, paint } from './grep-colors.ts';
import type { BlockSearch, Searcher } from './grep-search.ts';
import type { Io } from './io.ts';
import { strayText } from './latin.ts';

/** What is asked for. */
export interface Output {
  readonly delimiter: string;
  readonly invert: boolean;
  readonly limit: number;
  readonly before: number;
  readonly after: number;
  readonly separator: string | undefined;
  /** Context was asked for, be it of no lines: groups are parted. */
  readonly inContext: boolean;
  readonly quiet: boolean;
  readonly list: 'matching' | 'without' | undefined;
  readonly count: boolean;
  readonly onlyMatching: boolean;
  readonly lineNumber: boolean;
  readonly byteOffset: boolean;
  readonly nullName: boolean;
  /** -T: a tab before the text, so that its own tabs stay where they were. */
  readonly initialTab: boolean;
  readonly binary: 'binary' | 'text' | 'without-match';
  /** The C locale: each byte is a character, and none is wrong. */
  readonly bytes: boolean;
  readonly colors: GrepColors | undefined;
}

export interface Answer {
  readonly selected: boolean;
  readonly failure: Failure | undefined;
}

const BUFFER = 98304;
const NEWLINE = 10;
/** Digits of the largest offset, where the size is not known. */
const WIDEST_NUMBER = 19;
const latin = new TextDecoder('latin1');

const isAscii = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
};

const looksBinary = (text: string, { delimiter, bytes }: Output): boolean =>
  (delimiter === '\n' && text.includes('\0')) ||
  (!bytes && /[\udc80-\udcff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));

/** The state of one file. */
interface Progress {
  readonly name: string;
  readonly withName: boolean;
  count: number;
  /** Lines and bytes before the current block. */
  lines: number;
  offset: number;
  /** Where `lines` has been counted up to in the block. */
  counted: number;
  binary: boolean;
  stop: boolean;
  /** Columns of line numbers and offsets. */
  readonly numberWidth: number;
  /** Lines of trailing context still to print. */
  trailing: number;
  /** End of the last printed line: offset in the file; a gap before the next calls for a separator. */
  printedTo: number;
  /** Lines that may become leading context: text and line number. */
  recent: { readonly text: string; readonly number: number; readonly offset: number }[];
}

export class FileSearch {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly searcher: Searcher;
  private readonly wanted: Output;
  /** Something was printed: with context, the next group needs a separator. */
  private printed = false;
  /** Lines are printed one by one, because something stands before or in them. */
  private readonly decorated: boolean;
  private readonly silent: boolean;

  constructor(sys: Sys, io: Io, searcher: Searcher, wanted: Output) {
    this.sys = sys;
    this.io = io;
    this.searcher = searcher;
    this.wanted = wanted;
    this.silent = wanted.quiet || wanted.list !== undefined || wanted.count;
    const { lineNumber, byteOffset, onlyMatching, colors, inContext, limit, initialTab } = wanted;
    this.decorated =
      initialTab ||
      lineNumber ||
      byteOffset ||
      onlyMatching ||
      colors !== undefined ||
      inContext ||
      Number.isFinite(limit);
  }

  *file(fd: number, name: string, withName: boolean): Generator<void, Answer> {
    const progress: Progress = {
      name,
      withName,
      count: 0,
      lines: 0,
      offset: 0,
      counted: 0,
      binary: false,
      stop: this.wanted.limit === 0,
      trailing: 0,
      numberWidth: this.wanted.initialTab ? yield* this.digitsOf(fd) : 0,
      printedTo: -1,
      recent: [],
    };
    const failure = yield* this.read(fd, progress);
    if (failure) return { selected: progress.count > 0, failure };
    yield* this.summary(progress);
    return { selected: progress.count > 0, failure: undefined };
  }

  /** -T: numbers are as wide as the size of the file, beyond which none can go. */
  private *digitsOf(fd: number): Generator<void, number> {
    const stat = yield* this.sys.fstat(fd);
    return isFailure(stat) || !S_ISREG(stat.mode) ? WIDEST_NUMBER : String(stat.size).length;
  }

  private *read(fd: number, progress: Progress): Generator<void, Failure | undefined> {
    const delimiter = this.wanted.delimiter === '\n' ? NEWLINE : 0;
    const buffer = new Uint8Array(BUFFER);
    let carry = new Uint8Array(0);
    while (!progress.stop) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got)) return got;
      const fresh = buffer.subarray(0, got);
      const cut = got === 0 ? 0 : fresh.lastIndexOf(delimiter) + 1;
      if (got > 0 && cut === 0) {
        carry = concatBytes(carry, fresh);
        continue;
      }
      const bytes = got === 0 ? carry : concatBytes(carry, fresh.subarray(0, cut));
      const rest = fresh.slice(cut);
      if (bytes.length > 0) {
        const used = yield* this.bytes(bytes, progress);
        // A search that stops early leaves standard input behind the last selected line.
        if (progress.stop && fd === 0 && used !== undefined) {
          yield* this.sys.lseek(0, used - bytes.length - rest.length, SEEK_CUR);
        }
      }
      if (got === 0) return undefined;
      carry = rest;
    }
    return undefined;
  }

  /** A block of whole lines; answers how many bytes of it were used, if the search stopped in it. */
  private *bytes(bytes: Uint8Array, progress: Progress): Generator<void, number | undefined> {
    const ascii = isAscii(bytes);
    const read = ascii ? latin.decode(bytes) : (this.wanted.bytes ? strayText : decode)(bytes);
    if (this.wanted.binary !== 'text' && !progress.binary && looksBinary(read, this.wanted)) {
      progress.binary = true;
      if (this.wanted.binary === 'without-match') {
        progress.stop = true;
        return undefined;
      }
    }
    // What is binary has lines that end with a NUL, too.
    const text = progress.binary ? read.replaceAll('\0', this.wanted.delimiter) : read;
    const whole = text.endsWith(this.wanted.delimiter) ? text : text + this.wanted.delimiter;
    const stoppedAt = yield* this.block(whole, progress);
    this.linesUpTo(whole, whole.length, progress);
    progress.counted = 0;
    progress.offset += bytes.length;
    if (stoppedAt === undefined) return undefined;
    return ascii ? stoppedAt : encode(whole.slice(0, stoppedAt)).length;
  }

  /** Number of the line that ends before `at`. */
  private linesUpTo(text: string, at: number, progress: Progress): number {
    if (!this.wanted.lineNumber && this.wanted.before === 0) return progress.lines;
    let { counted, lines } = progress;
    while (counted < at) {
      const end = text.indexOf(this.wanted.delimiter, counted);
      if (end < 0 || end >= at) break;
      lines += 1;
      counted = end + 1;
    }
    progress.counted = counted;
    progress.lines = lines;
    return lines;
  }

  private *block(text: string, progress: Progress): Generator<void, number | undefined> {
    const search = this.searcher.block(text);
    let at = 0;
    while (at < text.length && !progress.stop) {
      const [from, to] = this.nextSelected(search, text, at);
      yield* this.between(text, at, from, progress);
      if (from >= text.length) return undefined;
      at = yield* this.select(search, text, from, to, progress);
      if (progress.stop) {
        yield* this.between(text, at, text.length, progress);
        return at;
      }
    }
    return undefined;
  }

  /** The next run of selected lines, from `at` on. */
  private nextSelected(search: BlockSearch, text: string, at: number): [number, number] {
    const { invert } = this.wanted;
    if (!invert) {
      const start = search.next(at);
      if (start < 0) return [text.length, text.length];
      let end = search.lineEnd(start);
      // Neighbours are taken together.
      while (end < text.length && search.next(end) === end) end = search.lineEnd(end);
      return [start, end];
    }
    let start = at;
    let match = search.next(start);
    while (match === start && start < text.length) {
      start = search.lineEnd(start);
      match = search.next(start);
    }
    return [start, match < 0 ? text.length : match];
  }

  /** Lines that are not selected: trailing context of the last, leading context of the next. */
  private *between(text: string, from: number, to: number, progress: Progress): Generator<void, void> {
    const { before, after, delimiter } = this.wanted;
    if (this.silent || progress.binary || (before === 0 && after === 0)) return;
    let at = from;
    while (at < to && progress.trailing > 0) {
      const end = text.indexOf(delimiter, at) + 1;
      progress.trailing -= 1;
      yield* this.line(
        text.slice(at, end),
        this.linesUpTo(text, at, progress) + 1,
        this.offsetOf(text, at, progress),
        '-',
        progress,
      );
      at = end;
    }
    if (before === 0) return;
    const starts: number[] = [];
    for (let start = at; start < to; start = text.indexOf(delimiter, start) + 1) starts.push(start);
    for (const start of starts.slice(-before)) {
      const end = text.indexOf(delimiter, start) + 1;
      progress.recent.push({
        text: text.slice(start, end),
        number: this.linesUpTo(text, start, progress) + 1,
        offset: this.offsetOf(text, start, progress),
      });
    }
    progress.recent.splice(0, Math.max(0, progress.recent.length - before));
  }

  private offsetOf(text: string, at: number, progress: Progress): number {
    if (!this.wanted.byteOffset && !this.wanted.inContext) return 0;
    return progress.offset + encode(text.slice(0, at)).length;
  }

  /** A run of selected lines; answers where the search goes on. */
  private *select(
    search: BlockSearch,
    text: string,
    from: number,
    to: number,
    progress: Progress,
  ): Generator<void, number> {
    const { quiet, list, limit } = this.wanted;
    if (quiet || list !== undefined) {
      progress.count += 1;
      progress.stop = true;
      return to;
    }
    if (progress.binary && !this.wanted.count) {
      progress.count += 1;
      progress.stop = true;
      return to;
    }
    if (!this.decorated && !this.silent && !progress.withName) {
      progress.count += 1;
      if (this.io.out.put(text.slice(from, to))) yield* this.io.out.drain();
      return to;
    }
    for (let at = from; at < to; ) {
      const end = search.lineEnd(at);
      progress.count += 1;
      if (!this.silent) yield* this.selectedLine(text, at, end, progress);
      at = end;
      if (progress.count >= limit) {
        progress.stop = true;
        return at;
      }
    }
    return to;
  }

  private *selectedLine(text: string, at: number, end: number, progress: Progress): Generator<void, void> {
    const number = this.linesUpTo(text, at, progress) + 1;
    const offset = this.offsetOf(text, at, progress);
    for (const one of progress.recent.splice(0)) yield* this.line(one.text, one.number, one.offset, '-', progress);
    yield* this.line(text.slice(at, end), number, offset, ':', progress);
    progress.trailing = this.wanted.after;
  }

  private *line(
    text: string,
    number: number,
    offset: number,
    mark: ':' | '-',
    progress: Progress,
  ): Generator<void, void> {
    const { inContext, separator, colors, onlyMatching } = this.wanted;
    if (inContext) {
      const gap = progress.printedTo !== offset;
      if (gap && this.printed && separator !== undefined) {
        yield* this.io.print(`${colors ? paint(colors.separator, separator) : separator}\n`);
      }
      progress.printedTo = offset + encode(text).length;
    }
    this.printed = true;
    if (onlyMatching) {
      if (mark === ':' && !this.wanted.invert) yield* this.matches(text, number, offset, progress);
      return;
    }
    const head = this.head(number, offset, mark, progress, text.length > 1);
    const painted = colors && mark === ':' && !this.wanted.invert ? this.painted(text, colors) : text;
    if (this.io.out.put(head + painted)) yield* this.io.out.drain();
  }

  private painted(text: string, colors: GrepColors): string {
    const body = text.slice(0, -1);
    let out = '';
    let at = 0;
    for (const { start, end } of this.searcher.spans(body)) {
      out += body.slice(at, start) + paint(colors.match, body.slice(start, end));
      at = end;
    }
    return out + body.slice(at) + text.slice(-1);
  }

  private *matches(text: string, number: number, offset: number, progress: Progress): Generator<void, void> {
    const body = text.slice(0, -1);
    const { colors } = this.wanted;
    for (const { start, end } of this.searcher.spans(body)) {
      const at = this.wanted.byteOffset ? offset + encode(body.slice(0, start)).length : 0;
      const match = body.slice(start, end);
      const shown = colors ? paint(colors.match, match) : match;
      if (this.io.out.put(`${this.head(number, at, ':', progress, true)}${shown}${text.slice(-1)}`))
        yield* this.io.out.drain();
    }
  }

  /** `file:12:` */
  private head(number: number, offset: number, mark: ':' | '-', progress: Progress, hasText: boolean): string {
    const { lineNumber, byteOffset, colors, nullName, initialTab } = this.wanted;
    const digits = (value: number): string => String(value).padStart(progress.numberWidth);
    const separator = colors ? paint(colors.separator, mark) : mark;
    let out = '';
    if (progress.withName) out += this.named(progress.name) + (nullName ? '\0' : separator);
    if (lineNumber) out += (colors ? paint(colors.line, digits(number)) : digits(number)) + separator;
    if (byteOffset) out += (colors ? paint(colors.offset, digits(offset)) : digits(offset)) + separator;
    return initialTab && out !== '' && hasText ? `${out}\t` : out;
  }

  private named(name: string): string {
    const { colors } = this.wanted;
    return colors ? paint(colors.file, name) : name;
  }

  /** What is said of a file as a whole. */
  private *summary(progress: Progress): Generator<void, void> {
    const { quiet, list, count, colors, nullName } = this.wanted;
    if (quiet) return;
    if (count && list === undefined) {
      const separator = nullName ? '\0' : colors ? paint(colors.separator, ':') : ':';
      yield* this.io.print(`${progress.withName ? this.named(progress.name) + separator : ''}${progress.count}\n`);
    }
    if (list !== undefined && (list === 'matching') === progress.count > 0) {
      yield* this.io.print(`${this.named(progress.name)}${nullName ? '\0' : '\n'}`);
    }
    if (progress.binary && progress.count > 0 && !this.silent) {
      yield* this.io.error(`${progress.name}: binary file matches`);
    }
  }
}
