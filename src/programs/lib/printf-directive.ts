/** One conversion of printf(3): how a number or a text is shown under its flags, width and precision. Authority: printf(3). */

import { decode, encode, fromLatin1, latin1 } from '../../bytes.ts';
import { isFiniteValue, type LongDouble, toExponential, toFixed, toGeneral, toHexadecimal } from './long-double.ts';

export interface Directive {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly letter: string;
}

const ASCII = /^[\0-\x7f]*$/;
export const byteLength = (text: string): number => (ASCII.test(text) ? text.length : encode(text).length);
export const firstBytes = (text: string, count: number): string => {
  if (ASCII.test(text)) return text.slice(0, count);
  return decode(fromLatin1(latin1(encode(text)).slice(0, count)));
};

export const pad = (text: string, { width, flags }: Directive, zeros = false): string => {
  if (width === undefined) return text;
  const missing = width - byteLength(text);
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
  const prefix = /^[+\- ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
  return prefix + '0'.repeat(missing) + text.slice(prefix.length);
};

export const clip = (text: string, precision: number | undefined): string =>
  precision === undefined ? text : firstBytes(text, precision);

const signOf = (negative: boolean, flags: string): string => {
  if (negative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
};

export const formatInteger = (value: bigint, directive: Directive): string => {
  const { flags, precision, letter } = directive;
  let digits: string;
  let prefix = '';
  if (letter === 'd' || letter === 'i') {
    digits = (value < 0n ? -value : value).toString();
    prefix = signOf(value < 0n, flags);
  } else {
    const unsigned = BigInt.asUintN(64, value);
    digits = unsigned.toString(letter === 'o' ? 8 : letter === 'u' ? 10 : 16);
    if (letter === 'X') digits = digits.toUpperCase();
    if (flags.includes('#') && unsigned !== 0n && (letter === 'x' || letter === 'X')) prefix = `0${letter}`;
  }
  if (precision === 0 && digits === '0') digits = '';
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (letter === 'o' && flags.includes('#') && !digits.startsWith('0')) digits = `0${digits}`;
  return pad(prefix + digits, directive, precision === undefined);
};

const formatDigits = (value: LongDouble & { kind: 'finite' }, { flags, precision = 6, letter }: Directive): string => {
  const sharp = flags.includes('#');
  switch (letter.toLowerCase()) {
    case 'f':
      return toFixed(value, precision, sharp);
    case 'e':
      return toExponential(value, precision, sharp);
    default:
      return toGeneral(value, precision, sharp);
  }
};

/** One %f, %e, %g or %a. */
export const formatFloat = (value: LongDouble, directive: Directive): string => {
  const sign = signOf(value.negative, directive.flags);
  let text: string;
  if (!isFiniteValue(value)) text = value.kind === 'nan' ? 'nan' : 'inf';
  else if (directive.letter.toLowerCase() === 'a') text = toHexadecimal(value, directive.precision);
  else text = formatDigits(value, directive);
  if (/[A-Z]/.test(directive.letter)) text = text.toUpperCase();
  return pad(sign + text, directive, isFiniteValue(value));
};
