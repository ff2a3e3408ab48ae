/** Reading awk expressions by their precedence. Authority: POSIX awk "Expressions in Decreasing Precedence". */

import { AwkProblem, BUILTINS } from './awk-lex.ts';
import { SPECIAL } from './awk-names.ts';
import { awkRegex } from './awk-regex.ts';
import {
  type AwkProgram,
  type BinaryOperator,
  type Comparison,
  type Expression,
  isPlace,
  type Place,
  type Variable,
} from './awk-syntax.ts';
import { TokenReader } from './awk-tokens.ts';
import { Uses } from './awk-uses.ts';

const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>=']);
const ASSIGNMENTS: Readonly<Record<string, '=' | BinaryOperator>> = {
  '=': '=',
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '^=': '^',
};

export class ExpressionParser extends TokenReader {
  readonly result: AwkProgram = {
    begin: [],
    end: [],
    rules: [],
    functions: new Map(),
    globals: new Map(SPECIAL.map((name, slot) => [name, slot])),
  };
  readonly calls: { name: string; line: number; count: number }[] = [];
  parameters: readonly string[] = [];
  private readonly uses = new Uses();
  /** Inside of print's list > is no comparison. */
  private printing = false;

  variable(name: string): Variable {
    const local = this.parameters.indexOf(name);
    if (local >= 0) return { kind: 'local', name, slot: local };
    const { globals } = this.result;
    const slot = globals.get(name) ?? globals.size;
    globals.set(name, slot);
    return { kind: 'global', name, slot };
  }

  scalar(name: string): Variable {
    return this.used(this.variable(name), 'variable');
  }

  array(name: string): Variable {
    return this.used(this.variable(name), 'array');
  }

  private used(variable: Variable, use: 'variable' | 'array'): Variable {
    const problem = this.uses.note(variable, use, this.parameters);
    return problem === undefined ? variable : this.problem(problem);
  }

  list(printing = false): Expression[] {
    const all: Expression[] = [];
    do {
      if (all.length > 0) this.skipNewlines();
      all.push(this.expression(printing));
    } while (this.take(','));
    return all;
  }

  /** `(a, b)` in front of the end of print; undefined if the parenthesis is only part of an expression. */
  parenthesisedList(endsHere: () => boolean): Expression[] | undefined {
    const start = this.position;
    const before = this.printing;
    this.expect('(');
    this.printing = false;
    const all = this.list();
    this.printing = before;
    this.close();
    if (endsHere()) return all;
    if (all.length > 1 && !this.keyword('in')) this.unexpected();
    this.position = start;
    return undefined;
  }

  expression(printing = false): Expression {
    const before = this.printing;
    this.printing = printing;
    const value = this.ternary();
    this.printing = before;
    return value;
  }

