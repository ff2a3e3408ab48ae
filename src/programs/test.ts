/** test and [: evaluate an expression. The grammar is in lib/test-expression.ts, shared with the shell. Authority: test(1). */

import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';
import { standardAnswer } from './lib/standard.ts';
import { evaluateTest } from './lib/test-expression.ts';

const description = {
  summary: 'check file types and compare values',
  usage: ['EXPRESSION', ''],
  about: 'Exit with the status determined by EXPRESSION.',
  usageStatus: 2,
};

function* evaluate(sys: Sys, words: readonly string[], io: Io): Generator<void, number> {
  const answer = yield* evaluateTest(sys, words);
  if (typeof answer === 'boolean') return answer ? 0 : 1;
  yield* io.error(answer.problem);
  return 2;
}

export const test = rawProgram({ ...description, name: 'test' }, evaluate);

export const bracket = rawProgram({ ...description, name: '[' }, function* (sys, args, io) {
  const answer = standardAnswer(args, io);
  if (answer !== undefined) {
    yield* io.print(answer);
    return 0;
  }
  if (args.at(-1) === ']') return yield* evaluate(sys, args.slice(0, -1), io);
  yield* io.error("missing ']'");
  return 2;
});
