/**
 * timerfd: a timer whose expirations are counted, and read through a descriptor.
 * Models relative and absolute times, intervals, poll bits. The clocks are one: virtual time, from the epoch for
 * CLOCK_REALTIME and from boot for the others. Leaves out TFD_TIMER_CANCEL_ON_SET: nobody sets the clock.
 * Authority: timerfd_create(2); fs/timerfd.c.
 */
import {
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLOCK_REALTIME,
  type Itimer,
  POLLIN,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  TFD_TIMER_ABSTIME,
  TFD_TIMER_CANCEL_ON_SET,
} from './abi.ts';
import { holdsWord, installAnonymous, putWord } from './anon.ts';
import { type Failure, fail } from './errno.ts';
import { type FileOps, fileOf } from './file.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import type { Timer } from './timer.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

/** What a timerfd needs of the kernel. */
interface Clock {
  readonly now: number;
  readonly timers: { cancel(timer: Timer): void };
  setTimer(at: number, fire: () => void): Timer;
}

class Timerfd {
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #interval = 0;
  #ticks = 0;
  /** Virtual µs from which absolute times count. */
  readonly origin: number;
  readonly readable = new WaitQueue('do_wait_intr_irq', () =>
    this.#timer?.live ? { kind: 'sleep', until: this.#timer.at } : { kind: 'pause' },
  );

  constructor(clock: Clock, origin: number) {
    this.#clock = clock;
    this.origin = origin;
  }

  get left(): Itimer {
    this.#catchUp();
    const value = this.#timer?.live ? Math.max(1, this.#timer.at - this.#clock.now) : 0;
    return { value, interval: this.#interval };
  }

  /** Expires first at virtual µs `at`; undefined disarms. What was counted is forgotten. */
  set(at: number | undefined, interval: number): void {
    this.disarm();
    this.#interval = interval;
    this.#ticks = 0;
    if (at !== undefined) this.#arm(at);
  }

  disarm(): void {
    if (this.#timer) this.#clock.timers.cancel(this.#timer);
    this.#timer = undefined;
  }

  #arm(at: number): void {
    this.#timer = this.#clock.setTimer(at, () => {
      this.#ticks++;
      this.readable.wakeAll();
    });
  }

  /** An interval goes on only when somebody looks: a timer that nobody reads costs nothing. */
  #catchUp(): void {
    const timer = this.#timer;
    if (!timer || timer.live || this.#interval === 0) return;
    const missed = Math.floor((this.#clock.now - timer.at) / this.#interval);
    this.#ticks += missed;
    this.#arm(timer.at + (missed + 1) * this.#interval);
  }

  /** The expirations since the last read. EINVAL for a buffer that is too small. */
  read(into: Uint8Array, nonblock: boolean): number | Failure | Wait {
    if (!holdsWord(into)) return fail('EINVAL');
    if (this.#ticks === 0) return nonblock ? fail('EAGAIN') : wait(this.readable);
    this.#catchUp();
    const ticks = this.#ticks;
    this.#ticks = 0;
    return putWord(into, BigInt(ticks));
  }

  poll(): number {
    return this.#ticks > 0 ? POLLIN : 0;
  }
}

const timers = new WeakMap<FileOps, Timerfd>();

function opsOf(timer: Timerfd): FileOps {
  const ops: FileOps = {
    read: (file, into) => timer.read(into, file.nonblock),
    poll: () => timer.poll(),
    queues: () => [timer.readable],
    release: () => timer.disarm(),
  };
  timers.set(ops, timer);
  return ops;
}

/** Throws EBADF; EINVAL for a descriptor of something else. */
function timerOf(task: Task, fd: number): Timerfd {
  const timer = timers.get(fileOf(task, fd).ops);
  if (!timer) throw fail('EINVAL');
  return timer;
}

function timerfdCreate(task: Task, clock: number, flags: number): number | Failure {
  if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK)) return fail('EINVAL');
  if (clock !== CLOCK_REALTIME && clock !== CLOCK_MONOTONIC && clock !== CLOCK_BOOTTIME) return fail('EINVAL');
  const { kernel } = task;
  const timer = new Timerfd(kernel, clock === CLOCK_REALTIME ? -kernel.epoch : 0);
  return installAnonymous(task, 'timerfd', opsOf(timer), flags);
}

/** Answers what was left of the old setting. */
function timerfdSettime(task: Task, fd: number, flags: number, { value, interval }: Itimer): Itimer | Failure {
  if (flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET) || value < 0 || interval < 0) return fail('EINVAL');
  const timer = timerOf(task, fd);
  const old = timer.left;
  const { now } = task.kernel;
  const at = flags & TFD_TIMER_ABSTIME ? Math.max(now, timer.origin + value) : now + value;
  timer.set(value > 0 ? at : undefined, interval);
  return old;
}

export const timerfdCalls = {
  timerfd_create: call({ args: ['int', 'openflags'], restart: 'never', run: timerfdCreate }),
  timerfd_settime: call({ args: ['fd', 'int', 'itimer'], restart: 'never', run: timerfdSettime }),
  timerfd_gettime: call({ args: ['fd'], restart: 'never', run: (task: Task, fd: number) => timerOf(task, fd).left }),
};
