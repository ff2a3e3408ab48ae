/**
 * Changing who owns files, one or whole trees: what chown and chgrp have in common.
 * Models links followed or not on the way and at the end, --from, and the reports. Authority: chown-core.c of coreutils.
 */

import { S_ISDIR, S_ISLNK, type Stat } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import type { OwnerSpec } from './owner-spec.ts';
import { joinPath } from './path-text.ts';
import type { Args } from './program.ts';
import { quote, quoteaf } from './quote.ts';
import { readDirectory } from './read-directory.ts';
import { type Names, readNames } from './users.ts';

export const changeOptions = {
  changes: { short: 'c', long: 'changes', help: 'like verbose but report only when a change is made' },
  silent: { short: 'f', long: 'silent', help: 'suppress most error messages' },
  quiet: { long: 'quiet', help: 'the same as --silent' },
  verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every file processed' },
  dereference: {
    long: 'dereference',
    help: 'affect the referent of each symbolic link (this is\nthe default), rather than the symbolic link itself',
  },
  noDereference: {
    short: 'h',
    long: 'no-dereference',
    help: 'affect symbolic links instead of any referenced file',
  },
  noPreserveRoot: { long: 'no-preserve-root', help: "do not treat '/' specially (the default)" },
  preserveRoot: { long: 'preserve-root', help: "fail to operate recursively on '/'" },
  reference: { long: 'reference', value: 'RFILE', help: "use RFILE's owner and group rather than given ones" },
  recursive: { short: 'R', long: 'recursive', help: 'operate on files and directories recursively' },
  argumentLinks: {
    short: 'H',
    help: 'if a command line argument is a symbolic link\nto a directory, traverse it (with -R)',
  },
  allLinks: { short: 'L', help: 'traverse every symbolic link to a directory\nencountered (with -R)' },
  noLinks: { short: 'P', help: 'do not traverse any symbolic links (default)' },
} as const;

type ChangeOption = keyof typeof changeOptions;

interface OwnerPlan {
  readonly wanted: OwnerSpec;
  /** Only files of this owner and group. */
  readonly from: Pick<OwnerSpec, 'uid' | 'gid'>;
  readonly recursive: boolean;
  /** Which links to directories a walk goes through. */
  readonly walks: 'none' | 'arguments' | 'all';
  /** What a link leads to is changed, not the link. */
  readonly dereference: boolean;
  readonly preserveRoot: boolean;
  readonly silent: boolean;
  readonly report: 'never' | 'changes' | 'always';
  readonly names: Names;
}

/** The options that say how; a sentence if they contradict each other. */
const planOf = <Name extends string>(
  args: Args<Name | ChangeOption>,
): Omit<OwnerPlan, 'wanted' | 'from' | 'names'> | { readonly problem: string } => {
  const recursive = args.has('recursive');
  const through = recursive ? args.last('argumentLinks', 'allLinks', 'noLinks') : undefined;
  const choice = args.last('dereference', 'noDereference');
  const walks = through === 'allLinks' ? 'all' : through === 'argumentLinks' ? 'arguments' : 'none';
  if (recursive && walks === 'none' && choice === 'dereference') {
    return { problem: '-R --dereference requires either -H or -L' };
  }
  const follows = recursive && walks === 'none' ? false : choice !== 'noDereference';
  const report = args.last('verbose', 'changes');
  return {
    recursive,
    walks,
    dereference: follows,
    preserveRoot: args.last('preserveRoot', 'noPreserveRoot') === 'preserveRoot',
    silent: args.has('silent') || args.has('quiet'),
    report: report === 'verbose' ? 'always' : report === 'changes' ? 'changes' : 'never',
  };
};

const joined = (user: string | undefined, group: string | undefined): string =>
  user === undefined ? (group ?? '') : group === undefined ? user : `${user}:${group}`;

/** Walks and changes; `status` tells whether all went well. */
class OwnerChanger {
  status = 0;
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: OwnerPlan;

