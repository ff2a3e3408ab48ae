/** The table of column -t: which columns, in which order, how they are cut, wrapped and aligned. Authority: column(1). */

import { columnWidths } from './column-widths.ts';
import { fromBytes, toText } from './latin.ts';
import { wrapped } from './pager.ts';
import { textWidth } from './width.ts';

export interface TableColumn {
  readonly name: string | undefined;
  readonly right: boolean;
  readonly truncates: boolean;
  readonly wraps: boolean;
  readonly noExtremes: boolean;
  /** Hidden columns in front of it, whose separators show where a row is broken. */
  readonly hiddenBefore: number;
}

/** The fields of a line; those that it does not have are empty. */
export type Row = readonly string[];

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Row[];
  readonly heading: boolean;
  /** After so many lines the heading comes again. */
  readonly page: number;
  readonly separator: string;
  /** Of a line. */
  readonly width: number;
}

const lengthOf = (bytes: string): number => textWidth(toText(bytes));
const gap = (bytes: string, width: number): string => ' '.repeat(Math.max(0, width - lengthOf(bytes)));

const piecesOf = (text: string, width: number, { wraps, truncates }: TableColumn): string[] => {
  if (lengthOf(text) <= width || width === 0 || (!wraps && !truncates)) return [text];
  const pieces = wrapped(toText(text), width).map(fromBytes);
  return wraps ? pieces : pieces.slice(0, 1);
};

class TablePrinter {
  private readonly table: Table;
  private readonly widths: readonly number[];

  constructor(table: Table) {
    this.table = table;
    const { columns, rows, heading, separator, width } = table;
    this.widths = columnWidths(
      columns.map(({ name, truncates, wraps, noExtremes }, at) => ({
        heading: heading ? name : undefined,
        lengths: rows.map((row) => lengthOf(row[at] ?? '')),
        cuts: truncates || wraps,
        noExtremes,
      })),
      width,
      separator.length * Math.max(0, columns.length - 1),
    );
  }

  private padded(text: string, at: number): string {
    const width = this.widths[at] ?? 0;
    const last = at === this.table.columns.length - 1;
    if (last && (text === '' || !this.table.columns[at]?.right)) return text;
    return this.table.columns[at]?.right ? gap(text, width) + text : text + gap(text, width);
  }

  private line(cells: readonly string[]): string {
    const { columns, separator } = this.table;
    let out = '';
    for (const [at, cell] of cells.entries()) {
      const last = at === columns.length - 1;
      out += this.padded(cell, at);
      if (last) break;
      if (lengthOf(cell) > (this.widths[at] ?? 0)) {
        // What is too long has a line for itself; the rest of the row stands below, in its columns.
        out += '\n';
        out += separator.repeat(columns[at]?.hiddenBefore ?? 0);
        for (let i = 0; i <= at; i += 1) out += ' '.repeat(this.widths[i] ?? 0) + separator;
      } else out += separator;
    }
    return `${out}\n`;
  }

  private row(row: Row): string {
    const { columns } = this.table;
    const pieces = columns.map((column, at) => piecesOf(row[at] ?? '', this.widths[at] ?? 0, column));
    const height = Math.max(...pieces.map((piece) => piece.length));
    let out = '';
    for (let i = 0; i < height; i += 1) out += this.line(pieces.map((piece) => piece[i] ?? ''));
    return out;
  }

  text(): string {
    const { columns, rows, heading, page } = this.table;
    const names = columns.map(({ name }) => name ?? '');
    if (!heading) return rows.map((row) => this.row(row)).join('');
    const head = this.row(names);
    let text = head;
    let lines = 0;
    for (const row of rows) {
      if (lines >= page) {
        text += head;
        lines = 0;
      }
      const shown = this.row(row);
      lines += shown.split('\n').length - 1;
      text += shown;
    }
    return text;
  }
}

export const tableText = (table: Table): string => {
  if (table.rows.length === 0) return '';
  if (table.columns.length === 0) return table.rows.map(() => '\n').join('');
  return new TablePrinter(table).text();
};
