/** The old names of grep: they become `grep` with an option in front, and have no options of their own. */

import { become, execStatus } from './exec.ts';
import { options } from './grep-options.ts';
import { type Program, rawProgram } from './program.ts';

export const grepScript = (name: string, dialect: '-E' | '-F', summary: string): Program =>
  rawProgram(
    { name, summary, usage: '[OPTION]... PATTERNS [FILE]...', family: 'grep', options },
    function* (_sys, args, io) {
      const failure = yield* become(io, ['grep', dialect, ...args], io.environment);
      yield* io.fail('grep', failure);
      return execStatus(failure);
    },
  );
