/**
 * mv: move (rename) files; what goes to another file system is copied and then removed.
 * Leaves out --backup. Authority: mv(1).
 */

import { S_ISDIR, S_ISLNK, W_OK } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { askYes } from './lib/ask.ts';
import { Copier, type CopyPlan } from './lib/copy.ts';
import { destinations } from './lib/destinations.ts';
import type { Io } from './lib/io.ts';
import { modeString, octalMode } from './lib/mode.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';

const options = {
  force: { short: 'f', long: 'force', help: 'do not prompt before overwriting' },
  interactive: { short: 'i', long: 'interactive', help: 'prompt before overwrite' },
  noClobber: { short: 'n', long: 'no-clobber', help: 'do not overwrite an existing file' },
  stripSlashes: { long: 'strip-trailing-slashes', help: 'remove any trailing slashes from each SOURCE\nargument' },
  targetDirectory: {
    short: 't',
    long: 'target-directory',
    value: 'DIRECTORY',
    help: 'move all SOURCE arguments into DIRECTORY',
  },
  noTargetDirectory: { short: 'T', long: 'no-target-directory', help: 'treat DEST as a normal file' },
  update: {
    short: 'u',
    long: 'update',
    help: 'move only when the SOURCE file is newer\nthan the destination file or when the\ndestination file is missing',
  },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

type Name = keyof typeof options;

interface Plan {
  readonly existing: 'force' | 'interactive' | 'noClobber' | undefined;
  readonly update: boolean;
  readonly verbose: boolean;
  readonly terminal: boolean;
}

/** A question before something is lost; without -f also where the target cannot be written and somebody is there. */
function* agrees(
  sys: Sys,
  io: Io,
  target: string,
  mode: number,
  { existing, terminal }: Plan,
): Generator<void, boolean> {
  const writable = S_ISLNK(mode) || !isFailure(yield* sys.access(target, W_OK));
  if (existing !== 'interactive' && (existing === 'force' || writable || !terminal)) return true;
  const question = writable
    ? `overwrite ${quoteaf(target)}? `
    : `replace ${quoteaf(target)}, overriding mode ${octalMode(mode)} (${modeString(mode).slice(1)})? `;
  return yield* askYes(sys, io, question);
}

/** Copies everything as it is, then removes the original. */
function* carry(sys: Sys, io: Io, source: string, target: string, replaces: boolean): Generator<void, boolean> {
  if (replaces) {
    const gone = yield* removeEmpty(sys, target);
    if (gone) {
      yield* io.fail(
        `inter-device move failed: ${quoteaf(source)} to ${quoteaf(target)}; unable to remove target`,
        gone,
      );
      return false;
    }
  }
  const copier = new Copier(sys, io, AS_IT_IS, yield* sys.umask(0));
  yield* sys.umask(copier.umask);
  return (yield* copier.copy(source, target)) && (yield* removeTree(sys, io, source));
}

const AS_IT_IS: CopyPlan = {
  recursive: true,
  oneFileSystem: false,
  dereference: 'never',
  existing: 'overwrite',
  force: false,
  update: false,
  removeDestination: false,
  how: 'copy',
  preserve: { mode: true, ownership: true, times: true, links: true },
  attributesOnly: false,
  verbose: false,
};

function* removeEmpty(sys: Sys, path: string): Generator<void, Failure | undefined> {
  const stat = yield* sys.lstat(path);
  if (isFailure(stat)) return stat;
  const gone = S_ISDIR(stat.mode) ? yield* sys.rmdir(path) : yield* sys.unlink(path);
  return isFailure(gone) ? gone : undefined;
}

function* removeTree(sys: Sys, io: Io, path: string): Generator<void, boolean> {
  const stat = yield* sys.lstat(path);
  const names = !isFailure(stat) && S_ISDIR(stat.mode) ? yield* readDirectory(sys, path) : [];
  let whole = true;
  if (!isFailure(names))
    for (const { name } of names) whole = (yield* removeTree(sys, io, joinPath(path, name))) && whole;
  const gone = whole ? yield* removeEmpty(sys, path) : undefined;
  if (gone) yield* io.fail(`cannot remove ${quoteaf(path)}`, gone);
  return whole && !gone;
}

function* move(
  sys: Sys,
  io: Io,
  source: string,
  target: string,
  plan: Plan,
  made: Set<string>,
): Generator<void, boolean> {
  const refuse = function* (text: string): Generator<void, boolean> {
    yield* io.error(text);
    return false;
  };
  const from = yield* sys.lstat(source);
  if (isFailure(from)) {
    yield* io.fail(`cannot stat ${quoteaf(source)}`, from);
    return false;
  }
  const to = yield* sys.lstat(target);
  if (isFailure(to)) {
    if (to.errno !== 'ENOENT') {
      yield* io.fail(`cannot stat ${quoteaf(target)}`, to);
      return false;
    }
  } else {
    const through = S_ISLNK(from.mode) ? yield* sys.stat(source) : from;
    if (S_ISLNK(from.mode) && !isFailure(through) && through.ino === to.ino) {
      return yield* refuse(`${quoteaf(source)} and ${quoteaf(target)} are the same file`);
    }
    if (from.ino === to.ino) {
      const link = from.nlink > 1 && !S_ISDIR(from.mode) && source !== target;
      if (!link) return yield* refuse(`${quoteaf(source)} and ${quoteaf(target)} are the same file`);
      yield* sys.unlink(source);
      return true;
    }
    if (!S_ISDIR(from.mode) && S_ISDIR(to.mode)) {
      return yield* refuse(`cannot overwrite directory ${quoteaf(target)} with non-directory`);
    }
    if (S_ISDIR(from.mode) && !S_ISDIR(to.mode)) {
      return yield* refuse(`cannot overwrite non-directory ${quoteaf(target)} with directory ${quoteaf(source)}`);
    }
    if (plan.existing === 'noClobber') return true;
    if (plan.update && !S_ISDIR(from.mode) && to.mtime >= from.mtime) return true;
    if (made.has(target)) {
      return yield* refuse(`will not overwrite just-created ${quoteaf(target)} with ${quoteaf(source)}`);
    }
    if (!(yield* agrees(sys, io, target, to.mode, plan))) return true;
  }
  const failure = yield* sys.rename(source, target);
  const crosses = isFailure(failure) && failure.errno === 'EXDEV';
  if (crosses && !(yield* carry(sys, io, source, target, !isFailure(to)))) return false;
  if (isFailure(failure) && !crosses) {
    if (failure.errno === 'EINVAL') {
      return yield* refuse(`cannot move ${quoteaf(source)} to a subdirectory of itself, ${quoteaf(target)}`);
    }
    yield* io.fail(`cannot move ${quoteaf(source)} to ${quoteaf(target)}`, failure);
    return false;
  }
  made.add(target);
  if (plan.verbose) yield* io.print(`${crosses ? 'copied' : 'renamed'} ${quoteaf(source)} -> ${quoteaf(target)}\n`);
  if (plan.verbose && crosses) yield* io.print(`removed ${quoteaf(source)}\n`);
  return true;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const operands = args.has('stripSlashes')
    ? args.operands.map((name) => name.replace(/(.)\/+$/, '$1'))
    : args.operands;
  const pairs = yield* destinations(sys, io, operands, {
    targetDirectory: args.value('targetDirectory'),
    noTargetDirectory: args.has('noTargetDirectory'),
  });
  const plan: Plan = {
    existing: args.last('force', 'interactive', 'noClobber'),
    update: args.has('update'),
    verbose: args.has('verbose'),
    terminal: !isFailure(yield* sys.tcgetattr(0)),
  };
  const made = new Set<string>();
  let status = 0;
  for (const { source, target } of pairs) if (!(yield* move(sys, io, source, target, plan, made))) status = 1;
  return status;
}

export const mv = program(
  {
    name: 'mv',
    summary: 'move (rename) files',
    usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
    about: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.',
    options,
  },
  run,
);
