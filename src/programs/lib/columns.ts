/**
 * Names in columns that fit a line: ls -C and -x. Columns are filled with tabs where the next stop is far enough.
 * Authority: ls.c of coreutils.
 */

export interface Cell {
  readonly text: string;
  /** Columns on the screen. */
  readonly width: number;
}

const MIN_COLUMN = 3;
const GAP = 2;
const TAB = 8;

export interface Layout {
  /** Of the line; 0 is endless. */
  readonly lineWidth: number;
  readonly across: boolean;
  /** Fill with tabs. */
  readonly tabs: boolean;
  /** What ends a line. */
  readonly end: string;
}

const columnOf = (index: number, columns: number, rows: number, across: boolean): number =>
  across ? index % columns : Math.floor(index / rows);

/** The widths of the columns of the widest arrangement that fits. */
const arrange = (cells: readonly Cell[], { lineWidth, across }: Layout): number[] => {
  const most = Math.min(cells.length, Math.max(1, Math.floor(lineWidth / MIN_COLUMN)));
  for (let columns = most; columns > 1; columns -= 1) {
    const rows = Math.ceil(cells.length / columns);
    const widths = new Array<number>(columns).fill(MIN_COLUMN);
    for (const [index, { width }] of cells.entries()) {
      const column = columnOf(index, columns, rows, across);
      const gap = column === columns - 1 ? 0 : GAP;
      widths[column] = Math.max(widths[column] ?? 0, width + gap);
    }
    const total = widths.reduce((sum, width) => sum + width, 0);
    if (total < lineWidth) return widths;
  }
  return [Math.max(MIN_COLUMN, ...cells.map(({ width }) => width))];
};

const fill = (from: number, to: number, tabs: boolean): string => {
  let out = '';
  let at = from;
  while (at < to) {
    if (tabs && Math.floor(to / TAB) > Math.floor((at + 1) / TAB)) {
      out += '\t';
      at += TAB - (at % TAB);
    } else {
      out += ' ';
      at += 1;
    }
  }
  return out;
};

/** All lines, each with its end. */
export const inColumns = (cells: readonly Cell[], layout: Layout): string => {
  if (cells.length === 0) return '';
  if (layout.lineWidth === 0) return `${cells.map(({ text }) => text).join('  ')}${layout.end}`;
  const widths = arrange(cells, layout);
  const columns = widths.length;
  const rows = Math.ceil(cells.length / columns);
  let out = '';
  for (let row = 0; row < rows; row += 1) {
    let start = 0;
    let at = 0;
    for (let column = 0; column < columns; column += 1) {
      const cell = cells[layout.across ? row * columns + column : column * rows + row];
      if (!cell) break;
      out += fill(at, start, layout.tabs) + cell.text;
      at = start + cell.width;
      start += widths[column] ?? 0;
    }
    out += layout.end;
  }
  return out;
};

/** `a, b, c`, broken where a line is full: ls -m. */
export const withCommas = (cells: readonly Cell[], lineWidth: number, end: string): string => {
  let out = '';
  let at = 0;
  for (const [index, { text, width }] of cells.entries()) {
    if (index > 0) {
      if (lineWidth === 0 || at + width + 2 < lineWidth) {
        out += ', ';
        at += 2;
      } else {
        out += `,${end}`;
        at = 0;
      }
    }
    out += text;
    at += width;
  }
  return out + end;
};
