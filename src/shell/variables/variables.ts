/**
 * Variables: looking up, assigning, declaring, scopes.
 * One table holds what is visible now; a scope remembers what it covers (shallow binding), so that looking up costs the
 * same in any depth. Attributes: -i -l -u -n -r -x -a -A. Authority: bash(1), PARAMETERS and `declare`.
 */

import { followCompat } from '../compat.ts';
import { evaluate, evaluateSubscript } from '../expand/arith.ts';
import { ExpansionError, type Key } from '../expand/env.ts';
import { ReadonlyError, ValueError } from '../expand/error.ts';
import type { Shell } from '../shell.ts';
import {
  CAPITAL,
  EXPORT,
  INTEGER,
  LOWER,
  NAMEREF,
  READONLY,
  type Scope,
  type Shape,
  type ShellState,
  UPPER,
  type Variable,
  variable,
} from '../state.ts';
import { printFunction } from '../syntax/print.ts';
import { dynamicElements, dynamicValue, isDynamic, setDynamic, setDynamicElement } from './dynamic.ts';
import { hashOrder } from './hash-order.ts';

export const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);

const MAX_NAMEREFS = 8;

/** The name behind namerefs; of `a[1]` the array's name with the rest in `index`. One that leads back to itself is told of. */
export function resolve(state: ShellState, name: string): string {
  let found = name;
  for (let depth = 0; depth < MAX_NAMEREFS; depth++) {
    const v = state.variables.get(found);
    if (!v || (v.flags & NAMEREF) === 0 || v.value === undefined || v.value === '') return found;
    found = v.value;
    if (found === name) break;
  }
  state.warnings.push(`warning: ${name}: circular name reference`);
  return name;
}

/** `local -n v=v`: where the variable is that the name means outside of the function. */
function scopeBehind({ scopes }: ShellState, name: string, v: Variable): Scope | undefined {
  if (v.value !== name) return undefined;
  return scopes.findLast((scope) => scope.kind === 'function' && scope.covered.has(name));
}

export const find = (state: ShellState, name: string): Variable | undefined => {
  const v = state.variables.get(name);
  return v && v.flags & NAMEREF ? state.variables.get(resolve(state, name)) : v;
};

export const elementsOf = (state: ShellState, name: string): Map<Key, string> | undefined => {
  const v = find(state, name);
  if (!v) return undefined;
  return isDynamic(v) ? dynamicElements(state, resolve(state, name)) : v.elements;
};

/** The value as a scalar: of an array, element 0. */
export function getValue(state: ShellState, name: string): string | undefined {
  const v = state.variables.get(name);
  if (!v) return undefined;
  if (v.flags & NAMEREF) {
    const target = resolve(state, name);
    if (target === name) return scopeBehind(state, name, v)?.covered.get(name)?.value;
    const bracket = target.indexOf('[');
    return bracket < 0 ? getValue(state, target) : elementText(state, target, bracket);
  }
  if (isDynamic(v)) return dynamicValue(state, name, v);
  if (v.shape === 'scalar') return v.value;
  return v.elements?.get(v.shape === 'indexed' ? 0 : '0');
}

/** A nameref to one element, whose subscript is a plain number or key. */
function elementText(state: ShellState, target: string, bracket: number): string | undefined {
  const name = target.slice(0, bracket);
  const key = target.slice(bracket + 1, -1);
  return elementsOf(state, name)?.get(find(state, name)?.shape === 'indexed' ? Number(key) : key);
}

export const isSet = (v: Variable): boolean =>
  v.shape === 'scalar' ? v.value !== undefined : v.elements !== undefined && v.elements.size > 0;

/** Keys in bash's order: numbers upwards, strings as they lie in its hash table. */
export const keysOf = (v: Variable | undefined, elements: Map<Key, string> | undefined): Key[] => {
  if (!elements) return [];
  const keys = [...elements.keys()];
  if (v && isDynamic(v)) return keys;
  return v?.shape === 'indexed' ? keys.sort((a, b) => Number(a) - Number(b)) : hashOrder(keys);
};

/** What `nextIndex` answered, and for how many elements: while they are as many they are the same, but for `deleteElement`. */
const ends = new WeakMap<Map<Key, string>, { readonly size: number; readonly next: number }>();

/** One past the last: where `a+=(x)` goes on. */
export function nextIndex(elements: Map<Key, string>): number {
  const known = ends.get(elements);
  if (known?.size === elements.size) return known.next;
  let highest = -1;
  for (const key of elements.keys()) if (typeof key === 'number' && key > highest) highest = key;
  ends.set(elements, { size: elements.size, next: highest + 1 });
  return highest + 1;
}

/** Puts values behind the last. */
export function appendElements(elements: Map<Key, string>, values: readonly string[]): void {
  let next = nextIndex(elements);
  for (const value of values) elements.set(next++, value);
  ends.set(elements, { size: elements.size, next });
}

export function deleteElement(elements: Map<Key, string>, key: Key): void {
  elements.delete(key);
  ends.delete(elements);
}

const refuse = (name: string): never => {
  throw new ReadonlyError(name);
};

