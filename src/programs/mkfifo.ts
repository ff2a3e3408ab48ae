/** mkfifo: make named pipes. With -m the mode is exact; otherwise the umask cuts it. Authority: mkfifo(1), mkfifo(3). */

import { S_IFIFO } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { contextOptions, ignoreContext } from './lib/selinux.ts';
import { modeOption, specialFileMode } from './lib/special-file.ts';

export const mkfifo = program(
  {
    name: 'mkfifo',
    summary: 'make FIFOs (named pipes)',
    usage: '[OPTION]... NAME...',
    about: 'Create named pipes (FIFOs) with the given NAMEs.',
    options: { mode: modeOption, ...contextOptions },
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const mode = yield* specialFileMode(sys, io, args.value('mode'));
    yield* ignoreContext(io, args.value('context'), 'SELinux/SMACK');
    let status = 0;
    for (const name of args.operands) {
      const made = yield* sys.mknod(name, S_IFIFO | mode);
      if (isFailure(made)) {
        yield* io.fail(`cannot create fifo ${quoteaf(name)}`, made);
        status = 1;
      } else if (args.has('mode')) {
        yield* sys.chmod(name, mode);
      }
    }
    return status;
  },
);
