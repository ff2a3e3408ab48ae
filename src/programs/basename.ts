/** basename: strip directory and suffix from file names. Authority: basename(1). */

import { lastComponent } from './lib/path-text.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

export const basename = program(
  {
    name: 'basename',
    summary: 'strip directory and suffix from filenames',
    usage: ['NAME [SUFFIX]', 'OPTION... NAME...'],
    about: 'Print NAME with any leading directory components removed.\nIf specified, also remove a trailing SUFFIX.',
    options: {
      multiple: { short: 'a', long: 'multiple', help: 'support multiple arguments and treat each as a NAME' },
      suffix: { short: 's', long: 'suffix', value: 'SUFFIX', help: 'remove a trailing SUFFIX; implies -a' },
      zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
    },
    stopAtOperand: true,
  },
  function* (_sys, args, io) {
    const { operands } = args;
    if (operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const several = args.has('multiple') || args.has('suffix');
    if (!several && operands.length > 2) return yield* io.usageError(1, `extra operand ${quote(operands[2] ?? '')}`);
    const suffix = several ? (args.value('suffix') ?? '') : (operands[1] ?? '');
    for (const name of several ? operands : operands.slice(0, 1)) {
      const base = lastComponent(name);
      const stripped = base !== suffix && base.endsWith(suffix) ? base.slice(0, base.length - suffix.length) : base;
      yield* io.print(stripped + (args.has('zero') ? '\0' : '\n'));
    }
    return 0;
  },
);
