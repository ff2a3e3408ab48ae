/** What whatis and apropos have in common: their command line, but for a few options, and where they look. Authority: whatis(1). */

import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { whereToLook } from './man-files.ts';
import { type Search, search } from './man-whatis.ts';
import type { Args } from './program.ts';

export const lookupOptions = {
  wildcard: { short: 'w', long: 'wildcard', help: 'the keyword(s) contain wildcards' },
  long: { short: 'l', long: 'long', help: 'do not trim output to terminal width' },
  manpath: { short: 'M', long: 'manpath', value: 'PATH', help: 'set search path for manual pages to PATH' },
  sections: {
    short: 's',
    long: 'sections',
    value: 'LIST',
    help: 'search only these sections (colon-separated)',
  },
} as const;

export function* lookUp(
  sys: Sys,
  io: Io,
  args: Pick<Args<'manpath' | 'sections'>, 'operands' | 'value'>,
  what: Omit<Search, 'where'>,
): Generator<void, number> {
  if (args.operands.length === 0) {
    yield* io.complain(`${io.name} what?\n`);
    return 1;
  }
  const given = { path: args.value('manpath'), sections: args.value('sections') };
  const where = whereToLook(given, (name) => io.getenv(name));
  return yield* search(sys, io, args.operands, { ...what, where });
}
