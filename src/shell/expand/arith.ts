/**
 * Shell arithmetic: an expression is compiled once to a function and remembered by its text. bash evaluates while it
 * reads: what comes of an expression with a syntax error is a function that does all that stands before it, and fails.
 * Authority: bash(1), ARITHMETIC EVALUATION; messages as bash 5.2 prints them.
 */
import { ArithmeticTokens } from './arith-tokens.ts';
import {
  arithmeticError,
  locate,
  type Place,
  type Run,
  read,
  readAt,
  smallNumber,
  subscriptKey,
  write,
  writeAt,
} from './arith-variables.ts';
import type { ArithmeticEnv } from './env.ts';
import { ExpansionError } from './error.ts';
import {
  add,
  and,
  type Binary,
  complement,
  divide,
  type Integer,
  multiply,
  or,
  power,
  remainder,
  shiftLeft,
  shiftRight,
  subtract,
  xor,
} from './integer.ts';

export type { Integer } from './integer.ts';

type Code = (run: Run) => Integer;

const MOST_REMEMBERED = 2000;
const compiled = new Map<string, Code>();

/** Evaluates a text that is already expanded (`let`, subscripts, `declare -i`, `[[ -eq ]]`). */
export function evaluate(text: string, env: ArithmeticEnv): Integer {
  return smallNumber(text) ?? run(text, { env, depth: 0, evaluate: run });
}

/** The key that a subscript stands for: arithmetic, or a text for an associative array. */
export const evaluateSubscript = (name: string, subscript: string, env: ArithmeticEnv): number | string =>
  subscriptKey({ name, subscript, text: subscript, start: 0 }, { env, depth: -1, evaluate: run });

function run(text: string, context: Run): Integer {
  const code = compiled.get(text) ?? compile(text);
  return code(context);
}

function compileWhole(text: string): Code {
  try {
    return new Compiler(text).whole();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw arithmeticError(text, 'expression recursion level exceeded', 0);
    const { before, error } = unfinished(thrown);
    return (context) => {
      before(context);
      throw error;
    };
  }
}

/** Thrown by the compiler: a syntax error, and what is evaluated before it is met. */
class Unfinished {
  readonly before: Code;
  readonly error: ExpansionError;
  constructor(before: Code, error: ExpansionError) {
    this.before = before;
    this.error = error;
  }
}

const nothing: Code = () => 0;

/** Of what a parsing function threw. */
function unfinished(thrown: unknown): Unfinished {
  if (thrown instanceof Unfinished) return thrown;
  if (thrown instanceof ExpansionError) return new Unfinished(nothing, thrown);
  throw thrown;
}

/** What `parse` answers. Where it meets an error, `first` has been evaluated, and the rest if its value asks for that. */
function behind<T>(first: Code, parse: () => T, goesOn: (value: Integer) => boolean = () => true): T {
  try {
    return parse();
  } catch (thrown) {
    const { before, error } = unfinished(thrown);
    throw new Unfinished((context) => (goesOn(first(context)) ? before(context) : 0), error);
  }
}

const inSequence =
  (first: Code, second: Code): Code =>
  (context) => {
    first(context);
    return second(context);
  };

function compile(text: string): Code {
  const code = compileWhole(text);
  if (compiled.size >= MOST_REMEMBERED) compiled.clear();
  compiled.set(text, code);
  return code;
}

// ---------------------------------------------------------------- the compiler

const truth = (value: boolean): Integer => (value ? 1 : 0);

/** Left-associative operators by binding strength, weakest first. */
const levels: readonly ReadonlyMap<string, Binary>[] = [
  new Map([['|', or]]),
  new Map([['^', xor]]),
  new Map([['&', and]]),
  new Map<string, Binary>([
    ['==', (left, right) => truth(left === right)],
    ['!=', (left, right) => truth(left !== right)],
  ]),
  new Map<string, Binary>([
    ['<', (left, right) => truth(left < right)],
    ['>', (left, right) => truth(left > right)],
    ['<=', (left, right) => truth(left <= right)],
    ['>=', (left, right) => truth(left >= right)],
  ]),
  new Map([
    ['<<', shiftLeft],
    ['>>', shiftRight],
  ]),
  new Map([
    ['+', add],
    ['-', subtract],
  ]),
];

