/** mkdir: make directories. Authority: mkdir(1). */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { applyMode, currentUmask, type ModeChanges, parseMode } from './lib/mode.ts';
import { program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { contextOptions, ignoreContext } from './lib/selinux.ts';

/** What the owner needs to go on below a directory that -p makes. */
const OWNER_WX = 0o300;

interface Plan {
  readonly umask: number;
  readonly mode: number;
  readonly exact: boolean;
  readonly verbose: boolean;
}

function* tell(io: Io, path: string, { verbose }: Plan): Generator<void, void> {
  if (verbose) yield* io.print(`${io.name}: created directory ${quoteaf(path)}\n`);
}

function* make(sys: Sys, io: Io, path: string, plan: Plan): Generator<void, boolean> {
  const made = yield* sys.mkdir(path, plan.mode);
  if (isFailure(made)) {
    yield* io.fail(`cannot create directory ${quoteaf(path)}`, made);
    return false;
  }
  if (plan.exact) yield* sys.chmod(path, plan.mode);
  yield* tell(io, path, plan);
  return true;
}

const isDirectory = function* (sys: Sys, path: string): Generator<void, boolean> {
  const stat = yield* sys.stat(path);
  return !isFailure(stat) && S_ISDIR(stat.mode);
};

/** -p: parents with the default mode and u+wx, the last one as asked; what is there already is fine. */
function* makeAll(sys: Sys, io: Io, path: string, plan: Plan): Generator<void, boolean> {
  const bare = path.replace(/\/+$/, '') || '/';
  const parents: string[] = [];
  for (let at = bare.indexOf('/', 1); at > 0; at = bare.indexOf('/', at + 1)) {
    if (bare.charAt(at - 1) !== '/') parents.push(bare.slice(0, at));
  }
  for (const parent of parents) {
    const made = yield* sys.mkdir(parent, 0o777);
    if (!isFailure(made)) {
      if ((plan.umask & OWNER_WX) !== 0) yield* sys.chmod(parent, (0o777 & ~plan.umask) | OWNER_WX);
      yield* tell(io, parent, plan);
    } else if (!(yield* isDirectory(sys, parent))) {
      yield* io.fail(
        `cannot create directory ${quoteaf(parent)}`,
        made.errno === 'EEXIST' ? yield* notDirectory(sys, parent) : made,
      );
      return false;
    }
  }
  if (yield* isDirectory(sys, bare)) return true;
  return yield* make(sys, io, path, plan);
}

/** What a file in the way of a path gives. */
function* notDirectory(sys: Sys, path: string) {
  const failure = yield* sys.stat(`${path}/.`);
  if (isFailure(failure)) return failure;
  throw new Error(`${path} is a directory after all`);
}

export const mkdir = program(
  {
    name: 'mkdir',
    summary: 'make directories',
    usage: '[OPTION]... DIRECTORY...',
    about: 'Create the DIRECTORY(ies), if they do not already exist.',
    options: {
      mode: { short: 'm', long: 'mode', value: 'MODE', help: 'set file mode (as in chmod), not a=rwx - umask' },
      parents: {
        short: 'p',
        long: 'parents',
        help: 'no error if existing, make parent directories as needed,\nwith their file modes unaffected by any -m option.',
      },
      verbose: { short: 'v', long: 'verbose', help: 'print a message for each created directory' },
      ...contextOptions,
      Z: { short: 'Z', help: 'set SELinux security context of each created directory\nto the default type' },
    },
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const word = args.value('mode');
    let changes: ModeChanges | undefined;
    if (word !== undefined) {
      changes = parseMode(word);
      if (!changes) return yield* io.die(1, `invalid mode ${quote(word)}`);
    }
    yield* ignoreContext(io, args.value('context'), 'SELinux/SMACK');
    const umask = yield* currentUmask(sys);
    const plan: Plan = {
      umask,
      mode: changes ? applyMode(0o777, changes, { umask, directory: true }) : 0o777,
      exact: changes !== undefined,
      verbose: args.has('verbose'),
    };
    let status = 0;
    for (const path of args.operands) {
      const done = args.has('parents') ? makeAll(sys, io, path, plan) : make(sys, io, path, plan);
      if (!(yield* done)) status = 1;
    }
    return status;
  },
);
