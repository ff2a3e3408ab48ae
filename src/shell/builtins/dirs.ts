/** dirs, pushd, popd: the directory stack. Authority: bash(1). */

import { printable } from '../expand/quote.ts';
import { tildePath } from '../jobs/text.ts';
import { complain, print, usageError } from '../output.ts';
import { isRefused } from '../restricted.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { changeDirectory } from './cd.ts';
import { integerOf } from './options.ts';

const shown = (sh: Shell, path: string, long: boolean): string =>
  long ? path : tildePath(path, getValue(sh.state, 'HOME'));

const stackOf = (sh: Shell): string[] => [sh.state.directory, ...sh.state.directoryStack];

function* list(sh: Shell, caller: string, how: { long: boolean; lines: boolean; numbers: boolean }): Doing<number> {
  const entries = stackOf(sh).map((path) => shown(sh, path, how.long));
  if (!how.lines) return yield* print(sh, caller, `${entries.join(' ')}\n`);
  const lines = entries.map((entry, index) =>
    how.numbers ? `${String(index).padStart(2)}  ${entry}\n` : `${entry}\n`,
  );
  return yield* print(sh, caller, lines.join(''));
}

/** +N from the left, -N from the right: the place in the stack, which need not be there. */
function placeOf(arg: string, length: number): number {
  const count = Number(arg.slice(1));
  return arg.startsWith('+') ? count : length - 1 - count;
}

/** What the words say; undefined after a complaint. */
interface Asked {
  readonly letters: ReadonlySet<string>;
  /** The last of +N and -N. */
  readonly index: string | undefined;
  readonly rest: readonly string[];
}

/** Each option is a word of its own. What is neither an option nor an index ends them. */
function* parse(sh: Shell, builtin: Builtin, args: readonly string[], letters: string): Doing<Asked | undefined> {
  const given = new Set<string>();
  let index: string | undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    if (/^-[a-z]$/.test(arg) && letters.includes(arg.charAt(1))) given.add(arg.charAt(1));
    else if (!/^[-+]/.test(arg) || (arg === '-' && builtin.name === 'pushd')) break;
    else if (integerOf(arg.slice(1)) !== undefined) index = arg;
    else {
      yield* usageError(sh, builtin.name, `${arg}: invalid number`, builtin.usage);
      return undefined;
    }
  }
  return { letters: given, index, rest: args.slice(at) };
}

/** There is no such entry. */
function* outOfRange(sh: Shell, caller: string, index: string): Doing<number> {
  const empty = sh.state.directoryStack.length === 0;
  yield* complain(sh, `${caller}: ${empty ? 'directory stack empty' : `${index}: directory stack index out of range`}`);
  return 1;
}

export const dirs: Builtin = {
  name: 'dirs',
  usage: 'dirs [-clpv] [+N] [-N]',
  *run(sh, args) {
    const asked = yield* parse(sh, dirs, args, 'clpv');
    if (!asked) return 2;
    const { letters, index, rest } = asked;
    if (rest[0] !== undefined) return yield* usageError(sh, 'dirs', `${rest[0]}: invalid option`, dirs.usage);
    if (letters.has('c')) {
      sh.state.directoryStack = [];
      return 0;
    }
    const numbers = letters.has('v');
    const how = { long: letters.has('l'), lines: numbers || letters.has('p'), numbers };
    if (index === undefined) return yield* list(sh, 'dirs', how);
    const stack = stackOf(sh);
    const place = placeOf(index, stack.length);
    const path = stack[place];
    if (path === undefined) return yield* outOfRange(sh, 'dirs', index.slice(1));
    const number = numbers ? `${String(place).padStart(2)}  ` : '';
    return yield* print(sh, 'dirs', `${number}${shown(sh, path, how.long)}\n`);
  },
};

const PLAIN = { long: false, lines: false, numbers: false };

/** Goes to the top of the new stack, unless -n; then the stack is that. */
function* settle(sh: Shell, caller: string, stack: readonly string[], stay: boolean): Doing<number> {
  const [top = '/', ...rest] = stack;
  if (!stay && top !== sh.state.directory) {
    const problem = yield* changeDirectory(sh, top, false);
    if (problem !== undefined) {
      yield* complain(sh, `${caller}: ${printable(top)}: ${problem}`);
      return 1;
    }
  }
  sh.state.directoryStack = rest;
  return yield* list(sh, caller, PLAIN);
}

/** Without arguments: the two at the top change places. */
function* exchange(sh: Shell): Doing<number> {
  const [first = '', second, ...others] = stackOf(sh);
  if (second !== undefined) return yield* settle(sh, 'pushd', [second, first, ...others], false);
  yield* complain(sh, 'pushd: no other directory');
  return 1;
}

function* rotate(sh: Shell, index: string, stay: boolean): Doing<number> {
  const stack = stackOf(sh);
  const place = placeOf(index, stack.length);
  if (place < 0 || place >= stack.length) return yield* outOfRange(sh, 'pushd', index);
  const rotated = [...stack.slice(place), ...stack.slice(0, place)];
  if (!stay) return yield* settle(sh, 'pushd', rotated, false);
  sh.state.directoryStack = rotated.slice(1);
  return 0;
}

export const pushd: Builtin = {
  name: 'pushd',
  usage: 'pushd [-n] [+N | -N | dir]',
  *run(sh, args) {
    if (yield* isRefused(sh, 'pushd')) return 1;
    if (args.length === 0) return yield* exchange(sh);
    const asked = yield* parse(sh, pushd, args, 'n');
    if (!asked) return 2;
    const stay = asked.letters.has('n');
    if (asked.index !== undefined) return yield* rotate(sh, asked.index, stay);
    const stack = stackOf(sh);
    const [arg, more] = asked.rest;
    if (arg === undefined) return 0;
    if (stay) return yield* settle(sh, 'pushd', [stack[0] ?? '/', arg, ...stack.slice(1)], true);
    const target = arg === '-' ? getValue(sh.state, 'OLDPWD') : arg;
    const problem = more === undefined ? yield* goTo(sh, target) : 'too many arguments';
    if (problem !== undefined) {
      yield* complain(sh, `pushd: ${problem}`);
      return 1;
    }
    if (arg === '-') yield* print(sh, 'pushd', `${sh.state.directory}\n`);
    sh.state.directoryStack = stack;
    return yield* list(sh, 'pushd', PLAIN);
  },
};

function* goTo(sh: Shell, path: string | undefined): Doing<string | undefined> {
  if (path === undefined) return 'OLDPWD not set';
  const problem = yield* changeDirectory(sh, path, false);
  return problem === undefined ? undefined : `${printable(path)}: ${problem}`;
}

export const popd: Builtin = {
  name: 'popd',
  usage: 'popd [-n] [+N | -N]',
  *run(sh, args) {
    const asked = yield* parse(sh, popd, args, 'n');
    if (!asked) return 2;
    const { letters, index = '+0', rest } = asked;
    if (rest[0]) return yield* usageError(sh, 'popd', `${rest[0]}: invalid argument`, popd.usage);
    const stay = letters.has('n');
    const stack = stackOf(sh);
    const place = placeOf(index, stack.length);
    if (stack.length === 1 || stack[place] === undefined) return yield* outOfRange(sh, 'popd', index);
    const removed = stay && place === 0 ? 1 : place;
    return yield* settle(
      sh,
      'popd',
      stack.filter((_path, at) => at !== removed),
      stay || place !== 0,
    );
  },
};
