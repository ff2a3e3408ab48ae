/** chmod: change file mode bits. Authority: chmod(1). */

import { S_ISDIR, S_ISLNK, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { applyMode, currentUmask, type ModeChanges, modeString, octalMode, parseMode } from './lib/mode.ts';
import { joinPath } from './lib/path-text.ts';
import { program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';

const options = {
  changes: { short: 'c', long: 'changes', help: 'like verbose but report only when a change is made' },
  silent: { short: 'f', long: 'silent', help: 'suppress most error messages' },
  quiet: { long: 'quiet', help: 'the same as --silent' },
  verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every file processed' },
  noPreserveRoot: { long: 'no-preserve-root', help: "do not treat '/' specially (the default)" },
  preserveRoot: { long: 'preserve-root', help: "fail to operate recursively on '/'" },
  reference: { long: 'reference', value: 'RFILE', help: "use RFILE's mode instead of MODE values" },
  recursive: { short: 'R', long: 'recursive', help: 'change files and directories recursively' },
} as const;

interface Plan {
  readonly changes: ModeChanges;
  readonly umask: number;
  readonly recursive: boolean;
  readonly silent: boolean;
  readonly report: 'never' | 'changes' | 'always';
  /** The mode began with a dash: `chmod -w` is checked against the umask. */
  readonly dashed: boolean;
}

/** `chmod -w f`: a mode that looks like an option is moved out of getopt's way. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const end = args.indexOf('--');
  const at = args.findIndex(
    (word, i) => (end < 0 || i < end) && /^-[rwxXstugo0-7,=+-]+$/.test(word) && !/^--/.test(word),
  );
  if (at < 0) return args;
  const others = [...args.slice(0, at), ...args.slice(at + 1)];
  const options_ = others.filter((word) => word.startsWith('-') && word !== '-' && word !== '--');
  const rest = others.filter((word) => !options_.includes(word) && word !== '--');
  return [...options_, '--', args[at] ?? '', ...rest];
};

const describe = (mode: number): string => `${octalMode(mode)} (${modeString(mode).slice(1)})`;

class Changer {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  status = 0;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  private *trouble(what: string, failure: Failure): Generator<void, void> {
    this.status = 1;
    if (!this.plan.silent) yield* this.io.fail(what, failure);
  }

  *path(path: string, argument: boolean): Generator<void, void> {
    const link = yield* this.sys.lstat(path);
    // Links met on the way are left alone; those of the command line are followed.
    if (!isFailure(link) && S_ISLNK(link.mode) && !argument) return;
    const stat = yield* this.sys.stat(path);
    if (isFailure(stat)) {
      const dangling = !isFailure(link) && S_ISLNK(link.mode);
      if (dangling) {
        this.status = 1;
        if (!this.plan.silent) yield* this.io.error(`cannot operate on dangling symlink ${quoteaf(path)}`);
      } else yield* this.trouble(`cannot access ${quoteaf(path)}`, stat);
      if (this.plan.report === 'always') yield* this.io.print(`${quoteaf(path)} could not be accessed\n`);
      return;
    }
    yield* this.change(path, stat);
    if (this.plan.recursive && S_ISDIR(stat.mode)) yield* this.below(path);
  }

  private *change(path: string, stat: Stat): Generator<void, void> {
    const { changes, umask, report, dashed } = this.plan;
    const context = { umask, directory: S_ISDIR(stat.mode) };
    const mode = applyMode(stat.mode, changes, context);
    const failure = yield* this.sys.chmod(path, mode);
    const old = stat.mode & 0o7777;
    if (isFailure(failure)) {
      yield* this.trouble(`changing permissions of ${quoteaf(path)}`, failure);
      if (report === 'always') {
        yield* this.io.print(`failed to change mode of ${quoteaf(path)} from ${describe(old)} to ${describe(mode)}\n`);
      }
      return;
    }
    if (report !== 'never' && old !== mode) {
      yield* this.io.print(`mode of ${quoteaf(path)} changed from ${describe(old)} to ${describe(mode)}\n`);
    } else if (report === 'always') {
      yield* this.io.print(`mode of ${quoteaf(path)} retained as ${describe(mode)}\n`);
    }
    if (!dashed) return;
    const naive = applyMode(stat.mode, changes, { ...context, umask: 0 });
    if ((mode & ~naive) === 0) return;
    const [now, wanted] = [modeString(mode).slice(1), modeString(naive).slice(1)];
    this.status = 1;
    yield* this.io.error(`${quoteaf(path).replace(/^'|'$/g, '')}: new permissions are ${now}, not ${wanted}`);
  }

  private *below(path: string): Generator<void, void> {
    const entries = yield* readDirectory(this.sys, path);
    if (isFailure(entries)) yield* this.trouble(`cannot read directory ${quoteaf(path)}`, entries);
    else for (const { name } of entries) yield* this.path(joinPath(path, name), false);
  }
}

export const chmod = program(
  {
    name: 'chmod',
    summary: 'change file mode bits',
    usage: [
      '[OPTION]... MODE[,MODE]... FILE...',
      '[OPTION]... OCTAL-MODE FILE...',
      '[OPTION]... --reference=RFILE FILE...',
    ],
    about: 'Change the mode of each FILE to MODE.\nWith --reference, change the mode of each FILE to that of RFILE.',
    options,
    notes: "Each MODE is of the form '[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[-+=][0-7]+'.",
    rewrite,
  },
  function* (sys, args, io) {
    const reference = args.value('reference');
    const [word, ...rest] = args.operands;
    const files = reference === undefined ? rest : args.operands;
    if (word === undefined) return yield* io.usageError(1, 'missing operand');
    if (files.length === 0) return yield* io.usageError(1, `missing operand after ${quote(word)}`);
    let changes: ModeChanges | undefined;
    if (reference !== undefined) {
      const stat = yield* sys.stat(reference);
      if (isFailure(stat)) return yield* io.die(1, `failed to get attributes of ${quoteaf(reference)}`, stat);
      changes = parseMode((stat.mode & 0o7777).toString(8).padStart(5, '0'));
    } else changes = parseMode(word);
    if (!changes) return yield* io.usageError(1, `invalid mode: ${quote(word)}`);
    const umask = yield* currentUmask(sys);
    const plan: Plan = {
      changes,
      umask,
      recursive: args.has('recursive'),
      silent: args.has('silent') || args.has('quiet'),
      report: ({ verbose: 'always', changes: 'changes', none: 'never' } as const)[
        args.last('verbose', 'changes') ?? 'none'
      ],
      dashed: reference === undefined && word.startsWith('-'),
    };
    const changer = new Changer(sys, io, plan);
    for (const path of files) {
      if (plan.recursive && args.last('preserveRoot', 'noPreserveRoot') === 'preserveRoot' && /^\/+$/.test(path)) {
        yield* io.error(`it is dangerous to operate recursively on ${quoteaf(path)}`);
        yield* io.error('use --no-preserve-root to override this failsafe');
        changer.status = 1;
        continue;
      }
      yield* changer.path(path, true);
    }
    return changer.status;
  },
);
