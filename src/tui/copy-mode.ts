/**
 * Copy mode: a cursor of our own over what a terminal shows and has shown, and a selection from a mark to it. Pure: what
 * a key does is a function of the lines. As tmux has it, with its vi and its arrow keys; leaves out search and rectangles.
 * Authority: tmux(1), COPY MODE.
 */

/** A cell: y counts from the oldest line that is kept. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface CopyState {
  readonly terminal: string;
  readonly at: Spot;
  /** Where the selection began. */
  readonly mark?: Spot | undefined;
}

export const copyMoves = [
  'left',
  'right',
  'up',
  'down',
  'pageUp',
  'pageDown',
  'lineStart',
  'lineEnd',
  'wordBack',
  'wordForward',
  'top',
  'bottom',
] as const;
export type CopyMove = (typeof copyMoves)[number];

/** What the cursor moves over. */
export interface Lines {
  readonly count: number;
  readonly cols: number;
  /** Rows of a page. */
  readonly page: number;
  /** Without the blanks at its end, a column a cell. */
  line(y: number): string;
}

export function moveSpot(move: CopyMove, { x, y }: Spot, lines: Lines): Spot {
  const last = Math.max(0, lines.count - 1);
  const row = (to: number): Spot => ({ x, y: Math.max(0, Math.min(last, to)) });
  switch (move) {
    case 'left':
      return x > 0 ? { x: x - 1, y } : { x: y > 0 ? endOf(lines, y - 1) : 0, y: Math.max(0, y - 1) };
    case 'right':
      return x < lines.cols - 1 ? { x: x + 1, y } : { x: y < last ? 0 : x, y: Math.min(last, y + 1) };
    case 'up':
      return row(y - 1);
    case 'down':
      return row(y + 1);
    case 'pageUp':
      return row(y - lines.page);
    case 'pageDown':
      return row(y + lines.page);
    case 'lineStart':
      return { x: 0, y };
    case 'lineEnd':
      return { x: endOf(lines, y), y };
    case 'wordBack':
      return wordBack({ x, y }, lines);
    case 'wordForward':
      return wordForward({ x, y }, lines);
    case 'top':
      return { x: 0, y: 0 };
    case 'bottom':
      return { x: 0, y: last };
    default:
      return move satisfies never;
  }
}

const endOf = (lines: Lines, y: number): number => Math.max(0, lines.line(y).length - 1);

function wordForward({ x, y }: Spot, lines: Lines): Spot {
  const rest = /^\S*\s+(?=\S)/.exec(lines.line(y).slice(x));
  if (rest) return { x: x + rest[0].length, y };
  for (let below = y + 1; below < lines.count; below++) {
    const start = lines.line(below).search(/\S/);
    if (start >= 0) return { x: start, y: below };
  }
  return { x: endOf(lines, y), y };
}

function wordBack({ x, y }: Spot, lines: Lines): Spot {
  for (let row = y; row >= 0; row--) {
    const before = row === y ? lines.line(row).slice(0, x) : lines.line(row);
    const start = /\S+\s*$/.exec(before);
    if (start) return { x: start.index, y: row };
  }
  return { x: 0, y: 0 };
}

/** The word under a spot, for a double click; undefined on blanks. */
export function wordAt({ x, y }: Spot, lines: Lines): Selection | undefined {
  for (const { index, 0: word } of lines.line(y).matchAll(/\S+/g))
    if (x >= index && x < index + word.length) return { from: { x: index, y }, to: { x: index + word.length - 1, y } };
  return undefined;
}

/** Both ends belong to it. */
export interface Selection {
  readonly from: Spot;
  readonly to: Spot;
}

export function selectionOf({ at, mark }: CopyState): Selection | undefined {
  if (!mark) return undefined;
  return mark.y < at.y || (mark.y === at.y && mark.x <= at.x) ? { from: mark, to: at } : { from: at, to: mark };
}

/** The columns that are selected in a row, the second not included; undefined: none. */
export function selectedIn({ from, to }: Selection, y: number, cols: number): readonly [number, number] | undefined {
  if (y < from.y || y > to.y) return undefined;
  return [y === from.y ? from.x : 0, y === to.y ? to.x + 1 : cols];
}
