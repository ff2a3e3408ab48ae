/** What the parts of find share: a file being looked at, a compiled expression, and the run's settings. */

import type { FileType, Stat } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import type { Output } from './output.ts';

export interface Visit {
  readonly path: string;
  /** The command-line argument that it was found under. */
  readonly start: string;
  /** Name inside its directory. */
  readonly base: string;
  readonly depth: number;
  /** From the directory entry: many tests need no stat. */
  readonly type: FileType | undefined;
  stat: Stat | undefined;
  pruned: boolean;
}

export type Predicate = (visit: Visit) => Generator<void, boolean>;

export interface Settings {
  follow: 'never' | 'arguments' | 'always';
  maxDepth: number;
  minDepth: number;
  depthFirst: boolean;
  /** -depth was written, not implied by -delete. */
  explicitDepth: boolean;
  deletes: boolean;
  /** -xdev: nothing below a directory of another file system is looked at. */
  oneFileSystem: boolean;
  prunes: boolean;
  /** Some action prints or runs something: then -print is not added. */
  acts: boolean;
  warn: boolean;
  regexType: string;
  /** µs; where ages begin to count. */
  now: number;
  dayStart: boolean;
}

/** Names and numbers of users and groups, both ways. */
export interface Accounts {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
  uid(user: string): number | undefined;
  gid(group: string): number | undefined;
}

export interface Finder {
  readonly sys: Sys;
  readonly io: Io;
  readonly settings: Settings;
  readonly names: Accounts;
  /** Streams of -fprint and its like, by file name. */
  readonly streams: Map<string, Output>;
  /** What -exec … + has gathered is run at the end. */
  readonly atEnd: (() => Generator<void, void>)[];
  status: number;
}

/** stat(2) or lstat(2) as -P, -H and -L say; a link that leads nowhere is the link itself. */
export function* examine({ sys, settings }: Finder, path: string, depth: number): Generator<void, Stat | Failure> {
  const follows = settings.follow === 'always' || (settings.follow === 'arguments' && depth === 0);
  if (!follows) return yield* sys.lstat(path);
  const stat = yield* sys.stat(path);
  return isFailure(stat) ? yield* sys.lstat(path) : stat;
}
