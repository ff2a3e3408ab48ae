/**
 * base64: bytes as printable text, and back. Encodes blocks of 30720 bytes as they come. Authority: base64(1), RFC 4648.
 */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { readDecimal } from './lib/decimal.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf, quotef } from './lib/quote.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** A multiple of three: whole groups of four characters. */
const BLOCK = 28_672 - (28_672 % 3);

const options = {
  decode: { short: 'd', long: 'decode', help: 'decode data' },
  ignoreGarbage: { short: 'i', long: 'ignore-garbage', help: 'when decoding, ignore non-alphabet characters' },
  wrap: {
    short: 'w',
    long: 'wrap',
    value: 'COLS',
    help: 'wrap encoded lines after COLS character (default 76).\nUse 0 to disable line wrapping',
  },
} as const;

const CODES = encode(ALPHABET);
const PADDING = 61;

const codeOf = (six: number): number => CODES[six & 63] ?? 0;

/** Groups of three bytes as four characters each, the last one filled up. */
const encoded = (bytes: Uint8Array): string => {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const bits = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    for (let i = 0; i < 4; i += 1) out[to + i] = codeOf(bits >> (18 - 6 * i));
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return latin1(out.fill(PADDING, out.length - missing));
};

/** Cuts what is printed into lines of a length. */
class Wrapper {
  private readonly columns: number;
  private column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  wrap(text: string): string {
    if (this.columns === 0) return text;
    let out = '';
    for (let at = 0; at < text.length; ) {
      if (this.column === this.columns) {
        out += '\n';
        this.column = 0;
      }
      const piece = text.slice(at, at + this.columns - this.column);
      out += piece;
      at += piece.length;
      this.column += piece.length;
    }
    return out;
  }

  finish(): string {
    return this.columns > 0 && this.column > 0 ? '\n' : '';
  }
}

/** As many bytes as fit, as fread(3) gathers them; fewer only at the end. */
function* fillBlock(sys: Sys, fd: number, into: Uint8Array, io: Io): Generator<void, number> {
  let length = 0;
  while (length < into.length) {
    const count = yield* sys.read(fd, into.subarray(length));
    if (isFailure(count)) return yield* io.die(1, 'read error', count);
    if (count === 0) break;
    length += count;
  }
  return length;
}

function* encodeAll(sys: Sys, fd: number, columns: number, io: Io): Generator<void, void> {
  const block = new Uint8Array(BLOCK);
  const wrapper = new Wrapper(columns);
  for (;;) {
    const count = yield* fillBlock(sys, fd, block, io);
    yield* sys.work(count >> 6);
    yield* io.print(wrapper.wrap(encoded(block.subarray(0, count))));
    if (count < BLOCK) break;
  }
  yield* io.print(wrapper.finish());
}

/** Decodes groups of four; what does not make a group is invalid. */
class Decoder {
  private group = '';
  private readonly ignoreGarbage: boolean;
  readonly bytes: number[] = [];

  constructor(ignoreGarbage: boolean) {
    this.ignoreGarbage = ignoreGarbage;
  }

  /** False at something that is no base64. */
  take(char: string): boolean {
    if (char === '\n') return true;
    if (this.ignoreGarbage && !ALPHABET.includes(char) && char !== '=') return true;
    this.group += char;
    return this.group.length < 4 || this.flush();
  }

  /** Of a bad group the bytes in front of what is wrong come out. */
  flush(): boolean {
    const { group } = this;
    this.group = '';
    if (group === '') return true;
    const [data = ''] = /^[A-Za-z0-9+/]*/.exec(group) ?? [];
    const values = [...data].map((char) => ALPHABET.indexOf(char));
    const bits = values.reduce((sum, value, i) => sum | (value << (18 - 6 * i)), 0);
    const whole = Math.floor((data.length * 6) / 8);
    for (let i = 0; i < whole; i += 1) this.bytes.push((bits >> (16 - 8 * i)) & 0xff);
    return data.length >= 2 && group === data.padEnd(4, '=');
  }
}

function* decodeAll(sys: Sys, fd: number, ignoreGarbage: boolean, io: Io): Generator<void, void> {
  const block = new Uint8Array(4096);
  const decoder = new Decoder(ignoreGarbage);
  let valid = true;
  while (valid) {
    const count = yield* fillBlock(sys, fd, block, io);
    for (const byte of block.subarray(0, count)) {
      valid &&= decoder.take(String.fromCharCode(byte));
      if (!valid) break;
    }
    if (count < block.length && valid) valid = decoder.flush();
    yield* sys.work(count >> 6);
    if (io.out.putBytes(Uint8Array.from(decoder.bytes.splice(0)))) yield* io.out.drain();
    if (count < block.length) break;
  }
  if (!valid) yield* io.die(1, 'invalid input');
}

/** A number that no counter holds is taken for no wrapping at all. */
function* readWrap(io: Io, word: string): Generator<void, number> {
  if (/^\s*\+?\d{20,}$/.test(word)) return 0;
  const problem = 'invalid wrap size';
  const columns = yield* readDecimal(io, word, { problem, signed: true, least: Number.NEGATIVE_INFINITY });
  return columns >= 0 ? columns : yield* io.die(1, `${problem}: ${quote(word)}`);
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const columns = yield* readWrap(io, args.value('wrap') ?? '76');
  const [name = '-', extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quoteaf(extra)}`);
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) return yield* io.die(1, quotef(name), fd);
  if (args.has('decode')) yield* decodeAll(sys, fd, args.has('ignoreGarbage'), io);
  else yield* encodeAll(sys, fd, columns, io);
  yield* closeInput(sys, fd);
  return 0;
}

export const base64 = program(
  {
    name: 'base64',
    summary: 'base64 encode/decode data and print to standard output',
    usage: '[OPTION]... [FILE]',
    about:
      'Base64 encode or decode FILE, or standard input, to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    checks: { wrap: readWrap },
  },
  run,
);
