/**
 * whatis: the one-line descriptions of manual pages, by their names. There is no index database; pages are read.
 * Leaves out -d, -v, -C, -L and -m, which there is nothing for. Authority: whatis(1) of man-db 2.11.
 */
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { whereToLook } from './lib/man-files.ts';
import { search } from './lib/man-whatis.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  regex: { short: 'r', long: 'regex', help: 'interpret each keyword as a regex' },
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

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  if (args.operands.length === 0) {
    yield* io.complain('whatis what?\n');
    return 1;
  }
  const given = { path: args.value('manpath'), sections: args.value('sections') };
  const where = whereToLook(given, (name) => io.getenv(name));
  const how = args.has('regex') ? 'regex' : args.has('wildcard') ? 'wildcard' : 'exact';
  return yield* search(sys, io, args.operands, { where, anywhere: false, how, every: false });
}

export const whatis = program(
  {
    name: 'whatis',
    summary: 'display one-line manual page descriptions',
    usage: '[OPTION...] KEYWORD...',
    family: 'man-db',
    options,
  },
  run,
);
