/**
 * Rows of the system call table: what is done with names.
 * Authority: open(2), stat(2), unlink(2), rename(2), link(2), symlink(2), mkdir(2), mknod(2), chmod(2), chown(2), getdents(2).
 */
import {
  type Dirent,
  O_CLOEXEC,
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
  type Stat,
  type Statfs,
  W_OK,
  X_OK,
} from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import { fileOf, installLowest, type OpenFile } from '../file.ts';
import { call } from '../row.ts';
import { isRoot, type Task } from '../task.ts';
import { andThen, type Wait } from '../wait-queue.ts';
import { type FileSystem, statfsOf } from './file-system.ts';
import { type DirInode, demand, fileType, type Inode, isMountPoint, permits, statOf } from './inode.ts';
import { openPath, truncateTo } from './open.ts';
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

function open(task: Task, path: string, flags: number, mode: number = 0o666): number | Failure | Wait {
  const free = task.files.lowest(0, task.group.limits.NOFILE.soft);
  if (typeof free !== 'number') return free;
  const installed = (file: OpenFile | Failure): number | Failure =>
    isFailure(file) ? file : installLowest(task, file, (flags & O_CLOEXEC) !== 0);
  return andThen(openPath(task, path, flags & ~O_CLOEXEC, mode), installed);
}

const owned = (task: Task, mode: number): Ownership => ({
  mode: mode & 0o7777 & ~task.fs.umask,
  uid: task.cred.euid,
  gid: task.cred.egid,
});

/** A place for a new name. Throws EEXIST, EACCES, and ENOENT in a directory that was removed. */
function placeFor(task: Task, path: string): Walked {
  const walked = walk(task, path, 'unless-last');
  if (walked.inode) throw fail('EEXIST');
  if (walked.dir.nlink === 0) throw fail('ENOENT');
  if (!walked.dir.entries) throw fail('EPERM');
  demand(walked.dir, W_OK | X_OK, task);
  if (walked.dir.make) throw fail('EPERM');
  return walked;
}

function mkdir(task: Task, path: string, mode: number = 0o777): 0 | Failure {
  const { dir, name } = placeFor(task, path);
  enterName(dir, name, directory(dir.fs, dir, owned(task, mode)));
  return 0;
}

/** A device number has 32 bits. */
const MAX_DEVICE = 2 ** 32 - 1;

function makeInode(task: Task, fs: FileSystem, mode: number, rdev: number): Inode | Failure {
  const who = owned(task, mode);
  switch (mode & S_IFMT) {
    case 0:
    case S_IFREG:
      return regular(fs, who);
    case S_IFIFO:
      return fifo(fs, who);
    case S_IFSOCK:
      return socketName(fs, who);
    case S_IFCHR:
      if (!isRoot(task)) return fail('EPERM');
      return rdev >= 0 && rdev <= MAX_DEVICE ? device(fs, rdev, who) : fail('EINVAL');
    case S_IFBLK:
    case S_IFDIR:
      return fail('EPERM');
    default:
      return fail('EINVAL');
  }
}

declare module '../event.ts' {
  interface EventKinds {
    mknod: { readonly path: string; readonly kind: string };
    unlink: { readonly path: string };
  }
}

export function mknod(task: Task, path: string, mode: number, rdev: number = 0): 0 | Failure {
  const { dir, name, path: full, wantsDir } = placeFor(task, path);
  if (wantsDir) return fail('ENOENT');
  const inode = makeInode(task, dir.fs, mode, rdev);
  if (isFailure(inode)) return inode;
  enterName(dir, name, inode);
  task.kernel.emit('mknod', task.pid, { path: full, kind: fileType(inode) });
  return 0;
}

function makeSymlink(task: Task, target: string, path: string): 0 | Failure {
  if (target === '') return fail('ENOENT');
  const { dir, name } = placeFor(task, path);
  enterName(dir, name, symlink(dir.fs, target, owned(task, 0o777)));
  return 0;
}

function link(task: Task, from: string, to: string): 0 | Failure {
  const { inode } = find(task, from, 'never');
  if (inode.kind === 'dir') return fail('EPERM');
  const { dir, name } = placeFor(task, to);
  if (inode.fs !== dir.fs) return fail('EXDEV');
  inode.nlink++;
  enterName(dir, name, inode);
  return 0;
}

/** Removing a name asks for the directory; in a sticky one the owner of either only. */
function demandRemoval(task: Task, dir: DirInode, inode: Inode): void {
  if (!dir.entries) throw fail('EPERM');
  demand(dir, W_OK | X_OK, task);
  const { euid } = task.cred;
  if (dir.mode & S_ISVTX && euid !== 0 && euid !== inode.uid && euid !== dir.uid) throw fail('EPERM');
}

