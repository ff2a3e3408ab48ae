/** false: do nothing, unsuccessfully, even when asked for help. Authority: false(1). */

import { rawProgram } from './lib/program.ts';
import { standardAnswer } from './lib/standard.ts';

export const falseProgram = rawProgram(
  {
    name: 'false',
    summary: 'do nothing, unsuccessfully',
    usage: ['[ignored command line arguments]', 'OPTION'],
    about: 'Exit with a status code indicating failure.',
  },
  function* (_sys, args, io) {
    yield* io.print(standardAnswer(args, io) ?? '');
    return 1;
  },
);
