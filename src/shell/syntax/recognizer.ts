/**
 * Recognises one complete command: where it ends, or what bash says is wrong with it. It builds nothing; it is the
 * grammar of bash as a recursive descent, whose order of reading is that of bash's parser, because the token that is
 * complained about, and its line, depend on it.
 * Authority: the grammar in POSIX.1 and bash(1), SHELL GRAMMAR; messages as bash 5.2 prints them.
 */
import { SyntaxFailure } from './failure.ts';
import { Lexer, type LexerOptions } from './lexer.ts';
import { wordValue } from './quotes.ts';
import { conditional } from './recognize-test.ts';
import { splitArithmeticFor } from './split-arithmetic.ts';
import { caseEnds, redirectOperators, type TokenKind } from './tokens.ts';

const commandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'word',
  'assignment',
  'number',
  'fd-variable',
  'arith',
  'if',
  'while',
  'until',
  'for',
  'select',
  'case',
  'function',
  'coproc',
  '{',
  '(',
  '[[',
  '!',
  'time',
  ...redirectOperators,
]);

const compoundStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'arith',
  'if',
  'while',
  'until',
  'for',
  'select',
  'case',
  '{',
  '(',
  '[[',
]);

/**
 * Reads one complete command (what stands before a significant newline, with its here-documents).
 * Answers false when there was only an empty line or the end. Throws a SyntaxFailure.
 */
export function recognize(lexer: Lexer): boolean {
  lexer.kind = 'newline';
  const token = lexer.advance();
  if (token === 'newline' || token === 'eof') return false;
  pipelineCommand(lexer);
  for (;;) {
    switch (lexer.token()) {
      case 'newline':
      case 'eof':
        return true;
      case '&&':
      case '||':
        lexer.advance();
        skipNewlines(lexer);
        pipelineCommand(lexer);
        break;
      case ';':
      case '&': {
        const next = lexer.advance();
        if (next === 'newline' || next === 'eof') return true;
        pipelineCommand(lexer);
        break;
      }
      default:
        throw lexer.unexpected();
    }
  }
}

/** For texts that have been read before. */
const textOptions: LexerOptions = { line: 1, extglob: true, alias: undefined };

/** A lexer that knows how to read what is inside `$( )`. */
export const openLexer = (src: string, from: number, options: LexerOptions): Lexer =>
  new Lexer(src, from, options, substitution);

/** Where the quotation, expansion or subscript ends that starts at `pos`. Throws a SyntaxFailure when it does not. */
export function constructEnd(text: string, pos: number): number {
  const lexer = openLexer(text, pos, textOptions);
  lexer.construct();
  return lexer.pos;
}

/** Where the words of an array literal stand; `pos` is after its parenthesis. */
export function arrayWords(text: string, pos: number): readonly { readonly start: number; readonly end: number }[] {
  return arrayLexer(text, pos).arrayWords();
}

/** Where an array literal ends, after its parenthesis. */
export function arrayEnd(text: string, pos: number): number {
  const lexer = arrayLexer(text, pos);
  lexer.arrayWords();
  return lexer.pos;
}

const arrayLexer = (text: string, pos: number): Lexer => openLexer(text, pos, textOptions);

/** The inside of `$( )`, to after its parenthesis. */
function substitution(lexer: Lexer): void {
  lexer.advance();
  skipNewlines(lexer);
  if (lexer.token() !== ')') list(lexer);
  if (lexer.token() !== ')') throw lexer.unexpected();
}

function skipNewlines(lexer: Lexer): void {
  while (lexer.token() === 'newline') lexer.advance();
}

function expect(lexer: Lexer, kind: TokenKind): void {
  if (lexer.token() !== kind) throw lexer.unexpected();
  lexer.advance();
}

/** A list inside a compound command: at least one command, perhaps a separator at the end. */
function list(lexer: Lexer): void {
  skipNewlines(lexer);
  pipelineCommand(lexer);
  for (;;) {
    switch (lexer.token()) {
      case '&&':
      case '||':
        lexer.advance();
        skipNewlines(lexer);
        pipelineCommand(lexer);
        break;
      case ';':
      case '&':
      case 'newline':
        lexer.advance();
        skipNewlines(lexer);
        if (!commandStarts.has(lexer.token())) return;
        pipelineCommand(lexer);
        break;
      default:
        return;
    }
  }
}

