/**
 * Signals: sending, pending sets, delivery at the return to user mode, stop and continue.
 * Models all 64 signals of a process and its threads, coalescing and queueing, the rules for init, job control stops,
 * SA_NODEFER, SA_RESETHAND, SA_RESTART. Leaves out alternate stacks and core files (only the flag is kept).
 * Authority: signal(7), sigaction(2), kill(2); kernel/signal.c for the order in which pending signals are taken.
 */
import { SA_NODEFER, SA_RESETHAND, SA_RESTART, type SigInfo } from './abi.ts';
import { type Body, restarts } from './call.ts';
import { type Failure, fail } from './errno.ts';
import type { Kernel } from './kernel.ts';
import type { Fault } from './memory.ts';
import { chooseTarget, isBlocked, retarget } from './signal-target.ts';
import {
  defaultAction,
  FIRST_QUEUED,
  firstSignal,
  hasSignal,
  SIGCONT,
  SIGKILL,
  SIGSTOP,
  SIGTRAP,
  type SigSet,
  STOP_SIGNALS,
  sigbit,
  UNBLOCKABLE,
} from './signum.ts';
import { DEFAULT_ACTION, type Handler, type Pending, type SigAction, type Task, type ThreadGroup } from './task.ts';
import { isDoomed, stand, type Traced, traceStop } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    /** `pid` is the target; nothing happens to it yet. */
    'signal.send': {
      readonly signo: number;
      readonly from: number;
      readonly fate: SendFate;
      /** Nobody there lets it through now: it stays pending. */
      readonly blocked: boolean;
    };
    /** At the return to user mode. */
    'signal.deliver': { readonly signo: number; readonly action: 'handler' | 'terminate' | 'core' | 'stop' | 'ignore' };
    'signal.return': { readonly signo: number };
    stop: { readonly signo: number };
    continue: object;
  }
}

export type SendFate = 'pending' | 'ignored' | 'already pending';

export const actionOf = (group: ThreadGroup, signo: number): SigAction => group.actions[signo] ?? DEFAULT_ACTION;

/** Whether the signal would be thrown away on arrival, were it not blocked. */
export function isIgnored(group: ThreadGroup, signo: number): boolean {
  const { handler } = actionOf(group, signo);
  if (handler === 'ignore') return true;
  if (handler !== 'default') return false;
  const action = defaultAction(signo);
  return action === 'ignore' || action === 'continue';
}

/** It has a signal to take, or to stop with its process: no sleep for it now. */
export function signalPending(task: Task): boolean {
  if (task.traced?.trapDue || task.group.stopSignal !== 0) return true;
  const { set: own } = task.pending;
  const { set: shared } = task.group.shared;
  if (own === 0n && shared === 0n) return false;
  return ((own | shared) & ~task.blocked) !== 0n;
}

const isInit = (group: ThreadGroup): boolean => group.tgid === 1;

function discard(pending: Pending, set: SigSet): void {
  pending.set &= ~set;
  for (let i = pending.queue.length - 1; i >= 0; i--) {
    const info = pending.queue[i];
    if (info && hasSignal(set, info.signo)) pending.queue.splice(i, 1);
  }
}

/** Throws pending ones of `set` away in the whole process. */
export function flush(group: ThreadGroup, set: SigSet): void {
  discard(group.shared, set);
  for (const task of group.tasks) discard(task.pending, set);
}

/** SIGCONT resumes at once, before it is looked at as a signal; both kinds throw the other away. */
function prepare(kernel: Kernel, group: ThreadGroup, signo: number): void {
  if (signo === SIGCONT) {
    flush(group, STOP_SIGNALS);
    resume(kernel, group);
  } else if (hasSignal(STOP_SIGNALS, signo)) {
    flush(group, sigbit(SIGCONT));
  }
}

/** No signal stops it any more. */
export function endStop(kernel: Kernel, group: ThreadGroup): void {
  group.stopSignal = 0;
  kernel.stopped.delete(group);
}

function resume(kernel: Kernel, group: ThreadGroup): void {
  if (group.stopSignal === 0) return;
  endStop(kernel, group);
  group.report = { kind: 'continued' };
  kernel.emit('continue', group.tgid, {});
  kernel.notifyParent(group, 'continued');
  group.stopped.wakeAll();
  for (const task of group.tasks) groupGoesOn(task);
}

