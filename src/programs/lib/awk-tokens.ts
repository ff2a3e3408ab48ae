/** The words of an awk program one after the other, and what is said of one that does not fit. Messages are mawk's. */

import { AwkProblem, type Token, tokensOf } from './awk-lex.ts';

export class TokenReader {
  position = 0;
  braces = 0;
  private parentheses = 0;
  private readonly tokens: readonly Token[];

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  get token(): Token {
    return this.ahead(0);
  }

  ahead(offset: number): Token {
    const token = this.tokens[this.position + offset] ?? this.tokens.at(-1);
    if (!token) throw new AwkProblem('no program');
    return token;
  }

  advance(): Token {
    const { token } = this;
    this.position += 1;
    return token;
  }

  at(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  keyword(word: string): boolean {
    return this.token.kind === 'keyword' && this.token.text === word;
  }

  take(operator: string): boolean {
    if (!this.at(operator)) return false;
    this.advance();
    return true;
  }

  expect(operator: string): void {
    if (!this.at(operator)) this.unexpected();
    if (operator === '(') this.parentheses += 1;
    this.advance();
  }

  /** The ) of the innermost parenthesis. */
  close(): void {
    if (!this.at(')')) this.unexpected();
    this.parentheses -= 1;
    this.advance();
  }

  skipNewlines(): void {
    while (this.token.kind === 'newline') this.advance();
  }

  problem(text: string): never {
    throw new AwkProblem(`line ${this.token.line}: ${text}`);
  }

  unexpected(): never {
    const { kind, line, text } = this.token;
    const atEnd = kind === 'end' || kind === 'newline';
    const missing: string[] = [];
    if (this.parentheses > 0 && (atEnd || text === '}')) {
      missing.push(`line ${line}: missing ) near ${atEnd ? 'end of line' : text}`);
    }
    if (kind === 'end' && this.braces > 0) missing.push(`line ${line + 1}: missing } near end of file`);
    if (missing.length > 0) throw new AwkProblem(missing.join('\n'));
    if (text === '}' && this.braces === 0) {
      throw new AwkProblem(`line ${line}: extra '}'\nline ${line}: syntax error at or near end of line`);
    }
    const shown = kind === 'string' ? `"${text}"` : kind === 'regex' ? `/${text}/` : atEnd ? 'end of line' : text;
    throw new AwkProblem(`line ${line}: syntax error at or near ${shown}`);
  }
}
