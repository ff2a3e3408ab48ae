/**
 * Commands as text, the way bash prints them for `jobs`, `declare -f` and `type`: spaces normalised, compound commands
 * over several lines, here-documents after the line they belong to.
 * Authority: what bash 5.2 prints; its oddities (a blank after `{`, a semicolon that is sometimes missing) are kept.
 */
import type { AndOr, CaseClause, Command, HereDocument, List, Pipeline, Redirect } from './ast.ts';
import { parseScript } from './parse.ts';
import { expressionText, Pieces, stderrRedirect } from './print-pieces.ts';
import { reservedWord } from './tokens.ts';

export function printCommand(command: Command): string {
  const printer = new Printer(false);
  printer.command(command);
  return printer.text;
}

/** BASH_COMMAND: what is about to run of it, which is not yet its body. */
export function printHead(command: Command): string {
  switch (command.kind) {
    case 'for':
    case 'select':
      return `${command.kind} ${command.name} in ${command.words?.map(({ text }) => text).join(' ') ?? '"$@"'}`;
    case 'case':
      return `case ${command.word.text} in `;
    case 'arith':
    case 'cond':
      return printCommand({ ...command, redirects: [] });
    default:
      return printCommand(command);
  }
}

export function printPipeline(pipeline: Pipeline): string {
  const printer = new Printer(false);
  printer.node(pipelineNode(pipeline));
  return printer.text;
}

/** `a && b || c`. */
export function printChain(chain: AndOr): string {
  const printer = new Printer(false);
  printer.node(chainNode(chain));
  return printer.text;
}

export function printList(list: List): string {
  const printer = new Printer(false);
  printer.list(list);
  return printer.text;
}

/** `declare -f NAME`, `type NAME`: the definition over several lines, without a newline at the end. */
export function printFunction(name: string, body: Command): string {
  const printer = new Printer(false);
  if (reservedWord(name) !== undefined) printer.add('function ');
  printer.add(`${name} () \n`);
  printer.functionBody(body);
  return printer.text;
}

// ---------------------------------------------------------------- connections

type Connector = ';' | '\n' | '&' | '&&' | '||' | '|';

/** bash keeps lists, chains and pipelines as pairs; printing follows the pairs. */
type Node =
  | {
      readonly kind: 'pair';
      readonly connector: Connector;
      readonly first: Node;
      readonly second?: Node;
      readonly prefix: string;
    }
  | { readonly kind: 'one'; readonly command: Command; readonly prefix: string; readonly stderrToo: boolean }
  | { readonly kind: 'nothing'; readonly prefix: string };

function prefixOf(pipeline: Pipeline): string {
  const time = pipeline.timed === undefined ? '' : pipeline.timed === 'posix' ? 'time -p ' : 'time ';
  return `${time}${pipeline.negated ? '! ' : ''}`;
}

function pipelineNode(pipeline: Pipeline): Node {
  const prefix = prefixOf(pipeline);
  const nodes = pipeline.stages.map<Node>((command, i) => ({
    kind: 'one',
    command,
    prefix: '',
    stderrToo: pipeline.stderrToo[i] === true,
  }));
  const [only] = nodes;
  if (only === undefined) return { kind: 'nothing', prefix };
  const joined = nodes.reduce((first, second) => ({ kind: 'pair', connector: '|', first, second, prefix: '' }));
  return { ...joined, prefix };
}

const chainNode = (chain: AndOr): Node =>
  chain.rest.reduce<Node>(
    (first, { op, pipeline }) => ({ kind: 'pair', connector: op, first, second: pipelineNode(pipeline), prefix: '' }),
    pipelineNode(chain.first),
  );

function listNode(list: List): Node | undefined {
  let all: Node | undefined;
  let connector: Connector = ';';
  for (const { chain, background, newline } of list.items) {
    const node = chainNode(chain);
    all = all === undefined ? node : { kind: 'pair', connector, first: all, second: node, prefix: '' };
    connector = background ? '&' : newline ? '\n' : ';';
  }
  if (all !== undefined && connector === '&') return { kind: 'pair', connector, first: all, prefix: '' };
  return all;
}

