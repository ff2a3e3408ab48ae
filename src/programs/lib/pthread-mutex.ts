/**
 * Mutexes, as glibc keeps them in 40 bytes of the program's memory: the word that is locked by one indivisible instruction,
 * how often, by whom, and which kind it is. Only who has to wait, or has somebody waiting, calls the kernel.
 * Models normal, recursive, error-checking and robust ones, for one process or several. Leaves out priorities and elision.
 * Functions answer 0 or the error, as pthread functions return it. Authority: pthread_mutex_lock(3p),
 * pthread_mutexattr_setrobust(3); glibc's nptl/pthread_mutex_lock.c, pthread_mutex_unlock.c.
 */
import { FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Thread } from './pthread.ts';
import { clearPending, delist, enlist, markPending } from './pthread-robust.ts';
import { exchangeIf, futexWait, futexWake, loadWord, storeWord } from './user-memory.ts';

export const MUTEX_BYTES = 40;
const COUNT = 4;
const OWNER = 8;
const USERS = 12;
const KIND = 16;

const RECURSIVE = 1;
const ERRORCHECK = 2;
const ROBUST = 16;
const SHARED = 128;
const DESTROYED = -1;
/** Owners that are none. */
const INCONSISTENT = 0x7fffffff;
const NOT_RECOVERABLE = 0x7ffffffe;
/** Words of a lock that is not robust. */
const FREE = 0;
const LOCKED = 1;
const CONTENDED = 2;

export interface MutexAttributes {
  readonly type?: 'normal' | 'recursive' | 'errorcheck';
  readonly robust?: boolean;
  /** In memory that other processes have too: PTHREAD_PROCESS_SHARED. */
  readonly shared?: boolean;
}

type Answer = Generator<void, 0 | Failure>;

interface Mutex {
  readonly address: number;
  readonly kind: number;
}
const isShared = ({ kind }: Mutex): boolean => (kind & SHARED) !== 0;
const isRobust = ({ kind }: Mutex): boolean => (kind & ROBUST) !== 0;

function* look(sys: Sys, address: number): Generator<void, Mutex> {
  return { address, kind: yield* loadWord(sys, address + KIND) };
}

export function* mutexInit(sys: Sys, address: number, attributes: MutexAttributes = {}): Answer {
  const { type = 'normal', robust = false, shared = false } = attributes;
  const kind = { normal: 0, recursive: RECURSIVE, errorcheck: ERRORCHECK }[type];
  yield* sys.store(address, new Uint8Array(MUTEX_BYTES));
  yield* storeWord(sys, address + KIND, kind | (robust ? ROBUST : 0) | (shared ? SHARED : 0));
  return 0;
}

/** EBUSY while somebody has it. */
export function* mutexDestroy(sys: Sys, address: number): Answer {
  const mutex = yield* look(sys, address);
  if (!isRobust(mutex) && (yield* loadWord(sys, address + USERS)) !== 0) return fail('EBUSY');
  yield* storeWord(sys, address + KIND, DESTROYED);
  return 0;
}

function* add(sys: Sys, address: number, by: number): Generator<void, number> {
  return (yield* sys.atomic(address, (old) => old + by)) + by;
}

/** It is ours. */
function* take({ sys, tid }: Thread, { address }: Mutex): Answer {
  yield* storeWord(sys, address + OWNER, tid);
  yield* add(sys, address + USERS, 1);
  return 0;
}

/** It is ours already: what that means depends on its kind; undefined where nobody looks, and one waits for oneself. */
function* again({ sys }: Thread, { address, kind }: Mutex): Generator<void, 0 | Failure | undefined> {
  if (kind & ERRORCHECK) return fail('EDEADLK');
  if ((kind & RECURSIVE) === 0) return undefined;
  yield* add(sys, address + COUNT, 1);
  return 0;
}

// ---- locking

/**
 * Waits until it is free. EDEADLK, EOWNERDEAD (it is held then, and to be made consistent), ENOTRECOVERABLE; with a
 * deadline in µs of the real-time clock, ETIMEDOUT.
 */
export function* mutexLock(self: Thread, address: number, deadline?: number): Answer {
  const mutex = yield* look(self.sys, address);
  if (mutex.kind < 0) return fail('EINVAL');
  if (isRobust(mutex)) return yield* lockRobust(self, mutex, deadline);
  const { sys, tid } = self;
  if (mutex.kind & (RECURSIVE | ERRORCHECK) && (yield* loadWord(sys, address + OWNER)) === tid) {
    const answer = yield* again(self, mutex);
    if (answer !== undefined) return answer;
  }
  if ((yield* exchangeIf(sys, address, FREE, LOCKED)) !== FREE) {
    while ((yield* sys.atomic(address, () => CONTENDED)) !== FREE) {
      const answer = yield* futexWait(sys, address, CONTENDED, isShared(mutex), deadline);
      if (isFailure(answer) && answer.errno === 'ETIMEDOUT') return answer;
    }
  }
  if (mutex.kind & RECURSIVE) yield* storeWord(sys, address + COUNT, 1);
  return yield* take(self, mutex);
}

