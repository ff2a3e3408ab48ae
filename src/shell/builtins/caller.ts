/** caller: who called the current function. Authority: bash(1). */
import { print, usageError } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { integerOf, noOptions } from './options.ts';

export const caller: Builtin = {
  name: 'caller',
  usage: 'caller [expr]',
  *run(sh, args) {
    if (sh.state.calls.length === 0 && sh.state.origin.kind !== 'file') return 1;
    const rest = yield* noOptions(sh, caller, args);
    if (!rest) return 2;
    const { calls, name0 } = sh.state;
    const [arg] = rest;
    const level = arg === undefined ? 0 : integerOf(arg);
    if (level === undefined) {
      return calls.length === 0 ? 1 : yield* usageError(sh, 'caller', `${arg}: invalid number`, caller.usage);
    }
    const call = calls.at(-1 - level);
    if (!call) return arg === undefined && sh.state.origin.kind === 'file' ? yield* print(sh, 'caller', '0 NULL\n') : 1;
    const outer = calls.at(-2 - level);
    const source = outer?.source ?? (sh.state.origin.kind === 'file' ? name0 : 'NULL');
    if (arg !== undefined && !outer && sh.state.origin.kind !== 'file') return 1;
    const name = arg === undefined ? '' : ` ${outer?.name ?? 'main'}`;
    return yield* print(sh, 'caller', `${call.line}${name} ${source}\n`);
  },
};
