/**
 * The syntax tree of the shell: plain readonly data, independent of the parser that made it.
 * Every command knows the line it starts on, as `$LINENO` and error messages want it.
 * Authority: bash(1), SHELL GRAMMAR.
 */

// ---------------------------------------------------------------- lists, pipelines, commands

export interface List {
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly chain: AndOr;
  /** Ended by `&`. */
  readonly background: boolean;
  /** Ended by a newline and not by `;`: only printing a `$( )` makes a difference. */
  readonly newline: boolean;
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly op: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export interface Pipeline {
  /** An odd number of `!`. */
  readonly negated: boolean;
  /** `time` or `time -p`. */
  readonly timed?: 'bash' | 'posix';
  /** Empty for a bare `!` or `time`. */
  readonly stages: readonly Command[];
  /** stderrToo[i]: stage i is joined to the next one by `|&`. */
  readonly stderrToo: readonly boolean[];
}

export type Command =
  | SimpleCommand
  | SubshellCommand
  | GroupCommand
  | IfCommand
  | WhileCommand
  | ForCommand
  | ArithForCommand
  | CaseCommand
  | SelectCommand
  | CondCommand
  | ArithCommand
  | FunctionCommand
  | CoprocCommand;

interface Base {
  readonly line: number;
  readonly redirects: readonly Redirect[];
}

export interface SimpleCommand extends Base {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  /** A word that looks like an assignment (`declare a=(1 2)`, `export x=$y`) also has `assignment`. */
  readonly words: readonly Word[];
}

export interface SubshellCommand extends Base {
  readonly kind: 'subshell';
  readonly body: List;
}

export interface GroupCommand extends Base {
  readonly kind: 'group';
  readonly body: List;
}

export interface IfCommand extends Base {
  readonly kind: 'if';
  /** `if` and each `elif`, in order. */
  readonly branches: readonly { readonly test: List; readonly body: List }[];
  readonly otherwise?: List;
}

export interface WhileCommand extends Base {
  readonly kind: 'while';
  readonly until: boolean;
  readonly test: List;
  readonly body: List;
}

export interface ForCommand extends Base {
  readonly kind: 'for';
  readonly name: string;
  /** Absent without `in`: the positional parameters. */
  readonly words?: readonly Word[];
  readonly body: List;
}

export interface ArithForCommand extends Base {
  readonly kind: 'arith-for';
  readonly init: Arithmetic;
  readonly test: Arithmetic;
  readonly update: Arithmetic;
  readonly body: List;
}

export interface CaseCommand extends Base {
  readonly kind: 'case';
  readonly word: Word;
  readonly clauses: readonly CaseClause[];
}

export interface CaseClause {
  readonly patterns: readonly Word[];
  /** May be empty. */
  readonly body: List;
  readonly end: ';;' | ';&' | ';;&';
}

export interface SelectCommand extends Base {
  readonly kind: 'select';
  readonly name: string;
  readonly words?: readonly Word[];
  readonly body: List;
}

export interface CondCommand extends Base {
  readonly kind: 'cond';
  readonly test: Cond;
}

/** An expression of `[[ ]]`; a bare word `[[ x ]]` is `-n x`. */
export type Cond =
  | { readonly kind: 'unary'; readonly op: string; readonly operand: Word }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'and' | 'or'; readonly left: Cond; readonly right: Cond }
  | { readonly kind: 'not' | 'paren'; readonly operand: Cond };

export interface ArithCommand extends Base {
  readonly kind: 'arith';
  readonly expression: Arithmetic;
}

export interface FunctionCommand extends Base {
  readonly kind: 'function';
  readonly name: string;
  /** Has the redirections of the definition, which happen at each call. */
  readonly body: Command;
}

export interface CoprocCommand extends Base {
  readonly kind: 'coproc';
  /** `COPROC` when none was given. */
  readonly name: string;
  readonly body: Command;
}

// ---------------------------------------------------------------- redirections

/** Which descriptor: a number, or `{name}`, or the operator's own when absent. */
interface Redirected {
  /** The line it was read on, for messages of compound commands. */
  readonly line: number;
  readonly fd?: number;
  readonly variable?: string;
}

export type FileOperator = '<' | '>' | '>>' | '>|' | '<>' | '&>' | '&>>';

export type Redirect =
  | (Redirected & { readonly kind: 'file'; readonly op: FileOperator; readonly target: Word })
  | (Redirected & { readonly kind: 'dup'; readonly op: '<&' | '>&'; readonly target: Word })
  | (Redirected & { readonly kind: 'here-string'; readonly target: Word })
  | (Redirected & HereDocument);

export interface HereDocument {
  readonly kind: 'here-document';
  /** `<<-`: leading tabs are already gone from the body. */
  readonly stripTabs: boolean;
  /** The delimiter was quoted: the body is one literal. */
  readonly quoted: boolean;
  readonly delimiter: string;
  readonly body: Word;
}

