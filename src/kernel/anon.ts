/**
 * Anonymous inodes: kernel objects that only descriptors refer to (eventfd, timerfd, signalfd).
 * All of them share one inode, as on Linux. Authority: fs/anon_inodes.c.
 */
import { O_CLOEXEC, O_NONBLOCK, O_RDWR } from './abi.ts';
import { type FileOps, installLowest } from './file.ts';
import type { AnonInode } from './fs/inode.ts';
import type { Task } from './task.ts';

const INO = 1;
const FOR_OWNER = 0o600;

/** A descriptor for an object; its name under /proc/PID/fd is `anon_inode:[kind]`. Throws EMFILE. */
export function installAnonymous(task: Task, kind: string, ops: FileOps, flags: number): number {
  const { kernel } = task;
  const time = kernel.epoch;
  const inode: AnonInode = {
    kind: 'anon',
    fs: kernel.fileSystems.anonymous,
    ino: INO,
    mode: FOR_OWNER,
    uid: 0,
    gid: 0,
    nlink: 1,
    atime: time,
    mtime: time,
    ctime: time,
  };
  const file = kernel.newFile(inode, ops, O_RDWR | (flags & O_NONBLOCK), () => `anon_inode:[${kind}]`);
  return installLowest(task, file, (flags & O_CLOEXEC) !== 0);
}

/** Bytes. */
export const WORD = 8;

/** Puts a 64-bit number into a caller's buffer; how many bytes that took. The buffer has room: the caller has looked. */
export function putWord(into: Uint8Array, value: bigint): number {
  new DataView(into.buffer, into.byteOffset).setBigUint64(0, value, true);
  return WORD;
}

export const takeWord = (from: Uint8Array): bigint => new DataView(from.buffer, from.byteOffset).getBigUint64(0, true);

export const holdsWord = (bytes: Uint8Array): boolean => bytes.length >= WORD;
