/**
 * xxd: a hex dump, and back again with -r.
 * Models -a -b -c -d -g -i -l -o -p -r -s -u. Leaves out EBCDIC and little-endian groups. Authority: xxd(1), 2022-01-14.
 */

import { encode } from '../bytes.ts';
import { O_CREAT, O_WRONLY } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { rawProgram } from './lib/program.ts';

const USAGE = `Usage:
       xxd [options] [infile [outfile]]
    or
       xxd -r [-s [-]offset] [-c cols] [-ps] [infile [outfile]]
Options:
    -a          toggle autoskip: A single '*' replaces nul-lines. Default off.
    -b          binary digit dump (incompatible with -ps,-i,-r). Default hex.
    -C          capitalize variable names in C include file style (-i).
    -c cols     format <cols> octets per line. Default 16 (-i: 12, -ps: 30).
    -E          show characters in EBCDIC. Default ASCII.
    -e          little-endian dump (incompatible with -ps,-i,-r).
    -g bytes    number of octets per group in normal output. Default 2 (-e: 4).
    -h          print this summary.
    -i          output in C include file style.
    -l len      stop after <len> octets.
    -n name     set the variable name used in C include output (-i).
    -o off      add <off> to the displayed file position.
    -ps         output in postscript plain hexdump style.
    -r          reverse operation: convert (or patch) hexdump into binary.
    -r -s off   revert with <off> added to file positions found in hexdump.
    -d          show offset in decimal instead of hex.
    -s [+][-]seek  start at <seek> bytes abs. (or +: rel.) infile offset.
    -u          use upper case hex letters.
    -v          show version: "xxd 2022-01-14 by Juergen Weigert et al.".
`;

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

const FLAGS = 'abCdipru';
const VALUED = 'cglnos';

/** Words that begin with one dash; the letters do not combine, but values may follow at once. */
const readWords = (words: readonly string[]): Options | 'usage' | 'version' | string => {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const names: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') {
      names.push(word);
      continue;
    }
    const text = word.replace(/^--?/, '');
    const letter = text.charAt(0);
    if (letter === 'v') return 'version';
    if (letter === 'e' || letter === 'E') return `not simulated: -${letter}`;
    if (FLAGS.includes(letter)) flags.add(letter);
    else if (VALUED.includes(letter)) {
      const value = text.slice(1) && !/^(cols|len|seek|skip|name|group)/.test(text) ? text.slice(1) : rest.shift();
      if (value === undefined) return 'usage';
      values.set(letter, value);
    } else return 'usage';
  }
  return names.length > 2 ? 'usage' : { flags, values, names };
};

function* readAll(sys: Sys, fd: number, io: Io): Generator<void, Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const block = new Uint8Array(4096);
    const count = yield* sys.read(fd, block);
    if (isFailure(count)) return yield* fatal(io, `xxd: ${strerror(count.errno)}`);
    if (count === 0) break;
    pieces.push(block.subarray(0, count));
    length += count;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function* fatal(io: Io, text: string): Generator<void, never> {
  yield* io.complain(`${text}\n`);
  return io.exit(2);
}

const isGraphic = (byte: number): boolean => byte >= 32 && byte < 127;

interface Look {
  readonly columns: number;
  readonly group: number;
  readonly binary: boolean;
  readonly upper: boolean;
  readonly decimal: boolean;
  readonly skipZeros: boolean;
}

const digits = (byte: number, { binary, upper }: Look): string => {
  const text = binary ? byte.toString(2).padStart(8, '0') : byte.toString(16).padStart(2, '0');
  return upper ? text.toUpperCase() : text;
};

const dumpLine = (bytes: Uint8Array, offset: number, look: Look): string => {
  const { columns, group, decimal } = look;
  const blank = ' '.repeat(look.binary ? 8 : 2);
  let fields = '';
  for (let i = 0; i < columns; i += 1) {
    const byte = bytes[i];
    if (i > 0 && group > 0 && i % group === 0) fields += ' ';
    fields += byte === undefined ? blank : digits(byte, look);
  }
  const text = [...bytes].map((byte) => (isGraphic(byte) ? String.fromCharCode(byte) : '.')).join('');
  const address = decimal ? String(offset).padStart(8, '0') : offset.toString(16).padStart(8, '0');
  return `${address}: ${fields}  ${text}\n`;
};

/** With -a a run of zero lines is a star, but the last line is always shown. */
const dump = (bytes: Uint8Array, offset: number, look: Look): string => {
  let out = '';
  let zeros = 0;
  for (let at = 0; at < bytes.length; at += look.columns) {
    const line = bytes.subarray(at, at + look.columns);
    const last = at + look.columns >= bytes.length;
    zeros = look.skipZeros && line.every((byte) => byte === 0) ? zeros + 1 : 0;
    if (zeros > 1 && !last) {
      if (zeros === 2) out += '*\n';
    } else out += dumpLine(line, offset + at, look);
  }
  return out;
};

