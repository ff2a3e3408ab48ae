/**
 * Condition variables: a count of signals that waiters sleep on, in 48 bytes of the program's memory.
 * A waiter that has seen the count gives the mutex back and sleeps as long as nobody has signalled since. A signal that comes
 * between the two is not lost, though another may wake up with it: spurious wake-ups are allowed, test the condition in a loop.
 * Leaves out the two groups by which glibc keeps late waiters from taking signals that were meant for early ones.
 * Authority: pthread_cond_wait(3p), pthread_cond_signal(3p).
 */
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Thread } from './pthread.ts';
import { mutexLock, mutexUnlock } from './pthread-mutex.ts';
import { EVERYBODY, futexWait, futexWake, loadWord, storeWord } from './user-memory.ts';

export const COND_BYTES = 48;
const SIGNALS = 0;
const WAITERS = 4;
const SHARED = 8;

type Answer = Generator<void, 0 | Failure>;

export function* condInit(sys: Sys, address: number, shared = false): Answer {
  yield* sys.store(address, new Uint8Array(COND_BYTES));
  yield* storeWord(sys, address + SHARED, Number(shared));
  return 0;
}

/** Gives the mutex back, waits for a signal, and takes the mutex again: also after ETIMEDOUT (µs of the real-time clock). */
export function* condWait(self: Thread, cond: number, mutex: number, deadline?: number): Answer {
  const { sys } = self;
  const shared = (yield* loadWord(sys, cond + SHARED)) !== 0;
  const seen = yield* loadWord(sys, cond + SIGNALS);
  yield* sys.atomic(cond + WAITERS, (waiters) => waiters + 1);
  const given = yield* mutexUnlock(self, mutex);
  if (isFailure(given)) return given;
  let slept: unknown = 0;
  while ((yield* loadWord(sys, cond + SIGNALS)) === seen) {
    slept = yield* futexWait(sys, cond + SIGNALS, seen, shared, deadline);
    if (isFailure(slept) && slept.errno === 'ETIMEDOUT') break;
  }
  yield* sys.atomic(cond + WAITERS, (waiters) => waiters - 1);
  const taken = yield* mutexLock(self, mutex);
  if (isFailure(taken)) return taken;
  return isFailure(slept) && slept.errno === 'ETIMEDOUT' ? slept : 0;
}

/** Where nobody waits, it is lost, and the kernel not called. */
function* signal(sys: Sys, cond: number, most: number): Answer {
  if ((yield* loadWord(sys, cond + WAITERS)) === 0) return 0;
  yield* sys.atomic(cond + SIGNALS, (signals) => signals + 1);
  yield* futexWake(sys, cond + SIGNALS, most, (yield* loadWord(sys, cond + SHARED)) !== 0);
  return 0;
}

/** Wakes one waiter, the one that has waited longest. */
export const condSignal = (sys: Sys, cond: number): Answer => signal(sys, cond, 1);

/** Wakes all. */
export const condBroadcast = (sys: Sys, cond: number): Answer => signal(sys, cond, EVERYBODY);
