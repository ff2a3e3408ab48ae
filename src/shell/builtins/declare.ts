/**
 * declare, typeset, local: variables with attributes, and functions. Authority: bash(1).
 * `export` and `readonly` are the same thing with one attribute given (export.ts).
 */

import { complain, print, usageError } from '../output.ts';
import { assignArray } from '../run/assignment.ts';
import type { Builtin, Doing, Literals, Shell } from '../shell.ts';
import {
  CAPITAL,
  EXPORT,
  INTEGER,
  LOWER,
  NAMEREF,
  READONLY,
  type Shape,
  type ShellFunction,
  type ShellState,
  TRACE,
  UPPER,
  type Variable,
} from '../state.ts';
import type { Assignment } from '../syntax/ast.ts';
import { parseScript } from '../syntax/parse.ts';
import { printFunction } from '../syntax/print.ts';
import { declareLine, sortedVariables } from '../variables/show-variable.ts';
import {
  arrayVariable,
  assign,
  assignElement,
  functionScope,
  globalVariable,
  keyFor,
  makeLocal,
  put,
  resolve,
} from '../variables/variables.ts';

export interface Wish {
  readonly caller: string;
  /** Attributes to set, and to take away (`+x`). */
  readonly on: number;
  readonly off: number;
  readonly shape: 'indexed' | 'associative' | undefined;
  /** `+a`, `+A`: an array shall be none any more, which is refused. */
  readonly unshapes?: boolean;
  /** `-g`; local otherwise inside a function, unless the caller is export or readonly. */
  readonly where: 'local' | 'global' | 'visible';
  /** `-I`: a local one begins as the one that it covers. */
  readonly inherits: boolean;
}

const ATTRIBUTE: Readonly<Record<string, number>> = {
  c: CAPITAL,
  i: INTEGER,
  l: LOWER,
  n: NAMEREF,
  r: READONLY,
  t: TRACE,
  u: UPPER,
  x: EXPORT,
};

/** An argument taken apart: `name`, `name=value`, `name+=value`, `name[key]=value`. */
export interface Target {
  readonly name: string;
  readonly key: string | undefined;
  readonly append: boolean;
  readonly value: string | undefined;
}

export function targetOf(arg: string): Target | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(?:(\+?)=(.*))?$/s.exec(arg);
  if (!match) return undefined;
  const [, name = '', key, plus, value] = match;
  return { name, key, append: plus === '+', value };
}

function variableFor(sh: Shell, name: string, where: Wish['where'], inherits: boolean): Variable {
  const { state } = sh;
  if (where === 'global') return globalVariable(state, name);
  if (where === 'local' && functionScope(state)) return makeLocal(state, name, inherits);
  return state.variables.get(name) ?? put(state, name);
}

/** What is wrong with giving `v` this shape. */
function shapeProblem(v: Variable, shape: Shape | undefined): string | undefined {
  if (shape === 'indexed' && v.shape === 'associative') return 'cannot convert associative to indexed array';
  if (shape === 'associative' && v.shape === 'indexed') return 'cannot convert indexed to associative array';
  return undefined;
}

const isReferable = (text: string): boolean => /^[A-Za-z_]\w*(\[.*\])?$/s.test(text);

/** A reference is to a name or an element, and outside of functions not to itself. */
function namerefProblem(sh: Shell, { name, key, value }: Target): string | undefined {
  if (key !== undefined) return `${name}[${key}]: reference variable cannot be an array`;
  const known = sh.state.variables.get(name);
  if (value === undefined) {
    const old = known?.value;
    const usable = old === undefined || (known && known.flags & NAMEREF) || isReferable(old);
    return usable ? undefined : `\`${old}': invalid variable name for name reference`;
  }
  if (value === '') return "`': not a valid identifier";
  if (!isReferable(value)) return `\`${value}': invalid variable name for name reference`;
  if (value !== name || functionScope(sh.state)) return undefined;
  return `${name}: nameref variable self references not allowed`;
}

