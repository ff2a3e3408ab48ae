/** dirname: strip the last component from file names. Authority: dirname(1). */

import { directoryPart } from './lib/path-text.ts';
import { program } from './lib/program.ts';

export const dirname = program(
  {
    name: 'dirname',
    summary: 'strip last component from file name',
    usage: '[OPTION] NAME...',
    about:
      "Output each NAME with its last non-slash component and trailing slashes\nremoved; if NAME contains no /'s, output '.' (meaning the current directory).",
    options: { zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' } },
  },
  function* (_sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    for (const name of args.operands) yield* io.print(directoryPart(name) + (args.has('zero') ? '\0' : '\n'));
    return 0;
  },
);