  constructor(sys: Sys, io: Io, plan: OwnerPlan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  *argument(path: string): Generator<void, void> {
    if (this.plan.recursive && this.plan.preserveRoot && /^\/+$/.test(path)) {
      yield* this.io.error(`it is dangerous to operate recursively on ${quoteaf(path)}`);
      yield* this.io.error('use --no-preserve-root to override this failsafe');
      this.status = 1;
      return;
    }
    yield* this.visit(path, this.plan.walks !== 'none', []);
  }

  /** `above`: the directories on the way, by inode, so that a link to one of them is no endless walk. */
  private *visit(path: string, follow: boolean, above: readonly number[]): Generator<void, void> {
    const seen = yield* this.sys.lstat(path);
    if (isFailure(seen)) {
      yield* this.trouble(`cannot access ${quoteaf(path)}`, seen);
      return yield* this.tell(path, undefined, 'failed');
    }
    const target = follow && S_ISLNK(seen.mode) ? yield* this.sys.stat(path) : seen;
    const stat = isFailure(target) ? seen : target;
    if (this.plan.recursive && S_ISDIR(stat.mode) && !above.includes(stat.ino)) {
      yield* this.below(path, [...above, stat.ino]);
    }
    yield* this.change(path, stat);
  }

  private *below(path: string, above: readonly number[]): Generator<void, void> {
    const entries = yield* readDirectory(this.sys, path);
    if (isFailure(entries)) return yield* this.trouble(`cannot read directory ${quoteaf(path)}`, entries);
    for (const { name } of entries) yield* this.visit(joinPath(path, name), this.plan.walks === 'all', above);
  }

  private *change(path: string, seen: Stat): Generator<void, void> {
    const { wanted, from, dereference } = this.plan;
    const stat = dereference && S_ISLNK(seen.mode) ? yield* this.sys.stat(path) : seen;
    if (isFailure(stat)) {
      yield* this.trouble(`cannot dereference ${quoteaf(path)}`, stat);
      return yield* this.tell(path, seen, 'failed');
    }
    const chosen = (from.uid ?? stat.uid) === stat.uid && (from.gid ?? stat.gid) === stat.gid;
    if (!chosen) return yield* this.tell(path, stat, 'retained');
    const call = dereference ? this.sys.chown : this.sys.lchown;
    const failure = yield* call.call(this.sys, path, wanted.uid ?? -1, wanted.gid ?? -1);
    if (isFailure(failure)) {
      const what = wanted.uid === undefined ? 'changing group of' : 'changing ownership of';
      yield* this.trouble(`${what} ${quoteaf(path)}`, failure);
      return yield* this.tell(path, stat, 'failed');
    }
    const same = (wanted.uid ?? stat.uid) === stat.uid && (wanted.gid ?? stat.gid) === stat.gid;
    yield* this.tell(path, stat, same ? 'retained' : 'changed');
  }

  private *trouble(what: string, failure: Failure): Generator<void, void> {
    this.status = 1;
    if (!this.plan.silent) yield* this.io.fail(what, failure);
  }

  private *tell(path: string, stat: Stat | undefined, outcome: Outcome): Generator<void, void> {
    const { report } = this.plan;
    if (report === 'never' || (report === 'changes' && outcome !== 'changed')) return;
    yield* this.io.print(`${this.sentence(quoteaf(path), stat, outcome)}\n`);
  }

  private sentence(file: string, stat: Stat | undefined, outcome: Outcome): string {
    const { wanted, names } = this.plan;
    const { user, group } = wanted;
    const now = joined(user, group);
    const oldUser = stat && user !== undefined ? (names.user(stat.uid) ?? String(stat.uid)) : undefined;
    const oldGroup = stat && group !== undefined ? (names.group(stat.gid) ?? String(stat.gid)) : undefined;
    const before = joined(oldUser, oldGroup);
    const what = user === undefined && group !== undefined ? 'group' : 'ownership';
    if (outcome === 'retained') return `${what} of ${file} retained${now === '' ? '' : ` as ${before}`}`;
    if (outcome === 'changed') return `changed ${what} of ${file} from ${before} to ${now}`;
    if (now === '') return `failed to change ${what} of ${file}`;
    return `failed to change ${what} of ${file}${stat ? ` from ${before}` : ''} to ${now}`;
  }
}

type Outcome = 'changed' | 'retained' | 'failed';

/** Where chown and chgrp differ. */
export interface Manner {
  /** Only files of this owner and group. */
  readonly from: Pick<OwnerSpec, 'uid' | 'gid'>;
  /** What the first operand asks for. */
  named(word: string): Generator<void, OwnerSpec>;
  /** What --reference takes of a file. */
  like(stat: Stat, names: Names): OwnerSpec;
}

export function* changeOwners<Name extends string>(
  sys: Sys,
  args: Args<Name | ChangeOption>,
  io: Io,
  { from, named, like }: Manner,
): Generator<void, number> {
  const plan = planOf(args);
  if ('problem' in plan) return yield* io.die(1, plan.problem);
  const reference = args.value('reference');
  const [word, ...rest] = args.operands;
  if (word === undefined) return yield* io.usageError(1, 'missing operand');
  const files = reference === undefined ? rest : args.operands;
  if (files.length === 0) return yield* io.usageError(1, `missing operand after ${quote(word)}`);
  const names = yield* readNames(sys);
  let wanted: OwnerSpec;
  if (reference === undefined) wanted = yield* named(word);
  else {
    const stat = yield* sys.stat(reference);
    if (isFailure(stat)) return yield* io.die(1, `failed to get attributes of ${quoteaf(reference)}`, stat);
    wanted = like(stat, names);
  }
  const changer = new OwnerChanger(sys, io, { ...plan, wanted, from, names });
  for (const file of files) yield* changer.argument(file);
  return changer.status;
}
