/**
 * du: how much room files take, directories with all they hold.
 * Leaves out excluding, time stamps and other file systems. Authority: du(1).
 */

import { type Dirent, O_DIRECTORY, O_NONBLOCK, S_ISDIR, type Stat } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { humanSize } from './lib/human.ts';
import type { Io } from './lib/io.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';

const options = {
  null: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' },
  all: { short: 'a', long: 'all', help: 'write counts for all files, not just directories' },
  apparent: { long: 'apparent-size', help: 'print apparent sizes rather than device usage' },
  bytes: { short: 'b', long: 'bytes', help: "equivalent to '--apparent-size --block-size=1'" },
  total: { short: 'c', long: 'total', help: 'produce a grand total' },
  maxDepth: {
    short: 'd',
    long: 'max-depth',
    value: 'N',
    help: 'print the total for a directory (or file, with --all)\nonly if it is N or fewer levels below the command\nline argument',
  },
  human: { short: 'h', long: 'human-readable', help: 'print sizes in human readable format (e.g., 1K 234M 2G)' },
  si: { long: 'si', help: 'like -h, but use powers of 1000 not 1024' },
  kilo: { short: 'k', help: 'like --block-size=1K' },
  countLinks: { short: 'l', long: 'count-links', help: 'count sizes many times if hard linked' },
  mega: { short: 'm', help: 'like --block-size=1M' },
  dereference: { short: 'L', long: 'dereference', help: 'dereference all symbolic links' },
  separate: { short: 'S', long: 'separate-dirs', help: 'for directories do not include size of subdirectories' },
  summarize: { short: 's', long: 'summarize', help: 'display only a total for each argument' },
  oneFileSystem: { short: 'x', long: 'one-file-system', help: 'skip directories on different file systems' },
} as const;

type Name = keyof typeof options;

class Counter {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly args: Args<Name>;
  private readonly depth: number;
  private readonly seen = new Set<number>();
  /** The file system of the operand, for -x. */
  private device = 0;
  status = 0;

  constructor(sys: Sys, io: Io, args: Args<Name>, depth: number) {
    this.sys = sys;
    this.io = io;
    this.args = args;
    this.depth = depth;
  }

  private get apparent(): boolean {
    return this.args.has('apparent') || this.args.has('bytes');
  }

  private bytesOf({ mode, size, blocks }: Stat): number {
    if (!this.apparent) return blocks * 512;
    // Only regular files and links have a size that counts.
    return (mode & 0o170000) === 0o100000 || (mode & 0o170000) === 0o120000 || S_ISDIR(mode) ? size : 0;
  }

  shown(bytes: number): string {
    const format = this.args.last('human', 'si', 'bytes', 'kilo', 'mega');
    if (format === 'human') return humanSize(bytes, 1024);
    if (format === 'si') return humanSize(bytes, 1000);
    const unit = format === 'bytes' ? 1 : format === 'mega' ? 1024 * 1024 : 1024;
    return String(Math.ceil(bytes / unit));
  }

  *print(bytes: number, name: string): Generator<void, void> {
    yield* this.io.print(`${this.shown(bytes)}\t${name}${this.args.has('null') ? '\0' : '\n'}`);
  }

  private *entries(path: string): Generator<void, Dirent[]> {
    const fd = yield* this.sys.open(path, O_NONBLOCK | O_DIRECTORY);
    if (isFailure(fd)) {
      yield* this.io.fail(`cannot read directory ${quoteaf(path)}`, fd);
      this.status = 1;
      return [];
    }
    const all: Dirent[] = [];
    for (;;) {
      const some = yield* this.sys.getdents(fd);
      if (isFailure(some) || some.length === 0) break;
      all.push(...some.filter(({ name }) => name !== '.' && name !== '..'));
    }
    yield* this.sys.close(fd);
    return all;
  }

  /** Bytes of a file and all below; a file that was met before counts nothing. */
  *count(path: string, level: number): Generator<void, number> {
    const stat = this.args.has('dereference') ? yield* this.sys.stat(path) : yield* this.sys.lstat(path);
    if (isFailure(stat)) {
      yield* this.io.fail(`cannot access ${quoteaf(path)}`, stat);
      this.status = 1;
      return 0;
    }
    if (level === 0) this.device = stat.dev;
    if (this.args.has('oneFileSystem') && stat.dev !== this.device) return 0;
    const directory = S_ISDIR(stat.mode);
    if (!this.args.has('countLinks') && (directory || stat.nlink > 1 || level === 0)) {
      if (this.seen.has(stat.ino)) return 0;
      this.seen.add(stat.ino);
    }
    const own = this.bytesOf(stat);
    if (!directory) {
      if (level === 0 || (this.args.has('all') && level <= this.depth)) yield* this.print(own, path);
      return own;
    }
    let files = own;
    let below = 0;
    for (const { name, type } of yield* this.entries(path)) {
      const bytes = yield* this.count(joinPath(path, name), level + 1);
      if (type === 'dir') below += bytes;
      else files += bytes;
    }
    if (level <= this.depth) yield* this.print(this.args.has('separate') ? files : files + below, path);
    return files + below;
  }
}

function* depthOf(args: Args<Name>, io: Io): Generator<void, number> {
  const word = args.value('maxDepth');
  if (word !== undefined && !/^\d+$/.test(word)) {
    yield* io.error(`invalid maximum depth ${quote(word)}`);
    return yield* io.usageError(1);
  }
  const summarize = args.has('summarize');
  if (summarize && args.has('all')) return yield* io.usageError(1, 'cannot both summarize and show all entries');
  if (summarize && word !== undefined) {
    if (Number(word) === 0) yield* io.error('warning: summarizing is the same as using --max-depth=0');
    else return yield* conflict(io, word);
  }
  if (summarize) return 0;
  return word === undefined ? Number.POSITIVE_INFINITY : Number(word);
}

function* conflict(io: Io, word: string): Generator<void, never> {
  return yield* io.usageError(1, `warning: summarizing conflicts with --max-depth=${word}`);
}

export const du = program(
  {
    name: 'du',
    summary: 'estimate file space usage',
    usage: '[OPTION]... [FILE]...',
    about: 'Summarize device usage of the set of FILEs, recursively for directories.',
    options,
  },
  function* (sys, args, io) {
    const counter = new Counter(sys, io, args, yield* depthOf(args, io));
    let total = 0;
    for (const name of args.operands.length > 0 ? args.operands : ['.']) total += yield* counter.count(name, 0);
    if (args.has('total')) yield* counter.print(total, 'total');
    return counter.status;
  },
);
