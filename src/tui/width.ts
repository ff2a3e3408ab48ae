/**
 * How many columns a text takes, and its pieces that may not be taken apart. One measure for Ink's frames, for wrapping
 * and for cutting: string-width, the one Ink lays out with. Segmenting is slow, so it is kept for runs that can join.
 */
import stringWidth from 'string-width';

let segmenter: Intl.Segmenter | undefined;
const known = new Map<string, number>();

/** Characters that never join their neighbours: Latin, punctuation, arrows, boxes, blocks, kana, Han, Hangul, full width. */
const LONE =
  /^[ -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u23e8\u2400-\u25f9\u3001-\u3020\u3041-\u3096\u30a1-\u9fff\uac00-\ud7a3\uff01-\uff5e]*$/;

export function graphemes(text: string): string[] {
  if (LONE.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter(); // which takes its time
  return Array.from(segmenter.segment(text), (piece) => piece.segment);
}

/** Surely one column; surely two. string-width answers the same, but its tables of emoji take 20 ms to set up. */
const NARROW = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2400-\u25f9]$/;
const WIDE = /^[\u3001-\u3020\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]$/;

/** Columns of one grapheme. */
export function widthOf(grapheme: string): number {
  if (NARROW.test(grapheme)) return 1;
  if (WIDE.test(grapheme)) return 2;
  let width = known.get(grapheme);
  if (width === undefined) {
    width = stringWidth(grapheme);
    if (known.size > 20_000) known.clear();
    known.set(grapheme, width);
  }
  return width;
}

export const textWidth = (text: string): number => graphemes(text).reduce((sum, g) => sum + widthOf(g), 0);

/** At most `columns` wide; when something is cut the last column says so. */
export function truncate(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (textWidth(text) <= columns) return text;
  let used = 0;
  let kept = '';
  for (const g of graphemes(text)) {
    if (used + widthOf(g) > columns - 1) break;
    used += widthOf(g);
    kept += g;
  }
  return `${kept}…`;
}

/** Exactly `columns` wide: cut or filled with blanks. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const cut = truncate(text, columns);
  const blanks = ' '.repeat(Math.max(0, columns - textWidth(cut)));
  return side === 'left' ? cut + blanks : blanks + cut;
}
