/**
 * How System V objects are named on a command line, by id or by key in hexadecimal (`0x1a2b`), and how the programs that
 * are not from elsewhere complain: usage errors have status 2, a call that fails is told as `program: call: text`, status 1.
 * Authority: ipcrm(1), strtoul(3).
 */
import { IPC_CREAT } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Io } from './io.ts';

const KEY = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/;

/** A key, hexadecimal, octal or decimal, cut to 32 bits; undefined for what is none. */
export const parseKey = (text: string): number | undefined => {
  const [, sign, digits = ''] = KEY.exec(text) ?? [];
  if (digits === '') return undefined;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return Number(BigInt.asIntN(32, sign === '-' ? -value : value));
};

/** What a call answers; the program ends if it fails. */
export function* demand<T>(io: Io, call: string, answer: T | Failure): Generator<void, T> {
  return isFailure(answer) ? yield* io.die(1, call, answer) : answer;
}

/** A whole number between two others. */
export function* wholeNumber(io: Io, text: string, what: string, least: number, most: number): Generator<void, number> {
  const number = /^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return yield* io.usageError(2, `invalid ${what}: '${text}'`);
}

/** A time in seconds, which may have a fraction, in µs. */
export function* seconds(io: Io, text: string): Generator<void, number> {
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return Math.round(Number(text) * 1e6);
  return yield* io.usageError(2, `invalid time: '${text}'`);
}

const INT_MAX = 0x7fffffff;
const MODE = 0o666;

/** How the object with a key is found. */
export interface Finder {
  readonly call: 'msgget' | 'semget' | 'shmget';
  readonly find: (key: number, flags: number) => Generator<void, number | Failure>;
}

/** The id of the object that was named; `create` makes the one with that key if there is none yet. */
export function* idOf(io: Io, name: string, { call, find }: Finder, create = false): Generator<void, number> {
  if (/^\d+$/.test(name) && Number(name) <= INT_MAX) return Number(name);
  const key = /^0[xX]/.test(name) ? parseKey(name) : undefined;
  if (key === undefined) return yield* io.usageError(2, `neither an id nor a key (0x...): '${name}'`);
  return yield* demand(io, call, yield* find(key, create ? IPC_CREAT | MODE : 0));
}
