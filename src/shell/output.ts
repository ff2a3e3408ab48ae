/**
 * What the shell itself writes: the output of builtins, and error messages with bash's prefixes.
 * Standard output is line-buffered as bash's is: one write(2) a line, and at most 8192 bytes each.
 */
import { encode } from '../bytes.ts';
import { type Failure, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Builtin, Doing, Shell } from './shell.ts';

const BUFFER_BYTES = 8192;
const NEWLINE = 10;

/** Writes all of it, in one call where the kernel takes it. */
export function* writeAll(sys: Sys, fd: number, bytes: Uint8Array): Doing<Failure | undefined> {
  let rest = bytes;
  while (rest.length > 0) {
    const written = yield* sys.write(fd, rest);
    if (isFailure(written)) return written;
    rest = rest.subarray(written);
  }
  return undefined;
}

/** Builtins that do not look whether anybody got what they wrote. */
const UNCHECKED: ReadonlySet<string> = new Set([
  'alias',
  'caller',
  'command',
  'compgen',
  'complete',
  'jobs',
  'kill',
  'ulimit',
]);

/** Output of the builtin `name`; answers its status: 1 and a message where it cannot be written. */
export function* print(sh: Shell, name: string, text: string): Doing<number> {
  let rest = encode(text);
  while (rest.length > 0) {
    const newline = rest.indexOf(NEWLINE);
    const end = Math.min(newline < 0 ? rest.length : newline + 1, BUFFER_BYTES);
    const written = yield* sh.sys.write(1, end === rest.length ? rest : rest.subarray(0, end));
    if (isFailure(written)) {
      if (written.errno === 'EINTR' && sh.noticed.interrupt) return 1;
      if (UNCHECKED.has(name)) return 0;
      // Said once, however much more there is.
      if (sh.outputFailed) return 1;
      sh.outputFailed = true;
      yield* complain(sh, `${name}: write error: ${strerror(written.errno)}`);
      return 1;
    }
    if (written === rest.length) return 0;
    rest = rest.subarray(written);
  }
  return 0;
}

/** To standard error as it is; nothing can be done if that fails. */
export function* printError(sh: Shell, text: string): Doing<void> {
  yield* writeAll(sh.sys, 2, encode(text));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Who speaks: `bash` interactively; else the script, or what a function was read from. */
export function speaker(sh: Shell): string {
  const { state } = sh;
  if (state.origin.interactive) return baseName(state.name0);
  return state.calls.at(-1)?.source ?? state.name0;
}

export function errorPrefix(sh: Shell): string {
  const name = speaker(sh);
  const { origin, line } = sh.state;
  if (origin.interactive) return `${name}: `;
  return `${name}: ${origin.posix ? '' : 'line '}${Math.max(1, line)}: `;
}

/** `bash: line 1: …`, one line. */
export function* complain(sh: Shell, message: string): Doing<void> {
  if (sh.state.warnings.length > 0) yield* tellWarnings(sh);
  yield* printError(sh, `${errorPrefix(sh)}${message}\n`);
}

/** What could not be told when it was noticed. */
export function* tellWarnings(sh: Shell): Doing<void> {
  for (const warning of sh.state.warnings.splice(0)) yield* complain(sh, warning);
}

/** A builtin was called wrongly. */
export function* usageError(sh: Shell, name: string, message: string, usage: string): Doing<number> {
  yield* printError(sh, `${errorPrefix(sh)}${name}: ${message}\n${name}: usage: ${usage}\n`);
  return 2;
}

/** Only the usage line, as `kill` and `printf` without arguments do. */
export function* printUsage(sh: Shell, { name, usage }: Pick<Builtin, 'name' | 'usage'>): Doing<number> {
  yield* printError(sh, `${name}: usage: ${usage}\n`);
  return 2;
}
