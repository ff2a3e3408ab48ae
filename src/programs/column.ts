/**
 * column: lists in columns that fill the width, or (-t) a table of fields, which may be a tree or JSON.
 * Authority: column(1) of util-linux 2.38.1.
 */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { filled } from './lib/column-fill.ts';
import { type Row, type TableColumn, tableText } from './lib/column-table.ts';
import { ASCII_BRANCHES, drawnTree, type TreeNode, treeOf, UNICODE_BRANCHES } from './lib/column-tree.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { usesUnicode } from './lib/locale.ts';
import { type Args, program } from './lib/program.ts';
import { type JsonNode, jsonTable } from './lib/smart-table.ts';

const options = {
  table: { short: 't', long: 'table', help: 'create a table' },
  tableName: { short: 'n', long: 'table-name', value: '<name>', help: 'table name for JSON output' },
  order: { short: 'O', long: 'table-order', value: '<columns>', help: 'specify order of output columns' },
  names: { short: 'N', long: 'table-columns', value: '<names>', help: 'comma separated columns names' },
  limit: { short: 'l', long: 'table-columns-limit', value: '<num>', help: 'maximal number of input columns' },
  noExtremes: {
    short: 'E',
    long: 'table-noextreme',
    value: '<columns>',
    help: "don't count long text from the columns to column width",
  },
  noheadings: { short: 'd', long: 'table-noheadings', help: "don't print header" },
  repeat: { short: 'e', long: 'table-header-repeat', help: 'repeat header for each page' },
  hide: { short: 'H', long: 'table-hide', value: '<columns>', help: "don't print the columns" },
  right: { short: 'R', long: 'table-right', value: '<columns>', help: 'right align text in these columns' },
  truncate: {
    short: 'T',
    long: 'table-truncate',
    value: '<columns>',
    help: 'truncate text in the columns when necessary',
  },
  wrap: { short: 'W', long: 'table-wrap', value: '<columns>', help: 'wrap text in the columns when necessary' },
  keepEmpty: { short: 'L', long: 'keep-empty-lines', help: "don't ignore empty lines" },
  json: { short: 'J', long: 'json', help: 'use JSON output format for table' },
  tree: { short: 'r', long: 'tree', value: '<column>', help: 'column to use tree-like output for the table' },
  treeId: { short: 'i', long: 'tree-id', value: '<column>', help: 'line ID to specify child-parent relation' },
  treeParent: { short: 'p', long: 'tree-parent', value: '<column>', help: 'parent to specify child-parent relation' },
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

/** A list of columns, each by its number (from 1) or its name: their places. One that is named again counts the last time. */
function* columnsOf(io: Io, list: string, names: readonly string[], count: number): Generator<void, Set<number>> {
  if (list === '0') return new Set(Array.from({ length: count }, (_, at) => at));
  const places = new Set<number>();
  for (const word of list.split(',')) {
    const at = /^\d+$/.test(word) ? Number(word) - 1 : names.indexOf(word);
    if (at < 0 && !/^\d+$/.test(word)) return yield* io.die(1, `undefined column name '${word}'`);
    places.delete(at);
    if (at >= 0 && at < count) places.add(at);
  }
  return places;
}

interface Layout {
  readonly columns: readonly TableColumn[];
  /** Places of the columns that are shown, in their order. */
  readonly order: readonly number[];
  readonly names: readonly string[];
}

function* layoutOf(args: Arguments, io: Io, count: number): Generator<void, Layout> {
  const names = namesOf(args);
  function* listed(list: string | undefined): Generator<void, Set<number>> {
    return list === undefined || list === '' ? new Set() : yield* columnsOf(io, list, names, count);
  }
  const right = yield* listed(args.value('right'));
  const truncated = yield* listed(args.value('truncate'));
  const noExtremes = yield* listed(args.value('noExtremes'));
  const wrapped = yield* listed(args.value('wrap'));
  const hiddenWords = args.value('hide')?.split(',') ?? [];
  const hidden = yield* listed(hiddenWords.filter((word) => word !== '-').join(','));
  const unnamed = hiddenWords.includes('-');
  const isHidden = (at: number): boolean => hidden.has(at) || (unnamed && at >= names.length);
  const all = Array.from({ length: count }, (_, at) => at);
  if (!args.has('noExtremes')) {
    const last = all.findLast((at) => !isHidden(at));
    if (last !== undefined) noExtremes.add(last);
  }
  const order = [...(yield* listed(args.value('order')))];
  order.push(...all.filter((at) => !order.includes(at)));
  const columns = all.map((at) => ({
    name: names[at],
    right: right.has(at),
    truncates: truncated.has(at),
    wraps: wrapped.has(at),
    noExtremes: noExtremes.has(at),
    hiddenBefore: order.slice(0, order.indexOf(at)).filter(isHidden).length,
  }));
  return { columns, names, order: order.filter((at) => !isHidden(at)) };
}

const namesOf = (args: Arguments): string[] =>
  args
    .value('names')
    ?.split(',')
    .filter((name) => name !== '')
    .map(bytes) ?? [];

/** The lines under each other as the options for trees say; all are roots where no tree is asked for. */
function* nodesOf(
  args: Arguments,
  io: Io,
  rows: readonly Row[],
  names: readonly string[],
): Generator<void, { roots: TreeNode<Row>[]; drawn: number | undefined }> {
  const flat = { roots: rows.map((row) => ({ row, children: [] })), drawn: undefined };
  const count = Math.max(0, ...rows.map((row) => row.length));
  function* place(option: 'tree' | 'treeId' | 'treeParent'): Generator<void, number | undefined> {
    const word = args.value(option);
    return word === undefined ? undefined : [...(yield* columnsOf(io, word, names, count))][0];
  }
  const drawn = yield* place('tree');
  const parent = yield* place('treeParent');
  const id = yield* place('treeId');
  if (drawn === undefined || parent === undefined || id === undefined) return flat;
  const roots = treeOf(
    rows,
    (row) => row[id] ?? '',
    (row) => row[parent] ?? '',
  );
  return { roots, drawn };
}

const jsonNodes = (nodes: readonly TreeNode<Row>[], order: readonly number[]): JsonNode[] =>
  nodes.map(({ row, children }) => ({ row: order.map((at) => row[at]), children: jsonNodes(children, order) }));

function* tableOf(lines: readonly Line[], args: Arguments, io: Io, width: number): Generator<void, string> {
  const separators = args.value('separator');
  const limit = Number(args.value('limit') ?? 0);
  const rows = lines.map(({ text }) => fieldsOf(text, separators === undefined ? undefined : bytes(separators), limit));
  const json = args.has('json');
  const given = namesOf(args);
  const count = Math.max(given.length, ...rows.map((row) => row.length), 0);
  const nameless = json ? rows.findIndex((row) => row.length > given.length) : -1;
  if (nameless >= 0)
    return yield* io.die(
      1,
      `line ${lines[nameless]?.number}: for JSON the name of the column ${given.length + 1} is required`,
    );
  if (rows.length === 0) return '';
  const { columns, order, names } = yield* layoutOf(args, io, count);
  const { roots, drawn } = yield* nodesOf(args, io, rows, names);
  const shown = order.flatMap((at) => columns[at] ?? []);
  if (json) {
    const keys = shown.map(({ name = '' }) => ({ name, right: false }));
    return jsonTable(bytes(args.value('tableName') ?? 'table'), keys, jsonNodes(roots, order));
  }
  const branches = usesUnicode(io) ? UNICODE_BRANCHES : ASCII_BRANCHES;
  const drawnRows = drawnTree(roots, branches).map(({ row, prefix }) =>
    order.map((at) => (at === drawn ? bytes(prefix) : '') + (row[at] ?? '')),
  );
  return tableText({
    columns: shown,
    rows: drawnRows,
    heading: names.length > 0 && !args.has('noheadings'),
    page: args.has('repeat') ? yield* pageOf(io) : Number.POSITIVE_INFINITY,
    separator: bytes(args.value('outputSeparator') ?? '  '),
    width,
  });
}

/** Lines of a page: those of the terminal, or 24. */
function* pageOf(io: Io): Generator<void, number> {
  const size = yield* io.sys.tiocgwinsz(1);
  if (!isFailure(size) && size.rows > 0) return size.rows;
  return Number(io.getenv('LINES')) || 24;
}

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

/** A line of the input, and its number there. */
interface Line {
  readonly text: string;
  readonly number: number;
}

function* readLines(sys: Sys, args: Arguments, io: Io): Generator<void, { lines: Line[]; status: number }> {
  const lines: Line[] = [];
  let number = 0;
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
      number += 1;
      if (/[^ \t]/.test(text)) lines.push({ text, number });
      else if (args.has('keepEmpty')) lines.push({ text: '', number });
    }
    if (input.failure) yield* io.error('read failed');
    if (fd !== 0) yield* sys.close(fd);
  }
  return { lines, status };
}

