/**
 * How sort compares: keys cut out of lines, and the orders of -n -g -h -M -V -f -d -i. Lines are bytes.
 * Authority: sort(1).
 */

import { fromLatin1 } from '../../bytes.ts';
import { compareVersions } from './compare.ts';
import { Hasher } from './digest.ts';
import { compare as compareLongDouble, type LongDouble, parseLongDouble } from './long-double.ts';
import { md5 } from './md5.ts';

export type Order = 'text' | 'numeric' | 'general' | 'human' | 'month' | 'version' | 'random';

export interface Ordering {
  readonly order: Order;
  readonly reverse: boolean;
  readonly fold: boolean;
  /** -d */
  readonly dictionary: boolean;
  /** -i */
  readonly printing: boolean;
  /** -b at the start and at the end. */
  readonly skipStart: boolean;
  readonly skipEnd: boolean;
}

export interface Position {
  /** From 0. */
  readonly field: number;
  /** Characters; at the end of a key 0 is the end of the field. */
  readonly char: number;
}

export interface Key extends Ordering {
  readonly from: Position;
  readonly to: Position | undefined;
}

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\n';

/** Where a field begins: with -t behind a separator, else at the end of the field before. */
const fieldStart = (line: string, field: number, tab: string | undefined): number => {
  let at = 0;
  for (let n = 0; n < field; n += 1) {
    if (tab === undefined) {
      while (at < line.length && isBlank(line.charAt(at))) at += 1;
      while (at < line.length && !isBlank(line.charAt(at))) at += 1;
    } else {
      const next = line.indexOf(tab, at);
      if (next < 0) return line.length;
      at = next + 1;
    }
  }
  return at;
};

const skipBlanks = (line: string, from: number): number => {
  let at = from;
  while (at < line.length && isBlank(line.charAt(at))) at += 1;
  return at;
};

const keyStart = (line: string, { from, skipStart }: Key, tab: string | undefined): number => {
  const start = fieldStart(line, from.field, tab);
  return Math.min(line.length, (skipStart ? skipBlanks(line, start) : start) + from.char);
};

const keyEnd = (line: string, { to, skipEnd }: Key, tab: string | undefined): number => {
  if (!to) return line.length;
  if (to.char === 0) {
    const next = fieldStart(line, to.field + 1, tab);
    // With -t the separator behind the field is not part of it.
    return tab !== undefined && next > 0 && line.charAt(next - 1) === tab && next <= line.length
      ? behindField(line, next, to.field, tab)
      : next;
  }
  const start = fieldStart(line, to.field, tab);
  return Math.min(line.length, (skipEnd ? skipBlanks(line, start) : start) + to.char);
};

const behindField = (line: string, next: number, field: number, tab: string): number => {
  const start = fieldStart(line, field, tab);
  const end = line.indexOf(tab, start);
  return end < 0 ? line.length : Math.min(end, next);
};

export const isWholeLine = ({ from, to, skipStart }: Key): boolean =>
  from.field === 0 && from.char === 0 && to === undefined && !skipStart;

/** From where to where a key goes. */
export const keyExtent = (line: string, key: Key, tab: string | undefined): readonly [number, number] => {
  const start = keyStart(line, key, tab);
  return [start, Math.max(start, keyEnd(line, key, tab))];
};

export const keyText = (line: string, key: Key, tab: string | undefined): string =>
  line.slice(...keyExtent(line, key, tab));

// ---- what texts are compared as

const NUMBER = /^[ \t\n]*(-?)(\d*)(?:\.(\d*))?/;

/** A decimal of any length: sign, whole digits without leading zeros, fraction without trailing ones. */
interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