/** Declares one argument. Answers its status; complaints have been printed. */
export function* declareOne(sh: Shell, arg: string, literal: Assignment | undefined, wish: Wish): Doing<number> {
  const { state } = sh;
  const target = literal
    ? { name: literal.name, key: undefined, append: literal.append, value: undefined }
    : targetOf(arg);
  const isElement = target?.key !== undefined && wish.where === 'visible';
  if (!target || isElement) {
    yield* complain(sh, `${wish.caller}: \`${isElement ? arg.replace(/\+?=.*/s, '') : arg}': not a valid identifier`);
    return 1;
  }
  const outer = wish.where === 'local' && functionScope(state)?.covered.has(target.name) === false;
  const itself = outer || ((wish.on | wish.off) & NAMEREF) !== 0;
  const name = itself ? target.name : resolve(state, target.name);
  const before = state.variables.get(name);
  const readonly = before && before.flags & READONLY;
  const hidden = wish.where === 'local' && functionScope(state) && !functionScope(state)?.covered.has(name);
  const changes = target.value !== undefined || literal !== undefined || (wish.off & READONLY) !== 0;
  if (readonly && (changes || hidden)) {
    // export and readonly complain without their name, because the assignment does.
    const named = wish.where === 'visible' ? '' : `${wish.caller}: `;
    yield* complain(sh, `${named}${name}: readonly variable`);
    return 1;
  }
  if (literal && wish.on & NAMEREF) {
    yield* complain(sh, `${wish.caller}: ${literal.name}: reference variable cannot be an array`);
    return 1;
  }
  const wrongTarget = wish.on & NAMEREF ? namerefProblem(sh, target) : undefined;
  if (wrongTarget) {
    yield* complain(sh, `${wish.caller}: ${wrongTarget}`);
    return 1;
  }
  if (wish.on & NAMEREF && target.value === name)
    for (const caller of [`${wish.caller}: `, ''])
      yield* complain(sh, `${caller}warning: ${name}: circular name reference`);
  if (wish.unshapes && before && before.shape !== 'scalar') {
    yield* complain(sh, `${wish.caller}: ${name}: cannot destroy array variables in this way`);
    return 1;
  }
  const v = variableFor(sh, name, wish.where, wish.inherits);
  const problem = shapeProblem(v, wish.shape);
  if (problem) {
    yield* complain(sh, `${wish.caller}: ${name}: ${problem}`);
    return 1;
  }
  return yield* settle(sh, name, v, target, literal, wish);
}

function* settle(
  sh: Shell,
  name: string,
  v: Variable,
  target: Target,
  literal: Assignment | undefined,
  wish: Wish,
): Doing<number> {
  const { state } = sh;
  if (wish.shape && v.shape === 'scalar') makeArray(v, wish.shape);
  v.flags = (v.flags | (wish.on & ~READONLY)) & ~wish.off;
  const shapes = LOWER | UPPER | CAPITAL;
  if (wish.on & shapes) v.flags &= ~(shapes & ~wish.on);
  const shown = state.variables.get(name);
  if (literal || target.value !== undefined) {
    // A global one that a local covers is assigned as if it were visible.
    if (shown !== v) state.variables.set(name, v);
    try {
      const compound = literal ?? (wish.shape && compoundIn(target));
      if (compound) yield* assignArray(sh, { ...compound, name }, wish.shape);
      else assignScalar(sh, name, v, target);
    } finally {
      if (shown && shown !== v) state.variables.set(name, shown);
    }
  }
  const now = shown && shown !== v ? v : (state.variables.get(name) ?? v);
  now.flags |= wish.on & READONLY;
  return 0;
}

