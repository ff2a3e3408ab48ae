/** Assignment statements: `x=1`, `x+=1`, `a[i]=1`, `a=(1 [5]=2)`. Authority: bash(1), PARAMETERS, Arrays. */
import { evaluateSubscript } from '../expand/arith.ts';
import { ExpansionError, type Key } from '../expand/env.ts';
import { ReadonlyError } from '../expand/error.ts';
import {
  expandAssignment,
  expandAssignmentNow,
  expandSubscript,
  expandSubscriptNow,
  expandWords,
  expandWordsNow,
} from '../expand/expand.ts';
import { isImmediate } from '../expand/plan.ts';
import { quoteSingle } from '../expand/quote.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { CAPITAL, DYNAMIC, INTEGER, LOWER, READONLY, UPPER, type Variable } from '../state.ts';
import type { ArrayElement, ArrayLiteral, Assignment, Word } from '../syntax/ast.ts';
import {
  appendElements,
  arrayVariable,
  assign,
  assignElement,
  find,
  nextIndex,
  resolve,
  wrapIndex,
} from '../variables/variables.ts';

const isArray = (value: Word | ArrayLiteral): value is ArrayLiteral => 'kind' in value;

export const isArrayAssignment = ({ value }: Assignment): boolean => isArray(value);

/** A scalar whose value needs no waiting; false when nothing has been done. */
export function assignNow(sh: Shell, { name, index, append, value }: Assignment): boolean {
  if (isArray(value)) return false;
  if (index !== undefined && !(isImmediate(index) && isImmediate(value))) return false;
  const text = expandAssignmentNow(value, sh.env);
  if (text === undefined) return false;
  if (index === undefined) assign(sh, name, text, append);
  else {
    const target = resolve(sh.state, name);
    const key = checked(sh, target, index, () => expandSubscriptNow(target, index, sh.env) ?? '');
    assignElement(sh, target, key, text, append);
  }
  return true;
}

