/**
 * File systems: what is mounted where, and those that have no place (pipes, anonymous inodes).
 * Models device numbers, the room that is left, the lines of /proc/mounts. Leaves out mount(2): the table is fixed at boot.
 * Authority: statfs(2), stat(2) for st_dev, proc(5) for mounts, tmpfs(5).
 */
import { makedev, NAME_MAX, PAGE_SIZE, type Statfs } from '../abi.ts';

export interface FileSystem {
  /** As in /proc/mounts. */
  readonly type: string;
  /** st_dev of everything on it. */
  readonly dev: number;
  /** f_type of statfs(2). */
  readonly magic: number;
  /** Room for so much; 0 where nothing is stored. */
  readonly bytes: number;
  readonly inodes: number;
  freeBytes: number;
  freeInodes: number;
  nextIno(): number;
  /** µs since the epoch. */
  now(): number;
}

export interface Mount {
  readonly fs: FileSystem;
  readonly source: string;
  readonly place: string;
  readonly options: string;
}

/** Those of one machine. */
export interface FileSystems {
  readonly root: FileSystem;
  readonly proc: FileSystem;
  readonly pipes: FileSystem;
  readonly anonymous: FileSystem;
  readonly sockets: FileSystem;
  readonly mqueue: FileSystem;
  readonly mounts: readonly Mount[];
}

const MIB = 1024 * 1024;
const MAGIC = {
  tmpfs: 0x01021994,
  proc: 0x9fa0,
  devpts: 0x1cd1,
  pipefs: 0x50495045,
  anonymous: 0x09041934,
  sockfs: 0x534f434b,
  mqueue: 0x19800202,
} as const;

type Numbers = Pick<FileSystem, 'nextIno' | 'now'>;

/** What has no device behind it gets a number of major 0. */
function made(numbers: Numbers, type: string, minor: number, magic: number, bytes = 0): FileSystem {
  const inodes = Math.floor(bytes / PAGE_SIZE);
  return {
    ...numbers,
    type,
    dev: makedev(0, minor),
    magic,
    bytes,
    inodes,
    freeBytes: bytes,
    freeInodes: inodes,
  };
}

/** A machine that has been up for a while has made many sockets. */
const FIRST_SOCKET = 18_301;
const countingFrom = (first: number): (() => number) => {
  let next = first;
  return () => next++;
};

export function bootFileSystems(numbers: Numbers): FileSystems {
  const root = made(numbers, 'tmpfs', 25, MAGIC.tmpfs, 64 * MIB);
  const proc = made(numbers, 'proc', 22, MAGIC.proc);
  const dev = made(numbers, 'devtmpfs', 6, MAGIC.tmpfs, 4 * MIB);
  const pts = made(numbers, 'devpts', 24, MAGIC.devpts);
  const shm = made(numbers, 'tmpfs', 27, MAGIC.tmpfs, 64 * MIB);
  const mqueue = made(numbers, 'mqueue', 20, MAGIC.mqueue);
  return {
    root,
    proc,
    mqueue,
    pipes: made(numbers, 'pipefs', 15, MAGIC.pipefs),
    anonymous: made(numbers, 'anon_inodefs', 16, MAGIC.anonymous),
    sockets: made({ ...numbers, nextIno: countingFrom(FIRST_SOCKET) }, 'sockfs', 8, MAGIC.sockfs),
    mounts: [
      { fs: root, source: 'tmpfs', place: '/', options: 'rw,relatime' },
      { fs: proc, source: 'proc', place: '/proc', options: 'rw,nosuid,nodev,noexec,relatime' },
      { fs: dev, source: 'devtmpfs', place: '/dev', options: 'rw,nosuid,relatime,mode=755' },
      {
        fs: pts,
        source: 'devpts',
        place: '/dev/pts',
        options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000',
      },
      { fs: shm, source: 'tmpfs', place: '/dev/shm', options: 'rw,nosuid,nodev' },
      { fs: mqueue, source: 'mqueue', place: '/dev/mqueue', options: 'rw,relatime' },
    ],
  };
}

export const mountLine = ({ fs, source, place, options }: Mount): string =>
  `${source} ${place} ${fs.type} ${options} 0 0\n`;

export const statfsOf = ({ magic, dev, bytes, inodes, freeBytes, freeInodes }: FileSystem): Statfs => ({
  type: magic,
  bsize: PAGE_SIZE,
  blocks: bytes / PAGE_SIZE,
  bfree: Math.floor(freeBytes / PAGE_SIZE),
  bavail: Math.floor(freeBytes / PAGE_SIZE),
  files: inodes,
  ffree: Math.max(0, freeInodes),
  fsid: dev,
  namelen: NAME_MAX,
});
