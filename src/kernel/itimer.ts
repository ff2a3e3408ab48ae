/**
 * Interval timers of a process, and its limit on CPU time: what sends SIGALRM, SIGVTALRM, SIGPROF and SIGXCPU.
 * Models ITIMER_REAL (which alarm(2) shares) on the virtual clock, ITIMER_VIRTUAL and ITIMER_PROF on the process's own
 * CPU time, RLIMIT_CPU with its signal every second and SIGKILL at the hard limit. Leaves out POSIX timers.
 * Authority: setitimer(2), alarm(2), getrlimit(2); kernel/time/itimer.c, posix-cpu-timers.c.
 */
import { ITIMER_PROF, ITIMER_REAL, ITIMER_VIRTUAL, type Itimer } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import type { Kernel } from './kernel.ts';
import { call } from './row.ts';
import { kernelInfo, send } from './signal.ts';
import { SIGALRM, SIGKILL, SIGPROF, SIGVTALRM, SIGXCPU } from './signum.ts';
import type { CpuTimer, Task, ThreadGroup } from './task.ts';

const SECOND = 1_000_000;
const DISARMED: Itimer = { value: 0, interval: 0 };

// ---- ITIMER_REAL

function realLeft({ realTimer }: ThreadGroup, now: number): Itimer {
  const { timer, interval } = realTimer;
  return timer?.live ? { value: Math.max(1, timer.at - now), interval } : { value: 0, interval };
}

function armReal(kernel: Kernel, group: ThreadGroup, at: number): void {
  group.realTimer.timer = kernel.setTimer(at, () => send(kernel, group, kernelInfo(SIGALRM)));
}

function setReal(kernel: Kernel, group: ThreadGroup, { value, interval }: Itimer): Itimer {
  const old = realLeft(group, kernel.now);
  disarm(kernel, group);
  group.realTimer.interval = value > 0 ? interval : 0;
  if (value > 0) armReal(kernel, group, kernel.now + value);
  return old;
}

/** No signal comes of it any more. */
export function disarm(kernel: Kernel, { realTimer }: ThreadGroup): void {
  if (realTimer.timer) kernel.timers.cancel(realTimer.timer);
  realTimer.timer = undefined;
}

/** SIGALRM was taken: only now the next one is due, so that a timer nobody listens to costs nothing. */
export function rearmReal(kernel: Kernel, group: ThreadGroup): void {
  const { timer, interval } = group.realTimer;
  if (!timer || timer.live || interval === 0) return;
  const missed = Math.floor((kernel.now - timer.at) / interval);
  armReal(kernel, group, timer.at + (missed + 1) * interval);
}

// ---- CPU time

const cpuTime = (group: ThreadGroup): number => group.utime + group.stime;

/** CPU µs after which something is due; what a turn on the CPU may last at most. */
export function cpuLeft(group: ThreadGroup): number {
  const { virtualTimer, profTimer, limits } = group;
  if (!virtualTimer && !profTimer && limits.CPU.soft === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const used = cpuTime(group);
  const left = Math.min(
    (virtualTimer?.at ?? Number.POSITIVE_INFINITY) - group.utime,
    (profTimer?.at ?? Number.POSITIVE_INFINITY) - used,
    Math.min(limits.CPU.soft, limits.CPU.hard) * SECOND - used,
  );
  return Math.max(1, left);
}

/** After a turn: whatever its CPU time has made due is sent. */
export function expireCpu(kernel: Kernel, group: ThreadGroup): void {
  const used = cpuTime(group);
  group.virtualTimer = expire(kernel, group, group.virtualTimer, group.utime, SIGVTALRM);
  group.profTimer = expire(kernel, group, group.profTimer, used, SIGPROF);
  const { soft, hard } = group.limits.CPU;
  if (used >= hard * SECOND) send(kernel, group, kernelInfo(SIGKILL));
  else if (used >= soft * SECOND) {
    send(kernel, group, kernelInfo(SIGXCPU));
    group.limits.CPU = { soft: soft + 1, hard };
  }
}

function expire(
  kernel: Kernel,
  group: ThreadGroup,
  timer: CpuTimer | undefined,
  used: number,
  signo: number,
): CpuTimer | undefined {
  if (!timer || used < timer.at) return timer;
  send(kernel, group, kernelInfo(signo));
  const { at, interval } = timer;
  if (interval === 0) return undefined;
  return { at: at + (Math.floor((used - at) / interval) + 1) * interval, interval };
}

const NEVER = Number.POSITIVE_INFINITY;

function leftOf(timer: CpuTimer | undefined, used: number): Itimer {
  if (!timer) return DISARMED;
  const { at, interval } = timer;
  return { value: at === NEVER ? 0 : Math.max(1, at - used), interval };
}

/** The interval of one that is off is kept, and told. */
const armed = ({ value, interval }: Itimer, used: number): CpuTimer | undefined =>
  value > 0 || interval > 0 ? { at: value > 0 ? used + value : NEVER, interval } : undefined;

// ---- the calls

function getitimer({ group, kernel }: Task, which: number): Itimer | Failure {
  switch (which) {
    case ITIMER_REAL:
      return realLeft(group, kernel.now);
    case ITIMER_VIRTUAL:
      return leftOf(group.virtualTimer, group.utime);
    case ITIMER_PROF:
      return leftOf(group.profTimer, cpuTime(group));
    default:
      return fail('EINVAL');
  }
}

/** Answers what was left of the old one. */
function setitimer(task: Task, which: number, to: Itimer): Itimer | Failure {
  const { group, kernel } = task;
  if (to.value < 0 || to.interval < 0) return fail('EINVAL');
  const old = getitimer(task, which);
  if (which === ITIMER_REAL) return setReal(kernel, group, to);
  if (which === ITIMER_VIRTUAL) group.virtualTimer = armed(to, group.utime);
  if (which === ITIMER_PROF) group.profTimer = armed(to, cpuTime(group));
  kernel.shortenSlice(cpuLeft(group));
  return old;
}

const MAX_ALARM = 2 ** 32;

/** Seconds that were left of the timer before, rounded to the nearest and at least 1. */
function alarm({ kernel, group }: Task, seconds: number): number {
  const unsigned = ((seconds % MAX_ALARM) + MAX_ALARM) % MAX_ALARM;
  const { value } = setReal(kernel, group, { value: unsigned * SECOND, interval: 0 });
  return value === 0 ? 0 : Math.max(1, Math.round(value / SECOND));
}

export const itimerCalls = {
  setitimer: call({ args: ['int', 'itimer'], restart: 'never', run: setitimer }),
  getitimer: call({ args: ['int'], restart: 'never', run: getitimer }),
  alarm: call({ args: ['int'], restart: 'never', run: alarm }),
};
