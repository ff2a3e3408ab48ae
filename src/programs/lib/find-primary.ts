/** What every primary of find is made with: reading its argument, and the stat of the file that is looked at. */

import type { Stat } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { examine, type Finder, type Predicate, type Visit } from './find-types.ts';
import { quote } from './quote.ts';

/** The words of the expression that are still to be read. */
export interface Reader {
  readonly name: string;
  readonly rest: string[];
}

export type Primary = (finder: Finder, reader: Reader) => Generator<void, Predicate>;

export const always: Predicate = function* () {
  return true;
};

export function* wordOf({ io }: Finder, { name, rest }: Reader): Generator<void, string> {
  return rest.shift() ?? (yield* io.die(1, `missing argument to \`${name}'`));
}

/** The stat of a file; undefined, and told, if there is none any more. */
export function* statOf(finder: Finder, visit: Visit): Generator<void, Stat | undefined> {
  if (visit.stat) return visit.stat;
  const stat = yield* examine(finder, visit.path, visit.depth);
  if (!isFailure(stat)) {
    visit.stat = stat;
    return stat;
  }
  yield* finder.io.fail(quote(visit.path), stat);
  finder.status = 1;
  return undefined;
}

export const byStat = (finder: Finder, test: (stat: Stat) => boolean): Predicate =>
  function* (visit) {
    const stat = yield* statOf(finder, visit);
    return stat !== undefined && test(stat);
  };