const assignments: ReadonlyMap<string, Binary> = new Map([
  ['*=', multiply],
  ['+=', add],
  ['-=', subtract],
  ['<<=', shiftLeft],
  ['>>=', shiftRight],
  ['&=', and],
  ['^=', xor],
  ['|=', or],
  ['/=', divide],
  ['%=', remainder],
]);

const isTrue = (value: Integer): boolean => value !== 0;
const isFalse = (value: Integer): boolean => value === 0;

class Compiler extends ArithmeticTokens {
  whole(): Code {
    if (this.text.trim() === '') return () => 0;
    this.advance();
    const code = this.comma();
    if (this.token.kind !== 'end') throw this.failed('syntax error in expression', code);
    return code;
  }

  /** The error, behind a part that is complete; a variable is evaluated as soon as it is read. */
  private failed(message: string, complete: Code = nothing): Unfinished {
    const { token } = this;
    const error = this.error(message);
    if (token.kind !== 'variable') return new Unfinished(complete, error);
    const next = behind(complete, () => this.next());
    const isTarget = next.kind === 'operator' && next.text === '=';
    return new Unfinished(isTarget ? complete : inSequence(complete, (context) => read(token.place, context)), error);
  }

  private isEnd(): boolean {
    return this.token.kind === 'end';
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  /** What stands behind the operator, and behind `first`. */
  private rest(first: Code, parse: () => Code, goesOn?: (value: Integer) => boolean): Code {
    const skip = (): Code => {
      this.advance();
      return parse();
    };
    return behind(first, skip, goesOn);
  }

  private comma(): Code {
    let code = this.assignment();
    while (this.is(',')) {
      const first = code;
      const second = this.rest(first, () => this.assignment());
      code = inSequence(first, second);
    }
    return code;
  }

  private assignment(): Code {
    const before = this.token;
    const code = this.conditional();
    if (this.token.kind !== 'operator') return code;
    const operator = this.token.text;
    const binary = assignments.get(operator);
    if (operator !== '=' && binary === undefined) return code;
    if (before.kind !== 'variable' || this.last !== before) {
      throw this.failed('attempted assignment to non-variable', code);
    }
    const { place } = before;
    if (binary === undefined) {
      const right = this.rest(nothing, () => this.assignment());
      return (context) => {
        const value = right(context);
        write(place, value, context);
        return value;
      };
    }
    const right = this.rest(code, () => this.assignment());
    const divides = operator === '/=' || operator === '%=';
    const { text, start } = this;
    return changing(place, (left, context) => {
      const operand = right(context);
      if (divides && operand === 0) throw arithmeticError(text, 'division by 0', start);
      return binary(left, operand);
    });
  }

  private conditional(): Code {
    const test = this.or();
    if (!this.is('?')) return test;
    const yes = this.rest(test, () => this.chosen(), isTrue);
    const first: Code = (context) => {
      if (!isTrue(test(context))) return 0;
      yes(context);
      return 1;
    };
    const no = this.rest(first, () => this.otherwise(), isFalse);
    return (context) => (isTrue(test(context)) ? yes(context) : no(context));
  }

  private chosen(): Code {
    if (this.isEnd() || this.is(':')) throw this.failed('expression expected');
    const code = this.comma();
    if (!this.is(':')) throw this.failed("`:' expected for conditional expression", code);
    return code;
  }

  private otherwise(): Code {
    if (this.isEnd()) throw this.failed('expression expected');
    return this.conditional();
  }

  private or(): Code {
    let code = this.and();
    while (this.is('||')) {
      const left = code;
      const right = this.rest(left, () => this.and(), isFalse);
      code = (context) => truth(isTrue(left(context)) || isTrue(right(context)));
    }
    return code;
  }

  private and(): Code {
    let code = this.binary(0);
    while (this.is('&&')) {
      const left = code;
      const right = this.rest(left, () => this.binary(0), isTrue);
      code = (context) => truth(isTrue(left(context)) && isTrue(right(context)));
    }
    return code;
  }

  private binary(level: number): Code {
    const known = levels[level];
    if (known === undefined) return this.product();
    let code = this.binary(level + 1);
    while (this.token.kind === 'operator') {
      const operation = known.get(this.token.text);
      if (operation === undefined) break;
      const left = code;
      const right = this.rest(left, () => this.binary(level + 1));
      code = (context) => operation(left(context), right(context));
    }
    return code;
  }

  private product(): Code {
    let code = this.power();
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.token.kind === 'operator' ? this.token.text : '';
      const left = code;
      const { text } = this;
      let start = 0;
      const right = this.rest(left, () => {
        start = this.start;
        return this.power();
      });
      if (operator === '*') code = (context) => multiply(left(context), right(context));
      else {
        const operation = operator === '/' ? divide : remainder;
        code = (context) => {
          const dividend = left(context);
          const divisor = right(context);
          if (divisor === 0) throw arithmeticError(text, 'division by 0', start);
          return operation(dividend, divisor);
        };
      }
    }
    return code;
  }