function unlink(task: Task, path: string): 0 | Failure {
  const { dir, name, inode, path: full } = find(task, path, 'never');
  if (inode.kind === 'dir') return fail('EISDIR');
  demandRemoval(task, dir, inode);
  removeName(dir, name, inode);
  task.kernel.emit('unlink', task.pid, { path: full });
  return 0;
}

function rmdir(task: Task, path: string): 0 | Failure {
  if (/(^|\/)\.\/*$/.test(path)) return fail('EINVAL');
  const { dir, name, inode } = find(task, path, 'never');
  if (inode.kind !== 'dir') return fail('ENOTDIR');
  if (isMountPoint(inode)) return fail('EBUSY');
  if (!inode.entries) return fail('EPERM');
  if (inode.entries.size > 0 || /\.\.\/*$/.test(path)) return fail('ENOTEMPTY');
  demandRemoval(task, dir, inode);
  removeName(dir, name, inode);
  return 0;
}

const isInside = (dir: DirInode | undefined, ancestor: Inode): boolean => {
  for (let up = dir; up; up = up.parent === up ? undefined : up.parent) if (up === ancestor) return true;
  return false;
};

function rename(task: Task, from: string, to: string): 0 | Failure {
  const source = find(task, from, 'never');
  const target = walk(task, to, 'never');
  if (source.dir.fs !== target.dir.fs) return fail('EXDEV');
  if (isMountPoint(source.inode) || (target.inode && isMountPoint(target.inode))) return fail('EBUSY');
  if (source.inode === target.inode) return 0;
  if (source.dir.make) return fail('EPERM');
  demandRemoval(task, source.dir, source.inode);
  if (!target.dir.entries) return fail('EPERM');
  demand(target.dir, W_OK | X_OK, task);
  if (source.inode.kind === 'dir' && isInside(target.dir, source.inode)) return fail('EINVAL');
  if (target.wantsDir && source.inode.kind !== 'dir') return fail('ENOTDIR');
  if (target.inode) {
    const refused = replacing(source.inode, target.inode);
    if (refused) return refused;
    demandRemoval(task, target.dir, target.inode);
    removeName(target.dir, target.name, target.inode);
  }
  moveName(source, target, source.inode);
  return 0;
}

function replacing(source: Inode, target: Inode): Failure | undefined {
  if (target.kind === 'dir') {
    if (source.kind !== 'dir') return fail('EISDIR');
    return (target.entries?.size ?? 1) > 0 ? fail('ENOTEMPTY') : undefined;
  }
  return source.kind === 'dir' ? fail('ENOTDIR') : undefined;
}

function chmod(task: Task, path: string, mode: number): 0 | Failure {
  return changeMode(task, find(task, path).inode, mode);
}

function changeMode(task: Task, inode: Inode, mode: number): 0 | Failure {
  if (task.cred.euid !== 0 && task.cred.euid !== inode.uid) return fail('EPERM');
  inode.mode = mode & 0o7777;
  inode.ctime = task.kernel.realTime();
  return 0;
}

const chown = (task: Task, path: string, uid: number, gid: number): 0 | Failure =>
  changeOwner(task, find(task, path).inode, uid, gid);
const lchown = (task: Task, path: string, uid: number, gid: number): 0 | Failure =>
  changeOwner(task, find(task, path, 'unless-last').inode, uid, gid);

/**
 * −1 leaves an id as it is. Only root gives files away; the owner may choose among its own groups.
 * What ran with its owner's rights does so no more.
 */
function changeOwner(task: Task, inode: Inode, uid: number, gid: number): 0 | Failure {
  const { cred } = task;
  const keepsOwner = uid === -1 || uid === inode.uid;
  const ownGroup = gid === -1 || gid === inode.gid || gid === cred.egid || cred.groups.includes(gid);
  if (!isRoot(task) && !(cred.euid === inode.uid && keepsOwner && ownGroup)) return fail('EPERM');
  if (uid !== -1) inode.uid = uid;
  if (gid !== -1) inode.gid = gid;
  if (inode.kind !== 'dir') inode.mode &= ~(S_ISUID | ((inode.mode & S_IXGRP) !== 0 ? S_ISGID : 0));
  inode.ctime = task.kernel.realTime();
  return 0;
}

/** µs since the epoch; undefined is now. */
function utimens(task: Task, path: string, atime?: number, mtime?: number): 0 | Failure {
  const { inode } = find(task, path);
  const now = task.kernel.realTime();
  if (task.cred.euid !== 0 && task.cred.euid !== inode.uid) demand(inode, W_OK, task);
  inode.atime = atime ?? now;
  inode.mtime = mtime ?? now;
  inode.ctime = now;
  return 0;
}

function truncate(task: Task, path: string, size: number): 0 | Failure {
  const { inode } = find(task, path);
  if (inode.kind === 'dir') return fail('EISDIR');
  if (inode.kind !== 'reg' || size < 0) return fail('EINVAL');
  demand(inode, W_OK, task);
  return truncateTo(task, inode, size);
}

function chdir(task: Task, path: string): 0 | Failure {
  const { inode, path: full } = find(task, path);
  if (inode.kind !== 'dir') return fail('ENOTDIR');
  demand(inode, X_OK, task);
  task.fs.cwd = inode;
  task.fs.cwdPath = full;
  return 0;
}

const getcwd = (task: Task): string | Failure => (task.fs.cwd.nlink === 0 ? fail('ENOENT') : task.fs.cwdPath);

function readlink(task: Task, path: string): string | Failure {
  const { inode } = find(task, path, 'unless-last');
  return inode.kind === 'lnk' ? inode.target(task) : fail('EINVAL');
}

/** With the real, not the effective ids. */
function access(task: Task, path: string, wanted: number): 0 | Failure {
  const { inode } = find(task, path);
  const { cred } = task;
  return permits(inode, wanted, { ...cred, euid: cred.ruid, egid: cred.rgid }) ? 0 : fail('EACCES');
}

/** All that is there in one go, and nothing at the second call, as for a small directory. */
function getdents(task: Task, fd: number): Dirent[] | Failure {
  const file = fileOf(task, fd);
  if (file.inode.kind !== 'dir') return fail('ENOTDIR');
  if (file.offset > 0) return [];
  file.offset = 1;
  const dir = file.inode;
  const entries: Dirent[] = [
    { name: '.', ino: dir.ino, type: 'dir' },
    { name: '..', ino: (dir.parent ?? dir).ino, type: 'dir' },
  ];
  for (const [name, inode] of dir.list(task)) entries.push({ name, ino: inode.ino, type: fileType(inode) });
  return entries;
}

const umask = (task: Task, mask: number): number => {
  const old = task.fs.umask;
  task.fs.umask = mask & 0o777;
  return old;
};

const stat = (task: Task, path: string): Stat => statOf(find(task, path).inode, task);
const lstat = (task: Task, path: string): Stat => statOf(find(task, path, 'unless-last').inode, task);
const statfs = (task: Task, path: string): Statfs => statfsOf(find(task, path).inode.fs);
const fstatfs = (task: Task, fd: number): Statfs => statfsOf(fileOf(task, fd).inode.fs);
const names = { args: ['path'], restart: 'never' } as const;
const twoNames = { args: ['path', 'path'], restart: 'never' } as const;

export const pathCalls = {
  open: call({ args: ['path', 'openflags', 'mode'], restart: 'sys', shown: 'openat', run: open }),
  stat: call({ ...names, shown: 'newfstatat', run: stat }),
  lstat: call({ ...names, shown: 'newfstatat', run: lstat }),
  statfs: call({ ...names, run: statfs }),
  fstatfs: call({ args: ['fd'], restart: 'never', run: fstatfs }),
  access: call({ args: ['path', 'accmode'], restart: 'never', run: access }),
  readlink: call({ ...names, run: readlink }),
  getdents: call({ args: ['fd'], restart: 'never', shown: 'getdents64', run: getdents }),
  mkdir: call({ args: ['path', 'mode'], restart: 'never', run: mkdir }),
  rmdir: call({ ...names, run: rmdir }),
  mknod: call({ args: ['path', 'mode', 'int'], restart: 'never', shown: 'mknodat', run: mknod }),
  unlink: call({ ...names, run: unlink }),
  link: call({ ...twoNames, run: link }),
  symlink: call({ ...twoNames, run: makeSymlink }),
  rename: call({ ...twoNames, run: rename }),
  chmod: call({ args: ['path', 'mode'], restart: 'never', run: chmod }),
  fchmod: call({
    args: ['fd', 'mode'],
    restart: 'never',
    run: (task: Task, fd: number, mode: number) => changeMode(task, fileOf(task, fd).inode, mode),
  }),
  chown: call({ args: ['path', 'int', 'int'], restart: 'never', run: chown }),
  lchown: call({ args: ['path', 'int', 'int'], restart: 'never', run: lchown }),
  utimens: call({ args: ['path', 'filetime', 'filetime'], restart: 'never', shown: 'utimensat', run: utimens }),
  truncate: call({ args: ['path', 'int'], restart: 'never', run: truncate }),
  chdir: call({ ...names, run: chdir }),
  getcwd: call({ args: [], restart: 'never', run: getcwd }),
  umask: call({ args: ['mode'], restart: 'never', run: umask }),
};
