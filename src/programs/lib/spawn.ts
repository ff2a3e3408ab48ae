/**
 * Commands for /bin/sh on behalf of a program: system(3) and popen(3).
 * Leaves out the signals that system(3) ignores while it waits. Authority: system(3), popen(3).
 */

import { O_CLOEXEC, WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

const SHELL = '/bin/sh';
const NOT_FOUND = 127;

function* launch(
  sys: Sys,
  command: string,
  env: readonly string[],
  end?: { fd: number; as: number },
): Generator<void, number | Failure> {
  return yield* sys.fork(function* (child) {
    if (end) yield* child.dup2(end.fd, end.as);
    yield* child.execve(SHELL, ['sh', '-c', command], [...env]);
    return NOT_FOUND;
  });
}

/** What wait4 says about a child that has ended: its status, or 256 + its signal. */
function* reap(sys: Sys, pid: number): Generator<void, number | Failure> {
  for (;;) {
    const waited = yield* sys.wait4(pid, 0);
    if (isFailure(waited)) {
      if (waited.errno === 'EINTR') continue;
      return waited;
    }
    const { status } = waited;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
  }
}

export function* runShell(sys: Sys, command: string, env: readonly string[]): Generator<void, number | Failure> {
  const pid = yield* launch(sys, command, env);
  return isFailure(pid) ? pid : yield* reap(sys, pid);
}

export interface Piped {
  readonly fd: number;
  readonly pid: number;
}

/** `read`: we read what the command prints; `write`: we write what it reads. */
export function* openShell(
  sys: Sys,
  command: string,
  env: readonly string[],
  mode: 'read' | 'write',
): Generator<void, Piped | Failure> {
  const ends = yield* sys.pipe2(O_CLOEXEC);
  if (isFailure(ends)) return ends;
  const [reader, writer] = ends;
  const [ours, theirs] = mode === 'read' ? [reader, writer] : [writer, reader];
  const pid = yield* launch(sys, command, env, { fd: theirs, as: mode === 'read' ? 1 : 0 });
  yield* sys.close(theirs);
  if (isFailure(pid)) yield* sys.close(ours);
  return isFailure(pid) ? pid : { fd: ours, pid };
}

export function* closeShell(sys: Sys, { fd, pid }: Piped): Generator<void, number | Failure> {
  yield* sys.close(fd);
  return yield* reap(sys, pid);
}
