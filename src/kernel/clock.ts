/**
 * Rows of the system call table: the clocks, and sleeping by them. All of them are the one virtual clock, seen from the
 * epoch, from boot, or as the CPU time of a process. Leaves out setting a clock, clocks of others and leap seconds.
 * Authority: clock_gettime(2), nanosleep(2), clock_nanosleep(2).
 */
import {
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLOCK_MONOTONIC_COARSE,
  CLOCK_MONOTONIC_RAW,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  CLOCK_REALTIME_COARSE,
  CLOCK_THREAD_CPUTIME_ID,
  TIMER_ABSTIME,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import { Wait, WaitQueue } from './wait-queue.ts';

/** What a clock shows, in µs. Throws EINVAL for what is no clock. */
function read({ kernel, group, utime, stime }: Task, clock: number): number {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      return kernel.realTime();
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
      return kernel.now;
    case CLOCK_PROCESS_CPUTIME_ID:
      return group.utime + group.stime;
    case CLOCK_THREAD_CPUTIME_ID:
      return utime + stime;
    default:
      throw fail('EINVAL');
  }
}

/** What is left of a sleep that a handler has ended. */
interface Remaining {
  us: number;
}

function sleepUntil({ kernel }: Task, until: number, remaining?: Remaining): Wait {
  const queue = new WaitQueue('hrtimer_nanosleep', () => ({ kind: 'sleep', until }));
  const cancel = (): void => {
    if (remaining) remaining.us = Math.max(0, until - kernel.now);
  };
  return new Wait([queue], { deadline: until, onTimeout: 0, cancel });
}

const startOf = (task: Task): number => task.call?.startedAt ?? task.kernel.now;

/** Sleeps for `us` virtual µs. A restart goes on to the same moment; a handler ends it, and `remaining` gets what is left. */
function nanosleep(task: Task, us: number, remaining?: Remaining): 0 | Failure | Wait {
  return us < 0 ? fail('EINVAL') : sleepUntil(task, startOf(task) + us, remaining);
}

/** Clocks that exist but cannot be slept by. */
const UNSUPPORTED: ReadonlySet<number> = new Set([
  CLOCK_THREAD_CPUTIME_ID,
  CLOCK_MONOTONIC_RAW,
  CLOCK_REALTIME_COARSE,
  CLOCK_MONOTONIC_COARSE,
]);

/** With TIMER_ABSTIME until a clock shows `us`, and nothing is told of what is left. A sleeper's own CPU time stands still. */
function clockNanosleep(task: Task, clock: number, flags: number, us: number, remaining?: Remaining) {
  const shown = read(task, clock);
  if (UNSUPPORTED.has(clock)) return fail('EOPNOTSUPP');
  if (us < 0) return fail('EINVAL');
  const absolute = (flags & TIMER_ABSTIME) !== 0;
  if (absolute && us <= shown) return 0;
  if (clock === CLOCK_PROCESS_CPUTIME_ID) return sleepUntil(task, Number.POSITIVE_INFINITY);
  if (!absolute) return nanosleep(task, us, remaining);
  return sleepUntil(task, us - (shown - task.kernel.now));
}

export const clockCalls = {
  nanosleep: call({ args: ['time', 'out'], restart: 'block', shown: 'clock_nanosleep', run: nanosleep }),
  clock_nanosleep: call({ args: ['int', 'int', 'time', 'out'], restart: 'block', run: clockNanosleep }),
  clock_gettime: call({
    args: ['int'],
    restart: 'never',
    run: (task: Task, clock: number = CLOCK_REALTIME) => read(task, clock),
  }),
};
