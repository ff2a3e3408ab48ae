/**
 * What top shows, as a function of a sample and of what the user has chosen: summary, header, and the tasks in order.
 * Authority: top(1); layouts and widths of procps-ng 4.0.2.
 */

import { type ColumnContext, cpuPercent, SHOWN_COLUMNS, type TopColumn, topColumn } from './top-columns.ts';
import { CPU_STATES, type CpuTicks, type Sample, type TopTask } from './top-sample.ts';
import type { Names } from './users.ts';

/** What keys and options change. */
export interface View {
  sort: string;
  /** High to low, as top begins. */
  descending: boolean;
  commandLines: boolean;
  /** Tasks that have done nothing since the last time. */
  idle: boolean;
  threads: boolean;
  cumulative: boolean;
  eachCpu: boolean;
  loadLine: boolean;
  /** Effective, or any of the ids. */
  user: { readonly uid: number; readonly any: boolean } | undefined;
  /** 0 is unlimited. */
  mostTasks: number;
  /** The first task and the first column that are seen. */
  firstTask: number;
  firstColumn: number;
  /** Units of the summary and of the tasks. */
  summaryScale: number;
  taskScale: number;
}

export const newView = (): View => ({
  sort: '%CPU',
  descending: true,
  commandLines: false,
  idle: true,
  threads: false,
  cumulative: false,
  eachCpu: false,
  loadLine: true,
  user: undefined,
  mostTasks: 0,
  firstTask: 0,
  firstColumn: 0,
  summaryScale: 1,
  taskScale: 0,
});

export interface Frame {
  /** Figures stand between `STRONG` and `WEAK`. */
  readonly summary: readonly string[];
  readonly header: string;
  readonly rows: readonly Row[];
  /** In the order shown, whatever fits. */
  readonly tasks: readonly TopTask[];
}

export interface Row {
  readonly text: string;
  readonly running: boolean;
}

export const STRONG = '\x01';
export const WEAK = '\x02';
const MARKS = /[\x01\x02]/g;

const figure = (text: string): string => `${STRONG}${text}${WEAK}`;

export const plainText = (line: string): string => line.replace(MARKS, '');

/** So many characters at the most, not counting the marks. */
export const cutLine = (line: string, width: number): string => {
  let seen = 0;
  let out = '';
  for (const char of line) {
    if (char === STRONG || char === WEAK) out += char;
    else if (seen < width) {
      out += char;
      seen += 1;
    }
  }
  return out;
};

const STATES = { running: 'R', sleeping: 'SDI', stopped: 'Tt', zombie: 'Z' } as const;

const taskLine = (tasks: readonly TopTask[], threads: boolean): string => {
  const count = (letters: string): number => tasks.filter(({ state }) => letters.includes(state)).length;
  const parts = Object.entries(STATES).map(([word, letters]) => `${figure(`${pad(count(letters), 4)} `)}${word}`);
  return `${threads ? 'Threads' : 'Tasks'}:${[`${figure(`${pad(tasks.length, 4)} `)}total`, ...parts].join(',')}`;
};

const pad = (value: number | string, width: number): string => String(value).padStart(width);

const cpuLine = ({ number, ticks }: CpuTicks, label: string): string => {
  const total = CPU_STATES.reduce((sum, state) => sum + ticks[state], 0);
  const share = (state: (typeof CPU_STATES)[number]): string => {
    const percent = total > 0 ? (ticks[state] * 100) / total : state === 'id' ? 100 : 0;
    return `${figure(`${pad(percent.toFixed(1), 5)} `)}${state}`;
  };
  return `%Cpu${`${number}${label}`.padEnd(3)}:${CPU_STATES.map(share).join(',')} `;
};

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

