/**
 * Processes as /proc tells of them: what ps, pgrep, pidof and top know. Nothing here sees the kernel otherwise.
 * Authority: proc_pid_stat(5), proc_pid_status(5), proc_pid_cmdline(5).
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readNumbers } from './read-directory.ts';
import { readText } from './read-file.ts';

/** Clock ticks a second in /proc. */
export const TICKS = 100;
const PAGE_KB = 4;

export interface Proc {
  /** Of a thread its own number; the process's is `tgid`. */
  readonly pid: number;
  readonly tgid: number;
  readonly comm: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  readonly session: number;
  readonly ttyNr: number;
  readonly tpgid: number;
  readonly flags: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** User and system time, in ticks. */
  readonly time: number;
  readonly childrenTime: number;
  readonly priority: number;
  readonly nice: number;
  readonly threads: number;
  /** Ticks after boot. */
  readonly start: number;
  readonly vszKb: number;
  /** Of the program's own code. */
  readonly codeKb: number;
  readonly rssKb: number;
  readonly processor: number;
  readonly ids: Ids;
  readonly signals: Signals;
  readonly argv: readonly string[];
  readonly environ: readonly string[];
  /** '0' when it does not sleep, or is not ours to know. */
  readonly wchan: string;
}

/** Real, effective, saved, file system. */
export interface Ids {
  readonly uid: readonly number[];
  readonly gid: readonly number[];
}

/** 16 hexadecimal digits each. */
export interface Signals {
  readonly pending: string;
  readonly shared: string;
  readonly blocked: string;
  readonly ignored: string;
  readonly caught: string;
}

export interface Wanted {
  readonly argv?: boolean;
  readonly wchan?: boolean;
  readonly environ?: boolean;
}

const NO_SIGNALS = '0'.repeat(16);

const fieldsOf = (status: string): Map<string, string> =>
  new Map(
    status.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );

const split = (text: string | unknown): string[] => {
  if (typeof text !== 'string' || text === '') return [];
  return text.replace(/\0$/, '').split('\0');
};

export function* readProc(
  sys: Sys,
  pid: number,
  wanted: Wanted = {},
  directory = `/proc/${pid}`,
): Generator<void, Proc | undefined> {
  const stat = yield* readText(sys, `${directory}/stat`);
  const status = yield* readText(sys, `${directory}/status`);
  if (isFailure(stat) || isFailure(status)) return undefined;
  // The name may hold brackets and spaces: look for the last bracket.
  const open = stat.indexOf('(');
  const close = stat.lastIndexOf(')');
  const after = stat.slice(close + 2).split(' ');
  const number = (field: number): number => Number(after[field - 3] ?? 0);
  const fields = fieldsOf(status);
  const ids = (name: string): number[] => (fields.get(name) ?? '0').split('\t').map(Number);
  const argv = wanted.argv ? split(yield* readText(sys, `${directory}/cmdline`)) : [];
  const environ = wanted.environ ? split(yield* readText(sys, `${directory}/environ`)) : [];
  const wchan = wanted.wchan ? yield* readText(sys, `${directory}/wchan`) : '0';
  return {
    pid,
    tgid: Number(fields.get('Tgid') ?? pid),
    comm: stat.slice(open + 1, close),
    state: after[0] ?? 'X',
    ppid: number(4),
    pgrp: number(5),
    session: number(6),
    ttyNr: number(7),
    tpgid: number(8),
    flags: number(9),
    minorFaults: number(10),
    majorFaults: number(12),
    time: number(14) + number(15),
    childrenTime: number(16) + number(17),
    priority: number(18),
    nice: number(19),
    threads: number(20),
    start: number(22),
    codeKb: Math.floor((number(27) - number(26)) / 1024),
    vszKb: Math.floor(number(23) / 1024),
    rssKb: number(24) * PAGE_KB,
    processor: number(39),
    ids: { uid: ids('Uid'), gid: ids('Gid') },
    signals: {
      pending: fields.get('SigPnd') ?? NO_SIGNALS,
      shared: fields.get('ShdPnd') ?? NO_SIGNALS,
      blocked: fields.get('SigBlk') ?? NO_SIGNALS,
      ignored: fields.get('SigIgn') ?? NO_SIGNALS,
      caught: fields.get('SigCgt') ?? NO_SIGNALS,
    },
    argv,
    environ,
    wchan: isFailure(wchan) ? '0' : wchan.trim(),
  };
}

/** The numbers that a directory has entries of, in their order. */
function* numbersIn(sys: Sys, directory: string): Generator<void, number[]> {
  const numbers = yield* readNumbers(sys, directory);
  return isFailure(numbers) ? [] : numbers;
}

export const readPids = (sys: Sys): Generator<void, number[]> => numbersIn(sys, '/proc');

/** All threads of a process, the leader among them, each with what is its own. */
export function* readThreads(sys: Sys, pid: number, wanted: Wanted = {}): Generator<void, Proc[]> {
  const threads: Proc[] = [];
  for (const tid of yield* numbersIn(sys, `/proc/${pid}/task`)) {
    const thread = yield* readProc(sys, tid, wanted, `/proc/${pid}/task/${tid}`);
    if (thread) threads.push(thread);
  }
  return threads;
}

export function* readProcs(sys: Sys, wanted: Wanted = {}): Generator<void, Proc[]> {
  const procs: Proc[] = [];
  for (const pid of yield* readPids(sys)) {
    const proc = yield* readProc(sys, pid, wanted);
    // One that ended meanwhile is not there.
    if (proc) procs.push(proc);
  }
  return procs;
}

const PTS_MAJOR = 136;

/** `pts/0`; undefined without a controlling terminal. */
export const ttyName = ({ ttyNr }: Pick<Proc, 'ttyNr'>): string | undefined => {
  if (ttyNr === 0) return undefined;
  const major = (ttyNr >> 8) & 0xfff;
  const minor = (ttyNr & 0xff) | ((ttyNr >> 12) & 0xfff00);
  return major === PTS_MAJOR ? `pts/${minor}` : `${major}:${minor}`;
};

/** The tty number of a terminal's name, in all the ways people write it; undefined if it is none. */
export function* ttyNumber(sys: Sys, name: string): Generator<void, number | undefined> {
  const paths = name.startsWith('/') ? [name] : [`/dev/${name}`, `/dev/tty${name}`, `/dev/pts/${name}`];
  for (const path of paths) {
    const stat = yield* sys.stat(path);
    if (!isFailure(stat) && (stat.mode & 0o170000) === 0o020000) return stat.rdev;
  }
  return undefined;
}

export interface Clock {
  /** Seconds since boot. */
  readonly uptime: number;
  /** µs since 1970. */
  readonly now: number;
  /** Seconds since 1970. */
  readonly bootTime: number;
}

export function* readClock(sys: Sys): Generator<void, Clock> {
  const uptime = yield* readText(sys, '/proc/uptime');
  const stat = yield* readText(sys, '/proc/stat');
  const bootTime = isFailure(stat) ? 0 : Number(/^btime (\d+)/m.exec(stat)?.[1] ?? 0);
  return { uptime: isFailure(uptime) ? 0 : Number.parseFloat(uptime), now: yield* sys.clock_gettime(), bootTime };
}

/** `sleep 5`; a zombie or a kernel thread has only its name. */
export const commandLine = ({ argv, comm, state }: Proc): string => {
  if (argv.length > 0) return argv.join(' ').replace(/[\0-\x1f\x7f]/g, '?');
  return state === 'Z' ? `[${comm}] <defunct>` : `[${comm}]`;
};
