/**
 * lslocks: the file locks of the machine, from /proc/locks, with the files as /proc/PID/fd leads to them.
 * Authority: lslocks(8) of util-linux 2.38.1.
 */
import { makedev, type Stat } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { mountOf, readMounts } from './lib/mounts.ts';
import { readPids } from './lib/proc.ts';
import { type Args, program } from './lib/program.ts';
import { readDirectory } from './lib/read-directory.ts';
import { readText } from './lib/read-file.ts';
import { drawTable, type SmartMode } from './lib/smart-table.ts';
import { columnHelp, humanBytes, namedColumns } from './lib/util-linux.ts';

const COLUMNS = {
  COMMAND: { right: false, hint: 15, help: 'command of the process holding the lock' },
  PID: { right: true, hint: 5, bare: true, help: 'PID of the process holding the lock' },
  TYPE: { right: true, hint: 5, help: 'kind of lock' },
  SIZE: { right: true, hint: 4, help: 'size of the lock' },
  INODE: { right: true, hint: 5, bare: true, help: 'inode number' },
  'MAJ:MIN': { right: false, hint: 6, help: 'major:minor device number' },
  MODE: { right: false, hint: 5, help: 'lock access mode' },
  M: { right: true, hint: 1, bare: true, help: 'mandatory state of the lock: 0 (none), 1 (set)' },
  START: { right: true, hint: 10, bare: true, help: 'relative byte offset of the lock' },
  END: { right: true, hint: 10, bare: true, help: 'ending offset of the lock' },
  PATH: { right: false, help: 'path of the locked file' },
  BLOCKER: { right: true, bare: true, help: 'PID of the process blocking the lock' },
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
const SHOWN: readonly Column[] = ['COMMAND', 'PID', 'TYPE', 'SIZE', 'MODE', 'M', 'START', 'END', 'PATH'];

const options = {
  bytes: { short: 'b', long: 'bytes', help: 'print SIZE in bytes rather than in human readable format' },
  json: { short: 'J', long: 'json', help: 'use JSON output format' },
  noinaccessible: { short: 'i', long: 'noinaccessible', help: 'ignore locks without read permissions' },
  noheadings: { short: 'n', long: 'noheadings', help: "don't print headings" },
  output: { short: 'o', long: 'output', value: '<list>', help: 'define which output columns to use' },
  'output-all': { long: 'output-all', help: 'output all columns' },
  pid: { short: 'p', long: 'pid', value: '<pid>', help: 'display only locks held by this process' },
  raw: { short: 'r', long: 'raw', help: 'use the raw output format' },
  notruncate: { short: 'u', long: 'notruncate', help: "don't truncate text in columns" },
} as const;

/** A line of /proc/locks. */
interface Lock {
  readonly id: string;
  readonly waits: boolean;
  readonly kind: string;
  readonly mode: string;
  readonly mandatory: boolean;
  readonly pid: number;
  readonly major: number;
  readonly minor: number;
  readonly ino: number;
  readonly start: string;
  readonly end: string;
}

function parseLine(line: string): Lock | undefined {
  const [id = '', ...rest] = line.trim().split(/\s+/);
  const waits = rest[0] === '->';
  const [kind, how, mode, pid, place, start, end] = waits ? rest.slice(1) : rest;
  const [major = '', minor = '', ino = ''] = place?.split(':') ?? [];
  if (kind === undefined || mode === undefined || start === undefined || end === undefined) return undefined;
  return {
    ...{ id, waits, kind, mode, start },
    mandatory: how === 'MANDATORY',
    pid: Number(pid),
    major: Number.parseInt(major, 16),
    minor: Number.parseInt(minor, 16),
    ino: Number(ino),
    end: end === 'EOF' ? '0' : end,
  };
}

interface Found {
  readonly path: string;
  readonly stat: Stat;
}

/** The file among those that the process has open. */
function* fileOf(sys: Sys, { pid, ino, major, minor }: Lock): Generator<void, Found | undefined> {
  const fds = yield* readDirectory(sys, `/proc/${pid}/fd`);
  if (isFailure(fds)) return undefined;
  for (const { name } of fds) {
    const link = `/proc/${pid}/fd/${name}`;
    const stat = yield* sys.stat(link);
    if (isFailure(stat) || stat.ino !== ino || stat.dev !== makedev(major, minor)) continue;
    const path = yield* sys.readlink(link);
    if (!isFailure(path)) return { path, stat };
  }
  return undefined;
}

/** Of a lock that belongs to an open file, or whose taker is gone, whoever has that file. */
function* ownerOf(sys: Sys, lock: Lock): Generator<void, Lock> {
  if (lock.pid > 0 && (yield* fileOf(sys, lock))) return lock;
  if (lock.pid > 0 && !isFailure(yield* sys.stat(`/proc/${lock.pid}`))) return lock;
  for (const pid of yield* readPids(sys)) if (yield* fileOf(sys, { ...lock, pid })) return { ...lock, pid };
  return lock;
}

function* cellsOf(sys: Sys, lock: Lock, all: readonly Lock[], args: Args<keyof typeof options>) {
  const file = yield* fileOf(sys, lock);
  const json = args.has('json');
  let path = file?.path;
  if (path === undefined) {
    const place = mountOf(yield* readMounts(sys), makedev(lock.major, lock.minor))?.place ?? '';
    path = `${place}...`;
  }
  const comm = yield* readText(sys, `/proc/${lock.pid}/comm`);
  const size = file?.stat.size ?? 0;
  const blocker = lock.waits ? all.find(({ id, waits }) => id === lock.id && !waits)?.pid : undefined;
  const cells: Record<Column, string | undefined> = {
    COMMAND: isFailure(comm) ? '(unknown)' : comm.trimEnd(),
    PID: String(lock.pid),
    TYPE: lock.kind,
    SIZE: size === 0 ? undefined : args.has('bytes') ? String(size) : humanBytes(BigInt(size)),
    INODE: String(lock.ino),
    'MAJ:MIN': `${lock.major}:${lock.minor}`,
    MODE: `${lock.mode}${lock.waits ? '*' : ''}`,
    M: json ? String(lock.mandatory) : lock.mandatory ? '1' : '0',
    START: lock.start,
    END: lock.end,
    PATH: path,
    BLOCKER: blocker === undefined ? undefined : String(blocker),
  };
  return { cells, hidden: args.has('noinaccessible') && file === undefined };
}

/** `PID,path`; with a plus before it, behind what is shown anyway. */
function* chosenColumns(args: Args<keyof typeof options>, io: Io): Generator<void, readonly Column[]> {
  const defaults = args.has('output-all') ? NAMES : SHOWN;
  const list = args.value('output');
  if (list === undefined) return defaults;
  const named = yield* namedColumns(io, list.replace(/^\+/, ''), NAMES);
  return list.startsWith('+') ? [...defaults, ...named] : named;
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const word = args.value('pid');
  if (word !== undefined && !/^\d+$/.test(word)) return yield* io.die(1, `invalid PID argument: '${word}'`);
  const columns = yield* chosenColumns(args, io);
  const text = yield* readText(sys, '/proc/locks');
  if (isFailure(text)) return yield* io.die(1, 'cannot open /proc/locks', text);
  const parsed = text.split('\n').flatMap((line) => parseLine(line) ?? []);
  const locks: Lock[] = [];
  for (const lock of parsed) locks.push(yield* ownerOf(sys, lock));
  const rows: (string | undefined)[][] = [];
  for (const lock of locks.toReversed()) {
    if (word !== undefined && lock.pid !== Number(word)) continue;
    const { cells, hidden } = yield* cellsOf(sys, lock, locks, args);
    if (!hidden) rows.push(columns.map((name) => cells[name]));
  }
  const heads = columns.map((name) => ({ name, ...COLUMNS[name] }));
  const mode: SmartMode = args.has('json') ? 'json' : args.has('raw') ? 'raw' : 'aligned';
  yield* io.print(drawTable({ name: 'locks', columns: heads, rows }, mode, !args.has('noheadings')));
  return 0;
}

export const lslocks = program(
  {
    name: 'lslocks',
    summary: 'list local system locks',
    usage: '[options]',
    about: 'List local system locks.',
    family: 'util-linux',
    section: '8',
    groups: [{ title: 'Options', options: [...Object.keys(options), '', 'help', 'version'], column: 24 }],
    notes: columnHelp(COLUMNS),
    options,
  },
  run,
);
