/** Arguments that are words from a list, and may be abbreviated: `--color=auto`. Authority: argmatch.c of gnulib. */

import type { Io } from './io.ts';
import { quote } from './quote.ts';

/** Groups of words that mean the same; the first of a group is the answer. */
export type Choices = readonly (readonly [string, ...string[]])[];

export function* chooseWord(io: Io, option: string, word: string, choices: Choices): Generator<void, string> {
  return yield* chooseWordFor(io, `--${option}`, word, choices);
}

/** The same where the word does not belong to an option of that name alone. */
export function* chooseWordFor(io: Io, what: string, word: string, choices: Choices): Generator<void, string> {
  const exact = choices.find((group) => group.includes(word));
  if (exact) return exact[0];
  const matches = choices.filter((group) => group.some((one) => one.startsWith(word)));
  const [only] = matches;
  if (only && matches.length === 1) return only[0];
  const list = choices.map((group) => `  - ${group.map(quote).join(', ')}\n`).join('');
  const why = matches.length > 1 ? 'ambiguous' : 'invalid';
  yield* io.complain(`${io.name}: ${why} argument ${quote(word)} for ${quote(what)}\nValid arguments are:\n${list}`);
  return yield* io.usageError(1);
}

export const WHEN: Choices = [
  ['always', 'yes', 'force'],
  ['never', 'no', 'none'],
  ['auto', 'tty', 'if-tty'],
];
