/**
 * Finds where quotations, expansions and other bracketed constructs end. What may be nested in what differs from one to
 * the next, and follows bash's reader, because it decides which quote or parenthesis is said to be missing.
 * Authority: bash(1), QUOTING and EXPANSION; tried on bash 5.2.
 */
import {
  APOSTROPHE,
  BACKQUOTE,
  BACKSLASH,
  BRACE,
  BRACKET,
  DOLLAR,
  GREATER,
  LESS,
  NEWLINE,
  OPEN,
  QUOTE,
} from './chars.ts';
import { SyntaxFailure } from './failure.ts';

/** How a bracketed construct is read. */
export interface PairRules {
  /** The first closing character ends it, even after another opening one: ${ }. */
  readonly firstClose?: boolean;
  /** $( ), ${ }, $[ ] and <( ) count inside: subscripts and ${ }. */
  readonly expansions?: boolean;
  /** Only $( ) counts inside: arithmetic. */
  readonly commands?: boolean;
  /** A backslash escapes, even between single quotes: $'…'. */
  readonly escapes?: boolean;
}
export const NO_RULES: PairRules = {};
export const BRACES: PairRules = { firstClose: true, expansions: true };
export const SUBSCRIPT: PairRules = { expansions: true };
export const ARITHMETIC: PairRules = { commands: true };
export const ANSI_C: PairRules = { escapes: true };

export abstract class Scanner {
  src: string;
  pos: number;
  protected readonly from: number;
  private readonly firstLine: number;

  constructor(src: string, from: number, line: number) {
    this.src = src;
    this.pos = from;
    this.from = from;
    this.firstLine = line;
  }

  /** Reads the inside of a `$( )`, to after its parenthesis. */
  protected abstract substitution(): void;

  /** The line on which the character at `pos` stands. */
  lineAt(pos: number): number {
    let line = this.firstLine;
    for (let i = this.src.indexOf('\n', this.from); i !== -1 && i < pos; i = this.src.indexOf('\n', i + 1)) line++;
    return line;
  }

  protected unmatched(close: string, from: number, { status = 2, resumes = false } = {}): SyntaxFailure {
    const line = this.lineAt(from);
    const text = `unexpected EOF while looking for matching \`${close}'`;
    const reports = [{ line, text, quotesSource: false }];
    const ended = { incomplete: true, keepsFailure: true };
    return new SyntaxFailure({ reports, line, status, ...ended, resumes, swallowsLine: !resumes });
  }

  /** From after an opening character to after the closing one. `begin` is where the construct started. */
  protected skipPair(open: string, close: string, rules: PairRules, begin: number): void {
    const openCode = open.charCodeAt(0);
    const closeCode = close.charCodeAt(0);
    let depth = 1;
    let dollar = false;
    let angle = false;
    for (;;) {
      const code = this.src.charCodeAt(this.pos);
      if (Number.isNaN(code)) throw this.unmatched(close, begin);
      this.pos++;
      if (code === closeCode) {
        if (--depth === 0) return;
      } else if (code === openCode && (!rules.firstClose || dollar)) depth++;
      if (open === "'") {
        if (rules.escapes && code === BACKSLASH) this.pos++;
        continue;
      }
      if (code === BACKSLASH) {
        if (this.src.charCodeAt(this.pos) === NEWLINE) {
          this.pos++;
          continue;
        }
        this.pos++;
      } else if (open !== close) {
        if (code === QUOTE || code === APOSTROPHE || code === BACKQUOTE) {
          const quote = String.fromCharCode(code);
          this.skipPair(quote, quote, dollar && code === APOSTROPHE ? ANSI_C : NO_RULES, this.pos - 1);
        } else if (rules.expansions && dollar && (code === OPEN || code === BRACE || code === BRACKET)) {
          if (code === openCode) depth--;
          this.skipExpansion(code);
        } else if (rules.commands && dollar && code === OPEN) {
          if (code === openCode) depth--;
          this.skipExpansion(code);
        } else if (rules.expansions && angle && code === OPEN) {
          if (code === openCode) depth--;
          this.skipExpansion(code);
        }
      } else if (open === '"' && code === BACKQUOTE) this.skipPair('`', '`', NO_RULES, this.pos - 1);
      else if (open !== '`' && dollar && (code === OPEN || code === BRACE || code === BRACKET))
        this.skipExpansion(code);
      angle = (code === LESS || code === GREATER) && !angle;
      dollar = code === DOLLAR && !dollar;
    }
  }

  /** From the start of a quotation, an expansion or a subscript to after its end. */
  construct(): void {
    const begin = this.pos;
    const code = this.src.charCodeAt(begin);
    switch (code) {
      case QUOTE:
      case APOSTROPHE:
      case BACKQUOTE: {
        this.pos++;
        const quote = String.fromCharCode(code);
        this.skipPair(quote, quote, NO_RULES, begin);
        return;
      }
      case BRACKET:
        this.pos++;
        this.skipPair('[', ']', SUBSCRIPT, begin);
        return;
      default:
        this.skipDollar(this.src.charCodeAt(begin + 1));
    }
  }

  /** At `$`, or at `<(`. Answers whether it was a quotation. */
  protected skipDollar(next: number): boolean {
    const begin = this.pos;
    this.pos += 2;
    switch (next) {
      case OPEN:
        this.skipParenthesis(begin);
        return false;
      case BRACE:
        this.skipPair('{', '}', BRACES, begin);
        return false;
      case BRACKET:
        this.skipPair('[', ']', ARITHMETIC, begin);
        return false;
      case APOSTROPHE:
        this.skipPair("'", "'", ANSI_C, begin);
        return true;
      case QUOTE:
        this.skipPair('"', '"', NO_RULES, begin);
        return true;
      case DOLLAR:
        return false;
      default:
        this.pos = begin + 1;
        return false;
    }
  }

  private skipExpansion(code: number): void {
    const begin = this.pos - 1;
    if (code === OPEN) this.skipParenthesis(begin);
    else if (code === BRACE) this.skipPair('{', '}', BRACES, begin);
    else this.skipPair('[', ']', ARITHMETIC, begin);
  }

  /** From after `$(` to after its end: arithmetic or commands. */
  private skipParenthesis(begin: number): void {
    if (this.src.charCodeAt(this.pos) === OPEN) {
      this.skipPair('(', ')', ARITHMETIC, begin);
      return;
    }
    this.substitution();
  }
}
