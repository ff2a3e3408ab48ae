/** cd and pwd: the logical working directory. Authority: bash(1). Leaves out -@. */
import { S_ISDIR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { printable } from '../expand/quote.ts';
import { complain, print } from '../output.ts';
import { isRefused } from '../restricted.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { correctPath } from '../spelling.ts';
import { EXPORT } from '../state.ts';
import { assign, getValue, put } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

/** `path` seen from `directory`, without `.`, `..` and double slashes; links are not looked at. Two slashes at the start stay. */
export function normalise(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${/^\/\/(?!\/)/.test(path) ? '/' : ''}/${parts.join('/')}`;
}

/** PWD or OLDPWD; made and exported when it is not there. */
export function setDirectoryVariable(sh: Shell, name: 'PWD' | 'OLDPWD', value: string): void {
  const { state } = sh;
  if (!state.variables.has(name)) put(state, name).flags |= EXPORT;
  assign(sh, name, value);
}

/** The entries of CDPATH under which a relative name is looked for; '' is the current directory. */
function candidates(sh: Shell, target: string): string[] {
  const path = getValue(sh.state, 'CDPATH');
  if (path === undefined || /^(\/|\.\.?(\/|$))/.test(target)) return [target];
  const found = path
    .split(':')
    .map((entry) => (entry === '' || entry === '.' ? target : `${entry.replace(/\/$/, '')}/${target}`));
  return found.includes(target) ? found : [...found, target];
}

/** Changes the directory; answers the errno's text on failure. */
export function* changeDirectory(sh: Shell, target: string, physical: boolean): Doing<string | undefined> {
  const { sys, state } = sh;
  const logical = normalise(state.directory, target);
  const place = target === '' ? '.' : target;
  if (!physical) {
    // `missing/..` is no way to here.
    const before = target.includes('..') ? yield* sys.stat(target) : undefined;
    const gone = before !== undefined && isFailure(before);
    if (gone) return strerror(before.errno);
  }
  const moved = yield* sys.chdir(physical ? place : logical);
  if (isFailure(moved)) {
    const again = physical ? moved : yield* sys.chdir(place);
    if (isFailure(again)) return strerror(moved.errno);
  }
  const real = physical ? yield* sys.getcwd() : logical;
  setDirectoryVariable(sh, 'OLDPWD', getValue(state, 'PWD') ?? state.directory);
  state.directory = isFailure(real) ? logical : real;
  setDirectoryVariable(sh, 'PWD', state.directory);
  return undefined;
}

function* targetOf(sh: Shell, arg: string | undefined): Doing<{ target: string; shown: boolean } | undefined> {
  const { state } = sh;
  const variable = arg === undefined ? 'HOME' : arg === '-' ? 'OLDPWD' : undefined;
  if (variable === undefined) return { target: arg ?? '', shown: false };
  const target = getValue(state, variable);
  if (target === undefined) {
    yield* complain(sh, `cd: ${variable} not set`);
    return undefined;
  }
  return { target, shown: variable === 'OLDPWD' };
}

/** `shopt cdable_vars`: the argument may be the name of a variable. */
function* throughVariable(sh: Shell, name: string, physical: boolean): Doing<string | undefined> {
  const value = sh.state.shopt.cdable_vars ? getValue(sh.state, name) : undefined;
  if (value === undefined || (yield* changeDirectory(sh, value, physical)) !== undefined) return undefined;
  return value;
}

/** `shopt cdspell`: goes where the path leads that was meant. */
function* mended(sh: Shell, target: string, physical: boolean): Doing<string | undefined> {
  const { shopt, origin } = sh.state;
  const path = shopt.cdspell && origin.interactive ? yield* correctPath(sh.sys, target) : undefined;
  if (path === undefined || (yield* changeDirectory(sh, path, physical)) !== undefined) return undefined;
  return path;
}

export const cd: Builtin = {
  name: 'cd',
  usage: 'cd [-L|[-P [-e]] [-@]] [dir]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, cd, args, 'LPe@');
    if (!options) return 2;
    const { rest, given } = options;
    if (yield* isRefused(sh, 'cd')) return 1;
    if (rest.length > 1) {
      yield* complain(sh, 'cd: too many arguments');
      return 1;
    }
    const found = yield* targetOf(sh, rest[0]);
    if (!found) return 1;
    const { target, shown } = found;
    const physical = given.has('P') || (sh.state.options.physical && !given.has('L'));
    let problem: string | undefined;
    for (const candidate of candidates(sh, target)) {
      problem = yield* changeDirectory(sh, candidate, physical);
      if (problem === undefined) {
        const elsewhere = candidate !== target && candidate !== `./${target}`;
        const where = target === '' ? '' : sh.state.directory;
        return shown || elsewhere ? yield* print(sh, 'cd', `${where}\n`) : 0;
      }
    }
    const named = yield* throughVariable(sh, target, physical);
    if (named !== undefined) return yield* print(sh, 'cd', `${named}\n`);
    const meant = yield* mended(sh, target, physical);
    if (meant !== undefined) return yield* print(sh, 'cd', `${meant}\n`);
    yield* complain(sh, `cd: ${printable(target)}: ${problem}`);
    return 1;
  },
};

export const pwd: Builtin = {
  name: 'pwd',
  usage: 'pwd [-LP]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, pwd, args, 'LP');
    if (!options) return 2;
    const { sys, state } = sh;
    if (!options.given.has('P') && !state.options.physical) {
      const stat = yield* sys.stat(state.directory);
      const here = yield* sys.stat('.');
      const same = !isFailure(stat) && !isFailure(here) && stat.ino === here.ino && S_ISDIR(stat.mode);
      if (same) return yield* print(sh, 'pwd', `${state.directory}\n`);
    }
    const real = yield* sys.getcwd();
    if (isFailure(real)) {
      yield* complain(
        sh,
        `pwd: error retrieving current directory: getcwd: cannot access parent directories: ${strerror(real.errno)}`,
      );
      return 1;
    }
    return yield* print(sh, 'pwd', `${real}\n`);
  },
};
