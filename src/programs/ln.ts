/** ln: make links between files. Authority: ln(1). */

import { S_ISDIR } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { askYes } from './lib/ask.ts';
import { BACKUP_NOTES, type Backup, backupOf, backupOptions, sameName, setAside } from './lib/backup.ts';
import type { Io } from './lib/io.ts';
import { directoryPart, joinPath, lastComponent } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf, quotef } from './lib/quote.ts';
import { canonicalize, relativePath } from './lib/real-path.ts';

const options = {
  backup: backupOptions.backup,
  b: backupOptions.b,
  directory: { short: 'd', long: 'directory', help: 'allow the superuser to attempt to hard link directories' },
  F: { short: 'F', help: 'the same as -d' },
  force: { short: 'f', long: 'force', help: 'remove existing destination files' },
  interactive: { short: 'i', long: 'interactive', help: 'prompt whether to remove destinations' },
  logical: { short: 'L', long: 'logical', help: 'dereference TARGETs that are symbolic links' },
  noDereference: {
    short: 'n',
    long: 'no-dereference',
    help: 'treat LINK_NAME as a normal file if\nit is a symbolic link to a directory',
  },
  physical: { short: 'P', long: 'physical', help: 'make hard links directly to symbolic links' },
  relative: { short: 'r', long: 'relative', help: 'with -s, create links relative to link location' },
  symbolic: { short: 's', long: 'symbolic', help: 'make symbolic links instead of hard links' },
  suffix: backupOptions.suffix,
  targetDirectory: {
    short: 't',
    long: 'target-directory',
    value: 'DIRECTORY',
    help: 'specify the DIRECTORY in which to create\nthe links',
  },
  noTargetDirectory: { short: 'T', long: 'no-target-directory', help: 'treat LINK_NAME as a normal file always' },
  verbose: { short: 'v', long: 'verbose', help: 'print name of each linked file' },
} as const;

interface Plan {
  readonly symbolic: boolean;
  readonly relative: boolean;
  readonly logical: boolean;
  /** Let the kernel refuse hard links to directories. */
  readonly directories: boolean;
  readonly existing: 'keep' | 'remove' | 'ask';
  readonly backup: Backup | undefined;
  readonly verbose: boolean;
}

function* isDirectory(sys: Sys, path: string, followLinks: boolean): Generator<void, boolean> {
  const stat = followLinks ? yield* sys.stat(path) : yield* sys.lstat(path);
  return !isFailure(stat) && S_ISDIR(stat.mode);
}

/** What one run of ln carries from name to name. */
interface Run {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  /** Hard links made so far, where several go into one directory. */
  readonly made: Set<string> | undefined;
}

function* refuse({ io }: Run, text: string, failure?: Failure): Generator<void, 'failed'> {
  if (failure) yield* io.fail(text, failure);
  else yield* io.error(text);
  return 'failed';
}

/** Whether there is something that a hard link can be made to. */
function* linkable(run: Run, target: string): Generator<void, boolean> {
  const { sys, plan } = run;
  const stat = plan.logical ? yield* sys.stat(target) : yield* sys.lstat(target);
  if (isFailure(stat)) yield* refuse(run, `failed to access ${quoteaf(target)}`, stat);
  else if (!S_ISDIR(stat.mode) || plan.directories) return true;
  else yield* refuse(run, `${quotef(target)}: hard link not allowed for directory`);
  return false;
}

/** True unless it went wrong; a question that was answered with no is no failure. */
function* linkOne(run: Run, target: string, name: string): Generator<void, boolean> {
  const { sys, io, plan, made } = run;
  if (!plan.symbolic && !(yield* linkable(run, target))) return false;
  const source = plan.symbolic && plan.relative ? yield* relativeTo(sys, target, name) : target;
  const room = yield* makeRoom(run, source, name);
  if (typeof room === 'string') return room === 'skip';
  const { saved } = room;
  const resolved = !plan.symbolic && plan.logical ? yield* canonicalize(sys, target, 'existing') : source;
  const through = isFailure(resolved) ? target : resolved;
  const failure = plan.symbolic ? yield* sys.symlink(source, name) : yield* sys.link(through, name);
  if (isFailure(failure)) {
    yield* io.fail(`failed to create ${failedLink(plan, failure, source, name)}`, failure);
    if (saved !== undefined) yield* sys.rename(saved, name);
    return false;
  }
  if (!plan.symbolic) made?.add(name);
  const before = saved === undefined ? '' : `${quoteaf(saved)} ~ `;
  if (plan.verbose) yield* io.print(`${before}${quoteaf(name)} ${plan.symbolic ? '->' : '=>'} ${quoteaf(source)}\n`);
  return true;
}

const failedLink = ({ symbolic }: Plan, { errno }: Failure, source: string, name: string): string => {
  if (symbolic) return `symbolic link ${quoteaf(name)}${source === '' ? ` -> ${quoteaf(source)}` : ''}`;
  return `hard link ${quoteaf(name)}${errno === 'EEXIST' ? '' : ` => ${quoteaf(source)}`}`;
};