  private ternary(): Expression {
    const test = this.or();
    if (!this.take('?')) return test;
    this.skipNewlines();
    const yes = this.ternary();
    this.skipNewlines();
    this.expect(':');
    this.skipNewlines();
    return { kind: 'conditional', test, yes, no: this.ternary() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.take('||')) {
      this.skipNewlines();
      left = { kind: 'or', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.membership();
    while (this.take('&&')) {
      this.skipNewlines();
      left = { kind: 'and', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expression {
    let left = this.matching();
    while (this.keyword('in')) {
      this.advance();
      left = { kind: 'in', index: [left], array: this.arrayName() };
    }
    return left;
  }

  private arrayName(): Variable {
    if (this.token.kind !== 'name') this.unexpected();
    return this.array(this.advance().text);
  }

  private matching(): Expression {
    let text = this.comparison();
    while (this.at('~') || this.at('!~')) {
      const negated = this.advance().text === '!~';
      const { line } = this.token;
      const regex = this.comparison();
      if (regex.kind === 'string') this.checkRegex(regex.value, line);
      text = { kind: 'match', negated, text, regex };
    }
    return text;
  }

  private comparison(): Expression {
    let left = this.concatenation();
    while (this.token.kind === 'operator') {
      const { text } = this.token;
      if (text === '|' && this.ahead(1).text === 'getline' && this.ahead(1).kind === 'keyword') {
        this.advance();
        this.advance();
        left = { kind: 'getline', from: 'command', source: left, place: this.optionalPlace() };
        continue;
      }
      if (!COMPARISONS.has(text) || (text === '>' && this.printing)) break;
      this.advance();
      left = { kind: 'compare', operator: text as Comparison, left, right: this.concatenation() };
    }
    return left;
  }

  /** Regular expressions that are constants are compiled with the program. */
  private checkRegex(source: string, line: number): void {
    try {
      awkRegex(source);
    } catch (thrown) {
      throw thrown instanceof AwkProblem ? new AwkProblem(`line ${line}: ${thrown.message}`) : thrown;
    }
  }

  private startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'operator') return ['(', '$', '!', '-', '+', '++', '--'].includes(text);
    return ['number', 'string', 'regex', 'name', 'call', 'builtin'].includes(kind);
  }

  concatenation(): Expression {
    let left = this.additive();
    // A + or - here would have been an addition.
    while (this.startsOperand() && !this.at('+') && !this.at('-')) {
      left = { kind: 'concat', left, right: this.additive() };
    }
    return left;
  }

  private additive(): Expression {
    let left = this.multiplicative();
    while (this.at('+') || this.at('-')) {
      const operator = this.advance().text as '+' | '-';
      left = { kind: 'binary', operator, left, right: this.multiplicative() };
    }
    return left;
  }

  private multiplicative(): Expression {
    let left = this.unary();
    while (this.at('*') || this.at('/') || this.at('%')) {
      const operator = this.advance().text as '*' | '/' | '%';
      left = { kind: 'binary', operator, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expression {
    if (this.at('!') || this.at('-') || this.at('+')) {
      const operator = this.advance().text as '!' | '-' | '+';
      return { kind: 'unary', operator, value: this.unary() };
    }
    return this.power();
  }

  private power(): Expression {
    const left = this.postfix();
    if (!this.take('^')) return left;
    const right = this.at('-') || this.at('+') || this.at('!') ? this.unary() : this.power();
    return { kind: 'binary', operator: '^', left, right };
  }

  private postfix(): Expression {
    const value = this.primary();
    if (!isPlace(value)) return value;
    const assignment = this.token.kind === 'operator' ? ASSIGNMENTS[this.token.text] : undefined;
    if (assignment) {
      this.advance();
      this.skipNewlines();
      return { kind: 'assign', operator: assignment, to: value, value: this.ternary() };
    }
    if (this.at('++') || this.at('--')) {
      return { kind: 'step', by: this.advance().text === '++' ? 1 : -1, prefix: false, place: value };
    }
    return value;
  }

  private place(): Place {
    const value = this.primary();
    return isPlace(value) ? value : this.unexpected();
  }

  private optionalPlace(): Place | undefined {
    return this.at('$') || this.token.kind === 'name' ? this.place() : undefined;
  }

  private primary(): Expression {
    const { kind, text, line } = this.token;
    switch (kind) {
      case 'number':
        this.advance();
        return { kind: 'number', value: Number(text) };
      case 'string':
        this.advance();
        return { kind: 'string', value: text };
      case 'regex':
        this.advance();
        this.checkRegex(text, line);
        return { kind: 'regex', source: text };
      case 'name': {
        this.advance();
        if (!this.at('[')) return this.scalar(text);
        const array = this.array(text);
        this.advance();
        const index = this.list();
        this.expect(']');
        return { kind: 'element', array, index };
      }
      case 'call': {
        this.advance();
        const args = this.arguments();
        this.calls.push({ name: text, line, count: args.length });
        return { kind: 'call', name: text, args, line };
      }
      case 'builtin':
        return this.builtin();
      case 'keyword':
        return text === 'getline' ? this.getline() : this.unexpected();
      default:
        return this.operatorPrimary();
    }
  }

  private operatorPrimary(): Expression {
    if (this.take('$')) {
      if (this.at('++') || this.at('--')) {
        const by = this.advance().text === '++' ? 1 : -1;
        return { kind: 'field', index: { kind: 'step', by, prefix: true, place: this.place() } };
      }
      if (this.at('-') || this.at('+') || this.at('!')) return { kind: 'field', index: this.unary() };
      return { kind: 'field', index: this.primary() };
    }
    if (this.at('++') || this.at('--')) {
      const by = this.advance().text === '++' ? 1 : -1;
      return { kind: 'step', by, prefix: true, place: this.place() };
    }
    if (!this.at('(')) return this.unexpected();
    this.expect('(');
    const before = this.printing;
    this.printing = false;
    const index = this.list();
    this.printing = before;
    this.close();
    const [only] = index;
    if (index.length === 1 && only) return { kind: 'group', value: only };
    if (!this.keyword('in')) return this.unexpected();
    this.advance();
    return { kind: 'in', index, array: this.arrayName() };
  }

  private arguments(): Expression[] {
    this.expect('(');
    const before = this.printing;
    this.printing = false;
    const args = this.at(')') ? [] : this.argumentList();
    this.printing = before;
    this.close();
    return args;
  }

  private argumentList(): Expression[] {
    const all: Expression[] = [];
    do {
      if (all.length > 0) this.skipNewlines();
      const next = this.ahead(1);
      // A bare name is whatever the function takes it for.
      const bare = this.token.kind === 'name' && next.kind === 'operator' && [',', ')'].includes(next.text);
      all.push(bare ? this.variable(this.advance().text) : this.expression());
    } while (this.take(','));
    return all;
  }

  private builtin(): Expression {
    const name = this.advance().text;
    const [least, most] = BUILTINS[name] ?? [0, 0];
    if (!this.at('(')) {
      if (name !== 'length') return this.unexpected();
      return { kind: 'builtin', name, args: [] };
    }
    const args = this.arguments();
    if (args.length < least || args.length > most) {
      if (name === 'split' || name === 'sub' || name === 'gsub' || name === 'match') {
        this.position -= 1;
        return this.unexpected();
      }
      return this.problem(`wrong number of arguments in call to ${name}`);
    }
    for (const [i, arg] of args.entries()) {
      if ((arg.kind !== 'global' && arg.kind !== 'local') || name === 'length') continue;
      this.used(arg, name === 'split' && i === 1 ? 'array' : 'variable');
    }
    return { kind: 'builtin', name, args };
  }

  private getline(): Expression {
    this.advance();
    const place = this.optionalPlace();
    if (!this.take('<')) return { kind: 'getline', from: 'main', source: undefined, place };
    return { kind: 'getline', from: 'file', source: this.postfix(), place };
  }
}
