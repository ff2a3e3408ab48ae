/** let. Authority: bash(1), ARITHMETIC EVALUATION. */
import { evaluate } from '../expand/arith.ts';
import { ExpansionError } from '../expand/env.ts';
import { ReadonlyError } from '../expand/error.ts';
import { complain } from '../output.ts';
import type { Builtin } from '../shell.ts';

export const letBuiltin: Builtin = {
  name: 'let',
  usage: 'let arg [arg ...]',
  *run(sh, args) {
    const words = args[0] === '--' ? args.slice(1) : args;
    if (words.length === 0) {
      yield* complain(sh, 'let: expression expected');
      return 1;
    }
    let value: number | bigint = 0;
    try {
      for (const word of words) value = evaluate(word, sh.env);
    } catch (thrown) {
      if (!(thrown instanceof ExpansionError) || thrown.severity !== 'command') throw thrown;
      yield* complain(sh, thrown instanceof ReadonlyError ? thrown.message : `let: ${thrown.message}`);
      return 1;
    }
    return Number(value) === 0 ? 1 : 0;
  },
};
