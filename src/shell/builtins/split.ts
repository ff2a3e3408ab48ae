/** Field splitting of `read`: by IFS, with the rest of the line in the last field. Authority: bash(1), read; POSIX. */
import type { Char } from './read.ts';

/**
 * At most `count` fields. Characters behind a backslash separate nothing. The last field keeps its inner separators,
 * but loses white space at its end, and a single other separator if nothing follows it.
 */
export function splitFields(chars: readonly Char[], ifs: string, count: number): string[] {
  const separates = (char: Char | undefined): boolean => char !== undefined && !char.quoted && ifs.includes(char.text);
  const isBlank = (char: Char | undefined): boolean => separates(char) && /[ \t\n]/.test(char?.text ?? '');
  const fields: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (isBlank(chars[at])) at++;
  };
  skipBlanks();
  while (at < chars.length && fields.length < count - 1) {
    let field = '';
    while (at < chars.length && !separates(chars[at])) field += chars[at++]?.text ?? '';
    fields.push(field);
    skipBlanks();
    if (at < chars.length && separates(chars[at])) {
      at++;
      skipBlanks();
    }
  }
  if (at < chars.length) fields.push(rest(chars.slice(at), separates, isBlank));
  return fields;
}

function rest(
  chars: readonly Char[],
  separates: (char: Char | undefined) => boolean,
  isBlank: (char: Char | undefined) => boolean,
): string {
  let end = chars.length;
  while (end > 0 && isBlank(chars[end - 1])) end--;
  const text = (to: number): string =>
    chars
      .slice(0, to)
      .map((char) => char.text)
      .join('');
  if (end > 0 && separates(chars[end - 1])) {
    // One separator alone at the end only ends the field.
    let before = end - 1;
    while (before > 0 && isBlank(chars[before - 1])) before--;
    if (!chars.slice(0, before).some((char) => separates(char))) return text(before);
  }
  return text(end);
}
