/** mq_open(3) and mq_unlink(3) as glibc has them: they take the slash off, and say EACCES where the kernel says EPERM. */
import type { MqAttr } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** EINVAL for a name without a slash in front. */
export function* mqOpen(
  sys: Sys,
  name: string,
  flags: number,
  mode: number,
  attr?: MqAttr,
): Generator<void, number | Failure> {
  return name.startsWith('/') ? yield* sys.mq_open(name.slice(1), flags, mode, attr) : fail('EINVAL');
}

export function* mqUnlink(sys: Sys, name: string): Generator<void, 0 | Failure> {
  if (!name.startsWith('/')) return fail('EINVAL');
  const answer = yield* sys.mq_unlink(name.slice(1));
  return isFailure(answer) && answer.errno === 'EPERM' ? fail('EACCES') : answer;
}
