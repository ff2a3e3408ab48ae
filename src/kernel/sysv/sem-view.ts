/** Semaphore sets as panes and checks see them: values, who sleeps for what, and what would be undone for whom. */
import type { Kernel } from '../kernel.ts';
import { type IpcPermView, viewPerm } from './ipc-view.ts';
import type { SemSet } from './sem.ts';

export interface SemaphoreView {
  readonly value: number;
  readonly sempid: number;
  /** Pids that sleep until it rises, and until it is zero: each at the first operation that holds it up. */
  readonly forRise: readonly number[];
  readonly forZero: readonly number[];
}

/** struct sem_queue. */
export interface SemWaiterView {
  readonly pid: number;
  readonly ops: readonly { readonly num: number; readonly op: number; readonly flg: number }[];
  /** Which of them cannot be done now. */
  readonly blocking: number;
}

/** struct sem_undo. */
export interface SemUndoView {
  readonly pid: number;
  /** By semaphore: what is added when the process ends. */
  readonly semadj: readonly number[];
}

export interface SemSetView {
  readonly semid: number;
  readonly perm: IpcPermView;
  readonly semaphores: readonly SemaphoreView[];
  /** By age. */
  readonly waiters: readonly SemWaiterView[];
  readonly undo: readonly SemUndoView[];
  /** Seconds since the epoch; 0 for never. */
  readonly otime: number;
  readonly ctime: number;
}

function viewSet(set: SemSet): SemSetView {
  const waiters = set.waiters.map(({ pid, group, ops }): SemWaiterView => {
    const held = set.blocking(ops, set.semadj.get(group));
    return { pid, ops, blocking: held && 'num' in held ? ops.indexOf(held) : 0 };
  });
  const asleepFor = (semnum: number, zero: boolean): number[] =>
    waiters.flatMap(({ pid, ops, blocking }) => {
      const held = ops[blocking];
      return held?.num === semnum && (held.op === 0) === zero ? [pid] : [];
    });
  return {
    semid: set.perm.id,
    perm: viewPerm(set.perm),
    semaphores: set.semaphores.map(({ value, sempid }, num) => ({
      value,
      sempid,
      forRise: waiters.length > 0 ? asleepFor(num, false) : [],
      forZero: waiters.length > 0 ? asleepFor(num, true) : [],
    })),
    waiters,
    undo: [...set.semadj].map(([{ tgid }, semadj]) => ({ pid: tgid, semadj: [...semadj] })),
    otime: set.otime,
    ctime: set.ctime,
  };
}

export const viewSemSets = (kernel: Kernel): SemSetView[] => kernel.sysv.sem.all().map(viewSet);
