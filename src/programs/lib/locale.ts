/** Which characters the environment says that a terminal has. Authority: locale(7). */

import type { Io } from './io.ts';

/** Whether LC_ALL, LC_CTYPE or LANG, the first that is set, name an encoding of Unicode. */
export const usesUnicode = (io: Io): boolean => {
  const locale = [io.getenv('LC_ALL'), io.getenv('LC_CTYPE'), io.getenv('LANG')].find((value) => value);
  return /utf-?8/i.test(locale ?? '');
};
