/**
 * What parents learn of their children: exit, stop and continue, each told once, unless WNOWAIT leaves it for later.
 * Models wait4(2) and waitid(2) for children of the process, whichever thread made them or waits. With __WCLONE there is
 * never anybody: every child here tells of its end by SIGCHLD. A tracer
 * waits for its tracees as well. Leaves out pidfds (no descriptor is one: EBADF).
 * Authority: wait(2), waitid(2); kernel/exit.c (wait_consider_task) for who counts as somebody to wait for.
 */
import {
  CLD_CONTINUED,
  CLD_DUMPED,
  CLD_EXITED,
  CLD_KILLED,
  CLD_STOPPED,
  CLD_TRAPPED,
  P_ALL,
  P_PGID,
  P_PID,
  P_PIDFD,
  type Rusage,
  WALL,
  type Waited,
  type WaitInfo,
  WCLONE,
  WCONTINUED,
  WCOREDUMP,
  WEXITED,
  WEXITSTATUS,
  WIFCONTINUED,
  WIFEXITED,
  WIFSTOPPED,
  WNOHANG,
  WNOTHREAD,
  WNOWAIT,
  WTERMSIG,
  WUNTRACED,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { announceExit, bury, forget } from './exit.ts';
import type { Kernel } from './kernel.ts';
import { call } from './row.ts';
import { SIGCONT } from './signum.ts';
import type { Task, ThreadGroup } from './task.ts';
import { stopStatus } from './tracing.ts';
import { type Wait, wait } from './wait-queue.ts';

const WSTOPPED = WUNTRACED;
const CONTINUED_STATUS = 0xffff;
/** Which kind of child; there is but one. */
const KINDS = WNOTHREAD | WALL | WCLONE;
const INT_MIN = -(2 ** 31);

declare module './event.ts' {
  interface EventKinds {
    reap: { readonly child: number; readonly status: number };
  }
}

interface Found {
  /** The leader of a child, or whoever is traced. */
  readonly task: Task;
  /** Wait status. */
  readonly status: number;
  /** Trapped: a tracee stands still, or is dead and its parent's only after that. */
  readonly what: 'exited' | 'stopped' | 'continued' | 'trapped';
}

const usageOf = (group: ThreadGroup): Rusage => ({
  utime: group.utime + group.childrenUtime,
  stime: group.stime + group.childrenStime,
});

/** Which children a wait is about: −1 all, 0 the caller's group, −g group g, otherwise one. */
function selects(target: number, caller: ThreadGroup, child: Task): boolean {
  if (target === -1) return true;
  if (target === 0) return child.group.pgid === caller.pgid;
  return target < 0 ? child.group.pgid === -target : child.pid === target;
}

/** No thread of it is left, not even one that a tracer has yet to wait for. */
const isWhollyDead = ({ zombie, tasks }: ThreadGroup): boolean => zombie && tasks.length === 1;

function zombieOf(children: Iterable<Task>): Found | undefined {
  const task = first(children, ({ group }) => isWhollyDead(group) && !group.heldFor);
  return task && { task, status: task.exitStatus, what: 'exited' };
}

/** The one that was forked first. */
function first(children: Iterable<Task>, test: (child: Task) => boolean): Task | undefined {
  let found: Task | undefined;
  for (const child of children)
    if (test(child) && (found === undefined || child.group.rank < found.group.rank)) found = child;
  return found;
}

/** A tracee that stands still and has not been told of, or that has died. */
function trappedOf(tracer: ThreadGroup, target: number): Found | undefined {
  for (const task of tracer.tracees) {
    const { group, traced } = task;
    if (!traced || !selects(target, tracer, task)) continue;
    const ended = task.isLeader ? group.heldFor === tracer : task.state === 'Z';
    if (ended) return { task, status: task.exitStatus, what: 'trapped' };
    if (traced.stop && !traced.told) return { task, status: stopStatus(traced, traced.stop), what: 'trapped' };
  }
  return undefined;
}

function reportOf(task: Task, options: number): Found | undefined {
  const { report, stopSignal } = task.group;
  if (report?.kind === 'stopped' && options & WSTOPPED && stopSignal !== 0)
    return { task, status: (report.signal << 8) | 0x7f, what: 'stopped' };
  if (report?.kind === 'continued' && options & WCONTINUED)
    return { task, status: CONTINUED_STATUS, what: 'continued' };
  return undefined;
}

/** Once told it is gone: the zombie, or the news of a stop. */
function consume({ kernel, pid: by }: Task, { task, status, what }: Found): void {
  const { group, traced } = task;
  if (what === 'trapped') {
    if (group.heldFor) announceExit(kernel, group);
    else if (task.state === 'Z') forget(task);
    else if (traced) traced.told = true;
    return;
  }
  if (what !== 'exited') {
    group.report = undefined;
    if (!group.zombie) group.parent?.news.delete(group);
    return;
  }
  kernel.emit('reap', by, { child: group.tgid, status });
  bury(kernel, group);
}

/** Undefined with WNOHANG and nothing to report. Among several zombies the one that was forked first is taken. ECHILD. */
function look({ kernel, group }: Task, target: number, options: number): Found | undefined | Failure | Wait {
  const only = (options & (WCLONE | WALL)) === WCLONE;
  const among = (processes: Iterable<ThreadGroup>): Iterable<Task> => (only ? [] : leadersOf(group, target, processes));
  const exits = (options & WEXITED) !== 0;
  const found = exits ? zombieOf(among(group.news)) : undefined;
  if (found) return found;
  const trapped = trappedOf(group, target);
  if (trapped) return trapped;
  // The stops of a tracee are told as such.
  const told = first(among(group.news), (child) => child.traced?.tracer !== group && !!reportOf(child, options));
  if (told) return reportOf(told, options);
  const tracees = [...group.tracees].some((task) => selects(target, group, task));
  const candidates = among(target > 0 ? onlyChild(kernel, group, target) : group.children);
  if (!tracees && !hasOneToWaitFor(candidates, exits)) return fail('ECHILD');
  return options & WNOHANG ? undefined : wait(group.childExit);
}

function* leadersOf(caller: ThreadGroup, target: number, processes: Iterable<ThreadGroup>): Generator<Task, void> {
  for (const { leader } of processes) if (leader && selects(target, caller, leader)) yield leader;
}

function onlyChild(kernel: Kernel, parent: ThreadGroup, pid: number): readonly ThreadGroup[] {
  const child = kernel.groups.get(pid);
  return child?.parent === parent ? [child] : [];
}

function hasOneToWaitFor(children: Iterable<Task>, exits: boolean): boolean {
  for (const { group } of children) if (exits || !group.zombie) return true;
  return false;
}

const isFound = (answer: Found | undefined | Failure | Wait): answer is Found =>
  answer !== undefined && 'task' in answer;

/** ESRCH for the one number that has no opposite, EINVAL for unknown options, ECHILD when there is nobody to wait for. */
function wait4(task: Task, target: number, options: number): Waited | Failure | Wait {
  if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | KINDS)) return fail('EINVAL');
  if (target === INT_MIN) return fail('ESRCH');
  const answer = look(task, target, options | WEXITED);
  if (answer === undefined) return { pid: 0, status: 0, rusage: { utime: 0, stime: 0 } };
  if (!isFound(answer)) return answer;
  const { task: child, status } = answer;
  const waited = { pid: child.pid, status, rusage: usageOf(child.group) };
  consume(task, answer);
  return waited;
}

