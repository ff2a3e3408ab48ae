/**
 * The columns of ps: their names, headers, widths and what stands in them.
 * Leaves out what the machine has nothing for: cgroups, namespaces, security labels, NUMA, I/O accounting.
 * Authority: ps(1), STANDARD FORMAT SPECIFIERS.
 */

import { momentOf } from './calendar.ts';
import { type Clock, commandLine, type Proc, TICKS, ttyName } from './proc.ts';
import { type Part, partOf } from './ps-threads.ts';
import { strftime } from './strftime.ts';
import type { Names } from './users.ts';
import type { Zone } from './zone.ts';

export interface Context {
  readonly clock: Clock;
  readonly zone: Zone;
  readonly names: Names;
  /** KiB */
  readonly memory: number;
  /** `c`: the name, not the command line. */
  readonly bareName: boolean;
  /** `e`: the environment behind the command line. */
  readonly environment: boolean;
  /** `n`: numbers for users. */
  readonly numeric: boolean;
  /** What a forest draws in front of a command. */
  readonly branch: (proc: Proc) => string;
}

export interface Column {
  readonly header: string;
  readonly width: number;
  /** `wide`: to the left, and to the end of the line when it is the last. */
  readonly align: 'left' | 'right' | 'wide';
  readonly value: (proc: Proc, context: Context) => string;
  /** By what it is sorted; the text itself if not said. */
  readonly key?: (proc: Proc, context: Context) => number | string;
  /** A user's name that is too long ends in +. */
  readonly plus?: boolean;
  /** As wide as the greatest pid. */
  readonly pid?: boolean;
  /** Whose it is, where threads stand below their processes. */
  readonly part?: Part | undefined;
}

/** Where /proc does not tell the greatest pid. */
const PID_WIDTH = 5;

const two = (n: number): string => String(n).padStart(2, '0');

const elapsedSeconds = ({ start }: Proc, { clock }: Context): number =>
  Math.max(0, Math.floor(clock.uptime - start / TICKS));
const cpuSeconds = ({ time }: Proc): number => Math.floor(time / TICKS);
const startTime = ({ start }: Proc, { clock }: Context): number => (clock.bootTime + Math.floor(start / TICKS)) * 1e6;

const clockTime = (seconds: number): string => {
  const days = Math.floor(seconds / 86400);
  const rest = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}-${rest}` : rest;
};

const elapsed = (seconds: number): string => {
  if (seconds >= 86400) {
    return `${two(Math.floor(seconds / 86400))}-${clockTime(seconds % 86400)}`;
  }
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${two(Math.floor(seconds / 3600))}:${minutes}` : minutes;
};

const bsdTime = (seconds: number): string => `${String(Math.floor(seconds / 60)).padStart(3)}:${two(seconds % 60)}`;

/** Tenths of a percent of one CPU over the whole life. */
const cpuPermille = (proc: Proc, { clock }: Context): number => {
  const life = clock.uptime - proc.start / TICKS;
  return life > 0 ? Math.floor((proc.time * 1000) / TICKS / life) : 0;
};

const percent = (permille: number): string =>
  permille > 999 ? String(Math.floor(permille / 10)) : `${Math.floor(permille / 10)}.${permille % 10}`;

const memoryPermille = ({ rssKb }: Proc, { memory }: Context): number =>
  memory > 0 ? Math.min(999, Math.floor((rssKb * 1000) / memory)) : 0;

/** `06:03` today, `Nov21` this year, the year before. */
const startShort = (proc: Proc, context: Context): string => {
  const at = startTime(proc, context);
  const { zone } = context;
  const [then, now] = [momentOf(at, zone), momentOf(context.clock.now, zone)];
  const sameYear = then.year === now.year;
  return strftime(sameYear && then.yearday === now.yearday ? '%H:%M' : sameYear ? '%b%d' : '%Y', at, zone);
};

const DAY_US = 86400e6;

const startLong = (proc: Proc, context: Context): string => {
  const at = startTime(proc, context);
  return strftime(context.clock.now - at < DAY_US ? '%H:%M:%S' : '  %b %d', at, context.zone);
};

