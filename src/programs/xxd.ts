/**
 * xxd: a hex dump, and back again with -r.
 * A dump is read as it is written: by columns. Authority: xxd(1), xxd.c of 2022-01-14.
 */

import { encode, latin1 } from '../bytes.ts';
import { O_CREAT, O_TRUNC, O_WRONLY } from '../kernel/abi.ts';
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
  readonly type: Type;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

/** What is printed; the last of them counts. */
const TYPES = { b: 'bits', e: 'little', i: 'include', p: 'plain' } as const;
type Type = (typeof TYPES)[keyof typeof TYPES] | 'hex';
const isType = (letter: string): letter is keyof typeof TYPES => letter in TYPES;

const FLAGS = 'aCdEru';
const VALUED = 'cglnos';

/** Words that begin with one dash; the letters do not combine, but values may follow at once. */
const readWords = (words: readonly string[]): Options | 'usage' | 'version' => {
  let type: Type = 'hex';
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
    if (text.startsWith('capitalize')) flags.add('C');
    else if (isType(letter)) type = TYPES[letter];
    else if (FLAGS.includes(letter)) flags.add(letter);
    else if (VALUED.includes(letter)) {
      const value =
        text.slice(1) && !/^(cols|len|seek|skip|name|group|offset)/.test(text) ? text.slice(1) : rest.shift();
      if (value === undefined) return 'usage';
      values.set(letter, value);
    } else return 'usage';
  }
  return names.length > 2 ? 'usage' : { type, flags, values, names };
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

function* fatal(io: Io, text: string, status = 2): Generator<void, never> {
  yield* io.complain(`${text}\n`);
  return io.exit(status);
}

const isGraphic = (byte: number): boolean => byte >= 32 && byte < 127;

interface Look {
  readonly columns: number;
  readonly group: number;
  readonly type: Type;
  readonly upper: boolean;
  readonly decimal: boolean;
  readonly skipZeros: boolean;
  readonly ebcdic: boolean;
}

const digits = (byte: number, { type, upper }: Pick<Look, 'type' | 'upper'>): string => {
  if (type === 'bits') return byte.toString(2).padStart(8, '0');
  const text = byte.toString(16).padStart(2, '0');
  return upper ? text.toUpperCase() : text;
};

/** The characters of EBCDIC from 64 on; what is no character of ASCII is a point. */
const EBCDIC =
  ' ...........<(+|&.........!$*);~-/.........,%_>?.........`:#@\'="' +
  '.abcdefghi.......jklmnopqr^.......stuvwxyz...[...............]..' +
  '{ABCDEFGHI......}JKLMNOPQR......\\.STUVWXYZ......0123456789......';

const characterOf = (byte: number, ebcdic: boolean): string => {
  if (ebcdic) return EBCDIC.charAt(byte - 64) || '.';
  return isGraphic(byte) ? String.fromCharCode(byte) : '.';
};

/** Eight digits; with a sign only the decimal one. */
const addressOf = (offset: number, decimal: boolean): string => {
  if (!decimal) return BigInt.asUintN(64, BigInt(offset)).toString(16).padStart(8, '0');
  return offset < 0 ? `-${String(-offset).padStart(7, '0')}` : String(offset).padStart(8, '0');
};

/** Every byte has its place in the line; where groups do not fill it, the characters are put over the last of them. */
const dumpLine = (bytes: Uint8Array, offset: number, look: Look): string => {
  const { columns, group, type } = look;
  const line = [...`${addressOf(offset, look.decimal)}:`];
  const start = line.length;
  const width = group * (type === 'bits' ? 8 : 2) + 1;
  const text = start + 3 + Math.floor((width * columns - 1) / group);
  const put = (at: number, piece: string): void => {
    while (line.length < at) line.push(' ');
    for (const [i, char] of [...piece].entries()) line[at + i] = char;
  };
  for (const [i, byte] of bytes.entries()) {
    const place = type === 'little' ? i ^ (group - 1) : i;
    put(start + 1 + Math.floor((width * place) / group), digits(byte, look));
    put(text + i, characterOf(byte, look.ebcdic));
  }
  return `${line.slice(0, text + bytes.length).join('')}\n`;
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

const DEFAULT_COLUMNS: Readonly<Record<Type, number>> = { hex: 16, little: 16, bits: 6, include: 12, plain: 30 };
const DEFAULT_GROUP: Readonly<Record<Type, number>> = { hex: 2, little: 4, bits: 1, include: 0, plain: 0 };
const MOST_COLUMNS = 256;

/** As strtol(3): what is no number is 0. */
const numberOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const [, sign = '', digits = '0'] = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(word) ?? [];
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
};

