/**
 * Cuts shell source into tokens as bash's reader does. It only recognises: what is inside a word is found again by
 * `words.ts`. A `$( )` inside a word is checked with the whole grammar, because bash reports what is wrong there at
 * once.
 * Authority: bash(1), DEFINITIONS, QUOTING, ALIASES; the order of its complaints was measured on bash 5.2.
 */
import { quoteForReuse } from '../expand/quote.ts';
import { Aliases } from './aliases.ts';
import {
  APOSTROPHE,
  BACKQUOTE,
  BACKSLASH,
  BAR,
  BRACKET,
  breaksWord,
  CLOSE,
  DASH,
  DOLLAR,
  EQUALS,
  GREATER,
  HASH,
  isBlank,
  isPatternOperator,
  LESS,
  NEWLINE,
  OPEN,
  QUOTE,
} from './chars.ts';
import { SyntaxFailure } from './failure.ts';
import { gatherHereDocuments, type OpenHereDocument } from './here-document.ts';
import {
  assignmentPosition,
  commandPosition,
  countBraces,
  freshState,
  type LexerState,
  reservedAcceptable,
  reservedKind,
  specialWord,
} from './lexer-state.ts';
import { operatorAt, skipJoin } from './operators.ts';
import { ARITHMETIC, NO_RULES, Scanner, SUBSCRIPT } from './scanner.ts';
import { assignmentBuiltins, type TokenKind } from './tokens.ts';

export interface LexerOptions {
  readonly line: number;
  readonly extglob: boolean;
  readonly alias: ((name: string) => string | undefined) | undefined;
}

const isIdentifier = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
/** `name`, `name[…]`, each perhaps with `+`: what may stand before `=`. */
const isAssignmentTarget = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*(\[[\s\S]*\])?\+?$/.test(text);
const isAssignment = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*(\[[\s\S]*?\])?\+?=/.test(text);

export class Lexer extends Scanner {
  /** The current token. */
  kind: TokenKind = 'newline';
  start = 0;
  text = '';
  state: LexerState = freshState(false);
  readonly openHereDocuments: OpenHereDocument[] = [];
  /** Where `case` and `esac` stand as ordinary words inside of `$( )`. */
  readonly plainCases: number[] = [];
  private readonly extglob: boolean;
  private readonly hasAliases: boolean;
  private readonly aliases: Aliases;
  private readonly readSubstitution: (lexer: Lexer) => void;

  /** `readSubstitution` is the grammar's: it reads the inside of `$( )`. */
  constructor(src: string, from: number, options: LexerOptions, readSubstitution: (lexer: Lexer) => void) {
    super(src, from, options.line);
    this.extglob = options.extglob;
    this.hasAliases = options.alias !== undefined;
    this.aliases = new Aliases(options.alias);
    this.readSubstitution = readSubstitution;
  }

  /** The line that bash would name now: that of the last character read. */
  get line(): number {
    return this.lineAt(this.kind === 'newline' ? this.start : this.pos);
  }

  /** Reads the next token; the one before stays known for what it allows. */
  advance(): TokenKind {
    this.state.beforeLast = this.state.last;
    this.state.last = this.kind;
    return this.read();
  }

  /** Reads the next token without moving `last`, as inside [[ ]] and array literals. */
  read(): TokenKind {
    this.kind = this.next();
    return this.kind;
  }

  /** The kind of the current token, as a call, because it changes under the reader's feet. */
  token(): TokenKind {
    return this.kind;
  }

  // -------------------------------------------------------------- errors

  /** `syntax error near unexpected token`, about the current one. */
  unexpected(): SyntaxFailure {
    const line = this.line;
    const inSubstitution = this.state.inSubstitution;
    if (this.kind === 'eof') {
      const text = inSubstitution
        ? "unexpected EOF while looking for matching `)'"
        : 'syntax error: unexpected end of file';
      return new SyntaxFailure({
        reports: [{ line, text, quotesSource: false }],
        line,
        status: 2,
        incomplete: true,
      });
    }
    if (this.kind === 'fd-variable') {
      return this.failure(`syntax error near \`${this.textBefore(this.pos)}'`, { status: 2, inSubstitution });
    }
    return this.failure(`syntax error near unexpected token \`${this.tokenText()}'`, { status: 2, inSubstitution });
  }

