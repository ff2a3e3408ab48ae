/**
 * The words of an entry as `!:2`, `!$` and `!?text?:%` count them: quotes and substitutions hold a word together,
 * operators are words. Authority: readline 8.2's history_tokenize().
 */

/** A blank ends a word, and so do these. */
const DELIMITERS = ' \t\n;&()|<>';
const QUOTES = '\'"`';
const isDigit = (char: string): boolean => char >= '0' && char <= '9';

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charAt(at))) at++;
  return at;
}

/** The end of an operator that begins here; undefined where a word begins, as `<(` does. */
function operatorEnd(text: string, at: number): number | undefined {
  const [char, peek] = [text.charAt(at), text.charAt(at + 1)];
  const redirects = char === '<' || char === '>';
  if (peek === char) return at + (char === '<' && '-<'.includes(text.charAt(at + 2) || ' ') ? 3 : 2);
  if (peek === '&' && redirects) {
    const end = digitsEnd(text, at + 2);
    return text.charAt(end) === '-' ? end + 1 : end;
  }
  if ((peek === '>' && char === '&') || (peek === '|' && char === '>')) return at + 2;
  return peek === '(' && redirects ? undefined : at + 1;
}

/** The end of a plain word: up to a delimiter outside of quotes and parentheses. In parentheses quotes are nothing. */
function plainEnd(text: string, from: number): number {
  const substitution = '<>'.includes(text.charAt(from) || ' ') && text.charAt(from + 1) === '(';
  let quote = '';
  let depth = substitution ? 1 : 0;
  let at = substitution ? from + 2 : from;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at++;
    else if (depth > 0) depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if ('<>$!@?+*'.includes(char) && text.charAt(at + 1) === '(') {
      depth = 1;
      // The character behind the parenthesis is passed over: `$((1+2))` is two words.
      at += 2;
    } else if (DELIMITERS.includes(char)) break;
    else if (QUOTES.includes(char)) quote = char;
  }
  return Math.min(at, text.length);
}

function wordEnd(text: string, from: number): number {
  const char = text.charAt(from);
  if ('()\n'.includes(char)) return from + 1;
  const digits = digitsEnd(text, from);
  const isDescriptor = digits > from && '<>'.includes(text.charAt(digits) || ' ');
  const start = isDescriptor ? digits : from;
  if ('<>;&|'.includes(text.charAt(start) || ' ')) return operatorEnd(text, start) ?? plainEnd(text, start);
  return plainEnd(text, from);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spans(text: string): Span[] {
  const found: Span[] = [];
  for (let at = 0; at < text.length; ) {
    if (' \t\n'.includes(text.charAt(at))) {
      at++;
      continue;
    }
    const end = Math.max(wordEnd(text, at), at + 1);
    found.push({ start: at, end });
    at = end;
  }
  return found;
}

export const entryWords = (text: string): string[] => spans(text).map(({ start, end }) => text.slice(start, end));

/** The word that a search has ended in. */
export function wordAround(text: string, index: number): string {
  const span = spans(text).find(({ end }) => index < end);
  return span && span.start <= index ? text.slice(span.start, span.end) : '';
}
