/**
 * Threads that each lock two mutexes, the first of them while all others have theirs: taken in a circle nobody goes on for ever,
 * taken by number everybody does. Authority: pthread_mutex_lock(3p).
 */
import { MAP_ANONYMOUS, MAP_PRIVATE, PAGE_SIZE, PROT_READ, PROT_WRITE } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Thread } from './pthread.ts';
import { MUTEX_BYTES, mutexInit, mutexLock, mutexUnlock } from './pthread-mutex.ts';

export const LOCK_ORDERS = ['circle', 'number'] as const;
export type LockOrder = (typeof LOCK_ORDERS)[number];

/** µs in which every thread takes its first one. */
const HOLDING = 100_000;

/** Mutexes 1 to `count`; the address of number 0, which is none. */
export function* makeMutexes(sys: Sys, count: number): Generator<void, number | Failure> {
  const size = Math.ceil((count * MUTEX_BYTES) / PAGE_SIZE) * PAGE_SIZE;
  const memory = yield* sys.mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (isFailure(memory)) return memory;
  for (let i = 0; i < count; i++) yield* mutexInit(sys, memory + i * MUTEX_BYTES);
  return memory - MUTEX_BYTES;
}

/** Which two a thread takes, in turn: its own and the next one's. */
export function pairOf(thread: number, count: number, order: LockOrder): readonly [number, number] {
  const next = (thread % count) + 1;
  return order === 'number' && next < thread ? [next, thread] : [thread, next];
}

/** Takes both, tells of each, and gives them back. */
export function* holdBoth(
  self: Thread,
  mutexes: number,
  [first, second]: readonly [number, number],
  tell: (what: string) => Generator<void, void>,
): Generator<void, void> {
  const address = (number: number): number => mutexes + number * MUTEX_BYTES;
  yield* mutexLock(self, address(first));
  yield* tell(`has mutex ${first}`);
  yield* self.sys.nanosleep(HOLDING);
  yield* mutexLock(self, address(second));
  yield* tell(`has mutexes ${first} and ${second}`);
  yield* mutexUnlock(self, address(second));
  yield* mutexUnlock(self, address(first));
}
