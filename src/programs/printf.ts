/** printf: format and print data. The format language is in lib/printf.ts, shared with the shell. Authority: printf(1). */

import { formatPrintf } from './lib/printf.ts';
import { rawProgram } from './lib/program.ts';
import { standardAnswer } from './lib/standard.ts';

export const printf = rawProgram(
  {
    name: 'printf',
    summary: 'format and print data',
    usage: ['FORMAT [ARGUMENT]...', 'OPTION'],
    about: 'Print ARGUMENT(s) according to FORMAT, or execute according to OPTION:',
    notes:
      'FORMAT is that of C printf: %d %i %o %u %x %X %c %s %e %f %g %a, %b for escapes in the argument, %q for quoting.',
  },
  function* (_sys, args, io) {
    const answer = standardAnswer(args, io);
    if (answer !== undefined) {
      yield* io.print(answer);
      return 0;
    }
    const [format, ...rest] = args[0] === '--' ? args.slice(1) : args;
    if (format === undefined) return yield* io.usageError(1, 'missing operand');
    const { text, problems, status } = formatPrintf(format, rest, { style: 'coreutils' });
    for (const problem of problems) yield* io.error(problem);
    yield* io.print(text);
    return status;
  },
);
