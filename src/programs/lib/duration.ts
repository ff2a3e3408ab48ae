/** `1.5`, `2m`, `inf`: durations of sleep and timeout, in seconds. Authority: sleep(1), timeout(1). */

import { parseLongDouble, toNumber } from './long-double.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds; undefined if the word is not a duration. */
export const parseDuration = (word: string): number | undefined => {
  const { value, length } = parseLongDouble(word);
  const unit = UNITS[word.slice(length)];
  if (length === 0 || unit === undefined) return undefined;
  const seconds = toNumber(value);
  return seconds >= 0 ? seconds * unit : undefined;
};
