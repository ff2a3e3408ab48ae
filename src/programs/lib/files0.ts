/** --files0-from of wc, du and sort: names that each end with a NUL, in a file or on standard input. Authority: wc(1). */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { quote, quoteaf, quotef } from './quote.ts';
import { readText } from './read-file.ts';

/** A name, or what is wrong with one. */
export type ListedName = string | { readonly problem: string };

const checked = (list: string, name: string, index: number): ListedName => {
  if (name === '') return { problem: `${quotef(list)}:${index + 1}: invalid zero-length file name` };
  if (list === '-' && name === '-')
    return { problem: "when reading file names from stdin, no file name of '-' allowed" };
  return name;
};

export interface ListRules {
  readonly operands: readonly string[];
  readonly status: number;
  /** How a list that cannot be opened or read is told of; undefined: without the reason. */
  readonly cannotOpen: (quoted: string) => string;
  readonly cannotRead: (plain: string) => string | undefined;
}

/** As wc and du do it. */
export const listRules = (operands: readonly string[]): ListRules => ({
  operands,
  status: 1,
  cannotOpen: (name) => `cannot open ${quoteaf(name)} for reading`,
  cannotRead: (name) => `${quotef(name)}: read error`,
});

export function* listedNames(sys: Sys, io: Io, list: string, rules: ListRules): Generator<void, ListedName[]> {
  const [operand] = rules.operands;
  if (operand !== undefined) {
    const text = 'file operands cannot be combined with --files0-from';
    return yield* io.usageError(rules.status, `extra operand ${quote(operand)}\n${text}`);
  }
  const text = yield* readText(sys, list === '-' ? '/dev/stdin' : list);
  if (isFailure(text)) {
    const what = text.errno === 'EISDIR' ? rules.cannotRead(list) : rules.cannotOpen(list);
    if (what === undefined) return yield* io.die(rules.status, `cannot read file names from ${quoteaf(list)}`);
    return yield* io.die(rules.status, what, text);
  }
  const names = text.split('\0');
  if (names.at(-1) === '') names.pop();
  return names.map((name, index) => checked(list, name, index));
}