/** `declare -a a='(1 2)'`: a value that looks like an array is read as one. */
function compoundIn({ value, append }: Target): Assignment | undefined {
  if (!value?.startsWith('(') || !value.endsWith(')')) return undefined;
  const { commands } = parseScript(`x${append ? '+' : ''}=${value}`);
  const command = commands[0]?.list.items[0]?.chain.first.stages[0];
  return command?.kind === 'simple' ? command.assignments[0] : undefined;
}

/** A scalar becomes element 0; one without value an array without elements. */
function makeArray(v: Variable, shape: 'indexed' | 'associative'): void {
  v.elements = v.value === undefined ? undefined : new Map([[shape === 'indexed' ? 0 : '0', v.value]]);
  v.shape = shape;
  v.value = undefined;
}

function assignScalar(sh: Shell, name: string, v: Variable, { key, value = '', append }: Target): void {
  if (v.flags & NAMEREF) {
    v.value = value;
    return;
  }
  if (key !== undefined) {
    arrayVariable(sh.state, name, 'indexed');
    assignElement(sh, name, keyFor(sh, name, key), value, append);
  } else assign(sh, name, value, append);
}

// ---------------------------------------------------------------- printing

/** All variables with one of the attributes, or of the shape. */
export function* printAll(sh: Shell, caller: string, flags: number, shape?: Shape): Doing<number> {
  const { state } = sh;
  const lines = sortedVariables(state)
    .filter(([, v]) => (v.flags & flags) === flags && (shape === undefined || v.shape === shape))
    .map(([name, v]) => `${declareLine(state, name, v, true)}\n`);
  return yield* print(sh, caller, lines.join(''));
}

export function* printNamed(sh: Shell, caller: string, names: readonly string[]): Doing<number> {
  const { state } = sh;
  let status = 0;
  for (const name of names) {
    const v = state.variables.get(name);
    const hidden = v && name === 'PIPESTATUS' && state.pipeStatus.length === 0;
    if (!v || hidden) {
      yield* complain(sh, `${caller}: ${name}: not found`);
      status = 1;
    } else yield* print(sh, caller, `${declareLine(state, name, v)}\n`);
  }
  return status;
}

/** `declare -f`, `-F`, also with names; `tells` of those that are none, as -p does. */
export function* functions(
  sh: Shell,
  caller: string,
  names: readonly string[],
  onlyNames: boolean,
  flags: number,
  tells = false,
): Doing<number> {
  const { state } = sh;
  let status = 0;
  const all = names.length === 0 ? [...state.functions.keys()].sort() : names;
  for (const name of all) {
    const found = state.functions.get(name);
    if (!found && name.includes('=')) {
      yield* complain(sh, `${caller}: cannot use \`-f' to make functions`);
      return 1;
    }
    if (!found) {
      status = 1;
      if (tells) yield* complain(sh, `${caller}: ${name}: not found`);
      continue;
    }
    if (names.length > 0 && flags !== 0) {
      if (flags & EXPORT) found.exported = true;
      if (flags & READONLY) found.readonly = true;
      if (flags & TRACE) found.traced = true;
      continue;
    }
    if (flags & EXPORT && !found.exported) continue;
    if (flags & READONLY && !found.readonly) continue;
    const letters = `f${found.readonly ? 'r' : ''}${found.traced ? 't' : ''}${found.exported ? 'x' : ''}`;
    const line = onlyNames
      ? names.length > 0
        ? nameOf(state, name, found)
        : `declare -${letters} ${name}`
      : printFunction(name, found.body);
    yield* print(sh, caller, `${line}\n`);
    if (!onlyNames && letters !== 'f') yield* print(sh, caller, `declare -${letters} ${name}\n`);
  }
  return status;
}

/** With `extdebug` also where it was defined. */
const nameOf = ({ shopt }: ShellState, name: string, { body, source }: ShellFunction): string =>
  shopt.extdebug ? `${name} ${body.line} ${source}` : name;

