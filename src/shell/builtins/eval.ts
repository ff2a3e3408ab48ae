/** eval. Authority: bash(1). */
import type { Builtin } from '../shell.ts';
import { noOptions } from './options.ts';

export const evalBuiltin: Builtin = {
  name: 'eval',
  special: true,
  usage: 'eval [arg ...]',
  *run(sh, args) {
    const words = yield* noOptions(sh, evalBuiltin, args);
    if (!words) return 2;
    return words.length === 0 ? 0 : yield* sh.interpreter.text(sh, words.join(' '));
  },
};
