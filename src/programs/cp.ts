/** cp: copy files and directories. Copying itself is in lib/copy.ts. Leaves out --backup, --sparse and --reflink. Authority: cp(1). */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Copier, type CopyPlan } from './lib/copy.ts';
import { destinations } from './lib/destinations.ts';
import type { Io } from './lib/io.ts';
import { currentUmask } from './lib/mode.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const options = {
  archive: { short: 'a', long: 'archive', help: 'same as -dR --preserve=all' },
  attributesOnly: { long: 'attributes-only', help: "don't copy the file data, just the attributes" },
  d: { short: 'd', help: 'same as --no-dereference --preserve=links' },
  force: {
    short: 'f',
    long: 'force',
    help: 'if an existing destination file cannot be\nopened, remove it and try again',
  },
  interactive: { short: 'i', long: 'interactive', help: 'prompt before overwrite (overrides a previous -n\noption)' },
  H: { short: 'H', help: 'follow command-line symbolic links in SOURCE' },
  link: { short: 'l', long: 'link', help: 'hard link files instead of copying' },
  dereference: { short: 'L', long: 'dereference', help: 'always follow symbolic links in SOURCE' },
  noClobber: {
    short: 'n',
    long: 'no-clobber',
    help: 'do not overwrite an existing file (overrides\na previous -i option)',
  },
  noDereference: { short: 'P', long: 'no-dereference', help: 'never follow symbolic links in SOURCE' },
  p: { short: 'p', help: 'same as --preserve=mode,ownership,timestamps' },
  preserve: {
    long: 'preserve',
    value: 'ATTR_LIST',
    optional: true,
    help: 'preserve the specified attributes (default:\nmode,ownership,timestamps); also links, all',
  },
  noPreserve: { long: 'no-preserve', value: 'ATTR_LIST', help: "don't preserve the specified attributes" },
  parents: { long: 'parents', help: 'use full source file name under DIRECTORY' },
  recursive: { short: 'R', long: 'recursive', help: 'copy directories recursively' },
  r: { short: 'r', help: 'the same as -R' },
  removeDestination: {
    long: 'remove-destination',
    help: 'remove each existing destination file before\nattempting to open it (contrast with --force)',
  },
  stripSlashes: { long: 'strip-trailing-slashes', help: 'remove any trailing slashes from each SOURCE\nargument' },
  symbolic: { short: 's', long: 'symbolic-link', help: 'make symbolic links instead of copying' },
  targetDirectory: {
    short: 't',
    long: 'target-directory',
    value: 'DIRECTORY',
    help: 'copy all SOURCE arguments into DIRECTORY',
  },
  noTargetDirectory: { short: 'T', long: 'no-target-directory', help: 'treat DEST as a normal file' },
  update: {
    short: 'u',
    long: 'update',
    help: 'copy only when the SOURCE file is newer\nthan the destination file or when the\ndestination file is missing',
  },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
  oneFileSystem: { short: 'x', long: 'one-file-system', help: 'stay on this file system' },
} as const;

type Name = keyof typeof options;

const ATTRIBUTES: Choices = [['mode'], ['timestamps'], ['ownership'], ['links'], ['context'], ['xattr'], ['all']];

type Preserved = { mode: boolean; ownership: boolean; times: boolean; links: boolean };

function* preserving(args: Args<Name>, io: Io): Generator<void, Preserved> {
  const kept: Preserved = { mode: false, ownership: false, times: false, links: false };
  const set = (word: string, on: boolean): void => {
    if (word === 'mode' || word === 'all') kept.mode = on;
    if (word === 'ownership' || word === 'all') kept.ownership = on;
    if (word === 'timestamps' || word === 'all') kept.times = on;
    if (word === 'links' || word === 'all') kept.links = on;
  };
  for (const { option, value } of args.given) {
    if (option === 'archive') set('all', true);
    else if (option === 'd') set('links', true);
    else if (option === 'p' || (option === 'preserve' && value === undefined)) {
      for (const word of ['mode', 'ownership', 'timestamps']) set(word, true);
    } else if (option === 'preserve' || option === 'noPreserve') {
      const long = option === 'preserve' ? 'preserve' : 'no-preserve';
      for (const word of (value ?? '').split(','))
        set(yield* chooseWord(io, long, word, ATTRIBUTES), option === 'preserve');
    }
  }
  return kept;
}

function* planOf(args: Args<Name>, io: Io): Generator<void, CopyPlan> {
  const recursive = args.has('recursive') || args.has('r') || args.has('archive');
  const linking = args.last('archive', 'd', 'H', 'dereference', 'noDereference');
  const byDefault = recursive ? 'never' : 'always';
  const dereference =
    linking === undefined ? byDefault : linking === 'dereference' ? 'always' : linking === 'H' ? 'arguments' : 'never';
  const clobber = args.last('interactive', 'noClobber');
  if (args.has('link') && args.has('symbolic'))
    return yield* io.usageError(1, 'cannot make both hard and symbolic links');
  return {
    recursive,
    oneFileSystem: args.has('oneFileSystem'),
    // A hard link is made to the link itself.
    dereference: args.has('link') && linking === undefined ? 'never' : dereference,
    existing: clobber === 'interactive' ? 'ask' : clobber === 'noClobber' ? 'keep' : 'overwrite',
    force: args.has('force'),
    update: args.has('update'),
    removeDestination: args.has('removeDestination'),
    how: args.has('link') ? 'link' : args.has('symbolic') ? 'symlink' : 'copy',
    preserve: yield* preserving(args, io),
    attributesOnly: args.has('attributesOnly'),
    verbose: args.has('verbose'),
  };
}

/** --parents: the directories of the source's name are made below the target. */
function* makeParents(sys: Sys, io: Io, directory: string, source: string): Generator<void, boolean> {
  const parts = source
    .split('/')
    .filter((part) => part !== '')
    .slice(0, -1);
  let at = directory;
  let from = source.startsWith('/') ? '' : '.';
  for (const part of parts) {
    at = joinPath(at, part);
    from = `${from}/${part}`;
    const model = yield* sys.stat(from);
    const made = yield* sys.mkdir(at, isFailure(model) ? 0o777 : model.mode & 0o777);
    if (!isFailure(made)) continue;
    const stat = yield* sys.stat(at);
    if (!isFailure(stat) && S_ISDIR(stat.mode)) continue;
    yield* io.fail(`cannot make directory ${quoteaf(at)}`, made);
    return false;
  }
  return true;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(args, io);
  const parents = args.has('parents');
  const pairs = yield* destinations(sys, io, args.operands, {
    stripSlashes: args.has('stripSlashes'),
    targetDirectory: args.value('targetDirectory'),
    noTargetDirectory: args.has('noTargetDirectory'),
    parents,
  });
  const umask = yield* currentUmask(sys);
  const copier = new Copier(sys, io, plan, umask);
  for (const { source, target } of pairs) {
    if (parents) {
      const directory = args.value('targetDirectory') ?? args.operands.at(-1) ?? '.';
      const stat = yield* sys.stat(directory);
      if (isFailure(stat) || !S_ISDIR(stat.mode))
        return yield* io.usageError(1, 'with --parents, the destination must be a directory');
      if (!(yield* makeParents(sys, io, directory, source))) {
        copier.status = 1;
        continue;
      }
    }
    yield* copier.copy(source, target);
  }
  return copier.status;
}

export const cp = program(
  {
    name: 'cp',
    summary: 'copy files and directories',
    usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
    about: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.',
    options,
  },
  run,
);
