/**
 * Rows of the system call table: what is done with descriptors.
 * Authority: read(2), write(2), lseek(2), dup(2), pipe(2), fcntl(2), ftruncate(2), ioctl_pipe.
 */
import {
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_GETPIPE_SZ,
  F_SETFD,
  F_SETFL,
  F_SETPIPE_SZ,
  FD_CLOEXEC,
  type Flock,
  O_APPEND,
  O_CLOEXEC,
  O_DIRECT,
  O_NOATIME,
  O_NONBLOCK,
  SEEK_CUR,
  SEEK_DATA,
  SEEK_END,
  SEEK_HOLE,
  SEEK_SET,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import {
  cloexecFlag,
  type Descriptor,
  descriptorOf,
  fileOf,
  installLowest,
  type OpenFile,
  release,
  type Transfer,
} from './file.ts';
import { openPipe } from './fs/fifo.ts';
import { statOf } from './fs/inode.ts';
import { truncateTo } from './fs/open.ts';
import { PIPE_MAX_SIZE, Pipe } from './pipe.ts';
import { fcntlLock, isLockCommand } from './record-lock.ts';
import { call } from './row.ts';
import { sendToSelf } from './signal.ts';
import { SIGXFSZ } from './signum.ts';
import { isRoot, type Task } from './task.ts';
import type { Wait } from './wait-queue.ts';

/** Answers of an object may be refused here before it is asked. Virtual time: a µs for every page that is copied. */
const copying = (task: Task, bytes: number): void => task.kernel.charge(task, bytes >> 12);

const unreadable = ({ inode }: OpenFile): Failure => fail(inode.kind === 'dir' ? 'EISDIR' : 'EINVAL');

function read(task: Task, fd: number, into: Uint8Array): Transfer {
  const file = fileOf(task, fd);
  if (!file.readable) return fail('EBADF');
  copying(task, into.length);
  if (file.ops.read) return file.ops.read(file, into, task);
  if (!file.ops.readAt) return unreadable(file);
  const answer = file.ops.readAt(file, into, file.offset, task);
  if (typeof answer === 'number') file.offset += answer;
  return answer;
}

function write(task: Task, fd: number, from: Uint8Array): Transfer {
  const file = fileOf(task, fd);
  if (!file.writable) return fail('EBADF');
  copying(task, from.length);
  if (file.ops.write) return file.ops.write(file, from, task);
  if (!file.ops.writeAt) return fail('EINVAL');
  const at = file.flags & O_APPEND ? (file.ops.size?.(file) ?? 0) : file.offset;
  const allowed = withinFileSize(task, at, from);
  if (allowed === undefined) return fail('EFBIG');
  const answer = file.ops.writeAt(file, allowed, file.offset, task);
  if (typeof answer === 'number')
    file.offset = file.flags & O_APPEND ? (file.ops.size?.(file) ?? 0) : file.offset + answer;
  return answer;
}

/** RLIMIT_FSIZE cuts a write short; one that starts there sends SIGXFSZ. */
function withinFileSize(task: Task, at: number, from: Uint8Array): Uint8Array | undefined {
  const { soft } = task.group.limits.FSIZE;
  if (from.length === 0 || at + from.length <= soft) return from;
  if (at < soft) return from.subarray(0, soft - at);
  sendToSelf(task, SIGXFSZ);
  return undefined;
}

/** Like /dev/null: any place will do. */
const isMemory = ({ inode, tty }: OpenFile): boolean => inode.kind === 'chr' && !tty;

/** Devices and anonymous inodes take any position, and stay where they are. */
const seeksNowhere = (file: OpenFile): boolean => file.inode.kind === 'anon' || isMemory(file);

/** What has no places at all is known by its kind: a directory has some, though nothing is read there. */
const hasPlaces = (file: OpenFile): boolean =>
  file.ops.readAt !== undefined || file.inode.kind === 'dir' || isMemory(file);

function pread(task: Task, fd: number, into: Uint8Array, offset: number): Transfer {
  if (offset < 0) return fail('EINVAL');
  const file = fileOf(task, fd);
  if (!hasPlaces(file)) return fail('ESPIPE');
  if (!file.readable) return fail('EBADF');
  const { readAt, read } = file.ops;
  return readAt?.(file, into, offset, task) ?? read?.(file, into, task) ?? unreadable(file);
}

function pwrite(task: Task, fd: number, from: Uint8Array, offset: number): Transfer {
  if (offset < 0) return fail('EINVAL');
  const file = fileOf(task, fd);
  if (!hasPlaces(file)) return fail('ESPIPE');
  if (!file.writable) return fail('EBADF');
  const { writeAt, write } = file.ops;
  if (!writeAt) return write?.(file, from, task) ?? fail('EINVAL');
  const allowed = withinFileSize(task, offset, from);
  return allowed ? writeAt(file, allowed, offset, task) : fail('EFBIG');
}

/** A place among the names of a directory, of which the end is not known. */
function seekEntry(file: OpenFile, offset: number, whence: number): number | Failure {
  const at = whence === SEEK_SET ? offset : file.offset + offset;
  if (at < 0 || whence > SEEK_CUR) return fail('EINVAL');
  file.offset = at;
  return at;
}

/** ENXIO behind the last data, and from the end on. */
function seekHoles(file: OpenFile, offset: number, whence: number): number | Failure {
  const size = file.ops.size?.(file) ?? 0;
  const found =
    offset < 0 || offset >= size ? undefined : file.ops.next?.(whence === SEEK_DATA ? 'data' : 'hole', offset);
  if (found === undefined) return fail('ENXIO');
  file.offset = found;
  return found;
}

function baseOf(file: OpenFile, whence: number): number | undefined {
  switch (whence) {
    case SEEK_SET:
      return 0;
    case SEEK_CUR:
      return file.offset;
    case SEEK_END:
      return file.ops.size?.(file) ?? 0;
    default:
      return undefined;
  }
}

function lseek(task: Task, fd: number, offset: number, whence: number): number | Failure {
  const file = fileOf(task, fd);
  if (whence < SEEK_SET || whence > SEEK_HOLE) return fail('EINVAL');
  if (file.inode.kind === 'dir') return seekEntry(file, offset, whence);
  if (!file.ops.readAt) return seeksNowhere(file) ? 0 : fail('ESPIPE');
  if (whence === SEEK_DATA || whence === SEEK_HOLE) return seekHoles(file, offset, whence);
  const base = baseOf(file, whence);
  if (base === undefined || base + offset < 0) return fail('EINVAL');
  file.offset = base + offset;
  return file.offset;
}

function close(task: Task, fd: number): 0 | Failure {
  return task.files.close(fd, task) ? 0 : fail('EBADF');
}

const limitOf = (task: Task): number => task.group.limits.NOFILE.soft;

/** `to` then refers to the same open file; what it was before is closed silently. */
function duplicateTo(task: Task, from: number, to: number, cloexec: boolean): number | Failure {
  const file = fileOf(task, from);
  if (to < 0 || to >= limitOf(task)) return fail('EBADF');
  if (from === to) return to;
  file.refs++; // it must not be released when `to` is its last other descriptor
  task.files.close(to, task);
  task.files.install(to, file, cloexec);
  release(file, task);
  return to;
}

function dup3(task: Task, from: number, to: number, flags: number): number | Failure {
  if (flags & ~O_CLOEXEC || from === to) return fail('EINVAL');
  return duplicateTo(task, from, to, (flags & O_CLOEXEC) !== 0);
}

function pipe2(task: Task, flags: number): readonly [number, number] | Failure {
  if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT)) return fail('EINVAL');
  const cloexec = (flags & O_CLOEXEC) !== 0;
  const first = task.files.lowest(0, limitOf(task));
  if (typeof first !== 'number') return first;
  const second = task.files.lowest(first + 1, limitOf(task));
  if (typeof second !== 'number') return second;
  const [reader, writer] = openPipe(task, flags & ~O_CLOEXEC);
  task.files.install(first, reader, cloexec);
  task.files.install(second, writer, cloexec);
  return [first, second];
}

