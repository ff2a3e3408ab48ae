/**
 * grep: print lines that match patterns. Searching is in lib/grep-search.ts, what a found line looks like in
 * lib/grep-print.ts, its command line in lib/grep-options.ts; this file goes through the files.
 * Leaves out -T and -u. Authority: grep(1) of GNU grep 3.8.
 */

import { O_NOCTTY, S_ISDIR, S_ISREG, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { globMatches } from './lib/glob.ts';
import { type Arguments, checks, options, type Plan, planOf, readPatterns, TROUBLE } from './lib/grep-options.ts';
import { FileSearch } from './lib/grep-print.ts';
import type { Io } from './lib/io.ts';
import { joinPath } from './lib/path-text.ts';
import { program } from './lib/program.ts';
import { readDirectory } from './lib/read-directory.ts';

class Grep {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  selected = false;
  trouble = false;
  private readonly search: FileSearch;
  private target: Stat | undefined;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
    this.search = new FileSearch(sys, io, plan.searcher, plan.output);
  }

  get done(): boolean {
    return this.plan.output.quiet && this.selected;
  }

  *complain(name: string, failure: Failure): Generator<void, void> {
    this.trouble = true;
    if (!this.plan.silent) yield* this.io.fail(name, failure);
  }

  *start(): Generator<void, void> {
    const stat = yield* this.sys.fstat(1);
    if (!isFailure(stat) && S_ISREG(stat.mode)) this.target = stat;
  }

  /** A name of the command line, or one that recursion found. */
  *path(path: string, shown: string, argument: boolean): Generator<void, void> {
    if (this.done) return;
    if (path === '-') {
      yield* this.open(0, this.plan.label, argument);
      return;
    }
    const stat = argument || this.plan.dereference ? yield* this.sys.stat(path) : yield* this.sys.lstat(path);
    if (isFailure(stat)) {
      yield* this.complain(shown, stat);
      return;
    }
    if (S_ISDIR(stat.mode) && this.plan.directories === 'recurse') {
      if (!this.skipsDirectory(shown, argument)) yield* this.directory(path, shown);
      return;
    }
    if (S_ISDIR(stat.mode) && this.plan.directories === 'skip') return;
    if (!S_ISREG(stat.mode) && !S_ISDIR(stat.mode) && !this.readsDevice(argument)) return;
    if (this.skipsFile(shown, argument)) return;
    const fd = yield* this.sys.open(path, O_NOCTTY);
    if (isFailure(fd)) {
      yield* this.complain(shown, fd);
      return;
    }
    yield* this.open(fd, shown, argument);
    yield* this.sys.close(fd);
  }

  private readsDevice(argument: boolean): boolean {
    return this.plan.devices === undefined ? argument : this.plan.devices === 'read';
  }

  private matches(globs: readonly string[], path: string, argument: boolean): boolean {
    const base = path.slice(path.lastIndexOf('/') + 1);
    return globs.some((glob) => globMatches(glob, base) || (argument && globMatches(glob, path)));
  }

  private skipsFile(path: string, argument: boolean): boolean {
    const { include, exclude } = this.plan;
    if (this.matches(exclude, path, argument)) return true;
    return include.length > 0 && !this.matches(include, path, argument);
  }

  private skipsDirectory(path: string, argument: boolean): boolean {
    return this.matches(this.plan.excludeDir, path.replace(/\/+$/, ''), argument);
  }

  private *directory(path: string, shown: string): Generator<void, void> {
    const entries = yield* readDirectory(this.sys, path);
    if (isFailure(entries)) {
      yield* this.complain(shown, entries);
      return;
    }
    const join = (dir: string, name: string): string => (dir === '' ? name : joinPath(dir, name));
    for (const { name } of entries) yield* this.path(join(path, name), join(shown, name), false);
  }

  private *open(fd: number, name: string, argument: boolean): Generator<void, void> {
    const { output, withNames } = this.plan;
    if (this.target && !output.quiet && !output.list && output.limit > 0) {
      const stat = yield* this.sys.fstat(fd);
      if (!isFailure(stat) && stat.ino === this.target.ino) {
        if (!this.plan.silent) yield* this.io.error(`${name}: input file is also the output`);
        this.trouble = true;
        return;
      }
    }
    const answer = yield* this.search.file(fd, name, withNames === 'below' ? !argument : withNames);
    if (answer.selected) this.selected = true;
    if (answer.failure) yield* this.complain(name, answer.failure);
  }
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const { patterns, files } = yield* readPatterns(sys, args, io);
  const plan = yield* planOf(sys, args, io, patterns, files);
  if (args.has('lineBuffered')) io.out.byLines();
  const grepping = new Grep(sys, io, plan);
  if (plan.output.limit === 0 && !plan.output.list) return 1;
  yield* grepping.start();
  if (files.length > 0) for (const file of files) yield* grepping.path(file, file, true);
  else if (plan.directories === 'recurse') yield* grepping.path('.', '', false);
  else yield* grepping.path('-', '-', true);
  if (grepping.done) return 0;
  return grepping.trouble ? TROUBLE : grepping.selected ? 0 : 1;
}

export const grep = program(
  {
    name: 'grep',
    summary: 'print lines that match patterns',
    usage: '[OPTION]... PATTERNS [FILE]...',
    about:
      "Search for PATTERNS in each FILE.\nExample: grep -i 'hello world' menu.h main.c\nPATTERNS can contain multiple patterns separated by newlines.",
    options,
    checks,
    digits: 'context',
    family: 'grep',
    usageStatus: TROUBLE,
    notes:
      "When FILE is '-', read standard input.  With no FILE, read '.' if\nrecursive, '-' otherwise.  With fewer than two FILEs, assume -h.\nExit status is 0 if any line is selected, 1 otherwise;\nif any error occurs and -q is not given, the exit status is 2.",
  },
  run,
);
