/** nice: run a program with modified scheduling priority. Authority: nice(1), setpriority(2). */

import { PRIO_PROCESS } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { become, execStatus } from './lib/exec.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const CANCELED = 125;
const DEFAULT_ADJUSTMENT = 10;
/** More makes no difference. */
const FAR = 39;

/** `-5`, `--5` and `-+5` are `-n 5`, `-n -5` and `-n +5`. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const words: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    if (/^-[-+]?\d/.test(word)) words.push('-n', word.slice(1));
    else if (word === '-n' || word === '--adjustment') {
      words.push(...args.slice(i, i + 2));
      i += 1;
    } else if (/^-[^-]|^--./.test(word)) words.push(word);
    else return [...words, ...args.slice(i)];
  }
  return words;
};

const adjustmentOf = (word: string): number | undefined =>
  /^\s*[-+]?\d+$/.test(word) ? Math.max(-FAR, Math.min(FAR, Number(word))) : undefined;

export const nice = program(
  {
    name: 'nice',
    summary: 'run a program with modified scheduling priority',
    usage: '[OPTION] [COMMAND [ARG]...]',
    about:
      'Run COMMAND with an adjusted niceness, which affects process scheduling.\nWith no COMMAND, print the current niceness.  Niceness values range from\n-20 (most favorable to the process) to 19 (least favorable to the process).',
    options: {
      adjustment: { short: 'n', long: 'adjustment', value: 'N', help: 'add integer N to the niceness (default 10)' },
    },
    stopAtOperand: true,
    usageStatus: CANCELED,
    rewrite,
  },
  function* (sys, args, io) {
    const word = args.value('adjustment');
    const adjustment = word === undefined ? DEFAULT_ADJUSTMENT : adjustmentOf(word);
    if (adjustment === undefined) return yield* io.die(CANCELED, `invalid adjustment ${quote(word ?? '')}`);
    const [command] = args.operands;
    const current = yield* sys.getpriority(PRIO_PROCESS, 0);
    if (isFailure(current)) return yield* io.die(CANCELED, 'cannot get niceness', current);
    if (command === undefined) {
      if (word !== undefined) return yield* io.usageError(CANCELED, 'a command must be given with an adjustment');
      yield* io.print(`${current}\n`);
      return 0;
    }
    const set = yield* sys.setpriority(PRIO_PROCESS, 0, current + adjustment);
    if (isFailure(set)) {
      // Without the right to do so the command runs as it is.
      yield* io.fail('cannot set niceness', set);
      if (set.errno !== 'EACCES' && set.errno !== 'EPERM') return CANCELED;
    }
    const failure = yield* become(io, args.operands, io.environment);
    yield* io.fail(quote(command), failure);
    return execStatus(failure);
  },
);
