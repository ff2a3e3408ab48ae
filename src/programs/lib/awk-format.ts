/** sprintf of awk: printf(3)'s conversions for doubles and strings. Whole numbers stop at ±2147483647, as in mawk. */

import { toNumber, type Value } from './awk-number.ts';
import { fromDouble, toExponential, toFixed, toGeneral } from './long-double.ts';

export interface Formatted {
  readonly text: string;
  /** What is wrong with the conversion behind `text`: there is no argument for it, or it is none. */
  readonly problem?: 'not enough arguments passed to' | `improper conversion(number ${number}) in`;
}

export const MAX_INT = 2147483647;
const MAX_UNSIGNED = 4294967295;
const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.?)/sy;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const padded = (text: string, { flags, width }: Directive, zeros: boolean): string => {
  const missing = width - text.length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[-+ ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
};

const signOf = (negative: boolean, flags: string): string =>
  negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

const digitsOf = (text: string, precision: number | undefined): string => {
  if (precision === 0 && text === '0') return '';
  return precision === undefined ? text : text.padStart(precision, '0');
};

/** As a double becomes an int in mawk. */
export const clamped = (value: number): number =>
  Number.isNaN(value) ? -MAX_INT : Math.max(-MAX_INT, Math.min(MAX_INT, Math.trunc(value)));

const integer = (value: number, directive: Directive): string => {
  const { flags, precision, letter } = directive;
  const zeros = precision === undefined;
  if (letter === 'd' || letter === 'i') {
    const whole = clamped(value);
    const digits = digitsOf(String(Math.abs(whole)), precision);
    return padded(signOf(whole < 0, flags) + digits, directive, zeros);
  }
  const whole = value > 0 ? Math.min(MAX_UNSIGNED, Math.trunc(value)) : 0;
  const base = letter === 'o' ? 8 : letter === 'u' ? 10 : 16;
  let digits = digitsOf(whole.toString(base), precision);
  if (flags.includes('#') && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
  if (flags.includes('#') && base === 16 && whole !== 0) digits = `0x${digits}`;
  return padded(letter === 'X' ? digits.toUpperCase() : digits, directive, zeros);
};

const floating = (value: number, directive: Directive): string => {
  const { flags, precision = 6, letter } = directive;
  const exact = fromDouble(value);
  const upper = letter === letter.toUpperCase();
  if (exact.kind !== 'finite') {
    const text = exact.kind === 'nan' ? '-nan' : `${signOf(exact.negative, flags)}inf`;
    return padded(upper ? text.toUpperCase() : text, directive, false);
  }
  const alternate = flags.includes('#');
  const kind = letter.toLowerCase();
  const digits =
    kind === 'f'
      ? toFixed(exact, precision, alternate)
      : kind === 'e'
        ? toExponential(exact, precision, alternate)
        : toGeneral(exact, precision, alternate);
  const text = signOf(exact.negative, flags) + digits;
  return padded(upper ? text.toUpperCase() : text, directive, true);
};

const character = (value: Value): string => {
  if (typeof value === 'string') return value === '' ? '\0' : value.charAt(0);
  return String.fromCharCode(clamped(toNumber(value)) & 0xff);
};

const converted = (value: Value, directive: Directive, textOf: (value: Value) => string): string => {
  switch (directive.letter) {
    case 'c':
      return padded(character(value), directive, false);
    case 's': {
      const text = textOf(value);
      return padded(directive.precision === undefined ? text : text.slice(0, directive.precision), directive, false);
    }
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return integer(toNumber(value), directive);
    default:
      return floating(toNumber(value), directive);
  }
};

/** `textOf` is for numbers under %s. */
export const awkFormat = (format: string, args: readonly Value[], textOf: (value: Value) => string): Formatted => {
  let text = '';
  let used = 0;
  let conversions = 0;
  for (let at = 0; at < format.length; ) {
    const next = format.indexOf('%', at);
    text += format.slice(at, next < 0 ? undefined : next);
    if (next < 0) break;
    DIRECTIVE.lastIndex = next;
    const match = DIRECTIVE.exec(format);
    if (!match) {
      text += format.slice(next);
      break;
    }
    const [whole, flags = '', width, precision, letter = ''] = match;
    at = next + whole.length;
    if (whole === '%%') {
      text += '%';
      continue;
    }
    const star = (word: string | undefined): number | undefined => {
      if (word !== '*') return word === undefined ? undefined : Number(word === '' ? 0 : word);
      used += 1;
      return Math.trunc(toNumber(args[used - 1]));
    };
    const wide = star(width) ?? 0;
    const exact = star(precision);
    if (used >= args.length) return { text, problem: 'not enough arguments passed to' };
    conversions += 1;
    if (!/[cdiouxXeEfgGs]/.test(letter)) return { text, problem: `improper conversion(number ${conversions}) in` };
    const directive: Directive = {
      flags: wide < 0 ? `${flags}-` : flags,
      width: Math.abs(wide),
      precision: exact !== undefined && exact < 0 ? undefined : exact,
      letter,
    };
    text += converted(args[used], directive, textOf);
    used += 1;
  }
  return { text };
};
