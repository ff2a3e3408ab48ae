/**
 * tmpfs: files in memory. Makes inodes of every kind that has a name, and the directories that hold them.
 * Models link counts, growth with holes, and a full file system (ENOSPC). Leaves out sparse accounting and swap.
 * Authority: tmpfs(5), inode(7).
 */
import { type Failure, fail } from '../errno.ts';
import type {
  Content,
  DeviceInode,
  DirInode,
  FifoInode,
  Inode,
  RegularInode,
  SocketInode,
  SymlinkInode,
} from './inode.ts';

/** Who makes inodes: numbers, times, and the space that is left. One for each mounted file system. */
export interface Store {
  nextIno(): number;
  /** µs since the epoch. */
  now(): number;
  /** Bytes. */
  free: number;
}

export interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const ROOT: Ownership = { mode: 0o755, uid: 0, gid: 0 };

/** A file's bytes: one array that doubles when it must grow. What truncate(2) adds behind the data is a hole, and free. */
class Memory implements Content {
  #bytes: Uint8Array;
  /** The bytes came with the file system's image and are others' too: the first change makes a copy. */
  #shared: boolean;
  /** Behind the last byte that was written: what the file system is charged for. */
  #stored = 0;
  size = 0;
  readonly #store: Store;

  constructor(store: Store, image: Uint8Array) {
    this.#store = store;
    this.#bytes = image;
    this.#shared = true;
    this.#charge(image.length);
    this.size = image.length;
  }

  readAt(into: Uint8Array, offset: number): number {
    const n = Math.max(0, Math.min(into.length, this.size - offset));
    const data = this.#bytes.subarray(offset, offset + n);
    into.set(data);
    into.fill(0, data.length, n);
    return n;
  }

  writeAt(from: Uint8Array, offset: number): number | Failure {
    const end = offset + from.length;
    if (end - this.#stored > this.#store.free) return fail('ENOSPC');
    this.#reserve(end);
    this.#bytes.set(from, offset);
    this.#charge(Math.max(this.#stored, end));
    this.size = Math.max(this.size, end);
    return from.length;
  }

  truncate(size: number): void {
    if (size < this.#stored) {
      this.#reserve(0);
      this.#bytes.fill(0, size, this.#stored);
      this.#charge(size);
    }
    this.size = size;
  }

  #charge(stored: number): void {
    this.#store.free -= stored - this.#stored;
    this.#stored = stored;
  }

  #reserve(size: number): void {
    const { length } = this.#bytes;
    if (size <= length && !this.#shared) return;
    const own = new Uint8Array(size <= length ? length : Math.max(size, length * 2, 256));
    own.set(this.#bytes);
    this.#bytes = own;
    this.#shared = false;
  }
}

const common = (store: Store, { mode, uid, gid }: Ownership, nlink: number) => {
  const now = store.now();
  return { ino: store.nextIno(), mode, uid, gid, nlink, atime: now, mtime: now, ctime: now };
};

const NOTHING = new Uint8Array(0);

/** A file with the bytes of an image, which nobody may change afterwards; without one an empty file. */
export function regular(
  store: Store,
  who: Ownership = { ...ROOT, mode: 0o644 },
  image: Uint8Array = NOTHING,
): RegularInode {
  const content = new Memory(store, image);
  return {
    kind: 'reg',
    ...common(store, who, 1),
    open: () => content,
    get size() {
      return content.size;
    },
    writers: 0,
    executors: 0,
  };
}

export function directory(store: Store, parent: DirInode | undefined, who: Ownership = ROOT): DirInode {
  const entries = new Map<string, Inode>();
  return {
    kind: 'dir',
    ...common(store, who, 2),
    parent,
    entries,
    lookup: (name) => entries.get(name),
    list: () => entries,
  };
}

export const symlink = (store: Store, target: string, who: Ownership): SymlinkInode => ({
  kind: 'lnk',
  ...common(store, { ...who, mode: 0o777 }, 1),
  target: () => target,
});

export const fifo = (store: Store, who: Ownership): FifoInode => ({
  kind: 'fifo',
  ...common(store, who, 1),
  pipe: undefined,
});

export const device = (store: Store, rdev: number, who: Ownership): DeviceInode => ({
  kind: 'chr',
  ...common(store, who, 1),
  rdev,
});

export const socketName = (store: Store, who: Ownership): SocketInode => ({ kind: 'sock', ...common(store, who, 1) });

/** Puts a new name into a directory; the link count of a directory counts its subdirectories' `..`. */
export function enterName(store: Store, dir: DirInode, name: string, inode: Inode): void {
  dir.entries?.set(name, inode);
  if (inode.kind === 'dir') {
    inode.parent = dir;
    dir.nlink++;
  }
  dir.mtime = dir.ctime = store.now();
}

/** Takes a name out; the inode lives on while it has other names or is open. */
export function removeName(store: Store, dir: DirInode, name: string, inode: Inode): void {
  dir.entries?.delete(name);
  if (inode.kind === 'dir') {
    dir.nlink--;
    inode.nlink = 0;
  } else inode.nlink--;
  dir.mtime = dir.ctime = inode.ctime = store.now();
}
