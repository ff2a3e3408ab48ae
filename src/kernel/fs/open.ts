/**
 * open(2): from a path to an open file, for each kind of inode.
 * Models creation, truncation, permission, the wait of a FIFO's opener, devices and the caller's own terminal.
 * Leaves out O_TMPFILE, O_PATH and O_ASYNC. Authority: open(2), fifo(7).
 */
import {
  O_ACCMODE,
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  PAGE_SIZE,
  R_OK,
  W_OK,
} from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import type { FileOps, OpenFile } from '../file.ts';
import { type MemoryObject, roundUp } from '../memory.ts';
import { sendToSelf } from '../signal.ts';
import { SIGXFSZ } from '../signum.ts';
import type { Task } from '../task.ts';
import type { Wait } from '../wait-queue.ts';
import { openDevice } from './devices.ts';
import { openFifo } from './fifo.ts';
import { type Content, demand, type Inode, named, type RegularInode } from './inode.ts';
import { type Walked, walk } from './path.ts';
import { discardUnused, enterName, regular } from './tmpfs.ts';

const wantsRead = (flags: number): boolean => (flags & O_ACCMODE) !== O_WRONLY;
const wantsWrite = (flags: number): boolean => (flags & O_ACCMODE) !== O_RDONLY;
const access = (flags: number): number => (wantsRead(flags) ? R_OK : 0) | (wantsWrite(flags) ? W_OK : 0);

/** An open file without a descriptor yet, or a wait for the other end of a FIFO. Throws what the walk throws, EEXIST, EISDIR, ENOTDIR, EACCES, ENXIO, ETXTBSY. */
export function openPath(task: Task, path: string, flags: number, mode: number): OpenFile | Failure | Wait {
  const creating = (flags & O_CREAT) !== 0;
  const exclusive = creating && (flags & O_EXCL) !== 0;
  const walked = walk(task, path, exclusive || flags & O_NOFOLLOW ? 'unless-last' : 'link');
  if (!walked.inode) {
    if (!creating) return fail('ENOENT');
    if (walked.wantsDir) return fail('EISDIR');
    const made = create(task, walked, mode);
    return isFailure(made) ? made : openInode(task, made, walked.path, flags & ~O_TRUNC);
  }
  if (exclusive) return fail('EEXIST');
  const { inode } = walked;
  if (inode.kind === 'lnk') return fail('ELOOP');
  if (flags & O_DIRECTORY && inode.kind !== 'dir') return fail('ENOTDIR');
  if (inode.kind === 'dir' && (wantsWrite(flags) || creating)) return fail('EISDIR');
  demand(inode, access(flags), task);
  return openInode(task, inode, walked.path, flags);
}

function create(task: Task, { dir, name }: Walked, mode: number): RegularInode | Failure {
  if (!dir.entries) throw fail('EACCES');
  if (dir.nlink === 0) throw fail('ENOENT');
  demand(dir, W_OK, task);
  const { euid, egid } = task.cred;
  const who = { mode: mode & 0o7777 & ~task.fs.umask, uid: euid, gid: egid };
  const inode = dir.make ? dir.make(task, name, who) : regular(dir.fs, who);
  if (isFailure(inode)) return inode;
  enterName(dir, name, inode);
  return inode;
}

/** What open does once it has the inode; also for the magic links of /proc/PID/fd. */
export function openInode(task: Task, inode: Inode, path: string, flags: number): OpenFile | Failure | Wait {
  const kept = flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
  switch (inode.kind) {
    case 'reg':
      return openRegular(task, inode, path, kept, (flags & O_TRUNC) !== 0);
    case 'dir':
      return task.kernel.newFile(inode, {}, kept, () => named(inode, path));
    case 'fifo':
      return openFifo(task, inode, path, kept);
    case 'chr':
      return openDevice(task, inode, path, flags);
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

/** What truncate(2) and ftruncate(2) do once they have the file. RLIMIT_FSIZE holds for growing: EFBIG, and SIGXFSZ. */
export function truncateTo(task: Task, inode: RegularInode, size: number): 0 | Failure {
  const content = inode.open(task);
  if (isFailure(content)) return content;
  if (size > content.size && size > task.group.limits.FSIZE.soft) {
    sendToSelf(task, SIGXFSZ);
    return fail('EFBIG');
  }
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
      const written = content.writeAt(from, file.flags & O_APPEND ? content.size : offset);
      inode.mtime = inode.ctime = task.kernel.realTime();
      return written;
    },
    size: () => content.size,
    memory: (file) => fileMemory(file, inode, content),
    release: (file) => {
      if (file.writable) inode.writers--;
      inode.openings--;
      discardUnused(inode);
    },
  };
}
