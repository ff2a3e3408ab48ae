/**
 * Character devices: what is behind a device number.
 * Models null, zero, full, random, urandom, tty and the pseudo-terminals. Leaves out everything with hardware behind it.
 * Authority: null(4), full(4), random(4), tty(4), pts(4).
 */
import { makedev, O_NOCTTY, POLLIN, POLLOUT } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { FileOps, OpenFile } from '../file.ts';
import { openMaster, PTS_MAJOR } from '../pty.ts';
import { seeded } from '../random.ts';
import type { Task } from '../task.ts';
import type { Tty } from '../tty.ts';
import type { DeviceInode } from './inode.ts';

const MEMORY_MAJOR = 1;
const TTY_MAJOR = 5;

export const DEVICE_NUMBERS = {
  null: makedev(MEMORY_MAJOR, 3),
  zero: makedev(MEMORY_MAJOR, 5),
  full: makedev(MEMORY_MAJOR, 7),
  random: makedev(MEMORY_MAJOR, 8),
  urandom: makedev(MEMORY_MAJOR, 9),
  tty: makedev(TTY_MAJOR, 0),
  ptmx: makedev(TTY_MAJOR, 2),
} as const;

const always = (): number => POLLIN | POLLOUT;
const zeros = (_file: OpenFile, into: Uint8Array): number => {
  into.fill(0);
  return into.length;
};
const swallow = (_file: OpenFile, from: Uint8Array): number => from.length;
/** From the seed of the kernel, so that a run repeats. */
const noise = (_file: OpenFile, into: Uint8Array, task: Task): number => {
  const random = seeded(task.kernel.options.seed ^ task.kernel.now);
  for (let i = 0; i < into.length; i++) into[i] = random.below(256);
  return into.length;
};

const DRIVERS: ReadonlyMap<number, FileOps> = new Map<number, FileOps>([
  [DEVICE_NUMBERS.null, { read: () => 0, write: swallow, poll: always }],
  [DEVICE_NUMBERS.zero, { read: zeros, write: swallow, poll: always }],
  [DEVICE_NUMBERS.full, { read: zeros, write: () => fail('ENOSPC'), poll: always }],
  [DEVICE_NUMBERS.random, { read: noise, write: swallow, poll: always }],
  [DEVICE_NUMBERS.urandom, { read: noise, write: swallow, poll: always }],
]);

const ttyOps: FileOps = {
  read: (file, into, task) => file.tty?.read(into, file.nonblock, task) ?? fail('ENXIO'),
  write: (file, from, task) => file.tty?.write(from, file.nonblock, task) ?? fail('ENXIO'),
  poll: (file) => file.tty?.poll() ?? 0,
  queues: (file) => (file.tty ? [file.tty.input, file.tty.output] : []),
  unread: (file) => file.tty?.line.queued ?? 0,
  release: (file) => file.tty?.closed(),
};

function ttyFile(task: Task, tty: Tty, inode: DeviceInode, flags: number, name: () => string): OpenFile {
  tty.opened();
  return task.kernel.newFile(inode, ttyOps, flags, name, { tty });
}

/** An open terminal; a session's leader without one gets it as its controlling terminal, unless O_NOCTTY. EIO once it is hung up. */
function openTty(task: Task, tty: Tty, inode: DeviceInode, flags: number): OpenFile | Failure {
  if (tty.hungUp) return fail('EIO');
  if ((flags & O_NOCTTY) === 0) tty.attach(task);
  return ttyFile(task, tty, inode, flags & ~O_NOCTTY, () => tty.path);
}

/** ENXIO: no such device, or /dev/tty without a controlling terminal. */
export function openDevice(task: Task, inode: DeviceInode, path: string, flags: number): OpenFile | Failure {
  const ops = DRIVERS.get(inode.rdev);
  if (ops) return task.kernel.newFile(inode, ops, flags, () => path);
  if (inode.rdev === DEVICE_NUMBERS.tty) {
    const { tty } = task.group.session;
    return tty ? ttyFile(task, tty, inode, flags, () => '/dev/tty') : fail('ENXIO');
  }
  if (inode.rdev === DEVICE_NUMBERS.ptmx) return openMaster(task, inode, path, flags);
  const tty = inode.rdev >> 8 === PTS_MAJOR ? task.kernel.ttys[inode.rdev & 0xff] : undefined;
  return tty ? openTty(task, tty, inode, flags) : fail('ENXIO');
}
