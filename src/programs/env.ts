/**
 * env: run a program in a modified environment, or print the environment.  Authority: env(1).
 */

import { isFailure } from '../kernel/errno.ts';
import { applySignals, listSignals, planSignals } from './lib/env-signals.ts';
import { splitStrings } from './lib/env-split.ts';
import { setEnvironment } from './lib/environment.ts';
import { become, execStatus } from './lib/exec.ts';
import { program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';

export const env = program(
  {
    name: 'env',
    summary: 'run a program in a modified environment',
    usage: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
    about: 'Set each NAME to VALUE in the environment and run COMMAND.',
    options: {
      ignore: { short: 'i', long: 'ignore-environment', help: 'start with an empty environment' },
      null: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' },
      unset: { short: 'u', long: 'unset', value: 'NAME', help: 'remove variable from the environment' },
      chdir: { short: 'C', long: 'chdir', value: 'DIR', help: 'change working directory to DIR' },
      split: {
        short: 'S',
        long: 'split-string',
        value: 'S',
        help: 'process and split S into separate arguments;\nused to pass multiple arguments on shebang lines',
      },
      blockSignal: {
        long: 'block-signal',
        value: 'SIG',
        optional: true,
        help: 'block delivery of SIG signal(s) to COMMAND',
      },
      defaultSignal: {
        long: 'default-signal',
        value: 'SIG',
        optional: true,
        help: 'reset handling of SIG signal(s) to the default',
      },
      ignoreSignal: {
        long: 'ignore-signal',
        value: 'SIG',
        optional: true,
        help: 'set handling of SIG signal(s) to do nothing',
      },
      listSignals: { long: 'list-signal-handling', help: 'list non default signal handling to stderr' },
      debug: { short: 'v', long: 'debug', help: 'print verbose information for each processing step' },
    },
    notes:
      "A mere - implies -i.  If no COMMAND, print the resulting environment.\n\nSIG may be a signal name like 'PIPE', or a signal number like '13'.\nWithout SIG, all known signals are included.  Multiple signals can be\ncomma-separated.",
    stopAtOperand: true,
    rewrite: (words, environment) =>
      splitStrings(words, (name) => environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1)),
    usageStatus: 125,
  },
  function* (sys, args, io) {
    const signals = planSignals(args.given);
    if ('unknown' in signals) return yield* io.usageError(125, `${quote(signals.unknown)}: invalid signal`);
    let words = [...args.operands];
    const bare = words[0] === '-';
    if (bare) words = words.slice(1);
    const emptied = args.has('ignore') || bare;
    let environment = emptied ? [] : [...io.environment];
    const tell = function* (what: string): Generator<void, void> {
      if (args.has('debug')) yield* io.complain(`${what}\n`);
    };
    if (emptied) yield* tell('cleaning environ');
    for (const name of args.values('unset')) {
      if (name === '' || name.includes('=')) return yield* io.die(125, `cannot unset ${quote(name)}: Invalid argument`);
      if (!emptied) yield* tell(`unset:    ${name}`);
      environment = environment.filter((entry) => !entry.startsWith(`${name}=`));
    }
    while (words[0]?.includes('=')) {
      const [assignment = '', ...rest] = words;
      const equals = assignment.indexOf('=');
      yield* tell(`setenv:   ${assignment}`);
      environment = setEnvironment(environment, assignment.slice(0, equals), assignment.slice(equals + 1));
      words = rest;
    }
    const directory = args.value('chdir');
    if (words.length === 0) {
      if (directory !== undefined) return yield* io.usageError(125, 'must specify command with --chdir (-C)');
      for (const entry of environment) yield* io.print(entry + (args.has('null') ? '\0' : '\n'));
      return 0;
    }
    if (args.has('null')) return yield* io.usageError(125, 'cannot specify --null (-0) with command');
    yield* applySignals(sys, io, signals);
    if (args.has('listSignals')) yield* listSignals(sys, io);
    if (directory !== undefined) {
      yield* tell(`chdir:    ${quoteaf(directory)}`);
      const failure = yield* sys.chdir(directory);
      if (isFailure(failure)) return yield* io.die(125, `cannot change directory to ${quoteaf(directory)}`, failure);
    }
    yield* tell(`executing: ${words[0]}`);
    for (const [i, word] of words.entries()) yield* tell(`   arg[${i}]= ${quote(word)}`);
    const failure = yield* become(io, words, environment);
    yield* io.fail(quote(words[0] ?? ''), failure);
    if (failure.errno === 'ENOENT' && /[ \t]/.test(words[0] ?? '')) {
      yield* io.error('use -[v]S to pass options in shebang lines');
    }
    return execStatus(failure);
  },
);