const SETTABLE = O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME;

/** EPERM: not to be seen reading is for the owner. EINVAL: only pipes (as packets) and what is on a file system know O_DIRECT. */
function setStatus(task: Task, file: OpenFile, flags: number): 0 | Failure {
  const { inode } = file;
  const hides = (flags & ~file.flags & O_NOATIME) !== 0;
  if (hides && !isRoot(task) && task.cred.euid !== inode.uid) return fail('EPERM');
  if (flags & O_DIRECT && inode.kind !== 'fifo' && inode.kind !== 'reg') return fail('EINVAL');
  file.flags = (file.flags & ~SETTABLE) | (flags & SETTABLE);
  return 0;
}

function fcntl(task: Task, fd: number, command: number, arg: number | Flock = 0): number | Failure | Wait {
  const descriptor = descriptorOf(task, fd);
  if (isLockCommand(command)) return fcntlLock(task, descriptor.file, command, arg);
  return typeof arg === 'number' ? fcntlNumber(task, descriptor, command, arg) : fail('EINVAL');
}

function fcntlNumber(task: Task, descriptor: Descriptor, command: number, arg: number): number | Failure {
  const { file } = descriptor;
  switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
      if (arg < 0 || arg >= limitOf(task)) return fail('EINVAL');
      return installLowest(task, file, command === F_DUPFD_CLOEXEC, arg);
    case F_GETFD:
      return cloexecFlag(descriptor);
    case F_SETFD:
      descriptor.cloexec = (arg & FD_CLOEXEC) !== 0;
      return 0;
    case F_GETFL:
      return file.flags & ~O_CLOEXEC;
    case F_SETFL:
      return setStatus(task, file, arg);
    case F_GETPIPE_SZ:
      return file.pipe ? file.pipe.capacity : fail('EBADF');
    case F_SETPIPE_SZ:
      return file.pipe ? resizePipe(task, file.pipe, arg) : fail('EBADF');
    default:
      return fail('EINVAL');
  }
}

