/**
 * column: lists in columns that fill the width, or (-t) a table of fields.
 * Leaves out JSON, trees, wrapping and truncating. Authority: column(1) of util-linux 2.38.1.
 */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';

const TAB = 8;

const options = {
  table: { short: 't', long: 'table', help: 'create a table' },
  names: { short: 'N', long: 'table-columns', value: '<names>', help: 'comma separated columns names' },
  limit: { short: 'l', long: 'table-columns-limit', value: '<num>', help: 'maximal number of input columns' },
  noheadings: { short: 'd', long: 'table-noheadings', help: "don't print header" },
  right: { short: 'R', long: 'table-right', value: '<columns>', help: 'right align text in these columns' },
  keepEmpty: { short: 'L', long: 'keep-empty-lines', help: "don't ignore empty lines" },
  width: { short: 'c', long: 'output-width', value: '<width>', help: 'width of output in number of characters' },
  columns: { long: 'columns', value: '<width>', help: 'the same as --output-width' },
  outputSeparator: {
    short: 'o',
    long: 'output-separator',
    value: '<string>',
    help: 'columns separator for table output (default is two spaces)',
  },
  separator: { short: 's', long: 'separator', value: '<string>', help: 'possible table delimiters' },
  fillRows: { short: 'x', long: 'fillrows', help: 'fill rows before columns' },
} as const;

type Arguments = Args<keyof typeof options>;

const bytes = (text: string): string => latin1(encode(text));
const nextTab = (at: number): number => at - (at % TAB) + TAB;

/** Tabs from `at` to the column that ends at `end`. */
const tabsTo = (at: number, end: number): { text: string; at: number } => {
  let text = '';
  let here = at;
  while (nextTab(here) <= end) {
    here = nextTab(here);
    text += '\t';
  }
  return { text, at: here };
};

const fillColumns = (entries: readonly string[], width: number, columns: number): string => {
  const rows = Math.ceil(entries.length / columns);
  let out = '';
  for (let row = 0; row < rows; row += 1) {
    let at = 0;
    let end = width;
    for (let index = row; index < entries.length; ) {
      const entry = entries[index] ?? '';
      out += entry;
      at += entry.length;
      index += rows;
      if (index >= entries.length) break;
      const tabs = tabsTo(at, end);
      out += tabs.text;
      at = tabs.at;
      end += width;
    }
    out += '\n';
  }
  return out;
};

const fillRows = (entries: readonly string[], width: number, columns: number): string => {
  let out = '';
  let at = 0;
  let end = width;
  for (const [index, entry] of entries.entries()) {
    out += entry;
    at += entry.length;
    if (index === entries.length - 1) break;
    if ((index + 1) % columns === 0) {
      out += '\n';
      at = 0;
      end = width;
      continue;
    }
    const tabs = tabsTo(at, end);
    out += tabs.text;
    at = tabs.at;
    end += width;
  }
  return at > 0 ? `${out}\n` : out;
};

const listed = (entries: readonly string[], lineWidth: number, rows: boolean): string => {
  if (entries.length === 0) return '';
  const longest = entries.reduce((most, entry) => Math.max(most, entry.length), 0);
  if (longest >= lineWidth) return entries.map((entry) => `${entry}\n`).join('');
  const width = nextTab(longest);
  const columns = Math.max(1, Math.floor(lineWidth / width));
  return rows ? fillRows(entries, width, columns) : fillColumns(entries, width, columns);
};

/** The fields of a line: between runs of blanks, or between any of the given characters. */
const fieldsOf = (line: string, separators: string | undefined, limit: number): string[] => {
  const fields: string[] = [];
  let rest = separators === undefined ? line.replace(/^[ \t]+/, '') : line;
  for (;;) {
    const characters = separators ?? ' \t';
    let end = 0;
    while (end < rest.length && !characters.includes(rest.charAt(end))) end += 1;
    if (end === rest.length || fields.length + 1 === limit) break;
    fields.push(rest.slice(0, end));
    const last = fields.length + 1 === limit;
    rest = separators === undefined && !last ? rest.slice(end).replace(/^[ \t]+/, '') : rest.slice(end + 1);
    if (separators === undefined && rest === '') return fields;
  }
  if (rest !== '' || separators !== undefined) fields.push(rest);
  return fields;
};

