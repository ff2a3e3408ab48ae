/**
 * Redisplay: from what stands on the screen to what should, with few bytes. An appended character costs itself;
 * the cursor goes by \b, CSI C, CSI A, CR and LF; CSI @ and CSI P shift a row's tail.
 * Leaves out lines taller than the screen (as readline does).
 * Authority: what readline 8.2 writes to an xterm.
 */
import type { Cell, Layout, Prompt, Row } from './layout.ts';

/** What the terminal shows of the line, and where its cursor is, counted from the prompt's first row. */
export interface Screen {
  readonly rows: readonly Row[];
  readonly row: number;
  /** Equal to `columns` after the last column was written: the terminal wraps with the next character. */
  readonly column: number;
  readonly columns: number;
  readonly height: number;
}

export const blankScreen = (columns: number, height: number): Screen => ({
  rows: [],
  row: 0,
  column: 0,
  columns,
  height,
});

/** The place where bytes are collected, and where they have brought the cursor. */
interface Pen {
  out: string;
  row: number;
  column: number;
  readonly columns: number;
}

const penAt = (screen: Screen): Pen => ({ out: '', row: screen.row, column: screen.column, columns: screen.columns });

// ---------------------------------------------------------------- the cursor

function goToRow(pen: Pen, row: number): void {
  if (pen.row === row) return;
  if (pen.column >= pen.columns) goToColumn(pen, 0);
  if (row < pen.row) pen.out += '\x1b[A'.repeat(pen.row - row);
  else {
    pen.out += `${'\n'.repeat(row - pen.row)}\r`;
    pen.column = 0;
  }
  pen.row = row;
}

function goToColumn(pen: Pen, column: number): void {
  if (column === pen.column) return;
  const back = pen.column - column;
  // In the last column the terminal may be about to wrap, and then \b does not count from where it seems.
  const farBack = back > column + 1 || pen.column >= pen.columns;
  if (back > 0 && (column === 0 || farBack)) {
    pen.out += '\r';
    pen.column = 0;
  }
  pen.out += column < pen.column ? '\b'.repeat(pen.column - column) : '\x1b[C'.repeat(column - pen.column);
  pen.column = column;
}

function goTo(pen: Pen, row: number, column: number): void {
  goToRow(pen, row);
  goToColumn(pen, column);
}

// ---------------------------------------------------------------- cells

function write(pen: Pen, cells: Row): void {
  let standout = false;
  for (const cell of cells) {
    if (cell.width !== 0) {
      if (cell.standout !== standout) pen.out += cell.standout ? '\x1b[7m' : '\x1b[27m';
      standout = cell.standout;
      pen.out += (cell.before ?? '') + cell.text + (cell.after ?? '');
    }
    pen.column++;
  }
  if (standout) pen.out += '\x1b[27m';
}

const same = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a?.text === b?.text && a?.width === b?.width && a?.standout === b?.standout;

function commonStart(a: Row, b: Row): number {
  const length = Math.min(a.length, b.length);
  let count = 0;
  while (count < length && same(a[count], b[count])) count++;
  return count;
}

/** How many cells at the end are equal, after `skip` at the start. */
function commonEnd(a: Row, b: Row, skip: number): number {
  const length = Math.min(a.length, b.length) - skip;
  let count = 0;
  while (count < length && same(a[a.length - 1 - count], b[b.length - 1 - count])) count++;
  return count;
}

const hasWide = (row: Row): boolean => row.some((cell) => cell.width === 2);

// ---------------------------------------------------------------- rows

/** A tail of at most this many cells is written again rather than shifted: CSI @ costs four bytes itself. */
const SHORT_TAIL = 4;

