/**
 * Locks that readers share and a writer has alone, in 56 bytes of the program's memory: how many readers, or −1 for a writer.
 * Readers are preferred, as by default in glibc: a new one gets in even while a writer waits.
 * Leaves out the other preferences and the order in which glibc hands the lock over: whoever is woken tries again.
 * Authority: pthread_rwlock_rdlock(3p), pthread_rwlock_wrlock(3p), pthread_rwlockattr_setkind_np(3).
 */
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Thread } from './pthread.ts';
import { EVERYBODY, futexWait, futexWake, loadWord, storeWord } from './user-memory.ts';

export const RWLOCK_BYTES = 56;
const STATE = 0;
const WAITERS = 4;
const WRITER = 24;
const SHARED = 28;
const WRITING = -1;

type Answer = Generator<void, 0 | Failure>;
type How = 'read' | 'write';

export function* rwlockInit(sys: Sys, address: number, shared = false): Answer {
  yield* sys.store(address, new Uint8Array(RWLOCK_BYTES));
  yield* storeWord(sys, address + SHARED, Number(shared));
  return 0;
}

/** What the state becomes for whoever gets in; what it was if he does not. */
const entered = (how: How, state: number): number => {
  if (how === 'write') return state === 0 ? WRITING : state;
  return state === WRITING ? state : state + 1;
};
const mayEnter = (how: How, state: number): boolean => entered(how, state) !== state;

/** Whether it got in, or the state that keeps it out. */
function* attempt(self: Thread, address: number, how: How): Generator<void, 'in' | number> {
  const { sys, tid } = self;
  const state = yield* sys.atomic(address + STATE, (now) => entered(how, now));
  if (!mayEnter(how, state)) return state;
  if (how === 'write') yield* storeWord(sys, address + WRITER, tid);
  return 'in';
}

/** EDEADLK for the writer himself; with a deadline, ETIMEDOUT. */
export function* rwlockLock(self: Thread, address: number, how: How, deadline?: number): Answer {
  const { sys, tid } = self;
  if ((yield* loadWord(sys, address + WRITER)) === tid) return fail('EDEADLK');
  for (;;) {
    const state = yield* attempt(self, address, how);
    if (state === 'in') return 0;
    yield* sys.atomic(address + WAITERS, (waiters) => waiters + 1);
    const shared = (yield* loadWord(sys, address + SHARED)) !== 0;
    const slept = yield* futexWait(sys, address + STATE, state, shared, deadline);
    yield* sys.atomic(address + WAITERS, (waiters) => waiters - 1);
    if (isFailure(slept) && slept.errno === 'ETIMEDOUT') return slept;
  }
}

/** EBUSY where the other would wait. */
export function* rwlockTryLock(self: Thread, address: number, how: How): Answer {
  return (yield* attempt(self, address, how)) === 'in' ? 0 : fail('EBUSY');
}

/** By the writer, or one of the readers. */
export function* rwlockUnlock(self: Thread, address: number): Answer {
  const { sys } = self;
  const wrote = (yield* loadWord(sys, address + STATE)) === WRITING;
  if (wrote) yield* storeWord(sys, address + WRITER, 0);
  const before = yield* sys.atomic(address + STATE, (state) => (state === WRITING ? 0 : state - 1));
  const isFree = before === WRITING || before === 1;
  if (!isFree || (yield* loadWord(sys, address + WAITERS)) === 0) return 0;
  yield* futexWake(sys, address + STATE, EVERYBODY, (yield* loadWord(sys, address + SHARED)) !== 0);
  return 0;
}