const decimalOf = (text: string): Decimal => {
  const [, sign, whole = '', fraction = ''] = NUMBER.exec(text) ?? [];
  const trimmed = { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
  return { negative: sign === '-' && (trimmed.whole !== '' || trimmed.fraction !== ''), ...trimmed };
};

const order = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

const compareDecimals = (a: Decimal, b: Decimal): number => {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = a.whole.length - b.whole.length || order(a.whole, b.whole) || order(a.fraction, b.fraction);
  return a.negative ? -size : size;
};

const SAFE_DIGITS = 15;

/** Most numbers are digits and nothing else; −1 for all others. */
const plainInteger = (text: string): number => {
  const { length } = text;
  if (length === 0 || length > SAFE_DIGITS) return -1;
  let value = 0;
  for (let i = 0; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** A number if it is exact as one, else the decimal. */
const numericOf = (text: string): number | Decimal => {
  const plain = plainInteger(text);
  if (plain >= 0) return plain;
  const match = NUMBER.exec(text);
  const [, sign, whole = '', fraction = ''] = match ?? [];
  if (whole.length + fraction.length <= SAFE_DIGITS) {
    if (fraction === '') return whole === '' ? 0 : Number(sign === '-' ? `-${whole}` : whole);
    return Number(`${sign}${whole || '0'}.${fraction}`);
  }
  return decimalOf(text);
};

const compareNumeric = (a: number | Decimal, b: number | Decimal, left: string, right: string): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareDecimals(decimalOf(left), decimalOf(right));
};

const UNITS = 'KMGTPEZY';

/** Sizes sort by sign, then unit, then number. */
const humanOf = (text: string): readonly [number, Decimal] => {
  const match = NUMBER.exec(text);
  const decimal = decimalOf(text);
  const letter = text.charAt(match?.[0].length ?? 0);
  const unit = letter === 'k' ? 1 : UNITS.indexOf(letter) + 1;
  const zero = decimal.whole === '' && decimal.fraction === '';
  return [zero || letter === '' ? 0 : decimal.negative ? -unit : unit, decimal];
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const monthOf = (text: string): number => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());

/** What is no number comes first, then NaN. */
const generalRank = (value: LongDouble | undefined): number => (value === undefined ? 0 : value.kind === 'nan' ? 1 : 2);

const generalOf = (text: string): LongDouble | undefined => {
  const parsed = parseLongDouble(text);
  return parsed.length === 0 ? undefined : parsed.value;
};

const compareGeneral = (a: LongDouble | undefined, b: LongDouble | undefined): number => {
  const rank = generalRank(a) - generalRank(b);
  if (rank !== 0 || a === undefined || b === undefined) return rank;
  return compareLongDouble(a, b) ?? 0;
};

/** Equal keys stay together; the order is that of their digests behind some random bytes. */
const digestOf = (text: string, salt: Uint8Array): string => {
  const hasher = new Hasher(md5);
  hasher.add(salt);
  hasher.add(fromLatin1(text));
  return hasher.finish();
};

const transformed = (text: string, { fold, dictionary, printing }: Ordering): string => {
  let out = text;
  if (dictionary) out = out.replace(/[^A-Za-z0-9 \t\n]/g, '');
  else if (printing) out = out.replace(/[^ -~]/g, '');
  return fold ? out.toUpperCase() : out;
};

/** What a key's text is turned into, once a line. */
export type Value = string | number | Decimal | readonly [number, Decimal] | LongDouble | undefined;

export interface Comparison {
  readonly prepare: (text: string) => Value;
  readonly compare: (a: Value, b: Value, left: string, right: string) => number;
}

export const comparisonOf = (ordering: Ordering, salt: Uint8Array): Comparison => {
  switch (ordering.order) {
    case 'numeric':
      return {
        prepare: numericOf,
        compare: (a, b, left, right) => compareNumeric(a as number | Decimal, b as number | Decimal, left, right),
      };
    case 'general':
      return {
        prepare: generalOf,
        compare: (a, b) => compareGeneral(a as LongDouble | undefined, b as LongDouble | undefined),
      };
    case 'human':
      return {
        prepare: humanOf,
        compare: (a, b) => {
          const [left, right] = [a as readonly [number, Decimal], b as readonly [number, Decimal]];
          return left[0] - right[0] || compareDecimals(left[1], right[1]);
        },
      };
    case 'month':
      return { prepare: monthOf, compare: (a, b) => (a as number) - (b as number) };
    case 'version':
      return {
        prepare: (text) => transformed(text, ordering),
        compare: (a, b) => compareVersions(a as string, b as string),
      };
    case 'random':
      return {
        prepare: (text) => digestOf(transformed(text, ordering), salt),
        compare: (a, b, left, right) => order(a as string, b as string) || order(left, right),
      };
    case 'text':
      return { prepare: (text) => transformed(text, ordering), compare: (a, b) => order(a as string, b as string) };
  }
};
