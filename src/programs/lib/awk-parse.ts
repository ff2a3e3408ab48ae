/** An awk program's statements: rules, functions, control. Expressions are in awk-expression.ts. Authority: POSIX awk. */

import { ExpressionParser } from './awk-expression.ts';
import { AwkProblem } from './awk-lex.ts';
import type { AwkProgram, Expression, Redirection, Statement, Variable } from './awk-syntax.ts';

const EMPTY: Statement = { kind: 'block', body: [] };

class Parser extends ExpressionParser {
  private loops = 0;
  private inFunction = false;
  private inRule = false;

  program(): AwkProgram {
    this.skipBreaks();
    while (this.token.kind !== 'end') {
      this.item();
      this.skipBreaks();
    }
    for (const { name, line, count } of this.calls) {
      const called = this.result.functions.get(name);
      if (!called) throw new AwkProblem(`line ${line + 1}: function ${name} never defined`);
      if (count > called.parameters.length) throw new AwkProblem(`line ${line}: too many arguments in call to ${name}`);
    }
    return this.result;
  }

  private skipBreaks(): void {
    while (this.token.kind === 'newline' || this.at(';')) this.advance();
  }

  private item(): void {
    if (this.keyword('function')) {
      this.advance();
      this.functionDefinition();
      return;
    }
    if (this.keyword('BEGIN') || this.keyword('END')) {
      const list = this.advance().text === 'BEGIN' ? this.result.begin : this.result.end;
      if (!this.at('{')) this.unexpected();
      list.push(this.block());
      return;
    }
    let from: Expression | undefined;
    let to: Expression | undefined;
    if (!this.at('{')) {
      from = this.expression();
      if (this.take(',')) {
        this.skipNewlines();
        to = this.expression();
      }
    }
    this.inRule = true;
    const body = this.at('{') ? this.block() : undefined;
    this.inRule = false;
    if (!body) this.endOfSimple();
    this.result.rules.push({ from, to, body });
  }

