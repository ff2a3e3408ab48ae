/**
 * hexdump: bytes in hexadecimal, with -C beside their characters.
 * Models the formats that have letters of their own. Leaves out -e, -f and colours. Authority: hexdump(1), util-linux 2.38.
 */

import { strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { ByteStream } from './lib/byte-stream.ts';
import type { Io } from './lib/io.ts';
import { parseSize } from './lib/number.ts';
import { character } from './lib/od-format.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  oneByteOctal: { short: 'b', long: 'one-byte-octal', help: 'one-byte octal display' },
  oneByteChar: { short: 'c', long: 'one-byte-char', help: 'one-byte character display' },
  canonical: { short: 'C', long: 'canonical', help: 'canonical hex+ASCII display' },
  twoBytesDecimal: { short: 'd', long: 'two-bytes-decimal', help: 'two-byte decimal display' },
  twoBytesOctal: { short: 'o', long: 'two-bytes-octal', help: 'two-byte octal display' },
  twoBytesHex: { short: 'x', long: 'two-bytes-hex', help: 'two-byte hexadecimal display' },
  length: { short: 'n', long: 'length', value: '<length>', help: 'interpret only length bytes of input' },
  skip: { short: 's', long: 'skip', value: '<offset>', help: 'skip offset bytes from the beginning' },
  noSqueezing: { short: 'v', long: 'no-squeezing', help: 'output identical lines' },
} as const;

type Name = keyof typeof options;
type Format =
  | 'plain'
  | 'oneByteOctal'
  | 'oneByteChar'
  | 'canonical'
  | 'twoBytesDecimal'
  | 'twoBytesOctal'
  | 'twoBytesHex';

const BLOCK = 16;
const isGraphic = (byte: number): boolean => byte >= 32 && byte < 127;
const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Bytes a field, its width with the blank in front, and how it looks. */
const FIELDS: Readonly<
  Record<Exclude<Format, 'canonical'>, { size: 1 | 2; width: number; show: (n: number) => string }>
> = {
  plain: { size: 2, width: 5, show: (n) => hex(n, 4) },
  twoBytesHex: { size: 2, width: 8, show: (n) => hex(n, 4) },
  twoBytesOctal: { size: 2, width: 8, show: (n) => octal(n, 6) },
  twoBytesDecimal: { size: 2, width: 8, show: (n) => String(n).padStart(5, '0') },
  oneByteOctal: { size: 1, width: 4, show: (n) => octal(n, 3) },
  oneByteChar: { size: 1, width: 4, show: character },
};

const canonicalLine = (offset: number, bytes: Uint8Array): string => {
  let fields = '';
  for (let i = 0; i < BLOCK; i += 1) {
    const byte = bytes[i];
    fields += `${i === 8 ? ' ' : ''} ${byte === undefined ? '  ' : hex(byte, 2)}`;
  }
  const text = [...bytes].map((byte) => (isGraphic(byte) ? String.fromCharCode(byte) : '.')).join('');
  return `${hex(offset, 8)} ${fields}  |${text}|\n`;
};

const lineOf = (format: Format, offset: number, bytes: Uint8Array): string => {
  if (format === 'canonical') return canonicalLine(offset, bytes);
  const { size, width, show } = FIELDS[format];
  let line = hex(offset, 7);
  for (let i = 0; i < BLOCK; i += size) {
    const byte = bytes[i];
    const value = byte === undefined ? '' : show(size === 1 ? byte : byte | ((bytes[i + 1] ?? 0) << 8));
    line += value.padStart(width);
  }
  return `${line}\n`;
};

function* sizeOf(args: Args<Name>, option: 'length' | 'skip', io: Io): Generator<void, number | undefined> {
  const word = args.value(option);
  if (word === undefined) return undefined;
  if (/^0[xX][0-9a-fA-F]+$/.test(word)) return Number(word);
  const size = /^\d/.test(word) ? parseSize(word, 'bkKmMGTPE') : undefined;
  if (size) return size.value;
  const what = option === 'skip' ? 'offset' : 'length';
  return yield* io.die(1, `failed to parse ${what}: '${word}': Invalid argument`);
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const limit = (yield* sizeOf(args, 'length', io)) ?? Number.POSITIVE_INFINITY;
  const skip = (yield* sizeOf(args, 'skip', io)) ?? 0;
  const chosen = args.given
    .map(({ option }) => option)
    .filter((option) => option !== 'length' && option !== 'skip' && option !== 'noSqueezing');
  const formats: Format[] = chosen.length > 0 ? chosen : ['plain'];
  const names = args.operands.length > 0 ? args.operands : ['-'];
  const stream = new ByteStream(sys, names, (name, failure) => io.error(`${name}: ${strerror(failure.errno)}`));
  let offset = yield* stream.skip(skip);
  const block = new Uint8Array(BLOCK);
  let previous = '';
  let starred = false;
  const start = offset;
  for (;;) {
    const want = Math.min(BLOCK, limit - (offset - start));
    const got = yield* stream.read(block.subarray(0, want), limit !== Number.POSITIVE_INFINITY);
    if (got === 0) break;
    const bytes = block.subarray(0, got);
    const content = bytes.join();
    if (got === BLOCK && content === previous && !args.has('noSqueezing')) {
      if (!starred) yield* io.print('*\n');
      starred = true;
    } else {
      starred = false;
      for (const format of formats) yield* io.print(lineOf(format, offset, bytes));
    }
    previous = content;
    offset += got;
    yield* sys.work(1);
    if (got < want) break;
  }
  if (!stream.opened && stream.failed) {
    yield* io.error('all input file arguments failed');
    return 1;
  }
  if (offset > 0) yield* io.print(`${hex(offset, formats[0] === 'canonical' && formats.length === 1 ? 8 : 7)}\n`);
  return stream.failed ? 1 : 0;
}

export const hexdump = program(
  {
    name: 'hexdump',
    summary: 'display file contents in hexadecimal, decimal, octal, or ascii',
    usage: '[options] <file>...',
    about: 'Display file contents in hexadecimal, decimal, octal, or ascii.',
    family: 'util-linux',
    options,
  },
  run,
);
