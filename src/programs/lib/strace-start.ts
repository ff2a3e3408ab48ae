/** What strace runs: found before anything is started, and made to wait until it is traced. Authority: strace(1) 6.1. */
import { S_ISREG, X_OK } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure, strerror } from '../../kernel/errno.ts';
import { SIGSTOP } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';

type Environment = readonly string[];

/** The file that a name stands for. */
export function* findProgram(sys: Sys, io: Io, name: string, environment: Environment): Generator<void, string> {
  const path = environment.find((entry) => entry.startsWith('PATH='))?.slice(5) ?? '';
  const places = name.includes('/') ? [name] : path.split(':').map((dir) => (dir === '' ? name : `${dir}/${name}`));
  let failure: Failure | undefined;
  for (const place of places) {
    const stat = yield* sys.stat(place);
    if (isFailure(stat)) failure ??= stat;
    else if (name.includes('/') || (S_ISREG(stat.mode) && !isFailure(yield* sys.access(place, X_OK)))) return place;
  }
  return yield* io.die(1, `Can't stat '${name}'`, failure ?? fail('ENOENT'));
}

/** A child that stops itself first, and then becomes the program. */
export function* forkStopped(
  sys: Sys,
  io: Io,
  path: string,
  command: readonly string[],
  environment: Environment,
): Generator<void, number | Failure> {
  return yield* sys.fork(function* (child) {
    yield* child.kill(yield* child.getpid(), SIGSTOP);
    const failure = yield* child.execve(path, command, environment);
    yield* io.inChild(child).error(`exec: ${strerror(failure.errno)}`);
    return 1;
  });
}
