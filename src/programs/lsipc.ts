/**
 * lsipc: System V objects and limits as tables, one object in full, or JSON.
 * A line is never cut down to the terminal. Authority: lsipc(1) of util-linux 2.38.1.
 */

import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { readElements } from './lib/ipcs-details.ts';
import {
  COLUMNS,
  type ColumnName,
  CREATORS,
  columnHelp,
  commandOf,
  detailsOf,
  isColumn,
  type Kind,
  LISTED,
  queueCells,
  type Style,
  segmentCells,
  setCells,
  TIMES,
  type TimeFormat,
} from './lib/lsipc-columns.ts';
import { limitCells } from './lib/lsipc-limits.ts';
import { type Args, program } from './lib/program.ts';
import { drawTable, type SmartMode, type SmartTable } from './lib/smart-table.ts';
import { readQueues, readSegments, readSets } from './lib/sysvipc.ts';
import { readNames } from './lib/users.ts';
import { int32OrDie } from './lib/util-linux.ts';

const options = {
  shmems: { short: 'm', long: 'shmems', help: 'shared memory segments' },
  queues: { short: 'q', long: 'queues', help: 'message queues' },
  semaphores: { short: 's', long: 'semaphores', help: 'semaphores' },
  global: { short: 'g', long: 'global', help: 'info about system-wide usage (may be used with -m, -q and -s)' },
  id: { short: 'i', long: 'id', value: '<id>', help: 'print details on resource identified by <id>' },
  noheadings: { long: 'noheadings', help: "don't print headings" },
  notruncate: { long: 'notruncate', help: "don't truncate output" },
  'time-format': {
    long: 'time-format',
    value: '<type>',
    shown: '    --time-format=<type>',
    help: 'display dates in short, full or iso format',
  },
  bytes: { short: 'b', long: 'bytes', help: 'print SIZE in bytes rather than in human readable format' },
  creator: { short: 'c', long: 'creator', help: 'show creator and owner' },
  export: { short: 'e', long: 'export', help: 'display in an export-able output format' },
  json: { short: 'J', long: 'json', help: 'use the JSON output format' },
  newline: { short: 'n', long: 'newline', help: 'display each piece of information on a new line' },
  list: { short: 'l', long: 'list', help: 'force list output format (for example with --id)' },
  output: {
    short: 'o',
    long: 'output',
    value: '<list>',
    shown: '-o, --output[=<list>]',
    help: 'define the columns to output',
  },
  'numeric-perms': { short: 'P', long: 'numeric-perms', help: 'print numeric permissions (PERMS column)' },
  raw: { short: 'r', long: 'raw', help: 'display in raw mode' },
  time: { short: 't', long: 'time', help: 'show attach, detach and change times' },
  shell: { short: 'y', long: 'shell', help: 'use column names to be usable as shell variable identifiers' },
} as const;

type Name = keyof typeof options;
type Arguments = Args<Name>;

/** In the order in which a complaint names them. */
const EXCLUSIVE: readonly (readonly Name[])[] = [
  ['json', 'export', 'list', 'newline', 'raw'],
  ['global', 'id'],
  ['shmems', 'queues', 'semaphores'],
];
const KINDS: readonly Kind[] = ['queues', 'shmems', 'semaphores'];
const FORMATS: readonly TimeFormat[] = ['short', 'full', 'iso'];
/** The name that a table has in JSON; an empty one of the first two has none. */
const TABLE_NAMES = { queues: 'messages', shmems: 'sharedmemory', semaphores: 'semaphores' } as const;

type Cells = Partial<Record<ColumnName, string>>;

/** What the options ask for, read in their order, as the first mistake is what is told. */
interface Plan {
  readonly kind: Kind | undefined;
  readonly global: boolean;
  readonly id: number;
  readonly mode: SmartMode | 'pretty';
  readonly time: TimeFormat | undefined;
}

function* plan(args: Arguments, io: Io): Generator<void, Plan> {
  const seen = new Set<Name>();
  let id = -1;
  let time: TimeFormat | undefined;
  for (const { option, value = '' } of args.given) {
    seen.add(option);
    const rivals = EXCLUSIVE.find((group) => group.includes(option) && group.filter((one) => seen.has(one)).length > 1);
    if (rivals) yield* io.die(1, `mutually exclusive arguments: ${rivals.map((one) => `--${one}`).join(' ')}`);
    if (option === 'id') id = yield* int32OrDie(io, value, 'failed to parse IPC identifier');
    if (option !== 'time-format') continue;
    time = FORMATS.find((format) => format === value);
    if (!time) yield* io.die(1, `unknown time format: ${value}`);
  }
  const kind = args.last(...KINDS);
  const global = kind === undefined || args.has('global');
  if (kind === undefined && (args.has('creator') || args.has('time') || id >= 0))
    yield* io.die(1, '--global is mutually exclusive with --creator, --id and --time');
  const mode = args.last('json', 'export', 'newline', 'raw') ?? (id < 0 || args.has('list') ? 'aligned' : 'pretty');
  return { kind, global, id, mode, time };
}

function defaults({ kind, global, mode }: Plan, args: Arguments): readonly ColumnName[] {
  const extra = args.has('creator') || args.has('time');
  if (kind && mode === 'pretty' && !extra) return detailsOf(kind);
  const listed = kind ? LISTED[kind] : [];
  const times = kind && args.has('time') ? TIMES[kind] : [];
  const creators = args.has('creator') ? CREATORS : [];
  const limits = global ? LISTED.global : [];
  // Among times alone the command stays last.
  const last = listed.filter((name) => name === 'COMMAND' && times.length > 0 && creators.length === 0);
  const first = listed.filter((name) => !last.includes(name));
  return [...first, ...limits, ...creators, ...times, ...last];
}

