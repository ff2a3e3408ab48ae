/**
 * Objects that were used together as one exchange: both ends of a connection; shared memory and the semaphores that the same
 * processes used with it, for without them nobody knows when there is something to read.
 */
import type { CostView } from '../../../kernel/cost.ts';
import type { KernelView } from '../../../kernel/view.ts';

export const columns = ['pipe', 'queue', 'memory', 'socket'] as const;
export type Column = (typeof columns)[number];

export interface Exchange
  extends Pick<CostView, 'name' | 'calls' | 'in' | 'out' | 'sleeps' | 'faults' | 'pids' | 'at'> {
  readonly id: string;
  readonly column: Column;
}

/** Used last comes last. */
export function exchangesOf({ costs }: Pick<KernelView, 'costs'>): readonly Exchange[] {
  const joined: CostView[] = [];
  for (const cost of costs) {
    const other = joined.findLast((each) => belongTogether(each, cost));
    if (other) joined[joined.indexOf(other)] = sum(other, cost);
    else joined.push(cost);
  }
  return joined
    .sort((a, b) => a.at - b.at)
    .flatMap((cost) => (cost.kind === 'semaphore' ? [] : [{ ...cost, column: cost.kind, id: `cost:${cost.number}` }]));
}

const share = (a: CostView, b: CostView): boolean => a.pids.some((pid) => b.pids.includes(pid));

function belongTogether(a: CostView, b: CostView): boolean {
  if (a.kind === 'socket' && b.kind === 'socket') return a.link === b.link;
  const kinds = [a.kind, b.kind];
  return kinds.includes('memory') && kinds.includes('semaphore') && share(a, b);
}

function sum(a: CostView, b: CostView): CostView {
  const main = a.kind === 'semaphore' ? b : a;
  return {
    ...main,
    name: `${a.name} + ${b.name}`,
    calls: a.calls + b.calls,
    in: a.in + b.in,
    out: a.out + b.out,
    sleeps: a.sleeps + b.sleeps,
    faults: a.faults + b.faults,
    pids: [...new Set([...a.pids, ...b.pids])].sort((x, y) => x - y),
    at: Math.max(a.at, b.at),
  };
}
