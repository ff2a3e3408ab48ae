/**
 * Words on a line: letters and digits for Alt-F and its family, blanks for Ctrl-W, shell words for Alt-. and Ctrl-Alt-F.
 * Authority: readline(3), bash(1) READLINE.
 */
import type { Chars } from './line.ts';

export const isWordChar = (char: string | undefined): boolean =>
  char !== undefined && /^[\p{L}\p{N}\p{M}]$/u.test(char);
const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';

export function wordEnd(chars: Chars, from: number): number {
  let at = from;
  while (at < chars.length && !isWordChar(chars[at])) at++;
  while (at < chars.length && isWordChar(chars[at])) at++;
  return at;
}

export function wordStart(chars: Chars, from: number): number {
  let at = from;
  while (at > 0 && !isWordChar(chars[at - 1])) at--;
  while (at > 0 && isWordChar(chars[at - 1])) at--;
  return at;
}

/** The start of the blank-separated word before `from`. */
export function blankWordStart(chars: Chars, from: number): number {
  let at = from;
  while (at > 0 && isBlank(chars[at - 1])) at--;
  while (at > 0 && !isBlank(chars[at - 1])) at--;
  return at;
}

export const blanksBefore = (chars: Chars, from: number): number => {
  let at = from;
  while (at > 0 && isBlank(chars[at - 1])) at--;
  return at;
};

export const blanksAfter = (chars: Chars, from: number): number => {
  let at = from;
  while (isBlank(chars[at])) at++;
  return at;
};

// ---------------------------------------------------------------- shell words

export interface Span {
  readonly start: number;
  readonly end: number;
}

const isMeta = (char: string): boolean => '|&;()<>'.includes(char);

/** Where the quoted part that opens at `from` ends. */
function closingQuote(chars: Chars, from: number): number {
  const quote = chars[from];
  let at = from + 1;
  while (at < chars.length && chars[at] !== quote) at += quote === '"' && chars[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, chars.length);
}

function quotedEnd(chars: Chars, from: number, ends: (char: string) => boolean): number {
  let at = from;
  while (at < chars.length) {
    const char = chars[at] ?? '';
    if (ends(char)) break;
    if (char === '\\') at = Math.min(at + 2, chars.length);
    else if (char === '"' || char === "'" || char === '`') at = closingQuote(chars, at);
    else at++;
  }
  return at;
}

const isSpace = (char: string): boolean => isBlank(char) || char === '\n';
const isDelimiter = (char: string): boolean => isBlank(char) || isMeta(char);

function operatorEnd(chars: Chars, from: number): number {
  let at = from + 1;
  while (at < chars.length && chars[at] === chars[from] && chars[at] !== '(' && chars[at] !== ')') at++;
  return at;
}

function spans(chars: Chars, skips: (char: string) => boolean, end: (from: number) => number): readonly Span[] {
  const found: Span[] = [];
  for (let at = 0; at < chars.length; ) {
    if (skips(chars[at] ?? '')) {
      at++;
      continue;
    }
    const span = { start: at, end: end(at) };
    found.push(span);
    at = span.end;
  }
  return found;
}

/** The words and operators of a command line, quotes kept: what Alt-. takes the last of. */
export const commandWords = (chars: Chars): readonly Span[] =>
  spans(chars, isSpace, (from) =>
    isMeta(chars[from] ?? '')
      ? operatorEnd(chars, from)
      : quotedEnd(chars, from, (char) => isSpace(char) || isMeta(char)),
  );

/** The words that Ctrl-Alt-F moves over: operators stand between them as blanks do, a newline is part of one. */
export const shellWords = (chars: Chars): readonly Span[] =>
  spans(chars, isDelimiter, (from) => quotedEnd(chars, from, isDelimiter));
