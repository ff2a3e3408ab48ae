/**
 * Open files (struct file) and descriptor tables (files_struct).
 * Models the three levels descriptor → open file → object: offset and status flags belong to the open file, close-on-exec
 * to the descriptor. Leaves out file leases and O_ASYNC. Authority: open(2), dup(2), close(2), fcntl(2).
 */
import { FD_CLOEXEC, O_NONBLOCK } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import type { Inode } from './fs/inode.ts';
import type { MemoryObject } from './memory.ts';
import type { Socket } from './net/socket.ts';
import type { Pipe } from './pipe.ts';
import type { Task } from './task.ts';
import type { Tty } from './tty.ts';
import type { Wait, WaitQueue } from './wait-queue.ts';

export type Transfer = number | Failure | Wait;

/** What an object does for its open files. A missing operation is EINVAL (read, write) or ESPIPE (at an offset). */
export interface FileOps {
  read?(file: OpenFile, into: Uint8Array, task: Task): Transfer;
  write?(file: OpenFile, from: Uint8Array, task: Task): Transfer;
  /** At an offset of its own: an object with these can seek. */
  readAt?(file: OpenFile, into: Uint8Array, offset: number, task: Task): Transfer;
  writeAt?(file: OpenFile, from: Uint8Array, offset: number, task: Task): Transfer;
  /** Bytes; for SEEK_END. */
  size?(file: OpenFile): number;
  /** Where data, or a hole, begins from there on. */
  next?(what: 'data' | 'hole', offset: number): number | undefined;
  poll?(file: OpenFile, task: Task): number;
  /** Where a poll sleeps. */
  queues?(file: OpenFile, task: Task): readonly WaitQueue[];
  /** A descriptor is closed, perhaps not the last. */
  flush?(file: OpenFile, task: Task): void;
  /** The last descriptor is gone. */
  release?(file: OpenFile, task: Task): void;
  /** What mmap(2) shows of it; without it ENODEV. */
  memory?(file: OpenFile): MemoryObject | undefined;
  /** FIONREAD: unread bytes. */
  unread?(file: OpenFile): number;
}

/** One more than O_RDONLY, O_WRONLY, O_RDWR; the fourth access mode that there are bits for is neither. */
const FMODE_READ = 1;
const FMODE_WRITE = 2;

export class OpenFile {
  readonly id: number;
  readonly inode: Inode;
  readonly ops: FileOps;
  flags: number;
  offset = 0;
  /** Descriptors that refer to it, of all tasks. */
  refs = 0;
  /** What /proc/PID/fd shows: a path, or `pipe:[INO]`. */
  readonly name: () => string;
  readonly pipe: Pipe | undefined;
  readonly tty: Tty | undefined;
  readonly socket: Socket | undefined;
  /** A FIFO reader that was opened without a writer sees no HUP until this many openings have been exceeded. */
  hupAfter = -1;

  constructor(
    id: number,
    inode: Inode,
    ops: FileOps,
    flags: number,
    name: () => string,
    kind: { pipe?: Pipe; tty?: Tty; socket?: Socket } = {},
  ) {
    this.id = id;
    this.inode = inode;
    this.ops = ops;
    this.flags = flags;
    this.name = name;
    this.pipe = kind.pipe;
    this.tty = kind.tty;
    this.socket = kind.socket;
  }

  get readable(): boolean {
    return ((this.flags + 1) & FMODE_READ) !== 0;
  }

  get writable(): boolean {
    return ((this.flags + 1) & FMODE_WRITE) !== 0;
  }

  get nonblock(): boolean {
    return (this.flags & O_NONBLOCK) !== 0;
  }
}

export interface Descriptor {
  readonly file: OpenFile;
  cloexec: boolean;
}

/** Below this a number is an index: a shell keeps a descriptor at 255, and copies its table for each command. */
const LOW = 64;

export class FileTable {
  readonly #low: (Descriptor | undefined)[] = [];
  readonly #high = new Map<number, Descriptor>();
  /** Tasks that share it. */
  users = 1;
  /** Numbers that there is room for; it grows in powers of two and never shrinks (FDSize in /proc/PID/status). */
  size = LOW;

  get(fd: number): Descriptor | undefined {
    return fd < LOW ? this.#low[fd] : this.#high.get(fd);
  }

  /** Lowest free number from `from` on, below `limit`; EMFILE. */
  lowest(from: number, limit: number): number | Failure {
    let fd = from;
    while (this.get(fd)) fd++;
    return fd < limit ? fd : fail('EMFILE');
  }

  install(fd: number, file: OpenFile, cloexec: boolean): void {
    file.refs++;
    if (fd >= this.size) this.size = 2 ** (32 - Math.clz32(fd));
    if (fd < LOW) this.#low[fd] = { file, cloexec };
    else this.#high.set(fd, { file, cloexec });
  }

  /** Forgets the descriptor; the open file is released with its last one. */
  close(fd: number, task: Task): boolean {
    const descriptor = this.get(fd);
    if (!descriptor) return false;
    if (fd < LOW) this.#low[fd] = undefined;
    else this.#high.delete(fd);
    descriptor.file.ops.flush?.(descriptor.file, task);
    task.kernel.locks.closed(descriptor.file, this, task);
    release(descriptor.file, task);
    return true;
  }

  /** By number, upwards. */
  entries(): [fd: number, descriptor: Descriptor][] {
    const found: [number, Descriptor][] = [];
    for (let fd = 0; fd < this.#low.length; fd++) {
      const descriptor = this.#low[fd];
      if (descriptor) found.push([fd, descriptor]);
    }
    return this.#high.size === 0 ? found : found.concat([...this.#high].sort(([a], [b]) => a - b));
  }

  copy(): FileTable {
    const table = new FileTable();
    for (const [fd, { file, cloexec }] of this.entries()) table.install(fd, file, cloexec);
    return table;
  }

  closeOnExec(task: Task): void {
    for (const [fd, { cloexec }] of this.entries()) if (cloexec) this.close(fd, task);
  }

  closeAll(task: Task): void {
    for (const [fd] of this.entries()) this.close(fd, task);
  }
}

export function release(file: OpenFile, task: Task): void {
  file.refs--;
  if (file.refs < 0) throw new Error('open file: more references dropped than taken');
  if (file.refs > 0) return;
  task.kernel.locks.released(file, task);
  file.ops.release?.(file, task);
}

/** The descriptor `fd` of a task: in a call that has slept, the one that it began with. */
export const descriptorAt = (task: Task, fd: number): Descriptor | undefined =>
  task.call?.held?.get(fd) ?? task.files.get(fd);

/** The same; throws EBADF. */
export function descriptorOf(task: Task, fd: number): Descriptor {
  const descriptor = descriptorAt(task, fd);
  if (!descriptor) throw fail('EBADF');
  return descriptor;
}

export const fileOf = (task: Task, fd: number): OpenFile => descriptorOf(task, fd).file;

/** Gives an open file the lowest free number; throws EMFILE, and the file is then released. */
export function installLowest(task: Task, file: OpenFile, cloexec: boolean, from = 0): number {
  const fd = task.files.lowest(from, task.group.limits.NOFILE.soft);
  if (typeof fd !== 'number') throw fd;
  task.files.install(fd, file, cloexec);
  return fd;
}

export const cloexecFlag = (descriptor: Descriptor): number => (descriptor.cloexec ? FD_CLOEXEC : 0);
