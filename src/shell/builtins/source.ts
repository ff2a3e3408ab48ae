/** source and `.`: the commands of a file in this shell. Authority: bash(1). */
import { decode } from '../../bytes.ts';
import { S_ISDIR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { readFile } from '../files.ts';
import { complain, usageError } from '../output.ts';
import { isRefused } from '../restricted.ts';
import { hideTraps, returnTrap } from '../run/debug.ts';
import { takeReturn } from '../run/function.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { noOptions } from './options.ts';

/** A name without a slash is looked for along PATH, then here. */
function* locate(sh: Shell, name: string): Doing<string> {
  if (name.includes('/') || !sh.state.shopt.sourcepath) return name;
  for (const directory of (getValue(sh.state, 'PATH') ?? '').split(':')) {
    const file = `${directory === '' ? '.' : directory}/${name}`;
    const stat = yield* sh.sys.stat(file);
    if (!isFailure(stat) && !S_ISDIR(stat.mode)) return file;
  }
  return name;
}

/** Runs a file; `label` is what complaints call the builtin. */
export function* sourceFile(sh: Shell, path: string, positional: readonly string[], label: string): Doing<number> {
  const { state, sys } = sh;
  const stat = yield* sys.stat(path);
  if (!isFailure(stat) && S_ISDIR(stat.mode)) {
    yield* complain(sh, `${label}: ${path}: is a directory`);
    yield* returnTrap(sh, state.status);
    return 1;
  }
  const bytes = yield* readFile(sys, path);
  if (isFailure(bytes)) {
    yield* complain(sh, `${path}: ${strerror(bytes.errno)}`);
    yield* returnTrap(sh, state.status);
    return 1;
  }
  const { line, command } = state;
  const outer = state.positional;
  if (positional.length > 0) state.positional = [...positional];
  state.sourceDepth++;
  state.evals++;
  const args = positional.length > 0 ? positional : [path];
  state.calls.push({ name: 'source', source: path, line, ...(state.shopt.extdebug && { args }) });
  const showTraps = hideTraps(state, state.options.functrace ? [] : ['DEBUG']);
  const status = yield* sh.interpreter.file(sh, decode(bytes));
  state.calls.pop();
  state.sourceDepth--;
  state.evals--;
  state.line = line;
  state.command = command;
  if (positional.length > 0) state.positional = outer;
  const result = yield* takeReturn(sh, status);
  showTraps();
  return result;
}

const named = (name: '.' | 'source'): Builtin => {
  const builtin: Builtin = {
    name,
    special: true,
    usage: `${name} filename [arguments]`,
    *run(sh, args) {
      const words = yield* noOptions(sh, builtin, args);
      if (!words) return 2;
      const [file, ...rest] = words;
      if (file === undefined) return yield* usageError(sh, name, 'filename argument required', builtin.usage);
      if (file.includes('/') && (yield* isRefused(sh, `${name}: ${file}`))) return 1;
      return yield* sourceFile(sh, yield* locate(sh, file), rest, name);
    },
  };
  return builtin;
};

export const dot = named('.');
export const source = named('source');
