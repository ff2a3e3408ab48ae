/**
 * df: how full file systems are. There is no statfs(2) here: the size is what tmpfs takes by itself, half of the memory,
 * and what is used is counted by looking at every file. Leaves out inodes and choosing columns. Authority: df(1), tmpfs(5).
 */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { humanSize } from './lib/human.ts';
import type { Io } from './lib/io.ts';
import { joinPath } from './lib/path-text.ts';
import { type Args, program } from './lib/program.ts';
import { quotef } from './lib/quote.ts';
import { readText } from './lib/read-file.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'include pseudo, duplicate, inaccessible file systems' },
  human: { short: 'h', long: 'human-readable', help: 'print sizes in powers of 1024 (e.g., 1023M)' },
  si: { short: 'H', long: 'si', help: 'print sizes in powers of 1000 (e.g., 1.1G)' },
  kilo: { short: 'k', help: 'like --block-size=1K' },
  type: { short: 'T', long: 'print-type', help: 'print file system type' },
} as const;

type Name = keyof typeof options;

interface Mount {
  readonly source: string;
  readonly place: string;
  readonly type: string;
}

const PSEUDO = new Set(['proc', 'sysfs', 'devpts', 'cgroup2']);
const BLOCK = 512;

function* readMounts(sys: Sys): Generator<void, Mount[]> {
  const text = yield* readText(sys, '/proc/mounts');
  if (isFailure(text)) return [];
  return text.split('\n').flatMap((line) => {
    const [source, place, type] = line.split(' ');
    return source !== undefined && place !== undefined && type !== undefined ? [{ source, place, type }] : [];
  });
}

/** Blocks of all files of one file system; what may not be read is not counted. */
function* usedBlocks(sys: Sys, path: string, others: ReadonlySet<string>, seen: Set<number>): Generator<void, number> {
  const stat = yield* sys.lstat(path);
  if (isFailure(stat) || seen.has(stat.ino)) return 0;
  seen.add(stat.ino);
  let blocks = stat.blocks;
  if (!S_ISDIR(stat.mode)) return blocks;
  const fd = yield* sys.open(path, 0);
  if (isFailure(fd)) return blocks;
  for (;;) {
    const entries = yield* sys.getdents(fd);
    if (isFailure(entries) || entries.length === 0) break;
    for (const { name } of entries) {
      const below = joinPath(path, name);
      if (name !== '.' && name !== '..' && !others.has(below)) blocks += yield* usedBlocks(sys, below, others, seen);
    }
  }
  yield* sys.close(fd);
  return blocks;
}

interface Room {
  readonly mount: Mount;
  readonly bytes: number;
  readonly used: number;
}

function* roomOf(sys: Sys, mount: Mount, mounts: readonly Mount[]): Generator<void, Room> {
  if (PSEUDO.has(mount.type)) return { mount, bytes: 0, used: 0 };
  const info = yield* readText(sys, '/proc/meminfo');
  const kb = isFailure(info) ? 0 : Number(/^MemTotal: *(\d+)/m.exec(info)?.[1] ?? 0);
  const others = new Set(mounts.map(({ place }) => place).filter((place) => place !== mount.place));
  const used = (yield* usedBlocks(sys, mount.place, others, new Set())) * BLOCK;
  return { mount, bytes: Math.floor(kb / 2) * 1024, used };
}

const sizeText = (bytes: number, args: Args<Name>): string => {
  const format = args.last('human', 'si', 'kilo');
  if (format === 'human') return humanSize(bytes, 1024);
  return format === 'si' ? humanSize(bytes, 1000) : String(Math.ceil(bytes / 1024));
};

const percent = ({ bytes, used }: Room): string => (bytes === 0 ? '-' : `${Math.ceil((used * 100) / bytes)}%`);

const layOut = (rooms: readonly Room[], args: Args<Name>): string => {
  const scaled = args.last('human', 'si', 'kilo');
  const short = scaled === 'human' || scaled === 'si';
  const titles = ['Filesystem', 'Type', short ? 'Size' : '1K-blocks', 'Used', short ? 'Avail' : 'Available', 'Use%'];
  const rows = rooms.map((room) => [
    room.mount.source,
    room.mount.type,
    sizeText(room.bytes, args),
    sizeText(room.used, args),
    sizeText(room.bytes - room.used, args),
    percent(room),
    room.mount.place,
  ]);
  const table = [[...titles, 'Mounted on'], ...rows].map((row) =>
    args.has('type') ? row : row.filter((_, i) => i !== 1),
  );
  const lefts = args.has('type') ? 2 : 1;
  const least = args.has('type') ? [14, 4, 5, 4, 5, 4] : [14, 5, 4, 5, 4];
  const widths = least.map((width, i) => Math.max(width, ...table.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const cells = row
      .slice(0, -1)
      .map((cell, i) => (i < lefts ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    return `${cells.join(' ')} ${row.at(-1) ?? ''}\n`;
  };
  return table.map(line).join('');
};

/** The file system that a name is on: the longest place above it. */
function* mountOf(sys: Sys, name: string, mounts: readonly Mount[]): Generator<void, Mount | undefined> {
  const here = yield* sys.getcwd();
  const path = name.startsWith('/') || isFailure(here) ? name : joinPath(here, name);
  const above = mounts.filter(({ place }) => path === place || place === '/' || path.startsWith(`${place}/`));
  return above.sort((a, b) => b.place.length - a.place.length)[0];
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const mounts = yield* readMounts(sys);
  let status = 0;
  let chosen = mounts.filter(({ type }) => args.has('all') || !PSEUDO.has(type));
  if (args.operands.length > 0) {
    chosen = [];
    for (const name of args.operands) {
      const stat = yield* sys.stat(name);
      const mount = isFailure(stat) ? undefined : yield* mountOf(sys, name, mounts);
      if (isFailure(stat)) {
        yield* io.fail(quotef(name), stat);
        status = 1;
      } else if (mount) chosen.push(mount);
    }
  }
  const rooms: Room[] = [];
  for (const mount of chosen) rooms.push(yield* roomOf(sys, mount, mounts));
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
