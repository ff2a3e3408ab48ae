/** The columns of lsipc, and what stands in them for each kind of object. Authority: lsipc(1) of util-linux 2.38.1. */
import { SHM_DEST, SHM_LOCKED } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { momentOf } from './calendar.ts';
import { timeText } from './ipcs-tables.ts';
import { readText } from './read-file.ts';
import { strftime } from './strftime.ts';
import { type IpcRecord, keyText, type QueueRecord, type SegmentRecord, type SetRecord } from './sysvipc.ts';
import type { Names } from './users.ts';
import { humanBytes } from './util-linux.ts';
import type { Zone } from './zone.ts';

export type Kind = 'queues' | 'shmems' | 'semaphores';

export interface Column {
  /** Before the value when one object alone is shown. */
  readonly label: string;
  readonly right: boolean;
  readonly help: string;
  /** Of one kind of object; of all if not said; `global` is of limits. */
  readonly of?: Kind | 'global';
}

const column = (label: string, right: boolean, help: string, of?: Column['of']): Column =>
  of === undefined ? { label, right, help } : { label, right, help, of };

/** In the order in which one object alone is shown. */
export const COLUMNS = {
  KEY: column('Key', false, 'Resource key'),
  ID: column('ID', false, 'Resource ID'),
  OWNER: column('Owner', true, "Owner's username or UID"),
  PERMS: column('Permissions', true, 'Permissions'),
  CUID: column('Creator UID', true, 'Creator UID'),
  CUSER: column('Creator user', false, 'Creator user'),
  CGID: column('Creator GID', true, 'Creator GID'),
  CGROUP: column('Creator group', false, 'Creator group'),
  UID: column('UID', true, 'User ID'),
  USER: column('User name', false, 'User name'),
  GID: column('GID', true, 'Group ID'),
  GROUP: column('Group name', false, 'Group name'),
  CTIME: column('Last change', true, 'Time of the last change'),
  USEDBYTES: column('Bytes used', true, 'Bytes used', 'queues'),
  MSGS: column('Messages', false, 'Number of messages', 'queues'),
  SEND: column('Msg sent', true, 'Time of last msg sent', 'queues'),
  RECV: column('Msg received', true, 'Time of last msg received', 'queues'),
  LSPID: column('Msg sender', true, 'PID of the last msg sender', 'queues'),
  LRPID: column('Msg receiver', true, 'PID of the last msg receiver', 'queues'),
  SIZE: column('Segment size', true, 'Segment size', 'shmems'),
  NATTCH: column('Attached processes', true, 'Number of attached processes', 'shmems'),
  STATUS: column('Status', false, 'Status', 'shmems'),
  ATTACH: column('Attach time', true, 'Attach time', 'shmems'),
  DETACH: column('Detach time', true, 'Detach time', 'shmems'),
  COMMAND: column('Creator command', false, 'Creator command line', 'shmems'),
  CPID: column('Creator PID', true, 'PID of the creator', 'shmems'),
  LPID: column('Last user PID', true, 'PID of last user', 'shmems'),
  NSEMS: column('Semaphores', true, 'Number of semaphores', 'semaphores'),
  OTIME: column('Last operation', true, 'Time of the last operation', 'semaphores'),
  RESOURCE: column('Resource', false, 'Resource name', 'global'),
  DESCRIPTION: column('Description', false, 'Resource description', 'global'),
  LIMIT: column('Limit', true, 'System-wide limit', 'global'),
  USED: column('Used', true, 'Currently used', 'global'),
  'USE%': column('Use', true, 'Currently use percentage', 'global'),
} as const satisfies Readonly<Record<string, Column>>;

export type ColumnName = keyof typeof COLUMNS;
export const isColumn = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name);

/** As --help lists them. */
const COLUMN_LISTS: readonly (readonly [title: string, of: Column['of']])[] = [
  ['Generic columns', undefined],
  ['Shared-memory columns (--shmems)', 'shmems'],
  ['Message-queue columns (--queues)', 'queues'],
  ['Semaphore columns (--semaphores)', 'semaphores'],
  ['Summary columns (--global)', 'global'],
];

export const columnHelp = (): string =>
  COLUMN_LISTS.map(([title, kind]) => {
    const listed = Object.entries<Column>(COLUMNS).filter(([, { of }]) => of === kind);
    return `${title}:\n${listed.map(([name, { help }]) => `${name.padStart(15)}  ${help}`).join('\n')}`;
  }).join('\n\n');

/** What is shown if nothing else is asked for. */
export const LISTED: Readonly<Record<Kind | 'global', readonly ColumnName[]>> = {
  queues: ['KEY', 'ID', 'PERMS', 'OWNER', 'USEDBYTES', 'MSGS', 'LSPID', 'LRPID'],
  shmems: ['KEY', 'ID', 'PERMS', 'OWNER', 'SIZE', 'NATTCH', 'STATUS', 'CTIME', 'CPID', 'LPID', 'COMMAND'],
  semaphores: ['KEY', 'ID', 'PERMS', 'OWNER', 'NSEMS'],
  global: ['RESOURCE', 'DESCRIPTION', 'LIMIT', 'USED', 'USE%'],
};

