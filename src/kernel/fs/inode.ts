/**
 * Inodes: what a name in a directory stands for, of whatever file system.
 * Models type, permissions, owners, links and times. A directory is an interface, so that tmpfs (a map) and procfs
 * (computed) are the same to a path walk. Authority: inode(7), path_resolution(7).
 */
import {
  type FileType,
  PAGE_SIZE,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFREG,
  S_IFSOCK,
  type Stat,
  X_OK,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { FileOps } from '../file.ts';
import type { UnixSocket } from '../net/unix.ts';
import type { Pipe } from '../pipe.ts';
import type { Task } from '../task.ts';
import type { FileSystem } from './file-system.ts';
import type { Ownership } from './tmpfs.ts';

interface Common {
  readonly fs: FileSystem;
  readonly ino: number;
  /** Permission bits, with set-uid, set-gid and sticky. */
  mode: number;
  uid: number;
  gid: number;
  nlink: number;
  /** µs since the epoch. */
  atime: number;
  mtime: number;
  ctime: number;
}

/** Bytes of a regular file: in memory for tmpfs, made at open for procfs. */
export interface Content {
  readonly size: number;
  readAt(into: Uint8Array, offset: number): number;
  /** ENOSPC, EPERM. */
  writeAt(from: Uint8Array, offset: number): number | Failure;
  truncate(size: number): void;
  /** Where data, or a hole, begins from there on (SEEK_DATA, SEEK_HOLE). Without it all is data. */
  next?(what: 'data' | 'hole', offset: number): number | undefined;
  /** The bytes of a page as memory, to be looked at and changed at once; what lies behind the end is never in the file. */
  page?(index: number): Uint8Array;
}

export interface RegularInode extends Common {
  readonly kind: 'reg';
  /** Computed for each opening by procfs; always the same object in tmpfs. EACCES. */
  open(task: Task): Content | Failure;
  /** Bytes, as stat tells (0 for procfs). */
  readonly size: number;
  /** Those that are stored; absent where nothing is. */
  readonly pages?: number;
  /** Open for writing or being executed, for ETXTBSY. */
  writers: number;
  executors: number;
  /** Open files of any mode. */
  openings: number;
  /** An object with operations of its own, like a message queue. */
  readonly ops?: FileOps;
  /** Gives the room back: it has no name any more and nobody has it open. Absent where nothing is stored. */
  discard?(): void;
}

export interface DirInode extends Common {
  readonly kind: 'dir';
  parent: DirInode | undefined;
  lookup(name: string, task: Task): Inode | undefined;
  list(task: Task): Iterable<readonly [name: string, inode: Inode]>;
  /** Files are made so here, and nothing else is (EPERM). */
  make?(task: Task, name: string, who: Ownership): RegularInode | Failure;
  /** Names can be added and removed; absent where the directory is the kernel's own (procfs). */
  readonly entries: Map<string, Inode> | undefined;
}

export interface SymlinkInode extends Common {
  readonly kind: 'lnk';
  /** Bytes, as stat tells, where it is not the length of the target (procfs). */
  readonly size?: number;
  target(task: Task): string;
  /** A link of /proc/PID/fd leads to the object itself, not to a path. */
  jump?(task: Task): Jump | undefined;
}

/** Where a magic link leads. */
export interface Jump {
  readonly inode: Inode;
  readonly path: string;
}

export interface FifoInode extends Common {
  readonly kind: 'fifo';
  /** Exists while somebody has it open. */
  pipe: Pipe | undefined;
}

export interface DeviceInode extends Common {
  readonly kind: 'chr';
  readonly rdev: number;
}

/** A name for a UNIX socket. */
export interface SocketInode extends Common {
  readonly kind: 'sock';
  /** Who is bound to it. */
  bound: UnixSocket | undefined;
}

/** An inode without a name: anonymous objects that only descriptors refer to. */
export interface AnonInode extends Common {
  readonly kind: 'anon';
}

export type Inode = RegularInode | DirInode | SymlinkInode | FifoInode | DeviceInode | SocketInode | AnonInode;

const TYPE_BITS = {
  reg: S_IFREG,
  dir: S_IFDIR,
  lnk: S_IFLNK,
  fifo: S_IFIFO,
  chr: S_IFCHR,
  sock: S_IFSOCK,
  anon: 0,
} as const;

/** A directory on which another file system begins. */
export const isMountPoint = (inode: Inode): boolean => inode.kind === 'dir' && inode.parent?.fs !== inode.fs;

export const modeOf = (inode: Inode): number => TYPE_BITS[inode.kind] | inode.mode;
export const fileType = (inode: Inode): FileType => (inode.kind === 'anon' ? 'reg' : inode.kind);

/** A name that is gone shows as such in /proc/PID/fd. */
export const named = (inode: Inode, path: string): string => (inode.nlink === 0 ? `${path} (deleted)` : path);

const sizeOf = (inode: Inode, task: Task): number => {
  if (inode.kind === 'reg') return inode.size;
  if (inode.kind === 'lnk') return inode.size ?? inode.target(task).length;
  return inode.kind === 'dir' && inode.entries ? 20 * (inode.entries.size + 2) : 0;
};

/** A block has 512 bytes. */
const BLOCKS_OF_PAGE = PAGE_SIZE / 512;

export function statOf(inode: Inode, task: Task): Stat {
  const size = sizeOf(inode, task);
  return {
    dev: inode.fs.dev,
    ino: inode.ino,
    mode: modeOf(inode),
    nlink: inode.nlink,
    uid: inode.uid,
    gid: inode.gid,
    rdev: inode.kind === 'chr' ? inode.rdev : 0,
    size,
    blksize: PAGE_SIZE,
    blocks: inode.kind === 'reg' ? (inode.pages ?? 0) * BLOCKS_OF_PAGE : 0,
    atime: inode.atime,
    mtime: inode.mtime,
    ctime: inode.ctime,
  };
}

export const inGroup = (gid: number, { egid, groups }: Task['cred']): boolean => egid === gid || groups.includes(gid);

/** Whether the task's effective ids may do what `wanted` (R_OK | W_OK | X_OK) asks. Root may all but execute a file without any x. */
export function permits(inode: Inode, wanted: number, cred: Task['cred']): boolean {
  if (cred.euid === 0) return (wanted & X_OK) === 0 || inode.kind === 'dir' || (inode.mode & 0o111) !== 0;
  const shift = cred.euid === inode.uid ? 6 : inGroup(inode.gid, cred) ? 3 : 0;
  return ((inode.mode >> shift) & wanted) === wanted;
}

/** Throws EACCES. */
export function demand(inode: Inode, wanted: number, task: Task): void {
  if (!permits(inode, wanted, task.cred)) throw fail('EACCES');
}
