/** unset. Authority: bash(1). */
import { evaluate } from '../expand/arith.ts';
import { ExpansionError } from '../expand/error.ts';
import { complain } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { NAMEREF, READONLY } from '../state.ts';
import { isDynamic } from '../variables/dynamic.ts';
import { deleteElement, find, isName, keyFor, resolve, unsetVariable } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const ELEMENT = /^([A-Za-z_]\w*)\[(.*)\]$/s;

function* unsetElement(sh: Shell, name: string, key: string): Doing<number> {
  const v = find(sh.state, name);
  if (!v) return 0;
  if (v.flags & READONLY) return yield* refuse(sh, name);
  // The table behind BASH_CMDS keeps what it has.
  if (isDynamic(v)) return 0;
  const whole = key === '@' || key === '*';
  if (whole && v.shape !== 'scalar' && sh.state.compat <= 51) {
    unsetVariable(sh.state, resolve(sh.state, name));
    return 0;
  }
  if (whole && v.shape === 'indexed') {
    v.elements = new Map();
    return 0;
  }
  try {
    if (v.elements) deleteElement(v.elements, keyFor(sh, name, key));
    else return yield* unsetScalar(sh, name, key);
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError) || thrown.severity !== 'command') throw thrown;
    // Of the array's name nothing is said here.
    const bad = thrown.message.endsWith(': bad array subscript');
    yield* complain(sh, bad ? `unset: [${key}]: bad array subscript` : thrown.message);
    return 1;
  }
}

/** A scalar is its own element 0. */
function* unsetScalar(sh: Shell, name: string, key: string): Doing<number> {
  if (key !== '@' && key !== '*' && Number(evaluate(key, sh.env)) === 0) {
    unsetVariable(sh.state, resolve(sh.state, name));
    return 0;
  }
  yield* complain(sh, `unset: ${name}: not an array variable`);
  return 1;
}

function* refuse(sh: Shell, name: string): Doing<number> {
  yield* complain(sh, `unset: ${name}: cannot unset: readonly variable`);
  return 1;
}

function* unsetOne(sh: Shell, arg: string, how: { v: boolean; n: boolean }): Doing<number> {
  const { state } = sh;
  const element = ELEMENT.exec(arg);
  if (element) return yield* unsetElement(sh, element[1] ?? '', element[2] ?? '');
  const direct = state.variables.get(arg);
  const name = how.n || !direct || (direct.flags & NAMEREF) === 0 ? arg : resolve(state, arg);
  if (name !== arg && ELEMENT.test(name)) return yield* unsetOne(sh, name, how);
  const v = state.variables.get(name);
  if (v) {
    if (v.flags & READONLY) return yield* refuse(sh, name);
    unsetVariable(state, name);
    return 0;
  }
  if (how.v && !isName(arg)) {
    yield* complain(sh, `unset: \`${arg}': not a valid identifier`);
    return 1;
  }
  return how.v ? 0 : yield* unsetFunction(sh, arg);
}

function* unsetFunction(sh: Shell, name: string): Doing<number> {
  if (sh.state.functions.get(name)?.readonly) {
    yield* complain(sh, `unset: ${name}: cannot unset: readonly function`);
    return 1;
  }
  sh.state.functions.delete(name);
  return 0;
}

export const unset: Builtin = {
  name: 'unset',
  special: true,
  usage: 'unset [-f] [-v] [-n] [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, unset, args, 'fvn');
    if (!options) return 2;
    const { rest, given } = options;
    if (given.has('f') && given.has('v')) {
      yield* complain(sh, 'unset: cannot simultaneously unset a function and a variable');
      return 1;
    }
    let status = 0;
    for (const name of rest) {
      const one = given.has('f')
        ? yield* unsetFunction(sh, name)
        : yield* unsetOne(sh, name, { v: given.has('v'), n: given.has('n') });
      status = Math.max(status, one);
    }
    return status;
  },
};
