/**
 * split: a file in pieces, by lines, bytes, or into a number of chunks. Authority: split(1) of coreutils 9.1.
 */

import { encode, fromLatin1, latin1 } from '../bytes.ts';
import { O_CREAT, O_TRUNC, O_WRONLY, S_ISREG } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { readDecimal } from './lib/decimal.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { type Args, type Check, program } from './lib/program.ts';
import { quote, quoteaf, quotef } from './lib/quote.ts';
import { closeShell, openShell, type Piped } from './lib/spawn.ts';

const BUFFER = 131072;

const options = {
  suffixLength: { short: 'a', long: 'suffix-length', value: 'N', help: 'generate suffixes of length N (default 2)' },
  additional: { long: 'additional-suffix', value: 'SUFFIX', help: 'append an additional SUFFIX to file names' },
  bytes: { short: 'b', long: 'bytes', value: 'SIZE', help: 'put SIZE bytes per output file' },
  lineBytes: {
    short: 'C',
    long: 'line-bytes',
    value: 'SIZE',
    help: 'put at most SIZE bytes of records per output file',
  },
  d: { short: 'd', help: 'use numeric suffixes starting at 0, not alphabetic' },
  numeric: {
    long: 'numeric-suffixes',
    value: 'FROM',
    optional: true,
    help: 'same as -d, but allow setting the start value',
  },
  x: { short: 'x', help: 'use hex suffixes starting at 0, not alphabetic' },
  hex: { long: 'hex-suffixes', value: 'FROM', optional: true, help: 'same as -x, but allow setting the start value' },
  elide: { short: 'e', long: 'elide-empty-files', help: "do not generate empty output files with '-n'" },
  filter: { long: 'filter', value: 'COMMAND', help: 'write to shell COMMAND; file name is $FILE' },
  lines: { short: 'l', long: 'lines', value: 'NUMBER', help: 'put NUMBER lines/records per output file' },
  number: { short: 'n', long: 'number', value: 'CHUNKS', help: 'generate CHUNKS output files' },
  separator: {
    short: 't',
    long: 'separator',
    value: 'SEP',
    help: "use SEP instead of newline as the record separator;\n'\\0' (zero) specifies the NUL character",
  },
  unbuffered: { short: 'u', long: 'unbuffered', help: "immediately copy input to output with '-n r/...'" },
  verbose: { long: 'verbose', help: 'print a diagnostic just before each\noutput file is opened' },
} as const;

type Arguments = Args<keyof typeof options>;

interface Naming {
  readonly prefix: string;
  readonly digits: string;
  readonly length: number;
  /** Suffixes grow when they run out. */
  readonly grows: boolean;
  readonly from: number;
  readonly additional: string;
}

/** The suffix of the file with that number; undefined when there are no more. */
const suffixOf = (index: number, { digits, length, grows, from }: Naming): string | undefined => {
  const base = digits.length;
  let number = index + from;
  let width = length;
  let lead = '';
  if (grows) {
    // The last letter at the front leads on to longer suffixes: …yz, zaaa.
    for (;;) {
      const room = base ** width - base ** (width - 1);
      if (number < room) break;
      number -= room;
      lead += digits.charAt(base - 1);
      width += 1;
    }
  } else if (number >= base ** width) return undefined;
  let suffix = '';
  for (let i = 0; i < width; i += 1) {
    suffix = digits.charAt(number % base) + suffix;
    number = Math.floor(number / base);
  }
  return lead + suffix;
};

interface Piece {
  readonly fd: number;
  readonly name: string;
  readonly piped: Piped | undefined;
}

/** The output files, one after the other or (round robin) all at once. */
class Pieces {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly naming: Naming;
  private readonly args: Arguments;
  private readonly open = new Map<number, Piece>();
  private current = -1;

  constructor(sys: Sys, io: Io, naming: Naming, args: Arguments) {
    this.sys = sys;
    this.io = io;
    this.naming = naming;
    this.args = args;
  }

  *next(): Generator<void, void> {
    yield* this.close(this.current);
    this.current += 1;
    yield* this.create(this.current);
  }

