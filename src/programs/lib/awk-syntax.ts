/** An awk program as data. Authority: POSIX awk grammar. */

import type { Value } from './awk-number.ts';

export type Variable =
  | { readonly kind: 'global'; readonly name: string; readonly slot: number }
  | { readonly kind: 'local'; readonly name: string; readonly slot: number };

export interface Element {
  readonly kind: 'element';
  readonly array: Variable;
  readonly index: readonly Expression[];
}

export interface Field {
  readonly kind: 'field';
  readonly index: Expression;
}

export type Place = Variable | Element | Field;

export const isPlace = (expression: Expression): expression is Place =>
  ['global', 'local', 'element', 'field'].includes(expression.kind);

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type Comparison = '<' | '<=' | '==' | '!=' | '>' | '>=';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  /** What an operand has come to; no program has it. */
  | { readonly kind: 'value'; readonly value: Value }
  | Place
  | { readonly kind: 'assign'; readonly operator: '=' | BinaryOperator; readonly to: Place; readonly value: Expression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly index: readonly Expression[]; readonly array: Variable }
  | { readonly kind: 'match'; readonly negated: boolean; readonly text: Expression; readonly regex: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'concat'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '!'; readonly value: Expression }
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly prefix: boolean; readonly place: Place }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | {
      readonly kind: 'getline';
      readonly place: Place | undefined;
      readonly from: 'main' | 'file' | 'command';
      readonly source: Expression | undefined;
    }
  | { readonly kind: 'group'; readonly value: Expression };

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly target: Expression;
}

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'print' | 'printf';
      readonly args: readonly Expression[];
      readonly to: Redirection | undefined;
    }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly first: Statement | undefined;
      readonly test: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'for-in'; readonly variable: Variable; readonly array: Variable; readonly body: Statement }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'next' | 'nextfile' | 'break' | 'continue' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'delete'; readonly array: Variable; readonly index: readonly Expression[] | undefined };

export interface Rule {
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  /** undefined: print the record. */
  readonly body: Statement | undefined;
}

export interface AwkFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  body: Statement;
}

export interface AwkProgram {
  readonly begin: Statement[];
  readonly end: Statement[];
  readonly rules: Rule[];
  readonly functions: Map<string, AwkFunction>;
  /** Global variables by their slots. */
  readonly globals: Map<string, number>;
}
