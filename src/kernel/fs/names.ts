/**
 * Names are made, removed and moved. Each call asks its questions in the order in which Linux does, for of several reasons to refuse
 * only the first is told: where the path leads, whether the last part is a name, whether it is there, what a slash behind it wants,
 * what the directory permits, and at last what kind of thing it is.
 * Models sticky and set-group-ID directories, and links only to what one could read and write (protected_hardlinks). Leaves
 * out block devices and renameat2(2). Authority: mkdir(2), mknod(2), symlink(2), link(2), unlink(2), rmdir(2), rename(2); fs/namei.c.
 */
import {
  NAME_MAX,
  R_OK,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  S_ISGID,
  S_ISUID,
  S_ISVTX,
  S_IXGRP,
  W_OK,
  X_OK,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import { isRoot, type Task } from '../task.ts';
import type { FileSystem } from './file-system.ts';
import { type DirInode, demand, fileType, type Inode, inGroup, isMountPoint, permits } from './inode.ts';
import { find, type Walked, walk } from './path.ts';
import {
  device,
  directory,
  enterName,
  fifo,
  moveName,
  type Ownership,
  regular,
  removeName,
  socketName,
  symlink,
} from './tmpfs.ts';

declare module '../event.ts' {
  interface EventKinds {
    mknod: { readonly path: string; readonly kind: string };
    unlink: { readonly path: string };
  }
}

// ---- making

/** Whose a new inode in a directory is. In one with set-group-ID the group is the directory's, and subdirectories go on so. */
export function owned(task: Task, dir: DirInode, mode: number, kind: 'dir' | 'other' = 'other'): Ownership {
  const { euid, egid } = task.cred;
  const bits = mode & ~task.fs.umask;
  if (!(dir.mode & S_ISGID)) return { mode: bits, uid: euid, gid: egid };
  const { gid } = dir;
  if (kind === 'dir') return { mode: bits | S_ISGID, uid: euid, gid };
  const runsAsGroup = (bits & (S_ISGID | S_IXGRP)) === (S_ISGID | S_IXGRP);
  const stripped = runsAsGroup && !isRoot(task) && !inGroup(gid, task.cred);
  return { mode: stripped ? bits & ~S_ISGID : bits, uid: euid, gid };
}

/** A name of any length may stand in a path, but nothing is looked for under one that is too long. */
function lookedUp(walked: Walked): Walked {
  if (walked.name.length > NAME_MAX) throw fail('ENAMETOOLONG');
  return walked;
}

/** A place for a new name. Throws EEXIST, and ENOENT for a slash behind what is to be no directory. */
function placeFor(task: Task, path: string, kind: 'dir' | 'other' = 'other'): Walked {
  const walked = lookedUp(walk(task, path, 'never'));
  if (walked.inode) throw fail('EEXIST');
  if (walked.wantsDir && kind !== 'dir') throw fail('ENOENT');
  if (!walked.dir.entries) throw fail('ENOENT'); // who looks for a name in procfs is told so
  return walked;
}

/** Throws ENOENT in a directory that was removed, EACCES. */
export function demandEntry(task: Task, dir: DirInode): void {
  if (dir.nlink === 0) throw fail('ENOENT');
  demand(dir, W_OK | X_OK, task);
}

/** A directory of one kind of objects takes nothing else. */
function demandAnyKind(dir: DirInode): void {
  if (dir.make) throw fail('EPERM');
}

const DIRECTORY_MODE = 0o777 | S_ISVTX;

export function mkdir(task: Task, path: string, mode: number = 0o777): 0 {
  const { dir, name } = placeFor(task, path, 'dir');
  demandEntry(task, dir);
  demandAnyKind(dir);
  enterName(dir, name, directory(dir.fs, dir, owned(task, dir, mode & DIRECTORY_MODE, 'dir')));
  return 0;
}

/** A device number has 32 bits. */
const MAX_DEVICE = 2 ** 32 - 1;

type Make = (fs: FileSystem, who: Ownership, rdev: number) => Inode;
const MAKERS: Readonly<Record<number, Make>> = {
  0: (fs, who) => regular(fs, who),
  [S_IFREG]: (fs, who) => regular(fs, who),
  [S_IFIFO]: (fs, who) => fifo(fs, who),
  [S_IFSOCK]: (fs, who) => socketName(fs, who),
  [S_IFCHR]: (fs, who, rdev) => device(fs, rdev, who),
};

export function mknod(task: Task, path: string, mode: number, rdev: number = 0): 0 | Failure {
  const type = mode & S_IFMT;
  const make = MAKERS[type];
  if (!make) return fail(type === S_IFDIR || type === S_IFBLK ? 'EPERM' : 'EINVAL');
  const { dir, name, path: full } = placeFor(task, path);
  demandEntry(task, dir);
  const isWhiteout = rdev === 0; // what overlay file systems hide names with
  if (type === S_IFCHR && !isWhiteout && !isRoot(task)) return fail('EPERM');
  if (type === S_IFCHR && (rdev < 0 || rdev > MAX_DEVICE)) return fail('EINVAL');
  demandAnyKind(dir);
  const inode = make(dir.fs, owned(task, dir, mode & 0o7777), rdev);
  enterName(dir, name, inode);
  task.kernel.emit('mknod', task.pid, { path: full, kind: fileType(inode) });
  return 0;
}

export function makeSymlink(task: Task, target: string, path: string): 0 | Failure {
  if (target === '') return fail('ENOENT');
  const { dir, name } = placeFor(task, path);
  demandEntry(task, dir);
  demandAnyKind(dir);
  enterName(dir, name, symlink(dir.fs, target, owned(task, dir, 0o777)));
  return 0;
}

/** Nobody keeps in being, by a name of his own, what he could not read and write, or what runs with its owner's rights. */
function isSafeToLink(task: Task, inode: Inode): boolean {
  const { cred } = task;
  if (isRoot(task) || cred.euid === inode.uid) return true;
  const runsAsGroup = (inode.mode & (S_ISGID | S_IXGRP)) === (S_ISGID | S_IXGRP);
  return inode.kind === 'reg' && !(inode.mode & S_ISUID) && !runsAsGroup && permits(inode, R_OK | W_OK, cred);
}

export function link(task: Task, from: string, to: string): 0 | Failure {
  const { inode } = find(task, from, 'unless-last');
  const { dir, name } = placeFor(task, to);
  if (inode.fs !== dir.fs) return fail('EXDEV');
  if (!isSafeToLink(task, inode)) return fail('EPERM');
  demandEntry(task, dir);
  demandAnyKind(dir);
  if (inode.kind === 'dir') return fail('EPERM');
  if (inode.nlink === 0) return fail('ENOENT');
  inode.nlink++;
  inode.ctime = dir.fs.now();
  enterName(dir, name, inode);
  return 0;
}

// ---- removing

/** A name that is to go. Throws ENOENT for one that is not there. */
interface Named extends Walked {
  readonly inode: Inode;
}
const named = (walked: Walked): Named => {
  const { inode } = lookedUp(walked);
  if (!inode) throw fail('ENOENT');
  return { ...walked, inode };
};

/** Removing a name asks for the directory; in a sticky one for its owner or the thing's. */
function demandRemoval(task: Task, { dir, inode }: Named): void {
  demand(dir, W_OK | X_OK, task);
  const { euid } = task.cred;
  if (dir.mode & S_ISVTX && euid !== 0 && euid !== inode.uid && euid !== dir.uid) throw fail('EPERM');
}

export function unlink(task: Task, path: string): 0 | Failure {
  const walked = walk(task, path, 'never');
  if (walked.special) return fail('EISDIR');
  const found = named(walked);
  const { dir, name, inode, path: full, wantsDir } = found;
  if (wantsDir) return fail(inode.kind === 'dir' ? 'EISDIR' : 'ENOTDIR');
  demandRemoval(task, found);
  if (inode.kind === 'dir') return fail('EISDIR');
  if (!dir.entries) return fail('EPERM');
  removeName(dir, name, inode);
  task.kernel.emit('unlink', task.pid, { path: full });
  return 0;
}

const NO_NAME = { '.': 'EINVAL', '..': 'ENOTEMPTY', '/': 'EBUSY' } as const;

export function rmdir(task: Task, path: string): 0 | Failure {
  const walked = walk(task, path, 'never');
  if (walked.special) return fail(NO_NAME[walked.special]);
  const found = named(walked);
  const { dir, name, inode } = found;
  demandRemoval(task, found);
  if (inode.kind !== 'dir') return fail('ENOTDIR');
  if (isMountPoint(inode)) return fail('EBUSY');
  if (!dir.entries) return fail('EPERM');
  if (inode.entries?.size !== 0) return fail('ENOTEMPTY');
  removeName(dir, name, inode);
  return 0;
}

// ---- moving

const isInside = (dir: DirInode | undefined, ancestor: Inode | undefined): boolean => {
  for (let up = dir; up; up = up.parent === up ? undefined : up.parent) if (up === ancestor) return true;
  return false;
};

export function rename(task: Task, from: string, to: string): 0 | Failure {
  const source = walk(task, from, 'never');
  const target = walk(task, to, 'never');
  if (source.dir.fs !== target.dir.fs) return fail('EXDEV');
  if (source.special || target.special) return fail('EBUSY');
  const moved = named(source);
  lookedUp(target);
  if (moved.inode.kind !== 'dir' && (source.wantsDir || target.wantsDir)) return fail('ENOTDIR');
  if (isInside(target.dir, moved.inode)) return fail('EINVAL');
  if (isInside(source.dir, target.inode)) return fail('ENOTEMPTY');
  return target.inode ? replace(task, moved, named(target)) : move(task, moved, target);
}

function move(task: Task, source: Named, target: Walked): 0 | Failure {
  demandRemoval(task, source);
  if (!target.dir.entries) return fail('ENOENT');
  demandEntry(task, target.dir);
  return moveNow(task, source, target);
}

function replace(task: Task, source: Named, target: Named): 0 | Failure {
  const { inode } = source;
  if (inode === target.inode) return 0;
  demandRemoval(task, source);
  demandRemoval(task, target);
  if (inode.kind === 'dir' && target.inode.kind !== 'dir') return fail('ENOTDIR');
  if (inode.kind !== 'dir' && target.inode.kind === 'dir') return fail('EISDIR');
  return moveNow(task, source, target);
}

/** A directory that gets another parent changes itself: its `..`. */
function moveNow(task: Task, source: Named, target: Walked): 0 | Failure {
  const { inode, dir } = source;
  if (dir.make || !dir.entries) return fail('EPERM');
  if (inode.kind === 'dir' && dir !== target.dir) demand(inode, W_OK, task);
  const old = target.inode;
  if (isMountPoint(inode) || (old && isMountPoint(old))) return fail('EBUSY');
  if (old?.kind === 'dir' && old.entries?.size !== 0) return fail('ENOTEMPTY');
  if (old) removeName(target.dir, target.name, old);
  moveName(source, target, inode);
  return 0;
}
