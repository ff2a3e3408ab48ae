/**
 * Robust locks: a list in a task's own memory of the locks that it holds, which the kernel walks when the task ends, so that
 * whoever wants one of them next learns that its owner died.
 * The words are futexes as glibc keeps them: the owner's tid, with FUTEX_WAITERS if somebody sleeps for it.
 * Leaves out priority inheritance. Authority: get_robust_list(2); kernel/futex/core.c (exit_robust_list).
 */
import { FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { wakeOne } from './futex.ts';
import type { Task } from './task.ts';

declare module './event.ts' {
  interface EventKinds {
    /** A lock whose owner ended without giving it back. */
    'futex.owner-died': { readonly address: number };
  }
}

/** Bytes of struct robust_list_head: the first entry, where the word is seen from an entry, the lock about to be taken. */
const HEAD_BYTES = 24;
const POINTER = 8;
/** A list that is longer has a circle in it. */
const MAX_ENTRIES = 2048;
/** The lowest bit of a pointer marks locks with priority inheritance. */
const FLAGS = 1;

/** EINVAL for another size than the structure has. */
export function setRobustList(task: Task, head: number, bytes: number): 0 | Failure {
  if (bytes !== HEAD_BYTES) return fail('EINVAL');
  task.robustList = head;
  return 0;
}

/** A signed number of 64 bits; undefined where there is no memory. */
function word(task: Task, address: number): number | undefined {
  const bytes = new Uint8Array(POINTER);
  if (address <= 0 || task.mm.load(task.kernel, task, address, bytes)) return undefined;
  return Number(new DataView(bytes.buffer).getBigInt64(0, true));
}

const pointer = (value: number | undefined): number =>
  value === undefined ? 0 : value - (value % 2 === 0 ? 0 : FLAGS);

/** The task ends, or its memory is replaced. */
export function releaseRobustLocks(task: Task): void {
  const head = task.robustList;
  task.robustList = 0;
  if (head === 0) return;
  const offset = word(task, head + POINTER);
  if (offset === undefined) return;
  const pending = pointer(word(task, head + 2 * POINTER));
  let entry = pointer(word(task, head));
  for (let count = 0; entry !== 0 && entry !== head && count < MAX_ENTRIES; count++) {
    const next = pointer(word(task, entry)); // before the next owner may take it off our list
    if (entry !== pending) abandon(task, entry + offset);
    entry = next;
  }
  if (pending !== 0) abandon(task, pending + offset);
}

/** A word that still has the task's number is marked; one sleeper is woken. */
function abandon(task: Task, address: number): void {
  const { mm, kernel } = task;
  const bytes = new Uint8Array(4);
  const view = new DataView(bytes.buffer);
  if (address % 4 !== 0 || mm.load(kernel, task, address, bytes)) return;
  const value = view.getUint32(0, true);
  if ((value & FUTEX_TID_MASK) !== task.pid) return;
  view.setUint32(0, ((value & FUTEX_WAITERS) | FUTEX_OWNER_DIED) >>> 0, true);
  mm.store(kernel, task, address, bytes);
  kernel.emit('futex.owner-died', task.pid, { address });
  if (value & FUTEX_WAITERS) wakeOne(task, address);
}
