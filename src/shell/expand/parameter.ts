/**
 * ${…}: the value of a parameter and what its operation makes of it.
 * Authority: bash(1), Parameter Expansion; messages as bash 5.2 prints them.
 */
import type { Arithmetic, ParameterOperation, ParameterPart, Word } from '../syntax/ast.ts';
import { evaluate, evaluateSubscript } from './arith.ts';
import type { ExpandEnv, Key } from './env.ts';
import { ExpansionError, ReadonlyError } from './error.ts';
import { compilePattern } from './pattern.ts';
import {
  changeCase,
  characterCount,
  removePrefix,
  removeSuffix,
  replacePattern,
  sliceCharacters,
} from './substring.ts';
import { transform } from './transform.ts';
import {
  allOf,
  isList,
  isVariableName,
  joinerOf,
  type List,
  type Reference,
  referenceValue,
  type Value,
} from './value.ts';

/** How the words inside an expansion are expanded; the caller's side of the recursion. */
export interface Expander {
  text(word: Word): Generator<void, string>;
  arithmetic(expression: Arithmetic): Generator<void, string>;
  pattern(word: Word): Generator<void, string>;
  /** Like a pattern, with quoted characters of `quoted` backslashed. */
  marked(word: Word, quoted: RegExp): Generator<void, string>;
}

