/**
 * A system call from its entry to its answer: the first attempt, sleeping, trying again, EINTR, restart, time-out.
 * This is the only place that decides any of these; objects merely answer "would block on this queue".
 * Restart classes are the kernel's own: `sys` (ERESTARTSYS: restarted if the handler has SA_RESTART), `nohand`
 * (ERESTARTNOHAND: only if no handler ran), `block` (ERESTART_RESTARTBLOCK: the same, going on with the old deadline) and
 * `never` (EINTR even after a bare stop and continue). Authority: signal(7), "Interruption of system calls".
 */
import { type ArgKind, guard } from './args.ts';
import { countCopy } from './copies.ts';
import { type Cost, countCost, countSleep, type Spender, spenderOf } from './cost.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { type HeldFiles, holdFiles } from './held-files.ts';
import type { Kernel } from './kernel.ts';
import { unfilled } from './preview.ts';
import type { Task } from './task.ts';
import type { Timer } from './timer.ts';
import { stopAtEntry, stopAtExit } from './tracing.ts';
import { type Place, type RestartClass, Wait, type WaitReason } from './wait-queue.ts';

/**
 * The code of a process: anything that runs until it needs the kernel. `next(result)` goes on with the answer of the
 * last call; it comes back when the task sleeps, has used up its slice, or is done with its exit status.
 */
export interface Body {
  next(result?: unknown): { done?: boolean | undefined; value: unknown };
}

/** One row of the system call table, with the types of its arguments erased. */
export interface Row {
  readonly args: readonly ArgKind[];
  readonly restart: RestartClass;
  /** It may sleep although it is never restarted. All other calls that may sleep have another restart class. */
  readonly sleeps?: true;
  /** How strace names it, where that is not the row's own name (`openat`, `ioctl`). */
  readonly shown?: string;
  // biome-ignore lint/suspicious/noExplicitAny: rows of all argument types stand in one table; `call()` keeps each one's own
  readonly run: (task: Task, ...args: any[]) => unknown;
}

/** A row as it is entered: what is known of it before anybody calls. */
export interface Entry {
  readonly name: string;
  readonly row: Row;
  /** Arguments that are none: EFAULT, EINVAL, EBADF. */
  readonly refuses: (args: readonly unknown[]) => Failure | undefined;
  /** It has a buffer. */
  readonly buffered: boolean;
  /** An argument is memory of the caller's, which changes during the call or after it. */
  readonly volatile: boolean;
  /** It fills that buffer: before it is over there is nothing to tell of it. */
  readonly fills: boolean;
  /** It moves something between processes. */
  readonly spends: Spender | undefined;
}

/** Whether a call may put its caller to sleep. */
export const maySleep = ({ restart, sleeps }: Row): boolean => restart !== 'never' || sleeps === true;

const VOLATILE: ReadonlySet<ArgKind> = new Set(['buf', 'into', 'out', 'msgbuf', 'semun', 'fcntlarg']);

export const entryOf = (name: string, row: Row): Entry => ({
  name,
  row,
  refuses: guard(row.args, row.run.length - 1),
  buffered: row.args.includes('buf') || row.args.includes('into'),
  volatile: row.args.some((kind) => VOLATILE.has(kind)),
  fills: row.args.includes('into'),
  spends: spenderOf(name),
});

export interface Call {
  readonly name: string;
  readonly row: Row;
  readonly entry: Entry;
  readonly args: readonly unknown[];
  /** Virtual µs of the first attempt: what deadlines count from. */
  readonly startedAt: number;
  /** What it sleeps for, or slept for last. */
  wait: Wait | undefined;
  /** The answer in `wait` is new: it need not be asked for again before sleeping. */
  fresh: boolean;
  timer: Timer | undefined;
  /** Its place in the queue that it sleeps on; behind that stand its places in others. */
  place: Place | undefined;
  timedOut: boolean;
  /** Open files that it keeps while it sleeps, where other threads could close them. */
  held: HeldFiles | undefined;
  /** Of what it sleeps for. */
  cost: Cost | undefined;
}

export const newCall = (entry: Entry, args: readonly unknown[], startedAt: number): Call => ({
  name: entry.name,
  row: entry.row,
  entry,
  args,
  startedAt,
  wait: undefined,
  fresh: false,
  timer: undefined,
  place: undefined,
  timedOut: false,
  held: undefined,
  cost: undefined,
});

/** The answer "not yet": the body has to yield, and gets the real answer when it is resumed. */
export const PENDING = Symbol('pending');

declare module './event.ts' {
  interface EventKinds {
    syscall: { readonly name: string; readonly args: readonly unknown[]; readonly result: unknown };
    block: {
      readonly call: string;
      readonly args: readonly unknown[];
      readonly on: string;
      readonly reason: WaitReason;
    };
    /** `on`: the queue's wait channel, `timer` or `signal`; `by`: the process whose doing it was, 0 for none. */
    wake: { readonly on: string; readonly by: number };
    interrupt: { readonly call: string };
    /** An interrupted call begins anew; or, as its handler is set up, EINTR is put where its answer will be found. */
    resume: { readonly call: string; readonly how: 'restart' | 'EINTR' };
  }
}

function attempt(task: Task, call: Call): unknown {
  try {
    const { wait } = call;
    if (!wait) return call.entry.refuses(call.args) ?? call.row.run(task, ...call.args);
    const { retry } = wait.options;
    return retry ? retry() : call.row.run(task, ...call.args);
  } catch (thrown) {
    if (isFailure(thrown)) return thrown;
    throw thrown;
  }
}

