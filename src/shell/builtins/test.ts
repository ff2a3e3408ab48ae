/** test and [. Authority: bash(1), CONDITIONAL EXPRESSIONS. */
import { evaluateTest } from '../../programs/lib/test-expression.ts';
import { complain } from '../output.ts';
import { testShell } from '../run/cond.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';

const NUMBER = /^\s*[-+]?\d{1,15}\s*$/;

/** The everyday forms, which loops are full of: decided without asking anybody. */
function decide(words: readonly string[]): boolean | undefined {
  const [first = '', second = '', third = ''] = words;
  if (words.length === 1) return first !== '';
  if (words.length === 2) return first === '-n' ? second !== '' : first === '-z' ? second === '' : undefined;
  if (words.length !== 3) return undefined;
  if (second === '=' || second === '==') return first === third;
  if (second === '!=') return first !== third;
  if (!NUMBER.test(first) || !NUMBER.test(third)) return undefined;
  const difference = Number(first) - Number(third);
  switch (second) {
    case '-eq':
      return difference === 0;
    case '-ne':
      return difference !== 0;
    case '-lt':
      return difference < 0;
    case '-le':
      return difference <= 0;
    case '-gt':
      return difference > 0;
    case '-ge':
      return difference >= 0;
    default:
      return undefined;
  }
}

function* evaluate(sh: Shell, name: string, words: readonly string[]): Doing<number> {
  const answer = yield* evaluateTest(sh.sys, words, testShell(sh));
  if (typeof answer === 'boolean') return answer ? 0 : 1;
  yield* complain(sh, `${name}: ${answer.problem}`);
  return 2;
}

function run(sh: Shell, name: string, words: readonly string[]): number | Doing<number> {
  const decided = decide(words);
  if (decided !== undefined) return decided ? 0 : 1;
  return evaluate(sh, name, words);
}

export const test: Builtin = {
  name: 'test',
  usage: 'test [expr]',
  run: (sh, args) => run(sh, 'test', args),
};

function* unclosed(sh: Shell): Doing<number> {
  yield* complain(sh, "[: missing `]'");
  return 2;
}

export const bracket: Builtin = {
  name: '[',
  usage: '[ arg... ]',
  run: (sh, args) => (args.at(-1) === ']' ? run(sh, '[', args.slice(0, -1)) : unclosed(sh)),
};