/** EBUSY where the other would wait. */
export function* mutexTryLock(self: Thread, address: number): Answer {
  const mutex = yield* look(self.sys, address);
  if (isRobust(mutex)) return yield* lockRobust(self, mutex, undefined, true);
  const { sys, tid } = self;
  const isOurs = mutex.kind & RECURSIVE && (yield* loadWord(sys, address + OWNER)) === tid;
  if (isOurs) return (yield* again(self, mutex)) ?? 0;
  if ((yield* exchangeIf(sys, address, FREE, LOCKED)) !== FREE) return fail('EBUSY');
  if (mutex.kind & RECURSIVE) yield* storeWord(sys, address + COUNT, 1);
  return yield* take(self, mutex);
}

/** The word of a robust one is its owner's number, so that the kernel finds what a thread that ends has left locked. */
function* lockRobust(self: Thread, mutex: Mutex, deadline: number | undefined, onlyTry = false): Answer {
  const { sys, robustList } = self;
  yield* markPending(sys, robustList, mutex.address);
  const answer = yield* contend(self, mutex, deadline, onlyTry);
  yield* clearPending(sys, robustList);
  return answer;
}

function* contend(self: Thread, mutex: Mutex, deadline: number | undefined, onlyTry: boolean): Answer {
  const { sys, tid, robustList } = self;
  const { address } = mutex;
  /** Whoever has slept does not know of how many others do. */
  let waiters = 0;
  for (let old = yield* exchangeIf(sys, address, FREE, tid); old !== FREE; ) {
    if (old & FUTEX_OWNER_DIED) {
      const now = yield* exchangeIf(sys, address, old, tid | (old & FUTEX_WAITERS) | waiters | 0);
      if (now === old) return yield* inherit(self, mutex);
      old = now;
      continue;
    }
    if ((old & FUTEX_TID_MASK) === tid) {
      const answer = onlyTry && (mutex.kind & RECURSIVE) === 0 ? fail('EBUSY') : yield* again(self, mutex);
      if (answer !== undefined) return answer;
    }
    if (onlyTry) return fail('EBUSY');
    const marked = old | FUTEX_WAITERS | 0;
    if (old !== marked && (yield* exchangeIf(sys, address, old, marked)) !== old) {
      old = yield* exchangeIf(sys, address, FREE, tid | waiters | 0);
      continue;
    }
    waiters = FUTEX_WAITERS;
    const slept = yield* futexWait(sys, address, marked, true, deadline);
    if (isFailure(slept) && slept.errno === 'ETIMEDOUT') return slept;
    old = yield* exchangeIf(sys, address, FREE, tid | waiters | 0);
  }
  if ((yield* loadWord(sys, address + OWNER)) === NOT_RECOVERABLE) {
    yield* release(sys, mutex);
    return fail('ENOTRECOVERABLE');
  }
  yield* storeWord(sys, address + COUNT, 1);
  yield* enlist(sys, robustList, address);
  return yield* take(self, mutex);
}

/** The owner died with it: the new one holds what may be in disorder. Users are as many as before. */
function* inherit({ sys, robustList }: Thread, { address }: Mutex): Answer {
  yield* storeWord(sys, address + COUNT, 1);
  yield* storeWord(sys, address + OWNER, INCONSISTENT);
  yield* enlist(sys, robustList, address);
  return fail('EOWNERDEAD');
}

/** The new owner has put in order what the lock protects. EINVAL for one that is healthy. */
export function* mutexConsistent({ sys, tid }: Thread, address: number): Answer {
  const mutex = yield* look(sys, address);
  if (!isRobust(mutex) || (yield* loadWord(sys, address + OWNER)) !== INCONSISTENT) return fail('EINVAL');
  yield* storeWord(sys, address + OWNER, tid);
  return 0;
}

// ---- unlocking

/** EPERM for whoever does not hold it, where its kind looks: any but a normal one. */
export function* mutexUnlock(self: Thread, address: number): Answer {
  const { sys, tid } = self;
  const mutex = yield* look(sys, address);
  if (isRobust(mutex)) return yield* unlockRobust(self, mutex);
  if (mutex.kind & (RECURSIVE | ERRORCHECK)) {
    const isLocked = (yield* loadWord(sys, address)) !== FREE;
    if (!isLocked || (yield* loadWord(sys, address + OWNER)) !== tid) return fail('EPERM');
    if (mutex.kind & RECURSIVE && (yield* add(sys, address + COUNT, -1)) > 0) return 0;
  }
  yield* storeWord(sys, address + OWNER, 0);
  yield* add(sys, address + USERS, -1);
  if ((yield* sys.atomic(address, () => FREE)) > LOCKED) yield* futexWake(sys, address, 1, isShared(mutex));
  return 0;
}

function* unlockRobust(self: Thread, mutex: Mutex): Answer {
  const { sys, tid, robustList } = self;
  const { address, kind } = mutex;
  if (((yield* loadWord(sys, address)) & FUTEX_TID_MASK) !== tid) return fail('EPERM');
  const wasRepaired = (yield* loadWord(sys, address + OWNER)) !== INCONSISTENT;
  if (wasRepaired && kind & RECURSIVE && (yield* add(sys, address + COUNT, -1)) > 0) return 0;
  yield* markPending(sys, robustList, address);
  yield* delist(sys, address);
  yield* storeWord(sys, address + OWNER, wasRepaired ? 0 : NOT_RECOVERABLE);
  yield* add(sys, address + USERS, -1);
  yield* release(sys, mutex);
  yield* clearPending(sys, robustList);
  return 0;
}

function* release(sys: Sys, { address }: Mutex): Generator<void, void> {
  if ((yield* sys.atomic(address, () => FREE)) & FUTEX_WAITERS) yield* futexWake(sys, address, 1, true);
}
