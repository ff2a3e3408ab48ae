/** Field splitting of `read`: by IFS, with the rest of the line in the last field. Authority: bash(1), read; POSIX. */
import type { Line } from './read-line.ts';

/**
 * At most `count` fields. Characters behind a backslash separate nothing. The last field keeps its inner separators,
 * but loses white space at its end, and a single other separator if nothing follows it.
 */
export function splitFields({ text, quoted }: Line, ifs: string, count: number): string[] {
  const separates = (at: number): boolean =>
    at < text.length && !quoted?.has(at) && ifs.includes(text.slice(at, after(text, at)));
  const isBlank = (at: number): boolean => separates(at) && BLANKS.includes(text.charAt(at));
  const fields: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (isBlank(at)) at++;
  };
  skipBlanks();
  while (at < text.length && fields.length < count - 1) {
    const start = at;
    while (at < text.length && !separates(at)) at = after(text, at);
    fields.push(text.slice(start, at));
    skipBlanks();
    if (separates(at)) {
      at = after(text, at);
      skipBlanks();
    }
  }
  if (at < text.length) fields.push(text.slice(at, endOfRest(text, at, separates, isBlank)));
  return fields;
}

type Test = (at: number) => boolean;

const BLANKS = ' \t\n';

const isPair = (text: string, at: number): boolean => (text.codePointAt(at) ?? 0) > 0xffff;

/** Where the character ends that stands at `at`, and where that begins which ends there. */
const after = (text: string, at: number): number => at + (isPair(text, at) ? 2 : 1);
const before = (text: string, end: number): number => end - (end > 1 && isPair(text, end - 2) ? 2 : 1);

function endOfRest(text: string, start: number, separates: Test, isBlank: Test): number {
  let end = text.length;
  while (end > start && isBlank(end - 1)) end--;
  const last = before(text, end);
  if (end === start || !separates(last)) return end;
  // One separator alone at the end only ends the field.
  let alone = last;
  while (alone > start && isBlank(alone - 1)) alone--;
  for (let at = start; at < alone; at = after(text, at)) if (separates(at)) return end;
  return alone;
}
