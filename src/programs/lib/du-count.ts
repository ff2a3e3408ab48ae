/** Going through trees for du: what each file takes, and each directory with all below it. Authority: du(1), du.c of coreutils. */

import { S_ISDIR, type Stat } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { type BlockSize, sizeIn } from './block-size.ts';
import { globMatches } from './glob.ts';
import type { Io } from './io.ts';
import { joinPath } from './path-text.ts';
import { quoteaf } from './quote.ts';
import { readDirectory } from './read-directory.ts';
import { strftime } from './strftime.ts';

export type TimeKind = 'mtime' | 'atime' | 'ctime';

export interface DuPlan {
  readonly all: boolean;
  /** Levels below an operand that are printed. */
  readonly depth: number;
  readonly dereference: 'always' | 'arguments' | 'never';
  readonly countLinks: boolean;
  /** Files with one name only may be met twice as well. */
  readonly watchAll: boolean;
  readonly separate: boolean;
  readonly oneFileSystem: boolean;
  readonly measure: 'usage' | 'apparent' | 'inodes';
  readonly block: BlockSize;
  /** Only what is at least so large, or with a negative number at most. */
  readonly threshold: number;
  readonly time: { readonly kind: TimeKind; readonly format: string } | undefined;
  readonly excluded: readonly string[];
  readonly end: '\n' | '\0';
}

/** What a file and all below it come to. */
interface Sum {
  readonly amount: number;
  /** The latest time, in µs. */
  readonly time: number;
}

const NOTHING: Sum = { amount: 0, time: Number.NEGATIVE_INFINITY };

const added = (a: Sum, b: Sum): Sum => ({ amount: a.amount + b.amount, time: Math.max(a.time, b.time) });

/** A pattern may match the whole name or what stands behind any of its slashes. */
const isExcluded = (path: string, patterns: readonly string[]): boolean => {
  if (patterns.length === 0) return false;
  const names = [path];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) names.push(path.slice(at + 1));
  return patterns.some((pattern) => names.some((name) => name !== '' && globMatches(pattern, name)));
};

export class Counter {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: DuPlan;
  private readonly seen = new Set<string>();
  /** The file system of the operand, for -x. */
  private device = 0;
  private total = NOTHING;
  status = 0;

  constructor(sys: Sys, io: Io, plan: DuPlan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  *operand(name: string): Generator<void, void> {
    this.total = added(this.total, yield* this.count(name, 0));
  }

  *grandTotal(): Generator<void, void> {
    yield* this.line(this.total, 'total');
  }

  private own(stat: Stat): Sum {
    const time = this.plan.time ? stat[this.plan.time.kind] : 0;
    if (this.plan.measure === 'inodes') return { amount: 1, time };
    if (this.plan.measure === 'usage') return { amount: stat.blocks * 512, time };
    // Only regular files, links and directories have a size that counts.
    const kind = stat.mode & 0o170000;
    return { amount: kind === 0o100000 || kind === 0o120000 || S_ISDIR(stat.mode) ? stat.size : 0, time };
  }

  private *line({ amount, time }: Sum, name: string): Generator<void, void> {
    const { measure, block, time: shown, end } = this.plan;
    const plain = measure === 'inodes' && block.kind === 'unit';
    const size = plain ? String(amount) : sizeIn(block, amount);
    yield* this.io.print(
      `${size}\t${shown ? `${strftime(shown.format, time, this.io.zone, 'gnulib')}\t` : ''}${name}${end}`,
    );
  }

  private *print(sum: Sum, name: string): Generator<void, void> {
    const { threshold } = this.plan;
    if (threshold < 0 ? sum.amount <= -threshold : sum.amount >= threshold) yield* this.line(sum, name);
  }

  private *statOf(path: string, level: number): Generator<void, Stat | undefined> {
    const { dereference } = this.plan;
    const follows = dereference === 'always' || (dereference === 'arguments' && level === 0);
    const stat = follows ? yield* this.sys.stat(path) : yield* this.sys.lstat(path);
    if (!isFailure(stat)) return stat;
    yield* this.io.fail(`cannot access ${quoteaf(path)}`, stat);
    this.status = 1;
    return undefined;
  }

  /** Whether it was counted before, under another name. */
  private isKnown({ dev, ino, nlink, mode }: Stat): boolean {
    if (this.plan.countLinks || !(S_ISDIR(mode) || nlink > 1 || this.plan.watchAll)) return false;
    const key = `${dev}:${ino}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    return false;
  }

  /** A file and all below; one that was met before counts nothing. */
  private *count(path: string, level: number): Generator<void, Sum> {
    const { all, depth, separate, oneFileSystem, excluded } = this.plan;
    if (isExcluded(path, excluded)) return NOTHING;
    const stat = yield* this.statOf(path, level);
    if (!stat) return NOTHING;
    if (level === 0) this.device = stat.dev;
    if (oneFileSystem && stat.dev !== this.device) return NOTHING;
    if (this.isKnown(stat)) return NOTHING;
    const own = this.own(stat);
    if (!S_ISDIR(stat.mode)) {
      if (level === 0 || (all && level <= depth)) yield* this.print(own, path);
      return own;
    }
    const { files, below } = yield* this.inside(path, level);
    const [direct, whole] = [added(own, files), added(added(own, files), below)];
    if (level <= depth) yield* this.print(separate ? direct : whole, path);
    return whole;
  }

  /** What a directory holds: its files, and its directories. */
  private *inside(path: string, level: number): Generator<void, { files: Sum; below: Sum }> {
    const entries = yield* readDirectory(this.sys, path);
    let [files, below] = [NOTHING, NOTHING];
    if (isFailure(entries)) {
      yield* this.io.fail(`cannot read directory ${quoteaf(path)}`, entries);
      this.status = 1;
      return { files, below };
    }
    for (const { name, type } of entries) {
      const sum = yield* this.count(joinPath(path, name), level + 1);
      if (type === 'dir') below = added(below, sum);
      else files = added(files, sum);
    }
    return { files, below };
  }
}