/** The tracer hears that the group-stop is over, at once if it listens for that. */
function groupGoesOn(task: Task): void {
  const { traced } = task;
  if (!traced?.seized || traced.stop?.kind !== 'group') return;
  if (traced.listening) stand(task, traced, { kind: 'group', signo: SIGTRAP });
  else traced.trapDue = true;
}

/**
 * Sends a signal to a process, or to one thread of it. EAGAIN when a real-time signal cannot be queued (sigqueue only).
 * The permission to send has been checked by the caller. Among several threads `first` is asked before the others.
 */
export function send(
  kernel: Kernel,
  group: ThreadGroup,
  info: SigInfo,
  thread?: Task,
  first: Task | undefined = thread ?? group.leader,
): 0 | Failure {
  const { signo } = info;
  if (group.zombie || group.exiting || thread?.state === 'Z' || !first) return 0;
  prepare(kernel, group, signo);
  const pending = thread?.pending ?? group.shared;
  const fate = fateOf(first, signo, pending);
  if (fate === 'pending') {
    if (mayOverflow(info) || hasRoom(kernel, group)) pending.queue.push(info);
    else if (signo >= FIRST_QUEUED && info.code !== 'SI_USER') return fail('EAGAIN');
    pending.set |= sigbit(signo);
  }
  const blocked = isBlocked(group, signo, thread);
  kernel.emit('signal.send', thread?.pid ?? group.tgid, { signo, from: info.pid, fate, blocked });
  if (fate === 'pending') notice(first, signo, thread !== undefined);
  if (fate === 'pending') group.signalArrived.wakeAll();
  return 0;
}

function fateOf(first: Task, signo: number, pending: Pending): SendFate {
  const { group } = first;
  const blocked = hasSignal(first.blocked, signo);
  const traced = first.traced !== undefined && signo !== SIGKILL; // its tracer may want to see it
  if (!blocked && !traced && isIgnored(group, signo)) return 'ignored';
  if (isInit(group) && !blocked && actionOf(group, signo).handler === 'default') return 'ignored';
  if (signo < FIRST_QUEUED && hasSignal(pending.set, signo)) return 'already pending';
  return 'pending';
}

/** Standard signals of kill(2) and of the kernel are kept even beyond RLIMIT_SIGPENDING; others lose who sent them. */
const mayOverflow = ({ signo, code }: SigInfo): boolean =>
  signo < FIRST_QUEUED && code !== 'SI_QUEUE' && code !== 'SI_TKILL';

const hasRoom = (kernel: Kernel, group: ThreadGroup): boolean => {
  const uid = group.leader?.cred.ruid;
  let queued = 0;
  for (const other of kernel.groups.values()) {
    if (other.leader?.cred.ruid !== uid) continue;
    queued += other.shared.queue.length;
    for (const task of other.tasks) queued += task.pending.queue.length;
  }
  return queued < group.limits.SIGPENDING.soft;
};

/** Gets the attention of whoever shall take it; SIGKILL gets everybody's, even of the stopped. */
function notice(first: Task, signo: number, onlyFirst: boolean): void {
  const { group, kernel } = first;
  if (signo === SIGKILL) {
    endStop(kernel, group);
    for (const task of group.tasks) kernel.interruptSleep(task, 'kill');
    return;
  }
  const target = chooseTarget(first, signo, onlyFirst);
  if (target) kernel.interruptSleep(target, 'signal');
}

/** Takes the next signal out of `from`, faults first, then by number; of a real-time one the oldest. */
function take(pending: Pending, allowed: SigSet): SigInfo | undefined {
  const signo = firstSignal(pending.set & allowed);
  if (signo === 0) return undefined;
  const at = pending.queue.findIndex((info) => info.signo === signo);
  const info = pending.queue[at] ?? { signo, code: 'SI_USER', pid: 0, uid: 0, value: 0 };
  if (at >= 0) pending.queue.splice(at, 1);
  if (!pending.queue.some((other) => other.signo === signo)) pending.set &= ~sigbit(signo);
  return info;
}