/** Takes away what has the new name, if that was asked for: the name of its backup, if there is one. */
function* makeRoom(run: Run, source: string, name: string): Generator<void, { saved?: string } | 'skip' | 'failed'> {
  const { sys, io, plan, made } = run;
  if (plan.existing === 'keep' && !plan.backup) return {};
  const old = yield* sys.lstat(name);
  if (isFailure(old)) return {};
  if (S_ISDIR(old.mode)) return yield* refuse(run, `${quotef(name)}: cannot overwrite directory`);
  if (made?.has(name))
    return yield* refuse(run, `will not overwrite just-created ${quoteaf(name)} with ${quoteaf(source)}`);
  const from = plan.symbolic || plan.logical ? yield* sys.stat(source) : yield* sys.lstat(source);
  // Removing one of two names is no harm.
  const same = !isFailure(from) && from.ino === old.ino && from.dev === old.dev;
  if (same && (from.nlink === 1 || (yield* sameName(sys, source, name))))
    return yield* refuse(run, `${quoteaf(source)} and ${quoteaf(name)} are the same file`);
  if (plan.existing === 'ask' && !(yield* askYes(sys, io, `replace ${quoteaf(name)}? `))) return 'skip';
  if (!plan.backup) {
    yield* sys.unlink(name);
    return {};
  }
  const saved = yield* setAside(sys, name, plan.backup);
  if (saved === undefined) return {};
  return isFailure(saved) ? yield* refuse(run, `cannot backup ${quoteaf(name)}`, saved) : { saved };
}

function* relativeTo(sys: Sys, target: string, name: string): Generator<void, string> {
  const from = yield* canonicalize(sys, directoryPart(name), 'missing');
  const to = yield* canonicalize(sys, target, 'missing');
  return isFailure(from) || isFailure(to) ? target : relativePath(from, to);
}

/** Operands and options say where the links go: one name, or names in a directory. */
function* destinations(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, [string, string][]> {
  const { operands } = args;
  const into = args.value('targetDirectory');
  if (operands.length === 0) return yield* io.usageError(1, 'missing file operand');
  const inside = (directory: string, targets: readonly string[]): [string, string][] =>
    targets.map((target) => [target, joinPath(directory, lastComponent(target))]);
  if (args.has('noTargetDirectory')) {
    if (into !== undefined) return yield* io.die(1, 'cannot combine --target-directory and --no-target-directory');
    const [target = '', name, extra] = operands;
    if (name === undefined) return yield* io.usageError(1, `missing destination file operand after ${quoteaf(target)}`);
    if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quoteaf(extra)}`);
    return [[target, name]];
  }
  if (into !== undefined) {
    const stat = yield* sys.stat(into);
    if (isFailure(stat)) return yield* io.die(1, `failed to access ${quoteaf(into)}`, stat);
    if (!S_ISDIR(stat.mode)) return yield* io.die(1, `target ${quoteaf(into)} is not a directory`);
    return inside(into, operands);
  }
  if (operands.length === 1) return inside('.', operands);
  const last = operands.at(-1) ?? '';
  if (yield* isDirectory(sys, last, !args.has('noDereference'))) return inside(last, operands.slice(0, -1));
  if (operands.length === 2) return [[operands[0] ?? '', last]];
  const stat = yield* sys.stat(last);
  if (isFailure(stat)) return yield* io.die(1, `target ${quoteaf(last)}`, stat);
  return yield* io.die(1, `target ${quoteaf(last)}: Not a directory`);
}

const LINK_NOTES = `Using -s ignores -L and -P.  Otherwise, the last option specified controls
behavior when a TARGET is a symbolic link, defaulting to -P.`;

export const ln = program(
  {
    name: 'ln',
    summary: 'make links between files',
    usage: [
      '[OPTION]... [-T] TARGET LINK_NAME',
      '[OPTION]... TARGET',
      '[OPTION]... TARGET... DIRECTORY',
      '[OPTION]... -t DIRECTORY TARGET...',
    ],
    about: 'Create hard links by default, symbolic links with --symbolic.',
    options,
    notes: `${BACKUP_NOTES}\n\n${LINK_NOTES}`,
  },
  function* (sys, args, io) {
    const plan: Plan = {
      symbolic: args.has('symbolic'),
      relative: args.has('relative'),
      logical: args.last('logical', 'physical') === 'logical',
      existing: { force: 'remove', interactive: 'ask', none: 'keep' }[
        args.last('force', 'interactive') ?? 'none'
      ] as Plan['existing'],
      directories: args.has('directory') || args.has('F'),
      backup: yield* backupOf(io, args),
      verbose: args.has('verbose'),
    };
    const pairs = yield* destinations(sys, args, io);
    if (plan.relative && !plan.symbolic) return yield* io.die(1, 'cannot do --relative without --symbolic');
    const watched =
      pairs.length > 1 && plan.existing === 'remove' && !plan.symbolic && plan.backup?.kind !== 'numbered';
    const links: Run = { sys, io, plan, made: watched ? new Set() : undefined };
    let status = 0;
    for (const [target, name] of pairs) if (!(yield* linkOne(links, target, name))) status = 1;
    return status;
  },
);
