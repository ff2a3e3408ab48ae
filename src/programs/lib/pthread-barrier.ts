/**
 * Meeting points and the smallest locks: barriers, spin locks, and what is to be done once.
 * Authority: pthread_barrier_wait(3p), pthread_spin_lock(3), pthread_once(3p).
 */
import { type Failure, fail } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { EVERYBODY, exchangeIf, futexWait, futexWake, loadWord, storeWord } from './user-memory.ts';

// ---- barrier

export const BARRIER_BYTES = 32;
/** What one of those who have met gets; the others get 0. */
export const BARRIER_SERIAL_THREAD = -1;
const ARRIVED = 0;
const ROUND = 4;
const COUNT = 8;
const SHARED = 12;

/** EINVAL for a meeting of nobody. */
export function* barrierInit(sys: Sys, address: number, count: number, shared = false): Generator<void, 0 | Failure> {
  if (count <= 0) return fail('EINVAL');
  yield* sys.store(address, new Uint8Array(BARRIER_BYTES));
  yield* storeWord(sys, address + COUNT, count);
  yield* storeWord(sys, address + SHARED, Number(shared));
  return 0;
}

/** Waits until so many have come; then the barrier stands for the next round. */
export function* barrierWait(sys: Sys, address: number): Generator<void, number> {
  const round = yield* loadWord(sys, address + ROUND);
  const count = yield* loadWord(sys, address + COUNT);
  const shared = (yield* loadWord(sys, address + SHARED)) !== 0;
  const before = yield* sys.atomic(address + ARRIVED, (arrived) => (arrived + 1) % count);
  if (before + 1 === count) {
    yield* sys.atomic(address + ROUND, (now) => now + 1);
    yield* futexWake(sys, address + ROUND, EVERYBODY, shared);
    return BARRIER_SERIAL_THREAD;
  }
  while ((yield* loadWord(sys, address + ROUND)) === round) yield* futexWait(sys, address + ROUND, round, shared);
  return 0;
}

// ---- spin lock: one word, and nobody sleeps

/** µs of the CPU between two looks. */
const LOOK = 1;

export function* spinLock(sys: Sys, address: number): Generator<void, 0> {
  while ((yield* exchangeIf(sys, address, 0, 1)) !== 0) yield* sys.work(LOOK);
  return 0;
}

export function* spinTryLock(sys: Sys, address: number): Generator<void, 0 | Failure> {
  return (yield* exchangeIf(sys, address, 0, 1)) === 0 ? 0 : fail('EBUSY');
}

export function* spinUnlock(sys: Sys, address: number): Generator<void, 0> {
  yield* storeWord(sys, address, 0);
  return 0;
}

// ---- once

const RUNNING = 1;
const DONE = 2;

/** The first to come does it, others wait until it is done. */
export function* once(sys: Sys, address: number, what: () => Generator<void, unknown>): Generator<void, 0> {
  for (let state = yield* exchangeIf(sys, address, 0, RUNNING); state !== DONE; ) {
    if (state === 0) {
      yield* what();
      yield* storeWord(sys, address, DONE);
      yield* futexWake(sys, address, EVERYBODY, false);
      return 0;
    }
    yield* futexWait(sys, address, RUNNING, false);
    state = yield* loadWord(sys, address);
  }
  return 0;
}
