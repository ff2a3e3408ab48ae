/**
 * apropos: manual pages whose name or one-line description has a word. There is no index database; pages are read.
 * Leaves out -d, -v, -C, -L and -m, which there is nothing for. Authority: apropos(1) of man-db 2.11.
 */
import { lookUp, lookupOptions } from './lib/man-lookup.ts';
import { program } from './lib/program.ts';

const options = {
  exact: { short: 'e', long: 'exact', help: 'search each keyword for exact match' },
  regex: { short: 'r', long: 'regex', help: 'interpret each keyword as a regex (the default)' },
  and: { short: 'a', long: 'and', help: 'require all keywords to match' },
  ...lookupOptions,
} as const;

export const apropos = program(
  {
    name: 'apropos',
    summary: 'search the manual page names and descriptions',
    usage: '[OPTION...] KEYWORD...',
    family: 'man-db',
    options,
  },
  function* (sys, args, io) {
    const how = args.has('exact') ? 'exact' : args.has('wildcard') ? 'wildcard' : 'regex';
    return yield* lookUp(sys, io, args, { anywhere: true, how, every: args.has('and') });
  },
);
