/** export and readonly. Authority: bash(1). */
import { quoteForTrace } from '../expand/quote.ts';
import { complain } from '../output.ts';
import { trace } from '../run/xtrace.ts';
import type { Builtin, Doing, Literals, Shell } from '../shell.ts';
import { EXPORT, READONLY } from '../state.ts';
import { declareOne, functions, printAll } from './declare.ts';
import { parseOptions } from './options.ts';

interface Kind {
  readonly builtin: Builtin;
  readonly flag: number;
  readonly letters: string;
}

function* mark(
  sh: Shell,
  { builtin, flag, letters }: Kind,
  args: readonly string[],
  literals: Literals,
): Doing<number> {
  const { name: caller } = builtin;
  const options = yield* parseOptions(sh, builtin, args, letters);
  if (!options) return 2;
  const { rest, given } = options;
  const undo = flag === EXPORT && given.has('n');
  if (given.has('f')) return yield* markFunctions(sh, caller, rest, flag, undo);
  const shape = given.has('A') ? 'associative' : given.has('a') ? 'indexed' : undefined;
  if (rest.length === 0) return yield* printAll(sh, caller, flag, shape);
  const skipped = args.length - rest.length;
  let status = 0;
  for (const [index, arg] of rest.entries()) {
    const wish = {
      caller,
      on: undo ? 0 : flag,
      off: undo ? flag : 0,
      shape,
      where: 'visible',
      inherits: false,
    } as const;
    if (sh.state.options.xtrace && arg.includes('=') && !literals.has(index + skipped)) yield* traceAssignment(sh, arg);
    status = Math.max(status, yield* declareOne(sh, arg, literals.get(index + skipped), wish));
  }
  return status;
}

/** `set -x` shows the assignment that it makes, too. */
function* traceAssignment(sh: Shell, arg: string): Doing<void> {
  const at = arg.indexOf('=') + 1;
  const value = arg.slice(at);
  yield* trace(sh, [arg.slice(0, at) + (value === '' ? '' : quoteForTrace(value))]);
}

function* markFunctions(
  sh: Shell,
  caller: string,
  names: readonly string[],
  flag: number,
  undo: boolean,
): Doing<number> {
  if (names.length === 0) return yield* functions(sh, caller, names, false, flag);
  let status = 0;
  for (const name of names) {
    const found = sh.state.functions.get(name);
    if (!found) {
      yield* complain(sh, `${caller}: ${name}: not a function`);
      status = 1;
    } else if (flag === EXPORT) found.exported = !undo;
    else found.readonly = true;
  }
  return status;
}

export const exportBuiltin: Builtin = {
  name: 'export',
  special: true,
  declares: true,
  usage: 'export [-fn] [name[=value] ...] or export -p',
  run: (sh, args, literals) => mark(sh, { builtin: exportBuiltin, flag: EXPORT, letters: 'aAfnp' }, args, literals),
};

export const readonly: Builtin = {
  name: 'readonly',
  special: true,
  declares: true,
  usage: 'readonly [-aAf] [name[=value] ...] or readonly -p',
  run: (sh, args, literals) => mark(sh, { builtin: readonly, flag: READONLY, letters: 'aAfnp' }, args, literals),
};
