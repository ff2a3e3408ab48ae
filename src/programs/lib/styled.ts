/** Lines with colours in them, as cells that can be wrapped, cut and compared. Authority: ECMA-48 (SGR), watch(1) --color. */

import { cellWidth } from './width.ts';

export interface Cell {
  readonly char: string;
  /** The sequences that lead to how it looks; empty for plain text. */
  readonly style: string;
}

const TOKEN = /\x1b\[([\d;]*)m|[\s\S]/gu;

/** The cells of a line, and the style that goes on behind it. */
export const styledCells = (line: string, before: string): { cells: Cell[]; style: string } => {
  const cells: Cell[] = [];
  let style = before;
  for (const [token, codes] of line.matchAll(TOKEN)) {
    if (codes === undefined) cells.push({ char: token, style });
    else
      style = /^0*(;|$)/.test(codes)
        ? codes.replace(/^0*;?/, '') && `\x1b[${codes.replace(/^0*;/, '')}m`
        : style + token;
  }
  return { cells, style };
};

/** Rows of at most `columns`. */
export const wrappedCells = (cells: readonly Cell[], columns: number): Cell[][] => {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let used = 0;
  for (const cell of cells) {
    const width = cellWidth(cell.char);
    if (used + width > columns) {
      rows.push(row);
      [row, used] = [[], 0];
    }
    row.push(cell);
    used += width;
  }
  return [...rows, row];
};

/** The row with its sequences; cells that differ from those before are shown inverted. */
export const rowText = (row: readonly Cell[], before: readonly Cell[] | undefined): string => {
  let out = '';
  let style = '';
  for (const [index, cell] of row.entries()) {
    if (cell.style !== style) out += `\x1b[0m${cell.style}`;
    style = cell.style;
    const changed = before !== undefined && cell.char !== (before[index]?.char ?? ' ');
    out += changed ? `\x1b[7m${cell.char}\x1b[27m` : cell.char;
  }
  return style === '' ? out : `${out}\x1b[0m`;
};