  /** A message followed by the source line. */
  failure(text: string, more: { status: number; inSubstitution?: boolean; resumes?: boolean }): SyntaxFailure {
    const line = this.line;
    const at = this.kind === 'newline' ? this.start : this.pos;
    const begin = this.src.lastIndexOf('\n', at - 1) + 1;
    const end = this.src.indexOf('\n', at);
    const quoted = this.src.slice(begin, end === -1 ? this.src.length : end);
    return new SyntaxFailure({
      reports: [
        { line, text, quotesSource: false },
        { line, text: `\`${quoted}'`, quotesSource: true },
      ],
      line,
      ...more,
    });
  }

  /** What bash quotes where it has no token to name: the word up to and with the character at `pos`. */
  private textBefore(pos: number): string {
    let from = pos;
    while (from > this.from && !' \n\t;|&'.includes(this.src.charAt(from - 1))) from--;
    return this.src.slice(from, pos + 1);
  }

  /** The current token as error messages name it. */
  tokenText(): string {
    switch (this.kind) {
      case 'word':
      case 'assignment':
      case 'number':
      case 'arith':
      case 'arith-for': {
        const text = this.text.replaceAll('\\\n', '');
        return /[\x00-\x1f\x7f]/.test(text) ? quoteForReuse(text) : text;
      }
      case 'eof':
        return 'EOF';
      default:
        return this.kind;
    }
  }

  // -------------------------------------------------------------- tokens

  private next(): TokenKind {
    const { src, state } = this;
    let code = this.skipBlanks();
    this.start = this.pos;
    if (this.aliases.leave(this.pos)) state.aliasNext = true;
    if (Number.isNaN(code)) return 'eof';
    if (code === HASH) {
      const end = src.indexOf('\n', this.pos);
      this.pos = end === -1 ? src.length : end;
      this.start = this.pos;
      code = NEWLINE;
    }
    if (code === NEWLINE) return this.newline();
    if (!state.regexp && breaksWord(code)) {
      state.assignmentArguments = false;
      if (code === LESS || code === GREATER) state.aliasNext = false;
      const operator = this.operator(code);
      if (operator !== undefined) return operator;
    }
    if (code === DASH && (state.last === '<&' || state.last === '>&')) {
      this.pos++;
      return '-';
    }
    return this.word();
  }

  /** Answers the code of the first character of a token, NaN at the end. */
  private skipBlanks(): number {
    for (;;) {
      const code = this.src.charCodeAt(this.pos);
      if (isBlank(code)) this.pos++;
      else if (code === BACKSLASH && this.src.charCodeAt(this.pos + 1) === NEWLINE) this.pos += 2;
      else return code;
    }
  }

  private newline(): TokenKind {
    this.pos++;
    const { pending, inSubstitution } = this.state;
    if (pending.length > 0) {
      this.state.pending = [];
      this.openHereDocuments.push(...gatherHereDocuments(this, pending, inSubstitution));
    }
    this.state.aliasNext = false;
    this.state.assignmentArguments = false;
    return 'newline';
  }