/** A wait status as siginfo tells it: what has happened, and the exit code or the signal. */
export function happened(status: number): Pick<WaitInfo, 'code' | 'status'> {
  if (WIFCONTINUED(status)) return { code: CLD_CONTINUED, status: SIGCONT };
  if (WIFSTOPPED(status)) return { code: CLD_STOPPED, status: status >> 8 };
  if (WIFEXITED(status)) return { code: CLD_EXITED, status: WEXITSTATUS(status) };
  return { code: WCOREDUMP(status) ? CLD_DUMPED : CLD_KILLED, status: WTERMSIG(status) };
}

function infoOf({ task: child, status, what }: Found): WaitInfo {
  const from = { pid: child.pid, uid: child.cred.ruid };
  const trapped = what === 'trapped' && WIFSTOPPED(status);
  return { ...from, ...(trapped ? { code: CLD_TRAPPED, status: status >> 8 } : happened(status)) };
}

/** The target as wait4 writes it; undefined for what is none. */
function targetOf(idtype: number, id: number): number | undefined {
  if (idtype === P_ALL) return -1;
  if (idtype === P_PID && id > 0) return id;
  if (idtype === P_PGID && id >= 0) return -id;
  return undefined;
}

const WAITID_OPTIONS = WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED | KINDS;

/** EINVAL for unknown options, none of WEXITED, WSTOPPED and WCONTINUED, or an id that cannot be. */
function waitid(task: Task, idtype: number, id: number, options: number): WaitInfo | Failure | Wait {
  if (options & ~WAITID_OPTIONS || !(options & (WEXITED | WSTOPPED | WCONTINUED))) return fail('EINVAL');
  if (idtype === P_PIDFD && id >= 0) return fail('EBADF');
  const target = targetOf(idtype, id);
  if (target === undefined) return fail('EINVAL');
  const answer = look(task, target, options);
  if (answer === undefined) return { pid: 0, uid: 0, code: 0, status: 0 };
  if (!isFound(answer)) return answer;
  const info = infoOf(answer);
  if (!(options & WNOWAIT)) consume(task, answer);
  return info;
}

export const waitCalls = {
  wait4: call({ args: ['pid', 'waitflags'], restart: 'sys', run: wait4 }),
  waitid: call({ args: ['int', 'pid', 'waitflags'], restart: 'sys', run: waitid }),
};
