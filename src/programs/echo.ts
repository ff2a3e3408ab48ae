/** echo: display a line of text. Its help and version are options only when they stand alone. Authority: echo(1). */

import { echoText } from './lib/echo.ts';
import { rawProgram } from './lib/program.ts';
import { standardAnswer } from './lib/standard.ts';

export const echo = rawProgram(
  {
    name: 'echo',
    summary: 'display a line of text',
    usage: ['[SHORT-OPTION]... [STRING]...', 'LONG-OPTION'],
    about: 'Echo the STRING(s) to standard output.',
    options: {
      n: { short: 'n', help: 'do not output the trailing newline' },
      e: { short: 'e', help: 'enable interpretation of backslash escapes' },
      E: { short: 'E', help: 'disable interpretation of backslash escapes (default)' },
    },
    notes: 'Escapes under -e: \\\\ \\a \\b \\c (no further output) \\e \\f \\n \\r \\t \\v \\0NNN \\xHH.',
  },
  function* (_sys, args, io) {
    yield* io.print(standardAnswer(args, io) ?? echoText(args, 'coreutils'));
    return 0;
  },
);
