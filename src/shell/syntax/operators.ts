/** Operators, the longest that fits. Authority: bash(1), control operators and redirection operators. */
import { AMPERSAND, BACKSLASH, BAR, DASH, GREATER, LESS, NEWLINE, OPEN, SEMICOLON } from './chars.ts';
import type { Operator } from './tokens.ts';

/** A backslash and a newline are nothing, even inside an operator. */
export function skipJoin(src: string, from: number): number {
  let at = from;
  while (src.charCodeAt(at) === BACKSLASH && src.charCodeAt(at + 1) === NEWLINE) at += 2;
  return at;
}

/** The operator at `pos`, which is a metacharacter and no blank. */
export function operatorAt(src: string, pos: number): Operator {
  const at = skipJoin(src, pos + 1);
  const second = src.charCodeAt(at);
  const third = src.charCodeAt(skipJoin(src, at + 1));
  switch (src.charCodeAt(pos)) {
    case LESS:
      if (second === AMPERSAND) return '<&';
      if (second === GREATER) return '<>';
      if (second !== LESS) return '<';
      return third === DASH ? '<<-' : third === LESS ? '<<<' : '<<';
    case GREATER:
      return second === AMPERSAND ? '>&' : second === BAR ? '>|' : second === GREATER ? '>>' : '>';
    case AMPERSAND:
      if (second === AMPERSAND) return '&&';
      if (second !== GREATER) return '&';
      return third === GREATER ? '&>>' : '&>';
    case BAR:
      return second === BAR ? '||' : second === AMPERSAND ? '|&' : '|';
    case SEMICOLON:
      if (second === AMPERSAND) return ';&';
      if (second !== SEMICOLON) return ';';
      return third === AMPERSAND ? ';;&' : ';;';
    case OPEN:
      return '(';
    default:
      return ')';
  }
}
