/** A compiled sed script as data. Authority: sed(1), "sed scripts" of its manual. */

import type { BufferRegex } from './buffer-regex.ts';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'last' }
  /** No regex: the one used last. */
  | { readonly kind: 'regex'; readonly regex: BufferRegex | undefined }
  | { readonly kind: 'plus'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** \U, \L, \u, \l and \E of a replacement. */
export type Case = 'upper' | 'lower' | 'upper-one' | 'lower-one' | 'end';
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'case'; readonly to: Case };

export interface Substitution {
  readonly regex: BufferRegex | undefined;
  readonly parts: readonly Part[];
  readonly global: boolean;
  /** From which match on. */
  readonly number: number;
  /** How often the result is printed, and before (1) or after (2) it is executed. */
  readonly print: number;
  readonly evaluate: boolean;
  readonly file: string | undefined;
}

export type Action =
  | { readonly name: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly name: 'r' | 'R' | 'w' | 'W'; readonly file: string }
  | { readonly name: 'b' | 't' | 'T'; readonly label: string; target: number }
  | { readonly name: '{'; target: number }
  | { readonly name: 'l' | 'q' | 'Q'; readonly number: number | undefined }
  | { readonly name: 's'; readonly substitution: Substitution }
  | { readonly name: 'y'; readonly map: ReadonlyMap<string, string> }
  | { readonly name: 'e'; readonly command: string }
  | { readonly name: '}' | ':' | '=' | 'd' | 'D' | 'F' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' };

export interface Command {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly action: Action;
  /** Inside of its range, and the line where that ends. */
  active: boolean;
  end: number;
}

export interface Script {
  readonly commands: Command[];
  /** `#n` on the first line. */
  quiet: boolean;
}

export interface ScriptOptions {
  readonly extended: boolean;
  readonly posix: boolean;
  readonly sandbox: boolean;
}
