/**
 * A traced task and the stops it makes for its tracer: what ptrace(2) controls, and wait(2) tells.
 * Models stops at the entry and exit of a call, before a signal is taken, in a group-stop, at PTRACE_INTERRUPT, and at
 * fork, exec and exit. The stop stands here; who makes it is call.ts, signal.ts and process.ts, who ends it ptrace.ts.
 * Authority: ptrace(2), "Stopped states"; kernel/signal.c (ptrace_stop).
 */
import {
  PTRACE_EVENT_EXEC,
  PTRACE_EVENT_EXIT,
  PTRACE_EVENT_STOP,
  PTRACE_O_TRACECLONE,
  PTRACE_O_TRACEEXEC,
  PTRACE_O_TRACEEXIT,
  PTRACE_O_TRACEFORK,
  PTRACE_O_TRACESYSGOOD,
  type SigInfo,
  type SyscallInfo,
} from './abi.ts';
import type { Call } from './call.ts';
import type { Failure } from './errno.ts';
import { hasSignal, SIGKILL, SIGTRAP } from './signum.ts';
import type { Task, ThreadGroup } from './task.ts';
import { type RestartClass, WaitQueue } from './wait-queue.ts';

export type TraceStop =
  | { readonly kind: 'call'; readonly info: SyscallInfo }
  | { readonly kind: 'signal'; readonly info: SigInfo }
  /** Stopped with its process (`signo`), or by PTRACE_INTERRUPT and the end of such a stop (SIGTRAP). */
  | { readonly kind: 'group'; readonly signo: number }
  | { readonly kind: 'event'; readonly event: number; readonly message: number; readonly leave?: () => void };

declare module './event.ts' {
  interface EventKinds {
    'ptrace.attach': { readonly tracer: number };
    /** Stops at the entry and exit of calls are not told: two for every call would drown the rest. */
    'ptrace.stop': { readonly tracer: number; readonly what: 'signal' | 'group' | 'event' };
    'ptrace.detach': { readonly tracer: number };
  }
}

declare module './wait-queue.ts' {
  interface WaitReasons {
    traced: { readonly tracer: number };
  }
}

export class Traced {
  readonly tracer: ThreadGroup;
  /** By PTRACE_SEIZE: it can be interrupted, and listens in a group-stop. */
  readonly seized: boolean;
  /** PTRACE_O_… */
  options: number;
  /** It goes on to the next entry or exit of a call: PTRACE_SYSCALL. */
  stopsAtCalls = false;
  /** PTRACE_INTERRUPT, or a group-stop that ended unseen. */
  trapDue = false;
  /** Where it stands. */
  stop: TraceStop | undefined;
  /** wait(2) has told of it. */
  told = false;
  /** PTRACE_LISTEN: it stays in its group-stop, and tells when that ends. */
  listening = false;
  /** What else it stops for before its own code runs again. */
  readonly next: TraceStop[] = [];
  /** The signal that the tracer lets it have. */
  injected: SigInfo | undefined;
  /** What its tracer has answered to the call at whose entry it stood, which is then not made. */
  answer: Failure | undefined;
  /** PTRACE_GETEVENTMSG. */
  message = 0;
  leaving = false;
  readonly queue: WaitQueue;

  constructor(tracer: ThreadGroup, options: number, seized: boolean) {
    this.tracer = tracer;
    this.options = options;
    this.seized = seized;
    this.queue = new WaitQueue('ptrace_stop', () => ({ kind: 'traced', tracer: tracer.tgid }));
  }
}

/** The wait status of a stop. */
export function stopStatus({ options, seized }: Traced, stop: TraceStop): number {
  const stopped = (signo: number, event = 0): number => (event << 16) | (signo << 8) | 0x7f;
  switch (stop.kind) {
    case 'call':
      return stopped(options & PTRACE_O_TRACESYSGOOD ? SIGTRAP | 0x80 : SIGTRAP);
    case 'signal':
      return stopped(stop.info.signo);
    case 'group':
      return stopped(stop.signo, seized ? PTRACE_EVENT_STOP : 0);
    case 'event':
      return stopped(SIGTRAP, stop.event);
  }
}

/** SIGKILL is on its way to it: it stops for nobody any more. */
export const isDoomed = ({ pending, group }: Task): boolean => hasSignal(pending.set | group.shared.set, SIGKILL);

/** The task stands still until its tracer says otherwise; one that stands already stops for this next. */
export function traceStop(task: Task, stop: TraceStop): void {
  const { traced } = task;
  if (!traced || isDoomed(task)) return;
  if (traced.stop) traced.next.push(stop);
  else stand(task, traced, stop);
}

/** Also for a task that stands in another stop, which this one replaces. */
export function stand(task: Task, traced: Traced, stop: TraceStop): void {
  traced.stop = stop;
  traced.told = false;
  traced.listening = false;
  if (stop.kind === 'event') traced.message = stop.message;
  task.state = 't';
  task.stopPlace ??= traced.queue.join(task);
  task.attention = true;
  const tracer = traced.tracer.tgid;
  if (stop.kind !== 'call') task.kernel.emit('ptrace.stop', task.pid, { tracer, what: stop.kind });
  task.kernel.notifyTracer(task);
}

/** Before the call is tried. */
export function stopAtEntry(task: Task, { name, args }: Call, again = false): void {
  traceStop(task, { kind: 'call', info: { op: 'entry', name, args, again, result: undefined, restart: undefined } });
}

/** With the call's answer; `restart` for one that was interrupted and has none. */
export function stopAtExit(
  task: Task,
  { name, args }: Pick<Call, 'name' | 'args'>,
  result: unknown,
  restart?: RestartClass,
): void {
  if (!task.traced?.stopsAtCalls) return;
  traceStop(task, { kind: 'call', info: { op: 'exit', name, args, again: false, result, restart } });
}

const wants = (task: Task, option: number): boolean => ((task.traced?.options ?? 0) & option) !== 0;

export const followsForks = (task: Task): boolean => wants(task, PTRACE_O_TRACEFORK);

/** What tells of its end otherwise than by SIGCHLD, as threads do, is a clone to a tracer, not a fork. */
export const followsClones = (task: Task): boolean => wants(task, PTRACE_O_TRACECLONE);

export function stopForChild(task: Task, event: number, child: number): void {
  traceStop(task, { kind: 'event', event, message: child });
}

/** With the number that the task had before. False: the tracer did not ask to be told. */
export function stopForExec(task: Task, tid: number): boolean {
  if (!wants(task, PTRACE_O_TRACEEXEC)) return false;
  traceStop(task, { kind: 'event', event: PTRACE_EVENT_EXEC, message: tid });
  return true;
}

/** True: it stands still once more, and dies when it may go on. */
export function stopForExit(task: Task, status: number, die: () => void): boolean {
  const { traced } = task;
  if (!traced || traced.leaving || isDoomed(task) || !wants(task, PTRACE_O_TRACEEXIT)) return false;
  traced.leaving = true;
  traceStop(task, { kind: 'event', event: PTRACE_EVENT_EXIT, message: status, leave: die });
  return true;
}
