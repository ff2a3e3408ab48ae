/**
 * POSIX shared memory as glibc makes it: a file of /dev/shm under a name that is no path, mapped by whoever wants it.
 * Authority: shm_overview(7), shm_open(3).
 */
import { NAME_MAX, O_CLOEXEC, O_NOFOLLOW } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** `/dev/shm/NAME`; the slash in front may be missing. EINVAL, ENAMETOOLONG. */
export function shmPath(name: string, prefix = ''): string | Failure {
  const bare = name.replace(/^\/+/, '');
  if (bare === '' || bare.includes('/')) return fail('EINVAL');
  return bare.length + prefix.length > NAME_MAX ? fail('ENAMETOOLONG') : `/dev/shm/${prefix}${bare}`;
}

/** A descriptor that is closed at execve; a new object has no byte before ftruncate(2). */
export function* shmOpen(sys: Sys, name: string, flags: number, mode: number): Generator<void, number | Failure> {
  const path = shmPath(name);
  return isFailure(path) ? path : yield* sys.open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

export function* shmUnlink(sys: Sys, name: string): Generator<void, 0 | Failure> {
  const path = shmPath(name);
  return isFailure(path) ? path : yield* sys.unlink(path);
}
