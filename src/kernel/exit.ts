/**
 * Ends: of a thread, of all threads of a process, and of what is left of it when its parent has waited.
 * Models exit(2) of one thread, whose robust locks and tid word are seen to; exit_group(2); the leader that stays as a
 * zombie until the other threads have ended; dead tracees, which their tracer waits for before anybody else.
 * Authority: _exit(2), exit_group(2), set_tid_address(2), get_robust_list(2); kernel/exit.c (do_exit, release_task).
 */
import { PTRACE_O_EXITKILL } from './abi.ts';
import { PENDING, stopWaiting } from './call.ts';
import { notifyParent, notifyTracer, reapsItself, reparentChildren, untrace } from './family.ts';
import { wakeOne } from './futex.ts';
import { letFilesGo } from './held-files.ts';
import { disarm } from './itimer.ts';
import type { Kernel } from './kernel.ts';
import { releaseRobustLocks } from './robust-list.ts';
import { leaveSession } from './session.ts';
import { flush, kernelInfo, leaveStop, send, stopIsComplete } from './signal.ts';
import { retarget } from './signal-target.ts';
import { SIGKILL } from './signum.ts';
import { undoSemaphores } from './sysv/sem.ts';
import { leaveSegments } from './sysv/shm.ts';
import type { Task, ThreadGroup } from './task.ts';
import { stopForExit } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    /** All of a process; `status` is the wait status. */
    exit: { readonly status: number };
    /** A thread of a process that has others. */
    'thread.exit': { readonly status: number };
  }
}

/** The end of a whole process, by exit_group(2) (`code << 8`) or a signal (its number, 0x80 with core). */
export function exitGroup(task: Task, status: number): typeof PENDING {
  const { group } = task;
  if (group.exiting || stopForExit(task, status, () => exitGroup(task, status))) return PENDING;
  group.exiting = true;
  endOthers(task, status);
  endThread(task, status);
  return PENDING;
}

/** The end of one thread; with the last one the process ends, with the status that the leader had. */
export function exitThread(task: Task, status: number): typeof PENDING {
  if (stopForExit(task, status, () => exitThread(task, status))) return PENDING;
  endThread(task, status);
  return PENDING;
}

/** All threads but the one that says so. */
export function endOthers(task: Task, status: number): void {
  for (const other of [...task.group.tasks]) if (other !== task && other.state !== 'Z') endThread(other, status);
}

function endThread(task: Task, status: number): void {
  const { kernel, group } = task;
  const isLast = group.tasks.every((other) => other === task || other.state === 'Z');
  task.exitStatus = status;
  if (isLast) {
    if (group.exiting && group.leader) group.leader.exitStatus = status;
    group.exiting = true;
    undoSemaphores(kernel, group);
  }
  if (group.tasks.length > 1) kernel.emit('thread.exit', task.pid, { status });
  giveBack(task);
  if (isLast) endProcess(task);
  else stopIsComplete(group);
  if (!task.isLeader) leaveGroup(task);
}

/** What a task holds is given back. */
function giveBack(task: Task): void {
  const { call, kernel } = task;
  call?.wait?.options.cancel?.();
  if (call) stopWaiting(call, kernel);
  if (call) letFilesGo(task, call);
  leaveStop(task);
  task.call = undefined;
  task.frames.length = 0;
  task.attention = false;
  leaveMemory(task);
  task.files.users--;
  if (task.files.users === 0) task.files.closeAll(task);
  task.state = 'Z';
  if (!task.group.exiting) retarget(task, ~task.blocked);
}

/** Memory that others share is told that this user has gone: locks that it held, and whoever waits for its end. */
export function leaveMemory(task: Task): void {
  const { mm } = task;
  releaseRobustLocks(task);
  if (task.clearTid !== 0 && mm.users > 1) {
    mm.store(task.kernel, task, task.clearTid, new Uint8Array(4));
    wakeOne(task, task.clearTid);
  }
  task.clearTid = 0;
  mm.users--;
  if (mm.users === 0) mm.clear(task);
}

/** The last task of it has ended. */
function endProcess(task: Task): void {
  const { kernel, group } = task;
  leaveSegments(task);
  disarm(kernel, group);
  group.useImage(undefined);
  leaveSession(kernel, group);
  reparentChildren(kernel, group);
  const status = group.leader?.exitStatus ?? 0;
  group.exitStatus = status;
  kernel.emit('exit', group.tgid, { status });
  releaseTracees(kernel, group);
  if (group.tasks.length === 1) tellOfEnd(group);
}

/** A tracer that is not the parent hears of it first. */
function tellOfEnd(group: ThreadGroup): void {
  const { leader } = group;
  if (!leader) return;
  const { kernel, traced } = leader;
  if (!traced || traced.tracer === group.parent) {
    announceExit(kernel, group);
    return;
  }
  group.heldFor = traced.tracer;
  kernel.notifyTracer(leader);
}

/** A thread that has ended is forgotten, unless its tracer has to wait for it first. */
function leaveGroup(task: Task): void {
  if (task.traced) notifyTracer(task.kernel, task);
  else forget(task);
}

/** The last trace of a thread goes; the leader may have waited for that, to be a zombie like any other. */
export function forget(task: Task): void {
  const { kernel, group, traced } = task;
  traced?.tracer.tracees.delete(task);
  task.traced = undefined;
  task.state = 'X';
  kernel.tasks.delete(task.pid);
  group.tasks.splice(group.tasks.indexOf(task), 1);
  if (group.lastTarget === task) group.lastTarget = undefined;
  if (group.zombie && group.tasks.length === 1) tellOfEnd(group);
}

/** The parent's turn to hear of the end: at once, or when the tracer has waited for it. */
export function announceExit(kernel: Kernel, group: ThreadGroup): void {
  for (const task of group.tasks) task.traced?.tracer.tracees.delete(task);
  group.heldFor = undefined;
  const leavesNoZombie = reapsItself(group);
  notifyParent(kernel, group, 'exited');
  if (leavesNoZombie) bury(kernel, group);
}

/** The end of a tracer: its tracees go on without it, or die with it (PTRACE_O_EXITKILL). */
function releaseTracees(kernel: Kernel, group: ThreadGroup): void {
  for (const tracee of [...group.tracees]) {
    const dies = ((tracee.traced?.options ?? 0) & PTRACE_O_EXITKILL) !== 0;
    if (tracee.group.heldFor) announceExit(kernel, tracee.group);
    else if (tracee.state === 'Z' && !tracee.isLeader) forget(tracee);
    else untrace(tracee);
    if (dies) send(kernel, tracee.group, kernelInfo(SIGKILL));
  }
}

/** The last trace of a process goes. */
export function bury(kernel: Kernel, group: ThreadGroup): void {
  group.parent?.children.delete(group);
  group.parent?.news.delete(group);
  kernel.groups.delete(group.tgid);
  kernel.processGroups.leave(group);
  kernel.stopped.delete(group);
  for (const task of group.tasks) {
    task.state = 'X';
    kernel.tasks.delete(task.pid);
  }
  if (group.session.sid === group.tgid) kernel.sessions.delete(group.session.sid);
  if (group.parent) {
    group.parent.childrenUtime += group.utime + group.childrenUtime;
    group.parent.childrenStime += group.stime + group.childrenStime;
    group.parent.childrenMinorFaults += group.minorFaults + group.childrenMinorFaults;
  }
  flush(group, ~0n);
}