/** `ID,KEY`; with a plus before it what is shown anyway comes first. */
function* chosenColumns(plan: Plan, args: Arguments, io: Io): Generator<void, readonly ColumnName[]> {
  const list = args.value('output');
  if (list === undefined) return defaults(plan, args);
  if (list === '') return io.exit(1);
  const words = list.replace(/^\+/, '').match(/[^,]+(?:,$)?/g) ?? [];
  const columns: ColumnName[] = list.startsWith('+') ? [...defaults(plan, args)] : [];
  for (const word of words) {
    const name = word.toUpperCase();
    if (!isColumn(name)) return yield* io.die(1, `unknown column: ${word}`);
    columns.push(name);
  }
  const { kind, global } = plan;
  for (const name of columns) {
    const of = 'of' in COLUMNS[name] ? COLUMNS[name].of : undefined;
    const applies = of === undefined ? kind !== undefined : of === 'global' ? global : of === kind;
    if (!applies) return yield* io.die(1, `column ${name} does not apply to the specified IPC`);
  }
  return columns;
}

function* objects(sys: Sys, kind: Kind, style: Style): Generator<void, Cells[]> {
  switch (kind) {
    case 'queues':
      return (yield* readQueues(sys)).map((queue) => queueCells(queue, style));
    case 'semaphores':
      return (yield* readSets(sys)).map((set) => setCells(set, style));
    case 'shmems': {
      const all: Cells[] = [];
      for (const segment of yield* readSegments(sys)) all.push(yield* segmentCells(sys, segment, style));
      return all;
    }
  }
}

/** With --global alone, or with it beside a kind: limits, and no objects. */
function* rowsOf(sys: Sys, { kind, global, id }: Plan, style: Style): Generator<void, Cells[] | undefined> {
  if (global || !kind) return yield* limitCells(sys, kind ? [kind] : KINDS, style);
  const all = yield* objects(sys, kind, style);
  if (id < 0) return all;
  const found = all.filter(({ ID }) => ID === String(id));
  return found.length > 0 ? found : undefined;
}

const shellName = (name: string): string => name.replace('%', '_PCT');

const LABEL_COLUMNS = 36;

/** A line for each thing that is known. */
const pretty = (columns: readonly ColumnName[], cells: Cells): string =>
  columns
    .flatMap((name) => {
      const cell = cells[name];
      const label = `${COLUMNS[name].label}:`.padEnd(LABEL_COLUMNS);
      return cell === undefined ? [] : [`${label}${cell.padEnd(LABEL_COLUMNS)}\n`];
    })
    .join('');

function* elementsText(sys: Sys, id: number): Generator<void, string> {
  const nsems = (yield* readSets(sys)).find((set) => set.id === id)?.nsems ?? 0;
  const elements = yield* readElements(sys, id, nsems);
  if (!elements) return '';
  const rows: (string | undefined)[][] = [];
  for (const [num, { value, ncount, zcount, pid }] of elements.entries())
    rows.push([...[num, value, ncount, zcount, pid].map(String), yield* commandOf(sys, pid)]);
  const right = ['SEMNUM', 'VALUE', 'NCOUNT', 'ZCOUNT', 'PID'].map((name) => ({ name, right: true }));
  const table = { name: 'elements', columns: [...right, { name: 'COMMAND', right: false }], rows };
  return `Elements:\n\n${drawTable(table, 'aligned')}`;
}

function tableOf(
  columns: readonly ColumnName[],
  rows: readonly Cells[],
  { kind, global }: Plan,
  args: Arguments,
): SmartTable {
  const named = kind === 'semaphores' || rows.length > 0;
  const name = global ? 'ipclimits' : kind && named ? TABLE_NAMES[kind] : '';
  return {
    name,
    columns: columns.map((column) => ({
      name: column,
      variable: args.has('shell') ? shellName(column) : undefined,
      right: COLUMNS[column].right,
    })),
    rows: rows.map((cells) => columns.map((column) => cells[column])),
  };
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const wanted = yield* plan(args, io);
  const { kind, id, mode } = wanted;
  const columns = yield* chosenColumns(wanted, args, io);
  const style: Style = {
    bytes: args.has('bytes'),
    numericPerms: args.has('numeric-perms'),
    time: wanted.time ?? (mode === 'pretty' ? 'full' : 'short'),
    names: yield* readNames(sys),
    zone: io.zone,
    now: yield* sys.clock_gettime(),
  };
  const rows = yield* rowsOf(sys, wanted, style);
  const [first] = rows ?? [];
  if (!rows) yield* io.error(`id ${id} not found`);
  else if (mode !== 'pretty')
    yield* io.print(drawTable(tableOf(columns, rows, wanted, args), mode, !args.has('noheadings')));
  else if (first) {
    yield* io.print(pretty(columns, first));
    if (kind === 'semaphores') yield* io.print(yield* elementsText(sys, id));
  }
  return 0;
}

export const lsipc = program(
  {
    name: 'lsipc',
    summary: 'show information on IPC facilities currently employed in the system',
    usage: '[options]',
    about: 'Show information on IPC facilities.',
    family: 'util-linux',
    groups: [
      { title: 'Resource options', options: ['shmems', 'queues', 'semaphores', 'global', 'id'] },
      {
        title: 'Options',
        options: [
          ...['noheadings', 'notruncate', 'time-format', 'bytes', 'creator', 'export', 'json', 'newline', 'list'],
          ...['output', 'numeric-perms', 'raw', 'time', 'shell', '', 'help', 'version'],
        ],
        column: 26,
      },
    ],
    notes: columnHelp(),
    options,
  },
  run,
);
