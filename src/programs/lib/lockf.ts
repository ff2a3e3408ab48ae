/** lockf(3): a record lock for writing, from where the file stands. Authority: lockf(3); glibc's io/lockf.c. */
import { F_GETLK, F_SETLK, F_SETLKW, F_UNLCK, F_WRLCK, type Flock, SEEK_CUR } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

export type LockfCommand = 'lock' | 'try' | 'unlock' | 'test';

/** EACCES tells that another process has it (`test`), EAGAIN that it cannot be had now (`try`). */
export function* lockf(sys: Sys, fd: number, command: LockfCommand, len: number): Generator<void, 0 | Failure> {
  const flock: Flock = { type: command === 'unlock' ? F_UNLCK : F_WRLCK, whence: SEEK_CUR, start: 0, len, pid: 0 };
  const answer = yield* sys.fcntl(fd, COMMANDS[command], flock);
  if (isFailure(answer)) return answer;
  if (command !== 'test' || flock.type === F_UNLCK || flock.pid === (yield* sys.getpid())) return 0;
  return fail('EACCES');
}

const COMMANDS: Readonly<Record<LockfCommand, number>> = {
  lock: F_SETLKW,
  try: F_SETLK,
  unlock: F_SETLK,
  test: F_GETLK,
};
