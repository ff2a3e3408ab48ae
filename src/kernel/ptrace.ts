/**
 * ptrace(2): one process watches another, which stands still whenever there is something to see.
 * Models TRACEME, ATTACH, SEIZE, INTERRUPT, LISTEN, CONT, SYSCALL, DETACH, SETOPTIONS, GETEVENTMSG, GETSIGINFO and
 * GET_SYSCALL_INFO, which here hands over the arguments themselves, and SET_SYSCALL_INFO, which answers a call in the kernel's
 * place. Leaves out memory and registers (there are none), single
 * steps, seccomp and the event options for vfork, which no program here calls.
 * Authority: ptrace(2); kernel/ptrace.c.
 */
import {
  PTRACE_ATTACH,
  PTRACE_CONT,
  PTRACE_DETACH,
  PTRACE_GET_SYSCALL_INFO,
  PTRACE_GETEVENTMSG,
  PTRACE_GETSIGINFO,
  PTRACE_INTERRUPT,
  PTRACE_LISTEN,
  PTRACE_O_EXITKILL,
  PTRACE_O_TRACECLONE,
  PTRACE_O_TRACEEXEC,
  PTRACE_O_TRACEEXIT,
  PTRACE_O_TRACEFORK,
  PTRACE_O_TRACESYSGOOD,
  PTRACE_O_TRACEVFORK,
  PTRACE_O_TRACEVFORKDONE,
  PTRACE_SEIZE,
  PTRACE_SET_SYSCALL_INFO,
  PTRACE_SETOPTIONS,
  PTRACE_SYSCALL,
  PTRACE_TRACEME,
  type SigInfo,
  type SyscallInfo,
} from './abi.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { trace, untrace } from './family.ts';
import { call } from './row.ts';
import { endStop, kernelInfo, leaveStop, send } from './signal.ts';
import { NSIG, SIGSTOP, SIGTRAP } from './signum.ts';
import type { Task } from './task.ts';
import { stand, Traced } from './tracing.ts';

const OPTIONS =
  PTRACE_O_TRACESYSGOOD |
  PTRACE_O_TRACEFORK |
  PTRACE_O_TRACEVFORK |
  PTRACE_O_TRACECLONE |
  PTRACE_O_TRACEEXEC |
  PTRACE_O_TRACEVFORKDONE |
  PTRACE_O_TRACEEXIT |
  PTRACE_O_EXITKILL;

type Answer = number | SigInfo | SyscallInfo | Failure;

/** All ids of the other must be the caller's real ones; root may look at anybody. */
function mayTrace({ cred }: Task, { cred: other }: Task): boolean {
  if (cred.euid === 0) return true;
  const uids = [other.ruid, other.euid, other.suid].every((uid) => uid === cred.ruid);
  return uids && [other.rgid, other.egid, other.sgid].every((gid) => gid === cred.rgid);
}

/** ESRCH for nobody, EPERM for oneself, for whom one may not, and for whom somebody traces already. */
function attach(task: Task, pid: number, options: number, seized: boolean): 0 | Failure {
  const target = task.kernel.tasks.get(pid);
  if (!target) return fail('ESRCH');
  if (seized && options & ~OPTIONS) return fail('EIO');
  if (target.group === task.group || target.traced || target.state === 'Z') return fail('EPERM');
  if (!mayTrace(task, target)) return fail('EPERM');
  trace(target, new Traced(task.group, options, seized));
  if (!seized) send(task.kernel, target.group, { ...kernelInfo(SIGSTOP), pid: task.group.tgid }, target);
  if (target.state === 'T') standStill(target);
  return 0;
}

/** A task that was stopped already stays where it is, for its tracer now. */
function standStill(target: Task): void {
  const { traced, group } = target;
  const { stopSignal } = group;
  leaveStop(target);
  if (traced) stand(target, traced, { kind: 'group', signo: stopSignal });
}

function traceMe(task: Task): 0 | Failure {
  const { parent } = task.group;
  if (task.traced || !parent) return fail('EPERM');
  trace(task, new Traced(parent, 0, false));
  return 0;
}

/** A trap as soon as it can be: out of a sleep, or at the end of a group-stop that is listened to. */
function interrupt(target: Task, traced: Traced): 0 | Failure {
  if (!traced.seized) return fail('EIO');
  if (traced.listening) stand(target, traced, { kind: 'group', signo: SIGTRAP });
  else traced.trapDue = true;
  target.kernel.interruptSleep(target, 'signal');
  return 0;
}

/** In a group-stop only: it stays there, and tells when the group goes on. */
function listen(traced: Traced): 0 | Failure {
  if (!traced.seized || traced.stop?.kind !== 'group') return fail('EIO');
  traced.listening = true;
  return 0;
}

const validSignal = (signo: number): boolean => signo >= 0 && signo < NSIG;

