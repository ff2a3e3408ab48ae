/** Rows of the system call table: signals. Authority: sigaction(2), sigprocmask(2), kill(2), pause(2), alarm(2). */
import { SIG_BLOCK, SIG_SETMASK, SIG_UNBLOCK, type SigInfo } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { call } from './row.ts';
import { actionOf, flush, isIgnored, send, setBlocked } from './signal.ts';
import { NSIG, SIGALRM, SIGCONT, SIGKILL, SIGSTOP, type SigSet, sigbit } from './signum.ts';
import type { SigAction, Task, ThreadGroup } from './task.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

const validSignal = (signo: number): boolean => Number.isInteger(signo) && signo > 0 && signo < NSIG;
/** libc keeps these two for itself, and refuses them. */
const isLibcs = (signo: number): boolean => signo === 32 || signo === 33;

function sigaction(task: Task, signo: number, action?: SigAction): SigAction | Failure {
  if (!validSignal(signo) || isLibcs(signo)) return fail('EINVAL');
  if (action && (signo === SIGKILL || signo === SIGSTOP)) return fail('EINVAL');
  const { group } = task;
  const old = actionOf(group, signo);
  if (!action) return old;
  group.actions[signo] = action;
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
function maySignal(task: Task, target: ThreadGroup, signo: number): boolean {
  const { euid, ruid } = task.cred;
  const other = target.leader?.cred;
  if (euid === 0 || !other) return true;
  if ([other.ruid, other.suid].some((uid) => uid === euid || uid === ruid)) return true;
  return signo === SIGCONT && target.session === task.group.session;
}

function targetsOf(task: Task, pid: number): ThreadGroup[] {
  const { kernel, group } = task;
  const all = [...kernel.groups.values()];
  if (pid > 0) return all.filter((g) => g.tgid === pid);
  if (pid === 0) return all.filter((g) => g.pgid === group.pgid);
  if (pid === -1) return all.filter((g) => g.tgid > 1 && g !== group);
  return all.filter((g) => g.pgid === -pid);
}

/** ESRCH for nobody (asked first), EINVAL, EPERM if none of them may be signalled. Signal 0 only asks. */
function kill(task: Task, pid: number, signo: number): 0 | Failure {
  const targets = targetsOf(task, pid);
  if (targets.length === 0) return fail('ESRCH');
  if (signo !== 0 && !validSignal(signo)) return fail('EINVAL');
  const allowed = targets.filter((target) => maySignal(task, target, signo));
  if (allowed.length === 0) return fail('EPERM');
  const info: SigInfo = { signo, code: 'SI_USER', pid: task.group.tgid, uid: task.cred.ruid, value: 0 };
  if (signo !== 0) for (const target of allowed) send(task.kernel, target, info);
  return 0;
}

/** For sleeps that only a signal ends. */
const forever = new WaitQueue('__do_sys_pause', () => ({ kind: 'pause' }));
const suspended = new WaitQueue('sigsuspend', () => ({ kind: 'pause' }));

function sigsuspend(task: Task, mask: SigSet): Wait {
  task.maskBeforeSuspend ??= task.blocked;
  setBlocked(task, mask);
  return wait(suspended);
}

/** Seconds that were left of the alarm before, rounded to the nearest and at least 1. */
function alarm(task: Task, seconds: number): number {
  const { kernel, group } = task;
  const old = group.alarm;
  const left = old?.live ? Math.max(1, Math.round((old.at - kernel.now) / 1e6)) : 0;
  if (old) kernel.timers.cancel(old);
  group.alarm = undefined;
  if (seconds > 0) {
    const info: SigInfo = { signo: SIGALRM, code: 'SI_KERNEL', pid: 0, uid: 0, value: 0 };
    group.alarm = kernel.setTimer(kernel.now + seconds * 1e6, () => send(kernel, group, info));
  }
  return left;
}

export const signalCalls = {
  sigaction: call({ args: ['signal', 'struct'], restart: 'never', shown: 'rt_sigaction', run: sigaction }),
  sigprocmask: call({ args: ['int', 'sigset'], restart: 'never', shown: 'rt_sigprocmask', run: sigprocmask }),
  sigpending: call({
    args: [],
    restart: 'never',
    shown: 'rt_sigpending',
    run: (task: Task): SigSet => (task.pending.set | task.group.shared.set) & task.blocked,
  }),
  sigsuspend: call({ args: ['sigset'], restart: 'nohand', shown: 'rt_sigsuspend', run: sigsuspend }),
  pause: call({ args: [], restart: 'nohand', run: (_task: Task): Failure | Wait => wait(forever) }),
  kill: call({ args: ['pid', 'signal'], restart: 'never', run: kill }),
  alarm: call({ args: ['int'], restart: 'never', run: alarm }),
};
