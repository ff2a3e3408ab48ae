/** Variables and array elements as operands of arithmetic. Authority: bash(1), ARITHMETIC EVALUATION. */
import type { ArithmeticEnv } from './env.ts';
import { ExpansionError } from './error.ts';
import type { Integer } from './integer.ts';

export interface Run {
  readonly env: ArithmeticEnv;
  /** How many variables stand for expressions that are being evaluated now. */
  readonly depth: number;
  /** Evaluates a text as an expression. */
  readonly evaluate: (text: string, context: Run) => Integer;
}

const MOST_DEPTH = 1024;

/** `at` is where the token starts that is complained about. */
export const arithmeticError = (text: string, message: string, at: number): ExpansionError =>
  new ExpansionError(`${text.replace(/^[ \t]+/, '')}: ${message} (error token is "${text.slice(at)}")`);

/** Something that can be assigned to. */
export interface Place {
  readonly name: string;
  /** The text between the brackets. */
  readonly subscript: string | undefined;
}

export function read(place: Place, context: Run): Integer {
  const { env } = context;
  const value =
    place.subscript === undefined
      ? env.get(place.name)
      : env.element(place.name, subscriptKey(place.name, place.subscript, context));
  if (value === undefined) {
    if (env.options.nounset) throw new ExpansionError(`${place.name}: unbound variable`, 'exit', 127);
    return 0;
  }
  return evaluated(value, context);
}

/** A variable's value is an expression itself. */
function evaluated(value: string, context: Run): Integer {
  const small = smallNumber(value);
  if (small !== undefined) return small;
  if (context.depth >= MOST_DEPTH) throw arithmeticError(value, 'expression recursion level exceeded', 0);
  return context.evaluate(value, { ...context, depth: context.depth + 1 });
}

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

/** The key that a subscript stands for in this array. */
export function subscriptKey(name: string, subscript: string, context: Run): number | string {
  if (context.env.shape(name) === 'associative') return unquoted(subscript);
  return indexIn(name, evaluated(subscript, context), context.env);
}

/** Negative subscripts count from the end. */
function indexIn(name: string, value: Integer, env: ArithmeticEnv): number {
  const index = Number(value);
  if (index >= 0) return index;
  const counted = env.end(name) + index;
  if (counted < 0) throw new ExpansionError(`${name}: bad array subscript`);
  return counted;
}

const unquoted = (text: string): string => text.replace(/\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g, '$1$2$3');

export function write(place: Place, value: Integer, context: Run): void {
  const { env } = context;
  if (place.subscript === undefined) env.set(place.name, String(value));
  else env.setElement(place.name, subscriptKey(place.name, place.subscript, context), String(value));
}