const bsdStart = (proc: Proc, context: Context): string => {
  const at = startTime(proc, context);
  return strftime(context.clock.now - at < DAY_US ? ' %H:%M' : '%b %d', at, context.zone);
};

/** R, Ss, S+, T, SN …: the state and its marks in their order. */
export const statOf = (proc: Proc): string => {
  const marks = [
    proc.nice < 0 ? '<' : proc.nice > 0 ? 'N' : '',
    proc.session === proc.tgid ? 's' : '',
    proc.threads > 1 ? 'l' : '',
    proc.pgrp === proc.tpgid ? '+' : '',
  ];
  return proc.state + marks.join('');
};

const wchanText = ({ wchan }: Proc): string => (wchan === '0' || wchan === '' ? '-' : wchan);

const fullCommand = (proc: Proc, context: Context): string => {
  const environ = context.environment && proc.environ.length > 0 ? ` ${proc.environ.join(' ')}` : '';
  const defunct = proc.state === 'Z' ? ' <defunct>' : '';
  const command = context.bareName ? proc.comm + defunct : commandLine(proc) + environ;
  return context.branch(proc) + command;
};

const nameOnly = (proc: Proc, context: Context): string => context.branch(proc) + proc.comm;

const user = (uid: number | undefined, { names, numeric }: Context): string =>
  (numeric ? undefined : names.user(uid ?? 0)) ?? String(uid ?? 0);
const group = (gid: number | undefined, { names, numeric }: Context): string =>
  (numeric ? undefined : names.group(gid ?? 0)) ?? String(gid ?? 0);

const num = (header: string, width: number, of: (proc: Proc, context: Context) => number): Column => ({
  header,
  width,
  align: 'right',
  value: (proc, context) => String(of(proc, context)),
  key: of,
});
const pidColumn = (header: string, of: (proc: Proc) => number): Column => ({
  ...num(header, PID_WIDTH, of),
  pid: true,
});
const text = (
  header: string,
  width: number,
  align: Column['align'],
  value: (proc: Proc, context: Context) => string,
): Column => ({ header, width, align, value });
const userColumn = (header: string, index: number): Column => ({
  header,
  width: 8,
  align: 'left',
  value: ({ ids }, context) => user(ids.uid[index], context),
  plus: true,
});
const groupColumn = (header: string, index: number): Column => ({
  header,
  width: 8,
  align: 'left',
  value: ({ ids }, context) => group(ids.gid[index], context),
  plus: true,
});
const signalColumn = (header: string, of: (proc: Proc) => string): Column => text(header, 16, 'right', of);
const timed = (
  header: string,
  width: number,
  value: (proc: Proc, context: Context) => string,
  key: (proc: Proc, context: Context) => number,
): Column => ({ header, width, align: 'right', value, key });

const args = text('COMMAND', 27, 'wide', fullCommand);
const cpu: Column = {
  header: '%CPU',
  width: 4,
  align: 'right',
  value: (proc, context) => percent(cpuPermille(proc, context)),
  key: cpuPermille,
};
const mem: Column = {
  header: '%MEM',
  width: 4,
  align: 'right',
  value: (proc, context) => percent(memoryPermille(proc, context)),
  key: memoryPermille,
};
const tt = text('TT', 8, 'left', (proc) => ttyName(proc) ?? '?');
const wchan = text('WCHAN', 6, 'wide', wchanText);
const flags = text('F', 1, 'right', (proc) => String((proc.flags >> 6) & 7));
const nice = num('NI', 3, ({ nice: value }) => value);
const rss = num('RSS', 5, ({ rssKb }) => rssKb);
const vsz = num('VSZ', 6, ({ vszKb }) => vszKb);
const time = timed(
  'TIME',
  8,
  (proc) => clockTime(cpuSeconds(proc)),
  ({ time: ticks }) => ticks,
);
const times = num('TIME', 8, cpuSeconds);
const etime = timed('ELAPSED', 11, (proc, c) => elapsed(elapsedSeconds(proc, c)), elapsedSeconds);
const pending = signalColumn('PENDING', ({ signals }) => signals.pending);
const blocked = signalColumn('BLOCKED', ({ signals }) => signals.blocked);
const ignored = signalColumn('IGNORED', ({ signals }) => signals.ignored);
const caught = signalColumn('CAUGHT', ({ signals }) => signals.caught);
const start = timed('START', 5, startShort, ({ start: ticks }) => ticks);
const state = text('S', 1, 'left', (proc) => proc.state);
const sid = (header: string): Column => pidColumn(header, ({ session }) => session);
const pgrp = (header: string): Column => pidColumn(header, (proc) => proc.pgrp);
const intPriority = num('PRI', 3, ({ priority }) => 60 + priority);
const size = num('SIZE', 5, ({ state: s }) => (s === 'Z' ? 0 : 356));
const cls = text('CLS', 3, 'left', () => 'TS');

