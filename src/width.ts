/**
 * How many columns of a terminal a code point takes: 0 (combining), 1, or 2 (CJK, emoji).
 * Leaves out grapheme clusters: readline, ls and the terminals they were written for add up code points.
 * Authority: wcwidth(3), Unicode TR11.
 */
import { eastAsianWidth } from 'get-east-asian-width';

export type Width = 0 | 1 | 2;

const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const FIRST_COMBINING = 0x300;

/** A byte that was not UTF-8 travels as a lone low surrogate; a terminal shows one replacement character for it. */
const isStrayByte = (code: number): boolean => code >= 0xdc80 && code <= 0xdcff;

/** The width of a printable code point. */
export function charWidth(char: string): Width {
  const code = char.codePointAt(0) ?? 0;
  if (code < FIRST_COMBINING || isStrayByte(code)) return 1;
  return COMBINING.test(char) ? 0 : eastAsianWidth(code);
}

/** The columns of a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}
