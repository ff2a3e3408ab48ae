/**
 * Where prompt and line stand on the screen: rows of cells, wrapped at the right margin, and the cursor's place.
 * Control characters show as ^X, a tab as blanks to the next eighth column, a newline begins a row.
 * Authority: what readline 8.2 shows on an xterm.
 */

import { charWidth, type Width } from '../../width.ts';
import type { Line } from './line.ts';

/** A column of the screen. A wide character has a second cell of width 0 behind it. */
export interface Cell {
  readonly text: string;
  readonly width: Width;
  readonly standout: boolean;
  /** Escape sequences that a prompt wants written before (after) this cell; they take no room. */
  readonly before?: string;
  readonly after?: string;
}

export type Row = readonly Cell[];

export interface Layout {
  readonly rows: readonly Row[];
  readonly row: number;
  readonly column: number;
}

// ---------------------------------------------------------------- prompts

/** What stands before the line. Rows above the last one are written once and not kept up. */
export interface Prompt {
  readonly above: string;
  readonly cells: Row;
  /** Escape sequences of a prompt that has no visible character at all. */
  readonly bare: string;
}

/** PS1's `\[` and `\]` arrive as these: what stands between takes no room. */
const INVISIBLE_START = '\x01';
const INVISIBLE_END = '\x02';

function splitPrompt(text: string): { cells: Cell[]; rest: string } {
  const cells: Cell[] = [];
  let hiddenText = '';
  let hidden = false;
  for (const char of text) {
    if (char === INVISIBLE_START || char === INVISIBLE_END) {
      hidden = char === INVISIBLE_START;
      continue;
    }
    if (hidden) {
      hiddenText += char;
      continue;
    }
    const width = charWidth(char);
    cells.push({ text: char, width: width === 2 ? 2 : 1, standout: false, ...(hiddenText && { before: hiddenText }) });
    if (width === 2) cells.push(rightHalf(false));
    hiddenText = '';
  }
  return { cells, rest: hiddenText };
}

export function promptOf(text: string): Prompt {
  const cut = text.lastIndexOf('\n') + 1;
  const { cells, rest } = splitPrompt(text.slice(cut));
  const last = cells.at(-1);
  if (rest !== '' && last !== undefined) cells[cells.length - 1] = { ...last, after: rest };
  const above = text.slice(0, cut).replaceAll(INVISIBLE_START, '').replaceAll(INVISIBLE_END, '');
  return { above, cells, bare: last === undefined ? rest : '' };
}

// ---------------------------------------------------------------- rows

const rightHalf = (standout: boolean): Cell => ({ text: '', width: 0, standout });

const TAB = 8;

/** Rows under construction. A row that is full is left at once: the cursor then stands on the next one. */
class Page {
  readonly rows: Cell[][] = [[]];
  private readonly columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** One row alone, of which a part will be shown. */
  get isEndless(): boolean {
    return this.columns === Number.POSITIVE_INFINITY;
  }

  get row(): Cell[] {
    return this.rows.at(-1) ?? [];
  }

  /** Begins a new row first if the next character, being wide, does not fit. */
  makeRoom(width: number): void {
    if (this.row.length + width > this.columns) this.rows.push([]);
  }

  put(...cells: Cell[]): void {
    this.makeRoom(cells.length);
    this.row.push(...cells);
    if (this.row.length >= this.columns) this.rows.push([]);
  }

  combine(char: string, standout: boolean): void {
    const row = this.row.length > 0 ? this.row : (this.rows.at(-2) ?? this.row);
    const at = row.at(-1)?.width === 0 ? row.length - 2 : row.length - 1;
    const base = row[at];
    if (base === undefined) this.put({ text: ` ${char}`, width: 1, standout });
    else row[at] = { ...base, text: base.text + char };
  }
}

function putChar(page: Page, char: string, standout: boolean): void {
  const code = char.codePointAt(0) ?? 0;
  if (char === '\n' && !page.isEndless) page.rows.push([]);
  else if (char === '\t') putBlanks(page, TAB - (page.row.length % TAB), standout);
  else if (code < 0x20) putCaret(page, String.fromCharCode(code + 0x40), standout);
  else if (code === 0x7f) putCaret(page, '?', standout);
  else putPrintable(page, char, standout);
}

function putBlanks(page: Page, count: number, standout: boolean): void {
  for (let left = count; left > 0; left--) page.put({ text: ' ', width: 1, standout });
}

function putCaret(page: Page, letter: string, standout: boolean): void {
  page.put({ text: '^', width: 1, standout });
  page.put({ text: letter, width: 1, standout });
}

function putPrintable(page: Page, char: string, standout: boolean): void {
  const width = charWidth(char);
  if (width === 0) page.combine(char, standout);
  else if (width === 1) page.put({ text: char, width, standout });
  else page.put({ text: char, width, standout }, rightHalf(standout));
}

const putRow = (page: Page, cells: Row): void => {
  cells.forEach((cell, at) => {
    const half = cells[at + 1];
    if (cell.width === 2 && half !== undefined) page.put(cell, half);
    else if (cell.width !== 0) page.put(cell);
  });
};

/** Lays out prompt and line on a terminal of so many columns. */
export function layOut(prompt: Prompt, line: Line, columns: number): Layout {
  const page = new Page(Math.max(columns, 2));
  putRow(page, prompt.cells);
  const place = () => ({ row: page.rows.length - 1, column: page.row.length });
  let cursor = place();
  const [from, to] = line.mark < line.point ? [line.mark, line.point] : [line.point, line.mark];
  line.chars.forEach((char, at) => {
    if (at === line.point) {
      // A wide character that does not fit takes the cursor to the next row with it.
      page.makeRoom(charWidth(char));
      cursor = place();
    }
    putChar(page, char, line.region && at >= from && at < to);
  });
  if (line.point >= line.chars.length) cursor = place();
  return { rows: page.rows, ...cursor };
}