/** `local` alone, `local -p`: what this call has made local. */
function* printLocals(sh: Shell, caller: string): Doing<number> {
  const { state } = sh;
  const covered = functionScope(state)?.covered;
  const lines = sortedVariables(state)
    .filter(([name]) => covered?.has(name))
    .map(([name, v]) => `${declareLine(state, name, v)}\n`);
  return yield* print(sh, caller, lines.join(''));
}

// ---------------------------------------------------------------- the builtins

interface Parsed {
  readonly on: number;
  readonly off: number;
  readonly unshapes: boolean;
  readonly letters: ReadonlySet<string>;
  /** How many words were options. */
  readonly used: number;
}

const LETTERS = 'aAcfFgiIlnprtux';

function* parse(sh: Shell, { name, usage }: Builtin, args: readonly string[]): Doing<Parsed | undefined> {
  let on = 0;
  let off = 0;
  let unshapes = false;
  const letters = new Set<string>();
  let used = 0;
  for (const arg of args) {
    if (arg === '--') return { on, off, unshapes, letters, used: used + 1 };
    if (!/^[-+]./.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if (!LETTERS.includes(letter)) {
        yield* usageError(sh, name, `${arg.charAt(0)}${letter}: invalid option`, usage);
        return undefined;
      }
      if (arg.startsWith('-')) {
        letters.add(letter);
        on |= ATTRIBUTE[letter] ?? 0;
      } else {
        off |= ATTRIBUTE[letter] ?? 0;
        unshapes ||= letter === 'a' || letter === 'A';
      }
    }
    used++;
  }
  return { on, off, unshapes, letters, used };
}

function* run(
  sh: Shell,
  builtin: Builtin,
  args: readonly string[],
  literals: Literals,
  isLocal: boolean,
): Doing<number> {
  const { name: caller } = builtin;
  const { state } = sh;
  if (isLocal && state.functionDepth === 0) {
    yield* complain(sh, 'local: can only be used in a function');
    return 1;
  }
  const parsed = yield* parse(sh, builtin, args);
  if (!parsed) return 2;
  const { on, off, unshapes, letters, used } = parsed;
  const rest = args.slice(used);
  const shape = letters.has('A') ? 'associative' : letters.has('a') ? 'indexed' : undefined;
  if (letters.has('f') || letters.has('F')) {
    return yield* functions(sh, caller, rest, letters.has('F'), on, letters.has('p'));
  }
  if (rest.length === 0) {
    if (isLocal) return yield* printLocals(sh, caller);
    if (used === 0) return yield* sh.interpreter.words(sh, ['set'], { functions: false, builtins: true, disk: false });
    return yield* printAll(sh, caller, on, shape);
  }
  if (letters.has('p')) return yield* printNamed(sh, caller, rest);
  const where = letters.has('g') ? 'global' : 'local';
  let status = 0;
  for (const [index, arg] of rest.entries()) {
    if (isLocal && arg === '-') {
      const scope = functionScope(state);
      if (scope) scope.options ??= { ...state.options };
      continue;
    }
    const literal = literals.get(index + used);
    status = Math.max(
      status,
      yield* declareOne(sh, arg, literal, { caller, on, off, unshapes, shape, where, inherits: letters.has('I') }),
    );
  }
  return status;
}

const named = (name: 'declare' | 'typeset', operands: string): Builtin => {
  const builtin: Builtin = {
    name,
    declares: true,
    usage: `${name} [-aAfFgiIlnrtux] ${operands} or ${name} -p [-aAfFilnrtux] [name ...]`,
    run: (sh, args, literals) => run(sh, builtin, args, literals, false),
  };
  return builtin;
};

export const declare = named('declare', '[name[=value] ...]');
export const typeset = named('typeset', 'name[=value] ...');

export const local: Builtin = {
  name: 'local',
  declares: true,
  usage: 'local [option] name[=value] ...',
  run: (sh, args, literals) => run(sh, local, args, literals, true),
};
