/** pkill: signal processes by name and other attributes. Authority: pkill(1) of procps-ng 4.0.2. */

import { isFailure } from '../kernel/errno.ts';
import { SIGTERM } from '../kernel/signum.ts';
import { criteria, findProcesses, NOT_SIMULATED, TROUBLE } from './lib/pgrep.ts';
import { program } from './lib/program.ts';
import { parseSignal } from './lib/signals.ts';

const options = {
  signal: { short: '<sig>', long: 'signal', value: '<sig>', help: 'signal to send (either number or name)' },
  queue: { short: 'q', long: 'queue', value: '<value>', help: 'integer value to be sent with the signal' },
  echo: { short: 'e', long: 'echo', help: 'display what is killed' },
  count: { short: 'c', long: 'count', help: 'count of matching processes' },
  ...criteria,
} as const;

/** The first word of the form -SIGNAL, wherever it stands. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const at = args.findIndex((word) => word.startsWith('-') && parseSignal(word.slice(1)) !== undefined);
  if (at < 0) return args;
  return [`--signal=${(args[at] ?? '').slice(1)}`, ...args.slice(0, at), ...args.slice(at + 1)];
};

export const pkill = program(
  {
    name: 'pkill',
    summary: 'signal processes based on name and other attributes',
    usage: '[options] <pattern>',
    family: 'procps',
    manual: 'pgrep',
    options,
    usageStatus: TROUBLE,
    notes: NOT_SIMULATED,
    rewrite,
  },
  function* (sys, args, io) {
    const word = args.value('signal');
    const signal = word === undefined ? SIGTERM : (parseSignal(word) ?? -1);
    const queued = args.value('queue');
    // As atoi(3) reads it: what is no number is 0.
    const value = queued === undefined ? undefined : Number.parseInt(queued, 10) || 0;
    const found = yield* findProcesses(sys, io, args, { inverse: false, hint: io.helpText });
    let killed = 0;
    for (const { pid, comm } of found) {
      const failure = yield* value === undefined ? sys.kill(pid, signal) : sys.sigqueue(pid, signal, value);
      if (isFailure(failure)) {
        if (failure.errno !== 'ESRCH') yield* io.fail(`killing pid ${pid} failed`, failure);
        continue;
      }
      killed += 1;
      if (args.has('echo')) yield* io.print(`${comm} killed (pid ${pid})\n`);
    }
    if (args.has('count')) yield* io.print(`${found.length}\n`);
    return killed > 0 ? 0 : 1;
  },
);
