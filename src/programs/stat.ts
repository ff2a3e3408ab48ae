/** stat: what the kernel knows of files. Leaves out SELinux contexts. Authority: stat(1). */

import { major, minor, S_ISBLK, S_ISCHR, S_ISLNK, type Stat, type Statfs } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { expandEscapes } from './lib/escape.ts';
import { fileKind } from './lib/file-kind.ts';
import type { Io } from './lib/io.ts';
import { modeString } from './lib/mode.ts';
import { type Mount, mountOf, readMounts } from './lib/mounts.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { strftime } from './lib/strftime.ts';
import { type Names, readNames } from './lib/users.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';
import { UTC, type Zone } from './lib/zone.ts';

const options = {
  dereference: { short: 'L', long: 'dereference', help: 'follow links' },
  fileSystem: { short: 'f', long: 'file-system', help: 'display file system status instead of file status' },
  cached: {
    long: 'cached',
    value: 'MODE',
    help: 'specify how to use cached attributes;\nuseful on remote file systems.',
  },
  format: {
    short: 'c',
    long: 'format',
    value: 'FORMAT',
    help: 'use the specified FORMAT instead of the default;\noutput a newline after each use of FORMAT',
  },
  printf: {
    long: 'printf',
    value: 'FORMAT',
    help: 'like --format, but interpret backslash escapes,\nand do not output a mandatory trailing newline;\nif you want a newline, include \\n in FORMAT',
  },
  terse: { short: 't', long: 'terse', help: 'print the information in terse form' },
} as const;

const CACHE_MODES: Choices = [['default'], ['never'], ['always']];

interface File {
  readonly path: string;
  readonly stat: Stat;
  readonly target: string | undefined;
  readonly names: Names;
  readonly mounts: readonly Mount[];
  readonly zone: Zone;
}

const isDevice = ({ mode }: Stat): boolean => S_ISCHR(mode) || S_ISBLK(mode);

const timeText = (us: number, zone: Zone): string => strftime('%Y-%m-%d %H:%M:%S.%N %z', us, zone, 'gnulib');
const secondsText = (us: number, precision: string): string => {
  if (precision === '') return String(Math.floor(us / 1e6));
  const digits = precision === '.' ? 9 : Number(precision.slice(1));
  return strftime(digits === 0 ? '%s' : `%s.%${digits}N`, us, UTC, 'gnulib');
};

const fieldOf = (
  letter: string,
  precision: string,
  { path, stat, target, names, mounts, zone }: File,
): string | undefined => {
  switch (letter) {
    case 'a':
      return (stat.mode & 0o7777).toString(8);
    case 'A':
      return modeString(stat.mode);
    case 'b':
      return String(stat.blocks);
    case 'B':
      return '512';
    case 'C':
      return '?';
    case 'd':
      return String(stat.dev);
    case 'D':
      return stat.dev.toString(16);
    case 'f':
      return stat.mode.toString(16);
    case 'F':
      return fileKind(stat);
    case 'g':
      return String(stat.gid);
    case 'G':
      return names.group(stat.gid) ?? 'UNKNOWN';
    case 'h':
      return String(stat.nlink);
    case 'i':
      return String(stat.ino);
    case 'm':
      return mountOf(mounts, stat.dev)?.place ?? '?';
    case 'n':
      return path;
    case 'N':
      return target === undefined ? quoteaf(path) : `${quoteaf(path)} -> ${quoteaf(target)}`;
    case 'o':
      return String(stat.blksize);
    case 's':
      return String(stat.size);
    case 't':
      return major(stat.rdev).toString(16);
    case 'T':
      return minor(stat.rdev).toString(16);
    case 'r':
      return String(stat.rdev);
    case 'R':
      return stat.rdev.toString(16);
    case 'u':
      return String(stat.uid);
    case 'U':
      return names.user(stat.uid) ?? 'UNKNOWN';
    case 'w':
      return '-';
    case 'W':
      return '0';
    case 'x':
      return timeText(stat.atime, zone);
    case 'X':
      return secondsText(stat.atime, precision);
    case 'y':
      return timeText(stat.mtime, zone);
    case 'Y':
      return secondsText(stat.mtime, precision);
    case 'z':
      return timeText(stat.ctime, zone);
    case 'Z':
      return secondsText(stat.ctime, precision);
    default:
      return undefined;
  }
};

const NUMERIC = /[abBdDfghirRostTuWXYZ]/;

const pad = (text: string, flags: string, width: string, letter: string): string => {
  let out = text;
  if (flags.includes('#') && letter === 'a') out = `0${out}`;
  else if (flags.includes('#') && 'DfRtT'.includes(letter)) out = `0x${out}`;
  const columns = Number(width || '0');
  if (flags.includes('-')) return out.padEnd(columns);
  return out.padStart(columns, flags.includes('0') && NUMERIC.test(letter) ? '0' : ' ');
};