function integer(sh: Shell, value: string): bigint {
  try {
    return BigInt(evaluate(value, sh.env));
  } catch (thrown) {
    const explained = thrown instanceof ExpansionError && !(thrown instanceof ReadonlyError);
    throw explained && thrown.severity === 'command' ? new ValueError(thrown.message) : thrown;
  }
}

/** The value with the attributes -i, -l and -u applied; `before` is what `+=` adds to. */
function shaped(sh: Shell, flags: number, value: string, before: string | undefined): string {
  if (flags & INTEGER) {
    const number = integer(sh, value);
    return String(BigInt.asIntN(64, before === undefined ? number : integer(sh, before || '0') + number));
  }
  const joined = before === undefined ? value : before + value;
  if (flags & LOWER) return joined.toLowerCase();
  if (flags & UPPER) return joined.toUpperCase();
  if (flags & CAPITAL) return joined.charAt(0).toUpperCase() + joined.slice(1).toLowerCase();
  return joined;
}

/** GLOBIGNORE turns dotglob on, and off when it goes; empty it does neither. */
function followIgnored({ shopt, variables }: ShellState): void {
  const value = variables.get('GLOBIGNORE')?.value;
  if (value !== '') shopt.dotglob = value !== undefined;
}

/** What an assignment to some names makes the shell do. */
function afterwards(state: ShellState, name: string): void {
  switch (name) {
    case 'PATH':
      state.hashed.clear();
      return;
    case 'OPTIND':
      state.optionOffset = 0;
      return;
    case 'POSIXLY_CORRECT':
      state.options.posix = state.variables.has(name);
      return;
    case 'GLOBIGNORE':
      followIgnored(state);
      return;
    case 'BASH_COMPAT':
      state.warnings.push(...followCompat(state));
      return;
    default:
  }
}

/** `name=value` and `name+=value`. Throws an ExpansionError where that is refused. */
export function assign(sh: Shell, name: string, value: string, append = false): void {
  const { state } = sh;
  const v = state.variables.get(name);
  if (!v) {
    state.variables.set(name, variable(value, state.options.allexport ? EXPORT : 0));
    afterwards(state, name);
    return;
  }
  if (v.flags & NAMEREF) {
    assignReference(sh, name, v, value, append);
    return;
  }
  if (v.flags & READONLY) refuse(name);
  if (isDynamic(v) && v.shape !== 'associative') {
    setDynamic(state, name, value);
    return;
  }
  if (v.shape !== 'scalar') {
    assignElement(sh, name, v.shape === 'indexed' ? 0 : '0', value, append);
    return;
  }
  const special = v.flags & (INTEGER | LOWER | UPPER | CAPITAL);
  v.value = special || append ? shaped(sh, v.flags, value, append ? (v.value ?? '') : undefined) : value;
  if (state.options.allexport) v.flags |= EXPORT;
  afterwards(state, name);
}

function assignReference(sh: Shell, name: string, v: Variable, value: string, append: boolean): void {
  if (!v.value) {
    v.value = value;
    return;
  }
  const target = resolve(sh.state, name);
  if (target === name) {
    const scope = scopeBehind(sh.state, name, v);
    if (!scope) throw new ExpansionError(sh.state.warnings.pop() ?? '');
    const outer = scope.covered.get(name) ?? variable(undefined);
    scope.covered.set(name, outer);
    outer.value = shaped(sh, outer.flags, value, append ? (outer.value ?? '') : undefined);
    return;
  }
  const bracket = target.indexOf('[');
  if (bracket < 0) {
    assign(sh, target, value, append);
    return;
  }
  const array = target.slice(0, bracket);
  const key = target.slice(bracket + 1, -1);
  assignElement(sh, array, keyFor(sh, array, key), value, append);
}

/** A subscript that is a text already: a number for an indexed array, itself for an associative one. */
export function keyFor(sh: Shell, name: string, text: string): Key {
  if (find(sh.state, name)?.shape === 'associative') return text;
  const index = Number(evaluateSubscript(name, text, sh.env));
  return wrapIndex(sh.state, name, index, text);
}

/** Negative subscripts count from behind. */
export function wrapIndex(state: ShellState, name: string, index: number, text: string): number {
  if (index >= 0) return index;
  const elements = elementsOf(state, name);
  const wrapped = elements ? nextIndex(elements) + index : index;
  if (wrapped < 0) throw new ExpansionError(`${name}[${text}]: bad array subscript`);
  return wrapped;
}

export function assignElement(sh: Shell, name: string, key: Key, value: string, append = false): void {
  const { state } = sh;
  const target = resolve(state, name);
  const v = arrayVariable(state, target, typeof key === 'string' ? 'associative' : 'indexed');
  if (v.flags & READONLY) refuse(target);
  if (isDynamic(v)) {
    const before = append ? (dynamicElements(state, target)?.get(key) ?? '') : '';
    const refused = setDynamicElement(state, target, key, before + value);
    if (refused !== undefined) state.warnings.push(refused);
    return;
  }
  v.elements ??= new Map();
  const before = append ? (v.elements.get(key) ?? '') : undefined;
  v.elements.set(key, shaped(sh, v.flags, value, before));
  if (state.options.allexport) v.flags |= EXPORT;
}

