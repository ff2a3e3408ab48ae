/**
 * Recognises the inside of `[[ ]]`, which bash reads with a parser of its own, and with messages of its own.
 * Authority: bash(1), Compound Commands; messages as bash 5.2 prints them.
 */
import { SyntaxFailure } from './failure.ts';
import type { Lexer } from './lexer.ts';
import type { TokenKind } from './tokens.ts';

const unaryTests = new Set('abcdefghknoprstuvwxzGLNORS');
const binaryTests = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
  '=~',
]);

/** `[[` is the current token. */
export function conditional(lexer: Lexer): void {
  const { line } = lexer;
  lexer.state.conditional = true;
  lexer.kind = '[[';
  lexer.state.beforeLast = lexer.state.last;
  lexer.state.last = '[[';
  testOr(lexer);
  if (lexer.token() !== ']]') {
    if (lexer.token() === 'eof') throw testFailure(lexer, line, "unexpected EOF while looking for `]]'");
    const known = lexer.token() !== 'word' && lexer.token() !== 'assignment';
    const what = known ? `: unexpected token \`${lexer.tokenText()}'` : '';
    throw testFailure(lexer, line, `syntax error in conditional expression${what}`);
  }
  lexer.state.conditional = false;
  lexer.advance();
}

/** After such an error bash reads on to the next newline; `$?` is set only when the input ends before one. */
function testFailure(lexer: Lexer, line: number, text: string): SyntaxFailure {
  const ended = lexer.token() === 'eof' || !lexer.src.includes('\n', lexer.pos);
  return new SyntaxFailure({
    reports: text === '' ? [] : [{ line, text, quotesSource: false }],
    line,
    ...(ended ? { status: 2, keepsFailure: true } : {}),
    incomplete: lexer.token() === 'eof',
    swallowsLine: lexer.token() === 'newline',
  });
}

function testOr(lexer: Lexer): void {
  testAnd(lexer);
  if (lexer.token() === '||') testOr(lexer);
}

function testAnd(lexer: Lexer): void {
  testTerm(lexer);
  if (lexer.token() === '&&') testAnd(lexer);
}

function readPastNewlines(lexer: Lexer): TokenKind {
  while (lexer.read() === 'newline');
  return lexer.token();
}

/** `name' as an error quotes a token inside [[ ]]: what carries a text of its own is not named. */
function quotedToken(lexer: Lexer): string | undefined {
  switch (lexer.token()) {
    case 'word':
    case 'assignment':
    case 'number':
    case 'fd-variable':
    case 'eof':
      return undefined;
    default:
      return lexer.tokenText();
  }
}

/** Where a quotation inside [[ ]] has no end, bash goes on and complains about the missing token too. */
function readingTest<T>(lexer: Lexer, complaint: string, read: () => T): T {
  try {
    return read();
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure) || !failure.details.incomplete) throw failure;
    throw withReport(failure, lexer.lineAt(lexer.src.length), complaint);
  }
}

const withReport = (failure: SyntaxFailure, line: number, text: string): SyntaxFailure =>
  new SyntaxFailure({
    ...failure.details,
    reports: [...failure.details.reports, { line, text, quotesSource: false }],
  });

function testTerm(lexer: Lexer): void {
  // The name of the token that is not there is the byte 0xff.
  const kind = readingTest(lexer, "unexpected token `\udcff' in conditional command", () => readPastNewlines(lexer));
  if (kind === ']]') throw testFailure(lexer, lexer.line, '');
  if (kind === '(') {
    parenthesized(lexer);
    return;
  }
  if (kind === '!' || (kind === 'word' && lexer.text === '!')) {
    testTerm(lexer);
    return;
  }
  if (kind !== 'word') {
    // These two have no name; bash prints the number of its grammar symbol.
    const name = kind === 'number' ? '284' : kind === 'fd-variable' ? '283' : `\`${lexer.tokenText()}'`;
    throw testFailure(lexer, lexer.line, `unexpected token ${name} in conditional command`);
  }
  if (lexer.text.length === 2 && lexer.text.startsWith('-') && unaryTests.has(lexer.text.charAt(1))) {
    operand(lexer, 'unary');
    return;
  }
  binary(lexer);
}

function parenthesized(lexer: Lexer): void {
  const { line } = lexer;
  try {
    testOr(lexer);
  } catch (failure) {
    throw failure instanceof SyntaxFailure ? withReport(failure, line, "expected `)'") : failure;
  }
  if (lexer.token() !== ')') {
    const token = quotedToken(lexer);
    throw testFailure(
      lexer,
      line,
      token === undefined ? "expected `)'" : `unexpected token \`${token}', expected \`)'`,
    );
  }
  readPastNewlines(lexer);
}

/** The left operand is current: an operator and its right side follow, or nothing at all. */
function binary(lexer: Lexer): void {
  const kind = readingTest(lexer, 'conditional binary operator expected', () => lexer.read());
  if (kind === ']]' || kind === '&&' || kind === '||' || kind === ')') return;
  if (kind === 'word' && binaryTests.has(lexer.text)) {
    if (lexer.text === '=~') lexer.state.regexp = true;
    else if (lexer.text === '=' || lexer.text === '==' || lexer.text === '!=') lexer.state.extendedPattern = true;
  } else if (kind !== '<' && kind !== '>') {
    const token = quotedToken(lexer);
    const expected = 'conditional binary operator expected';
    throw testFailure(lexer, lexer.line, token === undefined ? expected : `unexpected token \`${token}', ${expected}`);
  }
  operand(lexer, 'binary');
}

function operand(lexer: Lexer, of: 'unary' | 'binary'): void {
  const kind = readingTest(lexer, `unexpected argument to conditional ${of} operator`, () => lexer.read());
  lexer.state.regexp = false;
  lexer.state.extendedPattern = false;
  if (kind !== 'word') {
    const token = quotedToken(lexer);
    const argument = token === undefined ? 'unexpected argument' : `unexpected argument \`${token}'`;
    throw testFailure(lexer, lexer.line, `${argument} to conditional ${of} operator`);
  }
  readPastNewlines(lexer);
}
