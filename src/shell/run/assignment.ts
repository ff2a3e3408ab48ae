/** Assignment statements: `x=1`, `x+=1`, `a[i]=1`, `a=(1 [5]=2)`. Authority: bash(1), PARAMETERS, Arrays. */
import { ExpansionError, type Key } from '../expand/env.ts';
import { ReadonlyError } from '../expand/error.ts';
import { expandAssignment, expandAssignmentNow, expandSubscript, expandWords } from '../expand/expand.ts';
import { quoteSingle } from '../expand/quote.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { READONLY, type Variable } from '../state.ts';
import type { ArrayLiteral, Assignment, Word } from '../syntax/ast.ts';
import { arrayVariable, assign, assignElement, find, nextIndex, resolve, wrapIndex } from '../variables/variables.ts';

const isArray = (value: Word | ArrayLiteral): value is ArrayLiteral => 'kind' in value;

export const isArrayAssignment = ({ value }: Assignment): boolean => isArray(value);

/** A scalar whose value needs no waiting; false when nothing has been done. */
export function assignNow(sh: Shell, { name, index, append, value }: Assignment): boolean {
  if (index !== undefined || isArray(value)) return false;
  const text = expandAssignmentNow(value, sh.env);
  if (text === undefined) return false;
  assign(sh, name, text, append);
  return true;
}

/** Carries one out. `shown` is told the value first, for `set -x`. */
export function* assignOne(sh: Shell, one: Assignment, shown?: (value: string) => Doing<void>): Doing<void> {
  const { name, index, append, value } = one;
  if (isArray(value)) {
    if (shown) yield* shown(one.text);
    yield* assignArray(sh, one);
    return;
  }
  const text = yield* expandAssignment(value, sh.env);
  if (shown) yield* shown(text);
  if (index === undefined) assign(sh, name, text, append);
  else {
    const target = resolve(sh.state, name);
    assignElement(sh, target, yield* subscript(sh, target, index), text, append);
  }
}

/** Where an assignment goes. Its complaints show the subscript, those of an expansion do not. */
function* subscript(sh: Shell, name: string, index: Word): Doing<Key> {
  const { state } = sh;
  const bad = new ExpansionError(`${name}[${index.text}]: bad array subscript`);
  const keyed = find(state, name)?.shape === 'associative';
  try {
    if (index.text === '') throw bad;
    const key = yield* expandSubscript(name, index, sh.env);
    if (key === '' && keyed) throw bad;
    return typeof key === 'number' ? wrapIndex(state, name, key, index.text) : key;
  } catch (thrown) {
    const short = thrown instanceof ExpansionError && thrown.message === `${name}: bad array subscript`;
    throw short ? bad : thrown;
  }
}

/** `name=(…)`, with `+=` behind what is there. `shape` is what a declaration asks for. */
export function* assignArray(
  sh: Shell,
  { name, append, value }: Assignment,
  shape?: 'indexed' | 'associative',
): Doing<void> {
  if (!isArray(value)) return;
  const { state } = sh;
  const target = resolve(state, name);
  const old = find(state, target);
  if (old && old.flags & READONLY) throw new ReadonlyError(target);
  const keyed = shape === 'associative' || old?.shape === 'associative';
  const fresh: Variable = {
    shape: keyed ? 'associative' : 'indexed',
    value: undefined,
    elements: new Map(),
    flags: old?.flags ?? 0,
  };
  const before = append ? arrayVariable(state, target, keyed ? 'associative' : 'indexed').elements : undefined;
  if (before) fresh.elements = new Map(before);
  const filled = yield* fill(sh, target, fresh, value, shape !== undefined);
  state.variables.set(target, filled);
}

/** The elements go into `v` by way of the variable table, because subscripts may look at the array itself. */
function* fill(sh: Shell, name: string, v: Variable, { elements }: ArrayLiteral, declared: boolean): Doing<Variable> {
  const { state } = sh;
  const old = state.variables.get(name);
  const pairs = v.shape === 'associative' && elements[0]?.kind === 'value';
  if (pairs) {
    yield* fillPairs(sh, v, elements);
    return v;
  }
  const map = v.elements ?? new Map<number | string, string>();
  v.elements = map;
  let next = nextIndex(map);
  for (const element of elements) {
    if (element.kind === 'value') {
      if (v.shape === 'associative') {
        const { text: word } = element.value;
        const text = `${name}: ${declared ? quoteSingle(word) : word}: must use subscript when assigning associative array`;
        yield* complain(sh, text);
        continue;
      }
      for (const word of yield* expandWords([element.value], sh.env)) {
        put(sh, name, v, old, next, word, false);
        next++;
      }
      continue;
    }
    const text = yield* expandAssignment(element.value, sh.env);
    state.variables.set(name, v);
    const place = yield* subscript(sh, name, element.index);
    put(sh, name, v, old, place, text, element.append);
    if (typeof place === 'number') next = place + 1;
  }
  return v;
}

function put(
  sh: Shell,
  name: string,
  v: Variable,
  old: Variable | undefined,
  key: number | string,
  value: string,
  append: boolean,
): void {
  sh.state.variables.set(name, v);
  assignElement(sh, name, key, value, append);
  // While the rest of the words is expanded the old value is still there.
  if (old) sh.state.variables.set(name, old);
}

/** `declare -A a=(k1 v1 k2 v2)`. */
function* fillPairs(sh: Shell, v: Variable, elements: ArrayLiteral['elements']): Doing<void> {
  const words: string[] = [];
  for (const element of elements) {
    if (element.kind === 'value') words.push(...(yield* expandWords([element.value], sh.env)));
    else
      words.push(
        `[${element.index.text}]${element.append ? '+' : ''}=${yield* expandAssignment(element.value, sh.env)}`,
      );
  }
  for (let at = 0; at < words.length; at += 2) v.elements?.set(words[at] ?? '', words[at + 1] ?? '');
}
