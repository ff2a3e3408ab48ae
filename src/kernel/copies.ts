/**
 * What system calls copy between user and kernel space: every byte that goes through a pipe is copied twice, in by a write
 * and out by a read. Counts the calls that hand over a buffer, and the bytes that they answer. Leaves out what small
 * structures and paths cost. Linux counts the same for /proc/PID/io (rchar, wchar), there for each process.
 */
import type { Entry } from './call.ts';
import type { Task } from './task.ts';

export interface CopyCount {
  calls: number;
  bytes: number;
}

/** Of one process: into the kernel (copy_from_user) and out of it (copy_to_user). */
export interface Copies {
  readonly in: CopyCount;
  readonly out: CopyCount;
}

export const noCopies = (): Copies => ({ in: { calls: 0, bytes: 0 }, out: { calls: 0, bytes: 0 } });

/** A call with a buffer has answered: how many bytes it moved, or a failure. */
export function countCopy(task: Task, { name, fills }: Entry, answer: unknown): void {
  if (typeof answer !== 'number' || answer <= 0) return;
  const { copied } = task.group;
  add(fills ? copied.out : copied.in, answer);
  const { copies } = task.kernel;
  let total = copies.get(name);
  if (!total) copies.set(name, (total = { calls: 0, bytes: 0 }));
  add(total, answer);
}

function add(count: CopyCount, bytes: number): void {
  count.calls++;
  count.bytes += bytes;
}
