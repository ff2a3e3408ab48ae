/**
 * The building blocks of procfs: directories, files and links that are computed when they are looked at.
 * Inode numbers are drawn once for each path of a process, so that `ls -i` repeats. Authority: proc(5).
 */
import { encode } from '../../bytes.ts';
import { type Failure, fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../task.ts';
import type { Content, DirInode, Inode, Jump, RegularInode, SymlinkInode } from './inode.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}
export const ROOT: Owner = { uid: 0, gid: 0 };
/** Who owns a file of a process may change while it exists: by setuid(2), by becoming a zombie. */
export type Owning = () => Owner;
const byRoot: Owning = () => ROOT;

const common = (kernel: Kernel, mode: number, nlink: number) => {
  const now = kernel.realTime();
  return {
    fs: kernel.fileSystems.proc,
    ino: kernel.nextIno(),
    mode,
    ...ROOT,
    nlink,
    atime: now,
    mtime: now,
    ctime: now,
  };
};

/** The inode belongs to whoever it is each time one looks. */
function owned<I extends Inode>(inode: I, owner: Owning): I {
  return Object.defineProperties(inode, {
    uid: { get: () => owner().uid, set: () => {}, enumerable: true }, // chown(2) succeeds here, and changes nothing
    gid: { get: () => owner().gid, set: () => {}, enumerable: true },
  });
}

/** Text made at open; what `write` takes, if anything, is handed over whole. */
export interface ProcFile {
  readonly mode?: number;
  readonly owner?: Owning;
  read(task: Task): string | Failure;
  write?(task: Task, text: string): Failure | undefined;
}

export function procFile(kernel: Kernel, file: ProcFile): RegularInode {
  const inode: RegularInode = {
    kind: 'reg',
    ...common(kernel, file.mode ?? 0o444, 1),
    size: 0,
    writers: 0,
    executors: 0,
    openings: 0,
    open: (task) => openText(task, file),
  };
  return owned(inode, file.owner ?? byRoot);
}

function openText(task: Task, file: ProcFile): Content | Failure {
  const text = file.read(task);
  if (typeof text !== 'string') return text;
  const bytes = encode(text);
  return {
    size: bytes.length,
    readAt(into, offset) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
    writeAt: (from) => (file.write ? (file.write(task, String.fromCharCode(...from)) ?? from.length) : fail('EINVAL')),
    truncate: () => {},
  };
}

export interface ProcLink {
  readonly mode?: number;
  readonly owner?: Owning;
  /** Bytes, as stat tells: 64 for the links of /proc/PID/fd, else 0. */
  readonly size?: number;
  /** Throws EACCES, ENOENT. */
  target(task: Task): string;
  jump?(task: Task): Jump | undefined;
}

export function procLink(kernel: Kernel, link: ProcLink): SymlinkInode {
  const { mode = 0o777, owner = byRoot, size = 0, target, jump } = link;
  return owned({ kind: 'lnk', ...common(kernel, mode, 1), size, target, ...(jump && { jump }) }, owner);
}

export interface ProcDir {
  readonly mode?: number;
  readonly owner?: Owning;
  readonly nlink?: number;
  lookup(name: string, task: Task): Inode | undefined;
  names(task: Task): Iterable<string>;
}

export function procDir(kernel: Kernel, parent: DirInode | undefined, dir: ProcDir): DirInode {
  const inode: DirInode = {
    kind: 'dir',
    ...common(kernel, dir.mode ?? 0o555, dir.nlink ?? 2),
    parent,
    entries: undefined,
    lookup: dir.lookup,
    *list(task) {
      for (const name of dir.names(task)) {
        const inode = dir.lookup(name, task);
        if (inode) yield [name, inode];
      }
    },
  };
  return owned(inode, dir.owner ?? byRoot);
}

/** A directory whose entries are known: each is made when it is looked up first, and kept. */
export function fixedDir(
  kernel: Kernel,
  parent: DirInode | undefined,
  entries: Readonly<Record<string, (self: DirInode) => Inode>>,
  more: Partial<ProcDir> = {},
): DirInode {
  const made = new Map<string, Inode>();
  const self = procDir(kernel, parent, {
    ...more,
    names: () => Object.keys(entries),
    lookup(name) {
      const known = made.get(name);
      if (known || !Object.hasOwn(entries, name)) return known;
      const inode = entries[name]?.(self);
      if (inode) made.set(name, inode);
      return inode;
    },
  });
  return self;
}