/** The next signal of `allowed` that the task may take: its own first, then its process's. */
export function dequeue(task: Task, allowed: SigSet): SigInfo | undefined {
  const info = take(task.pending, allowed) ?? take(task.group.shared, allowed);
  if (info) task.kernel.signalTaken(task.group, info.signo);
  return info;
}

/** What the task goes on with after its signals were looked at. */
export type AfterSignals = 'run' | 'asleep' | 'dead';

/** On the way back to user mode: takes every signal that is not blocked, sets up handlers, stops, or dies. */
export function deliver(task: Task): AfterSignals {
  const { kernel, group } = task;
  task.attention = false;
  for (;;) {
    if (group.stopSignal !== 0 && !isDoomed(task)) {
      stopHere(task);
      return 'asleep';
    }
    if (task.traced?.trapDue && !isDoomed(task)) {
      task.traced.trapDue = false;
      traceStop(task, { kind: 'group', signo: SIGTRAP });
      return 'asleep';
    }
    const info = task.traced ? seenByTracer(task, task.traced) : dequeue(task, ~task.blocked);
    if (info === 'shown') return 'asleep';
    if (!info) return 'run';
    const { signo } = info;
    const action = actionOf(group, signo);
    if (action.handler === 'ignore') {
      kernel.emit('signal.deliver', task.pid, { signo, action: 'ignore' });
      continue;
    }
    if (action.handler !== 'default') {
      pushHandler(task, action, action.handler, info);
      continue;
    }
    const does = defaultAction(signo);
    if (does === 'ignore' || does === 'continue' || (isInit(group) && signo !== SIGKILL)) continue;
    kernel.emit('signal.deliver', task.pid, { signo, action: does });
    if (does !== 'stop') {
      const core = does === 'core' && group.limits.CORE.soft > 0 ? 0x80 : 0;
      kernel.exitGroup(task, signo | core);
      return 'dead';
    }
    if (signo !== SIGSTOP && kernel.isOrphaned(group.pgid, group.session)) continue;
    stopGroup(kernel, group, signo);
  }
}

/** The signal that the tracer has let through, SIGKILL, or the next one, which the tracer is shown first. */
function seenByTracer(task: Task, traced: Traced): SigInfo | 'shown' | undefined {
  const { injected } = traced;
  traced.injected = undefined;
  if (injected) return injected;
  if (isDoomed(task)) return dequeue(task, sigbit(SIGKILL));
  const info = dequeue(task, ~task.blocked);
  if (!info) return undefined;
  traceStop(task, { kind: 'signal', info });
  return 'shown';
}

/** All threads are to stop, each on its way back to user mode. */
function stopGroup(kernel: Kernel, group: ThreadGroup, signo: number): void {
  group.stopSignal = signo;
  group.stopTold = false;
  kernel.stopped.add(group);
  kernel.emit('stop', group.tgid, { signo });
  for (const other of group.tasks) if (other.state !== 'Z') kernel.interruptSleep(other, 'signal');
}

function stopHere(task: Task): void {
  stopIsComplete(task.group, task);
  if (task.traced) {
    traceStop(task, { kind: 'group', signo: task.group.stopSignal });
    return;
  }
  task.state = 'T';
  task.stopPlace = task.group.stopped.join(task);
  task.attention = true;
}

/** The parent hears of a stop when all threads stand still; `stopping` is about to, if it does not yet. */
export function stopIsComplete(group: ThreadGroup, stopping?: Task): void {
  const { stopSignal, leader } = group;
  if (stopSignal === 0 || group.stopTold || !leader) return;
  const stands = (task: Task): boolean => task === stopping || ['T', 't', 'Z'].includes(task.state);
  if (!group.tasks.every(stands)) return;
  group.stopTold = true;
  group.report = { kind: 'stopped', signal: stopSignal };
  leader.kernel.notifyParent(group, 'stopped');
}

/** A stopped task goes on, or dies. */
export function leaveStop(task: Task): void {
  const { stopPlace } = task;
  if (stopPlace) stopPlace.queue.leave(stopPlace);
  task.stopPlace = undefined;
  const { traced } = task;
  if (!traced) return;
  traced.stop = undefined;
  traced.listening = false;
  traced.next.length = 0;
}

