/**
 * The operations of ${ } on texts: taking parts away, replacing, slicing, changing case. Characters are code points.
 */
import type { Pattern } from './pattern.ts';
import { isInsideCharacter } from './plain-pattern.ts';

const isWide = (text: string): boolean => /[\ud800-\udbff][\udc00-\udfff]/.test(text);

/** ${#x}. */
export function characterCount(text: string): number {
  if (!isWide(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Characters `from` to `to`. */
export const sliceCharacters = (text: string, from: number, to: number): string =>
  isWide(text) ? [...text].slice(from, to).join('') : text.slice(from, to);

/** ${x#pattern}, ${x##pattern}. */
export function removePrefix(text: string, pattern: Pattern, longest: boolean): string {
  const end = pattern.end(text, 0, longest);
  return end === undefined ? text : text.slice(end);
}

/** ${x%pattern}, ${x%%pattern}. */
export function removeSuffix(text: string, pattern: Pattern, longest: boolean): string {
  if (pattern.fixed !== undefined) {
    return text.endsWith(pattern.fixed) ? text.slice(0, text.length - pattern.fixed.length) : text;
  }
  const { length } = text;
  for (let i = 0; i <= length; i++) {
    const start = longest ? i : length - i;
    if (isInsideCharacter(text, start)) continue;
    if (pattern.matches(start === 0 ? text : text.slice(start))) return text.slice(0, start);
  }
  return text;
}

export type ReplaceWhere = 'first' | 'all' | 'prefix' | 'suffix';

/** ${x/pattern/replacement} and its kin. */
export function replacePattern(
  text: string,
  pattern: Pattern,
  where: ReplaceWhere,
  replacement: (matched: string) => string,
): string {
  switch (where) {
    case 'prefix': {
      const end = pattern.end(text, 0, true);
      return end === undefined ? text : replacement(text.slice(0, end)) + text.slice(end);
    }
    case 'suffix': {
      const kept = removeSuffix(text, pattern, true);
      if (kept.length === text.length && !pattern.matches('')) return text;
      return kept + replacement(text.slice(kept.length));
    }
    default:
      return replaceInside(text, pattern, where === 'all', replacement);
  }
}

function replaceInside(text: string, pattern: Pattern, all: boolean, replacement: (matched: string) => string): string {
  if (pattern.fixed === '') return text;
  let result = '';
  let kept = 0;
  let at = 0;
  while (at < text.length || (text === '' && at === 0)) {
    const end = pattern.fixed === undefined ? pattern.end(text, at, true) : fixedEnd(text, pattern.fixed, at);
    if (end === undefined) {
      if (pattern.fixed !== undefined) {
        const next = text.indexOf(pattern.fixed, at);
        if (next === -1) break;
        at = next;
      } else at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      continue;
    }
    result += text.slice(kept, at) + replacement(text.slice(at, end));
    kept = end;
    if (!all) break;
    if (end > at) at = end;
    else at++;
    if (text === '') break;
  }
  return result + text.slice(kept);
}

const fixedEnd = (text: string, fixed: string, at: number): number | undefined =>
  text.startsWith(fixed, at) ? at + fixed.length : undefined;

/** One character for one, as towupper(3) has it: no "SS" for "ß". */
const single = (char: string, changed: string): string => (characterCount(changed) === 1 ? changed : char);
const upper = (char: string): string => single(char, char.toUpperCase());
const lower = (char: string): string => single(char, char.toLowerCase());
const toggle = (char: string): string => (char === lower(char) ? upper(char) : lower(char));

/** ${x^}, ${x,,pattern}, ${x~}. */
export function changeCase(
  text: string,
  change: 'upper' | 'lower' | 'toggle',
  all: boolean,
  pattern: Pattern | undefined,
): string {
  const convert = change === 'upper' ? upper : change === 'lower' ? lower : toggle;
  let result = '';
  let first = true;
  for (const char of text) {
    const changes = (all || first) && (pattern === undefined || pattern.matches(char));
    result += changes ? convert(char) : char;
    first = false;
  }
  return result;
}
