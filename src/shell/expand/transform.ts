/** ${x@Q}, ${a[@]@A} and the other operators behind `@`. Authority: bash(1), Parameter transformation. */
import { decodeAnsiC } from '../syntax/ansi-c.ts';
import type { ExpandEnv } from './env.ts';
import { ExpansionError } from './error.ts';
import { quoteForReuse, quoteInDouble, quoteSingle } from './quote.ts';
import { changeCase } from './substring.ts';
import { isList, isVariableName, type List, type Reference, type Value } from './value.ts';

/** `text` is the whole `${…}`, for the message. */
export function* transform(
  operator: string,
  value: Value,
  reference: Reference,
  text: string,
  env: ExpandEnv,
): Generator<void, Value> {
  if (value === undefined) return operator === 'A' || operator === 'a' ? declared(operator, reference, env) : undefined;
  switch (operator) {
    case 'A':
      if (!isList(value)) return isVariableName(reference.name) ? scalarDeclaration(reference, value, env) : undefined;
      return env.shape(reference.name) === 'scalar'
        ? scalarDeclaration(reference, value.items[0] ?? '', env)
        : declaration(reference, value, env);
    case 'a':
      return isList(value)
        ? { ...value, items: value.items.map(() => env.attributes(reference.name)) }
        : env.attributes(reference.name);
    case 'K':
      return pairs(value, reference, env);
    case 'k':
      return isList(value) ? { ...value, items: keysAndValues(reference, value, env) } : quoteForReuse(value);
    case 'P':
      return yield* prompts(value, env);
    case 'Q':
    case 'E':
    case 'U':
    case 'u':
    case 'L':
      return each(value, (item) => transformText(operator, item));
    default:
      throw new ExpansionError(`${text}: bad substitution`, 'exit', 127);
  }
}

const each = (value: string | List, change: (item: string) => string): Value =>
  isList(value) ? { ...value, items: value.items.map(change) } : change(value);

function transformText(operator: 'Q' | 'E' | 'U' | 'u' | 'L', text: string): string {
  switch (operator) {
    case 'Q':
      return quoteForReuse(text);
    case 'E':
      return decodeAnsiC(text);
    case 'U':
      return changeCase(text, 'upper', true, undefined);
    case 'u':
      return changeCase(text, 'upper', false, undefined);
    default:
      return changeCase(text, 'lower', true, undefined);
  }
}

function* prompts(value: string | List, env: ExpandEnv): Generator<void, Value> {
  if (!isList(value)) return yield* env.prompt(value);
  const items: string[] = [];
  for (const item of value.items) items.push(yield* env.prompt(item));
  return { ...value, items };
}

/** A variable without a value may have attributes all the same. */
function declared(operator: 'A' | 'a', { name }: Reference, env: ExpandEnv): Value {
  const attributes = env.shape(name) === undefined ? '' : env.attributes(name);
  if (attributes === '') return undefined;
  return operator === 'a' ? attributes : `declare -${attributes} ${name}`;
}

function scalarDeclaration({ name }: Reference, value: string, env: ExpandEnv): string {
  const attributes = env.attributes(name);
  const assigned = `${name}=${quoteForReuse(value)}`;
  return attributes === '' ? assigned : `declare -${attributes} ${assigned}`;
}

/** The words of the declaration. */
function declaration(reference: Reference, list: List, env: ExpandEnv): Value {
  const { name } = reference;
  if (name === '@' || name === '*') return { ...list, items: ['set', '--', ...list.items.map(quoteSingle)] };
  const keys = env.keys(name);
  const entries = list.items.map((item, i) => `[${quoteKey(keys[i] ?? 0)}]=${quoteInDouble(item)}`);
  const closing = env.shape(name) === 'associative' ? ' ' : '';
  return { ...list, items: ['declare', `-${env.attributes(name)}`, `${name}=(${entries.join(' ')}${closing})`] };
}

/** `declare -p` quotes only the keys that need it. */
const quoteKey = (key: number | string): string =>
  typeof key === 'number' || /^[A-Za-z0-9_.,:/%+-]+$/.test(key) ? String(key) : quoteInDouble(key);

function keysAndValues(reference: Reference, list: List, env: ExpandEnv): string[] {
  const keys = env.keys(reference.name);
  if (reference.name === '@' || reference.name === '*') return list.items.map(quoteForReuse);
  return list.items.flatMap((item, i) => [String(keys[i] ?? 0), item]);
}

/** `key "value" key "value"`, as one text. */
function pairs(value: string | List, reference: Reference, env: ExpandEnv): Value {
  if (!isList(value)) return quoteForReuse(value);
  if (reference.name === '@' || reference.name === '*') return each(value, quoteForReuse);
  const keys = env.keys(reference.name);
  const shown = value.items.map((item, i) => `${quoteKey(keys[i] ?? 0)} ${quoteInDouble(item)}`);
  return shown.join(' ') + (env.shape(reference.name) === 'associative' ? ' ' : '');
}