  /** An operator that starts with `code`, or undefined where it is the start of a word: <( and >(. */
  private operator(code: number): TokenKind | undefined {
    const { state } = this;
    const second = this.src.charCodeAt(skipJoin(this.src, this.pos + 1));
    if ((code === LESS || code === GREATER) && second === OPEN) return undefined;
    if (code === OPEN && second === OPEN) {
      const arithmetic = this.arithmetic();
      if (arithmetic !== undefined) return arithmetic;
    }
    const kind = operatorAt(this.src, this.pos);
    this.pos++;
    for (let i = 1; i < kind.length; i++) this.pos = skipJoin(this.src, this.pos) + 1;
    if (kind === ';;' || kind === ';&' || kind === ';;&') {
      state.casePattern = true;
      state.aliasNext = false;
    } else if (kind === ')') {
      if (state.last === '(' && state.beforeLast === 'word') {
        state.openBraceAllowed = true;
        state.aliasNext = false;
      }
      state.casePattern = false;
    }
    return kind;
  }

  /** `((…))` where it is arithmetic; otherwise nothing has been read and `(` is a parenthesis. */
  private arithmetic(): TokenKind | undefined {
    const { last } = this.state;
    if (last !== 'for' && !reservedAcceptable(this.state)) return undefined;
    const from = this.pos;
    this.pos += 2;
    this.skipPair('(', ')', ARITHMETIC, from);
    if (this.src.charCodeAt(this.pos) === CLOSE) {
      this.text = this.src.slice(from + 2, this.pos - 1);
      this.pos++;
      return last === 'for' ? 'arith-for' : 'arith';
    }
    if (last === 'for') throw this.silent();
    this.pos = from;
    return undefined;
  }

  /** bash gives up without a word. */
  private silent(): SyntaxFailure {
    return new SyntaxFailure({ reports: [], line: this.line });
  }

  // -------------------------------------------------------------- words

  private word(): TokenKind {
    const { state } = this;
    const from = this.pos;
    const { quoted, dollar, compound } = this.skipWord();
    this.start = from;
    const raw = this.src.slice(from, this.pos);
    const text = raw.includes('\\\n') ? raw.replaceAll('\\\n', '') : raw;
    this.text = text;

    const after = this.src.charCodeAt(this.pos);
    const redirected = after === LESS || after === GREATER;
    if ((redirected || state.last === '<&' || state.last === '>&') && /^[0-9]{1,10}$/.test(text)) {
      if (Number(text) <= 0x7fffffff) return 'number';
    }
    const special = specialWord(state, text);
    if (special !== undefined) return countBraces(state, special);
    if (!quoted && this.hasAliases && !state.inSubstitution) {
      if (this.expandAlias(text, from)) return this.next();
      state.aliasNext = false;
    }
    if (!quoted && !dollar) {
      const reserved = reservedKind(state, text);
      if (reserved !== undefined) return countBraces(state, reserved);
    }
    const isName = state.last === 'for' || state.last === 'select';
    if (state.inSubstitution && !isName && (text === 'case' || text === 'esac')) this.plainCases.push(from);
    const assignment = compound || isAssignment(text);
    const isAssigned = assignment && (assignmentPosition(state) || state.arrayLiteral);
    if (commandPosition(state) && assignmentBuiltins.has(text)) state.assignmentArguments = true;
    if (redirected && /^\{[A-Za-z_][A-Za-z0-9_]*(\[[\s\S]*\])?\}$/.test(text)) return 'fd-variable';
    if (state.last === 'function') state.openBraceAllowed = true;
    else if (state.last === 'case' || state.last === 'select' || state.last === 'for') state.inExpected++;
    return isAssigned ? 'assignment' : 'word';
  }

