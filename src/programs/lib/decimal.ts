/**
 * Decimal numbers of command lines that end the program if they are bad, in the words that most of coreutils shares.
 * Authority: xdectoint.c of coreutils 9.1, xstrtol(gnulib).
 */

import type { Io } from './io.ts';
import { parseSize } from './number.ts';
import { quote } from './quote.ts';

export interface DecimalRules {
  /** What the message says in front of the word: `invalid number of lines`. */
  readonly problem: string;
  readonly least?: number;
  readonly most?: number;
  /** A sign may stand in front, and the number is at most 2⁶³ − 1. */
  readonly signed?: true;
  /** Multipliers that are taken. */
  readonly suffixes?: string;
  readonly status?: number;
}

const UINTMAX = 2 ** 64;
const INTMAX = 2 ** 63;
/** Beyond half of an int a number is not out of range but too large. */
const LARGE = 2 ** 30;

const TOO_LARGE = ': Value too large for defined data type';
const OUT_OF_RANGE = ': Numerical result out of range';

const parse = (word: string, signed: boolean, suffixes: string): { value: number; overflow: boolean } | undefined => {
  const negative = signed ? /^\s*-(?=\d)/.exec(word) : null;
  const size = parseSize(negative ? word.slice(negative[0].length) : word, suffixes);
  if (!size || (negative === null && /^\s*-/.test(word))) return undefined;
  const { value } = size;
  const overflow = size.overflow || (signed && value >= INTMAX);
  return { value: negative ? -value : value, overflow };
};

export function* readDecimal(io: Io, word: string, rules: DecimalRules): Generator<void, number> {
  const { problem, least = 0, most = UINTMAX, signed = false, suffixes = '', status = 1 } = rules;
  const number = parse(word, signed, suffixes);
  if (number && !number.overflow && number.value >= least && number.value <= most) return number.value;
  const large = number && (number.overflow || Math.abs(number.value) > LARGE);
  const why = number ? (large ? TOO_LARGE : OUT_OF_RANGE) : '';
  return yield* io.die(status, `${problem}: ${quote(word)}${why}`);
}