// ---------------------------------------------------------------- words

/**
 * A word as it was written, cut into parts. Pattern characters (`*`, `?`, `[`, `@(`) are ordinary characters of literal
 * parts: whether they are patterns is known only after expansion.
 */
export interface Word {
  readonly parts: readonly Part[];
  /** As written. */
  readonly text: string;
  /** The words that brace expansion makes of it, where it makes any (`a{b,c}`): a matter of the text alone. */
  readonly braces?: readonly Word[];
  /** The word has the form of an assignment; declaration builtins expand it as one. */
  readonly assignment?: Assignment;
}

export interface Assignment {
  readonly name: string;
  /** `name[index]=`: expanded as arithmetic or as a key, according to the array. */
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word | ArrayLiteral;
  /** As written. */
  readonly text: string;
}

export interface ArrayLiteral {
  readonly kind: 'array';
  readonly elements: readonly ArrayElement[];
}

/** `value`, which is split and globbed, or `[index]=value`, which is not. */
export type ArrayElement =
  | { readonly kind: 'value'; readonly value: Word }
  | { readonly kind: 'entry'; readonly index: Word; readonly append: boolean; readonly value: Word };

export type Part =
  | LiteralPart
  | SingleQuotedPart
  | DoubleQuotedPart
  | ParameterPart
  | CommandPart
  | ArithmeticPart
  | ProcessPart
  | TildePart;

/** Text without quotes around it. */
export interface LiteralPart {
  readonly kind: 'literal';
  readonly value: string;
  /** All of it was quoted, by backslashes (which are gone). Inside double quotes always false. */
  readonly escaped: boolean;
}

/** '…' and $'…' (already decoded). */
export interface SingleQuotedPart {
  readonly kind: 'single-quoted' | 'ansi-c';
  readonly value: string;
}

/** "…" and $"…". */
export interface DoubleQuotedPart {
  readonly kind: 'double-quoted';
  readonly parts: readonly Part[];
}

/** $name, ${name…}. */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** A variable, a number, or one of `@*#?-$!`. */
  readonly name: string;
  /** `${!name}`. */
  readonly indirect: boolean;
  readonly index?: Word;
  readonly operation?: ParameterOperation;
  /** As written, with `$`. */
  readonly text: string;
  /** The whole of the text that it stands in, which is what complaints about a bad substitution show. */
  readonly within?: string;
}

export type ParameterOperation =
  | { readonly kind: 'length' }
  | { readonly kind: 'default' | 'assign' | 'alternative' | 'error'; readonly colon: boolean; readonly word: Word }
  | {
      readonly kind: 'remove';
      readonly side: 'prefix' | 'suffix';
      readonly longest: boolean;
      readonly pattern: Word;
    }
  /**
   * The pattern keeps a leading `/` (all), `#` or `%` (at the start, at the end): at the last two bash looks when it is
   * expanded.
   */
  | { readonly kind: 'replace'; readonly pattern: Word; readonly replacement: Word }
  | { readonly kind: 'slice'; readonly offset: Arithmetic; readonly length?: Arithmetic }
  | {
      readonly kind: 'case';
      readonly change: 'upper' | 'lower' | 'toggle';
      readonly all: boolean;
      readonly pattern?: Word;
    }
  /** `${x@Q}`; whether the operator exists is asked when it is expanded. */
  | { readonly kind: 'transform'; readonly operator: string }
  /** `${!prefix@}` and `${!prefix*}`. */
  | { readonly kind: 'names'; readonly separate: boolean }
  /** Refused when expanded, as bash does: "bad substitution". */
  | { readonly kind: 'bad' };

/** $(…) or `…`. The first is parsed with the command around it, the second only when it is run. */
export interface CommandPart {
  readonly kind: 'command';
  readonly body: List | { readonly source: string };
  readonly line: number;
  readonly text: string;
  /** In a here-document, whose text bash does not print anew. */
  readonly asWritten: boolean;
}

/** $((…)). */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly expression: Arithmetic;
}

/** An arithmetic expression is a text that is expanded as if in double quotes, and then evaluated. */
export interface Arithmetic {
  readonly kind: 'arithmetic-text';
  readonly parts: readonly Part[];
  readonly text: string;
}

/** <(…) and >(…). */
export interface ProcessPart {
  readonly kind: 'process';
  readonly op: '<' | '>';
  readonly body: List;
  readonly line: number;
  readonly text: string;
}

/** `~` or `~user` where it is expanded. */
export interface TildePart {
  readonly kind: 'tilde';
  /** What follows `~`: '' for the own home, '+', '-', '+1', or a name. */
  readonly user: string;
}
