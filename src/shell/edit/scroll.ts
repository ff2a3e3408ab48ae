/**
 * horizontal-scroll-mode: prompt and line as one row of which the terminal shows a part, with `<` and `>` where more
 * stands beside it. Counts columns, where readline counts bytes. Authority: readline(3), Variables; rl_redisplay() of readline 8.2.
 */
import { type Cell, type Layout, layOut, type Prompt, type Row } from './layout.ts';
import type { Line } from './line.ts';

/** What is shown, and how many columns are left of it. */
export interface Window {
  readonly layout: Layout;
  readonly margin: number;
}

/** The part moves by thirds of the screen, and only when the cursor would leave it. */
function marginFor(cursor: number, columns: number, before: number): number {
  const third = Math.floor(columns / 3);
  const column = cursor - before;
  if (column > columns - 2) return Math.max(0, cursor - 2 * third);
  if (cursor < columns - 2) return 0;
  return column < 1 ? Math.floor((cursor - 1) / third) * third : before;
}

const mark = (text: string, cell?: Cell): Cell => ({ text, width: 1, standout: cell?.standout ?? false });

/** Half of a wide character at an edge is a blank. */
function withoutHalves(cells: Row): Cell[] {
  const whole = [...cells];
  if (whole[0]?.width === 0) whole[0] = mark(' ');
  if (whole.at(-1)?.width === 2) whole[whole.length - 1] = mark(' ');
  return whole;
}

/** `before` is the margin of what is on the screen now. */
export function layOutWindow(prompt: Prompt, line: Line, columns: number, before: number): Window {
  const { rows, column } = layOut(prompt, line, Number.POSITIVE_INFINITY);
  const [cells = []] = rows;
  const margin = marginFor(column, columns, before);
  const shown = withoutHalves(cells.slice(margin, margin + columns));
  if (margin > 0) shown[0] = mark('<', shown[0]);
  if (margin + columns < cells.length) shown[columns - 1] = mark('>', shown[columns - 1]);
  return { layout: { rows: [shown], row: 0, column: column - margin }, margin };
}