/** Carries one out. `shown` is told the value first, for `set -x`. */
export function* assignOne(sh: Shell, one: Assignment, shown?: (value: string) => Doing<void>): Doing<void> {
  const { name, index, append, value } = one;
  if (isArray(value)) {
    if (shown) yield* shown(one.text);
    refuseMember(one);
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

/** `a[1]=(…)`. */
export function refuseMember({ name, index }: Assignment): void {
  if (index) throw new ExpansionError(`${name}[${index.text}]: cannot assign list to array member`);
}

/** Where an assignment goes. */
function* subscript(sh: Shell, target: string, index: Word): Doing<Key> {
  if (isImmediate(index)) return checked(sh, target, index, () => expandSubscriptNow(target, index, sh.env) ?? '');
  try {
    const key = yield* expandSubscript(target, index, sh.env);
    return checked(sh, target, index, () => key);
  } catch (thrown) {
    throw reworded(thrown, target, index);
  }
}

/** The key that `find` answers, if it is one that can be assigned to. */
function checked({ state }: Shell, name: string, index: Word, find: () => Key): Key {
  try {
    const whole = (index.text === '@' || index.text === '*') && state.variables.get(name)?.shape !== 'associative';
    if (index.text === '' || whole) throw badSubscript(name, index);
    const key = find();
    if (key === '' && state.variables.get(name)?.shape === 'associative') throw badSubscript(name, index);
    return typeof key === 'number' ? wrapIndex(state, name, key, index.text) : key;
  } catch (thrown) {
    throw reworded(thrown, name, index);
  }
}

const badSubscript = (name: string, index: Word): ExpansionError =>
  new ExpansionError(`${name}[${index.text}]: bad array subscript`);

/** Complaints of an assignment show the subscript, those of an expansion do not. */
function reworded(thrown: unknown, name: string, index: Word): unknown {
  const short = thrown instanceof ExpansionError && thrown.message === `${name}: bad array subscript`;
  return short ? badSubscript(name, index) : thrown;
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
  if (target.includes('[')) throw new ExpansionError(`\`${target}': not a valid identifier`);
  const old = find(state, target);
  if (old && old.flags & READONLY) throw new ReadonlyError(target);
  const keyed = shape === 'associative' || old?.shape === 'associative';
  if (append && !keyed && old && isPlainArray(old) && (yield* appendAll(sh, target, value))) return;
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

/** Values go into it as they are. */
const isPlainArray = ({ shape, flags }: Variable): boolean =>
  shape === 'indexed' && (flags & (INTEGER | LOWER | UPPER | CAPITAL | DYNAMIC)) === 0;

/** `a+=(x y)` without subscripts, which needs no copy of the array. False when it is not that. */
function* appendAll(sh: Shell, name: string, { elements }: ArrayLiteral): Doing<boolean> {
  if (!elements.every(({ kind }) => kind === 'value')) return false;
  const words = elements.map(({ value }) => value);
  const values = expandWordsNow(words, sh.env) ?? (yield* expandWords(words, sh.env));
  const v = arrayVariable(sh.state, name, 'indexed');
  v.elements ??= new Map();
  appendElements(v.elements, values);
  return true;
}

/** An element of a literal, its value expanded. */
interface Filled {
  /** Absent: the next one. */
  readonly entry?: Extract<ArrayElement, { readonly kind: 'entry' }>;
  readonly value: string;
  /** As written. */
  readonly text: string;
}

/** All values are expanded before the first is assigned: the array is still the old one. */
function* expandElements(sh: Shell, elements: ArrayLiteral['elements']): Doing<Filled[]> {
  const filled: Filled[] = [];
  for (const element of elements) {
    const { text } = element.value;
    if (element.kind === 'entry') {
      filled.push({ entry: element, value: yield* expandAssignment(element.value, sh.env), text });
    } else {
      for (const value of yield* expandWords([element.value], sh.env)) filled.push({ value, text });
    }
  }
  return filled;
}

const quotedWord = (value: string): Word => ({ parts: [{ kind: 'single-quoted', value }], text: quoteSingle(value) });

/** A compound assignment whose values are expanded already, and these as `set -x` shows them. */
export function* expandedLiteral(
  sh: Shell,
  one: Assignment,
  keyed: boolean,
): Doing<{ literal: Assignment; shown: readonly string[] }> {
  const given = isArray(one.value) ? one.value.elements : [];
  const elements: ArrayElement[] = [];
  const shown: string[] = [];
  for (const element of given) {
    const whole = keyed || element.kind === 'entry';
    const values = yield* whole ? unsplit(sh, element) : expandWords([element.value], sh.env);
    for (const value of values) {
      const word = quotedWord(value);
      elements.push({ ...element, value: word });
      const key = element.kind === 'entry' ? `[${quoteSingle(element.index.text)}]${element.append ? '+' : ''}=` : '';
      shown.push(`${key}${word.text}`);
    }
  }
  return { literal: { ...one, value: { kind: 'array', elements }, text: one.name }, shown };
}

function* unsplit(sh: Shell, { value }: ArrayElement): Doing<string[]> {
  return [yield* expandAssignment(value, sh.env)];
}

/** The elements go into `v` by way of the variable table, because subscripts may look at the array itself. */
function* fill(sh: Shell, name: string, v: Variable, { elements }: ArrayLiteral, declared: boolean): Doing<Variable> {
  const { state } = sh;
  if (v.shape === 'associative' && elements[0]?.kind === 'value') {
    yield* fillPairs(sh, v, elements);
    return v;
  }
  const map = v.elements ?? new Map<number | string, string>();
  v.elements = map;
  const filled = yield* expandElements(sh, elements);
  const old = state.variables.get(name);
  let next = nextIndex(map);
  for (const { entry, value, text } of filled) {
    if (!entry && v.shape === 'associative') {
      const shown = declared ? quoteSingle(text) : text;
      yield* complain(sh, `${name}: ${shown}: must use subscript when assigning associative array`);
      continue;
    }
    state.variables.set(name, v);
    const place = entry ? yield* elementKey(sh, name, v, entry, value) : next;
    if (place !== undefined) put(sh, name, v, old, place, value, entry?.append === true);
    if (typeof place === 'number') next = place + 1;
  }
  return v;
}

/** Undefined after a complaint: that element is left out. */
function* elementKey(
  sh: Shell,
  name: string,
  v: Variable,
  { index, append }: NonNullable<Filled['entry']>,
  value: string,
): Doing<Key | undefined> {
  const text = yield* expandAssignment(index, sh.env);
  const shown = `[${text}]${append ? '+' : ''}=${value}`;
  if (v.shape === 'indexed' && (index.text === '@' || index.text === '*')) {
    yield* complain(sh, `${shown}: cannot assign to non-numeric index`);
    return undefined;
  }
  const key = text === '' || v.shape === 'associative' ? text : evaluateSubscript(name, text, sh.env);
  const counted = typeof key === 'number' && key < 0 ? nextIndex(v.elements ?? new Map()) + key : key;
  if (counted !== '' && (typeof counted === 'string' || counted >= 0)) return counted;
  yield* complain(sh, `${shown}: bad array subscript`);
  return undefined;
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

/** One key or value: it is not split. */
function* pairText(sh: Shell, element: ArrayElement): Doing<string> {
  const text = yield* expandAssignment(element.value, sh.env);
  return element.kind === 'value' ? text : `[${element.index.text}]${element.append ? '+' : ''}=${text}`;
}

/** `declare -A a=(k1 v1 k2 v2)`. */
function* fillPairs(sh: Shell, v: Variable, elements: ArrayLiteral['elements']): Doing<void> {
  for (let at = 0; at < elements.length; at += 2) {
    const [first, second] = elements.slice(at, at + 2);
    const key = first ? yield* pairText(sh, first) : '';
    if (key === '') {
      yield* complain(sh, `${first?.value.text}: bad array subscript`);
      continue;
    }
    const value = second ? yield* pairText(sh, second) : '';
    v.elements?.set(key, value);
  }
}
