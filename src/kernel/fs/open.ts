/**
 * open(2): from a path to an open file, for each kind of inode.
 * Models creation, truncation, permission, the wait of a FIFO's opener, devices and the caller's own terminal.
 * Leaves out O_TMPFILE, O_PATH and O_ASYNC. Authority: open(2), fifo(7).
 */
import {
  O_ACCMODE,
  O_APPEND,
  O_CREAT,
  O_DIRECT,
  O_DIRECTORY,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  PAGE_SIZE,
  R_OK,
  S_ISGID,
  S_ISUID,
  S_IXGRP,
  W_OK,
} from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import type { FileOps, OpenFile } from '../file.ts';
import { type MemoryObject, roundUp } from '../memory.ts';
import { sendToSelf } from '../signal.ts';
import { SIGXFSZ } from '../signum.ts';
import { isRoot, type Task } from '../task.ts';
import type { Wait } from '../wait-queue.ts';
import { openDevice } from './devices.ts';
import { openFifo } from './fifo.ts';
import { type Content, demand, type Inode, inGroup, named, type RegularInode } from './inode.ts';
import { demandEntry, owned } from './names.ts';
import { type Walked, walk } from './path.ts';
import { discardUnused, enterName, regular } from './tmpfs.ts';

const wantsRead = (flags: number): boolean => (flags & O_ACCMODE) !== O_WRONLY;
const wantsWrite = (flags: number): boolean => (flags & O_ACCMODE) !== O_RDONLY;
/** O_TRUNC changes a file whatever it is opened for. */
const changes = (flags: number): boolean => wantsWrite(flags) || (flags & O_TRUNC) !== 0;
const access = (flags: number): number => (wantsRead(flags) ? R_OK : 0) | (changes(flags) ? W_OK : 0);

/** An open file without a descriptor yet, or a wait for the other end of a FIFO. Throws what the walk throws, EEXIST, EISDIR, ENOTDIR, EACCES, ENXIO, ETXTBSY. */
export function openPath(task: Task, path: string, flags: number, mode: number): OpenFile | Failure | Wait {
  const creating = (flags & O_CREAT) !== 0;
  if (creating && flags & O_DIRECTORY) return fail('EINVAL');
  const exclusive = creating && (flags & O_EXCL) !== 0;
  const byItself = creating && path.endsWith('/') ? 'never' : 'unless-last';
  const walked = walk(task, path, exclusive || flags & O_NOFOLLOW || byItself === 'never' ? byItself : 'link');
  if (creating && walked.wantsDir && !walked.special) return fail('EISDIR');
  if (!walked.inode) {
    if (!creating) return fail('ENOENT');
    const made = create(task, walked, mode);
    return isFailure(made) ? made : openInode(task, made, walked.path, flags & ~O_TRUNC);
  }
  if (exclusive) return fail('EEXIST');
  const { inode } = walked;
  if (inode.kind === 'dir' && creating) return fail('EISDIR');
  if (flags & O_DIRECTORY && inode.kind !== 'dir') return fail('ENOTDIR');
  if (inode.kind === 'lnk') return fail('ELOOP');
  if (inode.kind === 'dir' && changes(flags)) return fail('EISDIR');
  demand(inode, access(flags), task);
  return openInode(task, inode, walked.path, flags);
}

function create(task: Task, { dir, name }: Walked, mode: number): RegularInode | Failure {
  if (!dir.entries) throw fail('ENOENT');
  demandEntry(task, dir);
  const who = owned(task, dir, mode & 0o7777);
  const inode = dir.make ? dir.make(task, name, who) : regular(dir.fs, who);
  if (isFailure(inode)) return inode;
  enterName(dir, name, inode);
  return inode;
}

/** A pipe without a name, which is opened once more through /proc. */
const isPipe = (inode: Inode): boolean => inode.kind === 'fifo' && inode.fs.type === 'pipefs';