/** In ${x/pattern/replacement} a quoted `/`, `#` or `%` at the start of the pattern is none of the operator. */
const PATTERN_CHARACTERS = /[\\*?[\]!^\-+@()|/#%]/g;
const REPLACEMENT_CHARACTERS = /[\\&]/g;

export type Outcome =
  /** `made`: a text of its own, which in quotes is a field even when it is empty: "$@${x/a}". */
  | { readonly kind: 'value'; readonly value: Value; readonly made?: boolean }
  /** The operand takes the value's place, with its own quotes. */
  | { readonly kind: 'word'; readonly word: Word };

const outcome = (value: Value): Outcome => ({ kind: 'value', value });
const made = (value: Value): Outcome => ({ kind: 'value', value, made: true });

export function* expandParameter(part: ParameterPart, env: ExpandEnv, expander: Expander): Generator<void, Outcome> {
  const { operation } = part;
  if (operation?.kind === 'bad') throw badSubstitution(part);
  if (operation?.kind === 'names') return outcome(names(part, operation.separate, env));
  if (part.indirect && operation === undefined && allOf(part.index) !== undefined) return outcome(keysOf(part, env));
  const reference = yield* referenceOf(part, env, expander);
  return yield* apply(part, reference, env, expander);
}

const badSubstitution = ({ text, within = text }: ParameterPart): ExpansionError =>
  new ExpansionError(`${within}: bad substitution`);

/** ${!prefix@}. */
const names = (part: ParameterPart, separate: boolean, env: ExpandEnv): Value => ({
  items: env.namesWithPrefix(part.name),
  joined: !separate,
});

/** ${!a[@]}. */
function keysOf(part: ParameterPart, env: ExpandEnv): Value {
  const items = env.keys(part.name).map(String);
  return { items, joined: allOf(part.index) === '*' };
}

// ---------------------------------------------------------------- which parameter

/** One without a name when the subscript is impossible: bash says so and goes on with nothing. */
function* referenceOf(part: ParameterPart, env: ExpandEnv, expander: Expander): Generator<void, Reference> {
  const direct = yield* directReference(part, env, expander);
  return part.indirect ? yield* followed(direct, part, env, expander) : direct;
}

function* directReference(part: ParameterPart, env: ExpandEnv, expander: Expander): Generator<void, Reference> {
  const { name, index } = part;
  const all = allOf(index);
  if (index === undefined || all !== undefined) {
    const listed = name === '@' || name === '*' ? name : all;
    return { name, key: undefined, all, text: listed === undefined || listed === name ? name : `${name}[${listed}]` };
  }
  const key = yield* subscriptOf(name, index, env, expander);
  if (key === undefined) {
    env.warn(`${name}: bad array subscript`);
    return { name: '', key: undefined, all: undefined, text: `${name}[${index.text}]` };
  }
  return { name, key, all: undefined, text: `${name}[${index.text}]` };
}

function* subscriptOf(name: string, index: Word, env: ExpandEnv, expander: Expander): Generator<void, Key | undefined> {
  const text = yield* expander.text(index);
  if (env.shape(name) === 'associative') return text;
  const key = Number(evaluateSubscript(name, text, env));
  if (key >= 0) return key;
  const counted = env.shape(name) === 'indexed' ? env.end(name) + key : key;
  return counted < 0 ? undefined : counted;
}

/** ${!x}: the parameter whose name is the value of x. Messages go on calling it `!x`. */
function* followed(
  direct: Reference,
  part: ParameterPart,
  env: ExpandEnv,
  expander: Expander,
): Generator<void, Reference> {
  const text = `!${direct.text}`;
  // Of a nameref it is the name itself; there is no parameter behind it to look at.
  const target = part.index === undefined ? env.nameref(part.name) : undefined;
  if (target) return { name: '', key: target, all: undefined, text };
  const name = nameIn(direct, env);
  if (name === undefined) {
    if (isVariableName(part.name) && env.shape(part.name) === undefined) {
      throw new ExpansionError(`${direct.text}: invalid indirect expansion`);
    }
    return { name: '', key: undefined, all: undefined, text };
  }
  const subscripted = /^([A-Za-z_][A-Za-z0-9_]*)\[([\s\S]+)\]$/.exec(name);
  if (subscripted !== null) {
    const [, array = '', inside = ''] = subscripted;
    const index: Word = { parts: [{ kind: 'literal', value: inside, escaped: false }], text: inside };
    const referred: ParameterPart = { kind: 'parameter', name: array, indirect: false, index, text: part.text };
    const reference = yield* directReference(referred, env, expander);
    return { ...reference, text };
  }
  if (!isVariableName(name) && !/^([0-9]+|[@*#?$!-])$/.test(name)) {
    throw new ExpansionError(`${name}: invalid variable name`);
  }
  return { name, key: undefined, all: undefined, text };
}

function nameIn(direct: Reference, env: ExpandEnv): string | undefined {
  const value = direct.name === '' ? undefined : referenceValue(direct, env);
  return isList(value) ? value.items.join(value.joined ? joinerOf(env) : ' ') : value;
}

// ---------------------------------------------------------------- what is made of it

function* apply(
  part: ParameterPart,
  reference: Reference,
  env: ExpandEnv,
  expander: Expander,
): Generator<void, Outcome> {
  const { operation } = part;
  const listed = reference.all !== undefined || reference.name === '@' || reference.name === '*';
  if (operation?.kind === 'length' && listed) return outcome(lengthOfList(reference, env));
  // The name behind a nameref is a value already; behind nothing there is none.
  const value = reference.name === '' ? reference.key?.toString() : referenceValue(reference, env);
  if (operation === undefined) return outcome(known(value, reference, env));
  switch (operation.kind) {
    case 'default':
    case 'alternative': {
      const has = operation.colon ? !isNull(value) : value !== undefined;
      if (operation.kind === 'default') return has ? outcome(value) : { kind: 'word', word: operation.word };
      return has ? { kind: 'word', word: operation.word } : outcome(undefined);
    }
    case 'assign': {
      if (operation.colon ? !isNull(value) : value !== undefined) return outcome(value);
      return outcome(assign(reference, yield* expander.text(operation.word), env));
    }
    case 'error': {
      if (operation.colon ? !isNull(value) : value !== undefined) return outcome(value);
      const text = yield* expander.text(operation.word);
      throw required(reference, operation.word.text === '' ? undefined : text, operation.colon);
    }
    case 'length':
      return outcome(length(part, value, reference, env));
    case 'transform': {
      const checked = operation.operator === 'A' || operation.operator === 'a' ? value : known(value, reference, env);
      return made(yield* transform(operation.operator, checked, reference, part.within ?? part.text, env));
    }
    case 'bad':
    case 'names':
      throw badSubstitution(part);
    default: {
      const changed = yield* change(operation, known(value, reference, env), reference, env, expander);
      return operation.kind === 'remove' && value === '' ? outcome(changed) : made(changed);
    }
  }
}

/** set -u: an unset parameter is an error, except `$@` and `$*`. */
export function known(value: Value, reference: Pick<Reference, 'name' | 'all' | 'text'>, env: ExpandEnv): Value {
  if (value !== undefined || !env.options.nounset) return value;
  const { name, all, text } = reference;
  if (name === '@' || name === '*' || all !== undefined) return value;
  throw new ExpansionError(`${text}: unbound variable`, 'exit', 127);
}

/** For the colon: unset, or empty. */
function isNull(value: Value): boolean {
  if (!isList(value)) return value === undefined || value === '';
  return value.items.length === 0 || (value.items.length === 1 && value.items[0] === '');
}

function assign(reference: Reference, value: string, env: ExpandEnv): Value {
  const { name, key, all, text } = reference;
  const indirect = /^!./.test(text);
  if (name === '')
    throw new ExpansionError(`${text}: ${indirect ? 'invalid indirect expansion' : 'bad array subscript'}`);
  if (!isVariableName(name) && indirect) throw new ExpansionError(`${name}: invalid variable name`);
  if (!isVariableName(name)) throw new ExpansionError(`$${text}: cannot assign in this way`);
  if (all !== undefined) throw new ExpansionError(`${text}: bad array subscript`);
  if (key === undefined) env.set(name, value);
  else env.setElement(name, key, value);
  return referenceValue(reference, env) ?? value;
}

function required(reference: Reference, text: string | undefined, colon: boolean): ExpansionError {
  const message = text ?? (colon ? 'parameter null or not set' : 'parameter not set');
  return new ExpansionError(`${reference.text}: ${message}`, 'exit', 127);
}

const lengthOfList = ({ name }: Reference, env: ExpandEnv): string =>
  String(name === '@' || name === '*' ? env.positional.length : env.count(name));

function length({ name, index }: ParameterPart, value: Value, reference: Reference, env: ExpandEnv): Value {
  // Of an array only the name counts as unset.
  if (index && env.shape(name) === undefined) {
    if (env.options.nounset) throw new ExpansionError(`${name}: unbound variable`, 'exit');
    return '0';
  }
  if (index && reference.name === '') throw new ExpansionError(`${index.text}]: bad array subscript`);
  if (value === undefined && !index && env.options.nounset) {
    throw new ExpansionError(`${reference.text}: unbound variable`, 'exit', 127);
  }
  return String(value === undefined || isList(value) ? 0 : characterCount(value));
}

type Change = Extract<ParameterOperation, { readonly kind: 'remove' | 'replace' | 'slice' | 'case' }>;

function* change(
  operation: Change,
  value: Value,
  reference: Reference,
  env: ExpandEnv,
  expander: Expander,
): Generator<void, Value> {
  if (operation.kind === 'slice') return yield* slice(operation, value, reference, env, expander);
  const convert = yield* converter(operation, env, expander);
  if (value === undefined) return undefined;
  return isList(value) ? { ...value, items: value.items.map(convert) } : convert(value);
}

type Convert = (text: string) => string;

function* converter(
  operation: Exclude<Change, { readonly kind: 'slice' }>,
  env: ExpandEnv,
  expander: Expander,
): Generator<void, Convert> {
  const { extglob, nocasematch } = env.options;
  switch (operation.kind) {
    case 'remove': {
      const pattern = compilePattern(yield* expander.pattern(operation.pattern), { extglob });
      const remove = operation.side === 'prefix' ? removePrefix : removeSuffix;
      return (text) => remove(text, pattern, operation.longest);
    }
    case 'case': {
      const source = operation.pattern === undefined ? undefined : yield* expander.pattern(operation.pattern);
      const pattern = source === undefined || source === '' ? undefined : compilePattern(source, { extglob });
      return (text) => changeCase(text, operation.change, operation.all, pattern);
    }
    case 'replace': {
      const expanded = yield* expander.marked(operation.pattern, PATTERN_CHARACTERS);
      const { where, source } = anchored(expanded, operation.pattern.text.startsWith('/'));
      const pattern = compilePattern(source, { extglob, ignoreCase: nocasematch });
      const replacement = yield* replacementOf(operation.replacement, env, expander);
      return (text) => replacePattern(text, pattern, where, replacement);
    }
  }
}

/** `#` and `%` may come out of a variable, the `/` for all matches has to be written. */
function anchored(source: string, all: boolean): { where: 'first' | 'all' | 'prefix' | 'suffix'; source: string } {
  if (all) return { where: 'all', source: source.slice(1) };
  switch (source.charAt(0)) {
    case '#':
      return { where: 'prefix', source: source.slice(1) };
    case '%':
      return { where: 'suffix', source: source.slice(1) };
    default:
      return { where: 'first', source };
  }
}

/** An unquoted `&` in the replacement stands for what was matched. */
function* replacementOf(word: Word, env: ExpandEnv, expander: Expander): Generator<void, (matched: string) => string> {
  if (!env.options.patsub_replacement || (!word.text.includes('&') && !word.text.includes('$'))) {
    const text = yield* expander.text(word);
    return () => text;
  }
  const source = yield* expander.marked(word, REPLACEMENT_CHARACTERS);
  const pieces: (string | undefined)[] = [''];
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '&') pieces.push(undefined, '');
    else {
      if (char === '\\' && at + 1 < source.length) at++;
      pieces[pieces.length - 1] += source.charAt(at);
    }
  }
  return (matched) => pieces.map((piece) => piece ?? matched).join('');
}

// ---------------------------------------------------------------- slices

function* slice(
  operation: Extract<ParameterOperation, { readonly kind: 'slice' }>,
  given: Value,
  reference: Reference,
  env: ExpandEnv,
  expander: Expander,
): Generator<void, Value> {
  if (given === undefined && reference.name !== '@' && reference.name !== '*') return undefined;
  // A scalar is not a list of one here.
  const value = isList(given) && env.shape(reference.name) === 'scalar' ? given.items[0] : given;
  const offset = bound(yield* expander.arithmetic(operation.offset), reference, env);
  const end = operation.length === undefined ? undefined : yield* expander.arithmetic(operation.length);
  const length = end === undefined ? undefined : bound(end, reference, env);
  const negative = (): ExpansionError => new ExpansionError(`${end}: substring expression < 0`);
  if (typeof value === 'string') {
    const total = characterCount(value);
    const from = offset < 0 ? total + offset : offset;
    if (from < 0 || from > total) return undefined;
    const to = length === undefined ? total : length < 0 ? total + length : from + length;
    if (to < from) throw negative();
    return sliceCharacters(value, from, to);
  }
  if (length !== undefined && length < 0) throw negative();
  return sliceList(value, offset, length, reference, env);
}

/** One of the numbers behind the colons. */
function bound(expression: string, { text }: Reference, env: ExpandEnv): number {
  try {
    return Number(evaluate(expression, env));
  } catch (thrown) {
    const explained = thrown instanceof ExpansionError && !(thrown instanceof ReadonlyError);
    if (!explained || thrown.severity !== 'command') throw thrown;
    throw new ExpansionError(`${text}: ${thrown.message}`);
  }
}

function sliceList(
  value: List | undefined,
  offset: number,
  length: number | undefined,
  reference: Reference,
  env: ExpandEnv,
): Value {
  const joined = value?.joined ?? reference.name === '*';
  const take = (items: readonly string[], from: number): Value => {
    const taken = items.slice(from, length === undefined ? undefined : from + length);
    return { items: taken, joined };
  };
  if (reference.name === '@' || reference.name === '*') {
    const all = [env.name0, ...env.positional];
    const from = offset < 0 ? all.length + offset : offset;
    return from < 0 ? { items: [], joined } : take(all, from);
  }
  const items = value?.items ?? [];
  const keys = env.keys(reference.name);
  const last = keys.at(-1);
  const end = typeof last === 'number' ? last + 1 : items.length;
  const first = offset < 0 ? end + offset : offset;
  if (first < 0) return { items: [], joined };
  // The offset is a subscript, the length a number of elements.
  const from = typeof last === 'number' ? keys.findIndex((key) => Number(key) >= first) : first;
  return from === -1 ? { items: [], joined } : take(items, from);
}