  private skipWord(): { quoted: boolean; dollar: boolean; compound: boolean } {
    const { state } = this;
    const from = this.pos;
    const extglob = this.extglob || state.extendedPattern;
    let quoted = false;
    let dollar = false;
    let compound = false;
    for (;;) {
      const code = this.src.charCodeAt(this.pos);
      if (Number.isNaN(code)) break;
      const next = this.src.charCodeAt(this.pos + 1);
      if (code === BACKSLASH) {
        if (next !== NEWLINE) quoted = true;
        this.pos += Number.isNaN(next) ? 1 : 2;
      } else if (code === QUOTE || code === APOSTROPHE || code === BACKQUOTE) {
        const begin = this.pos++;
        const character = String.fromCharCode(code);
        this.skipPair(character, character, NO_RULES, begin);
        if (code !== BACKQUOTE) quoted = true;
        if (code === QUOTE && this.src.slice(begin, this.pos).includes('$')) dollar = true;
      } else if (state.regexp && (code === OPEN || code === BAR)) {
        const begin = this.pos++;
        if (code === OPEN) this.skipPair('(', ')', NO_RULES, begin);
      } else if (extglob && next === OPEN && isPatternOperator(code)) {
        const begin = this.pos;
        this.pos += 2;
        this.skipPair('(', ')', NO_RULES, begin);
      } else if (code === DOLLAR || ((code === LESS || code === GREATER) && next === OPEN)) {
        if (this.skipDollar(next)) quoted = true;
        if (code !== DOLLAR || (next !== QUOTE && next !== APOSTROPHE)) dollar = true;
      } else if (code === BRACKET && this.startsSubscript(from)) {
        const begin = this.pos++;
        this.skipPair('[', ']', SUBSCRIPT, begin);
      } else if (code === EQUALS && next === OPEN && this.startsArray(from)) {
        this.pos += 2;
        this.skipArray(this.pos);
        compound = true;
      } else if (breaksWord(code)) break;
      else this.pos++;
    }
    return { quoted, dollar, compound };
  }

  private startsSubscript(from: number): boolean {
    if (this.pos === from) return this.state.arrayLiteral;
    return isIdentifier(this.src.slice(from, this.pos)) && assignmentPosition(this.state);
  }

  private startsArray(from: number): boolean {
    return (
      this.pos > from &&
      (this.state.assignmentArguments || assignmentPosition(this.state)) &&
      isAssignmentTarget(this.src.slice(from, this.pos))
    );
  }

  /** `name=( … )`, from after the parenthesis. Words and newlines only. */
  private skipArray(from: number, words?: { start: number; end: number }[]): void {
    const saved = this.state;
    const kind = this.kind;
    this.state = { ...freshState(saved.inSubstitution), last: 'word', arrayLiteral: true };
    for (;;) {
      const token = this.readInArray();
      if (token === ')') break;
      if (token === 'word' || token === 'assignment') words?.push({ start: this.start, end: this.pos });
      if (token === 'newline' || token === 'word' || token === 'assignment') continue;
      if (token === 'eof') throw this.unmatched(')', from - 1, { status: 1, resumes: true });
      throw this.failure(`syntax error near unexpected token \`${this.tokenText()}'`, { status: 1, resumes: true });
    }
    this.state = saved;
    this.kind = kind;
  }

  /** A quotation without end is reported twice here, the second time as the end of the file. */
  private readInArray(): TokenKind {
    try {
      return this.read();
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure) || !failure.details.incomplete) throw failure;
      const line = this.lineAt(this.src.length);
      const report = { line, text: 'syntax error: unexpected end of file', quotesSource: false };
      throw new SyntaxFailure({ ...failure.details, reports: [...failure.details.reports, report], status: 1 });
    }
  }

  /** The words of `( … )`, from after the parenthesis to after the closing one. */
  arrayWords(): readonly { readonly start: number; readonly end: number }[] {
    const words: { start: number; end: number }[] = [];
    this.skipArray(this.pos, words);
    return words;
  }

  protected substitution(): void {
    const { state, kind } = this;
    this.state = freshState(true);
    this.kind = 'substitution';
    this.readSubstitution(this);
    this.state = state;
    this.kind = kind;
  }

  /** Puts the alias's text in the place of the word, to be read again from there. */
  private expandAlias(name: string, from: number): boolean {
    if (!this.state.aliasNext && !assignmentPosition(this.state)) return false;
    const value = this.aliases.expand(name, from, this.pos);
    if (value === undefined) return false;
    this.src = this.src.slice(0, from) + value + this.src.slice(this.pos);
    this.pos = from;
    return true;
  }
}
