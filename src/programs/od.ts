/**
 * od: bytes as octal, hexadecimal, decimal, characters or floats.
 * Leaves out long double and the pseudo-addresses of --traditional. Authority: od(1).
 */

import type { Sys } from '../kernel/syscalls.ts';
import { ByteStream } from './lib/byte-stream.ts';
import type { Given } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { parseAnyBase } from './lib/number.ts';
import { blockLines, type Layout, parseTypes, type Spec } from './lib/od-format.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { chooseWord } from './lib/xargmatch.ts';

const options = {
  addressRadix: {
    short: 'A',
    long: 'address-radix',
    value: 'RADIX',
    help: 'output format for file offsets; RADIX is one\nof [doxn], for Decimal, Octal, Hex or None',
  },
  endian: { long: 'endian', value: '{big|little}', help: 'swap input bytes according the specified order' },
  skipBytes: { short: 'j', long: 'skip-bytes', value: 'BYTES', help: 'skip BYTES input bytes first' },
  readBytes: { short: 'N', long: 'read-bytes', value: 'BYTES', help: 'limit dump to BYTES input bytes' },
  strings: {
    short: 'S',
    long: 'strings',
    value: 'BYTES',
    optional: true,
    letterWants: true,
    help: 'output strings of at least BYTES graphic chars',
  },
  format: { short: 't', long: 'format', value: 'TYPE', help: 'select output format or formats' },
  duplicates: { short: 'v', long: 'output-duplicates', help: 'do not use * to mark line suppression' },
  width: {
    short: 'w',
    long: 'width',
    value: 'BYTES',
    optional: true,
    help: 'output BYTES bytes per output line;\n32 is implied when BYTES is not specified',
  },
  a: { short: 'a', help: 'same as -t a,  select named characters, ignoring high-order bit' },
  b: { short: 'b', help: 'same as -t o1, select octal bytes' },
  c: { short: 'c', help: 'same as -t c,  select printable characters or backslash escapes' },
  d: { short: 'd', help: 'same as -t u2, select unsigned decimal 2-byte units' },
  f: { short: 'f', help: 'same as -t fF, select floats' },
  i: { short: 'i', help: 'same as -t dI, select decimal ints' },
  l: { short: 'l', help: 'same as -t dL, select decimal longs' },
  o: { short: 'o', help: 'same as -t o2, select octal 2-byte units' },
  s: { short: 's', help: 'same as -t d2, select decimal 2-byte units' },
  oldB: { short: 'B', help: 'same as -t o2' },
  oldD: { short: 'D', help: 'same as -t u4' },
  oldE: { short: 'e', help: 'same as -t fD' },
  oldF: { short: 'F', help: 'same as -t fD' },
  oldH: { short: 'H', help: 'same as -t x4' },
  oldI: { short: 'I', help: 'same as -t dL' },
  oldL: { short: 'L', help: 'same as -t dL' },
  oldO: { short: 'O', help: 'same as -t o4' },
  oldX: { short: 'X', help: 'same as -t x4' },
  oldh: { short: 'h', help: 'same as -t x2' },
  x: { short: 'x', help: 'same as -t x2, select hexadecimal 2-byte units' },
} as const;

type Name = keyof typeof options;

const SHORTHANDS: Partial<Record<Name, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  f: 'fF',
  i: 'dI',
  l: 'dL',
  oldB: 'o2',
  oldD: 'u4',
  oldE: 'fD',
  oldF: 'fD',
  oldH: 'x4',
  oldI: 'dL',
  oldL: 'dL',
  oldO: 'o4',
  oldX: 'x4',
  oldh: 'x2',
  o: 'o2',
  s: 'd2',
  x: 'x2',
};
const MODERN = ['addressRadix', 'skipBytes', 'readBytes', 'strings', 'format', 'duplicates', 'width'] as const;

const ADDRESS: Readonly<Record<string, (offset: number) => string>> = {
  d: (offset) => String(offset).padStart(7, '0'),
  o: (offset) => offset.toString(8).padStart(7, '0'),
  x: (offset) => offset.toString(16).padStart(6, '0'),
  n: () => '',
};

type Counted = 'skipBytes' | 'readBytes' | 'strings' | 'width';