  private power(): Code {
    const base = this.unary();
    if (!this.is('**')) return base;
    const exponent = this.rest(base, () => this.power());
    const { text, start } = this;
    return (context) => {
      const value = base(context);
      const times = exponent(context);
      if (times < 0) throw arithmeticError(text, 'exponent less than 0', start);
      return power(value, times);
    };
  }

  private unary(): Code {
    if (this.token.kind === 'operator') {
      switch (this.token.text) {
        case '!': {
          this.advance();
          const operand = this.unary();
          return (context) => truth(!isTrue(operand(context)));
        }
        case '~': {
          this.advance();
          const operand = this.unary();
          return (context) => complement(operand(context));
        }
        case '-': {
          this.advance();
          const operand = this.unary();
          return (context) => subtract(0, operand(context));
        }
        case '+':
          this.advance();
          return this.unary();
      }
    }
    return this.primary();
  }

  private primary(): Code {
    const { token } = this;
    switch (token.kind) {
      case 'number': {
        const { value } = token;
        this.advance();
        return () => value;
      }
      case 'variable':
        return this.variable(token.place);
      case 'operator':
        if (token.text === '++' || token.text === '--') return this.prefix(token.text === '++' ? 1 : -1);
        if (token.text === '(') return this.parenthesized();
        break;
      case 'end':
        break;
    }
    throw this.failed('syntax error: operand expected');
  }

  private variable(place: Place): Code {
    this.advance();
    if (!this.is('++') && !this.is('--')) return (context) => read(place, context);
    const step = this.is('++') ? 1 : -1;
    const changed = changing(place, (value) => add(value, step));
    this.token = { kind: 'number', value: 0 };
    behind(changed, () => this.advance());
    return (context) => subtract(changed(context), step);
  }

  private prefix(step: number): Code {
    this.advance();
    if (this.token.kind !== 'variable') {
      throw this.failed('identifier expected after pre-increment or pre-decrement');
    }
    const { place } = this.token;
    // It is read up to what follows, then changed; only then it is no place any more.
    this.next();
    const changed = changing(place, (value) => add(value, step));
    this.token = { kind: 'number', value: 0 };
    behind(changed, () => this.advance());
    return changed;
  }

  private parenthesized(): Code {
    this.advance();
    const code = this.comma();
    if (!this.is(')')) throw this.failed("missing `)'", code);
    behind(code, () => this.advance());
    return code;
  }
}

/** Reads it and writes what was made of that. A subscript is evaluated once, unless there is no element by it. */
function changing(place: Place, change: (value: Integer, context: Run) => Integer): Code {
  if (place.subscript === undefined) {
    return (context) => {
      const value = change(read(place, context), context);
      write(place, value, context);
      return value;
    };
  }
  return (context) => {
    const key = locate(place, context);
    const value = change(readAt(place, key, context), context);
    if (key === undefined) write(place, value, context);
    else writeAt(place, key, value, context);
    return value;
  };
}
