/**
 * The columns of top: what stands in them, how wide they are, and by what they are sorted.
 * Leaves out the fields beyond the default display that need what the machine does not count (faults, I/O, cgroups).
 * Authority: top(1), FIELDS / Columns.
 */

import { commandLine, TICKS, ttyName } from './proc.ts';
import type { TopTask } from './top-sample.ts';
import type { Names } from './users.ts';

export interface ColumnContext {
  readonly names: Names;
  /** Seconds that the sample covers. */
  readonly elapsed: number;
  readonly memoryKb: number;
  readonly commandLines: boolean;
  /** Times with those of children that have ended. */
  readonly cumulative: boolean;
  /** 0 for KiB, 1 for MiB …: the least unit of sizes. */
  readonly scale: number;
}

export interface TopColumn {
  readonly name: string;
  /** Of the last column it is what is left of the line. */
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly value: (task: TopTask, context: ColumnContext) => string;
  readonly key: (task: TopTask, context: ColumnContext) => number | string;
}

export const UNIT_LETTERS: readonly string[] = ['k', 'm', 'g', 't', 'p', 'e'];

/** KiB in the least unit that is asked for, and fits. */
const scaledSize = (kb: number, width: number, least: number): string => {
  if (least === 0 && String(kb).length <= width) return String(kb);
  for (let unit = Math.max(1, least); unit < UNIT_LETTERS.length; unit += 1) {
    const text = `${(kb / 1024 ** unit).toFixed(1)}${UNIT_LETTERS[unit]}`;
    if (text.length <= width) return text;
  }
  return '?';
};

const TIME_WIDTH = 9;

/** `0:07.57`, and without the hundredths what is longer. */
const clockText = (ticks: number): string => {
  const seconds = Math.floor(ticks / TICKS);
  const minutes = Math.floor(seconds / 60);
  const short = `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  const exact = `${short}.${String(ticks % TICKS).padStart(2, '0')}`;
  return exact.length <= TIME_WIDTH ? exact : short;
};

/** One CPU is never quite used up. */
const MOST_PERCENT = 99.9;

export const cpuPercent = ({ spent }: TopTask, { elapsed }: ColumnContext): number =>
  elapsed > 0 ? Math.min(MOST_PERCENT, (spent * 100) / TICKS / elapsed) : 0;

const memoryPercent = ({ rssKb }: TopTask, { memoryKb }: ColumnContext): number =>
  memoryKb > 0 ? (rssKb * 100) / memoryKb : 0;

const ticksOf = (task: TopTask, { cumulative }: ColumnContext): number =>
  task.time + (cumulative ? task.childrenTime : 0);

const command = (task: TopTask, { commandLines }: ColumnContext): string =>
  commandLines ? commandLine(task) : task.comm;

const column = (
  name: string,
  width: number,
  align: TopColumn['align'],
  value: TopColumn['value'],
  key: TopColumn['key'] = value,
): TopColumn => ({ name, width, align, value, key });
const number = (name: string, width: number, of: (task: TopTask) => number): TopColumn =>
  column(name, width, 'right', (task) => String(of(task)), of);
const size = (name: string, width: number, of: (task: TopTask) => number): TopColumn =>
  column(name, width, 'right', (task, { scale }) => scaledSize(of(task), width, scale), of);
const percent = (name: string, of: (task: TopTask, context: ColumnContext) => number): TopColumn =>
  column(name, 5, 'right', (task, context) => of(task, context).toFixed(1), of);
const user = (name: string, index: number): TopColumn =>
  column(name, 8, 'left', ({ ids }, { names }) => names.user(ids.uid[index] ?? 0) ?? String(ids.uid[index] ?? 0));

/** Every field that can be sorted by, in the order in which -O lists them. */
export const TOP_COLUMNS: readonly TopColumn[] = [
  number('PID', 5, ({ pid }) => pid),
  number('PPID', 5, ({ ppid }) => ppid),
  number('UID', 5, ({ ids }) => ids.uid[1] ?? 0),
  user('USER', 1),
  user('RUSER', 0),
  user('SUSER', 2),
  number('GID', 5, ({ ids }) => ids.gid[1] ?? 0),
  number('PGRP', 5, ({ pgrp }) => pgrp),
  column('TTY', 8, 'left', (task) => ttyName(task) ?? '?'),
  number('TPGID', 5, ({ tpgid }) => tpgid),
  number('SID', 5, ({ session }) => session),
  number('PR', 3, ({ priority }) => priority),
  number('NI', 3, ({ nice }) => nice),
  number('nTH', 3, ({ threads }) => threads),
  percent('%CPU', cpuPercent),
  column('TIME+', TIME_WIDTH, 'right', (task, context) => clockText(ticksOf(task, context)), ticksOf),
  percent('%MEM', memoryPercent),
  size('VIRT', 7, ({ vszKb }) => vszKb),
  size('RES', 6, ({ rssKb }) => rssKb),
  size('SHR', 6, ({ sharedKb }) => sharedKb),
  column('S', 1, 'left', ({ state }) => state),
  column('COMMAND', 0, 'left', command),
];

export const topColumn = (name: string): TopColumn | undefined => TOP_COLUMNS.find((one) => one.name === name);

const SHOWN = ['PID', 'USER', 'PR', 'NI', 'VIRT', 'RES', 'SHR', 'S', '%CPU', '%MEM', 'TIME+', 'COMMAND'];

/** What the default window shows. */
export const SHOWN_COLUMNS: readonly TopColumn[] = SHOWN.flatMap((name) => topColumn(name) ?? []);
