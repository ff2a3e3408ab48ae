/**
 * which: where PATH finds a command. Debian's is a shell script, whose words and statuses these are.
 * Authority: which(1) of debianutils 5.7.
 */

import { S_ISREG, X_OK } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';

/** The shell's own, when the environment has none. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** As the shell splits $PATH: what is empty is the working directory, but not behind the last colon. */
const directories = (path: string): string[] => {
  const fields = (/[^:]:$/.test(path) ? `${path}:` : path).split(':');
  if (fields.at(-1) === '') fields.pop();
  return fields.map((field) => (field === '' ? '.' : field));
};

function* isProgram(sys: Sys, path: string): Generator<void, boolean> {
  const stat = yield* sys.stat(path);
  return !isFailure(stat) && S_ISREG(stat.mode) && !isFailure(yield* sys.access(path, X_OK));
}

/** Where a command is: every place, in the order of PATH. */
function* places(sys: Sys, name: string, path: string): Generator<void, string[]> {
  const candidates = name.includes('/') ? [name] : directories(path).map((directory) => `${directory}/${name}`);
  const found: string[] = [];
  for (const candidate of candidates) if (yield* isProgram(sys, candidate)) found.push(candidate);
  return found;
}

interface Request {
  readonly all: boolean;
  readonly names: readonly string[];
}

/** getopts of the shell: options end at the first word that is none. */
const readRequest = (args: readonly string[]): Request | { readonly illegal: string } => {
  let all = false;
  for (const [index, word] of args.entries()) {
    if (word === '--') return { all, names: args.slice(index + 1) };
    if (word === '-' || !word.startsWith('-')) return { all, names: args.slice(index) };
    const illegal = [...word.slice(1)].find((letter) => letter !== 'a');
    if (illegal !== undefined) return { illegal };
    all = true;
  }
  return { all, names: [] };
};

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const path = io.getenv('PATH') ?? DEFAULT_PATH;
  const request = readRequest(args);
  if ('illegal' in request) {
    yield* io.complain(`Illegal option -${request.illegal}\n`);
    const [own = io.name] = yield* places(sys, io.name, path);
    yield* io.print(`Usage: ${own} [-a] args\n`);
    return 2;
  }
  let status = request.names.length === 0 ? 1 : 0;
  for (const name of request.names) {
    const found = yield* places(sys, name, path);
    if (found.length === 0) status = 1;
    for (const place of request.all ? found : found.slice(0, 1)) yield* io.print(`${place}\n`);
  }
  return status;
}

export const which = rawProgram(
  {
    name: 'which',
    summary: 'locate a command',
    usage: '[-a] args',
    options: { all: { short: 'a', help: 'print all matching pathnames of each argument' } },
  },
  run,
);
