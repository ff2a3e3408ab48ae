/** realpath: print resolved absolute file names, or names relative to a directory. Authority: realpath(1). */

import { S_ISDIR } from '../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { canonicalize, type Existence, relativePath } from './lib/real-path.ts';

const options = {
  existing: { short: 'e', long: 'canonicalize-existing', help: 'all components of the path must exist' },
  missing: {
    short: 'm',
    long: 'canonicalize-missing',
    help: 'no path components need exist or be a directory',
  },
  logical: { short: 'L', long: 'logical', help: "resolve '..' components before symlinks" },
  physical: { short: 'P', long: 'physical', help: 'resolve symlinks as encountered (default)' },
  quiet: { short: 'q', long: 'quiet', help: 'suppress most error messages' },
  relativeTo: { long: 'relative-to', value: 'DIR', help: 'print the resolved path relative to DIR' },
  relativeBase: { long: 'relative-base', value: 'DIR', help: 'print absolute paths unless paths below DIR' },
  strip: { short: 's', long: 'strip', help: "don't expand symlinks" },
  noSymlinks: { long: 'no-symlinks', help: 'the same as --strip' },
  zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
} as const;

type Name = keyof typeof options;
type Links = 'resolve' | 'keep' | 'logical';

interface Plan {
  readonly existence: Existence;
  readonly links: Links;
}

const planOf = (args: Args<Name>): Plan => {
  const wanted = args.last('existing', 'missing') ?? 'all-but-last';
  const how = args.last('logical', 'physical', 'strip', 'noSymlinks');
  const links: Links = how === 'logical' ? 'logical' : how === 'strip' || how === 'noSymlinks' ? 'keep' : 'resolve';
  return { existence: wanted, links };
};

function* resolve(sys: Sys, path: string, { existence, links }: Plan): Generator<void, string | Failure> {
  const first = yield* canonicalize(sys, path, existence, links !== 'resolve');
  return isFailure(first) || links !== 'logical' ? first : yield* canonicalize(sys, first, existence);
}

const isBelow = (path: string, base: string): boolean => base === '/' || path === base || path.startsWith(`${base}/`);

/** A directory that names are relative to. */
function* directory(sys: Sys, io: Io, path: string, plan: Plan): Generator<void, string> {
  const resolved = yield* resolve(sys, path, plan);
  if (!isFailure(resolved)) {
    const stat = plan.existence === 'existing' ? yield* sys.stat(resolved) : undefined;
    if (!stat || (!isFailure(stat) && S_ISDIR(stat.mode))) return resolved;
  }
  yield* io.warn(path, isFailure(resolved) ? resolved : fail('ENOTDIR'));
  return io.exit(1);
}

interface Relative {
  readonly to: string;
  /** Only names below it are made relative. */
  readonly base: string | undefined;
}

/** A directory that is not below the base has no say. */
function* relativeOf(sys: Sys, io: Io, args: Args<Name>, plan: Plan): Generator<void, Relative | undefined> {
  const [to, base] = [args.value('relativeTo'), args.value('relativeBase')];
  if (to === undefined && base === undefined) return undefined;
  const resolvedTo = yield* directory(sys, io, to ?? base ?? '', plan);
  if (base === undefined) return { to: resolvedTo, base: undefined };
  const resolvedBase = yield* directory(sys, io, base, plan);
  return isBelow(resolvedTo, resolvedBase) ? { to: resolvedTo, base: resolvedBase } : undefined;
}

export const realpath = program(
  {
    name: 'realpath',
    summary: 'print the resolved path',
    usage: '[OPTION]... FILE...',
    about: 'Print the resolved absolute file name;\nall but the last component must exist',
    options,
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const plan = planOf(args);
    const relative = yield* relativeOf(sys, io, args, plan);
    const end = args.has('zero') ? '\0' : '\n';
    let status = 0;
    for (const path of args.operands) {
      const resolved = yield* resolve(sys, path, plan);
      if (isFailure(resolved)) {
        status = 1;
        if (!args.has('quiet')) yield* io.warn(path, resolved);
        continue;
      }
      const shorten = relative && (relative.base === undefined || isBelow(resolved, relative.base));
      yield* io.print((shorten ? relativePath(relative.to, resolved) : resolved) + end);
    }
    return status;
  },
);
