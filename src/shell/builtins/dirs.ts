/** dirs, pushd, popd: the directory stack. Authority: bash(1). */
import { tildePath } from '../jobs/text.ts';
import { complain, print, usageError } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { changeDirectory } from './cd.ts';

const shown = (sh: Shell, path: string, long: boolean): string =>
  long ? path : tildePath(path, getValue(sh.state, 'HOME'));

const stackOf = (sh: Shell): string[] => [sh.state.directory, ...sh.state.directoryStack];

function* list(sh: Shell, how: { long: boolean; lines: boolean; numbers: boolean }): Doing<number> {
  const entries = stackOf(sh).map((path) => shown(sh, path, how.long));
  if (!how.lines) return yield* print(sh, 'dirs', `${entries.join(' ')}\n`);
  const lines = entries.map((entry, index) =>
    how.numbers ? `${String(index).padStart(2)}  ${entry}\n` : `${entry}\n`,
  );
  return yield* print(sh, 'dirs', lines.join(''));
}

/** +N from the left, -N from the right; undefined when there is no such entry. */
function indexOf(arg: string, length: number): number | undefined {
  const count = Number(arg.slice(1));
  const index = arg.startsWith('+') ? count : length - 1 - count;
  return index >= 0 && index < length ? index : undefined;
}

const isIndex = (arg: string): boolean => /^[-+]\d+$/.test(arg);

export const dirs: Builtin = {
  name: 'dirs',
  usage: 'dirs [-clpv] [+N] [-N]',
  *run(sh, args) {
    const how = { long: false, lines: false, numbers: false };
    for (const arg of args) {
      if (isIndex(arg)) {
        const stack = stackOf(sh);
        const index = indexOf(arg, stack.length);
        if (index !== undefined) return yield* print(sh, 'dirs', `${shown(sh, stack[index] ?? '', how.long)}\n`);
        const empty = sh.state.directoryStack.length === 0;
        yield* complain(
          sh,
          `dirs: ${empty ? 'directory stack empty' : `${arg.slice(1)}: directory stack index out of range`}`,
        );
        return 1;
      }
      if (!/^-[clpv]+$/.test(arg))
        return yield* usageError(sh, 'dirs', `${arg}: invalid ${/^[-+]/.test(arg) ? 'number' : 'option'}`, dirs.usage);
      if (arg.includes('c')) {
        sh.state.directoryStack = [];
        return 0;
      }
      how.long ||= arg.includes('l');
      how.lines ||= /[pv]/.test(arg);
      how.numbers ||= arg.includes('v');
    }
    return yield* list(sh, how);
  },
};

const PLAIN = { long: false, lines: false, numbers: false };

/** Goes to the top of the new stack, unless -n; then the stack is that. */
function* settle(sh: Shell, caller: string, stack: readonly string[], stay: boolean): Doing<number> {
  const [top = '/', ...rest] = stack;
  if (!stay && top !== sh.state.directory) {
    const problem = yield* changeDirectory(sh, top, false);
    if (problem !== undefined) {
      yield* complain(sh, `${caller}: ${top}: ${problem}`);
      return 1;
    }
  }
  sh.state.directoryStack = rest;
  return yield* list(sh, PLAIN);
}

export const pushd: Builtin = {
  name: 'pushd',
  usage: 'pushd [-n] [+N | -N | dir]',
  *run(sh, args) {
    const stay = args[0] === '-n';
    const [arg] = stay ? args.slice(1) : args;
    const stack = stackOf(sh);
    if (arg === undefined) {
      const [first = '', second, ...others] = stack;
      if (second !== undefined) return yield* settle(sh, 'pushd', [second, first, ...others], stay);
      yield* complain(sh, 'pushd: no other directory');
      return 1;
    }
    if (isIndex(arg)) {
      const index = indexOf(arg, stack.length);
      if (index !== undefined)
        return yield* settle(sh, 'pushd', [...stack.slice(index), ...stack.slice(0, index)], stay);
      yield* complain(sh, `pushd: ${arg}: directory stack index out of range`);
      return 1;
    }
    if (stay) return yield* settle(sh, 'pushd', [stack[0] ?? '/', arg, ...stack.slice(1)], true);
    const problem = yield* changeDirectory(sh, arg, false);
    if (problem !== undefined) {
      yield* complain(sh, `pushd: ${arg}: ${problem}`);
      return 1;
    }
    sh.state.directoryStack = stack;
    return yield* list(sh, PLAIN);
  },
};

export const popd: Builtin = {
  name: 'popd',
  usage: 'popd [-n] [+N | -N]',
  *run(sh, args) {
    const stay = args[0] === '-n';
    const [arg = '+0'] = stay ? args.slice(1) : args;
    const stack = stackOf(sh);
    if (stack.length === 1) {
      yield* complain(sh, 'popd: directory stack empty');
      return 1;
    }
    const index = isIndex(arg) ? indexOf(arg, stack.length) : undefined;
    if (index === undefined) {
      yield* complain(sh, `popd: ${arg}: ${isIndex(arg) ? 'directory stack index out of range' : 'invalid argument'}`);
      return 1;
    }
    const removed = stay && index === 0 ? 1 : index;
    return yield* settle(
      sh,
      'popd',
      stack.filter((_path, at) => at !== removed),
      stay || index !== 0,
    );
  },
};
