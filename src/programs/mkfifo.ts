/** mkfifo: make named pipes. With -m the mode is exact; otherwise the umask cuts it. Authority: mkfifo(1), mkfifo(3). */

import { S_IFIFO } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { applyMode, parseMode } from './lib/mode.ts';
import { program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

const DEFAULT_MODE = 0o666;

export const mkfifo = program(
  {
    name: 'mkfifo',
    summary: 'make FIFOs (named pipes)',
    usage: '[OPTION]... NAME...',
    about: 'Create named pipes (FIFOs) with the given NAMEs.',
    options: {
      mode: { short: 'm', long: 'mode', value: 'MODE', help: 'set file permission bits to MODE, not a=rw - umask' },
    },
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const word = args.value('mode');
    let mode = DEFAULT_MODE;
    if (word !== undefined) {
      const changes = parseMode(word);
      if (!changes) return yield* io.die(1, 'invalid mode');
      const mask = yield* sys.umask(0);
      mode = applyMode(DEFAULT_MODE, changes, { umask: mask, directory: false });
      if ((mode & ~0o777) !== 0) return yield* io.die(1, 'mode must specify only file permission bits');
    }
    let status = 0;
    for (const name of args.operands) {
      const made = yield* sys.mknod(name, S_IFIFO | mode);
      if (!isFailure(made)) continue;
      yield* io.fail(`cannot create fifo ${quoteaf(name)}`, made);
      status = 1;
    }
    return status;
  },
);
