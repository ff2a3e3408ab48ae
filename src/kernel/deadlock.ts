/**
 * Who waits for whom, and which of them wait in a circle: functions of a view, for `why`, panes and checks.
 * A wait is closed when only those named can end it (short of a signal): a child's end, a pipe's other end, a lock's holder,
 * a mutex's owner, a thread that is joined, a semaphore that somebody has taken with SEM_UNDO. Every other wait may be ended by anybody, or by time.
 * Leaves out what cannot be known: who means to add to a semaphore without having said so, descriptors on their way.
 */
import { type KernelView, type ThreadView, threadsOf } from './view.ts';

/** Those who could end somebody's sleep; one of them is enough. */
export interface Wakers {
  readonly pids: readonly number[];
  readonly closed: boolean;
  /** They are threads, and of their processes no other thread will do. */
  readonly exactly?: boolean;
}

const NOBODY: Wakers = { pids: [], closed: false };
const closed = (pids: readonly number[]): Wakers => ({ pids, closed: pids.length > 0 });

function ofPipe(view: KernelView, ino: number, end: 'readerPids' | 'writerPids'): Wakers {
  const pipe = view.pipes.find((one) => one.ino === ino);
  // Anybody may open a FIFO.
  return pipe ? { pids: pipe[end], closed: pipe.kind === 'pipe' && pipe[end].length > 0 } : NOBODY;
}

const holdersOf = (view: KernelView, semid: number, sem: number): readonly number[] =>
  view.semaphores
    .find((set) => set.semid === semid)
    ?.undo.flatMap(({ pid, semadj }) => ((semadj[sem] ?? 0) > 0 ? [pid] : [])) ?? [];

export function wakersOf(view: KernelView, { reason }: Pick<ThreadView, 'reason'>): Wakers {
  if (!reason) return NOBODY;
  switch (reason.kind) {
    case 'child':
      return closed(reason.children);
    case 'traced':
      return closed([reason.tracer]);
    case 'pipe-empty':
      return ofPipe(view, reason.ino, 'writerPids');
    case 'pipe-full':
      return ofPipe(view, reason.ino, 'readerPids');
    case 'futex':
      return reason.holder === undefined ? NOBODY : { pids: [reason.holder], closed: true, exactly: true };
    case 'sem':
      return reason.op < 0 ? closed(holdersOf(view, reason.semid, reason.sem)) : NOBODY;
    default:
      return 'holder' in reason && typeof reason.holder === 'number' ? closed([reason.holder]) : NOBODY;
  }
}

/** Of each thread that waits for certain others only, those; where a process is waited for, any of its threads will do. */
export type Waits = ReadonlyMap<number, readonly number[]>;

/** An ended leader does nothing any more, as long as others do. */
const whoLives = (threads: readonly ThreadView[]): readonly number[] =>
  threads.filter(({ state }) => threads.length === 1 || state !== 'Z').map(({ tid }) => tid);

export function waitsOf(view: KernelView): Waits {
  const members = new Map(view.processes.map(({ pid, threads }) => [pid, whoLives(threads)]));
  const waits = threadsOf(view).flatMap((thread) => {
    const { pids, closed, exactly } = wakersOf(view, thread);
    return closed ? [[thread.tid, exactly ? pids : pids.flatMap((pid) => members.get(pid) ?? pid)] as const] : [];
  });
  return new Map(waits);
}

/** All that wait for nobody but each other, and so for ever. */
export function deadlocked(waits: Waits): ReadonlySet<number> {
  const stuck = new Set(waits.keys());
  const canGoOn = (pid: number): boolean => (waits.get(pid) ?? []).some((waker) => !stuck.has(waker));
  for (let changed = true; changed; ) {
    const free = [...stuck].filter(canGoOn);
    for (const pid of free) stuck.delete(pid);
    changed = free.length > 0;
  }
  return stuck;
}

/** The circle that a process waits in, or at the end of its waits: each waits for the next, the last for the first. */
export function circleOf(waits: Waits, pid: number): readonly number[] | undefined {
  if (!deadlocked(waits).has(pid)) return undefined;
  const path: number[] = [];
  for (let at = pid; !path.includes(at); at = waits.get(at)?.[0] ?? pid) path.push(at);
  const first = waits.get(path.at(-1) ?? pid)?.[0] ?? pid;
  return path.slice(path.indexOf(first));
}

/** All circles, each once and from its lowest pid on. */
export function circlesOf(waits: Waits): readonly (readonly number[])[] {
  const found = new Map<number, readonly number[]>();
  for (const pid of deadlocked(waits)) {
    const circle = circleOf(waits, pid) ?? [];
    const lowest = Math.min(...circle);
    const at = circle.indexOf(lowest);
    if (at >= 0 && !found.has(lowest)) found.set(lowest, [...circle.slice(at), ...circle.slice(0, at)]);
  }
  return [...found.values()];
}
