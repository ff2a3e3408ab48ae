/**
 * mv: move (rename) files; what goes to another file system is copied and then removed. Authority: mv(1).
 */

import { S_ISDIR, S_ISLNK, type Stat, W_OK } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { askYes } from './lib/ask.ts';
import {
  BACKUP_NOTES,
  type Backup,
  backupNote,
  backupOf,
  backupOptions,
  sameName,
  setAside,
  wantsBackups,
  wouldDestroy,
} from './lib/backup.ts';
import { Copier, type CopyPlan } from './lib/copy.ts';
import { destinations } from './lib/destinations.ts';
import type { Io } from './lib/io.ts';
import { modeString, octalMode } from './lib/mode.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';

const options = {
  backup: backupOptions.backup,
  b: backupOptions.b,
  force: { short: 'f', long: 'force', help: 'do not prompt before overwriting' },
  interactive: { short: 'i', long: 'interactive', help: 'prompt before overwrite' },
  noClobber: { short: 'n', long: 'no-clobber', help: 'do not overwrite an existing file' },
  stripSlashes: { long: 'strip-trailing-slashes', help: 'remove any trailing slashes from each SOURCE\nargument' },
  suffix: backupOptions.suffix,
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
  context: {
    short: 'Z',
    long: 'context',
    help: 'set SELinux security context of destination\nfile to default type',
  },
} as const;

type Name = keyof typeof options;

interface Plan {
  readonly existing: 'force' | 'interactive' | 'noClobber' | undefined;
  readonly backup: Backup | undefined;
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
  copyContents: false,
  sparse: false,
  clone: false,
  backup: undefined,
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

/** What one run of mv carries from operand to operand. */
interface Run {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  /** Targets made so far. */
  readonly made: Set<string>;
}

function* refuse({ io }: Run, text: string): Generator<void, 'failed'> {
  yield* io.error(text);
  return 'failed';
}

function* trouble({ io }: Run, text: string, failure: Failure): Generator<void, 'failed'> {
  yield* io.fail(text, failure);
  return 'failed';
}

type Verdict = 'go' | 'skip' | 'failed';

/** Two names of one file are one too few to move, unless a backup takes the second. */
function* sameFile({ sys, plan }: Run, source: string, target: string, from: Stat, to: Stat): Generator<void, boolean> {
  if (from.ino === to.ino) return !plan.backup || (yield* sameName(sys, source, target));
  if (!S_ISLNK(from.mode) || plan.backup) return false;
  const through = yield* sys.stat(source);
  return !isFailure(through) && through.ino === to.ino;
}

/** What stands at the target may forbid the move, make it needless, or be worth a question. */
function* mayReplace(run: Run, source: string, target: string, from: Stat, to: Stat): Generator<void, Verdict> {
  const { sys, io, plan, made } = run;
  if (yield* sameFile(run, source, target, from, to))
    return yield* refuse(run, `${quoteaf(source)} and ${quoteaf(target)} are the same file`);
  if (S_ISDIR(from.mode) !== S_ISDIR(to.mode) && !plan.backup) {
    const kinds = S_ISDIR(to.mode)
      ? `directory ${quoteaf(target)} with non-directory`
      : `non-directory ${quoteaf(target)} with directory ${quoteaf(source)}`;
    return yield* refuse(run, `cannot overwrite ${kinds}`);
  }
  if (plan.existing === 'noClobber') return 'skip';
  if (plan.update && !S_ISDIR(from.mode) && to.mtime >= from.mtime) return 'skip';
  if (made.has(target) && plan.backup?.kind !== 'numbered')
    return yield* refuse(run, `will not overwrite just-created ${quoteaf(target)} with ${quoteaf(source)}`);
  return (yield* agrees(sys, io, target, to.mode, plan)) ? 'go' : 'skip';
}

/** The name that what was in the way has now. */
function* makeRoom(run: Run, source: string, target: string): Generator<void, { saved?: string } | 'failed'> {
  const { sys, plan } = run;
  if (!plan.backup) return {};
  if (yield* wouldDestroy(sys, source, target, plan.backup))
    return yield* refuse(run, `backing up ${quoteaf(target)} might destroy source;  ${quoteaf(source)} not moved`);
  const saved = yield* setAside(sys, target, plan.backup);
  if (saved === undefined) return {};
  return isFailure(saved) ? yield* trouble(run, `cannot backup ${quoteaf(target)}`, saved) : { saved };
}

function* move(run: Run, source: string, target: string): Generator<void, Verdict> {
  const { sys } = run;
  const from = yield* sys.lstat(source);
  if (isFailure(from)) return yield* trouble(run, `cannot stat ${quoteaf(source)}`, from);
  const to = yield* sys.lstat(target);
  if (isFailure(to))
    return to.errno === 'ENOENT'
      ? yield* rename(run, source, target, false)
      : yield* trouble(run, `cannot stat ${quoteaf(target)}`, to);
  const verdict = yield* mayReplace(run, source, target, from, to);
  if (verdict !== 'go') return verdict;
  const room = yield* makeRoom(run, source, target);
  if (room === 'failed') return room;
  const { saved } = room;
  const done = yield* rename(run, source, target, saved === undefined, saved);
  if (done === 'failed' && saved !== undefined) yield* sys.rename(saved, target);
  return done;
}

function* rename(run: Run, source: string, target: string, exists: boolean, saved?: string): Generator<void, Verdict> {
  const { sys, io, plan, made } = run;
  const failure = yield* sys.rename(source, target);
  const crosses = isFailure(failure) && failure.errno === 'EXDEV';
  if (crosses && !(yield* carry(sys, io, source, target, exists))) return 'failed';
  if (isFailure(failure) && !crosses) {
    if (failure.errno === 'EINVAL')
      return yield* refuse(run, `cannot move ${quoteaf(source)} to a subdirectory of itself, ${quoteaf(target)}`);
    return yield* trouble(run, `cannot move ${quoteaf(source)} to ${quoteaf(target)}`, failure);
  }
  made.add(target);
  if (!plan.verbose) return 'go';
  const names = `${quoteaf(source)} -> ${quoteaf(target)}${backupNote(saved)}`;
  yield* io.print(`${crosses ? 'copied' : 'renamed'} ${names}\n`);
  if (crosses) yield* io.print(`removed ${quoteaf(source)}\n`);
  return 'go';
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const operands = args.has('stripSlashes')
    ? args.operands.map((name) => name.replace(/(.)\/+$/, '$1'))
    : args.operands;
  const existing = args.last('force', 'interactive', 'noClobber');
  if (wantsBackups(args) && existing === 'noClobber')
    return yield* io.usageError(1, 'options --backup and --no-clobber are mutually exclusive');
  const pairs = yield* destinations(sys, io, operands, {
    targetDirectory: args.value('targetDirectory'),
    noTargetDirectory: args.has('noTargetDirectory'),
  });
  const plan: Plan = {
    existing,
    backup: yield* backupOf(io, args),
    update: args.has('update'),
    verbose: args.has('verbose'),
    terminal: !isFailure(yield* sys.tcgetattr(0)),
  };
  const moves: Run = { sys, io, plan, made: new Set() };
  let status = 0;
  for (const { source, target } of pairs) if ((yield* move(moves, source, target)) === 'failed') status = 1;
  return status;
}

export const mv = program(
  {
    name: 'mv',
    summary: 'move (rename) files',
    usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
    about: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.',
    options,
    notes: BACKUP_NOTES,
  },
  run,
);
