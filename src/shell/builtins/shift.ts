/** shift. Authority: bash(1). */
import { complain } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { integerOf } from './options.ts';

export const shift: Builtin = {
  name: 'shift',
  special: true,
  usage: 'shift [n]',
  *run(sh, args) {
    const { state } = sh;
    const [arg = '1', extra] = args[0] === '--' ? args.slice(1) : args;
    const count = integerOf(arg);
    if (count === undefined) {
      yield* complain(sh, `shift: ${arg}: numeric argument required`);
      return 1;
    }
    if (extra !== undefined) {
      yield* complain(sh, 'shift: too many arguments');
      state.status = 1;
      sh.flow = { kind: 'discard', top: true };
      return 1;
    }
    if (count < 0 || count > state.positional.length) {
      const told = count < 0 || state.shopt.shift_verbose;
      if (told) yield* complain(sh, `shift: ${arg}: shift count out of range`);
      return 1;
    }
    // One by one: nothing is copied, however many are left.
    for (let i = 0; i < count; i++) state.positional.shift();
    return 0;
  },
};
