/**
 * The list of the robust locks that a thread holds, in its own memory, where the kernel finds it when the thread ends.
 * Its head is struct robust_list_head with a pointer back before it; entries point to each other by the place of their `next`.
 * Authority: get_robust_list(2); glibc's nptl/descr.h (ENQUEUE_MUTEX, DEQUEUE_MUTEX).
 */
import type { Sys } from '../../kernel/syscalls.ts';
import { loadPointer, POINTER, storePointer } from './user-memory.ts';

/** Where the head is in a thread's descriptor. */
export const ROBUST_LIST = 0x2e0;
export const ROBUST_LIST_BYTES = 24;
/** From an entry to the word of the lock. */
const LOCK_OFFSET = -32;
const OFFSET = POINTER;
const PENDING = 2 * POINTER;

/** The entry's `next`, by the address of a lock. */
const entryOf = (lock: number): number => lock - LOCK_OFFSET;
const previousOf = (entry: number): number => entry - POINTER;

export function* initRobustList(sys: Sys, head: number): Generator<void, void> {
  yield* storePointer(sys, previousOf(head), head);
  yield* storePointer(sys, head, head);
  yield* storePointer(sys, head + OFFSET, LOCK_OFFSET);
  yield* storePointer(sys, head + PENDING, 0);
}

/** A lock that is about to be taken or given back: if the thread ends right now, the kernel looks at it as well. */
export const markPending = (sys: Sys, head: number, lock: number): Generator<void, void> =>
  storePointer(sys, head + PENDING, entryOf(lock));

export const clearPending = (sys: Sys, head: number): Generator<void, void> => storePointer(sys, head + PENDING, 0);

export function* enlist(sys: Sys, head: number, lock: number): Generator<void, void> {
  const entry = entryOf(lock);
  const first = yield* loadPointer(sys, head);
  yield* storePointer(sys, previousOf(entry), head);
  yield* storePointer(sys, entry, first);
  yield* storePointer(sys, previousOf(first), entry);
  yield* storePointer(sys, head, entry);
}

export function* delist(sys: Sys, lock: number): Generator<void, void> {
  const entry = entryOf(lock);
  const next = yield* loadPointer(sys, entry);
  const previous = yield* loadPointer(sys, previousOf(entry));
  yield* storePointer(sys, previousOf(next), previous);
  yield* storePointer(sys, previous, next);
  yield* storePointer(sys, entry, 0);
  yield* storePointer(sys, previousOf(entry), 0);
}