/** What `-t` adds. */
export const TIMES: Readonly<Record<Kind, readonly ColumnName[]>> = {
  queues: ['SEND', 'RECV', 'CTIME'],
  shmems: ['ATTACH', 'DETACH'],
  semaphores: ['OTIME', 'CTIME'],
};

export const CREATORS: readonly ColumnName[] = ['CUID', 'CGID', 'UID', 'GID'];

/** All that can be said of one object. */
export const detailsOf = (kind: Kind): ColumnName[] =>
  Object.keys(COLUMNS)
    .filter(isColumn)
    .filter((name) => {
      const { of }: Column = COLUMNS[name];
      return of === undefined || of === kind;
    });

export type TimeFormat = 'short' | 'full' | 'iso';

/** How cells are written. */
export interface Style {
  readonly bytes: boolean;
  readonly numericPerms: boolean;
  readonly time: TimeFormat;
  readonly names: Names;
  readonly zone: Zone;
  /** µs. */
  readonly now: number;
}

type Cells = Partial<Record<ColumnName, string>>;

function shortTime(us: number, now: number, zone: Zone): string {
  const then = momentOf(us, zone);
  const today = momentOf(now, zone);
  if (then.year !== today.year) return strftime('%Y-%b%d', us, zone);
  return strftime(then.yearday === today.yearday ? '%H:%M' : '%b%d', us, zone);
}

/** A time that never was is no cell. */
function time(name: ColumnName, seconds: number, { time, now, zone }: Style): Cells {
  if (seconds === 0) return {};
  const us = seconds * 1e6;
  if (time === 'full') return { [name]: timeText(seconds, zone) };
  if (time === 'short') return { [name]: shortTime(us, now, zone) };
  return { [name]: strftime('%Y-%m-%dT%H:%M:%S%:z', us, zone, 'gnulib') };
}

export const sizeText = (bytes: bigint, style: Style): string => (style.bytes ? String(bytes) : humanBytes(bytes));

const LETTERS = 'rwxrwxrwx';
const permText = (mode: number): string =>
  [...LETTERS].map((letter, at) => (mode & (0o400 >> at) ? letter : '-')).join('');

const permissions = (mode: number, { numericPerms }: Style): string =>
  numericPerms ? (mode & 0o777).toString(8).padStart(4, '0') : permText(mode);

const common = (record: IpcRecord, style: Style): Cells => {
  const { key, id, uid, gid, cuid, cgid, ctime } = record;
  const user = (who: number): string => style.names.user(who) ?? String(who);
  const group = (which: number): string => style.names.group(which) ?? String(which);
  return {
    KEY: keyText(key),
    ID: String(id),
    OWNER: user(uid),
    PERMS: permissions(record.mode, style),
    CUID: String(cuid),
    CUSER: user(cuid),
    CGID: String(cgid),
    CGROUP: group(cgid),
    UID: String(uid),
    USER: user(uid),
    GID: String(gid),
    GROUP: group(gid),
    ...time('CTIME', ctime, style),
  };
};

export function queueCells(queue: QueueRecord, style: Style): Cells {
  const { PERMS = '', ...cells } = common(queue, style);
  const { cbytes, qnum, stime, rtime, lspid, lrpid } = queue;
  return {
    ...cells,
    ...(style.numericPerms ? {} : { PERMS }), // the real one forgets them here
    USEDBYTES: sizeText(BigInt(cbytes), style),
    MSGS: String(qnum),
    ...time('SEND', stime, style),
    ...time('RECV', rtime, style),
    LSPID: String(lspid),
    LRPID: String(lrpid),
  };
}

const statusText = (mode: number): string =>
  [mode & SHM_DEST ? 'dest' : '', mode & SHM_LOCKED ? 'locked' : ''].filter((word) => word !== '').join(',');

/** The command line of a process that is still there. */
export function* commandOf(sys: Sys, pid: number): Generator<void, string | undefined> {
  const text = yield* readText(sys, `/proc/${pid}/cmdline`);
  return isFailure(text) || text === '' ? undefined : text.replace(/\0$/, '').replaceAll('\0', ' ');
}

export function* segmentCells(sys: Sys, segment: SegmentRecord, style: Style): Generator<void, Cells> {
  const { mode, size, nattch, atime, dtime, cpid, lpid } = segment;
  const command = yield* commandOf(sys, cpid);
  return {
    ...common(segment, style),
    SIZE: sizeText(BigInt(size), style),
    NATTCH: String(nattch),
    STATUS: statusText(mode),
    ...time('ATTACH', atime, style),
    ...time('DETACH', dtime, style),
    ...(command !== undefined && { COMMAND: command }),
    CPID: String(cpid),
    LPID: String(lpid),
  };
}

export const setCells = (set: SetRecord, style: Style): Cells => ({
  ...common(set, style),
  NSEMS: String(set.nsems),
  ...time('OTIME', set.otime, style),
});
