/**
 * lsof: open files, by process or by name; the way to see who holds which end of a pipe or FIFO.
 * Reads /proc/PID/fd. Leaves out the network, mapped libraries and -F. Authority: lsof(8).
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
import { type Proc, readProcs } from './lib/proc.ts';
import { type OpenFile, readOpenFiles, type Unreadable } from './lib/proc-files.ts';
import { rawProgram } from './lib/program.ts';
import { type Names, readNames } from './lib/users.ts';

const HEAD = `lsof 4.95.0
 latest revision: https://github.com/lsof-org/lsof
 latest FAQ: https://github.com/lsof-org/lsof/blob/master/00FAQ
 latest (non-formatted) man page: https://github.com/lsof-org/lsof/blob/master/Lsof.8
 usage: [-?abhKlnNoOPRtUvVX] [+|-c c] [+|-d s] [+D D] [+|-E] [+|-e s] [+|-f[gG]]
 [-F [f]] [-g [s]] [-i [i]] [+|-L [l]] [+m [m]] [+|-M] [-o [o]] [-p s]
 [+|-r [t]] [-s [p:s]] [-S [t]] [-T [t]] [-u s] [+|-w] [-x [fl]] [--] [names]
`;
const HINT = "Use the ``-h'' option to get more help information.\n";

/** Items of a list, and those marked with ^, which are left out. */
interface Choice {
  readonly only: readonly string[];
  readonly not: readonly string[];
}

const choiceOf = (words: readonly string[]): Choice | undefined => {
  if (words.length === 0) return undefined;
  const items = words.flatMap((word) => word.split(','));
  return {
    only: items.filter((item) => !item.startsWith('^')),
    not: items.filter((item) => item.startsWith('^')).map((item) => item.slice(1)),
  };
};

const chooses = (choice: Choice, test: (item: string) => boolean): boolean =>
  !choice.not.some(test) && (choice.only.length === 0 || choice.only.some(test));

interface Options {
  readonly and: boolean;
  readonly terse: boolean;
  readonly numericUsers: boolean;
  readonly parents: boolean;
  readonly pids: Choice | undefined;
  readonly commands: Choice | undefined;
  readonly users: Choice | undefined;
  readonly fds: Choice | undefined;
  readonly groups: Choice | undefined;
  readonly names: readonly string[];
  readonly quietMisses: boolean;
}

const FLAGS = 'anPltRbOwQ';
const VALUED = 'pcudg';
const NOT_SIMULATED = 'iUFrDxsSoTKNLfeEXM';

function* readWords(words: readonly string[], io: Io): Generator<void, Options> {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const names: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      names.push(...rest);
      break;
    }
    if (!/^[-+]./.test(word)) {
      names.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (letter === 'h' || letter === '?') {
        yield* io.print(HEAD);
        io.exit(0);
      }
      if (letter === 'v') {
        yield* io.complain('lsof version information:\n    revision: 4.95.0 (ipclab)\n');
        io.exit(0);
      }
      if (FLAGS.includes(letter)) flags.add(letter);
      else if (VALUED.includes(letter)) {
        const value = word.slice(at + 1) || rest.shift();
        if (value === undefined) {
          yield* io.complain(`lsof: no ${letter} option value\n${HEAD}${HINT}`);
          io.exit(1);
        } else values.set(letter, [...(values.get(letter) ?? []), value]);
        break;
      } else if (NOT_SIMULATED.includes(letter)) yield* io.die(1, `not simulated: -${letter}`);
      else {
        yield* io.complain(`lsof: illegal option character: ${letter}\n${HEAD}${HINT}`);
        io.exit(1);
      }
    }
  }
  const choice = (letter: string): Choice | undefined => choiceOf(values.get(letter) ?? []);
  return {
    and: flags.has('a'),
    terse: flags.has('t'),
    numericUsers: flags.has('l'),
    parents: flags.has('R'),
    pids: choice('p'),
    commands: choice('c'),
    users: choice('u'),
    fds: choice('d'),
    groups: choice('g'),
    names,
    quietMisses: flags.has('Q'),
  };
}

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

interface Row {
  readonly proc: Proc;
  readonly cells: readonly string[];
  readonly name: string;
}

const COMMAND_WIDTH = 9;

const fdText = ({ fd, access }: OpenFile): string => `${fd.padStart(4)}${access || ' '} `;

/** A pipe is only called `pipe`; what was named on the command line is called so. */
const nameOf = ({ path }: OpenFile, given: string | undefined): string =>
  given ?? (path.startsWith('pipe:') ? 'pipe' : path);