const plain = (bytes: Uint8Array, columns: number, look: Look): string => {
  let out = '';
  for (let at = 0; at < bytes.length; at += columns) {
    out += `${[...bytes.subarray(at, at + columns)].map((byte) => digits(byte, look)).join('')}\n`;
  }
  return out;
};

const include = (
  bytes: Uint8Array,
  columns: number,
  name: string | undefined,
  capital: boolean,
  look: Look,
): string => {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += columns) {
    const row = [...bytes.subarray(at, at + columns)].map((byte) => `0x${digits(byte, look)}`);
    rows.push(`  ${row.join(', ')}`);
  }
  const body = rows.length > 0 ? `${rows.join(',\n')}\n` : '';
  if (name === undefined) return body;
  const variable = (/^\d/.test(name) ? `__${name}` : name).replace(/[^A-Za-z0-9_]/g, '_');
  const [array, length] = capital ? [variable.toUpperCase(), 'LEN'] : [variable, 'len'];
  return `unsigned char ${array}[] = {\n${body}};\nunsigned int ${array}_${length} = ${bytes.length};\n`;
};

const pairs = (text: string): number[] =>
  (text.replace(/\s/g, '').match(/[0-9a-fA-F]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** Bytes of a dump: each line says where they belong. */
const reversed = (text: string, isPlain: boolean, columns: number): Uint8Array => {
  if (isPlain) return Uint8Array.from(pairs(text));
  const bytes: number[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*([0-9a-fA-F]+): ?(.*)$/.exec(line);
    if (!match) continue;
    const at = Number.parseInt(match[1] ?? '0', 16);
    const fields = (match[2] ?? '').split(/ {2}/)[0] ?? '';
    while (bytes.length < at) bytes.push(0);
    for (const [i, byte] of pairs(fields).slice(0, columns).entries()) bytes[at + i] = byte;
  }
  return Uint8Array.from(bytes);
};

function* convert(sys: Sys, io: Io, { flags, values, names }: Options): Generator<void, Uint8Array> {
  const number = (letter: string): number | undefined => {
    const word = values.get(letter);
    return word === undefined ? undefined : Number(word.replace(/^\+/, ''));
  };
  const [name = '-'] = names;
  const fd = name === '-' ? 0 : yield* sys.open(name, 0);
  if (isFailure(fd)) return yield* fatal(io, `xxd: ${name}: ${strerror(fd.errno)}`);
  const all = yield* readAll(sys, fd, io);
  const isPlain = flags.has('p');
  const given = number('c') || undefined;
  if (flags.has('r')) return reversed([...all].map((byte) => String.fromCharCode(byte)).join(''), isPlain, given ?? 16);
  if (given !== undefined && given > 256 && !isPlain && !flags.has('i')) {
    yield* io.complain('xxd: invalid number of columns (max. 256).\n');
    io.exit(1);
  }
  const seek = number('s') ?? 0;
  const start = seek < 0 ? Math.max(0, all.length + seek) : seek;
  const bytes = all.subarray(start, start + (number('l') ?? all.length));
  const binary = flags.has('b');
  const columns = given ?? (binary ? 6 : 16);
  const look: Look = {
    columns,
    group: number('g') ?? (binary ? 1 : 2),
    binary,
    upper: flags.has('u'),
    decimal: flags.has('d'),
    skipZeros: flags.has('a'),
  };
  if (isPlain) return encode(plain(bytes, given ?? 30, look));
  if (flags.has('i')) {
    const label = values.get('n') ?? (name === '-' ? undefined : name);
    return encode(include(bytes, given ?? 12, label, flags.has('C'), look));
  }
  return encode(dump(bytes, start + (number('o') ?? 0), look));
}

export const xxd = rawProgram(
  {
    name: 'xxd',
    summary: 'make a hex dump or do the reverse',
    usage: ['[options] [infile [outfile]]', '-r [-s [-]offset] [-c cols] [-ps] [infile [outfile]]'],
  },
  function* (sys, args, io) {
    const options = readWords(args);
    if (options === 'version') {
      yield* io.complain('xxd 2022-01-14 by Juergen Weigert et al.\n');
      return 0;
    }
    if (options === 'usage') {
      yield* io.complain(USAGE);
      return 1;
    }
    if (typeof options === 'string') return yield* io.die(1, options);
    const bytes = yield* convert(sys, io, options);
    const target = options.names[1];
    const fd = target === undefined || target === '-' ? 1 : yield* sys.open(target, O_WRONLY | O_CREAT, 0o666);
    if (isFailure(fd)) return yield* fatal(io, `xxd: ${target}: ${strerror(fd.errno)}`);
    for (let at = 0; at < bytes.length; at += 4096) {
      const failure = yield* writeAll(sys, fd, bytes.subarray(at, at + 4096));
      if (failure) return yield* fatal(io, `xxd: ${strerror(failure.errno)}`);
    }
    return 0;
  },
);
