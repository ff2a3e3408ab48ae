/** whoami: print the name of the effective user. Authority: whoami(1). */

import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { readNames } from './lib/users.ts';

export const whoami = program(
  {
    name: 'whoami',
    summary: 'print effective user name',
    usage: '[OPTION]...',
    about: 'Print the user name associated with the current effective user ID.\nSame as id -un.',
  },
  function* (sys, args, io) {
    const [extra] = args.operands;
    if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
    const uid = yield* sys.geteuid();
    const name = (yield* readNames(sys)).user(uid);
    if (name === undefined) return yield* io.die(1, `cannot find name for user ID ${uid}`);
    yield* io.print(`${name}\n`);
    return 0;
  },
);
