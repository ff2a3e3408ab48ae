/**
 * Numbers and sizes as util-linux writes and reads them: `976.6K`, `16E`; `1K` and `1KiB` are 1024, `1KB` is 1000.
 * Sizes are whole and may be beyond 2⁵³. Authority: lib/strutils.c of util-linux 2.38.1.
 */
import { fail } from '../../kernel/errno.ts';
import type { Io } from './io.ts';

const LETTERS = 'BKMGTPE';

/** With one letter, and one digit behind the point at most. */
export const humanBytes = (bytes: bigint): string => {
  let power = 0;
  while (power < LETTERS.length - 1 && bytes >= 1n << BigInt(10 * (power + 1))) power += 1;
  const shift = BigInt(10 * power);
  const whole = bytes >> shift;
  const thousandths = ((bytes - (whole << shift)) * 1000n) >> shift;
  const tenths = (thousandths + 50n) / 100n;
  const letter = LETTERS.charAt(power);
  if (tenths === 10n) return `${whole + 1n}${letter}`;
  return tenths === 0n ? `${whole}${letter}` : `${whole}.${tenths}${letter}`;
};

const UNSIGNED_MAX = (1n << 64n) - 1n;
const SUFFIXES = 'KMGTPEZY';
const SIZE = /^\s*\+?(0[xX][0-9a-fA-F]+|\d+)(?:(?:\.(\d*))?([a-zA-Z])(iB|ib|B|b)?)?$/;

/** As strtoumax(3) with base 0. */
const whole = (digits: string): bigint | undefined => {
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^0\d/.test(digits) ? undefined : BigInt(digits);
};

/** EINVAL or ERANGE for what is no size. */
const parseUtilSize = (text: string): bigint | 'EINVAL' | 'ERANGE' => {
  const [, digits = '', fraction = '', letter, unit] = SIZE.exec(text) ?? [];
  const number = digits === '' ? undefined : whole(digits);
  if (number === undefined) return 'EINVAL';
  if (number > UNSIGNED_MAX) return 'ERANGE';
  if (letter === undefined) return number;
  const power = SUFFIXES.indexOf(letter.toUpperCase()) + 1;
  if (power === 0) return 'EINVAL';
  const scale = (unit?.length === 1 ? 1000n : 1024n) ** BigInt(power);
  const parts = fraction === '' ? 0n : BigInt(fraction);
  const size = number * scale + (parts * scale) / 10n ** BigInt(fraction.length);
  return size > UNSIGNED_MAX ? 'ERANGE' : size;
};

/** The size that was typed; otherwise the program ends with what it could not read, `what`. */
export function* sizeOrDie(io: Io, text: string, what: string): Generator<void, bigint> {
  const size = parseUtilSize(text);
  if (typeof size === 'bigint') return size;
  return yield* io.die(1, `${what}: '${text}'`, fail(size));
}

/** A decimal number of 32 bits; otherwise the program ends. */
export function* int32OrDie(io: Io, text: string, what: string): Generator<void, number> {
  if (!/^\s*[-+]?\d+$/.test(text)) return yield* io.die(1, `${what}: '${text}'`);
  const number = Number(text);
  if (number === (number | 0)) return number | 0;
  return yield* io.die(1, `${what}: '${text}'`, fail('ERANGE'));
}

/** `PID,path`; the program ends with the name of what is no column. */
export function* namedColumns<Name extends string>(
  io: Io,
  list: string,
  all: readonly Name[],
): Generator<void, Name[]> {
  const columns: Name[] = [];
  for (const word of list.split(',')) {
    const name = all.find((one) => one === word.toUpperCase());
    if (name === undefined) return yield* io.die(1, `unknown column: ${word}`);
    columns.push(name);
  }
  return columns;
}

const COLUMN_NAMES = 12;

/** What --help says of the columns that there are. */
export function columnHelp(columns: Readonly<Record<string, { readonly help: string }>>): string {
  const lines = Object.entries(columns).map(([name, { help }]) => `${name.padStart(COLUMN_NAMES)}  ${help}`);
  return ['Available output columns:', ...lines].join('\n');
}