function pipelineCommand(lexer: Lexer): void {
  let prefixed = false;
  for (;;) {
    const kind = lexer.token();
    if (kind === '!') lexer.advance();
    else if (kind === 'time') {
      let next = lexer.advance();
      if (next === '-p') next = lexer.advance();
      if (next === '--') lexer.advance();
    } else break;
    prefixed = true;
  }
  // `!` and `time` alone: the terminator is left to the list.
  if (prefixed && (lexer.token() === 'newline' || lexer.token() === ';' || lexer.token() === 'eof')) return;
  command(lexer);
  while (lexer.token() === '|' || lexer.token() === '|&') {
    lexer.advance();
    skipNewlines(lexer);
    command(lexer);
  }
}

function command(lexer: Lexer): void {
  switch (lexer.token()) {
    case 'word':
      wordFirst(lexer);
      return;
    case 'assignment':
    case 'number':
    case 'fd-variable':
      simpleCommand(lexer);
      return;
    case 'function':
      functionKeyword(lexer);
      return;
    case 'coproc':
      coproc(lexer);
      return;
    default:
      if (redirectOperators.has(lexer.token())) simpleCommand(lexer);
      else {
        compoundCommand(lexer);
        redirects(lexer);
      }
  }
}

/** A simple command, or `name ( )`. */
function wordFirst(lexer: Lexer): void {
  lexer.state.redirectsOnly = false;
  if (lexer.advance() !== '(') {
    simpleCommand(lexer);
    return;
  }
  lexer.advance();
  functionParentheses(lexer);
}

function functionParentheses(lexer: Lexer): void {
  expect(lexer, ')');
  functionBody(lexer);
}

function functionBody(lexer: Lexer): void {
  skipNewlines(lexer);
  if (!compoundStarts.has(lexer.token())) throw lexer.unexpected();
  compoundCommand(lexer);
  redirects(lexer);
}

function functionKeyword(lexer: Lexer): void {
  if (lexer.advance() !== 'word') throw lexer.unexpected();
  if (lexer.advance() !== '(') {
    functionBody(lexer);
    return;
  }
  if (lexer.advance() === ')') functionParentheses(lexer);
  else {
    // `function f (list)`: the body is a subshell.
    list(lexer);
    expect(lexer, ')');
    redirects(lexer);
  }
}

function coproc(lexer: Lexer): void {
  const first = lexer.advance();
  if (compoundStarts.has(first)) {
    compoundCommand(lexer);
    redirects(lexer);
    return;
  }
  if (first !== 'word') {
    if (!isElement(lexer.token())) throw lexer.unexpected();
    simpleCommand(lexer);
    return;
  }
  if (compoundStarts.has(lexer.advance())) {
    compoundCommand(lexer);
    redirects(lexer);
  } else simpleCommand(lexer);
}

const isElement = (kind: TokenKind): boolean =>
  kind === 'word' ||
  kind === 'assignment' ||
  kind === 'number' ||
  kind === 'fd-variable' ||
  redirectOperators.has(kind);

/** Words, assignments and redirections, as many as there are. */
function simpleCommand(lexer: Lexer): void {
  let words = lexer.state.last === 'word' || lexer.state.last === 'assignment';
  for (;;) {
    const kind = lexer.token();
    if (kind === 'word' || kind === 'assignment') {
      words = true;
      lexer.state.redirectsOnly = false;
      lexer.advance();
    } else if (isElement(kind)) redirect(lexer, !words);
    else break;
  }
  lexer.state.redirectsOnly = false;
}

function redirects(lexer: Lexer): void {
  while (lexer.token() !== 'word' && lexer.token() !== 'assignment' && isElement(lexer.token())) redirect(lexer, false);
}

