/** Variables and array elements as operands of arithmetic. Authority: bash(1), ARITHMETIC EVALUATION. */
import type { ArithmeticEnv } from './env.ts';
import { ExpansionError } from './error.ts';
import type { Integer } from './integer.ts';

export interface Run {
  readonly env: ArithmeticEnv;
  /** How many variables and subscripts stand for expressions that are being evaluated now. */
  readonly depth: number;
  /** Evaluates a text as an expression. */
  readonly evaluate: (text: string, context: Run) => Integer;
}

const MOST_DEPTH = 1023;

/** `at` is where the token starts that is complained about. */
export const arithmeticError = (text: string, message: string, at: number): ExpansionError =>
  new ExpansionError(`${text.replace(/^[ \t]+/, '')}: ${message} (error token is "${text.slice(at)}")`);

/** Something that can be assigned to, and where it stands. */
export interface Place {
  readonly name: string;
  /** The text between the brackets. */
  readonly subscript: string | undefined;
  readonly text: string;
  readonly start: number;
}

type Key = number | string;

export function read(place: Place, context: Run): Integer {
  return place.subscript === undefined
    ? valueAt(context.env.get(place.name), place, context)
    : readAt(place, locate(place, context), context);
}

/** An element whose key is known: undefined when there is none by that subscript. */
export function readAt(place: Place, key: Key | undefined, context: Run): Integer {
  return valueAt(key === undefined ? undefined : context.env.element(place.name, key), place, context);
}

function valueAt(value: string | undefined, place: Place, context: Run): Integer {
  const { env } = context;
  if (value === undefined) {
    const shape = env.shape(place.name);
    if (env.options.nounset && (shape === undefined || shape === 'scalar')) {
      throw new ExpansionError(`${place.name}: unbound variable`, 'exit', 127);
    }
    return 0;
  }
  const small = smallNumber(value);
  if (small !== undefined) return small;
  if (context.depth >= MOST_DEPTH) throw tooDeep(place);
  // A variable's value is an expression itself.
  return context.evaluate(value, { ...context, depth: context.depth + 1 });
}

const tooDeep = ({ text, start }: Place): ExpansionError =>
  arithmeticError(text, 'expression recursion level exceeded', start);

/** The common case, without a look at the grammar: up to fifteen digits, the first no zero. */
export function smallNumber(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 15) return undefined;
  const first = text.charCodeAt(0);
  if (length > 1 && first === 48) return undefined;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** The key that a subscript stands for; undefined, after a complaint, when there cannot be one. */
export function locate(place: Place, context: Run): Key | undefined {
  const { env } = context;
  const { name, subscript = '' } = place;
  const bad = (text: string): undefined => {
    env.warn(`${text}: bad array subscript`);
    return undefined;
  };
  if (subscript === '') {
    bad(`${name}[]`);
    return bad(`${name}[]`);
  }
  const key = subscriptKey(place, context);
  if (typeof key === 'string' || key >= 0) return key;
  const counted = env.shape(name) === 'indexed' ? env.end(name) + key : key;
  return counted < 0 ? bad(name) : counted;
}

/** What a subscript says; a negative number has not been counted from the end. An error in it gives up everything. */
export function subscriptKey(place: Place, context: Run): Key {
  const { name, subscript = '' } = place;
  if (context.env.shape(name) === 'associative') return unquoted(subscript);
  const small = smallNumber(subscript);
  if (small !== undefined) return small;
  try {
    if (context.depth >= MOST_DEPTH) throw tooDeep(place);
    return Number(context.evaluate(subscript, { ...context, depth: context.depth + 1 }));
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError) || thrown.severity !== 'command') throw thrown;
    throw new ExpansionError(thrown.message, 'top', thrown.status);
  }
}

const unquoted = (text: string): string => text.replace(/\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g, '$1$2$3');

export function write(place: Place, value: Integer, context: Run): void {
  const { name, subscript } = place;
  const { env } = context;
  if (subscript === undefined) env.set(name, String(value));
  else if (subscript === '') env.warn(`\`${name}[]': not a valid identifier`);
  else writeAt(place, subscriptKey(place, context), value, context);
}

/** An element whose key is known. */
export function writeAt({ name, subscript }: Place, key: Key, value: Integer, { env }: Run): void {
  const counted = typeof key === 'number' && key < 0 ? env.end(name) + key : key;
  if (typeof counted === 'number' && counted < 0) env.warn(`${name}[${subscript}]: bad array subscript`);
  else env.setElement(name, counted, String(value));
}
