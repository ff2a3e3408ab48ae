/**
 * wc: count lines, words, bytes, characters. Characters are UTF-8 where the locale says so; bytes that are none count
 * for nothing. In the C locale each byte is a character, and beyond ASCII none is printable. Authority: wc(1).
 */

import { latin1 } from '../bytes.ts';
import { S_ISREG, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { countByte } from './lib/count-byte.ts';
import { type ListedName, listedNames, listRules } from './lib/files0.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { usesUnicode } from './lib/locale.ts';
import { type Args, program } from './lib/program.ts';
import { cellWidth } from './lib/width.ts';

const BUFFER = 16384;
const NEWLINE = 10;

const options = {
  bytes: { short: 'c', long: 'bytes', help: 'print the byte counts' },
  chars: { short: 'm', long: 'chars', help: 'print the character counts' },
  lines: { short: 'l', long: 'lines', help: 'print the newline counts' },
  files0From: {
    long: 'files0-from',
    value: 'F',
    help: 'read input from the files specified by\nNUL-terminated names in file F;\nIf F is - then read names from standard input',
  },
  maxLineLength: { short: 'L', long: 'max-line-length', help: 'print the maximum display width' },
  words: { short: 'w', long: 'words', help: 'print the word counts' },
} as const;

type Column = 'lines' | 'words' | 'chars' | 'bytes' | 'maxLineLength';
const ORDER: readonly Column[] = ['lines', 'words', 'chars', 'bytes', 'maxLineLength'];

type Counts = Record<Column, number>;
const zero = (): Counts => ({ lines: 0, words: 0, chars: 0, bytes: 0, maxLineLength: 0 });

const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2060\u3000]/;

/** What needs text: words, characters, widths. A block may end inside a character. */
class TextCounter {
  readonly counts: Counts;
  private readonly unicode: boolean;
  private inWord = false;
  private column = 0;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(counts: Counts, unicode: boolean) {
    this.counts = counts;
    this.unicode = unicode;
  }

  block(bytes: Uint8Array): void {
    this.text(this.unicode ? this.decoder.decode(bytes, { stream: true }) : latin1(bytes));
  }

  finish(): void {
    if (this.unicode) this.text(this.decoder.decode());
    if (this.inWord) this.counts.words += 1;
    this.endLine();
  }

  private endLine(): void {
    if (this.column > this.counts.maxLineLength) this.counts.maxLineLength = this.column;
    this.column = 0;
  }

  private text(text: string): void {
    const { counts } = this;
    let { inWord, column } = this;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x20 && code < 0x7f) {
        inWord = true;
        column += 1;
        continue;
      }
      if (code === 0x20 || (code >= 9 && code <= 13)) {
        if (inWord) counts.words += 1;
        inWord = false;
        if (code === 0x20) column += 1;
        else if (code === 9) column += 8 - (column % 8);
        else if (code !== 11) {
          if (column > counts.maxLineLength) counts.maxLineLength = column;
          column = 0;
        }
        continue;
      }
      if (code < 0x20 || code === 0x7f || !this.unicode) continue;
      // Not ASCII: U+FFFD stands for bytes that are no character.
      if (code === 0xfffd) {
        counts.chars -= 1;
        continue;
      }
      const char = String.fromCodePoint(text.codePointAt(i) ?? code);
      if (char.length > 1) {
        i += 1;
        counts.chars -= 1;
      }
      if (SPACE.test(char)) {
        if (inWord) counts.words += 1;
        inWord = false;
      } else inWord = true;
      column += cellWidth(char);
    }
    counts.chars += text.length;
    this.inWord = inWord;
    this.column = column;
  }
}

/** The size that is left of a regular file, so that -c need not read it. */
function* sizeLeft(sys: Sys, fd: number): Generator<void, number | undefined> {
  const stat = yield* sys.fstat(fd);
  if (isFailure(stat) || !S_ISREG(stat.mode) || stat.size === 0) return undefined;
  const at = yield* sys.lseek(fd, 0, 1);
  return isFailure(at) ? undefined : Math.max(0, stat.size - at);
}

