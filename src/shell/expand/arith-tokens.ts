/** The tokens of an arithmetic expression. Authority: bash(1), ARITHMETIC EVALUATION. */
import { arithmeticError, type Place, smallNumber } from './arith-variables.ts';
import type { ExpansionError } from './error.ts';
import { type Integer, wrap } from './integer.ts';

export type Token =
  | { readonly kind: 'end' }
  | { readonly kind: 'number'; readonly value: Integer }
  | { readonly kind: 'variable'; readonly place: Place }
  | { readonly kind: 'operator'; readonly text: string };

/** Longest first. */
const operators = [
  '<<=', '>>=', '==', '!=', '>=', '<=', '<<', '>>', '&&', '||', '**', '++', '--',
  '*=', '/=', '%=', '+=', '-=', '&=', '^=', '|=',
  '=', '>', '<', '+', '-', '*', '/', '%', '!', '(', ')', '&', '|', '^', '~', '?', ':', ',',
] as const; // biome-ignore format: one list

const isNameStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isNumeral = (code: number): boolean => code >= 48 && code <= 57;
const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10;

/** Reads tokens, one at a time; the grammar extends it. */
export class ArithmeticTokens {
  protected readonly text: string;
  /** Where the current token starts; at the end, where the last one did. */
  protected start = 0;
  protected token: Token = { kind: 'end' };
  /** The token before: `x--` and `--x` are told apart by it. */
  protected last: Token = { kind: 'end' };
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  protected error(message: string): ExpansionError {
    return arithmeticError(this.text, message, this.start);
  }

  protected advance(): void {
    const { text } = this;
    this.last = this.token;
    while (isSpace(text.charCodeAt(this.at))) this.at++;
    if (this.at >= text.length) {
      this.token = { kind: 'end' };
      return;
    }
    this.start = this.at;
    const code = text.charCodeAt(this.at);
    if (isNameStart(code)) this.token = { kind: 'variable', place: this.place() };
    else if (isNumeral(code)) this.token = { kind: 'number', value: this.number() };
    else this.token = { kind: 'operator', text: this.operator() };
  }

  /** The token behind the current one. */
  protected next(): Token {
    const { at, start, token, last } = this;
    try {
      this.advance();
      return this.token;
    } finally {
      Object.assign(this, { at, start, token, last });
    }
  }

  private place(): Place {
    const { text } = this;
    const from = this.at;
    while (isNameStart(text.charCodeAt(this.at)) || isNumeral(text.charCodeAt(this.at))) this.at++;
    const name = text.slice(from, this.at);
    if (text.charAt(this.at) !== '[') return { name, subscript: undefined, text, start: from };
    const end = this.subscriptEnd(this.at);
    if (end === undefined) throw arithmeticError(text, 'bad array subscript', from);
    const subscript = text.slice(this.at + 1, end);
    this.at = end + 1;
    return { name, subscript, text, start: from };
  }

  private subscriptEnd(from: number): number | undefined {
    let depth = 0;
    let quote = '';
    for (let at = from; at < this.text.length; at++) {
      const char = this.text.charAt(at);
      if (char === '\\') at++;
      else if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (char === '[') depth++;
      else if (char === ']' && --depth === 0) return at;
    }
    return undefined;
  }

  private number(): Integer {
    const from = this.at;
    while (/[0-9A-Za-z#@_]/.test(this.text.charAt(this.at))) this.at++;
    const digits = this.text.slice(from, this.at);
    return smallNumber(digits) ?? this.constant(digits);
  }

  /** bash has cut the text off behind the number when it complains about it. */
  private badNumber(message: string): ExpansionError {
    return arithmeticError(this.text.slice(0, this.at), message, this.start);
  }

  /** 0x1f, 017, 2#101, 64#@_. */
  private constant(digits: string): Integer {
    if (/^0[xX]/.test(digits)) return this.digits(digits.slice(2), 16, true);
    if (digits.startsWith('0')) return this.digits(digits.slice(1), 8, true);
    return this.digits(digits, 10, false);
  }

  private digits(text: string, startBase: number, isFixed: boolean): Integer {
    let base = BigInt(startBase);
    let fixed = isFixed;
    let value = 0n;
    for (let i = 0; i < text.length; i++) {
      const char = text.charAt(i);
      if (char !== '#') {
        const digit = digitValue(char, Number(base));
        if (digit >= base) throw this.badNumber('value too great for base');
        value = BigInt.asIntN(64, value * base + BigInt(digit));
        continue;
      }
      if (fixed) throw this.badNumber('invalid number');
      if (value < 2n || value > 64n) throw this.badNumber('invalid arithmetic base');
      if (!/[0-9A-Za-z@_]/.test(text.charAt(i + 1))) throw this.badNumber('invalid integer constant');
      base = value;
      value = 0n;
      fixed = true;
    }
    return wrap(value);
  }

  private operator(): string {
    const { text, at } = this;
    const found = operators.find((operator) => text.startsWith(operator, at));
    if (found === undefined) {
      const afterOperator = this.last.kind === 'operator' || this.last.kind === 'end';
      throw this.error(afterOperator ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator');
    }
    const single = (found === '++' || found === '--') && !this.isIncrement(found);
    this.at += single ? 1 : found.length;
    return single ? found.charAt(0) : found;
  }

  /** `++` is one operator behind a variable, or before one. */
  private isIncrement(operator: '++' | '--'): boolean {
    if (this.last.kind === 'variable') return true;
    let next = this.at + 2;
    while (isSpace(this.text.charCodeAt(next))) next++;
    if (this.last.kind === 'number' && this.last.value === 0 && this.wasPrefixed()) {
      throw this.error(`${operator}: assignment requires lvalue`);
    }
    return isNameStart(this.text.charCodeAt(next));
  }

  /** The number before is in truth a variable with its own `++`. */
  private wasPrefixed(): boolean {
    return /[A-Za-z_\]][A-Za-z0-9_]*[ \t\n]*$/.test(this.text.slice(0, this.at));
  }
}

function digitValue(char: string, base: number): number {
  const code = char.charCodeAt(0);
  if (isNumeral(code)) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  if (code >= 65 && code <= 90) return code - (base <= 36 ? 55 : 29);
  return char === '@' ? 62 : 63;
}