/** The variable as an array: a scalar becomes element 0. */
export function arrayVariable(state: ShellState, name: string, shape: 'indexed' | 'associative'): Variable {
  const v = state.variables.get(name);
  if (!v) {
    const made: Variable = { shape, value: undefined, elements: new Map(), flags: 0 };
    state.variables.set(name, made);
    return made;
  }
  if (v.shape === 'scalar') {
    v.shape = shape;
    v.elements = new Map(v.value === undefined ? [] : [[shape === 'indexed' ? 0 : '0', v.value]]);
    v.value = undefined;
  }
  return v;
}

// ---------------------------------------------------------------- scopes

export const openScope = (state: ShellState, kind: Scope['kind']): Scope => {
  const scope: Scope = { kind, covered: new Map(), options: undefined };
  state.scopes.push(scope);
  return scope;
};

export function closeScope(state: ShellState): void {
  const scope = state.scopes.pop();
  if (!scope) return;
  for (const [name, before] of scope.covered) {
    if (before) state.variables.set(name, before);
    else state.variables.delete(name);
    afterwards(state, name);
  }
  if (scope.options) state.options = scope.options;
}

/** A new variable by that name in the scope; the old one comes back when the scope is closed. */
export function cover(state: ShellState, scope: Scope, name: string, v: Variable): Variable {
  if (!scope.covered.has(name)) scope.covered.set(name, state.variables.get(name));
  state.variables.set(name, v);
  return v;
}

export const functionScope = (state: ShellState): Scope | undefined =>
  state.scopes.findLast((scope) => scope.kind === 'function');

/** `local name`: covered once a call; one of the call's temporary environment keeps its value. */
export function makeLocal(state: ShellState, name: string, inherits = false): Variable {
  const scope = functionScope(state);
  const visible = state.variables.get(name);
  if (!scope) return visible ?? put(state, name);
  if (scope.covered.has(name) && visible) return visible;
  const outer = state.scopes[state.scopes.lastIndexOf(scope) - 1];
  const temporary = outer?.kind === 'temporary' && outer.covered.has(name);
  const inherit = inherits || temporary || state.shopt.localvar_inherit === true ? visible : undefined;
  // What was exported outside is exported in here too.
  const exported = (visible?.flags ?? 0) & EXPORT;
  return cover(state, scope, name, inherit ? { ...inherit } : variable(undefined, exported));
}

/** `declare -g`: the variable outside all functions. */
export function globalVariable(state: ShellState, name: string): Variable {
  for (const scope of state.scopes) {
    if (!scope.covered.has(name)) continue;
    const covered = scope.covered.get(name) ?? variable(undefined);
    scope.covered.set(name, covered);
    return covered;
  }
  return state.variables.get(name) ?? put(state, name);
}

export const put = (state: ShellState, name: string): Variable => {
  const v = variable(undefined, state.options.allexport ? EXPORT : 0);
  state.variables.set(name, v);
  return v;
};

/**
 * `unset`: a local one stays declared without value until its function ends; one of a caller, or of a temporary
 * environment, goes, and what it covered is seen again.
 */
export function unsetVariable(state: ShellState, name: string): void {
  const scope = state.scopes.findLast(({ covered }) => covered.has(name));
  const before = scope?.covered.get(name);
  const stays = scope === functionScope(state) || (scope?.kind === 'function' && state.shopt.localvar_unset === true);
  if (scope && stays) state.variables.set(name, variable(undefined));
  else {
    scope?.covered.delete(name);
    if (before) state.variables.set(name, before);
    else state.variables.delete(name);
  }
  afterwards(state, name);
}

/** What execve gets: every exported variable that has a value, and exported functions. */
export function environment(state: ShellState): string[] {
  const list: string[] = [];
  state.variables.forEach((v, name) => {
    if ((v.flags & EXPORT) === 0 || v.shape !== 'scalar') return;
    const value = isDynamic(v) ? dynamicValue(state, name) : v.value;
    if (value !== undefined) list.push(`${name}=${value}`);
  });
  for (const [name, { exported, body }] of state.functions) {
    if (exported) list.push(`BASH_FUNC_${name}%%=${printFunction('', body).replace(/^ \(\) \n\{ \n {4}/, '() {  ')}`);
  }
  return list;
}

const LETTERS: readonly (readonly [number, string])[] = [
  [CAPITAL, 'c'],
  [INTEGER, 'i'],
  [LOWER, 'l'],
  [NAMEREF, 'n'],
  [READONLY, 'r'],
  [64, 't'],
  [UPPER, 'u'],
  [EXPORT, 'x'],
];

/** The letters of `declare -p`, without the dash; '' for none. */
export function attributeLetters(v: { readonly shape: Shape; readonly flags: number }): string {
  const shape = v.shape === 'indexed' ? 'a' : v.shape === 'associative' ? 'A' : '';
  return LETTERS.reduce((text, [bit, letter]) => (v.flags & bit ? text + letter : text), shape);
}
