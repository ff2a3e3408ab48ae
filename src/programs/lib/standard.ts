/**
 * --help and --version of programs that know no other long option and take these two only when they stand alone:
 * echo, true, false, printf, test. Authority: long-options.c of gnulib.
 */

import type { Io } from './io.ts';

/** What to print instead of doing the program's work; undefined if the work is to be done. */
export const standardAnswer = (args: readonly string[], io: Io): string | undefined => {
  if (args.length !== 1) return undefined;
  if (args[0] === '--help') return io.helpText;
  if (args[0] === '--version') return io.versionText;
  return undefined;
};
