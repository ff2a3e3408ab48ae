/** break and continue. Authority: bash(1). */
import { complain } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { integerOf } from './options.ts';

/** bash ends a script then. */
const NOT_A_NUMBER = 128;

function* leave(sh: Shell, name: 'break' | 'continue', args: readonly string[]): Doing<number> {
  const { state } = sh;
  if (state.loops === 0) {
    yield* complain(sh, `${name}: only meaningful in a \`for', \`while', or \`until' loop`);
    return 0;
  }
  const [arg = '1', extra] = args[0] === '--' ? args.slice(1) : args;
  if (extra !== undefined) {
    yield* complain(sh, `${name}: too many arguments`);
    state.status = 1;
    sh.flow = { kind: 'discard', top: true };
    return 1;
  }
  const levels = integerOf(arg);
  if (levels === undefined) {
    yield* complain(sh, `${name}: ${arg}: numeric argument required`);
    state.status = NOT_A_NUMBER;
    sh.flow = { kind: state.origin.interactive ? 'discard' : 'exit' };
    return NOT_A_NUMBER;
  }
  if (levels < 1) {
    yield* complain(sh, `${name}: ${arg}: loop count out of range`);
    sh.flow = { kind: 'break', levels: state.loops };
    state.status = 1;
    return 1;
  }
  sh.flow = { kind: name, levels: Math.min(levels, state.loops) };
  state.status = 0;
  return 0;
}

export const breakBuiltin: Builtin = {
  name: 'break',
  special: true,
  usage: 'break [n]',
  run: (sh, args) => leave(sh, 'break', args),
};

export const continueBuiltin: Builtin = {
  name: 'continue',
  special: true,
  usage: 'continue [n]',
  run: (sh, args) => leave(sh, 'continue', args),
};
