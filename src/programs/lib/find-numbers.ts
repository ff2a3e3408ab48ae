/** Tests of find that compare a number, an age or a size: N, +N, -N. Authority: find(1). */

import type { Stat } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { parseDate } from './date-text.ts';
import { byStat, type Primary, type Reader, wordOf } from './find-primary.ts';
import { examine, type Finder, type Predicate } from './find-types.ts';
import { quote } from './quote.ts';

interface Comparison {
  readonly sign: '+' | '-' | '';
  readonly value: number;
}

const parseComparison = (word: string, pattern = /^([-+]?)(\d+)$/): Comparison | undefined => {
  const match = pattern.exec(word);
  if (!match) return undefined;
  const [, sign = '', digits = '0'] = match;
  return { sign: sign as Comparison['sign'], value: Number(digits) };
};

const holds = ({ sign, value }: Comparison, actual: number): boolean =>
  sign === '+' ? actual > value : sign === '-' ? actual < value : actual === value;

export const numeric = (pick: (stat: Stat) => number): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const comparison = parseComparison(word);
    if (!comparison) return yield* finder.io.die(1, `invalid argument \`${word}' to \`${reader.name}'`);
    return byStat(finder, (stat) => holds(comparison, pick(stat)));
  };

const DECIMAL = /^([-+]?)(\d+(?:\.\d*)?|\.\d+)$/;
const DAY = 86_400e6;
const MINUTE = 60e6;

export type TimeKind = 'atime' | 'mtime' | 'ctime';

/** Days are whole ones: -mtime 0 is younger than a day, -mtime +0 older. */
export const days = (kind: TimeKind): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const comparison = parseComparison(word, DECIMAL);
    if (!comparison) return yield* finder.io.die(1, `invalid argument \`${word}' to \`${reader.name}'`);
    const { now, dayStart } = finder.settings;
    const origin = dayStart ? (Math.floor(now / DAY) + 1) * DAY : now;
    const { sign, value } = comparison;
    return byStat(finder, (stat) => {
      const age = (origin - stat[kind]) / DAY;
      if (sign === '-') return age < value;
      return sign === '+' ? age > value + 1 : age >= value && age < value + 1;
    });
  };

export const minutes = (kind: TimeKind): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const comparison = parseComparison(word, DECIMAL);
    if (!comparison) return yield* finder.io.die(1, `invalid argument \`${word}' to \`${reader.name}'`);
    const { sign, value } = comparison;
    return byStat(finder, (stat) => {
      const age = (finder.settings.now - stat[kind]) / MINUTE;
      if (sign === '-') return age < value;
      return sign === '+' ? age > value : age >= value - 1 && age < value;
    });
  };

export const TIMES: Readonly<Record<string, TimeKind>> = { a: 'atime', B: 'mtime', c: 'ctime', m: 'mtime' };

export const newerThan = (kind: TimeKind, of: TimeKind | 'date'): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    if (of === 'date') {
      const date = parseDate(word, finder.settings.now, finder.io.zone);
      if (date === undefined) {
        return yield* finder.io.die(1, `I cannot figure out how to interpret ${quote(word)} as a date or time`);
      }
      return byStat(finder, (stat) => stat[kind] > date);
    }
    const reference = yield* examine(finder, word, 0);
    if (isFailure(reference)) return yield* finder.io.die(1, quote(word), reference);
    return byStat(finder, (stat) => stat[kind] > reference[of]);
  };

const UNITS: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

export function* size(finder: Finder, reader: Reader): Generator<void, Predicate> {
  const word = yield* wordOf(finder, reader);
  const last = word.slice(-1);
  const number = /\d/.test(last) ? word : word.slice(0, -1);
  const unit = /\d/.test(last) ? 512 : UNITS[last];
  const comparison = parseComparison(number);
  if (unit === undefined) return yield* finder.io.die(1, `invalid -size type \`${last}'`);
  if (!comparison) return yield* finder.io.die(1, `Invalid argument \`${word}' to -size`);
  return byStat(finder, (stat) => holds(comparison, Math.ceil(stat.size / unit)));
}
