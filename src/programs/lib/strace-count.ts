/** `strace -c`: time, calls and errors for each system call, as a table. Authority: strace(1) 6.1. */

interface Count {
  calls: number;
  errors: number;
  /** µs. */
  time: number;
}

export type SortBy = 'time' | 'calls' | 'errors' | 'name' | 'nothing' | 'avg-time';

const RULE = '------ ----------- ----------- --------- --------- ----------------';
const HEAD = '% time     seconds  usecs/call     calls    errors syscall';

const average = ({ time, calls }: Count): number => (calls === 0 ? 0 : Math.floor(time / calls));

const row = (share: number, count: Count, name: string): string => {
  const errors = count.errors === 0 ? '' : String(count.errors);
  const left = `${share.toFixed(2).padStart(6)} ${(count.time / 1e6).toFixed(6).padStart(11)}`;
  const numbers = [String(average(count)).padStart(11), String(count.calls).padStart(9), errors.padStart(9)];
  return `${left} ${numbers.join(' ')} ${name}\n`;
};

export class Summary {
  private readonly counts = new Map<string, Count>();

  add(name: string, time: number, failed: boolean): void {
    const count = this.counts.get(name) ?? { calls: 0, errors: 0, time: 0 };
    this.counts.set(name, count);
    count.calls += 1;
    count.errors += failed ? 1 : 0;
    count.time += time;
  }

  text(sort: SortBy): string {
    if (this.counts.size === 0) return '';
    const total: Count = { calls: 0, errors: 0, time: 0 };
    for (const { calls, errors, time } of this.counts.values()) {
      total.calls += calls;
      total.errors += errors;
      total.time += time;
    }
    const share = (time: number): number => (total.time === 0 ? 0 : (100 * time) / total.time);
    const rows = this.sorted(sort).map(([name, count]) => row(share(count.time), count, name));
    return `${HEAD}\n${RULE}\n${rows.join('')}${RULE}\n${row(total.time === 0 ? 0 : 100, total, 'total')}`;
  }

  private sorted(sort: SortBy): readonly (readonly [string, Count])[] {
    const all = [...this.counts];
    const keys: Readonly<Record<Exclude<SortBy, 'name' | 'nothing'>, (count: Count) => number>> = {
      time: ({ time }) => time,
      calls: ({ calls }) => calls,
      errors: ({ errors }) => errors,
      'avg-time': average,
    };
    if (sort === 'nothing') return all;
    if (sort === 'name') return all.sort(([a], [b]) => (a < b ? -1 : 1));
    return all.sort(([, a], [, b]) => keys[sort](b) - keys[sort](a));
  }
}