// ---------------------------------------------------------------- the printer

/** The inside of `$( )`, where newlines stay newlines. */
export function printInside(source: string): string | undefined {
  const { commands, error } = parseScript(source, { extglob: () => true });
  if (error !== undefined) return undefined;
  const printer = new Printer(true);
  printer.list({ items: commands.flatMap(({ list }) => list.items) });
  return printer.text;
}

const pieces = new Pieces(printInside);

const STEP = 4;

class Printer {
  text = '';
  private indentation = 0;
  /** So many of the next commands stand behind something on the same line. */
  private inline = 0;
  private functions = 0;
  private connections = 0;
  private pendingDocuments: readonly HereDocument[] = [];
  private afterDocument = false;
  private readonly substitution: boolean;

  constructor(substitution: boolean) {
    this.substitution = substitution;
  }

  add(text: string): void {
    this.text += text;
  }

  private indent(): void {
    this.add(' '.repeat(this.indentation));
  }

  private newline(text: string): void {
    this.add('\n');
    this.indent();
    this.add(text);
  }

  private semicolon(): void {
    if (this.text !== '' && !this.text.endsWith('&') && !this.text.endsWith('\n')) this.add(';');
  }

  private begin(): void {
    if (this.inline > 0) this.inline--;
    else this.indent();
  }

  list(list: List): void {
    const node = listNode(list);
    if (node !== undefined) this.node(node);
  }

  /** A list inside a compound command, one step further in. */
  private block(list: List): void {
    this.indentation += STEP;
    this.list(list);
    this.flush('');
    this.indentation -= STEP;
  }

  node(node: Node): void {
    if (node.kind === 'one') {
      this.command(node.command, node.prefix, node.stderrToo);
      return;
    }
    this.begin();
    this.add(node.prefix);
    if (node.kind === 'nothing') return;
    this.inline++;
    this.connections++;
    this.node(node.first);
    this.connector(node.connector, node.second !== undefined);
    if (node.second !== undefined) this.node(node.second);
    this.flush('');
    this.connections--;
  }

  private connector(connector: Connector, more: boolean): void {
    switch (connector) {
      case '&':
      case '|':
        this.flushAfter(` ${connector}`);
        if (!more) return;
        this.add(' ');
        this.inline++;
        return;
      case '&&':
      case '||':
        this.flushAfter(` ${connector} `);
        this.inline++;
        return;
      default:
        this.separator(connector, more);
    }
  }

  private separator(connector: ';' | '\n', more: boolean): void {
    const newline = this.substitution && connector === '\n';
    const waiting = this.pendingDocuments.length > 0;
    const plain = !waiting && !this.afterDocument;
    if (waiting) this.flush('');
    else if (this.afterDocument) this.afterDocument = false;
    else this.add(newline ? '\n' : ';');
    if (this.functions > 0) this.add('\n');
    else if (newline && !plain) this.add('\n');
    else {
      if (!newline) this.add(' ');
      if (more) this.inline++;
    }
  }

  /** Prints what comes before the bodies of waiting here-documents, and them. */
  private flushAfter(text: string): void {
    this.add(text);
    this.flush(' ');
  }

  private flush(after: string): void {
    const documents = this.pendingDocuments;
    if (documents.length === 0) return;
    this.pendingDocuments = [];
    this.documents(documents);
    this.add(after);
  }

  private documents(documents: readonly HereDocument[]): void {
    this.add('\n');
    for (const document of documents) this.add(`${document.body.text}${document.delimiter}\n`);
    this.afterDocument = true;
  }

  // -------------------------------------------------------------- commands

  command(command: Command, prefix = '', stderrToo = false): void {
    this.begin();
    this.add(prefix);
    this.body(command);
    const redirects = stderrToo ? [...command.redirects, stderrRedirect(command.line)] : command.redirects;
    if (redirects.length === 0) return;
    if (command.kind !== 'simple' || command.words.length + command.assignments.length > 0) this.add(' ');
    this.redirects(redirects);
  }

