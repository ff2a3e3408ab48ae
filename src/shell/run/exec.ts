/**
 * Becoming another program, and what to say when that fails. Authority: execve(2), bash(1), COMMAND EXECUTION.
 */
import { latin1 } from '../../bytes.ts';
import { S_ISDIR } from '../../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../../kernel/errno.ts';
import { readFile } from '../files.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { environment } from '../variables/variables.ts';
import { restoreForExec } from './signals.ts';

export const NOT_EXECUTABLE = 126;
export const NOT_FOUND = 127;

/** Only what this many bytes show tells a script from a binary. */
const SAMPLE_BYTES = 80;

/** A NUL in the first line: no script. */
export const isBinary = (bytes: Uint8Array): boolean =>
  (latin1(bytes.subarray(0, SAMPLE_BYTES)).split('\n')[0] ?? '').includes('\0');

/**
 * The process becomes `path`. Comes back only when that cannot be: the message has been printed, the status is answered.
 * `argv0` is what `exec -a` and the typed name give.
 */
export function* become(sh: Shell, path: string, argv: readonly string[], clean = false): Doing<number> {
  const env = clean ? [] : [...environment(sh.state), `_=${path}`];
  yield* restoreForExec(sh);
  const failure = yield* sh.sys.execve(path, [...argv], env);
  if (failure.errno === 'ENOEXEC') return yield* runText(sh, path, argv, env);
  return yield* explain(sh, path, failure);
}

/** An executable text file without `#!` is run by this shell. */
function* runText(sh: Shell, path: string, argv: readonly string[], env: string[]): Doing<number> {
  const bytes = yield* readFile(sh.sys, path);
  if (isFailure(bytes)) return yield* explain(sh, path, bytes);
  if (isBinary(bytes)) {
    yield* complain(sh, `${path}: cannot execute binary file: Exec format error`);
    return NOT_EXECUTABLE;
  }
  return yield* sh.interpreter.script(sh, path, argv.slice(1), env);
}

function* explain(sh: Shell, path: string, { errno }: Failure): Doing<number> {
  const stat = yield* sh.sys.stat(path);
  const there = !isFailure(stat);
  if (there && S_ISDIR(stat.mode)) {
    yield* complain(sh, `${path}: Is a directory`);
    return NOT_EXECUTABLE;
  }
  // The file is there, so it is its interpreter that is not.
  if (errno === 'ENOENT' && there) yield* complain(sh, `${path}: cannot execute: required file not found`);
  else yield* complain(sh, `${path}: ${strerror(errno)}`);
  return errno === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
}
