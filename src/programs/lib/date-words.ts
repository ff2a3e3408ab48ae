/**
 * The words and numbers of a date as people write it, one after the other.
 * Models the lexer of gnulib's parse_datetime: abbreviated months and days, plurals, letters of military zones, comments
 * in parentheses. Authority: "Date input formats" of coreutils, parse-datetime.y of gnulib.
 */

export type Unit = 'years' | 'months' | 'days' | 'seconds';

type Plain = 'month' | 'day' | 'ordinal' | 'shift' | 'ago' | 'zone' | 'summer zone';

export type Token =
  | { [K in Plain]: { readonly kind: K; readonly value: number } }[Plain]
  | { readonly kind: 'number'; readonly value: number; readonly digits: number; readonly sign: -1 | 0 | 1 }
  | { readonly kind: 'decimal'; readonly value: number; readonly us: number; readonly signed: boolean }
  | { readonly kind: 'meridian'; readonly value: 'am' | 'pm' }
  | { readonly kind: 'local zone'; readonly value: boolean | undefined }
  | { readonly kind: 'unit'; readonly unit: Unit; readonly value: number; readonly word: string }
  | { readonly kind: 'dst' }
  | { readonly kind: 'sign'; readonly value: string };

/** What an abbreviation means where we are: whether it is summer time; undefined when both times are called so. */
export type LocalNames = ReadonlyMap<string, boolean | undefined>;

const MONTH_NAMES = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ');
const DAY_NAMES = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY'.split(' ');
const OTHER_DAYS: Readonly<Record<string, number>> = { TUES: 2, WEDNES: 3, THUR: 4, THURS: 4 };

const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  YEAR: ['years', 1],
  MONTH: ['months', 1],
  FORTNIGHT: ['days', 14],
  WEEK: ['days', 7],
  DAY: ['days', 1],
  HOUR: ['seconds', 3600],
  MINUTE: ['seconds', 60],
  MIN: ['seconds', 60],
  SECOND: ['seconds', 1],
  SEC: ['seconds', 1],
};

const SHIFTS: Readonly<Record<string, number>> = { TOMORROW: 1, YESTERDAY: -1, TODAY: 0, NOW: 0 };
const ORDINALS: Readonly<Record<string, number>> = {
  LAST: -1,
  THIS: 0,
  NEXT: 1,
  FIRST: 1,
  THIRD: 3,
  FOURTH: 4,
  FIFTH: 5,
  SIXTH: 6,
  SEVENTH: 7,
  EIGHTH: 8,
  NINTH: 9,
  TENTH: 10,
  ELEVENTH: 11,
  TWELFTH: 12,
};

/** Hours east of Greenwich of standard times, and of the standard time that a summer time belongs to. */
const ZONES: Readonly<Record<string, number>> = {
  WET: 0,
  ART: -3,
  BRT: -3,
  NST: -3.5,
  AST: -4,
  CLT: -4,
  EST: -5,
  CST: -6,
  MST: -7,
  PST: -8,
  AKST: -9,
  HST: -10,
  HAST: -10,
  SST: -12,
  WAT: 1,
  CET: 1,
  MET: 1,
  MEZ: 1,
  EET: 2,
  CAT: 2,
  SAST: 2,
  EAT: 3,
  MSK: 3,
  IST: 5.5,
  SGT: 8,
  KST: 9,
  JST: 9,
  GST: 10,
  NZST: 12,
};
const SUMMER_ZONES: Readonly<Record<string, number>> = {
  WEST: 0,
  BST: 0,
  BRST: -3,
  NDT: -3.5,
  ADT: -4,
  CLST: -4,
  EDT: -5,
  CDT: -6,
  MDT: -7,
  PDT: -8,
  AKDT: -9,
  HADT: -10,
  CEST: 1,
  MEST: 1,
  MESZ: 1,
  EEST: 2,
  MSD: 3,
  NZDT: 12,
};
/** A is one hour east, N one hour west; J is nobody's, T also parts a date from a time. */
const EAST = 'ABCDEFGHIKLM';
const WEST = 'NOPQRSTUVWXY';

const HOUR = 3600;

const zoneToken = (word: string, local: LocalNames): Token | undefined => {
  if (['GMT', 'UT', 'UTC'].includes(word)) return { kind: 'zone', value: 0 };
  if (local.has(word)) return { kind: 'local zone', value: local.get(word) };
  const standard = ZONES[word];
  if (standard !== undefined) return { kind: 'zone', value: standard * HOUR };
  const summer = SUMMER_ZONES[word];
  return summer === undefined ? undefined : { kind: 'summer zone', value: summer * HOUR };
};