const rowOf = (proc: Proc, user: string, file: OpenFile | Unreadable, given: string | undefined): Row => {
  const head = [proc.comm.slice(0, COMMAND_WIDTH), String(proc.pid), user];
  if ('failure' in file) {
    const type = file.fd === 'NOFD' ? '' : 'unknown';
    const name = `${file.link} (${file.call}: ${strerror(file.failure.errno)})`;
    return { proc, cells: [...head, `${file.fd.padStart(4)}  `, type, '', '', ''], name };
  }
  const { stat } = file;
  if (!stat) return { proc, cells: [...head, fdText(file), 'unknown', '', '', ''], name: nameOf(file, given) };
  const sized = S_ISREG(stat.mode) || S_ISDIR(stat.mode);
  const cells = [
    ...head,
    fdText(file),
    typeOf(stat),
    deviceOf(stat),
    sized ? String(stat.size) : '0t0',
    String(stat.ino),
  ];
  return { proc, cells, name: nameOf(file, given) };
};

const HEADER = ['COMMAND', 'PID', 'USER', '  FD  ', 'TYPE', 'DEVICE', 'SIZE/OFF', 'NODE'];

const layOut = (rows: readonly Row[]): string => {
  const widths = HEADER.map((title, i) => Math.max(title.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)));
  // The number of a process has at least five columns.
  widths[1] = Math.max(5, widths[1] ?? 0);
  const line = (cells: readonly string[], name: string): string => {
    const padded = cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    return `${padded.join(' ')} ${name}\n`;
  };
  return line(HEADER, 'NAME') + rows.map(({ cells, name }) => line(cells, name)).join('');
};

const fdChosen = (choice: Choice, { fd }: OpenFile | Unreadable): boolean =>
  chooses(choice, (item) => {
    const range = /^(\d+)-(\d+)$/.exec(item);
    if (!range) return item === fd;
    return /^\d+$/.test(fd) && Number(fd) >= Number(range[1]) && Number(fd) <= Number(range[2]);
  });

class Search {
  private readonly options: Options;
  private readonly names: Names;
  /** Inodes of the names on the command line. */
  private readonly wanted: ReadonlyMap<number, string>;
  readonly found = new Set<string>();

  constructor(options: Options, names: Names, wanted: ReadonlyMap<number, string>) {
    this.options = options;
    this.names = names;
    this.wanted = wanted;
  }

  user(uid: number): string {
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

  rows(proc: Proc, files: readonly (OpenFile | Unreadable)[]): Row[] {
    if (this.excluded(proc)) return [];
    const verdicts = this.verdicts(proc);
    const rows: Row[] = [];
    for (const file of files) {
      const given = 'failure' in file ? undefined : this.wanted.get(file.stat?.ino ?? -1);
      if (!this.selects(verdicts, file, given !== undefined)) continue;
      if (given !== undefined) this.found.add(given);
      rows.push(rowOf(proc, this.user(proc.ids.uid[1] ?? 0), file, given));
    }
    return rows;
  }

  /** Selections are alternatives; with -a all of them must hold. */
  private selects(verdicts: readonly boolean[], file: OpenFile | Unreadable, named: boolean): boolean {
    const { fds, and, names } = this.options;
    const all = [...verdicts, ...(names.length > 0 ? [named] : []), ...(fds ? [fdChosen(fds, file)] : [])];
    if (all.length === 0) return true;
    return and ? all.every(Boolean) : all.some(Boolean);
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

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const options = yield* readWords(args, io);
  const wanted = yield* wantedInodes(sys, options.names, io);
  if (!wanted) return 1;
  const names = yield* readNames(sys);
  const search = new Search(options, names, wanted);
  const rows: Row[] = [];
  for (const proc of yield* readProcs(sys)) {
    if (proc.state === 'Z') continue;
    rows.push(...search.rows(proc, yield* readOpenFiles(sys, proc.pid)));
  }
  if (rows.length > 0) {
    const pids = [...new Set(rows.map(({ proc }) => proc.pid))];
    yield* io.print(options.terse ? pids.map((pid) => `${pid}\n`).join('') : layOut(rows));
  }
  const missing = options.names.some((name) => !search.found.has(name));
  const absent = options.pids?.only.some((pid) => !rows.some(({ proc }) => String(proc.pid) === pid)) ?? false;
  return (missing || absent || rows.length === 0) && !options.quietMisses ? 1 : 0;
}

export const lsof = rawProgram(
  {
    name: 'lsof',
    summary: 'list open files',
    usage: '[-alnPRtQ] [-c c] [-d s] [-g s] [-p s] [-u s] [--] [names]',
    options: {
      a: { short: 'a', help: 'AND selections (OR)' },
      c: { short: 'c', value: 'c', help: 'cmd c ^c' },
      d: { short: 'd', value: 's', help: 'select by FD set' },
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
