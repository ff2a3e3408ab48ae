/**
 * lsof: open files, by process or by name; the way to see who holds which end of a pipe or FIFO, or a port.
 * Reads /proc/PID/fd and /proc/net. Leaves out mapped libraries, threads (-K), repeating (-r) and what is about file systems and
 * other kernels (-e, -f, -L, -m, -N, -S, -x, -Z). Authority: lsof(8) 4.95.0.
 */

import {
  major,
  minor,
  S_ISBLK,
  S_ISCHR,
  S_ISDIR,
  S_ISFIFO,
  S_ISLNK,
  S_ISREG,
  S_ISSOCK,
  type Stat,
} from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { fieldLines } from './lib/lsof-fields.ts';
import { internetName, isMeant, stateName } from './lib/lsof-internet.ts';
import { type Choice, chooses, type Options, readOptions, usageError } from './lib/lsof-options.ts';
import { type Names as NetNames, readNames as readNetNames } from './lib/net-names.ts';
import { type Proc, readProcs } from './lib/proc.ts';
import { type OpenFile, readOpenFiles, type Unreadable } from './lib/proc-files.ts';
import { rawProgram } from './lib/program.ts';
import { readText } from './lib/read-file.ts';
import { type InetSocket, readInet, readUnix, type UnixSocket } from './lib/sockets.ts';
import { type Names, readNames, readUsers } from './lib/users.ts';

const typeOf = (stat: Stat): string => {
  const { mode } = stat;
  if (S_ISREG(mode)) return 'REG';
  if (S_ISDIR(mode)) return 'DIR';
  if (S_ISFIFO(mode)) return 'FIFO';
  if (S_ISCHR(mode)) return 'CHR';
  if (S_ISBLK(mode)) return 'BLK';
  if (S_ISSOCK(mode)) return 'sock';
  return S_ISLNK(mode) ? 'LINK' : 'unknown';
};

/** Of what a device file stands for, or of the file system that the file is on. */
const deviceOf = ({ mode, rdev, dev }: Stat): string => {
  const device = S_ISCHR(mode) || S_ISBLK(mode) ? rdev : dev;
  return `${major(device)},${minor(device)}`;
};

/** A line of the list, or a set of fields. */
export interface Row {
  readonly proc: Proc;
  readonly command: string;
  readonly user: string;
  readonly fd: string;
  readonly access: string;
  readonly type: string;
  readonly device: string;
  /** Undefined for what has no size. */
  readonly size: number | undefined;
  readonly offset: number | undefined;
  readonly node: string;
  readonly name: string;
  readonly socket: InetSocket | undefined;
}

/** A pipe is only called `pipe`; what was named on the command line is called so. */
const nameOf = ({ path }: OpenFile, given: string | undefined): string =>
  given ?? (path.startsWith('pipe:') ? 'pipe' : path);

const sizeText = ({ size, offset }: Row, { measure }: Options): string => {
  if (measure === 'offset') return offset === undefined ? '' : `0t${offset}`;
  if (measure === 'size') return size === undefined ? '' : String(size);
  return size !== undefined ? String(size) : offset === undefined ? '' : `0t${offset}`;
};

const TITLES = { both: 'SIZE/OFF', offset: 'OFFSET', size: 'SIZE' } as const;

