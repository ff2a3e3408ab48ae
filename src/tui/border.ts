/**
 * A pane's border and title, put by the compositor. Focus is told by shape first (heavy lines, a mark), then by colour.
 */
import { paintText } from './ansi.ts';
import { fill, type Grid, type Pen, type Rect } from './cells.ts';
import { theme } from './theme.ts';
import { textWidth, truncate } from './width.ts';

const LIGHT = ['─', '│', '┌', '┐', '└', '┘'] as const;
const HEAVY = ['━', '┃', '┏', '┓', '┗', '┛'] as const;

export interface Frame {
  readonly title: string;
  readonly focused: boolean;
  /** In the lower border: where Linux shows the same, or how much is hidden. */
  readonly note?: string | undefined;
}

export function drawFrame(grid: Grid, rect: Rect, { title, focused, note }: Frame): void {
  if (rect.w < 2 || rect.h < 2) return;
  const [h, v, topLeft, topRight, bottomLeft, bottomRight] = focused ? HEAVY : LIGHT;
  const pen = focused ? theme.borderFocused : theme.border;
  const right = rect.x + rect.w - 1;
  const bottom = rect.y + rect.h - 1;
  fill(grid, { ...rect, h: 1 }, h, pen);
  fill(grid, { ...rect, y: bottom, h: 1 }, h, pen);
  for (let y = rect.y + 1; y < bottom; y++) {
    grid.put(rect.x, y, v, 1, pen);
    grid.put(right, y, v, 1, pen);
  }
  fill(grid, { x: rect.x + 1, y: rect.y + 1, w: rect.w - 2, h: rect.h - 2 });
  grid.put(rect.x, rect.y, topLeft, 1, pen);
  grid.put(right, rect.y, topRight, 1, pen);
  grid.put(rect.x, bottom, bottomLeft, 1, pen);
  grid.put(right, bottom, bottomRight, 1, pen);
  label(grid, rect.x + 2, rect.y, rect.w - 4, focused ? `${title} ◂` : title, pen);
  if (note) labelRight(grid, right - 1, bottom, rect.w - 4, note, theme.note);
}

function label(grid: Grid, x: number, y: number, room: number, text: string, pen: Readonly<Pen>): void {
  if (room > 2) paintText(grid, x, y, ` ${truncate(text, room - 2)} `, pen);
}

function labelRight(grid: Grid, right: number, y: number, room: number, text: string, pen: Readonly<Pen>): void {
  const cut = truncate(text, room - 2);
  if (room > 8) paintText(grid, right - textWidth(cut) - 2, y, ` ${cut} `, pen);
}