/** Which columns -R names: by number, by name, or all of them (0). */
const rightColumns = (list: string | undefined, names: readonly string[], count: number): Set<number> => {
  const columns = new Set<number>();
  for (const word of list?.split(',') ?? []) {
    const named = names.indexOf(word);
    if (named >= 0) columns.add(named);
    else if (word === '0') for (let i = 0; i < count; i += 1) columns.add(i);
    else if (/^-?\d+$/.test(word)) columns.add(Number(word) < 0 ? count + Number(word) : Number(word) - 1);
  }
  return columns;
};

const tableOf = (lines: readonly string[], args: Arguments): string => {
  const separators = args.value('separator');
  const limit = Number(args.value('limit') ?? 0);
  const rows = lines.map((line) => fieldsOf(line, separators === undefined ? undefined : bytes(separators), limit));
  const names = args.value('names')?.split(',').map(bytes) ?? [];
  const count = Math.max(names.length, ...rows.map((row) => row.length), 0);
  if (names.length > 0 && !args.has('noheadings')) rows.unshift(names);
  const widths = Array.from({ length: count }, (_, i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
  const right = rightColumns(args.value('right'), names, count);
  const between = bytes(args.value('outputSeparator') ?? '  ');
  let out = '';
  for (const row of rows) {
    const cells = widths.map((width, i) => {
      const cell = row[i] ?? '';
      if (right.has(i)) return cell.padStart(width);
      return i === count - 1 ? cell : cell.padEnd(width);
    });
    out += `${cells.join(between)}\n`;
  }
  return out;
};

function* widthOf(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const option = args.last('width', 'columns');
  const word = option && args.value(option);
  if (word !== undefined) {
    if (/^\d+$/.test(word) && Number(word) > 0) return Number(word);
    if (word === 'unlimited') return Number.POSITIVE_INFINITY;
    return yield* io.die(1, `invalid columns argument: '${word}'`);
  }
  const columns = Number(io.getenv('COLUMNS') ?? 0);
  if (columns > 0) return columns;
  const size = yield* sys.tiocgwinsz(1);
  return isFailure(size) || size.cols === 0 ? 80 : size.cols;
}

function* readLines(sys: Sys, args: Arguments, io: Io): Generator<void, { lines: string[]; status: number }> {
  const lines: string[] = [];
  let status = 0;
  for (const name of args.operands.length > 0 ? args.operands : ['-']) {
    const fd = args.operands.length > 0 ? yield* sys.open(name, 0) : yield* openInput(sys, '-');
    if (isFailure(fd)) {
      yield* io.fail(name, fd);
      status = 1;
      continue;
    }
    const input = new Input(sys, fd);
    for (let line = yield* input.line(); line !== undefined; line = yield* input.line()) {
      const text = line.replace(/\n$/, '');
      if (/[^ \t]/.test(text)) lines.push(text);
      else if (args.has('keepEmpty')) lines.push('');
    }
    if (input.failure) yield* io.error('read failed');
    if (fd !== 0) yield* sys.close(fd);
  }
  return { lines, status };
}

export const column = program(
  {
    name: 'column',
    summary: 'columnate lists',
    usage: '[options] [<file>...]',
    about: 'Columnate lists.',
    options,
    family: 'util-linux',
  },
  function* (sys, args, io) {
    const width = yield* widthOf(sys, args, io);
    const table = args.has('table') || args.has('names');
    if (!table && args.has('right')) return yield* io.die(1, 'option --table required for all --table-*');
    const { lines, status } = yield* readLines(sys, args, io);
    const text = table ? tableOf(lines, args) : listed(lines, width, args.has('fillRows'));
    if (io.out.putLatin1(text)) yield* io.out.drain();
    return status;
  },
);
