/** true: do nothing, successfully. Authority: true(1). */

import { rawProgram } from './lib/program.ts';
import { standardAnswer } from './lib/standard.ts';

export const trueProgram = rawProgram(
  {
    name: 'true',
    summary: 'do nothing, successfully',
    usage: ['[ignored command line arguments]', 'OPTION'],
    about: 'Exit with a status code indicating success.',
  },
  function* (_sys, args, io) {
    yield* io.print(standardAnswer(args, io) ?? '');
    return 0;
  },
);
