/**
 * tmpfs: files in memory. Makes inodes of every kind that has a name, and the directories that hold them.
 * Models link counts, growth with holes, and a full file system (ENOSPC). Leaves out sparse accounting and swap.
 * Authority: tmpfs(5), inode(7).
 */
import { PAGE_SIZE } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { FileSystem } from './file-system.ts';
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

export interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const ROOT: Ownership = { mode: 0o755, uid: 0, gid: 0 };

const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE);

/** Which pages of a file are there: all below `dense`, and some behind. The others are holes, and free. */
class Pages {
  #dense: number;
  readonly #behind = new Set<number>();

  constructor(count: number) {
    this.#dense = count;
  }

  get count(): number {
    return this.#dense + this.#behind.size;
  }

  has(page: number): boolean {
    return page < this.#dense || this.#behind.has(page);
  }

  add(page: number): void {
    if (page > this.#dense) this.#behind.add(page);
    else if (page === this.#dense)
      do this.#dense++;
      while (this.#behind.delete(this.#dense));
  }

  /** The first one from there on that is there, or that is not. */
  next(what: 'data' | 'hole', from: number): number | undefined {
    if (what === 'hole') {
      let page = Math.max(from, this.#dense);
      while (this.#behind.has(page)) page++;
      return page;
    }
    if (from < this.#dense) return from;
    let first: number | undefined;
    for (const page of this.#behind) if (page >= from && page < (first ?? Number.POSITIVE_INFINITY)) first = page;
    return first;
  }

  /** Those from there on are gone. */
  cut(from: number): void {
    this.#dense = Math.min(this.#dense, from);
    for (const page of this.#behind) if (page >= from) this.#behind.delete(page);
  }
}

/** A file's bytes: one array that doubles when it must grow. Nothing is stored further out than its file system is large. */
class Memory implements Content {
  #bytes: Uint8Array;
  /** The bytes came with the file system's image and are others' too: the first change makes a copy. */
  #shared: boolean;
  /** What the file system is charged for. */
  readonly #pages: Pages;
  size = 0;
  readonly #fs: FileSystem;

  constructor(fs: FileSystem, image: Uint8Array) {
    this.#fs = fs;
    this.#bytes = image;
    this.#shared = true;
    this.#pages = new Pages(pagesOf(image.length));
    fs.freeBytes -= this.pages * PAGE_SIZE;
    this.size = image.length;
  }

  get pages(): number {
    return this.#pages.count;
  }

  readAt(into: Uint8Array, offset: number): number {
    const n = Math.max(0, Math.min(into.length, this.size - offset));
    const data = this.#bytes.subarray(offset, offset + n);
    into.set(data);
    into.fill(0, data.length, n);
    return n;
  }

  writeAt(from: Uint8Array, offset: number): number | Failure {
    if (from.length === 0) return 0;
    const end = this.#charge(offset, offset + from.length);
    if (end <= offset) return fail('ENOSPC');
    if (offset > this.size) this.#clearBehind();
    this.#reserve(end);
    this.#bytes.set(from.subarray(0, end - offset), offset);
    this.size = Math.max(this.size, end);
    return end - offset;
  }

  page(index: number): Uint8Array {
    const start = index * PAGE_SIZE;
    this.#reserve(start + PAGE_SIZE);
    if (start < this.size) this.#charge(start, start + PAGE_SIZE);
    return this.#bytes.subarray(start, start + PAGE_SIZE);
  }

  truncate(size: number): void {
    this.#clearBehind();
    if (size < this.size) {
      this.#reserve(0);
      this.#bytes.fill(0, size);
      this.#fs.freeBytes += this.pages * PAGE_SIZE;
      this.#pages.cut(pagesOf(size));
      this.#fs.freeBytes -= this.pages * PAGE_SIZE;
    }
    this.size = size;
  }

  /** Where data, or a hole, begins from there on; the end of the file is a hole. */
  next(what: 'data' | 'hole', offset: number): number | undefined {
    const page = this.#pages.next(what, Math.floor(offset / PAGE_SIZE));
    const at = page === undefined ? this.size : Math.max(offset, page * PAGE_SIZE);
    return at < this.size ? at : what === 'hole' ? this.size : undefined;
  }

  /** What a mapping has written behind the end of the file does not come into it when it grows. */
  #clearBehind(): void {
    if (!this.#shared) this.#bytes.fill(0, this.size);
  }

  /** Takes the pages of a range, as far as there is room; the end of what is there then. */
  #charge(offset: number, end: number): number {
    for (let page = Math.floor(offset / PAGE_SIZE); page * PAGE_SIZE < end; page++) {
      if (this.#pages.has(page)) continue;
      if (this.#fs.freeBytes < PAGE_SIZE || page * PAGE_SIZE >= this.#fs.bytes) return page * PAGE_SIZE;
      this.#fs.freeBytes -= PAGE_SIZE;
      this.#pages.add(page);
    }
    return end;
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

const common = (fs: FileSystem, { mode, uid, gid }: Ownership, nlink: number) => {
  const now = fs.now();
  fs.freeInodes--;
  return { fs, ino: fs.nextIno(), mode, uid, gid, nlink, atime: now, mtime: now, ctime: now };
};

const NOTHING = new Uint8Array(0);

/** A file with the bytes of an image, which nobody may change afterwards; without one an empty file. */
export function regular(
  fs: FileSystem,
  who: Ownership = { ...ROOT, mode: 0o644 },
  image: Uint8Array = NOTHING,
): RegularInode {
  const content = new Memory(fs, image);
  return {
    kind: 'reg',
    ...common(fs, who, 1),
    open: () => content,
    get size() {
      return content.size;
    },
    get pages() {
      return content.pages;
    },
    writers: 0,
    executors: 0,
    openings: 0,
    discard: () => content.truncate(0),
  };
}

export function directory(fs: FileSystem, parent: DirInode | undefined, who: Ownership = ROOT): DirInode {
  const entries = new Map<string, Inode>();
  return {
    kind: 'dir',
    ...common(fs, who, 2),
    parent,
    entries,
    lookup: (name) => entries.get(name),
    list: () => entries,
  };
}

export const symlink = (fs: FileSystem, target: string, who: Ownership): SymlinkInode => ({
  kind: 'lnk',
  ...common(fs, { ...who, mode: 0o777 }, 1),
  target: () => target,
});

export const fifo = (fs: FileSystem, who: Ownership): FifoInode => ({
  kind: 'fifo',
  ...common(fs, who, 1),
  pipe: undefined,
});

export const device = (fs: FileSystem, rdev: number, who: Ownership): DeviceInode => ({
  kind: 'chr',
  ...common(fs, who, 1),
  rdev,
});

export const socketName = (fs: FileSystem, who: Ownership): SocketInode => ({
  kind: 'sock',
  ...common(fs, who, 1),
  bound: undefined,
});

/** Puts a new name into a directory; the link count of a directory counts its subdirectories' `..`. */
export function enterName(dir: DirInode, name: string, inode: Inode): void {
  dir.entries?.set(name, inode);
  if (inode.kind === 'dir') {
    inode.parent = dir;
    dir.nlink++;
  }
  dir.mtime = dir.ctime = dir.fs.now();
}

/** Takes a name out; the inode lives on while it has other names or is open. */
export function removeName(dir: DirInode, name: string, inode: Inode): void {
  dir.entries?.delete(name);
  if (inode.kind === 'dir') {
    dir.nlink--;
    inode.nlink = 0;
  } else inode.nlink--;
  dir.mtime = dir.ctime = inode.ctime = dir.fs.now();
  if (inode.nlink > 0) return;
  dir.fs.freeInodes++;
  if (inode.kind === 'reg') discardUnused(inode);
}

/** A place for a name. */
interface Place {
  readonly dir: DirInode;
  readonly name: string;
}

/** Another name instead of the one it has; at no moment it is without. */
export function moveName(from: Place, to: Place, inode: Inode): void {
  const now = from.dir.fs.now();
  from.dir.entries?.delete(from.name);
  if (inode.kind === 'dir') from.dir.nlink--;
  from.dir.mtime = from.dir.ctime = inode.ctime = now;
  enterName(to.dir, to.name, inode);
}

/** The room of a file without a name is given back when it is closed for the last time. */
export function discardUnused(inode: RegularInode): void {
  if (inode.nlink === 0 && inode.openings === 0) inode.discard?.();
}
