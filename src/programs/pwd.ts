/** pwd: print the name of the working directory. Authority: pwd(1). */

import { isFailure } from '../kernel/errno.ts';
import { program } from './lib/program.ts';

export const pwd = program(
  {
    name: 'pwd',
    summary: 'print name of current/working directory',
    usage: '[OPTION]...',
    about: 'Print the full filename of the current working directory.',
    options: {
      logical: { short: 'L', long: 'logical', help: 'use PWD from environment, even if it contains symlinks' },
      physical: { short: 'P', long: 'physical', help: 'avoid all symlinks' },
    },
    notes: 'If no option is specified, -P is assumed.',
  },
  function* (sys, args, io) {
    if (args.operands.length > 0) yield* io.error('ignoring non-option arguments');
    const logical = args.last('logical', 'physical') === 'logical' ? io.getenv('PWD') : undefined;
    if (logical?.startsWith('/') && !/(^|\/)\.\.?(\/|$)/.test(logical)) {
      const [there, here] = [yield* sys.stat(logical), yield* sys.stat('.')];
      if (!isFailure(there) && !isFailure(here) && there.ino === here.ino) {
        yield* io.print(`${logical}\n`);
        return 0;
      }
    }
    const path = yield* sys.getcwd();
    if (isFailure(path)) return yield* io.die(1, 'cannot find current directory', path);
    yield* io.print(`${path}\n`);
    return 0;
  },
);