  private functionDefinition(): void {
    if (this.token.kind !== 'name' && this.token.kind !== 'call') this.unexpected();
    const name = this.advance().text;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.at(')')) {
      this.skipNewlines();
      if (this.token.kind !== 'name' || this.token.text === name) this.unexpected();
      parameters.push(this.advance().text);
      if (!this.take(',')) break;
    }
    this.skipNewlines();
    this.close();
    this.skipNewlines();
    const defined = { name, parameters, body: EMPTY };
    this.result.functions.set(name, defined);
    this.parameters = parameters;
    this.inFunction = true;
    if (!this.at('{')) this.unexpected();
    defined.body = this.block();
    this.inFunction = false;
    this.parameters = [];
  }

  private block(): Statement {
    this.expect('{');
    this.braces += 1;
    const body: Statement[] = [];
    this.skipBreaks();
    while (!this.at('}')) {
      if (this.token.kind === 'end') this.unexpected();
      body.push(this.statement());
      this.skipBreaks();
    }
    this.braces -= 1;
    this.advance();
    return { kind: 'block', body };
  }

  /** Behind a statement without braces. */
  private endOfSimple(): void {
    if (this.token.kind === 'newline' || this.at(';')) {
      this.advance();
      return;
    }
    if (!this.at('}') && this.token.kind !== 'end') this.unexpected();
  }

  private statement(): Statement {
    if (this.at('{')) return this.block();
    if (this.take(';')) return EMPTY;
    if (this.token.kind !== 'keyword') return this.ended(this.simple());
    switch (this.token.text) {
      case 'if':
        return this.conditional();
      case 'while': {
        this.advance();
        const test = this.inParentheses();
        if (this.take(';')) return { kind: 'while', test, body: EMPTY };
        return { kind: 'while', test, body: this.loopBody() };
      }
      case 'do': {
        this.advance();
        const body = this.loopBody();
        this.skipBreaks();
        if (!this.keyword('while')) this.unexpected();
        this.advance();
        return this.ended({ kind: 'do', body, test: this.inParentheses() });
      }
      case 'for':
        return this.loop();
      default:
        return this.ended(this.simple());
    }
  }

  private ended(statement: Statement): Statement {
    this.endOfSimple();
    return statement;
  }

  private inParentheses(): Expression {
    this.expect('(');
    const test = this.expression();
    this.close();
    return test;
  }

  private loopBody(): Statement {
    this.loops += 1;
    this.skipNewlines();
    const body = this.at('}') ? EMPTY : this.statement();
    this.loops -= 1;
    return body;
  }

  private conditional(): Statement {
    this.advance();
    const test = this.inParentheses();
    this.skipNewlines();
    if (this.at('}')) return { kind: 'if', test, yes: EMPTY, no: undefined };
    const yes = this.statement();
    const back = this.position;
    this.skipBreaks();
    if (!this.keyword('else')) {
      this.position = back;
      return { kind: 'if', test, yes, no: undefined };
    }
    this.advance();
    this.skipNewlines();
    return { kind: 'if', test, yes, no: this.statement() };
  }

  private loop(): Statement {
    this.advance();
    this.expect('(');
    const [name, word, array, end] = [this.token, this.ahead(1), this.ahead(2), this.ahead(3)];
    if (
      name.kind === 'name' &&
      word.text === 'in' &&
      word.kind === 'keyword' &&
      array.kind === 'name' &&
      end.text === ')'
    ) {
      const variable = this.scalar(name.text);
      const of = this.array(array.text);
      for (let i = 0; i < 3; i += 1) this.advance();
      this.close();
      return { kind: 'for-in', variable, array: of, body: this.bodyOrNothing() };
    }
    const first = this.at(';') ? undefined : this.simple();
    this.expect(';');
    this.skipNewlines();
    const test = this.at(';') ? undefined : this.expression();
    this.expect(';');
    this.skipNewlines();
    const step = this.at(')') || this.at('}') ? undefined : this.simple();
    this.close();
    return { kind: 'for', first, test, step, body: this.bodyOrNothing() };
  }

  private bodyOrNothing(): Statement {
    return this.take(';') ? EMPTY : this.loopBody();
  }

  private simple(): Statement {
    if (this.token.kind !== 'keyword') return { kind: 'expression', value: this.expression() };
    const { text } = this.token;
    switch (text) {
      case 'print':
      case 'printf':
        this.advance();
        return this.output(text);
      case 'next':
      case 'nextfile':
        this.advance();
        if (!this.inRule) this.problem(`improper use of ${text}`);
        return { kind: text };
      case 'break':
      case 'continue':
        this.advance();
        if (this.loops === 0) this.problem(`${text} statement outside of loop`);
        return { kind: text };
      case 'exit':
      case 'return': {
        this.advance();
        if (text === 'return' && !this.inFunction) this.problem('return outside function body');
        return { kind: text, value: this.startsNothing() ? undefined : this.expression() };
      }
      case 'delete':
        this.advance();
        return this.deletion();
      default:
        return { kind: 'expression', value: this.expression() };
    }
  }

  private startsNothing(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.at(';') || this.at('}');
  }

  private deletion(): Statement {
    const parenthesis = this.take('(');
    if (this.token.kind !== 'name') this.unexpected();
    const array: Variable = this.array(this.advance().text);
    let index: readonly Expression[] | undefined;
    if (this.take('[')) {
      index = this.list();
      this.expect(']');
    }
    if (parenthesis) this.close();
    return { kind: 'delete', array, index };
  }

  private output(kind: 'print' | 'printf'): Statement {
    let args: readonly Expression[] = [];
    const endsHere = (): boolean => this.startsNothing() || this.at('>') || this.at('>>') || this.at('|');
    if (!endsHere()) {
      const listed = this.at('(') ? this.parenthesisedList(endsHere) : undefined;
      args = listed ?? this.list(true);
    }
    if (kind === 'printf' && args.length === 0) this.problem('no arguments in call to printf');
    let to: Redirection | undefined;
    const { text } = this.token;
    if (this.token.kind === 'operator' && (text === '>' || text === '>>' || text === '|')) {
      this.advance();
      to = { kind: text, target: text === '|' ? this.concatenation() : this.expression() };
    }
    return { kind, args, to };
  }
}

/** Throws AwkProblem. */
export const parseAwk = (text: string): AwkProgram => new Parser(text).program();
