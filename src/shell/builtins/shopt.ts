/** shopt. Authority: bash(1). */
import { setCompatOption } from '../compat.ts';
import { isSetOption, SET_OPTIONS, SHOPT_OPTIONS } from '../options.ts';
import { complain, print } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import type { ShellState } from '../state.ts';
import { parseOptions } from './options.ts';
import { setOption } from './set.ts';

/** One of the two families: `shopt`'s own, or with -o those of `set`. */
interface Family {
  readonly names: readonly string[];
  readonly get: (name: string) => boolean | undefined;
  readonly set: (name: string, on: boolean) => Doing<void>;
  readonly line: (name: string, on: boolean, reusable: boolean) => string;
  readonly kind: string;
}

/** The debugger's traps go everywhere, and what is called keeps its arguments. */
function followDebugging(state: ShellState, on: boolean): void {
  state.options.functrace = state.options.errtrace = on;
  if (on) state.arguments ??= state.positional.slice();
}

const state = (on: boolean): string => (on ? 'on' : 'off');

function ownFamily(sh: Shell): Family {
  const { shopt } = sh.state;
  return {
    names: SHOPT_OPTIONS,
    get: (name) => shopt[name],
    *set(name, on) {
      // What the shell was started with.
      if (name === 'restricted_shell' || name === 'login_shell') return;
      if (name.startsWith('compat')) setCompatOption(sh.state, name, on);
      else shopt[name] = on;
      if (name === 'extdebug') followDebugging(sh.state, on);
    },
    line: (name, on, reusable) =>
      reusable ? `shopt -${on ? 's' : 'u'} ${name}\n` : `${name.padEnd(15)}\t${state(on)}\n`,
    kind: 'shell option name',
  };
}

function setFamily(sh: Shell): Family {
  const { options } = sh.state;
  return {
    names: SET_OPTIONS,
    get: (name) => (isSetOption(name) ? options[name] : undefined),
    *set(name, on) {
      if (isSetOption(name)) yield* setOption(sh, name, on);
    },
    line: (name, on, reusable) =>
      reusable ? `set ${on ? '-' : '+'}o ${name}\n` : `${name.padEnd(15)}\t${state(on)}\n`,
    kind: 'option name',
  };
}

function* report(
  sh: Shell,
  family: Family,
  names: readonly string[],
  quiet: boolean,
  reusable: boolean,
): Doing<number> {
  let status = 0;
  for (const name of names) {
    const on = family.get(name);
    if (on === undefined) {
      yield* complain(sh, `shopt: ${name}: invalid ${family.kind}`);
      status = 1;
      continue;
    }
    if (!on) status = 1;
    if (!quiet) yield* print(sh, 'shopt', family.line(name, on, reusable));
  }
  return status;
}

export const shopt: Builtin = {
  name: 'shopt',
  usage: 'shopt [-pqsu] [-o] [optname ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, shopt, args, 'psuqo');
    if (!options) return 2;
    const { rest, given } = options;
    if (given.has('s') && given.has('u')) {
      yield* complain(sh, 'shopt: cannot set and unset shell options simultaneously');
      return 1;
    }
    const family = given.has('o') ? setFamily(sh) : ownFamily(sh);
    const changes = given.has('s') || given.has('u');
    if (rest.length === 0) {
      const names = family.names.filter((name) => !changes || family.get(name) === given.has('s'));
      yield* report(sh, family, names, given.has('q'), given.has('p'));
      return 0;
    }
    if (!changes) return yield* report(sh, family, rest, given.has('q'), given.has('p'));
    let status = 0;
    for (const name of rest) {
      if (family.get(name) !== undefined) yield* family.set(name, given.has('s'));
      else {
        yield* complain(sh, `shopt: ${name}: invalid ${family.kind}`);
        if (!given.has('o')) status = 1;
      }
    }
    return status;
  },
};
