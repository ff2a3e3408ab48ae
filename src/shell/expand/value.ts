/**
 * The value that a parameter has before its operation: a text, a list, or none.
 * Authority: bash(1), PARAMETERS; Special Parameters; Arrays; Parameter Expansion (indirection).
 */
import type { Word } from '../syntax/ast.ts';
import type { ExpandEnv, Key } from './env.ts';

/** Elements of "$@", "$*", an array. */
export interface List {
  readonly items: readonly string[];
  /** `*`: one text when quoted, joined by the first character of IFS. */
  readonly joined: boolean;
}

export type Value = string | List | undefined;

export const isList = (value: Value): value is List => typeof value === 'object';

/** A parameter that a name, perhaps with a subscript, stands for. */
export interface Reference {
  readonly name: string;
  /** `[@]`, `[*]`, an element, or no subscript. */
  readonly key: Key | undefined;
  readonly all: '@' | '*' | undefined;
  /** For messages: `a[5]`. */
  readonly text: string;
}

export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
export const isNumber = (name: string): boolean => {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
};

/** The subscript of all elements. */
export const allOf = (index: Word | undefined): '@' | '*' | undefined =>
  index?.text === '@' || index?.text === '*' ? index.text : undefined;

/** The value of a reference; undefined when it is unset. */
export function referenceValue(reference: Reference, env: ExpandEnv): Value {
  const { name, key, all } = reference;
  if (all !== undefined) return arrayValue(name, all, env);
  if (key !== undefined) return env.element(name, key);
  return parameterValue(name, env);
}

function arrayValue(name: string, all: '@' | '*', env: ExpandEnv): Value {
  const items = env.values(name);
  return items.length === 0 ? undefined : { items, joined: all === '*' };
}

/** A variable, a number or a special parameter, without a subscript. */
export function parameterValue(name: string, env: ExpandEnv): Value {
  switch (name) {
    case '@':
    case '*':
      return env.positional.length === 0 ? undefined : { items: env.positional, joined: name === '*' };
    case '#':
      return String(env.positional.length);
    case '?':
    case '$':
    case '!':
    case '-':
      return env.special(name);
    default:
      if (!isNumber(name)) return env.get(name);
      return Number(name) === 0 ? env.name0 : env.positional[Number(name) - 1];
  }
}

/** What joins the elements of "$*". */
export function joinerOf(env: ExpandEnv): string {
  const ifs = env.get('IFS');
  if (ifs === undefined) return ' ';
  return ifs === '' ? '' : String.fromCodePoint(ifs.codePointAt(0) ?? 0);
}
