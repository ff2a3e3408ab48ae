/** Paints lines straight into a grid: for single rows, and for what must stand before Ink is there. */
import { paintText } from './ansi.ts';
import { BOLD, type Grid, INVERSE, type Pen, plainPen, type Rect } from './cells.ts';
import type { Line, Span } from './line.ts';
import { tintPens } from './theme.ts';
import { textWidth, truncate } from './width.ts';

export function paintLines(grid: Grid, { x, y, w, h }: Rect, lines: readonly Line[]): void {
  for (const [row, line] of lines.slice(0, h).entries()) paintLine(grid, x, y + row, w, line);
}

function paintLine(grid: Grid, x: number, y: number, room: number, line: Line): void {
  for (const span of line) {
    const text = truncate(span.text, room);
    paintText(grid, x, y, text, penOf(span));
    const width = textWidth(text);
    x += width;
    room -= width;
  }
}

function penOf({ tint, bold, inverse }: Span): Readonly<Pen> {
  const base = tint ? tintPens[tint] : plainPen;
  return { ...base, attributes: base.attributes | (bold ? BOLD : 0) | (inverse ? INVERSE : 0) };
}