function redirect(lexer: Lexer, startsCommand: boolean): void {
  const named = lexer.token() === 'fd-variable';
  if (named || lexer.token() === 'number') lexer.advance();
  const operator = lexer.token();
  if (!redirectOperators.has(operator) || (named && operator.startsWith('&'))) throw lexer.unexpected();
  const target = lexer.advance();
  const duplicates = operator === '<&' || operator === '>&';
  if (target !== 'word' && !(duplicates && (target === 'number' || target === '-'))) throw lexer.unexpected();
  if (operator === '<<' || operator === '<<-') {
    const stripTabs = operator === '<<-';
    const value = wordValue(lexer.text);
    const delimiter = stripTabs ? value.replace(/^\t+/, '') : value;
    lexer.state.pending.push({ delimiter, quoted: /['"\\]/.test(lexer.text), stripTabs });
  }
  if (startsCommand) lexer.state.redirectsOnly = true;
  lexer.advance();
}

function compoundCommand(lexer: Lexer): void {
  switch (lexer.token()) {
    case '(':
      lexer.advance();
      list(lexer);
      expect(lexer, ')');
      return;
    case '{':
      lexer.advance();
      list(lexer);
      expect(lexer, '}');
      return;
    case 'arith':
      lexer.advance();
      return;
    case 'if':
      ifCommand(lexer);
      return;
    case 'while':
    case 'until':
      lexer.advance();
      list(lexer);
      expect(lexer, 'do');
      list(lexer);
      expect(lexer, 'done');
      return;
    case 'for':
      if (lexer.advance() === 'arith-for') arithmeticFor(lexer);
      else loop(lexer);
      return;
    case 'select':
      lexer.advance();
      loop(lexer);
      return;
    case 'case':
      caseCommand(lexer);
      return;
    case '[[':
      conditional(lexer);
      return;
    default:
      throw lexer.unexpected();
  }
}

function ifCommand(lexer: Lexer): void {
  lexer.advance();
  list(lexer);
  expect(lexer, 'then');
  list(lexer);
  if (lexer.token() === 'elif') {
    ifCommand(lexer);
    return;
  }
  if (lexer.token() === 'else') {
    lexer.advance();
    list(lexer);
  }
  expect(lexer, 'fi');
}

/** The rest of `for name` and `select name`. */
function loop(lexer: Lexer): void {
  expect(lexer, 'word');
  if (lexer.token() === ';') {
    lexer.advance();
    skipNewlines(lexer);
  } else {
    skipNewlines(lexer);
    if (lexer.token() === 'in') {
      while (lexer.advance() === 'word');
      if (lexer.token() !== ';' && lexer.token() !== 'newline' && lexer.token() !== 'eof') throw lexer.unexpected();
      lexer.advance();
      skipNewlines(lexer);
    }
  }
  loopBody(lexer);
}

function loopBody(lexer: Lexer): void {
  const close = lexer.token() === '{' ? '}' : 'done';
  if (lexer.token() !== '{' && lexer.token() !== 'do') throw lexer.unexpected();
  lexer.advance();
  list(lexer);
  expect(lexer, close);
}

function arithmeticFor(lexer: Lexer): void {
  const { text } = lexer;
  const semicolons = splitArithmeticFor(text).length - 1;
  lexer.advance();
  if (lexer.token() === ';' || lexer.token() === 'newline' || lexer.token() === 'eof') {
    lexer.advance();
    skipNewlines(lexer);
  }
  // bash counts the expressions only when the whole loop has been read.
  const close = lexer.token() === '{' ? '}' : 'done';
  if (lexer.token() !== '{' && lexer.token() !== 'do') throw lexer.unexpected();
  lexer.advance();
  list(lexer);
  if (lexer.token() !== close) throw lexer.unexpected();
  if (semicolons !== 2) throw badArithmeticFor(lexer, text, semicolons);
  lexer.advance();
}

function badArithmeticFor(lexer: Lexer, text: string, semicolons: number): SyntaxFailure {
  const { line } = lexer;
  const what = semicolons < 2 ? 'syntax error: arithmetic expression required' : "syntax error: `;' unexpected";
  const report = (message: string) => ({ line, text: message, quotesSource: false });
  return new SyntaxFailure({
    reports: [report(what), report(`syntax error: \`((${text}))'`)],
    line,
    status: 2,
  });
}

function caseCommand(lexer: Lexer): void {
  if (lexer.advance() !== 'word') throw lexer.unexpected();
  lexer.advance();
  skipNewlines(lexer);
  expect(lexer, 'in');
  for (;;) {
    skipNewlines(lexer);
    if (lexer.token() === 'esac') break;
    if (lexer.token() === '(') lexer.advance();
    expect(lexer, 'word');
    while (lexer.token() === '|') {
      lexer.advance();
      expect(lexer, 'word');
    }
    expect(lexer, ')');
    skipNewlines(lexer);
    if (!caseEnds.has(lexer.token()) && lexer.token() !== 'esac') list(lexer);
    if (!caseEnds.has(lexer.token())) break;
    lexer.advance();
  }
  expect(lexer, 'esac');
}