  *write(text: string): Generator<void, void> {
    yield* this.writeTo(this.current, text);
  }

  *create(index: number): Generator<void, void> {
    const suffix = suffixOf(index, this.naming);
    if (suffix === undefined) yield* this.io.die(1, 'output file suffixes exhausted');
    const name = `${this.naming.prefix}${suffix}${this.naming.additional}`;
    const filter = this.args.value('filter');
    if (this.args.has('verbose')) {
      yield* this.io.print(
        `${filter === undefined ? 'creating file' : 'executing with FILE='}${filter === undefined ? ` ${quoteaf(name)}` : quotef(name)}\n`,
      );
    }
    if (filter !== undefined) {
      const piped = yield* openShell(this.sys, filter, [...this.io.environment, `FILE=${name}`], 'write');
      if (isFailure(piped)) return yield* this.io.die(1, 'fork system call failed', piped);
      this.open.set(index, { fd: piped.fd, name, piped });
      return;
    }
    const fd = yield* this.sys.open(name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (isFailure(fd)) return yield* this.io.die(1, name, fd);
    this.open.set(index, { fd, name, piped: undefined });
  }

  *writeTo(index: number, text: string): Generator<void, void> {
    const piece = this.open.get(index);
    if (!piece || text === '') return;
    const failure = yield* writeAll(this.sys, piece.fd, fromLatin1(text));
    if (failure && !(piece.piped && failure.errno === 'EPIPE')) yield* this.io.die(1, piece.name, failure);
  }

  private *close(index: number): Generator<void, void> {
    const piece = this.open.get(index);
    if (!piece) return;
    this.open.delete(index);
    if (!piece.piped) {
      yield* this.sys.close(piece.fd);
      return;
    }
    const status = yield* closeShell(this.sys, piece.piped);
    if (isFailure(status) || status === 0) return;
    yield* this.io.die(1, `with FILE=${piece.name}, exit ${status} from command: ${this.args.value('filter')}`);
  }

  *finish(): Generator<void, void> {
    for (const index of [...this.open.keys()]) yield* this.close(index);
  }
}

function* byLines(input: Input, pieces: Pieces, count: number): Generator<void, void> {
  let left = 0;
  for (let line = yield* input.line(); line !== undefined; line = yield* input.line()) {
    let text = line;
    if (left === 0) {
      yield* pieces.next();
      left = count;
    }
    left -= 1;
    // What is there already goes out in one write.
    for (let more = left > 0 ? input.take() : undefined; more !== undefined; ) {
      text += more;
      left -= 1;
      more = left > 0 ? input.take() : undefined;
    }
    yield* pieces.write(text);
  }
}

function* byBytes(input: Input, pieces: Pieces, size: number): Generator<void, void> {
  let left = 0;
  for (let block = yield* input.block(); block !== undefined; block = yield* input.block()) {
    for (let at = 0; at < block.length; ) {
      if (left === 0) {
        yield* pieces.next();
        left = size;
      }
      const text = block.slice(at, at + left);
      yield* pieces.write(text);
      at += text.length;
      left -= text.length;
    }
  }
}

function* byLineBytes(input: Input, pieces: Pieces, size: number): Generator<void, void> {
  let left = 0;
  for (let line = yield* input.line(); line !== undefined; line = yield* input.line()) {
    let rest = line;
    if (rest.length > left) left = 0;
    while (rest !== '') {
      if (left === 0) {
        yield* pieces.next();
        left = size;
      }
      const text = rest.slice(0, left);
      yield* pieces.write(text);
      rest = rest.slice(text.length);
      left -= text.length;
    }
  }
}

interface Chunks {
  readonly kind: 'bytes' | 'lines' | 'robin';
  readonly count: number;
  /** From 1: only that one, to stdout. */
  readonly only: number | undefined;
}

function* chunksOf(io: Io, word: string): Generator<void, Chunks> {
  const [, letter, only, count = ''] = /^\s*(?:([lr])\/)?(?:([^/]*)\/)?(.*)$/s.exec(word) ?? [];
  const total = yield* readDecimal(io, count, { problem: 'invalid number of chunks', least: 1 });
  const chosen =
    only === undefined || only === ''
      ? undefined
      : yield* readDecimal(io, only, { problem: 'invalid chunk number', least: 1, most: total });
  return { kind: letter === 'l' ? 'lines' : letter === 'r' ? 'robin' : 'bytes', count: total, only: chosen };
}

/** Which chunk each piece of the text belongs to. */
const distribute = (text: string, { kind, count }: Chunks, delimiter: string): string[] => {
  const chunks = new Array<string>(count).fill('');
  const size = Math.max(1, Math.floor(text.length / count));
  if (kind === 'bytes') {
    const exact = Math.floor(text.length / count);
    return chunks.map((_, i) => text.slice(i * exact, i === count - 1 ? undefined : (i + 1) * exact));
  }
  let line = 0;
  for (let at = 0; at < text.length; line += 1) {
    const end = text.indexOf(delimiter, at);
    const next = end < 0 ? text.length : end + 1;
    const chunk = kind === 'robin' ? line % count : Math.min(count - 1, Math.floor(at / size));
    chunks[chunk] += text.slice(at, next);
    at = next;
  }
  return chunks;
};

function* byChunks(input: Input, pieces: Pieces, chunks: Chunks, args: Arguments, io: Io, delimiter: string) {
  const stat = yield* io.sys.fstat(input.fd);
  if (chunks.kind !== 'robin' && (isFailure(stat) || !S_ISREG(stat.mode))) {
    yield* io.die(1, `${quotef(args.operands[0] ?? '-')}: cannot determine file size`);
  }
  const text = yield* input.rest();
  const size = text.length;
  const few = size < chunks.count && chunks.kind === 'bytes';
  // Fewer bytes than chunks: one each, as far as they go.
  const parts = few
    ? Array.from({ length: chunks.count }, (_, i) => text.charAt(i))
    : distribute(text, chunks, delimiter);
  if (chunks.only !== undefined) {
    if (io.out.putLatin1(parts[chunks.only - 1] ?? '')) yield* io.out.drain();
    return;
  }
  for (const part of parts) {
    if (part === '' && args.has('elide')) continue;
    yield* pieces.next();
    yield* pieces.write(part);
  }
}

const readLines = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid number of lines', least: 1 });

const readBytes = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid number of bytes', least: 1, suffixes: 'bEGKkMmPTYZ0' });

const readLength = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid suffix length' });

function* checkAdditional(io: Io, suffix: string): Generator<void, void> {
  if (suffix.includes('/')) yield* io.usageError(1, `invalid suffix ${quote(suffix)}, contains directory separator`);
}

/** Where suffixes begin, less the zeros in front. */
const readStart = (base: 'hexadecimal' | 'numerical'): ((io: Io, word: string) => Generator<void, string>) =>
  function* (io, word) {
    if ((base === 'hexadecimal' ? /^[0-9a-f]*$/ : /^\d*$/).test(word)) return word.replace(/^0+(?=.)/, '');
    return yield* io.usageError(1, `${quote(word)}: invalid start value for ${base} suffix`);
  };

const readHex = readStart('hexadecimal');
const readNumeric = readStart('numerical');

/** How many characters the names of so many chunks need. */
const lengthNeeded = (chunks: number, start: string | undefined, base: number): number => {
  const from = /^\d+$/.test(start ?? '') && Number(start) < chunks ? Number(start) : 0;
  return (chunks - 1 + from).toString(base).length;
};

function* namingOf(args: Arguments, io: Io, prefix: string, chunks: number | undefined): Generator<void, Naming> {
  const kind = args.last('d', 'numeric', 'x', 'hex');
  const hexadecimal = kind === 'x' || kind === 'hex';
  const digits = kind === undefined ? 'abcdefghijklmnopqrstuvwxyz' : hexadecimal ? '0123456789abcdef' : '0123456789';
  const startWord = args.given.findLast(({ option, value }) => /^(?:hex|numeric)$/.test(option) && value)?.value;
  const start = startWord === undefined ? undefined : yield* (hexadecimal ? readHex : readNumeric)(io, startWord);
  const given = yield* readLength(io, args.value('suffixLength') ?? '0');
  const needed = chunks === undefined ? 0 : lengthNeeded(chunks, start, digits.length);
  if (given > 0 && given < needed) return yield* io.die(1, `the suffix length needs to be at least ${needed}`);
  const length = given || Math.max(2, needed);
  if ((start?.length ?? 0) > length) {
    return yield* io.usageError(1, 'numerical suffix start value is too large for the suffix length');
  }
  return {
    prefix,
    digits,
    length,
    grows: given === 0 && start === undefined && chunks === undefined,
    from: Number.parseInt(start || '0', hexadecimal ? 16 : 10),
    additional: args.value('additional') ?? '',
  };
}

function* readDelimiter(io: Io, word = '\n'): Generator<void, string> {
  if (word === '') return yield* io.die(1, 'empty record separator');
  if (word === '\\0') return '\0';
  const text = latin1(encode(word));
  return text.length === 1 ? text : yield* io.die(1, `multi-character separator ${quote(word)}`);
}

const WAYS = ['lines', 'bytes', 'lineBytes', 'number'] as const;

const isWay = ({ option }: { readonly option: string }): boolean => WAYS.some((way) => way === option);

const onlyWay = (check: Check): Check =>
  function* (io, word, given, before) {
    if (before.some(isWay)) yield* io.usageError(1, 'cannot split in more than one way');
    yield* check(io, word, given, before);
  };

/** `split -20` is `split -l 20`. */
const rewrite = (args: readonly string[]): readonly string[] =>
  args.map((word) => (/^-\d+$/.test(word) ? `-l${word.slice(1)}` : word));

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const way = args.last(...WAYS) ?? 'lines';
  const word = args.value(way) ?? '1000';
  const chunks = way === 'number' ? yield* chunksOf(io, word) : undefined;
  const count = chunks ? 0 : yield* (way === 'lines' ? readLines : readBytes)(io, word);
  const separators = args.values('separator').map((one) => (one === '\\0' ? '\0' : one));
  if (new Set(separators).size > 1) return yield* io.die(1, 'multiple separator characters specified');
  const delimiter = yield* readDelimiter(io, args.value('separator'));
  const [name = '-', prefix = 'x', extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
  const naming = yield* namingOf(args, io, prefix, chunks?.count);
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) return yield* io.die(1, `cannot open ${quoteaf(name)} for reading`, fd);
  const input = new Input(sys, fd, BUFFER, delimiter);
  const pieces = new Pieces(sys, io, naming, args);
  if (chunks) yield* byChunks(input, pieces, chunks, args, io, delimiter);
  else if (way === 'bytes') yield* byBytes(input, pieces, count);
  else if (way === 'lineBytes') yield* byLineBytes(input, pieces, count);
  else yield* byLines(input, pieces, count);
  yield* pieces.finish();
  if (input.failure) return yield* io.die(1, name, input.failure);
  return 0;
}

export const split = program(
  {
    name: 'split',
    summary: 'split a file into pieces',
    usage: '[OPTION]... [FILE [PREFIX]]',
    about:
      "Output pieces of FILE to PREFIXaa, PREFIXab, ...;\ndefault size is 1000 lines, and default PREFIX is 'x'.\n\nWith no FILE, or when FILE is -, read standard input.",
    options,
    rewrite,
    checks: {
      lines: onlyWay(readLines),
      bytes: onlyWay(readBytes),
      lineBytes: onlyWay(readBytes),
      number: onlyWay(chunksOf),
      suffixLength: readLength,
      additional: checkAdditional,
      numeric: readNumeric,
      hex: readHex,
      separator: readDelimiter,
    },
    notes:
      'CHUNKS may be:\n  N       split into N files based on size of input\n  K/N     output Kth of N to stdout\n  l/N     split into N files without splitting lines/records\n  l/K/N   output Kth of N to stdout without splitting lines/records\n  r/N     like l but use round robin distribution\n  r/K/N   likewise but only output Kth of N to stdout',
  },
  run,
);