const calendarToken = (word: string): Token | undefined => {
  const short = /^...\.?$/.test(word) ? word.slice(0, 3) : undefined;
  const index = (names: readonly string[]): number =>
    names.findIndex((name) => (short === undefined ? name === word : name.startsWith(short)));
  const month = word === 'SEPT' ? 8 : index(MONTH_NAMES);
  if (month >= 0) return { kind: 'month', value: month + 1 };
  const day = OTHER_DAYS[word] ?? index(DAY_NAMES);
  return day >= 0 ? { kind: 'day', value: day } : undefined;
};

const unitToken = (word: string): Token | undefined => {
  const found = UNITS[word] ?? (word.endsWith('S') ? UNITS[word.slice(0, -1)] : undefined);
  return found && { kind: 'unit', unit: found[0], value: found[1], word };
};

const relativeToken = (word: string): Token | undefined => {
  const shift = SHIFTS[word];
  if (shift !== undefined) return { kind: 'shift', value: shift };
  const ordinal = ORDINALS[word];
  if (ordinal !== undefined) return { kind: 'ordinal', value: ordinal };
  if (word === 'AGO' || word === 'HENCE') return { kind: 'ago', value: word === 'AGO' ? -1 : 1 };
  return undefined;
};

const militaryToken = (word: string): Token | undefined => {
  if (word.length !== 1) return undefined;
  if (word === 'T') return { kind: 'sign', value: 'T' };
  if (word === 'Z') return { kind: 'zone', value: 0 };
  const hours = EAST.includes(word) ? EAST.indexOf(word) + 1 : -WEST.indexOf(word) - 1;
  return hours === 0 ? undefined : { kind: 'zone', value: hours * HOUR };
};

const wordToken = (text: string, local: LocalNames): Token | undefined => {
  const word = text.slice(0, 19).toUpperCase();
  if (/^[AP](?:M|\.M\.)$/.test(word)) return { kind: 'meridian', value: word.startsWith('A') ? 'am' : 'pm' };
  const plain = word.replaceAll('.', '');
  return (
    calendarToken(word) ??
    zoneToken(word, local) ??
    (word === 'DST' ? { kind: 'dst' } : undefined) ??
    unitToken(word) ??
    relativeToken(word) ??
    militaryToken(word) ??
    (plain === word ? undefined : zoneToken(plain, local))
  );
};

const NUMBER = /^(?:([+-])\s*)?(\d+)(?:[.,](\d+))?/;

const numberToken = ([, sign, digits = '', fraction]: RegExpExecArray): Token => {
  const factor = sign === '-' ? -1 : 1;
  if (fraction === undefined) {
    return { kind: 'number', value: factor * Number(digits), digits: digits.length, sign: sign ? factor : 0 };
  }
  // Nanoseconds are below what this machine's files and clocks can hold.
  const us = factor * Number(fraction.slice(0, 6).padEnd(6, '0'));
  const below = factor < 0 && /[1-9]/.test(fraction.slice(6, 9)) ? 1 : 0;
  return { kind: 'decimal', value: factor * Number(digits), us: us - below, signed: sign !== undefined };
};

/** What stands in parentheses, to the one that closes the first. */
const withoutComment = (text: string): string => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return text.slice(at + 1);
  }
  return '';
};

/** The words of a date; undefined when one is none. */
export const dateTokens = (text: string, local: LocalNames): Token[] | undefined => {
  const tokens: Token[] = [];
  let rest = text.replace(/^\s+/, '');
  while (rest !== '') {
    const number = NUMBER.exec(rest);
    const word = /^[A-Za-z][A-Za-z.]*/.exec(rest)?.[0];
    if (number) {
      tokens.push(numberToken(number));
      rest = rest.slice(number[0].length);
    } else if (word !== undefined) {
      const token = wordToken(word, local);
      if (!token) return undefined;
      tokens.push(token);
      rest = rest.slice(word.length);
    } else if (/^[+-]/.test(rest)) rest = rest.slice(1);
    else if (rest.startsWith('(')) rest = withoutComment(rest);
    else {
      tokens.push({ kind: 'sign', value: rest.charAt(0) });
      rest = rest.slice(1);
    }
    rest = rest.replace(/^\s+/, '');
  }
  return tokens;
};
