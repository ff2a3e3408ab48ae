/** Where a text stands that is cut into parts. */
import type { List } from './ast.ts';

/**
 * plain: unquoted text. double: inside "…". here: a here-document. brace: the operand of ${x:-…} in double quotes,
 * where double quotes may open again; here-brace: that, in a here-document.
 */
export type Context = 'plain' | 'double' | 'here' | 'brace' | 'here-brace';

/** What is needed around the text: the line that commands in it report, and how they are parsed. */
export interface Surroundings {
  readonly line: number;
  readonly parseList: (source: string, line: number) => List;
}

/** How a word is used decides where `~` and braces are expanded. */
export type WordUse = 'word' | 'assignment' | 'operand' | 'other';
