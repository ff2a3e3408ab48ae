/**
 * POSIX semaphores of user space, as glibc makes them: 32 bytes of shared memory, a value that is changed by indivisible
 * instructions, and a futex for those who must wait. A named one is a file in /dev/shm.
 * Authority: sem_overview(7), sem_open(3), sem_wait(3), sem_post(3); glibc's nptl/sem_open.c, sem_waitcommon.c.
 */
import {
  FUTEX_BITSET_MATCH_ANY,
  FUTEX_CLOCK_REALTIME,
  FUTEX_WAIT_BITSET,
  FUTEX_WAKE,
  MAP_SHARED,
  O_CLOEXEC,
  O_CREAT,
  O_EXCL,
  O_NOFOLLOW,
  O_RDWR,
  PROT_READ,
  PROT_WRITE,
} from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { shmPath } from './shm.ts';

const BYTES = 32;
export const SEM_VALUE_MAX = 2147483647;
/** How many sleep stands behind the value. */
const WAITERS = 4;

/** `/dev/shm/sem.NAME`. EINVAL, ENAMETOOLONG. */
export const semPath = (name: string): string | Failure => shmPath(name, 'sem.');

/** One without a name, in memory that the processes share. EINVAL. */
export function* semInit(sys: Sys, address: number, value: number): Generator<void, 0 | Failure> {
  if (value < 0 || value > SEM_VALUE_MAX) return fail('EINVAL');
  yield* sys.store(address, fresh(value));
  return 0;
}

function fresh(value: number): Uint8Array {
  const bytes = new Uint8Array(BYTES);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** The address of a named semaphore; O_CREAT makes one with `value` if there is none. */
export function* semOpen(
  sys: Sys,
  name: string,
  flags = 0,
  mode = 0o600,
  value = 0,
): Generator<void, number | Failure> {
  const path = semPath(name);
  if (isFailure(path)) return path;
  for (;;) {
    if ((flags & (O_CREAT | O_EXCL)) !== (O_CREAT | O_EXCL)) {
      const there = yield* sys.open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
      if (!isFailure(there)) return yield* mapped(sys, there);
      if ((flags & O_CREAT) === 0 || there.errno !== 'ENOENT') return there;
    }
    if (value < 0 || value > SEM_VALUE_MAX) return fail('EINVAL');
    const made = yield* create(sys, path, mode, value);
    // Somebody may have been quicker: then it is theirs that counts.
    if (!isFailure(made) || made.errno !== 'EEXIST' || flags & O_EXCL) return made;
  }
}

function* mapped(sys: Sys, fd: number): Generator<void, number | Failure> {
  const address = yield* sys.mmap(0, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  yield* sys.close(fd);
  return address;
}

/** Under a name of its own first: nobody ever sees half a semaphore. */
function* create(sys: Sys, path: string, mode: number, value: number): Generator<void, number | Failure> {
  const temporary = `/dev/shm/sem.${yield* sys.getpid()}.new`;
  const fd = yield* sys.open(temporary, O_RDWR | O_CREAT | O_EXCL, mode);
  if (isFailure(fd)) return fd;
  yield* sys.write(fd, fresh(value));
  const address = yield* mapped(sys, fd);
  const linked = yield* sys.link(temporary, path);
  yield* sys.unlink(temporary);
  return isFailure(linked) ? linked : address;
}

export function* semUnlink(sys: Sys, name: string): Generator<void, 0 | Failure> {
  const path = semPath(name);
  return isFailure(path) ? path : yield* sys.unlink(path);
}

const keep = (old: number): number => old;
const taken = (old: number): number => (old > 0 ? old - 1 : old);

/** Never negative: sleepers are not told here. */
export function* semValue(sys: Sys, sem: number): Generator<void, number> {
  return yield* sys.atomic(sem, keep);
}

/** EOVERFLOW. */
export function* semPost(sys: Sys, sem: number): Generator<void, 0 | Failure> {
  const old = yield* sys.atomic(sem, (value) => (value === SEM_VALUE_MAX ? value : value + 1));
  if (old === SEM_VALUE_MAX) return fail('EOVERFLOW');
  if ((yield* sys.atomic(sem + WAITERS, keep)) > 0) yield* sys.futex(sem, FUTEX_WAKE, 1);
  return 0;
}

/** EAGAIN. */
export function* semTryWait(sys: Sys, sem: number): Generator<void, 0 | Failure> {
  return (yield* sys.atomic(sem, taken)) > 0 ? 0 : fail('EAGAIN');
}

/** Takes one, or sleeps until there is one; `until` is a moment of the real time, µs. EINTR, ETIMEDOUT, EINVAL. */
export function* semWait(sys: Sys, sem: number, until?: number): Generator<void, 0 | Failure> {
  if (until !== undefined && until < 0) return fail('EINVAL');
  if ((yield* sys.atomic(sem, taken)) > 0) return 0;
  yield* sys.atomic(sem + WAITERS, (waiters) => waiters + 1);
  const answer = yield* sleepFor(sys, sem, until);
  yield* sys.atomic(sem + WAITERS, (waiters) => waiters - 1);
  return answer;
}

function* sleepFor(sys: Sys, sem: number, until: number | undefined): Generator<void, 0 | Failure> {
  for (;;) {
    if ((yield* sys.atomic(sem, taken)) > 0) return 0;
    const op = FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME;
    const woken = yield* sys.futex(sem, op, 0, until, 0, FUTEX_BITSET_MATCH_ANY);
    if (isFailure(woken) && woken.errno !== 'EAGAIN') return woken;
  }
}
