/**
 * Shell arithmetic: an expression is compiled once to a function and remembered by its text.
 * A syntax error is reported before anything is evaluated (bash evaluates up to it).
 * Authority: bash(1), ARITHMETIC EVALUATION; messages as bash 5.2 prints them.
 */
import { ArithmeticTokens } from './arith-tokens.ts';
import { arithmeticError, type Place, type Run, read, subscriptKey, write } from './arith-variables.ts';
import type { ArithmeticEnv } from './env.ts';
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
  return run(text, { env, depth: 0, evaluate: run });
}

/** The key that a subscript stands for: arithmetic, or a text for an associative array. */
export const evaluateSubscript = (name: string, subscript: string, env: ArithmeticEnv): number | string =>
  subscriptKey(name, subscript, { env, depth: 0, evaluate: run });

function run(text: string, context: Run): Integer {
  const code = compiled.get(text) ?? compile(text);
  return code(context);
}

function compileWhole(text: string): Code {
  try {
    return new Compiler(text).whole();
  } catch (error) {
    throw error instanceof RangeError ? arithmeticError(text, 'expression recursion level exceeded', 0) : error;
  }
}

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

class Compiler extends ArithmeticTokens {
  whole(): Code {
    if (this.text.trim() === '') return () => 0;
    this.advance();
    const code = this.comma();
    if (this.token.kind !== 'end') throw this.error('syntax error in expression');
    return code;
  }

  private isEnd(): boolean {
    return this.token.kind === 'end';
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  private comma(): Code {
    let code = this.assignment();
    while (this.is(',')) {
      this.advance();
      const first = code;
      const second = this.assignment();
      code = (context) => {
        first(context);
        return second(context);
      };
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
    if (before.kind !== 'variable' || this.last !== before) throw this.error('attempted assignment to non-variable');
    const { place } = before;
    this.advance();
    const right = this.assignment();
    if (binary === undefined) {
      return (context) => {
        const value = right(context);
        write(place, value, context);
        return value;
      };
    }
    const divides = operator === '/=' || operator === '%=';
    const { text, start } = this;
    return (context) => {
      const left = read(place, context);
      const operand = right(context);
      if (divides && operand === 0) throw arithmeticError(text, 'division by 0', start);
      const value = binary(left, operand);
      write(place, value, context);
      return value;
    };
  }

  private conditional(): Code {
    const test = this.or();
    if (!this.is('?')) return test;
    this.advance();
    if (this.isEnd() || this.is(':')) throw this.error('expression expected');
    const yes = this.comma();
    if (!this.is(':')) throw this.error("`:' expected for conditional expression");
    this.advance();
    if (this.isEnd()) throw this.error('expression expected');
    const no = this.conditional();
    return (context) => (isTrue(test(context)) ? yes(context) : no(context));
  }

  private or(): Code {
    let code = this.and();
    while (this.is('||')) {
      this.advance();
      const left = code;
      const right = this.and();
      code = (context) => truth(isTrue(left(context)) || isTrue(right(context)));
    }
    return code;
  }

  private and(): Code {
    let code = this.binary(0);
    while (this.is('&&')) {
      this.advance();
      const left = code;
      const right = this.binary(0);
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
      this.advance();
      const left = code;
      const right = this.binary(level + 1);
      code = (context) => operation(left(context), right(context));
    }
    return code;
  }

  private product(): Code {
    let code = this.power();
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.token.kind === 'operator' ? this.token.text : '';
      this.advance();
      const { text, start } = this;
      const left = code;
      const right = this.power();
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
    this.advance();
    const exponent = this.power();
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
    throw this.error('syntax error: operand expected');
  }

  private variable(place: Place): Code {
    this.advance();
    if (!this.is('++') && !this.is('--')) return (context) => read(place, context);
    const step = this.is('++') ? 1 : -1;
    this.token = { kind: 'number', value: 0 };
    this.advance();
    return (context) => {
      const value = read(place, context);
      write(place, add(value, step), context);
      return value;
    };
  }

  private prefix(step: number): Code {
    this.advance();
    if (this.token.kind !== 'variable') {
      throw this.error('identifier expected after pre-increment or pre-decrement');
    }
    const { place } = this.token;
    this.token = { kind: 'number', value: 0 };
    this.advance();
    return (context) => {
      const value = add(read(place, context), step);
      write(place, value, context);
      return value;
    };
  }

  private parenthesized(): Code {
    this.advance();
    const code = this.comma();
    if (!this.is(')')) throw this.error("missing `)'");
    this.advance();
    return code;
  }
}
