/**
 * df: how full file systems are, from /proc/mounts and statfs(2).
 * Leaves out inodes and choosing columns. Authority: df(1).
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { humanSize } from './lib/human.ts';
import type { Io } from './lib/io.ts';
import { type Mount, mountOf, readMounts } from './lib/mounts.ts';
import { type Args, program } from './lib/program.ts';
import { quotef } from './lib/quote.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'include pseudo, duplicate, inaccessible file systems' },
  human: { short: 'h', long: 'human-readable', help: 'print sizes in powers of 1024 (e.g., 1023M)' },
  si: { short: 'H', long: 'si', help: 'print sizes in powers of 1000 (e.g., 1.1G)' },
  kilo: { short: 'k', help: 'like --block-size=1K' },
  type: { short: 'T', long: 'print-type', help: 'print file system type' },
} as const;

type Name = keyof typeof options;

interface Room {
  readonly mount: Mount;
  /** Bytes. */
  readonly size: number;
  readonly used: number;
  readonly left: number;
}

function* roomOf(sys: Sys, mount: Mount): Generator<void, Room> {
  const room = yield* sys.statfs(mount.place);
  if (isFailure(room)) return { mount, size: 0, used: 0, left: 0 };
  const { bsize, blocks, bfree, bavail } = room;
  return { mount, size: blocks * bsize, used: (blocks - bfree) * bsize, left: bavail * bsize };
}

const sizeText = (bytes: number, args: Args<Name>): string => {
  const format = args.last('human', 'si', 'kilo');
  if (format === 'human') return humanSize(bytes, 1024);
  return format === 'si' ? humanSize(bytes, 1000) : String(Math.ceil(bytes / 1024));
};

const percent = ({ used, left }: Room): string =>
  used + left === 0 ? '-' : `${Math.ceil((used * 100) / (used + left))}%`;

const layOut = (rooms: readonly Room[], args: Args<Name>): string => {
  const scaled = args.last('human', 'si', 'kilo');
  const short = scaled === 'human' || scaled === 'si';
  const titles = ['Filesystem', 'Type', short ? 'Size' : '1K-blocks', 'Used', short ? 'Avail' : 'Available', 'Use%'];
  const rows = rooms.map((room) => [
    room.mount.source,
    room.mount.type,
    sizeText(room.size, args),
    sizeText(room.used, args),
    sizeText(room.left, args),
    percent(room),
    room.mount.place,
  ]);
  const table = [[...titles, 'Mounted on'], ...rows].map((row) =>
    args.has('type') ? row : row.filter((_, i) => i !== 1),
  );
  const lefts = args.has('type') ? 2 : 1;
  const least = args.has('type') ? [14, 4, 5, 5, 5, 4] : [14, 5, 5, 5, 4];
  const widths = least.map((width, i) => Math.max(width, ...table.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const cells = row
      .slice(0, -1)
      .map((cell, i) => (i < lefts ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    return `${cells.join(' ')} ${row.at(-1) ?? ''}\n`;
  };
  return table.map(line).join('');
};

/** Those of the command line, or all that hold something. */
function* chosenRooms(sys: Sys, args: Args<Name>, io: Io): Generator<void, { rooms: Room[]; status: number }> {
  const mounts = yield* readMounts(sys);
  const rooms: Room[] = [];
  if (args.operands.length === 0) {
    for (const mount of mounts) rooms.push(yield* roomOf(sys, mount));
    return { rooms: rooms.filter(({ size }) => args.has('all') || size > 0), status: 0 };
  }
  let status = 0;
  for (const name of args.operands) {
    const stat = yield* sys.stat(name);
    const mount = isFailure(stat) ? undefined : mountOf(mounts, stat.dev);
    if (mount) rooms.push(yield* roomOf(sys, mount));
    if (!isFailure(stat)) continue;
    yield* io.fail(quotef(name), stat);
    status = 1;
  }
  return { rooms, status };
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const { rooms, status } = yield* chosenRooms(sys, args, io);
  if (rooms.length > 0) yield* io.print(layOut(rooms, args));
  return status;
}

export const df = program(
  {
    name: 'df',
    summary: 'report file system space usage',
    usage: '[OPTION]... [FILE]...',
    about: 'Show information about the file system on which each FILE resides,\nor all file systems by default.',
    options,
  },
  run,
);
