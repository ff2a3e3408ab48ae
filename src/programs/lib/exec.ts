/**
 * Running another program: execvp(3)'s search along PATH, and the statuses that env, nohup, timeout and setsid give when
 * there is nothing to run. Authority: execvp(3), env(1).
 */

import { type Failure, fail } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';

const DEFAULT_PATH = '/bin:/usr/bin';

/** Answers only if nothing could be run. EACCES on the way is told in the end if nothing better is found. */
export function* execvp(
  sys: Sys,
  file: string,
  argv: readonly string[],
  env: readonly string[],
): Generator<void, Failure> {
  if (file === '') return fail('ENOENT');
  if (file.includes('/')) return yield* execOrShell(sys, file, argv, env);
  const path = env.find((entry) => entry.startsWith('PATH='))?.slice(5) ?? DEFAULT_PATH;
  let refused: Failure | undefined;
  for (const directory of path.split(':')) {
    const failure = yield* execOrShell(sys, directory === '' ? file : `${directory}/${file}`, argv, env);
    if (failure.errno === 'EACCES') refused = failure;
    else if (failure.errno !== 'ENOENT' && failure.errno !== 'ENOTDIR') return failure;
  }
  return refused ?? fail('ENOENT');
}

/** A text without #! is run by the shell. */
function* execOrShell(
  sys: Sys,
  path: string,
  argv: readonly string[],
  env: readonly string[],
): Generator<void, Failure> {
  const failure = yield* sys.execve(path, argv, env);
  if (failure.errno !== 'ENOEXEC') return failure;
  return yield* sys.execve('/bin/sh', ['/bin/sh', path, ...argv.slice(1)], env);
}

/** 127 if it was not found, 126 if it could not be run. */
export const execStatus = ({ errno }: Failure): 126 | 127 => (errno === 'ENOENT' ? 127 : 126);

/** Flushes what is buffered, then becomes the program. */
export function* become(io: Io, argv: readonly string[], env: readonly string[]): Generator<void, Failure> {
  yield* io.out.flush();
  return yield* execvp(io.sys, argv[0] ?? '', argv, env);
}
