/**
 * Makes our tree of what the parser `unbash` found. The parser is used for the structure of commands only: what is
 * inside words is cut by `words.ts`, which also serves texts that are known only at run time. The source has passed the
 * recognizer, so it is right; unbash is tolerant of more, but not of less.
 */
import * as unbash from 'unbash';
import { parseAssignment } from './assignment.ts';
import type {
  AndOr,
  Assignment,
  CaseClause,
  Command,
  Cond,
  HereDocument,
  List,
  ListItem,
  Pipeline,
  Redirect,
  SimpleCommand,
  Word,
} from './ast.ts';
import type { Surroundings, WordUse } from './context.ts';
import { SyntaxFailure } from './failure.ts';
import { constructEnd } from './recognizer.ts';
import { splitArithmeticFor } from './split-arithmetic.ts';
import { parseArithmetic, parseQuotedText, parseWord } from './words.ts';

export interface TreeOptions {
  /** Parses the inside of `$( )`. */
  readonly parseList: (source: string, line: number) => List;
}

export function buildList(source: string, line: number, options: TreeOptions): List {
  const script = unbash.parse(source);
  const [error] = script.errors ?? [];
  if (error !== undefined) {
    // Nothing that the recognizer lets through should come here; if it does, it is an error of the script's line.
    throw new SyntaxFailure({
      reports: [{ line, text: `syntax error: not understood: ${error.message}`, quotesSource: false }],
      line,
      status: 2,
    });
  }
  return new Builder(source, line, options).list(script.commands);
}

class Builder {
  private readonly source: string;
  private readonly options: TreeOptions;
  private readonly firstLine: number;
  private readonly newlines: readonly number[];
  /** The line of the command that is being built: what is expanded in it reports this one. */
  private line: number;

