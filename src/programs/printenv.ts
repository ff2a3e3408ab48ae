/** printenv: print all or part of the environment. Authority: printenv(1). */

import { program } from './lib/program.ts';

export const printenv = program(
  {
    name: 'printenv',
    summary: 'print all or part of environment',
    usage: '[OPTION]... [VARIABLE]...',
    about:
      'Print the values of the specified environment VARIABLE(s).\nIf no VARIABLE is specified, print name and value pairs for them all.',
    options: { null: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' } },
    stopAtOperand: true,
    usageStatus: 2,
  },
  function* (_sys, args, io) {
    const end = args.has('null') ? '\0' : '\n';
    if (args.operands.length === 0) {
      for (const entry of io.environment) yield* io.print(entry + end);
      return 0;
    }
    let missing = false;
    for (const name of args.operands) {
      const value = name.includes('=') ? undefined : io.getenv(name);
      if (value === undefined) missing = true;
      else yield* io.print(value + end);
    }
    return missing ? 1 : 0;
  },
);
