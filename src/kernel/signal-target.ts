/**
 * Which thread of a process takes a signal: the one it was sent to, or any that does not block it, the leader first.
 * Whoever sleeps or has the CPU may have it, of those who wait for the CPU only who has nothing else to look at yet. Where nobody will, it waits for the first that can.
 * Authority: signal(7); kernel/signal.c (wants_signal, complete_signal, retarget_shared_pending).
 */
import { hasSignal, type SigSet } from './signum.ts';
import type { Task, ThreadGroup } from './task.ts';

/** Not blocked, or blocked but waited for: by sigtimedwait(2). */
const lets = ({ blocked, waitedSignals }: Task, signo: number): boolean =>
  !hasSignal(blocked, signo) || (waitedSignals !== undefined && hasSignal(waitedSignals, signo));

function wants(task: Task, signo: number): boolean {
  if (task.state === 'Z' || !lets(task, signo)) return false;
  if (task.state === 'S' || task.kernel.current === task) return true;
  return task.state === 'R' && !task.attention;
}

/** Nobody in the process lets it through now; or the one thread that it is for does not. */
export const isBlocked = (group: ThreadGroup, signo: number, thread: Task | undefined): boolean =>
  thread
    ? hasSignal(thread.blocked, signo)
    : group.tasks.every((task) => task.state === 'Z' || hasSignal(task.blocked, signo));

/** Who is to be interrupted for a signal that is pending now: `first` if it wants it, otherwise the next in turn. */
export function chooseTarget(first: Task, signo: number, onlyFirst: boolean): Task | undefined {
  if (wants(first, signo)) return first;
  const { group } = first;
  const { tasks } = group;
  if (onlyFirst || tasks.length === 1) return undefined;
  const start = Math.max(0, group.lastTarget ? tasks.indexOf(group.lastTarget) : 0);
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[(start + i) % tasks.length];
    if (!task || !wants(task, signo)) continue;
    group.lastTarget = task;
    return task;
  }
  return undefined;
}

/** A thread will not take these any more, by a new mask or by its end: others are told of those that the process has pending. */
export function retarget(task: Task, lost: SigSet): void {
  const { group, kernel } = task;
  if (group.tasks.length === 1) return;
  let waiting = group.shared.set & lost;
  for (const other of group.tasks) {
    const takes = waiting & ~other.blocked;
    if (other === task || other.state === 'Z' || takes === 0n) continue;
    kernel.interruptSleep(other, 'signal');
    waiting &= ~takes;
  }
}
