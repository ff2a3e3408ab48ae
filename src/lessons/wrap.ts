/**
 * Prose broken into lines of at most `columns` cells. A `code` span that fits on a line is never broken; Chinese breaks
 * between any two characters, but no line begins with a closing mark or ends with an opening one.
 */
import { textWidth } from '../width.ts';

const closing = /^[，。、；：？！）」』》”’…%]/u;
const opening = /[（「『《“‘]$/u;
/** A code span with the marks that stick to it, a word, one wide character, or blanks. */
const pieces = /[^\s`\u2e80-\uffef]*`[^`]+`[^\s`\u2e80-\uffef]*|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+/gu;

export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of units(text)) {
    if (/^\s+$/.test(unit)) {
      if (line !== '') line += ' ';
      continue;
    }
    if (line !== '' && textWidth(line + unit) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    const cut = chop(unit, columns);
    lines.push(...cut.slice(0, -1));
    line += cut.at(-1) ?? '';
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Pieces between which a line may end. */
function units(text: string): string[] {
  const joined: string[] = [];
  for (const [piece] of text.matchAll(pieces)) {
    const last = joined.at(-1);
    const sticks =
      last !== undefined && !/\s$/.test(last) && !/^\s/.test(piece) && (closing.test(piece) || opening.test(last));
    if (sticks) joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

/** A unit that is wider than a whole line is cut where it must be. */
function chop(unit: string, columns: number): string[] {
  if (textWidth(unit) <= columns) return [unit];
  const parts: string[] = [];
  let part = '';
  for (const character of unit) {
    if (part !== '' && textWidth(part + character) > columns) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
