/**
 * Pseudo-terminals: opening /dev/ptmx makes a terminal under /dev/pts, whose other side is not a screen but the descriptor.
 * What is written to that master is typed, what programs print is read from it. When the master is closed the line is cut,
 * and while nobody has the terminal open any more, reading the master is EIO. Leaves out packet mode and locking (unlockpt).
 * Authority: pty(7), pts(4), ioctl_tty(2).
 */
import { makedev, POLLHUP, POLLIN, POLLOUT } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { type FileOps, fileOf, type OpenFile } from './file.ts';
import type { DeviceInode, DirInode } from './fs/inode.ts';
import { find } from './fs/path.ts';
import { device, enterName, removeName } from './fs/tmpfs.ts';
import { ByteQueue } from './net/byte-queue.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import type { Tty } from './tty.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    /** The master waits for what a program prints. */
    'pty-empty': { readonly tty: string };
  }
}

export const PTS_MAJOR = 136;
const PTS_DIRECTORY = '/dev/pts';
const TTY_GROUP = 5;
/** Bytes that a reader may be behind. */
const CAPACITY = 8192;

/** The side of a terminal where its window would be. */
class Master {
  readonly tty: Tty;
  readonly readable: WaitQueue;
  readonly #shown = new ByteQueue();
  readonly #place: { readonly dir: DirInode; readonly inode: DeviceInode };

  constructor(tty: Tty, place: { readonly dir: DirInode; readonly inode: DeviceInode }) {
    this.tty = tty;
    this.#place = place;
    this.readable = new WaitQueue('n_tty_read', () => ({ kind: 'pty-empty', tty: tty.name }));
    tty.onOutput = (bytes) => {
      this.#shown.push(bytes.slice());
      this.readable.wakeAll();
    };
    tty.room = () => CAPACITY - this.#shown.length;
    tty.unused = () => this.readable.wakeAll();
  }

  get #left(): boolean {
    return this.tty.everOpened && this.tty.users === 0;
  }

  read(into: Uint8Array, nonblock: boolean): number | Failure | Wait {
    if (this.#shown.length > 0) {
      const count = this.#shown.take(into);
      this.tty.output.wakeAll();
      return count;
    }
    if (this.#left) return fail('EIO');
    return nonblock ? fail('EAGAIN') : wait(this.readable, { exclusive: true });
  }

  write(bytes: Uint8Array): number {
    this.tty.type(bytes);
    return bytes.length;
  }

  poll(): number {
    return (this.#shown.length > 0 ? POLLIN : 0) | (this.#left ? POLLHUP : 0) | POLLOUT;
  }

  close(): void {
    const { dir, inode } = this.#place;
    removeName(dir, String(this.tty.index), inode);
    this.tty.hangUp();
  }
}

const masters = new WeakMap<OpenFile, Master>();
const of = (file: OpenFile): Master => {
  const master = masters.get(file);
  if (!master) throw fail('EIO');
  return master;
};

const masterOps: FileOps = {
  read: (file, into) => of(file).read(into, file.nonblock),
  write: (file, from) => of(file).write(from),
  poll: (file) => of(file).poll(),
  queues: (file) => [of(file).readable],
  release: (file) => of(file).close(),
};

/** open(2) of /dev/ptmx: the terminal belongs to whoever asks. It has no size until somebody says one. */
export function openMaster(task: Task, inode: DeviceInode, path: string, flags: number): OpenFile | Failure {
  const { inode: dir } = find(task, PTS_DIRECTORY);
  if (dir.kind !== 'dir') return fail('ENODEV');
  const tty = task.kernel.newTty(0, 0);
  const who = { mode: 0o620, uid: task.cred.euid, gid: TTY_GROUP };
  const name = device(dir.fs, makedev(PTS_MAJOR, tty.index), who);
  enterName(dir, String(tty.index), name);
  const file = task.kernel.newFile(inode, masterOps, flags, () => path, { tty });
  masters.set(file, new Master(tty, { dir, inode: name }));
  return file;
}

/** TIOCGPTN: the number of the terminal that belongs to a master. ENOTTY for anything else. */
const ptn = (task: Task, fd: number): number | Failure => {
  const file = fileOf(task, fd);
  return masters.get(file)?.tty.index ?? fail('ENOTTY');
};

export const ptyCalls = {
  tiocgptn: call({ args: ['fd'], restart: 'never', shown: 'ioctl', run: ptn }),
};