/** A frame for the handler above what it interrupts; the interrupted call learns now whether it begins anew or fails. */
function pushHandler(task: Task, action: SigAction, handler: Handler, info: SigInfo): void {
  const { signo } = info;
  task.kernel.emit('signal.deliver', task.pid, { signo, action: 'handler' });
  const below = task.frames.at(-1);
  if (below?.restart && !restarts(below.restart, (action.flags & SA_RESTART) !== 0)) {
    task.kernel.emit('resume', task.pid, { call: below.restart.name, how: 'EINTR' });
    below.restart = undefined;
    below.result = fail('EINTR');
  }
  if (action.flags & SA_RESETHAND) task.group.actions[signo] = DEFAULT_ACTION;
  const savedMask = task.maskBeforeSuspend ?? task.blocked;
  task.maskBeforeSuspend = undefined;
  const itself = (action.flags & SA_NODEFER) === 0 ? sigbit(signo) : 0n;
  changeMask(task, task.blocked | (action.mask & ~UNBLOCKABLE) | itself);
  task.frames.push({
    body: deferred(() => handler(task.sys, info)),
    result: undefined,
    restart: undefined,
    handling: { signo, savedMask },
  });
}

/** A handler's code begins when its frame first runs, not when it is set up. */
function deferred(make: () => Body): Body {
  let body: Body | undefined;
  return {
    next(result) {
      body ??= make();
      return body.next(result);
    },
  };
}

/** sigreturn(2): the handler is done, the mask and what it interrupted come back; so its answer is that of another call. */
export function sigreturn(task: Task): unknown {
  const frame = task.frames.pop();
  if (!frame?.handling) throw new Error('sigreturn outside a handler');
  task.kernel.emit('signal.return', task.pid, { signo: frame.handling.signo });
  setBlocked(task, frame.handling.savedMask);
  return task.frames.at(-1)?.result;
}

/** A mask for the time of one wait: the one before comes back at its end, or after the handler that ended it. */
export function waitUnder(task: Task, mask: SigSet): void {
  task.maskBeforeSuspend ??= task.blocked;
  setBlocked(task, mask);
}

/** A new mask; signals that it lets through are looked at before the next user instruction. */
export function setBlocked(task: Task, mask: SigSet): void {
  changeMask(task, mask & ~UNBLOCKABLE);
  if (signalPending(task)) task.attention = true;
}

/** What it blocks from now on is another thread's to take, if the process has it pending already. */
function changeMask(task: Task, mask: SigSet): void {
  const added = mask & ~task.blocked;
  task.blocked = mask;
  if (added !== 0n) retarget(task, added);
}

/** From the kernel itself, as for SIGSEGV, SIGALRM, or a key. */
export const kernelInfo = (signo: number): SigInfo => ({ signo, code: 'SI_KERNEL', pid: 0, uid: 0, value: 0 });

/** To the task that caused it, in its own name (SIGPIPE, SIGXFSZ). */
export function sendToSelf(task: Task, signo: number): void {
  const info: SigInfo = { signo, code: 'SI_USER', pid: task.group.tgid, uid: task.cred.ruid, value: 0 };
  send(task.kernel, task.group, info, task);
}

/** A fault of the program's own: ignoring or blocking it does not help, the program dies (force_sig). */
export function sendFault(task: Task, signo: number, where?: Pick<Fault, 'code' | 'address'>): void {
  const { handler } = actionOf(task.group, signo);
  const blocked = hasSignal(task.blocked, signo);
  if (handler === 'ignore' || blocked) task.group.actions[signo] = DEFAULT_ACTION;
  if (blocked) setBlocked(task, task.blocked & ~sigbit(signo));
  const info = where ? { ...kernelInfo(signo), code: where.code, addr: where.address } : kernelInfo(signo);
  send(task.kernel, task.group, info, task);
}

/** To every process of a group, as a terminal does. */
export function sendToGroup(kernel: Kernel, pgid: number, signo: number): void {
  for (const member of [...kernel.processGroups.membersOf(pgid)]) send(kernel, member, kernelInfo(signo));
}
