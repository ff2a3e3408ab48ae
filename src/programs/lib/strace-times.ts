/** When, and for how long, in strace's lines: `--absolute-timestamps`, `-r`, `-T` and their precisions. Authority: strace(1) 6.1. */
import { strftime } from './strftime.ts';
import type { Zone } from './zone.ts';

export type Precision = 's' | 'ms' | 'us' | 'ns';

export interface Absolute {
  readonly format: 'none' | 'time' | 'unix';
  readonly precision: Precision;
}

const PRECISIONS: readonly string[] = ['s', 'ms', 'us', 'ns'];
const FORMATS: readonly string[] = ['none', 'time', 'unix'];

const isPrecision = (word: string): word is Precision => PRECISIONS.includes(word);
const isFormat = (word: string): word is Absolute['format'] => FORMATS.includes(word);

/** `ms`; undefined for what is none. */
export const precisionOf = (word: string | undefined): Precision | undefined => {
  if (word === undefined || word === '') return 'us';
  return isPrecision(word) ? word : undefined;
};

/** `format:unix,precision:ms`, `unix`, `us`. */
export const absoluteOf = (text: string | undefined): Absolute | undefined => {
  let found: Absolute = { format: 'time', precision: 's' };
  for (const word of text === undefined ? [] : text.split(',')) {
    const [, key, value = ''] = /^(?:(format|precision):)?(.*)$/.exec(word) ?? [];
    if (key !== 'precision' && isFormat(value)) found = { ...found, format: value };
    else if (key !== 'format' && isPrecision(value)) found = { ...found, precision: value };
    else return undefined;
  }
  return found;
};

/** What `-t` means when it is given so often. */
export const ofTimes = (times: number): Absolute => ({
  format: times === 0 ? 'none' : times < 3 ? 'time' : 'unix',
  precision: times < 2 ? 's' : 'us',
});

const DIGITS: Readonly<Record<Precision, number>> = { s: 0, ms: 3, us: 6, ns: 9 };

/** `.000123`: nothing is shorter than a microsecond here. */
const fraction = (us: number, precision: Precision): string => {
  const digits = `${String(us % 1e6).padStart(6, '0')}000`.slice(0, DIGITS[precision]);
  return digits === '' ? '' : `.${digits}`;
};

const seconds = (us: number, precision: Precision): string => `${Math.floor(us / 1e6)}${fraction(us, precision)}`;

export const absoluteText = (now: number, { format, precision }: Absolute, zone: Zone): string => {
  if (format === 'none') return '';
  if (format === 'unix') return `${seconds(now, precision)} `;
  return `${strftime('%H:%M:%S', now, zone)}${fraction(now, precision)} `;
};

/** Beside another time it stands in parentheses. */
export const relativeText = (since: number, precision: Precision, beside: boolean): string => {
  const text = `${String(Math.floor(since / 1e6)).padStart(6)}${fraction(since, precision)}`;
  return beside ? `(+${text}) ` : `${text} `;
};

export const tookText = (us: number, precision: Precision): string => ` <${seconds(us, precision)}>`;
