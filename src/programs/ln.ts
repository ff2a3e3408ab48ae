/** ln: make links between files. Leaves out --backup. Authority: ln(1). */

import { S_ISDIR, S_ISLNK } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { askYes } from './lib/ask.ts';
import type { Io } from './lib/io.ts';
import { directoryPart, joinPath, lastComponent } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf, quotef } from './lib/quote.ts';
import { canonicalize, relativePath } from './lib/real-path.ts';

const options = {
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
  readonly verbose: boolean;
}

function* isDirectory(sys: Sys, path: string, followLinks: boolean): Generator<void, boolean> {
  const stat = followLinks ? yield* sys.stat(path) : yield* sys.lstat(path);
  return !isFailure(stat) && S_ISDIR(stat.mode);
}

function* linkOne(sys: Sys, io: Io, target: string, name: string, plan: Plan): Generator<void, boolean> {
  if (!plan.symbolic) {
    const stat = plan.logical ? yield* sys.stat(target) : yield* sys.lstat(target);
    if (isFailure(stat)) {
      yield* io.fail(`failed to access ${quoteaf(target)}`, stat);
      return false;
    }
    if (S_ISDIR(stat.mode) && !plan.directories) {
      yield* io.error(`${quotef(target)}: hard link not allowed for directory`);
      return false;
    }
  }
  if (plan.existing !== 'keep' && !(yield* clear(sys, io, target, name, plan))) return plan.existing === 'ask';
  const source = plan.symbolic && plan.relative ? yield* relativeTo(sys, target, name) : target;
  const resolved = !plan.symbolic && plan.logical ? yield* canonicalize(sys, target, 'existing') : source;
  const through = isFailure(resolved) ? target : resolved;
  const failure = plan.symbolic ? yield* sys.symlink(source, name) : yield* sys.link(through, name);
  if (isFailure(failure)) {
    const what = plan.symbolic ? 'symbolic link' : 'hard link';
    const shown = failure.errno === 'EEXIST' ? quoteaf(name) : `${quoteaf(name)} => ${quoteaf(target)}`;
    const shownSymbolic = source === '' ? `${quoteaf(name)} -> ${quoteaf(source)}` : quoteaf(name);
    yield* io.fail(`failed to create ${what} ${plan.symbolic ? shownSymbolic : shown}`, failure);
    return false;
  }
  if (plan.verbose) yield* io.print(`${quoteaf(name)} ${plan.symbolic ? '->' : '=>'} ${quoteaf(source)}\n`);
  return true;
}

/** Makes room for the new name; false if it must stay. */
function* clear(sys: Sys, io: Io, target: string, name: string, plan: Plan): Generator<void, boolean> {
  const old = yield* sys.lstat(name);
  if (isFailure(old)) return true;
  if (S_ISDIR(old.mode)) {
    yield* io.error(`${quoteaf(name)}: cannot overwrite directory`);
    return false;
  }
  const source = plan.symbolic && !plan.logical ? yield* sys.lstat(target) : yield* sys.stat(target);
  const same = !isFailure(source) && source.ino === old.ino && (!plan.symbolic || !S_ISLNK(old.mode));
  if (same) {
    yield* io.error(`${quoteaf(target)} and ${quoteaf(name)} are the same file`);
    return false;
  }
  if (plan.existing === 'ask' && !(yield* askYes(sys, io, `replace ${quoteaf(name)}? `))) return false;
  yield* sys.unlink(name);
  return true;
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
      verbose: args.has('verbose'),
    };
    const pairs = yield* destinations(sys, args, io);
    if (plan.relative && !plan.symbolic) return yield* io.die(1, 'cannot do --relative without --symbolic');
    let status = 0;
    for (const [target, name] of pairs) if (!(yield* linkOne(sys, io, target, name, plan))) status = 1;
    return status;
  },
);