function* count(
  sys: Sys,
  fd: number,
  wanted: ReadonlySet<Column>,
  unicode: boolean,
): Generator<void, Counts | [Counts, Failure]> {
  const counts = zero();
  const needsText = wanted.has('words') || wanted.has('chars') || wanted.has('maxLineLength');
  if (!needsText && !wanted.has('lines')) {
    const size = yield* sizeLeft(sys, fd);
    if (size !== undefined) return { ...counts, bytes: size };
  }
  const text = needsText ? new TextCounter(counts, unicode) : undefined;
  const buffer = new Uint8Array(BUFFER);
  for (;;) {
    const got = yield* sys.read(fd, buffer);
    if (isFailure(got)) return [counts, got];
    if (got === 0) break;
    const bytes = buffer.subarray(0, got);
    counts.bytes += got;
    counts.lines += countByte(bytes, NEWLINE);
    text?.block(bytes);
  }
  text?.finish();
  return counts;
}

const wantedOf = (args: Args<keyof typeof options>): ReadonlySet<Column> => {
  const wanted = ORDER.filter((column) => args.has(column));
  return new Set<Column>(wanted.length > 0 ? wanted : ['lines', 'words', 'bytes']);
};

/** Wide enough for the total of all regular files, and at least 7 when one is not regular. */
const widthOf = (stats: readonly (Stat | Failure)[], columns: number): number => {
  const [first] = stats;
  if ((stats.length === 1 && columns === 1) || first === undefined) return 1;
  let total = 0;
  let least = 1;
  for (const stat of stats) {
    if (isFailure(stat)) continue;
    if (S_ISREG(stat.mode)) total += stat.size;
    else least = 7;
  }
  return Math.max(least, String(total).length);
};

const lineOf = (counts: Counts, wanted: ReadonlySet<Column>, width: number, name: string | undefined): string => {
  const numbers = ORDER.filter((column) => wanted.has(column)).map((column) => String(counts[column]).padStart(width));
  return `${numbers.join(' ')}${name === undefined ? '' : ` ${name}`}\n`;
};

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  // Lines are written at once, so that those of programs beside this one do not mix with them.
  io.out.byLines();
  const wanted = wantedOf(args);
  const list = args.value('files0From');
  const given = list === undefined ? args.operands : yield* listedNames(sys, io, list, listRules(args.operands));
  const names: readonly (ListedName | undefined)[] = given.length > 0 || list !== undefined ? given : [undefined];
  const stats: (Stat | Failure)[] = [];
  for (const name of names)
    if (name === undefined || typeof name === 'string')
      stats.push(name === undefined || name === '-' ? yield* sys.fstat(0) : yield* sys.stat(name));
  const width = widthOf(stats, wanted.size);
  const unicode = usesUnicode(io);
  const total = zero();
  let status = 0;
  for (const name of names) {
    if (name === '' || typeof name === 'object') {
      yield* io.error(name === '' ? 'invalid zero-length file name' : name.problem);
      status = 1;
      continue;
    }
    const fd = yield* openInput(sys, name ?? '-');
    if (isFailure(fd)) {
      yield* io.warn(name ?? '-', fd);
      status = 1;
      continue;
    }
    const answer = yield* count(sys, fd, wanted, unicode);
    const counts = Array.isArray(answer) ? answer[0] : answer;
    if (Array.isArray(answer)) {
      yield* io.warn(name ?? 'standard input', answer[1]);
      status = 1;
    }
    yield* closeInput(sys, fd);
    yield* io.print(lineOf(counts, wanted, width, name));
    for (const column of ORDER) {
      if (column === 'maxLineLength') total[column] = Math.max(total[column], counts[column]);
      else total[column] += counts[column];
    }
  }
  const usesStdin = names.some((name) => name === undefined || name === '-');
  if (names.length > 1) yield* io.print(lineOf(total, wanted, width, 'total'));
  if (usesStdin) yield* io.closeStdin();
  return status;
}

export const wc = program(
  {
    name: 'wc',
    summary: 'print newline, word, and byte counts for each file',
    usage: '[OPTION]... [FILE]...',
    about:
      'Print newline, word, and byte counts for each FILE, and a total line if\nmore than one FILE is specified.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
  },
  run,
);