/** Messages name the option as it was given. */
function* readCount(io: Io, word: string, { option, short }: Given<string>): Generator<void, number> {
  const size = parseAnyBase(word, 'bEGKkMmPTYZ0');
  if (size && !size.overflow && /^\s*\+?\d/.test(word)) return size.value;
  const named = options[option as Counted];
  const argument = `${short ? `-${named.short}` : `--${named.long}`} argument ${quote(word)}`;
  if (size?.overflow) return yield* io.die(1, `${argument} too large`);
  return yield* io.die(1, `invalid ${/^\s*\+?\d/.test(word) ? 'suffix in ' : ''}${argument}`);
}

function* count(args: Args<Name>, option: Counted, io: Io): Generator<void, number | undefined> {
  const given = args.given.findLast((one) => one.option === option);
  return given?.value === undefined ? undefined : yield* readCount(io, given.value, given);
}

function* readRadix(io: Io, word: string): Generator<void, (offset: number) => string> {
  const address = ADDRESS[word.charAt(0)];
  if (address) return address;
  return yield* io.die(1, `invalid output address radix '${word.charAt(0)}'; it must be one character from [doxn]`);
}

const readEndian = (io: Io, word: string): Generator<void, string> =>
  chooseWord(io, 'endian', word, [['little'], ['big']]);

function* readTypes(io: Io, types: string): Generator<void, Spec[]> {
  const parsed = parseTypes(types);
  return 'problem' in parsed ? yield* io.die(1, parsed.problem) : parsed;
}

function* specsOf(args: Args<Name>, io: Io): Generator<void, Spec[]> {
  const specs: Spec[] = [];
  for (const { option, value } of args.given) {
    const types = option === 'format' ? value : SHORTHANDS[option];
    if (types === undefined) continue;
    specs.push(...(yield* readTypes(io, types)));
  }
  return specs.length > 0 ? specs : [{ kind: 'o', size: 2, fieldWidth: 6, trailer: false }];
}

const DEFAULT_WIDTH = 16;
const SHORTEST_STRING = 3;

function* widthOf(args: Args<Name>, unit: number, io: Io): Generator<void, number> {
  if (!args.has('width')) return unit < DEFAULT_WIDTH ? unit * Math.floor(DEFAULT_WIDTH / unit) : unit;
  const width = (yield* count(args, 'width', io)) ?? 32;
  if (width > 0 && width % unit === 0) return width;
  yield* io.error(`warning: invalid width ${width}; using ${unit} instead`);
  return unit;
}

/** `+10`, `0x10`, `1b`: an offset of the old form, octal if nothing else is said. */
const oldOffset = (word: string): number | undefined => {
  const match = /^\+?(?:0[xX]([0-9a-fA-F]+)|(\d+))(b)?$/.exec(word);
  if (!match) return undefined;
  const [, hex, digits = '', blocks] = match;
  if (hex === undefined && /[89]/.test(digits)) return undefined;
  const value = hex === undefined ? Number.parseInt(digits, 8) : Number.parseInt(hex, 16);
  return value * (blocks ? 512 : 1);
};

interface Input {
  readonly names: readonly string[];
  readonly skip: number;
}

function* inputOf(args: Args<Name>, io: Io): Generator<void, Input> {
  const skip = yield* count(args, 'skipBytes', io);
  const { operands } = args;
  const last = operands.at(-1);
  const old = !MODERN.some((option) => args.has(option)) && last !== undefined;
  if (old && (last.startsWith('+') || (operands.length === 2 && /^\d/.test(last)))) {
    const offset = oldOffset(last);
    if (offset !== undefined) return { names: operands.slice(0, -1), skip: offset };
  }
  return { names: operands, skip: skip ?? 0 };
}

class Dumper {
  private readonly io: Io;
  private readonly stream: ByteStream;
  private readonly layout: Layout;
  private readonly address: (offset: number) => string;

  constructor(io: Io, stream: ByteStream, layout: Layout, address: (offset: number) => string) {
    this.io = io;
    this.stream = stream;
    this.layout = layout;
    this.address = address;
  }