function resizePipe(task: Task, pipe: Pipe, bytes: number): number | Failure {
  if (bytes < 0) return fail('EINVAL');
  const grown = Pipe.pagesFor(bytes) * 4096;
  if (grown > PIPE_MAX_SIZE && grown > pipe.capacity && !isRoot(task)) return fail('EPERM');
  return pipe.resize(bytes);
}

function ftruncate(task: Task, fd: number, size: number): 0 | Failure {
  if (size < 0) return fail('EINVAL');
  const file = fileOf(task, fd);
  if (!file.writable || file.inode.kind !== 'reg') return fail('EINVAL');
  return truncateTo(task, file.inode, size, 'descriptor');
}

function fsync(task: Task, fd: number): 0 | Failure {
  const { ops, inode } = fileOf(task, fd);
  const isObject = inode.kind === 'reg' && inode.ops !== undefined;
  return (ops.readAt && !isObject) || inode.kind === 'dir' ? 0 : fail('EINVAL');
}

function fionread(task: Task, fd: number): number | Failure {
  const file = fileOf(task, fd);
  const { ops, inode } = file;
  const ahead = inode.kind === 'reg' && ops.size ? ops.size(file) - file.offset : undefined;
  return ops.unread?.(file) ?? ahead ?? fail('ENOTTY');
}

export const fileCalls = {
  read: call({ args: ['fd', 'into'], restart: 'sys', run: read }),
  write: call({ args: ['fd', 'buf'], restart: 'sys', run: write }),
  pread: call({ args: ['fd', 'into', 'int'], restart: 'sys', shown: 'pread64', run: pread }),
  pwrite: call({ args: ['fd', 'buf', 'int'], restart: 'sys', shown: 'pwrite64', run: pwrite }),
  lseek: call({ args: ['fd', 'int', 'whence'], restart: 'never', run: lseek }),
  close: call({ args: ['fd'], restart: 'never', run: close }),
  dup: call({
    args: ['fd'],
    restart: 'never',
    run: (task: Task, fd: number) => installLowest(task, fileOf(task, fd), false),
  }),
  dup2: call({
    args: ['fd', 'fd'],
    restart: 'never',
    run: (task: Task, a: number, b: number) => duplicateTo(task, a, b, false),
  }),
  dup3: call({ args: ['fd', 'fd', 'openflags'], restart: 'never', run: dup3 }),
  pipe2: call({ args: ['openflags'], restart: 'never', run: pipe2 }),
  fcntl: call({ args: ['fd', 'fcntl', 'fcntlarg'], restart: 'sys', run: fcntl }),
  fstat: call({
    args: ['fd'],
    restart: 'never',
    run: (task: Task, fd: number) => statOf(fileOf(task, fd).inode, task),
  }),
  ftruncate: call({ args: ['fd', 'int'], restart: 'never', run: ftruncate }),
  fsync: call({ args: ['fd'], restart: 'never', run: fsync }),
  fionread: call({ args: ['fd'], restart: 'never', shown: 'ioctl', run: fionread }),
};
