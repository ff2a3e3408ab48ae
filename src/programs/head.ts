/**
 * head: the first part of files. Reads blocks of 8192 bytes and puts the file offset back behind what it used, so that
 * `{ head -1; cat; } < file` works. Authority: head(1).
 */

import { SEEK_CUR } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { concatBytes } from './lib/concat-bytes.ts';
import { readDecimal } from './lib/decimal.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

const BUFFER = 8192;

const options = {
  bytes: {
    short: 'c',
    long: 'bytes',
    value: '[-]NUM',
    help: "print the first NUM bytes of each file;\nwith the leading '-', print all but the last\nNUM bytes of each file",
  },
  lines: {
    short: 'n',
    long: 'lines',
    value: '[-]NUM',
    help: "print the first NUM lines instead of the first 10;\nwith the leading '-', print all but the last\nNUM lines of each file",
  },
  quiet: { short: 'q', long: 'quiet', help: 'never print headers giving file names' },
  silent: { long: 'silent', help: 'the same as --quiet' },
  verbose: { short: 'v', long: 'verbose', help: 'always print headers giving file names' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

interface Amount {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** All but the last `count`. */
  readonly elide: boolean;
  readonly delimiter: number;
}

/** `head -5c` is `head -c 5`; k and m multiply, b counts blocks of 512 bytes. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const [first = '', ...rest] = args;
  const match = /^-(\d+)([bkmclqvz]*)$/.exec(first);
  if (!match) return args;
  const [, digits = '', letters = ''] = match;
  const unit = /[bkm]/.exec(letters)?.[0] ?? '';
  const bytes = /[cbkm]/.test(letters) && !/l[^cbkm]*$/.test(letters);
  const others = [...letters].filter((letter) => 'qvz'.includes(letter)).map((letter) => `-${letter}`);
  return [...others, bytes ? '-c' : '-n', `${digits}${unit}`, ...rest];
};

type Unit = Amount['unit'];

const readCount = (io: Io, unit: Unit, word: string): Generator<void, number> =>
  readDecimal(io, word.replace(/^-/, ''), { problem: `invalid number of ${unit}`, suffixes: 'bkKmMGTPEZY0' });

function* amountOf(args: Args<keyof typeof options>, io: Io): Generator<void, Amount> {
  const unit = args.last('lines', 'bytes') ?? 'lines';
  const word = args.value(unit) ?? '10';
  const count = yield* readCount(io, unit, word);
  return { unit, count, elide: word.startsWith('-'), delimiter: args.has('zero') ? 0 : 10 };
}

/** Writes through stdout's buffer; a failure ends head. */
function* put(io: Io, bytes: Uint8Array): Generator<void, void> {
  if (io.out.putBytes(bytes)) yield* io.out.drain();
  if (!io.out.failure) return;
  const failure = io.out.failure;
  io.out.discard();
  yield* io.die(1, `error writing ${quoteaf('standard output')}`, failure);
}

function* firstBytes(sys: Sys, fd: number, count: number, name: string, io: Io): Generator<void, boolean> {
  const buffer = new Uint8Array(BUFFER);
  for (let left = count; left > 0; ) {
    const got = yield* sys.read(fd, buffer.subarray(0, Math.min(left, BUFFER)));
    if (isFailure(got)) return yield* readError(io, name, got);
    if (got === 0) break;
    yield* put(io, buffer.subarray(0, got));
    left -= got;
  }
  return true;
}

function* readError(io: Io, name: string, failure: Failure): Generator<void, boolean> {
  yield* io.fail(`error reading ${quoteaf(name)}`, failure);
  return false;
}

function* firstLines(sys: Sys, fd: number, amount: Amount, name: string, io: Io): Generator<void, boolean> {
  const buffer = new Uint8Array(BUFFER);
  let left = amount.count;
  while (left > 0) {
    const got = yield* sys.read(fd, buffer);
    if (isFailure(got)) return yield* readError(io, name, got);
    if (got === 0) break;
    let used = 0;
    while (used < got && left > 0) {
      const end = buffer.indexOf(amount.delimiter, used);
      if (end < 0 || end >= got) used = got;
      else {
        used = end + 1;
        left -= 1;
      }
    }
    // What was read too much is given back, where that is possible.
    if (left === 0 && used < got) yield* sys.lseek(fd, used - got, SEEK_CUR);
    yield* put(io, buffer.subarray(0, used));
  }
  return true;
}

/** All but the last `count`: what may still turn out to be the end is held back. */
function* allBut(sys: Sys, fd: number, amount: Amount, name: string, io: Io): Generator<void, boolean> {
  const buffer = new Uint8Array(BUFFER);
  const held: Uint8Array[] = [];
  let units = 0;
  const unitsIn = (bytes: Uint8Array): number =>
    amount.unit === 'bytes' ? bytes.length : bytes.reduce((n, byte) => (byte === amount.delimiter ? n + 1 : n), 0);
  for (;;) {
    const got = yield* sys.read(fd, buffer);
    if (isFailure(got)) return yield* readError(io, name, got);
    if (got === 0) break;
    const block = buffer.slice(0, got);
    held.push(block);
    units += unitsIn(block);
    for (let first = held[0]; first && units - unitsIn(first) > amount.count; first = held[0]) {
      units -= unitsIn(first);
      held.shift();
      yield* put(io, first);
    }
  }
  yield* put(io, dropLast(concatBytes(...held), amount));
  return true;
}

const dropLast = (bytes: Uint8Array, { unit, count, delimiter }: Amount): Uint8Array => {
  if (unit === 'bytes') return bytes.subarray(0, Math.max(0, bytes.length - count));
  if (count === 0) return bytes;
  // A last line without its newline is a line too.
  let end = bytes.at(-1) === delimiter ? bytes.length - 1 : bytes.length;
  for (let left = count; left > 0; left -= 1) {
    end = end > 0 ? bytes.lastIndexOf(delimiter, end - 1) : -1;
    if (end < 0) return bytes.subarray(0, 0);
  }
  return bytes.subarray(0, end + 1);
};

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const amount = yield* amountOf(args, io);
  const names = args.operands.length > 0 ? args.operands : ['-'];
  const header = args.last('quiet', 'silent', 'verbose');
  const headers = header === 'verbose' || (header === undefined && names.length > 1);
  let status = 0;
  let first = true;
  for (const name of names) {
    const shown = name === '-' ? 'standard input' : name;
    const fd = yield* openInput(sys, name);
    if (isFailure(fd)) {
      yield* io.fail(`cannot open ${quoteaf(name)} for reading`, fd);
      status = 1;
      continue;
    }
    if (headers) yield* io.print(`${first ? '' : '\n'}==> ${shown} <==\n`);
    first = false;
    const { unit, count, elide } = amount;
    const done = elide
      ? yield* allBut(sys, fd, amount, shown, io)
      : unit === 'bytes'
        ? yield* firstBytes(sys, fd, count, shown, io)
        : yield* firstLines(sys, fd, amount, shown, io);
    if (!done) status = 1;
    yield* closeInput(sys, fd);
  }
  if (names.includes('-')) yield* io.closeStdin();
  return status;
}

export const head = program(
  {
    name: 'head',
    summary: 'output the first part of files',
    usage: '[OPTION]... [FILE]...',
    about:
      'Print the first 10 lines of each FILE to standard output.\nWith more than one FILE, precede each with a header giving the file name.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    notes: 'NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.',
    rewrite,
    wrongLetter: (letter) => (/\d/.test(letter) ? { problem: `invalid trailing option -- ${letter}` } : undefined),
    checks: {
      lines: (io, word) => readCount(io, 'lines', word),
      bytes: (io, word) => readCount(io, 'bytes', word),
    },
  },
  run,
);