  /** Equal lines are shown once, then as `*`. Answers the offset behind the last byte. */
  *dump(start: number, limit: number, abbreviate: boolean): Generator<void, number> {
    const { bytesPerBlock } = this.layout;
    let previous = '';
    let starred = false;
    let offset = start;
    const block = new Uint8Array(bytesPerBlock);
    for (;;) {
      const want = Math.min(bytesPerBlock, limit - (offset - start));
      const got = yield* this.stream.read(block.subarray(0, want), limit !== Number.POSITIVE_INFINITY);
      if (got === 0) break;
      const content = block.subarray(0, got).join();
      if (abbreviate && got === bytesPerBlock && content === previous) {
        if (!starred) yield* this.io.print('*\n');
        starred = true;
      } else {
        starred = false;
        yield* this.show(offset, block.subarray(0, got));
      }
      previous = content;
      offset += got;
      yield* this.io.sys.work(1);
      if (got < want) break;
    }
    return offset;
  }

  private *show(offset: number, bytes: Uint8Array): Generator<void, void> {
    const address = this.address(offset);
    for (const [i, line] of blockLines(bytes, this.layout).entries()) {
      yield* this.io.print(`${i === 0 ? address : ' '.repeat(address.length)}${line}\n`);
    }
  }

  /** Runs of at least `least` graphic characters that end in a zero byte. */
  *strings(start: number, limit: number, least: number): Generator<void, void> {
    const byte = new Uint8Array(1);
    let text = '';
    for (let offset = start; offset - start < limit; offset += 1) {
      if ((yield* this.stream.read(byte)) === 0) break;
      const code = byte[0] ?? 0;
      if (code === 0) {
        const begin = this.address(offset - text.length);
        if (text.length >= least) yield* this.io.print(`${begin}${begin === '' ? '' : ' '}${text}\n`);
        text = '';
      } else if (code >= 32 && code < 127) text += String.fromCharCode(code);
      else text = '';
    }
  }
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const address = yield* readRadix(io, args.value('addressRadix') ?? 'o');
  const limit = (yield* count(args, 'readBytes', io)) ?? Number.POSITIVE_INFINITY;
  const least = args.has('strings') ? ((yield* count(args, 'strings', io)) ?? SHORTEST_STRING) : undefined;
  if (least !== undefined && args.given.some(({ option }) => option === 'format' || SHORTHANDS[option] !== undefined)) {
    return yield* io.die(1, 'no type may be specified when dumping strings');
  }
  const specs = yield* specsOf(args, io);
  const { names, skip } = yield* inputOf(args, io);
  const bytesPerBlock = yield* widthOf(args, Math.max(...specs.map(({ size }) => size)), io);
  const littleEndian = (yield* readEndian(io, args.value('endian') ?? 'little')) === 'little';
  const stream = new ByteStream(sys, names.length > 0 ? names : ['-'], (name, failure) => io.warn(name, failure));
  if ((yield* stream.skip(skip)) < skip) {
    return yield* io.die(1, 'cannot skip past end of combined input');
  }
  const dumper = new Dumper(io, stream, { specs, bytesPerBlock, littleEndian }, address);
  if (least !== undefined) yield* dumper.strings(skip, limit, least);
  else {
    const end = yield* dumper.dump(skip, limit, !args.has('duplicates'));
    // Without a single file there is nothing to have an end.
    if ((stream.opened || !stream.failed) && address(0) !== '') yield* io.print(`${address(end)}\n`);
  }
  return stream.failed ? 1 : 0;
}

export const od = program(
  {
    name: 'od',
    summary: 'dump files in octal and other formats',
    usage: ['[OPTION]... [FILE]...', '[-abcdfilosx]... [FILE] [[+]OFFSET[b]]'],
    about:
      'Write an unambiguous representation, octal bytes by default,\nof FILE to standard output.  With more than one FILE argument,\nconcatenate them in the listed order to form the input.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    checks: {
      addressRadix: readRadix,
      skipBytes: readCount,
      readBytes: readCount,
      strings: readCount,
      width: readCount,
      endian: readEndian,
      format: readTypes,
    },
    notes:
      'TYPE is made up of one or more of these specifications:\n  a          named character, ignoring high-order bit\n  c          printable character or backslash escape\n  d[SIZE]    signed decimal, SIZE bytes per integer\n  f[SIZE]    floating point, SIZE bytes per float\n  o[SIZE]    octal, SIZE bytes per integer\n  u[SIZE]    unsigned decimal, SIZE bytes per integer\n  x[SIZE]    hexadecimal, SIZE bytes per integer\n\nSIZE is a number, or C (1), S (2), I (4), L (8); for f also F (4), D (8).\nAdding a z suffix to any type displays printable characters at the end of\neach output line.',
  },
  run,
);
