/**
 * Counts and sizes on command lines, as coreutils reads them: decimal with an optional multiplier.
 * Authority: xstrtoumax(gnulib), coreutils "Block size".
 */

const SI: Readonly<Record<string, bigint>> = { k: 1n, K: 1n, M: 2n, G: 3n, T: 4n, P: 5n, E: 6n, Z: 7n, Y: 8n };

const multiplier = (suffix: string, letters: string): bigint | undefined => {
  if (suffix === '') return 1n;
  const letter = suffix.charAt(0);
  if (!letters.includes(letter)) return undefined;
  if (letter === 'b') return suffix.length === 1 ? 512n : undefined;
  const power = SI[letter];
  if (power === undefined) return undefined;
  const unit = suffix.slice(1);
  if (unit === '' || unit === 'iB') return 1024n ** power;
  return unit === 'B' || unit === 'D' ? 1000n ** power : undefined;
};

const MAX = (1n << 64n) - 1n;

export interface Size {
  readonly value: number;
  /** Above 2⁶⁴ − 1. */
  readonly overflow: boolean;
}

/** `12`, `2K`, `1MB`; undefined if it is not such a number. `letters` are the suffixes that are taken. */
export const parseSize = (text: string, letters = 'bkKMGTPEZY0'): Size | undefined => {
  const match = /^[ \t\n]*\+?(\d*)([A-Za-z]*)$/.exec(text);
  if (!match) return undefined;
  const [, digits = '', suffix = ''] = match;
  if (digits === '' && suffix === '') return undefined;
  const factor = multiplier(suffix, letters);
  if (factor === undefined) return undefined;
  const value = BigInt(digits === '' ? '1' : digits) * factor;
  return { value: Number(value > MAX ? MAX : value), overflow: value > MAX };
};

/** A plain decimal count. */
export const parseCount = (text: string): Size | undefined => parseSize(text, '');

/** The same where `0x10` and `010` are numbers of other bases. */
export const parseAnyBase = (text: string, letters: string): Size | undefined => {
  const [, digits, suffix = ''] = /^[ \t\n]*\+?(0[xX][0-9a-fA-F]+|0[0-7]*)(.*)$/s.exec(text) ?? [];
  if (digits === undefined) return parseSize(text, letters);
  const value = Number.parseInt(digits, /x/i.test(digits) ? 16 : 8);
  return parseSize(`${BigInt(value)}${suffix}`, letters);
};