const memoryLines = ({ memory }: Sample, scale: number): [string, string] => {
  const cell = (kb: number): string => figure(`${pad(scale === 0 ? kb : (kb / 1024 ** scale).toFixed(1), 9)} `);
  const { total, free, available, buffers, cache, swapTotal, swapFree } = memory;
  const unit = UNITS[scale] ?? 'KiB';
  const ram = `${cell(total)}total,${cell(free)}free,${cell(total - available)}used,${cell(buffers + cache)}buff/cache`;
  const swap = `${cell(swapTotal)}total,${cell(swapFree)}free,${cell(swapTotal - swapFree)}used.${cell(available)}avail Mem `;
  return [`${unit} Mem :${ram}     `, `${unit} Swap:${swap}`];
};

const summaryOf = (sample: Sample, view: View): string[] => {
  const [all, ...each] = sample.cpus;
  const [ram, swap] = memoryLines(sample, view.summaryScale);
  const first = view.loadLine ? [`top - ${sample.uptimeLine}`] : [];
  const tasks = taskLine(sample.tasks, view.threads);
  if (!view.eachCpu) return [...first, tasks, ...(all ? [cpuLine(all, '(s)')] : []), ram, swap];
  return [...first, tasks, ...abreast(each.map((cpu) => cpuLine(cpu, ''))), ...abreast([ram, swap])];
};

/** Two of them on a line. */
const abreast = (lines: readonly string[]): string[] => {
  const pairs: string[] = [];
  for (let i = 0; i < lines.length; i += 2) {
    const right = lines[i + 1];
    pairs.push(right === undefined ? (lines[i] ?? '') : `${lines[i]}  ${right}`);
  }
  return pairs;
};

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

const wanted = (task: TopTask, { user, idle }: View): boolean => {
  if (user && !(user.any ? task.ids.uid.includes(user.uid) : task.ids.uid[1] === user.uid)) return false;
  return idle || task.spent > 0;
};

const ordered = (sample: Sample, view: View, context: ColumnContext): TopTask[] => {
  const key = topColumn(view.sort)?.key ?? cpuPercent;
  const sign = view.descending ? -1 : 1;
  return sample.tasks
    .filter((task) => wanted(task, view))
    .sort((a, b) => sign * compare(key(a, context), key(b, context)));
};

/** Columns that have room, the last as wide as the rest of the line. */
const placed = (columns: readonly TopColumn[], width: number, pidWidth: number): TopColumn[] => {
  const out: TopColumn[] = [];
  let used = 0;
  for (const one of columns) {
    const least = one.name === 'PID' ? pidWidth : one.width || one.name.length;
    if (used + least + 1 > width) break;
    const rest = one.width === 0 ? width - used - 1 : least;
    out.push({ ...one, width: rest });
    used += rest + 1;
  }
  return out;
};

const fitted = (text: string, { width, align }: TopColumn): string => {
  if (align === 'right') return text.padStart(width);
  return text.length > width ? `${text.slice(0, width - 1)}+` : text.padEnd(width);
};

export interface Room {
  readonly cols: number;
  /** Of tasks. */
  readonly rows: number;
  readonly pidWidth: number;
}

export const frameOf = (sample: Sample, view: View, names: Names, room: Room): Frame => {
  const context: ColumnContext = {
    names,
    elapsed: sample.elapsed,
    memoryKb: sample.memory.total,
    commandLines: view.commandLines,
    cumulative: view.cumulative,
    scale: view.taskScale,
  };
  const columns = placed(SHOWN_COLUMNS.slice(view.firstColumn), room.cols, room.pidWidth);
  const tasks = ordered(sample, view, context);
  const most = view.mostTasks === 0 ? room.rows : Math.min(room.rows, view.mostTasks);
  const seen = tasks.slice(view.firstTask, view.firstTask + Math.max(0, most));
  return {
    summary: summaryOf(sample, view).map((line) => cutLine(line, room.cols)),
    header: columns.map((one) => fitted(one.name, one)).join(' '),
    rows: seen.map((task) => ({
      text: columns.map((one) => fitted(one.value(task, context), one)).join(' '),
      running: task.state === 'R',
    })),
    tasks: seen,
  };
};
