/**
 * Whom a futex is in the hands of. The kernel does not know what a word is used for; whoever looks at a process from outside reads
 * the structures that stand around it, as a debugger does: the word of a robust mutex is its owner's number, beside the word of
 * any other mutex stand its owner, how many use it and its kind, in a read-write lock the writer. A thread that is joined is known
 * to the kernel: it clears the word when the thread ends.
 * Leaves out condition variables, semaphores and barriers, which nobody owns, and readers, of which there is only a count.
 * Authority: glibc's struct_mutex.h, struct_rwlock.h; set_tid_address(2).
 */
import { FUTEX_TID_MASK, FUTEX_WAITERS } from './abi.ts';
import type { Task } from './task.ts';

/** What the word is for, and the thread that must let go of it, or end. */
export interface FutexOwner {
  readonly use: 'mutex' | 'rwlock' | 'join';
  readonly holder: number;
}

/** Of a pthread_mutex_t. */
const OWNER = 8;
const USERS = 12;
const KIND = 16;
const MUTEX_BYTES = 20;
/** A word that is locked and slept for; kinds that are not robust: normal to adaptive, shared or not. */
const CONTENDED = 2;
const PLAIN_KINDS = 3 | 128;
/** Of a read-write lock. */
const WRITER = 24;
const RWLOCK_BYTES = 28;
const WRITING = -1;

export function futexOwner(task: Task, address: number): FutexOwner | undefined {
  const joined = task.group.tasks.find(({ clearTid }) => clearTid === address);
  if (joined) return { use: 'join', holder: joined.pid };
  return mutexOwner(task, address) ?? writerOf(task, address);
}

/** What the words say is only believed of a thread that there is. */
function known({ kernel }: Task, use: FutexOwner['use'], holder: number): FutexOwner | undefined {
  const thread = kernel.tasks.get(holder);
  return thread && thread.state !== 'Z' ? { use, holder } : undefined;
}

/** Little-endian words of somebody's memory; undefined where there is none. */
function wordsAt({ mm }: Task, address: number, bytes: number): ((offset: number) => number) | undefined {
  const there = mm.peek(address, bytes);
  const view = there && new DataView(there.buffer);
  return view && ((offset) => view.getInt32(offset, true));
}

function mutexOwner(task: Task, address: number): FutexOwner | undefined {
  const word = wordsAt(task, address, MUTEX_BYTES);
  if (!word) return undefined;
  const value = word(0);
  if (value & FUTEX_WAITERS) return known(task, 'mutex', value & FUTEX_TID_MASK);
  const isMutex = value === CONTENDED && (word(KIND) & ~PLAIN_KINDS) === 0 && word(USERS) > 0;
  return isMutex ? known(task, 'mutex', word(OWNER)) : undefined;
}

function writerOf(task: Task, address: number): FutexOwner | undefined {
  const word = wordsAt(task, address, RWLOCK_BYTES);
  return word?.(0) === WRITING ? known(task, 'rwlock', word(WRITER)) : undefined;
}
