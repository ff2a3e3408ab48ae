/**
 * Rows of the system call table: what is done with names.
 * Authority: open(2), stat(2), unlink(2), rename(2), link(2), symlink(2), mkdir(2), mknod(2), chmod(2), chown(2), getdents(2).
 */
import {
  AT_SYMLINK_NOFOLLOW,
  type Dirent,
  O_CLOEXEC,
  O_LARGEFILE,
  R_OK,
  S_ISGID,
  S_ISUID,
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
import { statfsOf } from './file-system.ts';
import { demand, fileType, type Inode, inGroup, permits, statOf } from './inode.ts';
import { link, makeSymlink, mkdir, mknod, rename, rmdir, unlink } from './names.ts';
import { openPath, truncateTo } from './open.ts';
import { find } from './path.ts';

function open(task: Task, path: string, flags: number, mode: number = 0o666): number | Failure | Wait {
  const free = task.files.lowest(0, task.group.limits.NOFILE.soft);
  if (typeof free !== 'number') return free;
  const installed = (file: OpenFile | Failure): number | Failure =>
    isFailure(file) ? file : installLowest(task, file, (flags & O_CLOEXEC) !== 0);
  return andThen(openPath(task, path, (flags & ~O_CLOEXEC) | O_LARGEFILE, mode), installed);
}

function chmod(task: Task, path: string, mode: number): 0 | Failure {
  return changeMode(task, find(task, path).inode, mode);
}

function changeMode(task: Task, inode: Inode, mode: number): 0 | Failure {
  if (inode.kind === 'anon') return fail('EOPNOTSUPP'); // all of them are one inode
  if (!isRoot(task) && task.cred.euid !== inode.uid) return fail('EPERM');
  const foreign = !isRoot(task) && !inGroup(inode.gid, task.cred);
  inode.mode = mode & (foreign ? 0o7777 & ~S_ISGID : 0o7777);
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
  const { mode } = inode;
  const dropped = inode.kind === 'dir' ? 0 : S_ISUID | ((mode & S_IXGRP) !== 0 ? S_ISGID : 0);
  const changesNothing = uid === -1 && gid === -1 && (mode & dropped) === 0;
  const keepsOwner = uid === -1 || uid === inode.uid;
  const ownGroup = gid === -1 || gid === inode.gid || inGroup(gid, cred);
  const mayChange = isRoot(task) || (cred.euid === inode.uid && keepsOwner && ownGroup);
  if (!changesNothing && !mayChange) return fail('EPERM');
  if (uid !== -1) inode.uid = uid;
  if (gid !== -1) inode.gid = gid;
  inode.mode = mode & ~dropped;
  inode.ctime = task.kernel.realTime();
  return 0;
}

/** µs since the epoch; undefined is now. Who may write may say that it was now, only the owner that it was some other time. */
/** `flags`: AT_SYMLINK_NOFOLLOW for a link itself. */
function utimens(task: Task, path: string, atime?: number, mtime?: number, flags: number = 0): 0 | Failure {
  if (flags & ~AT_SYMLINK_NOFOLLOW) return fail('EINVAL');
  const { inode } = find(task, path, flags === 0 ? 'link' : 'unless-last');
  const now = task.kernel.realTime();
  if (!isRoot(task) && task.cred.euid !== inode.uid) {
    if (atime !== undefined || mtime !== undefined) return fail('EPERM');
    demand(inode, W_OK, task);
  }
  inode.atime = atime ?? now;
  inode.mtime = mtime ?? now;
  inode.ctime = now;
  return 0;
}

function truncate(task: Task, path: string, size: number): 0 | Failure {
  if (size < 0) return fail('EINVAL');
  const { inode } = find(task, path);
  if (inode.kind === 'dir') return fail('EISDIR');
  if (inode.kind !== 'reg') return fail('EINVAL');
  demand(inode, W_OK, task);
  return truncateTo(task, inode, size, 'name');
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
  if (wanted & ~(R_OK | W_OK | X_OK)) return fail('EINVAL');
  const { cred } = task;
  task.cred = { ...cred, euid: cred.ruid, egid: cred.rgid }; // also on the way there
  try {
    return permits(find(task, path).inode, wanted, task.cred) ? 0 : fail('EACCES');
  } finally {
    task.cred = cred;
  }
}

/** All that is there in one go, and nothing at the second call, as for a small directory. Its places are those of a list. */
function getdents(task: Task, fd: number): Dirent[] | Failure {
  const file = fileOf(task, fd);
  if (file.inode.kind !== 'dir') return fail('ENOTDIR');
  const dir = file.inode;
  const entries: Dirent[] = [
    { name: '.', ino: dir.ino, type: 'dir' },
    { name: '..', ino: (dir.parent ?? dir).ino, type: 'dir' },
  ];
  for (const [name, inode] of dir.list(task)) entries.push({ name, ino: inode.ino, type: fileType(inode) });
  const ahead = entries.slice(file.offset);
  file.offset += ahead.length;
  return ahead;
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
  utimens: call({
    args: ['path', 'filetime', 'filetime', 'int'],
    restart: 'never',
    shown: 'utimensat',
    run: utimens,
  }),
  truncate: call({ args: ['path', 'int'], restart: 'never', run: truncate }),
  chdir: call({ ...names, run: chdir }),
  getcwd: call({ args: [], restart: 'never', run: getcwd }),
  umask: call({ args: ['mode'], restart: 'never', run: umask }),
};
