/**
 * A line of a pane as plain data: pieces of text, each with what it means. Panes make lines, `<Lines>` draws them; so the
 * number of rows is known before anything is drawn, and scrolling is a slice.
 */
import type { Tint } from './theme.ts';
import { graphemes, textWidth, widthOf } from './width.ts';

export interface Span {
  readonly text: string;
  readonly tint?: Tint;
  readonly bold?: boolean;
  readonly inverse?: boolean;
  /** Not broken where it fits on a row. */
  readonly whole?: boolean;
  /** The key that a click on it stands for. */
  readonly chord?: string;
}

export type Line = readonly Span[];

export const span = (text: string, tint?: Tint): Span => (tint ? { text, tint } : { text });
export const bold = (text: string): Span => ({ text, bold: true });
export const blank: Line = [];

export const plainText = (line: Line): string => line.map(({ text }) => text).join('');
/** The span that covers a column. */
export function spanAt(line: Line, column: number): Span | undefined {
  let end = 0;
  return line.find(({ text }) => {
    end += textWidth(text);
    return column < end;
  });
}

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + textWidth(text), 0);

/**
 * Prose with `**bold**` and `` `code` ``; nothing else is mark-up. With `ticks` code keeps its backticks. A command line is
 * read, and typed, as a whole: it is not broken.
 */
export function markup(text: string, ticks = false): Line {
  const spans: Span[] = [];
  for (const [, strong, code, rest] of text.matchAll(/\*\*(.+?)\*\*|`([^`]+)`|([^*`]+|[*`])/g)) {
    if (strong !== undefined) spans.push(bold(strong));
    else if (code !== undefined) spans.push({ ...span(ticks ? `\`${code}\`` : code, 'code'), whole: true });
    else if (rest !== undefined) spans.push(span(rest));
  }
  return spans;
}

/** Paragraphs are separated by a blank line. */
export const paragraphs = (text: string): string[] =>
  text
    .trim()
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph !== '');

/** What may not be taken apart: a word with the blanks behind it, or one wide character. */
interface Piece {
  readonly text: string;
  readonly width: number;
  readonly span: Span;
}

/** Not at the start of a line: closing brackets and stops; not at the end: opening ones. */
const NOT_FIRST = /^[、。，．：；？！）］｝〉》」』】〕”’…—,.;:?!)\]}%]/;
const NOT_LAST = /[（［｛〈《「『【〔“‘([{]$/;

/**
 * Breaks a line into rows of at most `width` columns, the rows after the first behind `indent` blanks: English at blanks,
 * Chinese between any two characters that may be parted, a word longer than a row where it must.
 */
export function wrap(line: Line, width: number, indent = 0): Line[] {
  const room = Math.max(indent + 4, width);
  const rows: Piece[][] = [[]];
  let used = 0;
  let start = 0;
  const newRow = () => {
    rows.push([]);
    start = indent;
    used = indent;
  };
  const place = (piece: Piece) => {
    rows.at(-1)?.push(piece);
    used += piece.width;
  };
  for (const group of unbreakable(line.flatMap(pieces(room - indent)))) {
    const size = visibleWidth(group);
    if (used + size > room && used > start) newRow();
    if (used + size <= room) {
      group.forEach(place);
      continue;
    }
    for (const part of group.flatMap(partsOf(room - indent))) {
      if (used + visibleWidth([part]) > room) newRow();
      place(part);
    }
  }
  return rows.map((row, i) => [...(i > 0 && indent > 0 ? [span(' '.repeat(indent))] : []), ...joined(row)]);
}

const pieces =
  (room: number) =>
  (of: Span): Piece[] => {
    const width = textWidth(of.text);
    return of.whole && width <= room ? [{ text: of.text, width, span: of }] : words(of);
  };

function words(of: Span): Piece[] {
  const found: Piece[] = [];
  let word = '';
  const flush = () => {
    if (word !== '') found.push({ text: word, width: textWidth(word), span: of });
    word = '';
  };
  for (const g of graphemes(of.text)) {
    const wide = widthOf(g) > 1;
    if (wide || (g !== ' ' && word.endsWith(' '))) flush();
    word += g;
    if (wide) flush();
  }
  flush();
  return found;
}

/** Pieces that belong together on a row: a word over several spans, a character and the stop behind it. */
function unbreakable(all: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const piece of all) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (group && previous && belongTogether(previous.text, piece.text)) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function belongTogether(before: string, after: string): boolean {
  if (before.endsWith(' ')) return false;
  if (NOT_FIRST.test(after) || NOT_LAST.test(before) || after === ' ') return true;
  return !isWide(before) && !isWide(after);
}

const isWide = (text: string) => graphemes(text).some((g) => widthOf(g) > 1);

/** Blanks at the end of a row hang over the edge. */
function visibleWidth(group: readonly Piece[]): number {
  const text = group.map((piece) => piece.text).join('');
  return group.reduce((sum, { width }) => sum + width, 0) - (text.length - text.trimEnd().length);
}

/** A word longer than a row, in pieces that fit one. */
const partsOf =
  (room: number) =>
  (piece: Piece): Piece[] => {
    if (piece.width <= room) return [piece];
    const parts: Piece[] = [];
    let text = '';
    for (const g of graphemes(piece.text)) {
      if (textWidth(text) + widthOf(g) > room) {
        parts.push({ text, width: textWidth(text), span: piece.span });
        text = '';
      }
      text += g;
    }
    return [...parts, { text, width: textWidth(text), span: piece.span }];
  };

/** Neighbours of one span become one span again; blanks at the end of the row go. */
function joined(row: readonly Piece[]): Span[] {
  const spans: Span[] = [];
  let last: Span | undefined;
  for (const piece of row) {
    const previous = spans.at(-1);
    if (previous && last === piece.span) spans[spans.length - 1] = { ...previous, text: previous.text + piece.text };
    else spans.push({ ...piece.span, text: piece.text });
    last = piece.span;
  }
  const end = spans.at(-1);
  if (end) spans[spans.length - 1] = { ...end, text: end.text.trimEnd() };
  return spans;
}
