/**
 * hexdump: bytes in hexadecimal, with -C beside their characters, or as format strings say. The options that have letters are
 * such strings too. Leaves out colours. Authority: hexdump(1), util-linux 2.38.
 */

import { SEEK_CUR } from '../kernel/abi.ts';
import { fail, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { ByteStream } from './lib/byte-stream.ts';
import { type Format, FormatProblem, filledTo, type Parsed, parseFormat, sizeOfFormat } from './lib/hexdump-format.ts';
import { shown } from './lib/hexdump-show.ts';
import type { Io } from './lib/io.ts';
import { parseAnyBase } from './lib/number.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

const options = {
  oneByteOctal: { short: 'b', long: 'one-byte-octal', help: 'one-byte octal display' },
  oneByteChar: { short: 'c', long: 'one-byte-char', help: 'one-byte character display' },
  canonical: { short: 'C', long: 'canonical', help: 'canonical hex+ASCII display' },
  twoBytesDecimal: { short: 'd', long: 'two-bytes-decimal', help: 'two-byte decimal display' },
  twoBytesOctal: { short: 'o', long: 'two-bytes-octal', help: 'two-byte octal display' },
  twoBytesHex: { short: 'x', long: 'two-bytes-hex', help: 'two-byte hexadecimal display' },
  format: {
    short: 'e',
    long: 'format',
    value: '<format>',
    help: 'format string to be used for displaying data',
  },
  formatFile: { short: 'f', long: 'format-file', value: '<file>', help: 'file that contains format strings' },
  length: { short: 'n', long: 'length', value: '<length>', help: 'interpret only length bytes of input' },
  skip: { short: 's', long: 'skip', value: '<offset>', help: 'skip offset bytes from the beginning' },
  noSqueezing: { short: 'v', long: 'no-squeezing', help: 'output identical lines' },
} as const;

type Name = keyof typeof options;

const ADDRESS = '"%07.7_ax " ';
const END = '"%07.7_Ax\n"';

/** What the letters stand for. */
const CANNED: Readonly<Partial<Record<Name, readonly string[]>>> = {
  oneByteOctal: [END, `${ADDRESS} 16/1 "%03o " "\n"`],
  oneByteChar: [END, `${ADDRESS} 16/1 "%3_c " "\n"`],
  canonical: ['"%08.8_Ax\n"', '"%08.8_ax  " 8/1 "%02x " "  " 8/1 "%02x " ', '"  |" 16/1 "%_p" "|\n"'],
  twoBytesDecimal: [END, `${ADDRESS} 8/2 "  %05u " "\n"`],
  twoBytesOctal: [END, `${ADDRESS} 8/2 " %06o " "\n"`],
  twoBytesHex: [END, `${ADDRESS} 8/2 "   %04x " "\n"`],
};
const USUAL: readonly string[] = [END, `${ADDRESS} 8/2 "%04x " "\n"`];

function* sizeOf(args: Args<Name>, option: 'length' | 'skip', io: Io): Generator<void, number | undefined> {
  const word = args.value(option);
  if (word === undefined) return undefined;
  const size = /^\d/.test(word) ? parseAnyBase(word, 'kKmMGTPEZY') : undefined;
  if (size && !size.overflow) return size.value;
  const what = option === 'skip' ? 'offset' : 'length';
  return yield* io.die(1, `failed to parse ${what}: '${word}'`, fail(size ? 'ERANGE' : 'EINVAL'));
}

/** The strings of the options, in their order. */
function* formatTexts(sys: Sys, args: Args<Name>, io: Io): Generator<void, readonly string[]> {
  const texts: string[] = [];
  for (const { option, value = '' } of args.given) {
    texts.push(...(CANNED[option] ?? []));
    if (option === 'format') texts.push(value);
    if (option !== 'formatFile') continue;
    const text = yield* readText(sys, value);
    if (isFailure(text)) return yield* io.die(1, `can't read ${value}`, text);
    texts.push(...text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')));
  }
  return texts.length > 0 ? texts : USUAL;
}

function* formatsOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, readonly Parsed[]> {
  const texts = yield* formatTexts(sys, args, io);
  try {
    return texts.map(parseFormat);
  } catch (thrown) {
    if (!(thrown instanceof FormatProblem)) throw thrown;
    return yield* io.die(1, thrown.message);
  }
}

/** One block by one string, as far as there are data: `end` is the offset behind the last byte. */
const blockText = (format: Format, block: Uint8Array, address: number, end: number): string => {
  let out = '';
  let at = 0;
  for (const { pieces, repeat, trims, atEnd } of format) {
    if (atEnd) break;
    for (let round = 1; round <= repeat; round += 1) {
      for (const [index, piece] of pieces.entries()) {
        const there = address + at < end;
        const view = there ? new DataView(block.buffer, block.byteOffset + at, block.length - at) : undefined;
        const text = shown(piece, view, address + at);
        out += trims && round === repeat && index === pieces.length - 1 ? text.slice(0, -1) : text;
        at += piece.size;
      }
    }
  }
  return out;
};

/** The unit with the last `_A`, once all is done. */
const endText = (formats: readonly Format[], end: number): string => {
  const unit = formats.flat().findLast(({ atEnd }) => atEnd);
  return (unit?.pieces ?? []).map((piece) => shown(piece, new DataView(new ArrayBuffer(8)), end)).join('');
};

/** `-` is a file like any other here. */
const asPath = (name: string): string => (name === '-' ? './-' : name);

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const parsed = yield* formatsOf(sys, args, io);
  const limit = (yield* sizeOf(args, 'length', io)) ?? Number.POSITIVE_INFINITY;
  const skip = (yield* sizeOf(args, 'skip', io)) ?? 0;
  const size = Math.max(...parsed.map(({ units }) => sizeOfFormat(units)));
  const formats = parsed.map((one) => filledTo(one, size));
  const names = args.operands;
  const stream = new ByteStream(sys, names.length > 0 ? names.map(asPath) : ['-'], (name, failure) =>
    io.error(`${name === './-' ? '-' : name}: ${strerror(failure.errno)}`),
  );
  // Only a file can be skipped in.
  const stdin = names.length === 0 && skip > 0 ? yield* sys.lseek(0, 0, SEEK_CUR) : 0;
  if (isFailure(stdin)) return yield* io.die(1, 'stdin', stdin);
  let offset = yield* stream.skip(skip);
  const block = new Uint8Array(size);
  let previous = '';
  let starred = false;
  const start = offset;
  while (size > 0) {
    const want = Math.min(size, limit - (offset - start));
    const got = yield* stream.read(block.subarray(0, want), limit !== Number.POSITIVE_INFINITY);
    if (got === 0) break;
    block.fill(0, got);
    const content = block.subarray(0, got).join();
    if (got === size && content === previous && !args.has('noSqueezing')) {
      if (!starred) yield* io.print('*\n');
      starred = true;
    } else {
      starred = false;
      for (const format of formats) {
        if (io.out.putLatin1(blockText(format, block, offset, offset + got))) yield* io.out.drain();
      }
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
  if (offset > 0 && limit > 0) yield* io.print(endText(formats, offset));
  return stream.unopened ? 1 : 0;
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