  private body(command: Command): void {
    switch (command.kind) {
      case 'simple':
        this.add(pieces.simple(command));
        return;
      case 'subshell':
        this.add('( ');
        this.inline++;
        this.list(command.body);
        this.flush('');
        this.add(' )');
        return;
      case 'group':
        this.group(command.body);
        return;
      case 'if':
        this.branch(command.branches, command.otherwise);
        return;
      case 'while':
        this.add(command.until ? 'until ' : 'while ');
        this.inline++;
        this.list(command.test);
        this.flush('');
        this.semicolon();
        this.add(' do\n');
        this.block(command.body);
        this.semicolon();
        this.newline('done');
        return;
      case 'for':
      case 'select': {
        const words = command.words === undefined ? '"$@"' : pieces.words(command.words);
        this.add(`${command.kind} ${command.name} in ${words};`);
        this.loop(command.body);
        return;
      }
      case 'arith-for':
        this.add(`for ((${[command.init, command.test, command.update].map(expressionText).join('; ')}))`);
        this.loop(command.body);
        return;
      case 'case':
        this.add(`case ${pieces.word(command.word)} in `);
        this.indentation += STEP;
        for (const clause of command.clauses) this.clause(clause);
        this.indentation -= STEP;
        this.newline('esac');
        return;
      case 'cond':
        this.add(`[[ ${pieces.test(command.test)} ]]`);
        return;
      case 'arith':
        this.add(`((${command.expression.text}))`);
        return;
      case 'function':
        this.add(`function ${command.name} () \n`);
        this.functionBody(command.body);
        return;
      case 'coproc':
        this.add(`coproc ${command.name} `);
        this.inline++;
        this.command(command.body);
        return;
    }
  }

  private group(body: List): void {
    this.add('{ ');
    if (this.functions === 0) {
      this.inline++;
      this.list(body);
      this.flush('');
      this.semicolon();
      this.add(' }');
      return;
    }
    this.add('\n');
    this.block(body);
    this.newline('}');
  }

  private branch(branches: readonly { readonly test: List; readonly body: List }[], otherwise: List | undefined): void {
    const [first, ...others] = branches;
    if (first === undefined) return;
    this.add('if ');
    this.inline++;
    this.list(first.test);
    this.semicolon();
    this.add(' then\n');
    this.block(first.body);
    if (others.length > 0 || otherwise !== undefined) {
      this.semicolon();
      this.newline('else\n');
      this.indentation += STEP;
      if (others.length > 0) {
        // bash keeps `elif` as an `if` inside `else`.
        this.begin();
        this.branch(others, otherwise);
      } else if (otherwise !== undefined) this.list(otherwise);
      this.flush('');
      this.indentation -= STEP;
    }
    this.semicolon();
    this.newline('fi');
  }

  private loop(body: List): void {
    this.newline('do\n');
    this.block(body);
    this.semicolon();
    this.newline('done');
  }

  private clause(clause: CaseClause): void {
    this.newline(`${pieces.words(clause.patterns, ' | ')})\n`);
    this.block(clause.body);
    this.newline(clause.end);
  }

  /** From the brace on; the name has been printed. */
  functionBody(body: Command): void {
    this.indent();
    this.add('{ \n');
    this.functions++;
    this.indentation += STEP;
    if (body.kind === 'group') this.list(body.body);
    else this.command(body);
    this.flush('');
    this.indentation -= STEP;
    this.functions--;
    if (body.kind === 'group' && body.redirects.length > 0) {
      this.newline('} ');
      this.redirects(body.redirects);
    } else {
      this.newline('}');
      this.afterDocument = false;
    }
  }

  private redirects(redirects: readonly Redirect[]): void {
    this.afterDocument = false;
    this.add(redirects.map((redirect) => pieces.redirect(redirect)).join(' '));
    const documents = redirects.filter((redirect) => redirect.kind === 'here-document');
    if (documents.length === 0) return;
    if (this.connections > 0) this.pendingDocuments = documents;
    else this.documents(documents);
  }
}
