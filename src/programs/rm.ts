/**
 * rm: remove files and trees. Asks before it removes what is write-protected when somebody sits at the terminal.
 * Authority: rm(1).
 */

import { S_ISDIR, type Stat, W_OK } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { askYes } from './lib/ask.ts';
import { fileKind } from './lib/file-kind.ts';
import type { Io } from './lib/io.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';

const options = {
  force: { short: 'f', long: 'force', help: 'ignore nonexistent files and arguments, never prompt' },
  i: { short: 'i', help: 'prompt before every removal' },
  once: {
    short: 'I',
    help: 'prompt once before removing more than three files, or\nwhen removing recursively; less intrusive than -i',
  },
  interactive: {
    long: 'interactive',
    value: 'WHEN',
    optional: true,
    help: 'prompt according to WHEN: never, once (-I), or\nalways (-i); without WHEN, prompt always',
  },
  oneFileSystem: {
    long: 'one-file-system',
    help: 'when removing a hierarchy recursively, skip any\ndirectory that is on a file system different from\nthat of the corresponding command line argument',
  },
  preserveRoot: {
    long: 'preserve-root',
    value: 'all',
    optional: true,
    help: "do not remove '/' (default);\nwith 'all', reject any command line argument\non a separate device from its parent",
  },
  noPreserveRoot: { long: 'no-preserve-root', help: "do not treat '/' specially" },
  recursive: { short: 'r', long: 'recursive', help: 'remove directories and their contents recursively' },
  R: { short: 'R', help: 'the same as -r' },
  dir: { short: 'd', long: 'dir', help: 'remove empty directories' },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

type Prompting = 'never' | 'protected' | 'once' | 'always';

interface Plan {
  readonly force: boolean;
  readonly prompting: Prompting;
  readonly recursive: boolean;
  readonly dir: boolean;
  readonly verbose: boolean;
  readonly preserveRoot: boolean;
  /** Operands that are mount points are refused. */
  readonly preserveMounts: boolean;
  readonly oneFileSystem: boolean;
  readonly terminal: boolean;
}

function* interactiveWord(word: string, io: Io): Generator<void, Prompting> {
  const choices: Readonly<Record<string, Prompting>> = {
    never: 'never',
    no: 'never',
    none: 'never',
    once: 'once',
    always: 'always',
    yes: 'always',
  };
  const matches = Object.keys(choices).filter((choice) => choice.startsWith(word));
  const meanings = new Set(matches.map((choice) => choices[choice]));
  const exact = choices[word] ?? (meanings.size === 1 ? choices[matches[0] ?? ''] : undefined);
  if (exact) return exact;
  yield* io.complain(
    `${io.name}: ${matches.length > 0 ? 'ambiguous' : 'invalid'} argument ${quote(word)} for '--interactive'\nValid arguments are:\n  - 'never', 'no', 'none'\n  - 'once'\n  - 'always', 'yes'\n`,
  );
  return yield* io.usageError(1);
}

function* planOf(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  let prompting: Prompting = 'protected';
  let force = false;
  let [preserveRoot, preserveMounts] = [true, false];
  for (const { option, value } of args.given) {
    if (option === 'force') {
      force = true;
      prompting = 'never';
    } else if (option === 'i') prompting = 'always';
    else if (option === 'once') prompting = 'once';
    else if (option === 'interactive') prompting = value === undefined ? 'always' : yield* interactiveWord(value, io);
    if (option === 'i' || option === 'once') force = false;
    if (option === 'noPreserveRoot') preserveRoot = false;
    if (option === 'preserveRoot') {
      if (value !== undefined && value !== 'all')
        return yield* io.die(1, `unrecognized --preserve-root argument: ${quoteaf(value)}`);
      preserveRoot = true;
      preserveMounts ||= value === 'all';
    }
  }
  return {
    force,
    prompting,
    recursive: args.has('recursive') || args.has('R'),
    dir: args.has('dir'),
    verbose: args.has('verbose'),
    preserveRoot,
    preserveMounts,
    oneFileSystem: args.has('oneFileSystem'),
    terminal: !isFailure(yield* sys.tcgetattr(0)),
  };
}

/** A declined file keeps its directories, without a word and without a failure. */
type Outcome = 'removed' | 'declined' | 'failed';

class Remover {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  /** The file system of the operand. */
  private device = 0;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  *refuse(path: string, failure: Failure): Generator<void, Outcome> {
    yield* this.io.fail(`cannot remove ${quoteaf(path)}`, failure);
    return 'failed';
  }

  /** A name of the command line. */
  *operand(path: string): Generator<void, Outcome> {
    const bare = path.replace(/\/+$/, '');
    const last = bare.slice(bare.lastIndexOf('/') + 1);
    if (last === '.' || last === '..') {
      if (this.plan.recursive || this.plan.dir) {
        yield* this.io.error(`refusing to remove '.' or '..' directory: skipping ${quoteaf(path)}`);
        return 'failed';
      }
    }
    const stat = yield* this.sys.lstat(path);
    if (isFailure(stat)) {
      if (this.plan.force && (stat.errno === 'ENOENT' || stat.errno === 'ENOTDIR')) return 'removed';
      return yield* this.refuse(path, stat);
    }
    if (S_ISDIR(stat.mode) && this.plan.recursive && this.plan.preserveRoot && bare === '') {
      yield* this.io.error(`it is dangerous to operate recursively on ${quoteaf('/')}`);
      yield* this.io.error('use --no-preserve-root to override this failsafe');
      return 'failed';
    }
    this.device = stat.dev;
    if (S_ISDIR(stat.mode) && this.plan.recursive && this.plan.preserveMounts) {
      const parent = yield* this.sys.stat(joinPath(path, '..'));
      if (!isFailure(parent) && parent.dev !== stat.dev) {
        yield* this.skip(path);
        yield* this.io.error('and --preserve-root=all is in effect');
        return 'failed';
      }
    }
    return yield* this.remove(path, stat);
  }

  private *skip(path: string): Generator<void, Outcome> {
    yield* this.io.error(`skipping ${quoteaf(path)}, since it's on a different device`);
    return 'failed';
  }

  *remove(path: string, stat: Stat): Generator<void, Outcome> {
    if (!S_ISDIR(stat.mode)) return yield* this.file(path, stat);
    if (this.plan.recursive) return yield* this.tree(path, stat);
    if (!this.plan.dir) {
      yield* this.io.error(`cannot remove ${quoteaf(path)}: Is a directory`);
      return 'failed';
    }
    const names = yield* readDirectory(this.sys, path);
    if (Array.isArray(names) && names.length > 0) {
      yield* this.io.error(`cannot remove ${quoteaf(path)}: Directory not empty`);
      return 'failed';
    }
    return yield* this.emptyDirectory(path, stat);
  }

  *file(path: string, stat: Stat): Generator<void, Outcome> {
    if (!(yield* this.agrees(path, stat, `remove ${fileKind(stat)}`))) return 'declined';
    const failure = yield* this.sys.unlink(path);
    if (isFailure(failure)) return yield* this.refuse(path, failure);
    if (this.plan.verbose) yield* this.io.print(`removed ${quoteaf(path)}\n`);
    return 'removed';
  }

  *emptyDirectory(path: string, stat: Stat): Generator<void, Outcome> {
    if (!(yield* this.agrees(path, stat, 'remove directory'))) return 'declined';
    const failure = yield* this.sys.rmdir(path);
    if (isFailure(failure)) return yield* this.refuse(path, failure);
    if (this.plan.verbose) yield* this.io.print(`removed directory ${quoteaf(path)}\n`);
    return 'removed';
  }

  *tree(path: string, stat: Stat): Generator<void, Outcome> {
    if (this.plan.oneFileSystem && stat.dev !== this.device) return yield* this.skip(path);
    const names = yield* readDirectory(this.sys, path);
    if (isFailure(names)) {
      // An unreadable directory may still be empty.
      const failure = yield* this.sys.rmdir(path);
      return isFailure(failure) ? yield* this.refuse(path, names) : 'removed';
    }
    if (names.length > 0 && !(yield* this.agrees(path, stat, 'descend into directory'))) return 'declined';
    let outcome: Outcome = 'removed';
    for (const { name } of names) {
      const inner = joinPath(path, name);
      const innerStat = yield* this.sys.lstat(inner);
      const inside = isFailure(innerStat) ? yield* this.refuse(inner, innerStat) : yield* this.remove(inner, innerStat);
      if (inside !== 'removed' && outcome !== 'failed') outcome = inside;
    }
    return outcome === 'removed' ? yield* this.emptyDirectory(path, stat) : outcome;
  }

  /** Whether it may be done: asks if the plan, or write protection at a terminal, calls for it. */
  *agrees(path: string, stat: Stat, what: string): Generator<void, boolean> {
    const { prompting, terminal } = this.plan;
    if (prompting === 'never') return true;
    let isProtected = false;
    if (prompting !== 'always') {
      if (!terminal || (stat.mode & 0o170000) === 0o120000) return true;
      isProtected = isFailure(yield* this.sys.access(path, W_OK));
      if (!isProtected) return true;
    } else if ((stat.mode & 0o170000) !== 0o120000) isProtected = isFailure(yield* this.sys.access(path, W_OK));
    const kind = isProtected ? what.replace(/^(remove|descend into) /, '$1 write-protected ') : what;
    return yield* askYes(this.sys, this.io, `${kind} ${quoteaf(path)}? `);
  }
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const count = args.operands.length;
  if (count === 0) return plan.force ? 0 : yield* io.usageError(1, 'missing operand');
  if (plan.prompting === 'once' && (plan.recursive || count > 3)) {
    const what = `remove ${count} argument${count === 1 ? '' : 's'}${plan.recursive ? ' recursively' : ''}? `;
    if (!(yield* askYes(sys, io, what))) return 0;
  }
  const remover = new Remover(sys, io, plan);
  let status = 0;
  for (const path of args.operands) if ((yield* remover.operand(path)) === 'failed') status = 1;
  return status;
}

export const rm = program(
  {
    name: 'rm',
    summary: 'remove files or directories',
    usage: '[OPTION]... [FILE]...',
    about: 'Remove (unlink) the FILE(s).',
    options,
    notes:
      'By default, rm does not remove directories.  Use the --recursive (-r or -R)\noption to remove each listed directory, too, along with all of its contents.',
  },
  run,
);
