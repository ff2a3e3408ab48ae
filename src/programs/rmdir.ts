/** rmdir: remove empty directories. Authority: rmdir(1). */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

interface Plan {
  readonly verbose: boolean;
  readonly ignoreNonEmpty: boolean;
}

function* remove(
  sys: Sys,
  io: Io,
  path: string,
  what: string,
  plan: Plan,
): Generator<void, 'removed' | 'kept' | 'failed'> {
  if (plan.verbose) yield* io.print(`${io.name}: removing directory, ${quoteaf(path)}\n`);
  const failure = yield* sys.rmdir(path);
  if (!isFailure(failure)) return 'removed';
  if (plan.ignoreNonEmpty && failure.errno === 'ENOTEMPTY') return 'kept';
  yield* io.fail(`failed to remove ${what}${quoteaf(path)}`, failure);
  return 'failed';
}

export const rmdir = program(
  {
    name: 'rmdir',
    summary: 'remove empty directories',
    usage: '[OPTION]... DIRECTORY...',
    about: 'Remove the DIRECTORY(ies), if they are empty.',
    options: {
      ignore: {
        long: 'ignore-fail-on-non-empty',
        help: 'ignore each failure that is solely because a directory\n  is non-empty',
      },
      parents: {
        short: 'p',
        long: 'parents',
        help: "remove DIRECTORY and its ancestors; e.g., 'rmdir -p a/b'\n  is similar to 'rmdir a/b a'",
      },
      verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every directory processed' },
    },
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const plan = { verbose: args.has('verbose'), ignoreNonEmpty: args.has('ignore') };
    let status = 0;
    for (const path of args.operands) {
      let outcome = yield* remove(sys, io, path, '', plan);
      let at = path.replace(/\/+$/, '');
      while (outcome === 'removed' && args.has('parents') && at.includes('/')) {
        at = at.slice(0, at.lastIndexOf('/')).replace(/\/+$/, '');
        if (at === '') break;
        outcome = yield* remove(sys, io, at, 'directory ', plan);
      }
      if (outcome === 'failed') status = 1;
    }
    return status;
  },
);
