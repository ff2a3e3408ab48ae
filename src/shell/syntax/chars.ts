/** Characters that mean something to the shell, as codes, and the questions asked about them in the inner loops. */

export const TAB = 9;
export const NEWLINE = 10;
export const SPACE = 32;
export const BANG = 33;
export const QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const AMPERSAND = 38;
export const APOSTROPHE = 39;
export const OPEN = 40;
export const CLOSE = 41;
export const STAR = 42;
export const PLUS = 43;
export const DASH = 45;
export const SEMICOLON = 59;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const QUESTION = 63;
export const AT = 64;
export const BRACKET = 91;
export const BACKSLASH = 92;
export const BACKQUOTE = 96;
export const BRACE = 123;
export const BAR = 124;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;

/** Metacharacters: they end a word. */
export const breaksWord = (code: number): boolean =>
  isBlank(code) ||
  code === NEWLINE ||
  code === OPEN ||
  code === CLOSE ||
  code === LESS ||
  code === GREATER ||
  code === SEMICOLON ||
  code === AMPERSAND ||
  code === BAR;

/** What makes an extended pattern of the parenthesis behind it. */
export const isPatternOperator = (code: number): boolean =>
  code === AT || code === STAR || code === PLUS || code === QUESTION || code === BANG;