const format = (pattern: string, file: File): string =>
  pattern.replace(
    /%([-#0+ ']*)(\d*)(\.\d*)?([HL]?[a-zA-Z%])/g,
    (whole, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      if (letter === 'Hd' || letter === 'Hr') return String(major(letter === 'Hd' ? file.stat.dev : file.stat.rdev));
      if (letter === 'Ld' || letter === 'Lr') return String(minor(letter === 'Ld' ? file.stat.dev : file.stat.rdev));
      const value = fieldOf(letter, precision ?? '', file);
      return value === undefined ? (letter.length === 1 ? '?' : whole) : pad(value, flags, width, letter);
    },
  );

/** statfs(2) of the file system that a name is on. */
interface Room {
  readonly path: string;
  readonly statfs: Statfs;
}

const FILE_SYSTEM_TYPES: Readonly<Record<number, string>> = {
  16914836: 'tmpfs',
  40864: 'proc',
  7377: 'devpts',
  427819522: 'mqueue',
  1397703499: 'sockfs',
  1346981957: 'pipefs',
  151263540: 'anon-inode FS',
};

const roomField = (letter: string, { path, statfs }: Room): string => {
  const values: Readonly<Record<string, string>> = {
    a: String(statfs.bavail),
    b: String(statfs.blocks),
    c: String(statfs.files),
    d: String(statfs.ffree),
    f: String(statfs.bfree),
    i: statfs.fsid.toString(16),
    l: String(statfs.namelen),
    n: path,
    s: String(statfs.bsize),
    S: String(statfs.bsize),
    t: statfs.type.toString(16),
    T: FILE_SYSTEM_TYPES[statfs.type] ?? `UNKNOWN (0x${statfs.type.toString(16)})`,
    '%': '%',
  };
  return values[letter] ?? '?';
};

const formatRoom = (pattern: string, room: Room): string =>
  pattern.replace(/%([-#0+ ']*)(\d*)([a-zA-Z%])/g, (_whole, flags: string, width: string, letter: string) =>
    pad(roomField(letter, room), flags, width, letter),
  );

const usualRoom = (room: Room): string =>
  formatRoom(
    `  File: "%n"\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s Fundamental block size: %S\nBlocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d\n`,
    room,
  );

const usual = (file: File): string => {
  const device = isDevice(file.stat) ? 'Links: %-5h Device type: %Hr,%Lr' : 'Links: %h';
  return format(
    `  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-11i ${device}\nAccess: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w\n`,
    file,
  );
};

const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n';

function* one(
  sys: Sys,
  io: Io,
  path: string,
  args: Args<keyof typeof options>,
  names: Names,
  mounts: readonly Mount[],
): Generator<void, boolean> {
  const follow = args.has('dereference');
  const stat = path === '-' ? yield* sys.fstat(0) : follow ? yield* sys.stat(path) : yield* sys.lstat(path);
  if (isFailure(stat)) {
    if (path === '-') yield* io.fail('cannot stat standard input', stat);
    else yield* io.fail(`cannot statx ${quoteaf(path)}`, stat);
    return false;
  }
  const target = S_ISLNK(stat.mode) ? yield* sys.readlink(path) : undefined;
  const file: File = { path, stat, target: isFailure(target) ? undefined : target, names, mounts, zone: io.zone };
  const last = args.last('format', 'printf');
  if (last === 'format') yield* io.print(`${format(args.value('format') ?? '', file)}\n`);
  else if (last === 'printf')
    yield* io.print(format(expandEscapes(args.value('printf') ?? '', 'coreutils-format').text, file));
  else yield* io.print(args.has('terse') ? format(TERSE, file) : usual(file));
  return true;
}

function* oneFileSystem(sys: Sys, io: Io, path: string, args: Args<keyof typeof options>): Generator<void, boolean> {
  const statfs = path === '-' ? yield* sys.fstatfs(0) : yield* sys.statfs(path);
  if (isFailure(statfs)) {
    yield* io.fail(`cannot read file system information for ${quoteaf(path)}`, statfs);
    return false;
  }
  const last = args.last('format', 'printf');
  const room = { path, statfs };
  if (last === 'format') yield* io.print(`${formatRoom(args.value('format') ?? '', room)}\n`);
  else if (last === 'printf')
    yield* io.print(formatRoom(expandEscapes(args.value('printf') ?? '', 'coreutils-format').text, room));
  else yield* io.print(args.has('terse') ? formatRoom('%n %i %l %t %s %S %b %f %a %c %d\n', room) : usualRoom(room));
  return true;
}

export const stat = program(
  {
    name: 'stat',
    summary: 'display file or file system status',
    usage: '[OPTION]... FILE...',
    about: 'Display file or file system status.',
    options,
    notes:
      'FORMAT: %a %A %b %B %d %f %F %g %G %h %i %n %N %o %s %t %T %u %U %x %X %y %Y %z %Z, as ls and find have them.',
  },
  function* (sys, args, io) {
    // All attributes are at hand: no mode makes a difference.
    for (const mode of args.values('cached')) yield* chooseWord(io, 'cached', mode, CACHE_MODES);
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const pattern = args.value('format') ?? args.value('printf') ?? '';
    const mounts = /%[^a-zA-Z%]*m/.test(pattern) ? yield* readMounts(sys) : [];
    const names = yield* readNames(sys);
    let status = 0;
    for (const path of args.operands) {
      const told = args.has('fileSystem')
        ? yield* oneFileSystem(sys, io, path, args)
        : yield* one(sys, io, path, args, names, mounts);
      if (!told) status = 1;
    }
    return status;
  },
);
