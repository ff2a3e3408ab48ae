/**
 * cp: copy files and directories. Copying itself is in lib/copy.ts. No file system here shares blocks between files, so
 * --reflink=always fails as on tmpfs. Authority: cp(1).
 */

import { S_ISDIR, S_ISREG } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { BACKUP_NOTES, backupName, backupOf, backupOptions, wantsBackups } from './lib/backup.ts';
import { Copier, type CopyPlan } from './lib/copy.ts';
import { destinations, type Pair } from './lib/destinations.ts';
import type { Io } from './lib/io.ts';
import { currentUmask } from './lib/mode.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { contextOption, ignoreContext } from './lib/selinux.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const options = {
  archive: { short: 'a', long: 'archive', help: 'same as -dR --preserve=all' },
  attributesOnly: { long: 'attributes-only', help: "don't copy the file data, just the attributes" },
  backup: backupOptions.backup,
  b: backupOptions.b,
  copyContents: { long: 'copy-contents', help: 'copy contents of special files when recursive' },
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
  reflink: { long: 'reflink', value: 'WHEN', optional: true, help: 'control clone/CoW copies. See below' },
  removeDestination: {
    long: 'remove-destination',
    help: 'remove each existing destination file before\nattempting to open it (contrast with --force)',
  },
  sparse: { long: 'sparse', value: 'WHEN', help: 'control creation of sparse files. See below' },
  stripSlashes: { long: 'strip-trailing-slashes', help: 'remove any trailing slashes from each SOURCE\nargument' },
  symbolic: { short: 's', long: 'symbolic-link', help: 'make symbolic links instead of copying' },
  suffix: backupOptions.suffix,
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
  Z: { short: 'Z', help: 'set SELinux security context of destination\nfile to default type' },
  context: {
    ...contextOption,
    help: 'like -Z, or if CTX is specified then set the\nSELinux or SMACK security context to CTX',
  },
} as const;

type Name = keyof typeof options;

const ATTRIBUTES: Choices = [['mode'], ['timestamps'], ['ownership'], ['links'], ['context'], ['xattr'], ['all']];

const SPARSE: Choices = [['never'], ['auto'], ['always']];
const REFLINK: Choices = [['auto'], ['always'], ['never']];

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
      for (const word of (value ?? '').split(',')) {
        const attribute = yield* chooseWord(io, long, word, ATTRIBUTES);
        if (attribute === 'context' && option === 'preserve')
          return yield* io.die(1, 'cannot preserve security context without an SELinux-enabled kernel');
        set(attribute, option === 'preserve');
      }
    }
  }
  return kept;
}

/** --sparse and --reflink, which go together only if one of them leaves the choice. */
function* dataPlan(args: Args<Name>, io: Io): Generator<void, Pick<CopyPlan, 'sparse' | 'clone'>> {
  const sparseWord = args.value('sparse');
  const sparse = sparseWord === undefined ? 'auto' : yield* chooseWord(io, 'sparse', sparseWord, SPARSE);
  const reflinkWord = args.has('reflink') ? (args.value('reflink') ?? 'always') : 'auto';
  const reflink = yield* chooseWord(io, 'reflink', reflinkWord, REFLINK);
  if (reflink === 'always' && sparse !== 'auto')
    return yield* io.usageError(1, '--reflink can be used only with --sparse=auto');
  return { sparse: sparse === 'always', clone: reflink === 'always' };
}

function* planOf(args: Args<Name>, io: Io): Generator<void, CopyPlan> {
  const recursive = args.has('recursive') || args.has('r') || args.has('archive');
  const linking = args.last('archive', 'd', 'H', 'dereference', 'noDereference');
  const byDefault = recursive ? 'never' : 'always';
  const dereference =
    linking === undefined ? byDefault : linking === 'dereference' ? 'always' : linking === 'H' ? 'arguments' : 'never';
  const clobber = args.last('interactive', 'noClobber');
  const data = yield* dataPlan(args, io);
  const preserve = yield* preserving(args, io);
  if (args.has('link') && args.has('symbolic'))
    return yield* io.usageError(1, 'cannot make both hard and symbolic links');
  if (wantsBackups(args) && clobber === 'noClobber')
    return yield* io.usageError(1, 'options --backup and --no-clobber are mutually exclusive');
  return {
    ...data,
    backup: yield* backupOf(io, args),
    copyContents: args.has('copyContents'),
    recursive,
    oneFileSystem: args.has('oneFileSystem'),
    // A hard link is made to the link itself.
    dereference: args.has('link') && linking === undefined ? 'never' : dereference,
    existing: clobber === 'interactive' ? 'ask' : clobber === 'noClobber' ? 'keep' : 'overwrite',
    force: args.has('force'),
    update: args.has('update'),
    removeDestination: args.has('removeDestination'),
    how: args.has('link') ? 'link' : args.has('symbolic') ? 'symlink' : 'copy',
    preserve,
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

/** With -f and a backup, a file that is to be copied to itself is copied to its backup. */
function* toBackup(sys: Sys, plan: CopyPlan, { source, target }: Pair): Generator<void, string | undefined> {
  if (!plan.force || !plan.backup || source !== target) return undefined;
  const stat = yield* sys.stat(source);
  return !isFailure(stat) && S_ISREG(stat.mode) ? yield* backupName(sys, target, plan.backup) : undefined;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  yield* ignoreContext(io, args.value('context'), 'SELinux');
  const plan = yield* planOf(args, io);
  const parents = args.has('parents');
  const pairs = yield* destinations(sys, io, args.operands, {
    stripSlashes: args.has('stripSlashes'),
    targetDirectory: args.value('targetDirectory'),
    noTargetDirectory: args.has('noTargetDirectory'),
    parents,
  });
  const umask = yield* currentUmask(sys);
  const [pair] = pairs;
  const beside = pair && pairs.length === 1 && !parents ? yield* toBackup(sys, plan, pair) : undefined;
  if (pair && beside !== undefined) {
    const copier = new Copier(sys, io, { ...plan, backup: undefined }, umask);
    yield* copier.copy(pair.source, beside);
    return copier.status;
  }
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

const DATA_NOTES = `By default, sparse SOURCE files are detected by a crude heuristic and the
corresponding DEST file is made sparse as well.  That is the behavior
selected by --sparse=auto.  Specify --sparse=always to create a sparse DEST
file whenever the SOURCE file contains a long enough sequence of zero bytes.
Use --sparse=never to inhibit creation of sparse files.

When --reflink[=always] is specified, perform a lightweight copy, where the
data blocks are copied only when modified.  If this is not possible the copy
fails, or if --reflink=auto is specified, fall back to a standard copy.
Use --reflink=never to ensure a standard copy is performed.`;

const SPECIAL_CASE = `As a special case, cp makes a backup of SOURCE when the force and backup
options are given and SOURCE and DEST are the same name for an existing,
regular file.`;

export const cp = program(
  {
    name: 'cp',
    summary: 'copy files and directories',
    usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
    about: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.',
    options,
    notes: `${DATA_NOTES}\n\n${BACKUP_NOTES}\n\n${SPECIAL_CASE}`,
  },
  run,
);
