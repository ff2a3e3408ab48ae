/** Paints lines straight into a grid: for single rows, for panes, and for what must stand before Ink is there. */
import { paintText } from './ansi.ts';
import { BOLD, type Grid, INVERSE, type Pen, plainPen, type Rect } from './cells.ts';
import { type Line, lineWidth, plainText, type Span } from './line.ts';
import { tintPens } from './theme.ts';
import { textWidth, truncate } from './width.ts';

export function paintLines(grid: Grid, { x, y, w, h }: Rect, lines: readonly Line[]): void {
  for (const [row, line] of lines.slice(0, h).entries()) paintLine(grid, x, y + row, w, line);
}

function paintLine(grid: Grid, x: number, y: number, room: number, line: Line): void {
  for (const span of cut(line, room)) x = paintText(grid, x, y, span.text, penOf(span));
}

/** As many columns as there are; when something is cut the last one says so. */
function cut(line: Line, room: number): Line {
  if (lineWidth(line) <= room) return line;
  const kept: Span[] = [];
  for (const [i, span] of line.entries()) {
    const width = textWidth(span.text);
    if (width >= room) return [...kept, { ...span, text: truncate(plainText(line.slice(i)), room) }];
    kept.push(span);
    room -= width;
  }
  return kept;
}

function penOf({ tint, bold, inverse }: Span): Readonly<Pen> {
  const base = tint ? tintPens[tint] : plainPen;
  return { ...base, attributes: base.attributes | (bold ? BOLD : 0) | (inverse ? INVERSE : 0) };
}