/** What open does once it has the inode; also for the magic links of /proc/PID/fd. */
export function openInode(task: Task, inode: Inode, path: string, flags: number): OpenFile | Failure | Wait {
  const kept = flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
  if (flags & O_DIRECT && inode.kind !== 'reg' && !isPipe(inode)) return fail('EINVAL');
  switch (inode.kind) {
    case 'reg':
      return openRegular(task, inode, path, kept, (flags & O_TRUNC) !== 0);
    case 'dir':
      return task.kernel.newFile(inode, {}, kept, () => named(inode, path));
    case 'fifo':
      return openFifo(task, inode, path, kept);
    case 'chr':
      return openDevice(task, inode, path, kept | (flags & O_NOCTTY));
    case 'anon':
    case 'sock':
      return fail('ENXIO');
    case 'lnk':
      return fail('ELOOP');
  }
}

function openRegular(
  task: Task,
  inode: RegularInode,
  path: string,
  flags: number,
  truncate: boolean,
): OpenFile | Failure {
  if (wantsWrite(flags) && inode.executors > 0) return fail('ETXTBSY');
  if (inode.ops) return openObject(task, inode, inode.ops, path, flags);
  const content = inode.open(task);
  if (isFailure(content)) return content;
  if (truncate) {
    dropPrivileges(task, inode);
    content.truncate(0);
    inode.mtime = inode.ctime = task.kernel.realTime();
  }
  inode.openings++;
  if (wantsWrite(flags)) inode.writers++;
  return task.kernel.newFile(inode, regularOps(inode, content), flags, () => named(inode, path));
}

function openObject(task: Task, inode: RegularInode, ops: FileOps, path: string, flags: number): OpenFile {
  inode.openings++;
  const release = (): void => {
    inode.openings--;
    discardUnused(inode);
  };
  return task.kernel.newFile(inode, { ...ops, release }, flags, () => named(inode, path));
}

/** What is changed by somebody else than root no longer runs with its owner's rights. */
function dropPrivileges(task: Task, inode: RegularInode): void {
  if (isRoot(task) || !(inode.mode & (S_ISUID | S_ISGID))) return;
  const keepsGroup = !(inode.mode & S_IXGRP) && inGroup(inode.gid, task.cred);
  inode.mode &= ~(S_ISUID | (keepsGroup ? 0 : S_ISGID));
}

/** What truncate(2) and ftruncate(2) do once they have the file. RLIMIT_FSIZE holds for growing: EFBIG, and SIGXFSZ. */
export function truncateTo(task: Task, inode: RegularInode, size: number, by: 'name' | 'descriptor'): 0 | Failure {
  const content = inode.open(task);
  if (isFailure(content)) return content;
  if (size > content.size && size > task.group.limits.FSIZE.soft) {
    sendToSelf(task, SIGXFSZ);
    return fail('EFBIG');
  }
  dropPrivileges(task, inode);
  if (size === content.size && by === 'name' && !inode.pages) return 0; // not even its times change
  content.truncate(size);
  inode.mtime = inode.ctime = task.kernel.realTime();
  return 0;
}

/** A file as memory, which keeps it in being; one that is made when it is opened (procfs) has none. */
function fileMemory(file: OpenFile, inode: RegularInode, content: Content): MemoryObject | undefined {
  const page = content.page?.bind(content);
  if (!page) return undefined;
  const pages = (): number => roundUp(content.size) / PAGE_SIZE;
  return {
    get name() {
      return file.name();
    },
    ino: inode.ino,
    dev: inode.fs.dev,
    identity: content,
    pages,
    page,
    isResident: (index) => index < pages(),
    mapped() {
      inode.openings++;
    },
    unmapped() {
      inode.openings--;
      discardUnused(inode);
    },
  };
}

function regularOps(inode: RegularInode, content: Content): FileOps {
  return {
    readAt: (_file, into, offset) => content.readAt(into, offset),
    writeAt: (file, from, offset, task) => {
      if (from.length === 0) return 0;
      const written = content.writeAt(from, file.flags & O_APPEND ? content.size : offset);
      dropPrivileges(task, inode);
      inode.mtime = inode.ctime = task.kernel.realTime();
      return written;
    },
    size: () => content.size,
    next: (what, offset) => (content.next ? content.next(what, offset) : what === 'data' ? offset : content.size),
    memory: (file) => fileMemory(file, inode, content),
    release: (file) => {
      if (file.writable) inode.writers--;
      inode.openings--;
      discardUnused(inode);
    },
  };
}
