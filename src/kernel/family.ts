/**
 * What processes know of each other: parents and tracers are told of ends and stops, orphans get new parents, and groups
 * that nobody could continue are hung up.
 * Models SIGCHLD and its rules, subreapers, orphaned process groups, beginning and end of tracing. Leaves out exit signals
 * other than SIGCHLD and PR_SET_PDEATHSIG. Authority: wait(2), ptrace(2), credentials(7); kernel/exit.c.
 */
import { SA_NOCLDSTOP, SA_NOCLDWAIT } from './abi.ts';
import type { Kernel } from './kernel.ts';
import { actionOf, isIgnored, send, sendToGroup } from './signal.ts';
import { SIGCHLD, SIGCONT, SIGHUP, SIGTRAP } from './signum.ts';
import type { Session, Task, ThreadGroup } from './task.ts';
import type { Traced } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    orphan: { readonly parent: number };
  }
}

// ---- tracing

/** Somebody begins to trace a task. */
export function trace(task: Task, traced: Traced): void {
  task.traced = traced;
  traced.tracer.tracees.add(task);
  task.kernel.emit('ptrace.attach', task.pid, { tracer: traced.tracer.tgid });
}

/** Nobody traces it any more; it goes on from wherever it stands. */
export function untrace(task: Task): void {
  const { traced, group } = task;
  if (!traced) return;
  const { injected } = traced;
  if (task.state === 't') task.kernel.wake(task, traced.queue);
  task.traced = undefined;
  traced.tracer.tracees.delete(task);
  task.kernel.emit('ptrace.detach', task.pid, { tracer: traced.tracer.tgid });
  task.attention = true;
  if (injected) send(task.kernel, group, injected, task);
}

// ---- orphans

/** A process has a child more: the last of its children. */
export function takeIn(kernel: Kernel, parent: ThreadGroup | undefined, child: ThreadGroup): void {
  child.parent = parent;
  child.rank = ++kernel.adoptions;
  parent?.children.add(child);
  if (child.zombie || child.report) parent?.news.add(child);
}

/** The children of a process that ends get a new parent; groups that only it kept from being orphans are looked at. */
export function reparentChildren(kernel: Kernel, group: ThreadGroup): void {
  const endangered = stoppedAmong(kernel, [...group.children, group]);
  const before = [...endangered].filter(([pgid, session]) => !isOrphaned(kernel, pgid, session));
  const heir = heirOf(kernel, group);
  const zombies = [...group.news].filter((child) => child.zombie).sort(byRank);
  for (const child of group.children) {
    takeIn(kernel, heir, child);
    kernel.emit('orphan', child.tgid, { parent: heir?.tgid ?? 0 });
  }
  group.children.clear();
  group.news.clear();
  for (const [pgid, session] of before) hangUpIfOrphaned(kernel, pgid, session, group);
  if (heir) for (const zombie of zombies) if (zombie.zombie && !zombie.heldFor) notifyParent(kernel, zombie, 'exited');
}

const byRank = (a: ThreadGroup, b: ThreadGroup): number => a.rank - b.rank;

/** The groups of these processes in which somebody is stopped: to others nothing happens when they become orphans. */
function stoppedAmong(kernel: Kernel, processes: readonly ThreadGroup[]): Map<number, Session> {
  const stopped = new Set([...kernel.stopped].map(({ pgid }) => pgid));
  return new Map(processes.filter(({ pgid }) => stopped.has(pgid)).map(({ pgid, session }) => [pgid, session]));
}

function heirOf(kernel: Kernel, group: ThreadGroup): ThreadGroup | undefined {
  for (let up = group.parent; up; up = up.parent) if (up.subreaper && !up.exiting) return up;
  const init = kernel.groups.get(1);
  return init === group ? undefined : init;
}

/** A newly orphaned group with a stopped member gets SIGHUP and SIGCONT: nobody is left who could continue it. */
function hangUpIfOrphaned(kernel: Kernel, pgid: number, session: Session, leaving: ThreadGroup): void {
  if (!isOrphaned(kernel, pgid, session, leaving)) return;
  if (![...kernel.stopped].some((process) => process.pgid === pgid && process !== leaving)) return;
  sendToGroup(kernel, pgid, SIGHUP);
  sendToGroup(kernel, pgid, SIGCONT);
}

/** Orphaned: no member has a parent in another group of the same session. */
export function isOrphaned(kernel: Kernel, pgid: number, session: Session, leaving?: ThreadGroup): boolean {
  for (const member of kernel.processGroups.membersOf(pgid)) {
    const { parent } = member;
    if (member === leaving || member.exiting || !parent || parent.tgid === 1) continue;
    if (parent.pgid !== pgid && parent.session === session) return false;
  }
  return true;
}

// ---- telling

/** The parent does not want to wait for it: no zombie is left. */
export const reapsItself = (group: ThreadGroup): boolean => {
  if (!group.parent) return true;
  const { handler, flags } = actionOf(group.parent, SIGCHLD);
  return handler === 'ignore' || (flags & SA_NOCLDWAIT) !== 0;
};

/** The wait status of a child that goes on. */
const CONTINUED = 0xffff;

/** A child has something to report: SIGCHLD, and whoever waits looks again. */
export function notifyParent(kernel: Kernel, group: ThreadGroup, what: 'exited' | 'stopped' | 'continued'): void {
  const { parent, leader, exitStatus, stopSignal } = group;
  if (!parent || !leader) return;
  parent.news.add(group);
  const status = what === 'continued' ? CONTINUED : (exitStatus ?? (stopSignal << 8) | 0x7f);
  tellOf(kernel, parent, leader, status);
}

/** A tracee stands still, or has died before its parent may know. */
export function notifyTracer(kernel: Kernel, tracee: Task): void {
  if (!tracee.traced) return;
  const { tracer } = tracee.traced;
  const dead = tracee.state === 'Z';
  // A tracer that does not listen is told thousands of times: of that, nothing is told to anybody else.
  if (isIgnored(tracer, SIGCHLD) && !tracer.leader?.traced) tracer.childExit.wakeAll();
  else tellOf(kernel, tracer, tracee, dead ? tracee.exitStatus : (SIGTRAP << 8) | 0x7f);
}

function tellOf(kernel: Kernel, whom: ThreadGroup, { pid, state, cred, group }: Task, status: number): void {
  const quiet = state !== 'Z' && (actionOf(whom, SIGCHLD).flags & SA_NOCLDSTOP) !== 0;
  const { utime, stime } = group;
  if (!quiet) send(kernel, whom, { signo: SIGCHLD, code: 'CLD', pid, uid: cred.ruid, value: status, utime, stime });
  whom.childExit.wakeAll();
}