const isTable = (args: Arguments): boolean =>
  args.has('table') || args.has('names') || args.has('json') || args.has('tree');

const NEED_TABLE = ['tableName', 'right', 'order', 'hide', 'truncate', 'wrap', 'noExtremes', 'repeat'] as const;

function* checkOptions(args: Arguments, io: Io): Generator<void, void> {
  const limit = args.value('limit');
  if (limit !== undefined && !/^\d+$/.test(limit)) yield* io.die(1, `invalid columns limit argument: '${limit}'`);
  if (limit !== undefined && Number(limit) === 0) yield* io.die(1, 'columns limit must be greater than zero');
  if (args.has('tree') && !(args.has('treeId') && args.has('treeParent')))
    yield* io.die(1, 'options --tree-id and --tree-parent are required for tree formatting');
  if (!isTable(args) && NEED_TABLE.some((option) => args.has(option)))
    yield* io.die(1, 'option --table required for all --table-*');
  if (args.has('json') && !args.has('names')) yield* io.die(1, 'option --table-columns required for --json');
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
    yield* checkOptions(args, io);
    const { lines, status } = yield* readLines(sys, args, io);
    const texts = lines.map(({ text }) => text);
    const text = isTable(args) ? yield* tableOf(lines, args, io, width) : filled(texts, width, args.has('fillRows'));
    if (io.out.putLatin1(text)) yield* io.out.drain();
    return status;
  },
);
