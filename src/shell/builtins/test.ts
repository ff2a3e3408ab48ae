/** test and [. Authority: bash(1), CONDITIONAL EXPRESSIONS. */
import { evaluateTest } from '../../programs/lib/test-expression.ts';
import { testShell } from '../cond.ts';
import { complain } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';

function* evaluate(sh: Shell, name: string, words: readonly string[]): Doing<number> {
  const answer = yield* evaluateTest(sh.sys, words, testShell(sh));
  if (typeof answer === 'boolean') return answer ? 0 : 1;
  yield* complain(sh, `${name}: ${answer.problem}`);
  return 2;
}

export const test: Builtin = {
  name: 'test',
  usage: 'test [expr]',
  run: (sh, args) => evaluate(sh, 'test', args),
};

export const bracket: Builtin = {
  name: '[',
  usage: '[ arg... ]',
  *run(sh, args) {
    if (args.at(-1) === ']') return yield* evaluate(sh, '[', args.slice(0, -1));
    yield* complain(sh, "[: missing `]'");
    return 2;
  },
};
