/**
 * awk's values: numbers, strings, input that looks like a number and so is both, and what was never set.
 * Authority: POSIX awk "Expressions in awk"; hexadecimal text is a number, as in mawk 1.3.4.
 */

/** Input that looks like a number. */
export interface Numeric {
  readonly text: string;
  readonly number: number;
}

export type Value = number | string | Numeric | undefined;

const PREFIX =
  /^[ \t\n\v\f\r]*([+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN]))/;
/** It ends with a digit, or a point: `0x1A` is no number of input, `0x10` is one. */
const WHOLE = /^[ \t\n\v\f\r]*[+-]?(?:0[xX][0-9a-fA-F]*\d|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\v\f\r]*$/;

/** strtod(3) of the start of a text. */
export const numberOf = (text: string): number => {
  const word = PREFIX.exec(text)?.[1];
  if (word === undefined) return 0;
  const plain = Number(word);
  if (!Number.isNaN(plain)) return plain;
  const sign = word.startsWith('-') ? -1 : 1;
  const bare = word.replace(/^[+-]/, '').toLowerCase();
  if (bare.startsWith('0x')) return sign * Number(bare);
  return bare.startsWith('inf') ? sign * Number.POSITIVE_INFINITY : Number.NaN;
};

const NINE = 57;

/** A value from outside: fields, getline, -v, ARGV, ENVIRON. Most words begin with a letter, and are no numbers. */
export const fromInput = (text: string): Value =>
  text.charCodeAt(0) <= NINE && WHOLE.test(text) ? { text, number: numberOf(text) } : text;

export const toNumber = (value: Value): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return numberOf(value);
  return value === undefined ? 0 : value.number;
};