function* refuse(io: Io, status: number, text: string): Generator<void, never> {
  yield* io.complain(`xxd: ${text}\n`);
  return io.exit(status);
}

function* lookOf(io: Io, { type, flags, values }: Options): Generator<void, Look> {
  const given = numberOf(values.get('c')) || undefined;
  const columns = given ?? DEFAULT_COLUMNS[type];
  const limited = type !== 'plain' && type !== 'include';
  if (columns < 1 || (limited && columns > MOST_COLUMNS))
    return yield* refuse(io, 1, `invalid number of columns (max. ${MOST_COLUMNS}).`);
  const asked = numberOf(values.get('g')) ?? -1;
  const group = asked < 0 ? DEFAULT_GROUP[type] : asked;
  if (type === 'little' && (group & (group - 1)) !== 0)
    return yield* refuse(io, 1, 'number of octets per group must be a power of 2 with -e.');
  return {
    columns,
    group: group < 1 || group > columns ? columns : group,
    type,
    upper: flags.has('u'),
    decimal: flags.has('d'),
    skipZeros: flags.has('a'),
    ebcdic: flags.has('E'),
  };
}

/** The second file is there, and empty unless -r patches it, before the first is read. */
function* openTarget(sys: Sys, io: Io, { flags, names }: Options): Generator<void, number> {
  const target = names[1] ?? '-';
  if (target === '-') return 1;
  const fd = yield* sys.open(target, O_WRONLY | O_CREAT | (flags.has('r') ? 0 : O_TRUNC), 0o666);
  return isFailure(fd) ? yield* fatal(io, `xxd: ${target}: ${strerror(fd.errno)}`, CANNOT_WRITE) : fd;
}

function* convert(sys: Sys, io: Io, options: Options): Generator<void, { bytes: Uint8Array; fd: number }> {
  const look = yield* lookOf(io, options);
  const [name = '-'] = options.names;
  const input = name === '-' ? 0 : yield* sys.open(name, 0);
  if (isFailure(input)) return yield* fatal(io, `xxd: ${name}: ${strerror(input.errno)}`);
  const fd = yield* openTarget(sys, io, options);
  return { bytes: yield* converted(sys, io, options, look, input), fd };
}

function* converted(sys: Sys, io: Io, options: Options, look: Look, fd: number): Generator<void, Uint8Array> {
  const { type, flags, values, names } = options;
  const [name = '-'] = names;
  if (flags.has('r')) {
    if (type !== 'hex' && type !== 'plain')
      return yield* refuse(io, CANNOT_REVERT, 'Sorry, cannot revert this type of hexdump');
    const text = latin1(yield* readAll(sys, fd, io));
    return reversed(text, type === 'plain', numberOf(values.get('c')) || DEFAULT_COLUMNS.hex);
  }
  const all = yield* readAll(sys, fd, io);
  const seek = numberOf(values.get('s')) ?? 0;
  if (all.length + seek < 0) return yield* refuse(io, CANNOT_SEEK, 'Sorry, cannot seek.');
  const start = seek < 0 ? all.length + seek : seek;
  const length = numberOf(values.get('l')) ?? -1;
  const bytes = all.subarray(start, length < 0 ? undefined : start + length);
  if (type === 'plain') return encode(plain(bytes, look.columns, look));
  if (type === 'include') {
    const label = values.get('n') ?? (name === '-' ? undefined : name);
    return encode(include(bytes, look.columns, label, flags.has('C'), look));
  }
  return encode(dump(bytes, start + (numberOf(values.get('o')) ?? 0), look));
}

const CANNOT_WRITE = 3;
const CANNOT_REVERT = 255;
const CANNOT_SEEK = 4;

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
    const { bytes, fd } = yield* convert(sys, io, options);
    for (let at = 0; at < bytes.length; at += 4096) {
      const failure = yield* writeAll(sys, fd, bytes.subarray(at, at + 4096));
      if (failure) return yield* fatal(io, `xxd: ${strerror(failure.errno)}`);
    }
    return 0;
  },
);