const layOut = (rows: readonly Row[], options: Options): string => {
  const parent = (text: string): string[] => (options.parents ? [text] : []);
  const titles = [
    'COMMAND',
    'PID',
    ...parent('PPID'),
    'USER',
    '  FD  ',
    'TYPE',
    'DEVICE',
    TITLES[options.measure],
    'NODE',
  ];
  const lines = rows.map((row) => ({
    name: row.name,
    cells: [
      row.command,
      String(row.proc.pid),
      ...parent(String(row.proc.ppid)),
      row.user,
      `${row.fd.padStart(4)}${row.access || ' '} `,
      row.type,
      row.device,
      sizeText(row, options),
      row.node,
    ],
  }));
  const least = titles.map((title) =>
    title === 'PID' || title === 'PPID' ? 5 : title === 'USER' && options.numericUsers ? 8 : title.length,
  );
  const widths = least.map((width, i) => Math.max(width, ...lines.map(({ cells }) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[], name: string): string => {
    const padded = cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    return `${padded.join(' ')} ${name}\n`;
  };
  return line(titles, 'NAME') + lines.map(({ cells, name }) => line(cells, name)).join('');
};

/** What is known of sockets, by inode. */
interface Sockets {
  readonly internet: ReadonlyMap<number, InetSocket>;
  readonly unix: ReadonlyMap<number, UnixSocket>;
  readonly names: NetNames;
}

function* readSockets(sys: Sys): Generator<void, Sockets> {
  const all = [...(yield* readInet(sys, 'tcp')), ...(yield* readInet(sys, 'udp'))];
  const unix = yield* readUnix(sys);
  return {
    internet: new Map(all.map((socket) => [socket.ino, socket])),
    unix: new Map(unix.map((socket) => [socket.ino, socket])),
    names: yield* readNetNames(sys),
  };
}

const UNIX_TYPES: Readonly<Record<number, string>> = { 1: 'STREAM', 2: 'DGRAM', 5: 'SEQPACKET' };

const unixName = ({ path, type, listening, state }: UnixSocket): string => {
  const said = listening ? ' (LISTEN)' : state === 3 ? ' (CONNECTED)' : state === 2 ? ' (CONNECTING)' : '';
  return `${path === '' ? '' : `${path} `}type=${UNIX_TYPES[type] ?? 'UNKNOWN'}${said}`;
};

const inodeOf = (file: OpenFile | Unreadable): number =>
  'failure' in file || !file.stat || !S_ISSOCK(file.stat.mode) ? -1 : file.stat.ino;

const fdChosen = (choice: Choice, { fd }: OpenFile | Unreadable): boolean =>
  chooses(choice, (item) => {
    const range = /^(\d+)-(\d+)$/.exec(item);
    if (!range) return item === fd;
    return /^\d+$/.test(fd) && Number(fd) >= Number(range[1]) && Number(fd) <= Number(range[2]);
  });

/** Names and addresses of the command line that a file was found for. */
type Found = Set<unknown>;

class Search {
  private readonly sys: Sys;
  private readonly options: Options;
  private readonly names: Names;
  private readonly sockets: Sockets;
  /** Inodes of the names on the command line. */
  private readonly wanted: ReadonlyMap<number, string>;
  readonly found: Found = new Set();

  constructor(sys: Sys, options: Options, names: Names, sockets: Sockets, wanted: ReadonlyMap<number, string>) {
    this.sys = sys;
    this.options = options;
    this.names = names;
    this.sockets = sockets;
    this.wanted = wanted;
  }

  private user(uid: number): string {
    return this.options.numericUsers ? String(uid) : (this.names.user(uid) ?? String(uid));
  }

  /** What each selection says of a process; undefined where nothing was asked. */
  private verdicts(proc: Proc): boolean[] {
    const { pids, commands, users, groups } = this.options;
    const uid = proc.ids.uid[1] ?? 0;
    const all = [
      pids && chooses(pids, (item) => item === String(proc.pid)),
      commands && chooses(commands, (item) => proc.comm.startsWith(item)),
      users && chooses(users, (item) => item === String(uid) || item === this.names.user(uid)),
      groups && chooses(groups, (item) => item === String(proc.pgrp)),
    ];
    return all.filter((verdict) => verdict !== undefined);
  }

  private excluded({ pid, comm, ids }: Proc): boolean {
    const { pids, commands, users } = this.options;
    const uid = ids.uid[1] ?? 0;
    return Boolean(
      pids?.not.includes(String(pid)) ||
        commands?.not.some((item) => comm.startsWith(item)) ||
        users?.not.some((item) => item === String(uid) || item === this.names.user(uid)),
    );
  }

  *rows(proc: Proc, files: readonly (OpenFile | Unreadable)[]): Generator<void, Row[]> {
    if (this.excluded(proc)) return [];
    const verdicts = this.verdicts(proc);
    const rows: Row[] = [];
    for (const file of files) {
      const given = this.givenName(file);
      if (!this.selects(verdicts, file, given !== undefined)) continue;
      if (given !== undefined) this.found.add(given);
      rows.push(yield* this.row(proc, file, given));
    }
    return rows;
  }

  /** The name on the command line that means this file. */
  private givenName(file: OpenFile | Unreadable): string | undefined {
    if ('failure' in file) return undefined;
    const { path } = this.sockets.unix.get(inodeOf(file)) ?? {};
    return path ? this.options.names.find((name) => name === path) : this.wanted.get(file.stat?.ino ?? -1);
  }

  /** Selections are alternatives; with -a all of them must hold. */
  private selects(verdicts: readonly boolean[], file: OpenFile | Unreadable, named: boolean): boolean {
    const { fds, and, names, unix, internet, trees, states } = this.options;
    const socket = this.sockets.internet.get(inodeOf(file));
    if (states && socket?.protocol === 'tcp' && !chooses(states, (name) => name === stateName(socket))) return false;
    const all = [
      ...verdicts,
      ...(names.length > 0 ? [named] : []),
      ...(fds ? [fdChosen(fds, file)] : []),
      ...(unix ? [this.sockets.unix.has(inodeOf(file))] : []),
      ...(internet ? [socket !== undefined && this.isAskedFor(socket)] : []),
      ...(trees.length > 0 ? [!('failure' in file) && this.isBelow(file.path)] : []),
    ];
    if (all.length === 0) return true;
    return and ? all.every(Boolean) : all.some(Boolean);
  }

  private isAskedFor(socket: InetSocket): boolean {
    const items = (this.options.internet ?? []).filter((item) => isMeant(item, socket));
    for (const item of items) this.found.add(item);
    return items.length > 0;
  }

  private isBelow(path: string): boolean {
    return this.options.trees.some(
      ({ path: tree, deep }) =>
        path === tree || (path.startsWith(`${tree}/`) && (deep || !path.slice(tree.length + 1).includes('/'))),
    );
  }

  private *row(proc: Proc, file: OpenFile | Unreadable, given: string | undefined): Generator<void, Row> {
    const base: Row = {
      proc,
      command: proc.comm.slice(0, this.options.commandWidth),
      user: this.user(proc.ids.uid[1] ?? 0),
      fd: file.fd,
      access: 'failure' in file ? '' : file.access,
      type: 'unknown',
      device: '',
      size: undefined,
      offset: undefined,
      node: '',
      name: 'failure' in file ? `${file.link} (${file.call}: ${strerror(file.failure.errno)})` : nameOf(file, given),
      socket: undefined,
    };
    if ('failure' in file) return file.fd === 'NOFD' ? { ...base, type: '' } : base;
    const { stat } = file;
    if (!stat) return base;
    const socket = this.socketCells(file);
    if (socket) return { ...base, offset: 0, ...socket };
    const sized = S_ISREG(stat.mode) || S_ISDIR(stat.mode);
    const offset = sized ? yield* this.offset(proc.pid, file.fd) : 0;
    const size = sized ? stat.size : undefined;
    return { ...base, type: typeOf(stat), device: deviceOf(stat), size, offset, node: String(stat.ino) };
  }

  private socketCells(file: OpenFile): Partial<Row> | undefined {
    const socket = this.sockets.internet.get(inodeOf(file));
    const device = String(inodeOf(file));
    if (socket) {
      const name = internetName(socket, { ...this.options, names: this.sockets.names });
      return { type: 'IPv4', device, node: socket.protocol.toUpperCase(), name, socket };
    }
    const unix = this.sockets.unix.get(inodeOf(file));
    return unix && { type: 'unix', device: `0x${unix.num}`, node: device, name: unixName(unix) };
  }

  /** Where a descriptor stands in its file. */
  private *offset(pid: number, fd: string): Generator<void, number | undefined> {
    if (this.options.measure !== 'offset' || !/^\d+$/.test(fd)) return undefined;
    const text = yield* readText(this.sys, `/proc/${pid}/fdinfo/${fd}`);
    const found = isFailure(text) ? undefined : /^pos:\s*(\d+)/.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  }
}

function* wantedInodes(sys: Sys, names: readonly string[], io: Io): Generator<void, Map<number, string> | undefined> {
  const wanted = new Map<number, string>();
  let failed = false;
  for (const name of names) {
    const stat = yield* sys.stat(name);
    if (isFailure(stat)) {
      yield* io.complain(`lsof: status error on ${name}: ${strerror(stat.errno)}\n`);
      failed = true;
    } else wanted.set(stat.ino, name);
  }
  return failed && wanted.size === 0 ? undefined : wanted;
}

/** -V: what was asked for, and is nowhere. */
function* tellMisses(io: Io, options: Options, rows: readonly Row[], found: Found): Generator<void, void> {
  const complain = (text: string) => io.print(`lsof: ${text}\n`);
  for (const name of options.commands?.only ?? [])
    if (!rows.some(({ proc }) => proc.comm.startsWith(name))) yield* complain(`command not located: ${name}`);
  for (const name of options.names) if (!found.has(name)) yield* complain(`no file use located: ${name}`);
  for (const item of options.internet ?? [])
    if (!found.has(item) && item.text !== '') yield* complain(`Internet address not located: ${item.text}`);
  for (const pid of options.pids?.only ?? [])
    if (!rows.some(({ proc }) => String(proc.pid) === pid)) yield* complain(`process ID not located: ${pid}`);
}

function* checked(sys: Sys, io: Io, options: Options): Generator<void, void> {
  const users = yield* readUsers(sys);
  for (const item of [...(options.users?.only ?? []), ...(options.users?.not ?? [])]) {
    const known = /^\d+$/.test(item) || users.some(({ name }) => name === item);
    if (!known) yield* usageError(io, `can't get UID for ${item}`);
  }
  for (const { path } of options.trees) {
    const stat = yield* sys.stat(path);
    if (isFailure(stat)) yield* usageError(io, `WARNING: can't stat(${path}): ${strerror(stat.errno)}`);
  }
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const options = yield* readOptions(args, io);
  const names = yield* readNames(sys);
  yield* checked(sys, io, options);
  const wanted = yield* wantedInodes(sys, options.names, io);
  if (!wanted) return 1;
  const search = new Search(sys, options, names, yield* readSockets(sys), wanted);
  const rows: Row[] = [];
  for (const proc of yield* readProcs(sys)) {
    if (proc.state === 'Z') continue;
    rows.push(...(yield* search.rows(proc, yield* readOpenFiles(sys, proc.pid))));
  }
  if (rows.length > 0) {
    const pids = [...new Set(rows.map(({ proc }) => proc.pid))];
    if (options.terse) yield* io.print(pids.map((pid) => `${pid}\n`).join(''));
    else if (options.fields !== undefined) yield* io.print(fieldLines(rows, options.fields));
    else yield* io.print(layOut(rows, options));
  }
  if (options.tellsMisses) yield* tellMisses(io, options, rows, search.found);
  const missing = [...options.names, ...(options.internet ?? [])].some((asked) => !search.found.has(asked));
  const absent = options.pids?.only.some((pid) => !rows.some(({ proc }) => String(proc.pid) === pid)) ?? false;
  return (missing || absent || rows.length === 0) && !options.quietMisses ? 1 : 0;
}

export const lsof = rawProgram(
  {
    name: 'lsof',
    summary: 'list open files',
    usage:
      '[-alnoPRtUVQ] [+|-c c] [-d s] [+d|+D dir] [-F [f]] [-g s] [-i [i]] [-p s] [-s [p:s]] [-T [qs]] [-u s] [--] [names]',
    options: {
      a: { short: 'a', help: 'AND selections (OR)' },
      c: { short: 'c', value: 'c', help: 'cmd c ^c' },
      d: { short: 'd', value: 's', help: 'select by FD set' },
      dir: { short: 'D', value: 'D', help: '+d, +D: what is open in directory D, or below it' },
      F: { short: 'F', value: 'f', help: 'fields for programs: pgRcuLfatDsoiPnT0' },
      i: { short: 'i', value: 'i', help: 'select IPv4 files: [46][protocol][@host][:ports]' },
      o: { short: 'o', help: 'list file offset' },
      s: { short: 's', value: 'p:s', help: 'list file size; or select TCP states, TCP:LISTEN' },
      T: { short: 'T', value: 'qs', help: 'what to tell of connections: queues, state' },
      U: { short: 'U', help: 'select Unix socket files' },
      V: { short: 'V', help: 'verbose search' },
      g: { short: 'g', value: 's', help: 'exclude(^)|select process group IDs' },
      l: { short: 'l', help: 'list UID numbers' },
      n: { short: 'n', help: 'no host names' },
      P: { short: 'P', help: 'no port names' },
      p: { short: 'p', value: 's', help: 'exclude(^)|select PIDs' },
      t: { short: 't', help: 'terse listing' },
      u: { short: 'u', value: 's', help: 'exclude(^)|select login|UID set s' },
    },
  },
  run,
);
