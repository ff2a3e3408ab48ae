/** `strace -c`: time, calls and errors for each system call, as a table. Authority: strace(1) 6.1. */

interface Count {
  calls: number;
  errors: number;
  /** µs. */
  time: number;
  shortest: number;
  longest: number;
}

interface Column {
  /** As -U and -S call it. */
  readonly names: readonly string[];
  readonly title: string;
  readonly width: number;
  readonly text: (count: Count, name: string, total: Count) => string;
  readonly rank: (count: Count) => number;
}

const seconds = (us: number): string => (us / 1e6).toFixed(6);
const average = ({ time, calls }: Count): number => (calls === 0 ? 0 : Math.floor(time / calls));
const share = ({ time }: Count, total: Count): number => (total.time === 0 ? 0 : (100 * time) / total.time);

const COLUMNS = {
  time: {
    names: ['time', 'time-percent', 'time_percent'],
    title: '% time',
    width: 6,
    text: (count, _name, total) => share(count, total).toFixed(2),
    rank: ({ time }) => time,
  },
  total: {
    names: ['total-time', 'total_time', 'time-total', 'time_total'],
    title: 'seconds',
    width: 11,
    text: ({ time }) => seconds(time),
    rank: ({ time }) => time,
  },
  min: {
    names: ['min-time', 'min_time', 'shortest', 'time-min', 'time_min'],
    title: 'shortest',
    width: 8,
    text: ({ shortest }) => seconds(shortest),
    rank: ({ shortest }) => shortest,
  },
  max: {
    names: ['max-time', 'max_time', 'longest', 'time-max', 'time_max'],
    title: 'longest',
    width: 8,
    text: ({ longest }) => seconds(longest),
    rank: ({ longest }) => longest,
  },
  avg: {
    names: ['avg-time', 'avg_time', 'time-avg', 'time_avg'],
    title: 'usecs/call',
    width: 11,
    text: (count) => String(average(count)),
    rank: average,
  },
  calls: {
    names: ['calls', 'count'],
    title: 'calls',
    width: 9,
    text: ({ calls }) => String(calls),
    rank: ({ calls }) => calls,
  },
  errors: {
    names: ['errors', 'error'],
    title: 'errors',
    width: 9,
    text: ({ errors }) => (errors === 0 ? '' : String(errors)),
    rank: ({ errors }) => errors,
  },
  name: {
    names: ['name', 'syscall', 'syscall-name', 'syscall_name'],
    title: 'syscall',
    width: 16,
    text: (_count, name) => name,
    rank: () => 0,
  },
} as const satisfies Readonly<Record<string, Column>>;

export type ColumnName = keyof typeof COLUMNS;
export type SortBy = ColumnName | 'nothing';

export const DEFAULT_COLUMNS: readonly ColumnName[] = ['time', 'total', 'avg', 'calls', 'errors', 'name'];

export const columnOf = (word: string): ColumnName | undefined =>
  (Object.keys(COLUMNS) as ColumnName[]).find((key) => COLUMNS[key].names.some((name) => name === word));

export const sortOf = (word: string): SortBy | undefined =>
  word === 'none' || word === 'nothing' ? 'nothing' : columnOf(word);

const cell = (key: ColumnName, text: string): string =>
  key === 'name' ? text.padEnd(COLUMNS.name.width) : text.padStart(COLUMNS[key].width);

export class Summary {
  private readonly counts = new Map<string, Count>();

  add(name: string, time: number, failed: boolean): void {
    const count = this.counts.get(name) ?? { calls: 0, errors: 0, time: 0, shortest: time, longest: time };
    this.counts.set(name, count);
    count.calls += 1;
    count.errors += failed ? 1 : 0;
    count.time += time;
    count.shortest = Math.min(count.shortest, time);
    count.longest = Math.max(count.longest, time);
  }

  text(sort: SortBy, columns: readonly ColumnName[]): string {
    if (this.counts.size === 0) return '';
    const all = [...this.counts.values()];
    const sum = (of: (count: Count) => number): number => all.reduce((so, count) => so + of(count), 0);
    const total: Count = {
      calls: sum(({ calls }) => calls),
      errors: sum(({ errors }) => errors),
      time: sum(({ time }) => time),
      shortest: Math.min(...all.map(({ shortest }) => shortest)),
      longest: Math.max(...all.map(({ longest }) => longest)),
    };
    const isLast = columns.at(-1) === 'name';
    const line = (cells: readonly string[]): string => `${isLast ? cells.join(' ').trimEnd() : cells.join(' ')}\n`;
    const row = (name: string, count: Count): string =>
      line(columns.map((key) => cell(key, COLUMNS[key].text(count, name, total))));
    const rule = line(columns.map((key) => '-'.repeat(COLUMNS[key].width)));
    const head = line(columns.map((key) => (key === 'time' ? '% time' : cell(key, COLUMNS[key].title))));
    const rows = this.sorted(sort).map(([name, count]) => row(name, count));
    return head + rule + rows.join('') + rule + row('total', total);
  }

  private sorted(sort: SortBy): readonly (readonly [string, Count])[] {
    const all = [...this.counts];
    if (sort === 'nothing') return all;
    if (sort === 'name') return all.sort(([a], [b]) => (a < b ? -1 : 1));
    const { rank } = COLUMNS[sort];
    return all.sort(([, a], [, b]) => rank(b) - rank(a));
  }
}