function updateRow(pen: Pen, row: number, old: Row, next: Row): void {
  const start = commonStart(old, next);
  if (start === old.length && start === next.length) return;
  // Shifting cells under a wide character could cut it in two.
  const tail = hasWide(old) || hasWide(next) ? 0 : commonEnd(old, next, start);
  const oldMiddle = old.length - start - tail;
  const nextMiddle = next.length - start - tail;
  const shifts = nextMiddle < oldMiddle ? tail > 0 : nextMiddle > oldMiddle && tail > SHORT_TAIL;
  const writesFirst = !shifts || Math.min(oldMiddle, nextMiddle) > 0;
  const isWrap = pen.column >= pen.columns && row === pen.row + 1 && start === 0 && next.length > 0 && writesFirst;
  if (isWrap) [pen.row, pen.column] = [row, 0];
  else goTo(pen, row, start);

  if (oldMiddle === nextMiddle) {
    write(pen, next.slice(start, start + nextMiddle));
  } else if (shifts && nextMiddle < oldMiddle) {
    write(pen, next.slice(start, start + nextMiddle));
    pen.out += `\x1b[${oldMiddle - nextMiddle}P`;
  } else if (shifts) {
    write(pen, next.slice(start, start + oldMiddle));
    pen.out += `\x1b[${nextMiddle - oldMiddle}@`;
    write(pen, next.slice(start + oldMiddle, start + nextMiddle));
  } else {
    write(pen, next.slice(start));
    if (next.length < old.length) pen.out += '\x1b[K';
  }
}

/** Begins a row below the last one. An empty one behind a full row needs a blank to make the terminal wrap. */
function addRow(pen: Pen, row: number, next: Row): void {
  const isWrap = pen.column >= pen.columns && row === pen.row + 1;
  if (next.length > 0) updateRow(pen, row, [], next);
  else if (!isWrap) goTo(pen, row, 0);
  else {
    pen.out += ' \r';
    [pen.row, pen.column] = [row, 0];
  }
}

// ---------------------------------------------------------------- the face

export interface Painted {
  readonly output: string;
  readonly screen: Screen;
}

const finish = (pen: Pen, screen: Screen, layout: Layout): Painted => {
  goTo(pen, layout.row, layout.column);
  const { row, column } = pen;
  return { output: pen.out, screen: { ...screen, rows: layout.rows, row, column } };
};

function clearBelow(pen: Pen, rows: readonly Row[], from: number): void {
  for (let row = from; row < rows.length; row++) {
    if (rows[row]?.length === 0) continue;
    goTo(pen, row, 0);
    pen.out += '\x1b[K';
  }
}

/** Brings the screen to the layout. */
export function repaint(screen: Screen, layout: Layout): Painted {
  const pen = penAt(screen);
  // Of a line taller than the screen the upper rows cannot be reached: from the first change on all is written again.
  const isTall = Math.max(layout.rows.length, screen.rows.length) > screen.height;
  let changed = false;
  layout.rows.forEach((next, row) => {
    const old = screen.rows[row];
    if (old === undefined || (isTall && changed)) addRow(pen, row, next);
    else updateRow(pen, row, old, next);
    changed ||= pen.out !== '';
  });
  clearBelow(pen, screen.rows, layout.rows.length);
  return finish(pen, screen, layout);
}

/** Writes everything again over what is there, with the prompt's colours: after a search or a message. */
export function overwrite(screen: Screen, prompt: Prompt, layout: Layout): Painted {
  const pen = penAt(screen);
  goToRow(pen, 0);
  pen.out += `\r${prompt.bare}`;
  pen.column = 0;
  layout.rows.forEach((next, row) => {
    addRow(pen, row, next);
    if (next.length < (screen.rows[row]?.length ?? 0)) pen.out += '\x1b[K';
  });
  clearBelow(pen, screen.rows, layout.rows.length);
  return finish(pen, screen, layout);
}

/** Writes prompt and line where the cursor is, on an empty row. */
export function paint(blank: Screen, prompt: Prompt, layout: Layout): Painted {
  const painted = repaint(blank, layout);
  return { ...painted, output: prompt.bare + painted.output };
}

/** Goes to the last row of the line; a line that ends in an empty row needs no newline there. */
export function toLastRow(screen: Screen): { readonly output: string; readonly onEmptyRow: boolean } {
  const pen = penAt(screen);
  const last = Math.max(screen.rows.length - 1, 0);
  goToRow(pen, last);
  return { output: pen.out, onEmptyRow: last > 0 && screen.rows[last]?.length === 0 };
}
