/**
 * expr: evaluate an expression of arguments. Whole numbers have no limit, as with GMP. Authority: expr(1) of coreutils 9.1.
 */

import { decode, encode, fromLatin1, latin1 } from '../bytes.ts';
import { bufferRegex } from './lib/buffer-regex.ts';
import type { Io } from './lib/io.ts';
import { RegexProblem } from './lib/posix-regex.ts';
import { rawProgram } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { standardAnswer } from './lib/standard.ts';

const INVALID = 2;
const FAILURE = 3;

type Value = bigint | string;

class Problem extends Error {
  readonly status: number;
  constructor(message: string, status = INVALID) {
    super(message);
    this.status = status;
  }
}

const bytes = (text: string): string => latin1(encode(text));
const textOf = (value: Value): string => String(value);
const numberOf = (value: Value): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  return /^-?\d+$/.test(value) ? BigInt(value) : undefined;
};

const isNull = (value: Value): boolean => {
  const text = textOf(value);
  return text === '' || /^-?0+$/.test(text);
};

const ORDER: Readonly<Record<string, (difference: number) => boolean>> = {
  '<': (d) => d < 0,
  '<=': (d) => d <= 0,
  '=': (d) => d === 0,
  '==': (d) => d === 0,
  '!=': (d) => d !== 0,
  '>=': (d) => d >= 0,
  '>': (d) => d > 0,
};

const difference = (left: Value, right: Value): number => {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [bytes(textOf(left)), bytes(textOf(right))];
  return x < y ? -1 : x > y ? 1 : 0;
};

const match = (text: Value, pattern: Value): Value => {
  const source = bytes(textOf(pattern));
  try {
    const regex = bufferRegex(source.replace(/^\^/, ''), { extended: false, doubles: true });
    const subject = bytes(textOf(text));
    const found = regex.exec(subject);
    const hit = found?.start === 0 ? found : undefined;
    if (regex.groups > 0) return hit?.groups[1] === undefined ? '' : decode(fromLatin1(hit.groups[1]));
    return hit ? BigInt(hit.end) : 0n;
  } catch (thrown) {
    if (thrown instanceof RegexProblem) throw new Problem(thrown.message);
    throw thrown;
  }
};

class Reader {
  private at = 0;
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  private take(...operators: string[]): string | undefined {
    const word = this.words[this.at];
    if (word === undefined || !operators.includes(word)) return undefined;
    this.at += 1;
    return word;
  }

  private next(): string {
    const word = this.words[this.at];
    if (word === undefined) {
      throw new Problem(`syntax error: missing argument after ${quote(this.words[this.at - 1] ?? '')}`);
    }
    this.at += 1;
    return word;
  }

  all(): Value {
    const value = this.or(true);
    const rest = this.words[this.at];
    if (rest !== undefined) throw new Problem(`syntax error: unexpected argument ${quote(rest)}`);
    return value;
  }

  private or(evaluate: boolean): Value {
    let left = this.and(evaluate);
    while (this.take('|')) {
      const right = this.and(evaluate && isNull(left));
      if (isNull(left)) left = isNull(right) ? 0n : right;
    }
    return left;
  }

  private and(evaluate: boolean): Value {
    let left = this.comparison(evaluate);
    while (this.take('&')) {
      const right = this.comparison(evaluate && !isNull(left));
      if (isNull(left) || isNull(right)) left = 0n;
    }
    return left;
  }

  private comparison(evaluate: boolean): Value {
    let left = this.sum(evaluate);
    for (let operator = this.take(...Object.keys(ORDER)); operator; operator = this.take(...Object.keys(ORDER))) {
      const right = this.sum(evaluate);
      left = evaluate && ORDER[operator]?.(difference(left, right)) ? 1n : 0n;
    }
    return left;
  }

  private sum(evaluate: boolean): Value {
    let left = this.product(evaluate);
    for (let operator = this.take('+', '-'); operator; operator = this.take('+', '-')) {
      const right = this.product(evaluate);
      if (evaluate) left = this.calculate(operator, left, right);
    }
    return left;
  }

  private product(evaluate: boolean): Value {
    let left = this.matching(evaluate);
    for (let operator = this.take('*', '/', '%'); operator; operator = this.take('*', '/', '%')) {
      const right = this.matching(evaluate);
      if (evaluate) left = this.calculate(operator, left, right);
    }
    return left;
  }

  private calculate(operator: string, left: Value, right: Value): bigint {
    const [a, b] = [numberOf(left), numberOf(right)];
    if (a === undefined || b === undefined) throw new Problem('non-integer argument');
    if (operator === '+') return a + b;
    if (operator === '-') return a - b;
    if (operator === '*') return a * b;
    if (b === 0n) throw new Problem('division by zero');
    return operator === '/' ? a / b : a % b;
  }

  private matching(evaluate: boolean): Value {
    let left = this.string(evaluate);
    while (this.take(':')) {
      const right = this.string(evaluate);
      if (evaluate) left = match(left, right);
    }
    return left;
  }

  private string(evaluate: boolean): Value {
    if (this.take('+')) return this.next();
    if (this.take('length')) return BigInt(bytes(textOf(this.string(evaluate))).length);
    if (this.take('match')) {
      const text = this.string(evaluate);
      const pattern = this.string(evaluate);
      return evaluate ? match(text, pattern) : text;
    }
    if (this.take('index')) {
      const text = bytes(textOf(this.string(evaluate)));
      const chars = bytes(textOf(this.string(evaluate)));
      return BigInt([...text].findIndex((char) => chars.includes(char)) + 1);
    }
    if (this.take('substr')) {
      const text = bytes(textOf(this.string(evaluate)));
      const position = numberOf(this.string(evaluate)) ?? 0n;
      const length = numberOf(this.string(evaluate)) ?? 0n;
      if (position <= 0n || length <= 0n) return '';
      return decode(fromLatin1(text.slice(Number(position) - 1, Number(position - 1n + length))));
    }
    return this.primary(evaluate);
  }

  private primary(evaluate: boolean): Value {
    const word = this.next();
    if (word === '(') {
      const value = this.or(evaluate);
      const close = this.words[this.at];
      if (close === undefined) {
        throw new Problem(`syntax error: expecting ')' after ${quote(this.words[this.at - 1] ?? '')}`);
      }
      if (close !== ')') throw new Problem(`syntax error: expecting ')' instead of ${quote(close)}`);
      this.at += 1;
      return value;
    }
    if (word === ')') throw new Problem("syntax error: unexpected ')'");
    return word;
  }
}

function* run(words: readonly string[], io: Io): Generator<void, number> {
  const args = words[0] === '--' ? words.slice(1) : words;
  if (args.length === 0) return yield* io.usageError(INVALID, 'missing operand');
  try {
    const value = new Reader(args).all();
    yield* io.print(`${textOf(value)}\n`);
    return isNull(value) ? 1 : 0;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return yield* io.die(thrown.status, thrown.message);
  }
}

export const expr = rawProgram(
  {
    name: 'expr',
    summary: 'evaluate expressions',
    usage: ['EXPRESSION', 'OPTION'],
    usageStatus: INVALID,
    failureStatus: FAILURE,
  },
  function* (_sys, words, io) {
    const standard = standardAnswer(words, io);
    if (standard !== undefined) {
      yield* io.print(standard);
      return 0;
    }
    return yield* run(words, io);
  },
);
