/** sync: writes caches to disk. There is no disk here: files are only opened, as the real one does. Authority: sync(1). */

import { O_NONBLOCK, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

const options = {
  data: { short: 'd', long: 'data', help: 'sync only file data, no unneeded metadata' },
  fileSystem: { short: 'f', long: 'file-system', help: 'sync the file systems that contain the files' },
} as const;

export const sync = program(
  {
    name: 'sync',
    summary: 'synchronize cached writes to persistent storage',
    usage: '[OPTION] [FILE]...',
    about:
      'Synchronize cached writes to persistent storage\n\nIf one or more files are specified, sync only them,\nor their containing file systems.',
    options,
  },
  function* (sys, args, io) {
    if (args.has('data') && args.has('fileSystem')) {
      return yield* io.die(1, 'cannot specify both --data and --file-system');
    }
    if (args.has('data') && args.operands.length === 0) return yield* io.die(1, '--data needs at least one argument');
    let status = 0;
    for (const name of args.operands) {
      const reading = yield* sys.open(name, O_NONBLOCK);
      const fd = isFailure(reading) ? yield* sys.open(name, O_WRONLY | O_NONBLOCK) : reading;
      if (isFailure(fd)) {
        yield* io.fail(`error opening ${quoteaf(name)}`, isFailure(reading) ? reading : fd);
        status = 1;
        continue;
      }
      yield* sys.close(fd);
    }
    return status;
  },
);
