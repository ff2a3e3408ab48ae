/** nproc: the number of processors, or of threads that OpenMP's variables ask for. Authority: nproc(1). */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCount } from './lib/number.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { readText } from './lib/read-file.ts';

function* processors(sys: Sys): Generator<void, number> {
  const stat = yield* readText(sys, '/proc/stat');
  return isFailure(stat) ? 1 : (stat.match(/^cpu\d+ /gm)?.length ?? 1);
}

/** `4`, or the first of `4,2`; anything else counts for nothing. */
const threads = (value: string | undefined): number => Number(/^\s*(\d+)\s*(?:$|,)/.exec(value ?? '')?.[1] ?? 0);

export const nproc = program(
  {
    name: 'nproc',
    summary: 'print the number of processing units available',
    usage: '[OPTION]...',
    about:
      'Print the number of processing units available to the current process,\nwhich may be less than the number of online processors',
    options: {
      all: { long: 'all', help: 'print the number of installed processors' },
      ignore: { long: 'ignore', value: 'N', help: 'if possible, exclude N processing units' },
    },
  },
  function* (sys, args, io) {
    let ignored = 0;
    for (const word of args.values('ignore')) {
      const count = parseCount(word);
      if (!count || count.overflow) {
        const why = count ? ': Value too large for defined data type' : '';
        return yield* io.die(1, `invalid number: ${quote(word)}${why}`);
      }
      ignored = count.value;
    }
    const [extra] = args.operands;
    if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
    let count = yield* processors(sys);
    if (!args.has('all')) {
      const limit = threads(io.getenv('OMP_THREAD_LIMIT')) || Number.POSITIVE_INFINITY;
      count = Math.min(threads(io.getenv('OMP_NUM_THREADS')) || count, limit);
    }
    yield* io.print(`${Math.max(1, count - ignored)}\n`);
    return 0;
  },
);
