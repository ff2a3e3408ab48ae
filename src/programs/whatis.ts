/**
 * whatis: the one-line descriptions of manual pages, by their names. There is no index database; pages are read.
 * Leaves out -d, -v, -C, -L and -m, which there is nothing for. Authority: whatis(1) of man-db 2.11.
 */
import { lookUp, lookupOptions } from './lib/man-lookup.ts';
import { program } from './lib/program.ts';

const options = {
  regex: { short: 'r', long: 'regex', help: 'interpret each keyword as a regex' },
  ...lookupOptions,
} as const;

export const whatis = program(
  {
    name: 'whatis',
    summary: 'display one-line manual page descriptions',
    usage: '[OPTION...] KEYWORD...',
    family: 'man-db',
    options,
  },
  function* (sys, args, io) {
    const how = args.has('regex') ? 'regex' : args.has('wildcard') ? 'wildcard' : 'exact';
    return yield* lookUp(sys, io, args, { anywhere: false, how, every: false });
  },
);
