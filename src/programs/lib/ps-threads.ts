/**
 * Threads in ps: -L, -T and H give each a line instead of its process, -m and m a line below it. Of those two, some columns
 * belong to the process, others to the thread, and are a dash in the other's line.
 * Authority: ps(1), THREAD DISPLAY; which column is whose was recorded from procps 4.0.2. That one dies of a segmentation fault
 * at a thread's WCHAN below its process (-ml); here it is shown.
 */
import type { Sys } from '../../kernel/syscalls.ts';
import { type Proc, readThreads, type Wanted } from './proc.ts';
import { PsProblem } from './ps-lists.ts';
import type { Request } from './ps-options.ts';

/** What a line is of, and what a column is of. */
export type Part = 'process' | 'thread';

const PROCESS_COLUMNS = new Set(
  `%mem args cmd comm command drs fname nlwp nwchan pgid pgrp pid pmem ppid rss rssize rsz sess session sid size sz tgid thcount
  tname tpgid trs tt tty ucmd ucomm vsize vsz`.split(/\s+/),
);
const THREAD_COLUMNS = new Set(
  `blocked caught class cls cpuid ignored intpri lwp ni nice opri policy pri priority psr s sched sigcatch sigignore sigmask
  spid stat state tid wchan wname`.split(/\s+/),
);

/** Undefined for columns that both lines have. */
export const partOf = (column: string): Part | undefined =>
  PROCESS_COLUMNS.has(column) ? 'process' : THREAD_COLUMNS.has(column) ? 'thread' : undefined;

/** A line of the listing; without a part it is a process alone, or a thread in its place, and every column is shown. */
export interface Row {
  readonly proc: Proc;
  readonly part?: Part;
}

/** Throws PsProblem for ways to show threads that exclude each other. */
export function checkThreads({ threads, instead, below, threadColumns, forest }: Request): void {
  if (!threads && below.size === 0) return;
  if (forest !== 'none') throw new PsProblem('thread display conflicts with forest display');
  if (instead && below.size > 0) throw new PsProblem("thread flags conflict; can't use H with m or -m");
  if (below.size > 1) throw new PsProblem("thread flags conflict; can't use both m and -m");
  if (threadColumns.size > 1) throw new PsProblem("thread flags conflict; can't use both -L and -T");
}

export function* rowsOf(sys: Sys, procs: readonly Proc[], request: Request, wanted: Wanted): Generator<void, Row[]> {
  const { threads, below, sort } = request;
  // Sorted, there are only processes: so it is in this version.
  if ((!threads && below.size === 0) || sort.length > 0) return procs.map((proc) => ({ proc }));
  const rows: Row[] = [];
  for (const proc of procs) {
    const own = yield* readThreads(sys, proc.pid, wanted);
    if (below.size === 0) rows.push(...own.map((thread) => ({ proc: thread })));
    else rows.push({ proc, part: 'process' }, ...own.map((thread) => ({ proc: thread, part: 'thread' as const })));
  }
  return rows;
}
