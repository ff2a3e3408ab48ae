/** pgrep: look up processes by name and other attributes. Authority: pgrep(1) of procps-ng 4.0.2. */

import { criteria, findProcesses, NOT_SIMULATED, TROUBLE } from './lib/pgrep.ts';
import { commandLine, type Proc } from './lib/proc.ts';
import { program } from './lib/program.ts';

const options = {
  delimiter: { short: 'd', long: 'delimiter', value: '<string>', help: 'specify output delimiter' },
  listName: { short: 'l', long: 'list-name', help: 'list PID and process name' },
  listFull: { short: 'a', long: 'list-full', help: 'list PID and full command line' },
  inverse: { short: 'v', long: 'inverse', help: 'negates the matching' },
  lightweight: { short: 'w', long: 'lightweight', help: 'list all TID' },
  count: { short: 'c', long: 'count', help: 'count of matching processes' },
  ...criteria,
} as const;

export const pgrep = program(
  {
    name: 'pgrep',
    summary: 'look up processes based on name and other attributes',
    usage: '[options] <pattern>',
    family: 'procps',
    options,
    usageStatus: TROUBLE,
    notes: NOT_SIMULATED,
  },
  function* (sys, args, io) {
    const found = yield* findProcesses(sys, io, args, { inverse: args.has('inverse'), hint: io.helpText });
    if (args.has('count')) {
      yield* io.print(`${found.length}\n`);
      return found.length > 0 ? 0 : 1;
    }
    const shown = (proc: Proc): string => {
      if (args.has('listFull')) return `${proc.pid} ${commandLine(proc)}`;
      return args.has('listName') ? `${proc.pid} ${proc.comm}` : String(proc.pid);
    };
    if (found.length > 0) yield* io.print(`${found.map(shown).join(args.value('delimiter') ?? '\n')}\n`);
    return found.length > 0 ? 0 : 1;
  },
);
