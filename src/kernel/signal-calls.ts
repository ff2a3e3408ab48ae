/** Rows of the system call table: signals. Authority: sigaction(2), sigprocmask(2), kill(2), sigqueue(3), tgkill(2), pause(2), sigtimedwait(2). */
import {
  SA_NOCLDSTOP,
  SA_NOCLDWAIT,
  SA_NODEFER,
  SA_ONSTACK,
  SA_RESETHAND,
  SA_RESTART,
  SA_RESTORER,
  SA_SIGINFO,
  SIG_BLOCK,
  SIG_SETMASK,
  SIG_UNBLOCK,
  type SigCode,
  type SigInfo,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { call } from './row.ts';
import { actionOf, dequeue, flush, isIgnored, send, setBlocked, waitUnder } from './signal.ts';
import {
  defaultAction,
  hasSignal,
  NSIG,
  SIGCANCEL,
  SIGCONT,
  SIGKILL,
  SIGSETXID,
  SIGSTOP,
  type SigSet,
  sigbit,
  UNBLOCKABLE,
} from './signum.ts';
import type { SigAction, Task } from './task.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

const validSignal = (signo: number): boolean => Number.isInteger(signo) && signo > 0 && signo < NSIG;
/** libc keeps these two for itself, and refuses them; its own calls, which SA_RESTORER marks, do not come by there. */
const isLibcs = (signo: number): boolean => signo === SIGCANCEL || signo === SIGSETXID;

/** What the kernel keeps of the flags. */
const KNOWN_FLAGS =
  SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_RESTORER | SA_ONSTACK | SA_RESTART | SA_NODEFER | SA_RESETHAND;

function sigaction(task: Task, signo: number, action?: SigAction): SigAction | Failure {
  const byLibc = ((action?.flags ?? 0) & SA_RESTORER) !== 0;
  if (!validSignal(signo) || (isLibcs(signo) && !byLibc)) return fail('EINVAL');
  if (action && (signo === SIGKILL || signo === SIGSTOP)) return fail('EINVAL');
  const { group } = task;
  const old = actionOf(group, signo);
  if (!action) return old;
  group.actions[signo] = { ...action, mask: action.mask & ~UNBLOCKABLE, flags: action.flags & KNOWN_FLAGS };
  if (isIgnored(group, signo)) flush(group, sigbit(signo));
  return old;
}

function sigprocmask(task: Task, how: number, set?: SigSet): SigSet | Failure {
  const old = task.blocked;
  if (set === undefined) return old;
  if (how === SIG_BLOCK) setBlocked(task, old | set);
  else if (how === SIG_UNBLOCK) setBlocked(task, old & ~set);
  else if (how === SIG_SETMASK) setBlocked(task, set);
  else return fail('EINVAL');
  return old;
}

/** Real or effective uid of the sender must be the real or saved one of the target; SIGCONT passes within a session. */
function maySignal(task: Task, target: Task, signo: number): boolean {
  const { euid, ruid } = task.cred;
  const { cred: other, group } = target;
  if (euid === 0 || group === task.group) return true;
  if ([other.ruid, other.suid].some((uid) => uid === euid || uid === ruid)) return true;
  return signo === SIGCONT && group.session === task.group.session;
}

/** Of each process that is meant one task: the leader, or the thread that has the number (its process is meant). */
function targetsOf(task: Task, pid: number): Task[] {
  const { kernel, group } = task;
  if (pid > 0) {
    const found = kernel.tasks.get(pid);
    return found ? [found] : [];
  }
  const leaders = [...kernel.tasks.values()].filter(({ isLeader }) => isLeader);
  if (pid === 0) return leaders.filter((other) => other.group.pgid === group.pgid);
  if (pid === -1) return leaders.filter((other) => other.pid > 1 && other.group !== group);
  return leaders.filter((other) => other.group.pgid === -pid);
}

/** ESRCH for nobody (asked first), EINVAL, EPERM if none of them may be signalled. Signal 0 only asks. */
function kill(task: Task, pid: number, signo: number): 0 | Failure {
  const targets = targetsOf(task, pid);
  if (targets.length === 0) return fail('ESRCH');
  if (signo !== 0 && !validSignal(signo)) return fail('EINVAL');
  const allowed = targets.filter((target) => maySignal(task, target, signo));
  if (allowed.length === 0) return fail('EPERM');
  const info: SigInfo = { signo, code: 'SI_USER', pid: task.group.tgid, uid: task.cred.ruid, value: 0 };
  if (signo !== 0) for (const target of allowed) send(task.kernel, target.group, info, undefined, target);
  return 0;
}

/** Only a signal ends these sleeps: nobody else comes to the queue. */
const sleepUntilSignal = (wchan: string, kind: 'pause' | 'signal'): WaitQueue => new WaitQueue(wchan, () => ({ kind }));

function sigsuspend(task: Task, mask?: SigSet): Failure | Wait {
  if (mask === undefined) return fail('EFAULT');
  waitUnder(task, mask);
  return wait(sleepUntilSignal('sigsuspend', 'pause'));
}

/** ESRCH for nobody (asked first), EINVAL, EPERM; otherwise what a sender says of itself. */
function sendOne(
  task: Task,
  target: Task | undefined,
  signo: number,
  said: { readonly code: SigCode; readonly value: number; readonly toThread?: true },
): 0 | Failure {
  if (!target) return fail('ESRCH');
  if (signo !== 0 && !validSignal(signo)) return fail('EINVAL');
  if (!maySignal(task, target, signo)) return fail('EPERM');
  if (signo === 0) return 0;
  const { code, value, toThread } = said;
  const info: SigInfo = { signo, code, pid: task.group.tgid, uid: task.cred.ruid, value };
  return send(task.kernel, target.group, info, toThread && target, target);
}

/** EAGAIN when a real-time signal finds the target's queue full (RLIMIT_SIGPENDING). */
const sigqueue = (task: Task, pid: number, signo: number, value: number): 0 | Failure =>
  sendOne(task, task.kernel.tasks.get(pid), signo, { code: 'SI_QUEUE', value });

/** To one thread; raise(3) and pthread_kill(3) are this. */
function tgkill(task: Task, tgid: number, tid: number, signo: number): 0 | Failure {
  if (tgid <= 0 || tid <= 0) return fail('EINVAL');
  const thread = task.kernel.tasks.get(tid);
  const target = thread?.group.tgid === tgid ? thread : undefined;
  return sendOne(task, target, signo, { code: 'SI_TKILL', value: 0, toThread: true });
}

/** Signals that nobody blocks and that end the process: it waits for them in vain. */
function deadly({ blocked, group }: Task, wanted: SigSet): SigSet {
  let found = 0n;
  for (let signo = 1; signo < NSIG; signo++) {
    const open = hasSignal(wanted & ~blocked, signo) && actionOf(group, signo).handler === 'default';
    if (open && defaultAction(signo) === 'terminate') found |= sigbit(signo);
  }
  return found;
}

/** Takes a pending signal of `set`, or waits for one. EAGAIN after `us`, EINTR after a handler of another signal. */
function sigtimedwait(task: Task, set?: SigSet, us?: number): SigInfo | Failure | Wait {
  if (set === undefined) return fail('EFAULT');
  if (us !== undefined && us < 0) return fail('EINVAL');
  const wanted = set & ~UNBLOCKABLE;
  const found = dequeue(task, wanted);
  if (found) return found;
  if (us === 0) return fail('EAGAIN');
  task.waitedSignals = wanted;
  const cancel = (): void => {
    task.waitedSignals = undefined;
  };
  const retry = (): SigInfo | Wait => {
    const info = dequeue(task, wanted & ~deadly(task, wanted));
    if (info) cancel();
    return info ?? wait(sleepUntilSignal('do_sigtimedwait.isra.0', 'signal'), options);
  };
  const deadline = us === undefined ? undefined : task.kernel.now + us;
  const options = { deadline, onTimeout: fail('EAGAIN'), retry, cancel };
  return wait(sleepUntilSignal('do_sigtimedwait.isra.0', 'signal'), options);
}

export const signalCalls = {
  sigaction: call({ args: ['signal', 'sigaction'], restart: 'never', shown: 'rt_sigaction', run: sigaction }),
  sigprocmask: call({ args: ['int', 'sigset'], restart: 'never', shown: 'rt_sigprocmask', run: sigprocmask }),
  sigpending: call({
    args: [],
    restart: 'never',
    shown: 'rt_sigpending',
    run: (task: Task): SigSet => (task.pending.set | task.group.shared.set) & task.blocked,
  }),
  sigsuspend: call({ args: ['sigset'], restart: 'nohand', shown: 'rt_sigsuspend', run: sigsuspend }),
  pause: call({
    args: [],
    restart: 'nohand',
    run: (_task: Task): Failure | Wait => wait(sleepUntilSignal('__do_sys_pause', 'pause')),
  }),
  kill: call({ args: ['pid', 'signal'], restart: 'never', run: kill }),
  sigqueue: call({
    args: ['pid', 'signal', 'int'],
    restart: 'never',
    shown: 'rt_sigqueueinfo',
    run: sigqueue,
  }),
  tgkill: call({ args: ['pid', 'pid', 'signal'], restart: 'never', run: tgkill }),
  sigtimedwait: call({
    args: ['sigset', 'timeout'],
    restart: 'never',
    sleeps: true,
    shown: 'rt_sigtimedwait',
    run: sigtimedwait,
  }),
};