const TABLE: Readonly<Record<string, Column>> = {
  '%cpu': cpu,
  '%mem': mem,
  addr: text('ADDR', 4, 'right', () => '-'),
  addr_1: text('ADDR', 1, 'left', () => '-'),
  args,
  atime: time,
  blocked,
  bsdstart: timed('START', 6, bsdStart, ({ start: ticks }) => ticks),
  bsdtime: timed(
    'TIME',
    6,
    (proc) => bsdTime(cpuSeconds(proc)),
    ({ time: ticks }) => ticks,
  ),
  c: num('C', 2, (proc, context) => Math.min(99, Math.floor(cpuPermille(proc, context) / 10))),
  caught,
  class: cls,
  cls,
  cmd: { ...args, header: 'CMD' },
  comm: text('COMMAND', 15, 'wide', nameOnly),
  command: args,
  cp: num('CP', 3, cpuPermille),
  cpuid: num('CPUID', 5, ({ processor }) => processor),
  cputime: time,
  cputimes: times,
  drs: num('DRS', 5, ({ vszKb, codeKb }) => vszKb - codeKb),
  egid: num('EGID', 5, ({ ids }) => ids.gid[1] ?? 0),
  egroup: groupColumn('EGROUP', 1),
  etime,
  etimes: num('ELAPSED', 7, elapsedSeconds),
  euid: num('EUID', 5, ({ ids }) => ids.uid[1] ?? 0),
  euser: userColumn('EUSER', 1),
  f: flags,
  flag: flags,
  flags,
  fname: text('COMMAND', 8, 'left', ({ comm }) => comm.slice(0, 8)),
  gid: num('GID', 5, ({ ids }) => ids.gid[1] ?? 0),
  group: groupColumn('GROUP', 1),
  ignored,
  intpri: intPriority,
  lstart: timed(
    'STARTED',
    24,
    (p, c) => strftime('%a %b %e %H:%M:%S %Y', startTime(p, c), c.zone),
    ({ start: ticks }) => ticks,
  ),
  lwp: pidColumn('LWP', ({ pid }) => pid),
  maj_flt: num('MAJFL', 6, ({ majorFaults }) => majorFaults),
  majflt: num('MAJFLT', 6, ({ majorFaults }) => majorFaults),
  min_flt: num('MINFL', 6, ({ minorFaults }) => minorFaults),
  minflt: num('MINFLT', 6, ({ minorFaults }) => minorFaults),
  ni: nice,
  nice,
  nlwp: num('NLWP', 4, ({ threads }) => threads),
  nwchan: wchan,
  opri: intPriority,
  pcpu: cpu,
  pending,
  pgid: pgrp('PGID'),
  pgrp: pgrp('PGRP'),
  pid: pidColumn('PID', ({ tgid }) => tgid),
  pmem: mem,
  policy: text('POL', 3, 'left', () => 'TS'),
  ppid: pidColumn('PPID', ({ ppid }) => ppid),
  pri: num('PRI', 3, ({ priority }) => 39 - priority),
  priority: num('PRI', 3, ({ priority }) => priority),
  psr: num('PSR', 3, ({ processor }) => processor),
  rgid: num('RGID', 5, ({ ids }) => ids.gid[0] ?? 0),
  rgroup: groupColumn('RGROUP', 0),
  rss,
  rssize: rss,
  rsz: { ...rss, header: 'RSZ' },
  rtprio: text('RTPRIO', 6, 'right', () => '-'),
  ruid: num('RUID', 5, ({ ids }) => ids.uid[0] ?? 0),
  ruser: userColumn('RUSER', 0),
  s: state,
  sched: num('SCH', 3, () => 0),
  sess: sid('SESS'),
  session: sid('SESS'),
  sid: sid('SID'),
  sig: pending,
  sigcatch: caught,
  sigignore: ignored,
  sigmask: blocked,
  size,
  spid: pidColumn('SPID', ({ pid }) => pid),
  start: timed('STARTED', 8, startLong, ({ start: ticks }) => ticks),
  start_time: start,
  stat: text('STAT', 4, 'left', statOf),
  state,
  stime: { ...start, header: 'STIME' },
  suid: num('SUID', 5, ({ ids }) => ids.uid[2] ?? 0),
  suser: userColumn('SUSER', 2),
  sz: num('SZ', 5, ({ vszKb }) => Math.floor(vszKb / 4)),
  tgid: pidColumn('TGID', ({ tgid }) => tgid),
  thcount: num('THCNT', 5, ({ threads }) => threads),
  tid: pidColumn('TID', ({ pid }) => pid),
  time,
  times,
  tname: { ...tt, header: 'TTY' },
  tpgid: pidColumn('TPGID', ({ tpgid }) => tpgid),
  trs: num('TRS', 5, ({ codeKb }) => codeKb),
  tt,
  tty: tt,
  ucmd: text('CMD', 15, 'wide', nameOnly),
  ucomm: text('COMMAND', 15, 'wide', nameOnly),
  uid: num('UID', 5, ({ ids }) => ids.uid[1] ?? 0),
  uid_hack: userColumn('UID', 1),
  uname: userColumn('USER', 1),
  user: userColumn('USER', 1),
  vsize: vsz,
  vsz,
  wchan,
  wname: wchan,
};