/** What the tracee takes: what it was about to take, a signal in the tracer's name, or nothing. Only where it can take one. */
function injectedInto({ stop }: Traced, task: Task, signo: number): SigInfo | undefined {
  if (signo === 0 || stop?.kind !== 'signal') return undefined;
  if (stop.info.signo === signo) return stop.info;
  return { signo, code: 'SI_USER', pid: task.group.tgid, uid: task.cred.ruid, value: 0 };
}

/** The tracee goes on: to what it has yet to stop for, to its end, or to its own code. */
function goOn(task: Task, target: Task, traced: Traced, signo: number): 0 | Failure {
  if (!validSignal(signo)) return fail('EIO');
  const { stop, next } = traced;
  traced.injected = injectedInto(traced, task, signo);
  if (stop?.kind === 'call' && signo !== 0) send(target.kernel, target.group, kernelInfo(signo), target);
  if (stop?.kind === 'group') endStop(target.kernel, target.group);
  if (stop?.kind === 'event' && stop.leave) {
    target.kernel.wake(target, traced.queue);
    stop.leave();
    return 0;
  }
  const following = next.shift();
  if (following && (following.kind !== 'call' || traced.stopsAtCalls)) stand(target, traced, following);
  else target.kernel.wake(target, traced.queue);
  return 0;
}

function detach(task: Task, target: Task, traced: Traced, signo: number): 0 | Failure {
  if (!validSignal(signo)) return fail('EIO');
  traced.injected = injectedInto(traced, task, signo);
  untrace(target);
  return 0;
}

function setOptions(traced: Traced, options: number): 0 | Failure {
  if (options & ~OPTIONS) return fail('EINVAL');
  traced.options = options;
  return 0;
}

/** The signal it is about to take; in a stop at a call or an event it is a SIGTRAP. EINVAL in a plain group-stop. */
function sigInfo({ stop, seized }: Traced, target: Task): SigInfo | Failure {
  if (stop?.kind === 'signal') return stop.info;
  if (stop?.kind === 'group' && !seized) return fail('EINVAL');
  const { ruid } = target.cred;
  return { signo: SIGTRAP, code: 'SI_KERNEL', pid: target.group.tgid, uid: ruid, value: 0 };
}

const NO_CALL: SyscallInfo = { op: 'none', name: '', args: [], again: false, result: undefined, restart: undefined };

const syscallInfo = ({ stop }: Traced): SyscallInfo => (stop?.kind === 'call' ? stop.info : NO_CALL);

/** At the entry of a call: an errno as which it fails, without being made. EIO anywhere else. */
function setSyscallInfo(traced: Traced, info: unknown): 0 | Failure {
  const { stop } = traced;
  if (stop?.kind !== 'call' || stop.info.op !== 'entry') return fail('EIO');
  if (!isFailure(info)) return fail('EINVAL');
  traced.answer = info;
  return 0;
}

/** What is asked of a tracee that stands still. EIO for what is no request. */
function command(task: Task, target: Task, traced: Traced, request: number, data: number, info: unknown): Answer {
  switch (request) {
    case PTRACE_CONT:
    case PTRACE_SYSCALL:
      traced.stopsAtCalls = request === PTRACE_SYSCALL;
      return goOn(task, target, traced, data);
    case PTRACE_DETACH:
      return detach(task, target, traced, data);
    case PTRACE_LISTEN:
      return listen(traced);
    case PTRACE_SETOPTIONS:
      return setOptions(traced, data);
    case PTRACE_GETEVENTMSG:
      return traced.message;
    case PTRACE_GETSIGINFO:
      return sigInfo(traced, target);
    case PTRACE_GET_SYSCALL_INFO:
      return syscallInfo(traced);
    case PTRACE_SET_SYSCALL_INFO:
      return setSyscallInfo(traced, info);
    default:
      return fail('EIO');
  }
}

/** ESRCH when the other is not the caller's tracee, or does not stand still. */
function ptrace(task: Task, request: number, pid: number = 0, data: number = 0, info?: object): Answer {
  if (request === PTRACE_TRACEME) return traceMe(task);
  if (request === PTRACE_SEIZE) return attach(task, pid, data, true);
  if (request === PTRACE_ATTACH) return attach(task, pid, 0, false);
  const target = task.kernel.tasks.get(pid);
  const traced = target?.traced;
  if (!target || traced?.tracer !== task.group || target.state === 'Z') return fail('ESRCH');
  if (request === PTRACE_INTERRUPT) return interrupt(target, traced);
  if (!traced.stop || traced.listening) return fail('ESRCH');
  return command(task, target, traced, request, data, info);
}

export const ptraceCalls = {
  ptrace: call({ args: ['ptrace', 'pid', 'int', 'out'], restart: 'never', run: ptrace }),
};
