/**
 * The tokens of the shell's grammar and the sets of them that decide what a word means where it stands.
 * A token's kind is its spelling, or one of the names below.
 * Authority: bash(1) RESERVED WORDS; POSIX.1 Shell Grammar Rules.
 */

export type TokenKind =
  | 'word'
  | 'assignment'
  | 'number'
  | 'fd-variable'
  | 'arith'
  | 'arith-for'
  | 'cond'
  | 'newline'
  | 'eof'
  | 'substitution'
  | ReservedWord
  | Operator
  | '-p'
  | '--'
  | '-';

export type Operator = ControlOperator | RedirectOperator;
type ControlOperator = '&' | '&&' | ';' | ';;' | ';&' | ';;&' | '|' | '||' | '|&' | '(' | ')';
type RedirectOperator = '<' | '>' | '>>' | '<<' | '<<-' | '<<<' | '<&' | '>&' | '<>' | '>|' | '&>' | '&>>';

const reservedWords = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'select',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'coproc',
] as const;
export type ReservedWord = (typeof reservedWords)[number];

const reservedByText: ReadonlyMap<string, ReservedWord> = new Map(reservedWords.map((word) => [word, word]));

export const reservedWord = (text: string): ReservedWord | undefined => reservedByText.get(text);

/** Kinds after which a reserved word is one. */
export const beforeReserved: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'newline',
  ';',
  '(',
  ')',
  '|',
  '&',
  '{',
  '}',
  '&&',
  'arith',
  '!',
  '|&',
  ']]',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'if',
  '||',
  ';;',
  ';&',
  ';;&',
  'then',
  'time',
  '-p',
  '--',
  'coproc',
  'until',
  'while',
  'substitution',
]);

export const redirectOperators: ReadonlySet<TokenKind> = new Set<TokenKind>([
  '<',
  '>',
  '>>',
  '<<',
  '<<-',
  '<<<',
  '<&',
  '>&',
  '<>',
  '>|',
  '&>',
  '&>>',
]);

/** `time` is the keyword after these. */
export const beforeTime: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ';',
  'newline',
  '&&',
  '||',
  '&',
  'while',
  'do',
  'until',
  'if',
  'then',
  'elif',
  'else',
  '{',
  '(',
  ')',
  '!',
  'time',
  '-p',
  '--',
]);

export const caseEnds: ReadonlySet<TokenKind> = new Set<TokenKind>([';;', ';&', ';;&']);

/** Builtins whose arguments may be array assignments, `declare a=(1 2)`. */
export const assignmentBuiltins: ReadonlySet<string> = new Set([
  'alias',
  'declare',
  'export',
  'local',
  'readonly',
  'typeset',
  'eval',
  'let',
]);