/** A program asks for a call. The direct way for all that need not wait; otherwise PENDING, and the body must yield. */
export function enter(task: Task, entry: Entry, args: readonly unknown[]): unknown {
  const { kernel } = task;
  kernel.charge(task, 1);
  const call = newCall(entry, args, kernel.now);
  task.call = call;
  if (task.traced?.stopsAtCalls) {
    stopAtEntry(task, call);
    return PENDING;
  }
  const answer = attempt(task, call);
  if (answer instanceof Wait) {
    if (!maySleep(entry.row)) throw new Error(`${entry.name} sleeps, which its row does not say`);
    call.wait = answer;
    call.fresh = true;
    return PENDING;
  }
  task.call = undefined;
  if (answer === PENDING) return PENDING; // exec and exit do not come back
  finish(task, call, answer);
  return task.attention || kernel.sliceOver() ? PENDING : answer;
}

/** The call is over: its answer waits for the body in the frame, and is told. */
export function finish(task: Task, call: Call, answer: unknown): void {
  const frame = task.frames.at(-1);
  if (frame) frame.result = answer;
  if (task.maskBeforeSuspend !== undefined) restoreMask(task);
  task.kernel.calls++;
  if (call.entry.buffered) countCopy(task, call.entry, answer);
  if (call.entry.spends) countCost(task, call.entry.spends, call.args, answer, call.cost);
  task.kernel.emit('syscall', task.pid, { name: call.name, args: told(task, call), result: answer });
  if (task.traced) stopAtExit(task, call, answer);
}

/** A call that waited under another mask (ppoll, pselect) has its answer, and no handler ran: the old mask is back. */
function restoreMask(task: Task): void {
  const { maskBeforeSuspend } = task;
  task.maskBeforeSuspend = undefined;
  if (maskBeforeSuspend !== undefined) task.blocked = maskBeforeSuspend;
  task.attention = true;
}

/** The arguments as an event keeps them. */
const told = ({ kernel }: Task, { entry, args }: Call): readonly unknown[] =>
  entry.volatile ? kernel.events.previews.of(args) : args;

/** Puts the task to sleep on what its call waits for. */
function sleep(task: Task, call: Call, wait: Wait): void {
  const { kernel } = task;
  task.state = 'S';
  task.voluntarySwitches++;
  if (call.entry.spends) call.cost = countSleep(task, call.entry.spends, call.args);
  const { exclusive, deadline } = wait.options;
  for (const queue of wait.queues) call.place = queue.join(task, exclusive, call.place);
  if (deadline !== undefined) setAlarmClock(task, call, deadline);
  const queue = wait.queues[0];
  const reason = queue?.reason() ?? { kind: 'pause' };
  const args = call.entry.fills ? unfilled(call.args) : told(task, call);
  kernel.emit('block', task.pid, { call: call.name, args, on: queue?.wchan ?? '0', reason });
}

function setAlarmClock(task: Task, call: Call, deadline: number): void {
  call.timer = task.kernel.setTimer(deadline, () => {
    call.timedOut = true;
    task.kernel.wake(task, 'timer');
  });
}

/** Takes the sleeper off everything it slept on. */
export function stopWaiting(call: Call, kernel: Kernel): void {
  for (let { place } = call; place; place = place.also) place.queue.leave(place);
  call.place = undefined;
  if (call.timer) kernel.timers.cancel(call.timer);
  call.timer = undefined;
}

/** What a finished or interrupted call comes to. */
export type Outcome = { kind: 'answer'; value: unknown } | { kind: 'asleep' } | { kind: 'interrupted' };

/** A tracer may answer in the kernel's place: the call is not made then. */
function tracersAnswer({ traced }: Task): Failure | undefined {
  const answer = traced?.answer;
  if (traced && answer) traced.answer = undefined;
  return answer;
}

/** A call that could not be answered: sleep, and when woken try again, until there is an answer or a reason to give up. */
export function block(task: Task, call: Call): Outcome {
  const answer = call.fresh ? call.wait : (tracersAnswer(task) ?? attempt(task, call));
  call.fresh = false;
  if (!(answer instanceof Wait)) return { kind: 'answer', value: answer };
  call.wait = answer;
  if (task.kernel.signalPending(task)) return interrupt(task, call, answer);
  if (call.timedOut) {
    answer.options.cancel?.();
    return { kind: 'answer', value: answer.options.onTimeout };
  }
  if (task.files.users > 1) holdFiles(task, call);
  sleep(task, call, answer);
  return { kind: 'asleep' };
}

/** A signal ends the sleep: what was moved counts; otherwise the restart class and the handler decide. */
function interrupt(task: Task, call: Call, wait: Wait): Outcome {
  wait.options.cancel?.();
  task.kernel.emit('interrupt', task.pid, { call: call.name });
  const { progress = 0 } = wait.options;
  if (progress > 0) return { kind: 'answer', value: progress };
  if (restartOf(call) === 'never') return { kind: 'answer', value: fail('EINTR') };
  return { kind: 'interrupted' };
}

/** The row says it, unless what the call waits for says otherwise. */
export const restartOf = ({ wait, row }: Pick<Call, 'wait' | 'row'>): RestartClass =>
  wait?.options.restart ?? row.restart;

/** Whether an interrupted call begins anew after a handler. */
export const restarts = (call: Call, saRestart: boolean): boolean => restartOf(call) === 'sys' && saRestart;

/** The same call once more, as if it had just been made; a restart block keeps its deadline. */
export const renew = (call: Call, now: number): Call =>
  newCall(call.entry, call.args, restartOf(call) === 'block' ? call.startedAt : now);
