/**
 * Columns that characters take on a terminal, as wcwidth(3) answers; control characters and raw bytes none.
 * Authority: wcwidth(3).
 */

import { charWidth } from '../../width.ts';

/** Of one character. */
export const cellWidth = (char: string): number => {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff)) return 0;
  return charWidth(char);
};

/** Of a whole text. */
export const textWidth = (text: string): number => {
  let width = 0;
  for (const char of text) width += cellWidth(char);
  return width;
};
