/** tty: print the file name of the terminal on standard input. Authority: tty(1). */

import { isFailure } from '../kernel/errno.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

export const tty = program(
  {
    name: 'tty',
    summary: 'print the file name of the terminal connected to standard input',
    usage: '[OPTION]...',
    about: 'Print the file name of the terminal connected to standard input.',
    options: {
      silent: { short: 's', long: 'silent', help: 'print nothing, only return an exit status' },
      quiet: { long: 'quiet', help: 'the same as --silent' },
    },
    usageStatus: 2,
    failureStatus: 3,
  },
  function* (sys, args, io) {
    const [extra] = args.operands;
    if (extra !== undefined) return yield* io.usageError(2, `extra operand ${quote(extra)}`);
    const name = yield* sys.ttyname(0);
    if (!args.has('silent') && !args.has('quiet')) yield* io.print(isFailure(name) ? 'not a tty\n' : `${name}\n`);
    return isFailure(name) ? 1 : 0;
  },
);