  constructor(source: string, line: number, options: TreeOptions) {
    this.source = source;
    this.options = options;
    this.firstLine = line;
    this.line = line;
    const newlines: number[] = [];
    for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) newlines.push(at);
    this.newlines = newlines;
  }

  private lineAt(pos: number): number {
    let low = 0;
    let high = this.newlines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.newlines[middle] ?? 0) < pos) low = middle + 1;
      else high = middle;
    }
    return this.firstLine + low;
  }

  // -------------------------------------------------------------- lists and pipelines

  list(statements: readonly unbash.Statement[]): List {
    return { items: statements.map((statement) => this.item(statement)) };
  }

  private item(statement: unbash.Statement): ListItem {
    const chain = this.chain(statement.command);
    return { chain, background: statement.background === true, newline: this.endsLine(statement.end) };
  }

  private endsLine(pos: number): boolean {
    let at = pos;
    while (this.source.charAt(at) === ' ' || this.source.charAt(at) === '\t') at++;
    return this.source.charAt(at) === '\n';
  }

  private chain(node: unbash.PipelineNode | unbash.AndOr): AndOr {
    if (node.type !== 'AndOr') return { first: this.pipeline(node), rest: [] };
    const [first, ...others] = node.commands.map((command) => this.pipeline(command));
    if (first === undefined) throw new Error('unbash made an empty list');
    const rest = others.map((pipeline, i) => ({ op: node.operators[i] ?? '&&', pipeline }));
    return { first, rest };
  }

  private pipeline(node: unbash.PipelineNode): Pipeline {
    if (node.type !== 'Pipeline') return { negated: false, stages: [this.command(node)], stderrToo: [] };
    const negations = node.prefixes.filter((prefix) => prefix.type === 'Negation').length;
    const time = node.prefixes.findLast((prefix) => prefix.type === 'Time');
    const stages = node.commands.map((command) => this.command(command));
    const stderrToo = node.operators.map((operator) => operator === '|&');
    const timed = time === undefined ? {} : ({ timed: time.posix || time.endOfOptions ? 'posix' : 'bash' } as const);
    return { negated: negations % 2 === 1, ...timed, stages, stderrToo };
  }

  // -------------------------------------------------------------- commands

  private command(node: unbash.CommandNode, redirects: readonly Redirect[] = []): Command {
    const line = this.lineAt(node.pos);
    this.line = line;
    switch (node.type) {
      case 'Command':
        return this.simple(node);
      case 'Redirected': {
        const command = this.command(node.command);
        return { ...command, redirects: node.redirects.map((redirect) => this.redirect(redirect)) };
      }
      case 'Subshell':
        return { kind: 'subshell', line, redirects, body: this.list(node.body.commands) };
      case 'BraceGroup':
        return { kind: 'group', line, redirects, body: this.list(node.body.commands) };
      case 'If': {
        const branches = [node, ...node.elif].map(({ clause, then }) => ({
          test: this.list(clause.commands),
          body: this.list(then.commands),
        }));
        const otherwise = node.else === undefined ? {} : { otherwise: this.list(node.else.commands) };
        return { kind: 'if', line, redirects, branches, ...otherwise };
      }
      case 'While': {
        const test = this.list(node.clause.commands);
        const until = node.kind === 'until';
        return { kind: 'while', line, redirects, until, test, body: this.list(node.body.commands) };
      }
      case 'For':
      case 'Select': {
        const kind = node.type === 'For' ? 'for' : 'select';
        const name = this.text(node.name);
        const words =
          node.wordlist === undefined ? {} : { words: joined(node.wordlist).map((word) => this.word(word)) };
        return { kind, line, redirects, name, ...words, body: this.list(node.body.commands) };
      }
      case 'ArithmeticFor':
        return this.arithmeticFor(node, line);
      case 'Case': {
        const word = this.word(node.word);
        const clauses = node.items.map((item) => this.clause(item));
        return { kind: 'case', line, redirects, word, clauses };
      }
      case 'TestCommand':
        return { kind: 'cond', line, redirects, test: this.test(node.expression) };
      case 'ArithmeticCommand': {
        // It is known by its last line.
        const last = line + node.body.split('\n').length - 1;
        return { kind: 'arith', line: last, redirects, expression: parseArithmetic(node.body, this.around()) };
      }
      case 'Function': {
        const name = this.text(node.name);
        return { kind: 'function', line, redirects, name, body: this.compound(node.body) };
      }
      case 'Coproc': {
        const name = node.name === undefined ? 'COPROC' : this.text(node.name);
        return { kind: 'coproc', line, redirects, name, body: this.compound(node.body) };
      }
    }
  }

  private compound(node: unbash.Function['body'] | unbash.Coproc['body']): Command {
    if (node.type === 'CompoundList') throw new Error('unbash made a function without a body');
    return this.command(node);
  }

  private simple(node: unbash.Command): SimpleCommand {
    const line = this.simpleLine(node);
    this.line = line;
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (const part of node.prefix) {
      if (part.type === 'Assignment') assignments.push(this.assignment(part));
      else redirects.push(this.redirect(part));
    }
    const names = node.name === undefined ? [] : [node.name];
    for (const part of joined([...names, ...node.suffix])) {
      if (part.type === 'Word' || part.type === 'Assignment') words.push(this.word(part));
      else {
        redirects.push(this.redirect(part));
        const after = this.afterClose(part);
        if (after !== undefined) words.push(this.word(after));
      }
    }
    return { kind: 'simple', line, redirects, assignments, words };
  }

  /** bash notes the line when it has read the first token, and, where that is a word, the next one too. */
  private simpleLine(node: unbash.Command): number {
    const [first] = node.prefix;
    if (first !== undefined) return this.lineAt(first.type === 'HereDoc' ? first.pos : first.end);
    const next = node.suffix[0];
    if (next === undefined) return this.lineAt(node.name?.end ?? node.end);
    const isWord = next.type === 'Word' || next.type === 'Assignment';
    return this.lineAt(isWord ? next.end : next.pos);
  }

  private arithmeticFor(node: unbash.ArithmeticFor, line: number): Command {
    const open = this.source.indexOf('((', node.pos);
    const end = constructEnd(`$${this.source.slice(open)}`, 0) - 1 + open;
    const texts = splitArithmeticFor(this.source.slice(open + 2, end - 2));
    const [init, test, update] = texts.map((text) => parseArithmetic(text.trimStart(), this.around()));
    if (init === undefined || test === undefined || update === undefined)
      throw new Error('for (( )) without expressions');
    return { kind: 'arith-for', line, redirects: [], init, test, update, body: this.list(node.body.commands) };
  }

  private clause(item: unbash.CaseItem): CaseClause {
    const patterns = item.pattern.map((word) => this.word(word));
    return { patterns, body: this.list(item.body.commands), end: item.terminator ?? ';;' };
  }

  private test(node: unbash.TestExpression): Cond {
    switch (node.type) {
      case 'TestUnary':
        return { kind: 'unary', op: node.operator, operand: this.word(node.operand, 'operand') };
      case 'TestBinary': {
        const left = this.word(node.left, 'operand');
        return { kind: 'binary', op: node.operator, left, right: this.word(node.right, 'operand') };
      }
      case 'TestLogical': {
        const kind = node.operator === '&&' ? 'and' : 'or';
        const tests = node.operands.map((operand) => this.test(operand));
        return tests.reduceRight((right, left) => ({ kind, left, right }));
      }
      case 'TestNot': {
        const operand = this.test(node.operand);
        return node.negations.length % 2 === 0 ? operand : { kind: 'not', operand };
      }
      case 'TestGroup':
        return { kind: 'paren', operand: this.test(node.expression) };
    }
  }

  // -------------------------------------------------------------- words and redirections

  private around(): Surroundings {
    return { line: this.line, parseList: this.options.parseList };
  }

  private text(node: { readonly pos: number; readonly end: number }): string {
    return this.source.slice(node.pos, node.end);
  }

  private word(node: { readonly pos: number; readonly end: number }, use: WordUse = 'word'): Word {
    const text = this.text(node);
    const around = this.around();
    const assignment = use === 'word' && text.includes('=') ? parseAssignment(text, around) : undefined;
    if (assignment === undefined) return parseWord(text, use, around);
    // An array literal is no word of its own: only a declaration builtin can take it.
    if ('kind' in assignment.value)
      return { parts: [{ kind: 'literal', value: text, escaped: true }], text, assignment };
    return { ...parseWord(text, use, around), assignment };
  }

  private assignment(node: unbash.Assignment): Assignment {
    const assignment = parseAssignment(this.text(node), this.around());
    if (assignment === undefined) throw new Error(`unbash took this for an assignment: ${this.text(node)}`);
    return assignment;
  }

  private redirect(node: unbash.Redirection): Redirect {
    const { descriptor } = node;
    const line = this.lineAt(node.type === 'HereDoc' ? node.pos : node.end);
    const place =
      descriptor === undefined
        ? { line }
        : descriptor.type === 'FileDescriptor'
          ? { line, fd: descriptor.value }
          : { line, variable: descriptor.name };
    if (node.type === 'HereDoc') return { ...place, ...this.hereDocument(node) };
    if (node.target === undefined) throw new Error('unbash made a redirection without a target');
    const end = this.afterClose(node)?.pos ?? node.target.end;
    const target = this.word({ pos: node.target.pos, end });
    if (node.type === 'HereString') return { ...place, kind: 'here-string', target };
    if (node.operator === '<&' || node.operator === '>&') return { ...place, kind: 'dup', op: node.operator, target };
    return { ...place, kind: 'file', op: node.operator, target };
  }

  /** What is wrong inside the text is found only when it is expanded. */
  private hereBody(text: string): Word {
    try {
      return parseQuotedText(text, 'here', this.around());
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure)) throw failure;
      return { parts: [{ kind: 'parameter', name: '', indirect: false, operation: { kind: 'bad' }, text }], text };
    }
  }

  /** `>&-x` closes, and x is a word of its own; unbash takes it for the target. */
  private afterClose(node: unbash.Redirection): { pos: number; end: number } | undefined {
    if (node.type !== 'Redirect' || (node.operator !== '>&' && node.operator !== '<&')) return undefined;
    const { target } = node;
    if (target === undefined || this.source.charAt(target.pos) !== '-' || target.end === target.pos + 1)
      return undefined;
    return { pos: target.pos + 1, end: target.end };
  }

  private hereDocument(node: unbash.HereDoc): HereDocument {
    const stripTabs = node.operator === '<<-';
    const quoted = node.delimiter?.quoted === true;
    const text = hereText(this.text(node.body), stripTabs, quoted);
    const body: Word = quoted
      ? { parts: text === '' ? [] : [{ kind: 'single-quoted', value: text }], text }
      : this.hereBody(text);
    return { kind: 'here-document', stripTabs, quoted, delimiter: node.delimiter?.value ?? '', body };
  }
}

interface Span {
  readonly type: string;
  readonly pos: number;
  readonly end: number;
}

/** `a<(b)c` is one word, which unbash takes for three: words without a gap between them belong together. */
function joined<T extends Span>(nodes: readonly T[]): readonly T[] {
  if (!nodes.some((node, i) => isWord(node) && nodes[i + 1]?.pos === node.end)) return nodes;
  const all: T[] = [];
  for (const node of nodes) {
    const before = all.at(-1);
    if (before === undefined || before.end !== node.pos || !isWord(before) || !isWord(node)) all.push(node);
    else all[all.length - 1] = { type: before.type, pos: before.pos, end: node.end } as T;
  }
  return all;
}

const isWord = (node: Span): boolean => node.type === 'Word' || node.type === 'Assignment';

/** What the reader of the document makes of its lines. */
function hereText(text: string, stripTabs: boolean, quoted: boolean): string {
  const joined = quoted ? text : text.replace(/(?<!\\)((?:\\\\)*)\\\n/g, '$1');
  return stripTabs ? joined.replace(/^\t+/gm, '') : joined;
}
