/**
 * What the lexer remembers between tokens, and what that makes of the next word: bash tells reserved words from others
 * by the two tokens before them.
 * Authority: bash(1), RESERVED WORDS; POSIX.1 token recognition rules.
 */
import { beforeReserved, beforeTime, caseEnds, redirectOperators, reservedWord, type TokenKind } from './tokens.ts';

export interface PendingHereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
}

/** A `$( )` starts afresh and puts it back. */
export interface LexerState {
  last: TokenKind;
  beforeLast: TokenKind;
  /** Between `in`, or `;;`, and the parenthesis: words are patterns. */
  casePattern: boolean;
  caseStatement: boolean;
  /** Inside [[ ]]. */
  conditional: boolean;
  /** The next word is the right side of =~. */
  regexp: boolean;
  /** The next word is the right side of == in [[ ]]: extglob is on. */
  extendedPattern: boolean;
  arrayLiteral: boolean;
  /** After a declaration builtin: its arguments may be array assignments. */
  assignmentArguments: boolean;
  /** The simple command has only redirections so far. */
  redirectsOnly: boolean;
  /** After `name ()`: a `{` is the body's. */
  openBraceAllowed: boolean;
  /** The last alias ended in a blank: the next word may be one too. */
  aliasNext: boolean;
  esacsNeeded: number;
  inExpected: number;
  /** `{` without their `}`: only then is `}` a word of its own in a pattern list. */
  openBraces: number;
  pending: PendingHereDocument[];
  inSubstitution: boolean;
}

export const freshState = (inSubstitution: boolean): LexerState => ({
  last: inSubstitution ? 'substitution' : 'newline',
  beforeLast: 'newline',
  casePattern: false,
  caseStatement: false,
  conditional: false,
  regexp: false,
  extendedPattern: false,
  arrayLiteral: false,
  assignmentArguments: false,
  redirectsOnly: false,
  openBraceAllowed: false,
  aliasNext: false,
  esacsNeeded: 0,
  inExpected: 0,
  openBraces: 0,
  pending: [],
  inSubstitution,
});

export function reservedAcceptable(state: LexerState): boolean {
  const { last, beforeLast } = state;
  return beforeReserved.has(last) || (last === 'word' && (beforeLast === 'coproc' || beforeLast === 'function'));
}

export function commandPosition(state: LexerState): boolean {
  const { last, redirectsOnly } = state;
  return (
    last === 'assignment' ||
    (redirectsOnly && !redirectOperators.has(last)) ||
    (!caseEnds.has(last) && reservedAcceptable(state))
  );
}

export function assignmentPosition(state: LexerState): boolean {
  return !state.casePattern && commandPosition(state);
}

/** Words that depend on the two tokens before them. */
export function specialWord(state: LexerState, text: string): TokenKind | undefined {
  const { last, beforeLast } = state;
  const loop = beforeLast === 'for' || beforeLast === 'select';
  if (text === 'in') {
    if (last === 'word' && (loop || beforeLast === 'case')) return tokenIn(state, beforeLast === 'case');
    if (state.inExpected > 0 && (last === 'word' || last === 'newline')) return tokenIn(state, state.caseStatement);
  }
  if (text === 'do') {
    if (state.inExpected > 0 && (last === 'newline' || last === ';')) {
      state.inExpected--;
      return 'do';
    }
    if (last === 'word' && loop) {
      if (state.inExpected > 0) state.inExpected--;
      return 'do';
    }
    if (last === 'arith-for') return 'do';
  }
  if (text === 'esac' && state.esacsNeeded > 0 && last === 'in') {
    state.esacsNeeded--;
    state.casePattern = false;
    return 'esac';
  }
  if (state.openBraceAllowed) {
    state.openBraceAllowed = false;
    if (text === '{') return '{';
  }
  if (text === '{' && last === 'arith-for') return '{';
  if (text === '}' && state.openBraces > 0 && reservedAcceptable(state)) return '}';
  if (last === 'time' && (text === '-p' || text === '--')) return text;
  if (last === '-p' && text === '--') return '--';
  if (text === ']]' && state.conditional) return ']]';
  return undefined;
}

function tokenIn(state: LexerState, ofCase: boolean): TokenKind {
  if (ofCase) {
    state.casePattern = true;
    state.esacsNeeded++;
  }
  if (state.inExpected > 0) state.inExpected--;
  return 'in';
}

export function reservedKind(state: LexerState, text: string): TokenKind | undefined {
  if (!reservedAcceptable(state)) return undefined;
  const word = reservedWord(text);
  if (word === undefined) return undefined;
  if (state.casePattern && (word !== 'esac' || state.last === '|' || state.last === '(')) return undefined;
  if (word === 'time' && !timeAcceptable(state)) return undefined;
  if (word === 'esac') {
    state.casePattern = false;
    state.caseStatement = false;
    state.esacsNeeded--;
  } else if (word === 'case') state.caseStatement = true;
  return word;
}

function timeAcceptable(state: LexerState): boolean {
  const { last, beforeLast } = state;
  if ((last === ';' || last === 'newline') && beforeLast === '|') return false;
  return beforeTime.has(last) || last === 'substitution';
}

export function countBraces(state: LexerState, kind: TokenKind): TokenKind {
  if (kind === '{') state.openBraces++;
  else if (kind === '}' && state.openBraces > 0) state.openBraces--;
  return kind;
}