export const COLUMNS: Readonly<Record<string, Column>> = Object.fromEntries(
  Object.entries(TABLE).map(([name, column]) => [name, { ...column, part: partOf(name) }]),
);

/** A column as one listing has it. */
export interface Shown extends Column {
  /** `wchan:20`: exactly as wide. */
  readonly fixed?: boolean;
}

/** Gives the columns of pids the width of the greatest one, where nobody asked for another. */
export const widenPids = (columns: readonly Shown[], greatest: string): Shown[] =>
  columns.map((column) =>
    column.pid && !column.fixed ? { ...column, width: Math.max(greatest.length, column.header.length) } : column,
  );

const fit = (value: string, { align, width, plus }: Shown, last: boolean): string => {
  if (align === 'right' || value.length <= width) return value;
  if (plus) return last ? value : `${value.slice(0, Math.max(0, width - 1))}+`;
  return last && align === 'wide' ? value : value.slice(0, width);
};

/** The headers are never cut. */
export const headerLine = (columns: readonly Shown[]): string =>
  place(
    columns,
    columns.map(({ header }) => header),
  );

export const lineOf = (columns: readonly Shown[], values: readonly string[], limit: number): string => {
  const fitted = columns.map((column, index) => fit(values[index] ?? '', column, index === columns.length - 1));
  return place(columns, fitted).slice(0, limit);
};

/** What is too wide pushes the next columns on, until they catch up. */
const place = (columns: readonly Shown[], texts: readonly string[]): string => {
  let line = '';
  let correct = 0;
  for (const [index, column] of columns.entries()) {
    const value = texts[index] ?? '';
    const least = index === 0 ? 0 : line.length + 1;
    const from = column.align === 'right' ? correct + column.width - value.length : correct;
    line = line.padEnd(Math.max(least, from)) + value;
    correct += column.width + 1;
  }
  return line;
};
