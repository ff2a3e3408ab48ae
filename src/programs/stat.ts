/** stat: what the kernel knows of files. Leaves out SELinux contexts and mount points. Authority: stat(1). */

import { major, minor, S_ISBLK, S_ISCHR, S_ISLNK, type Stat } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { expandEscapes } from './lib/escape.ts';
import { fileKind } from './lib/file-kind.ts';
import type { Io } from './lib/io.ts';
import { modeString } from './lib/mode.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { strftime } from './lib/strftime.ts';
import { type Names, readNames } from './lib/users.ts';

const options = {
  dereference: { short: 'L', long: 'dereference', help: 'follow links' },
  fileSystem: { short: 'f', long: 'file-system', help: 'display file system status instead of file status' },
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

/** All files are on one device. */
const DEVICE = 0x1b;

interface File {
  readonly path: string;
  readonly stat: Stat;
  readonly target: string | undefined;
  readonly names: Names;
}

const isDevice = ({ mode }: Stat): boolean => S_ISCHR(mode) || S_ISBLK(mode);

const timeText = (us: number): string => strftime('%Y-%m-%d %H:%M:%S.%N %z', us);
const secondsText = (us: number, precision: string): string => {
  if (precision === '') return String(Math.floor(us / 1e6));
  const digits = precision === '.' ? 9 : Number(precision.slice(1));
  return strftime(digits === 0 ? '%s' : `%s.%${digits}N`, us);
};

const fieldOf = (letter: string, precision: string, { path, stat, target, names }: File): string | undefined => {
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
      return String(DEVICE);
    case 'D':
      return DEVICE.toString(16);
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
      return '/';
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
      return timeText(stat.atime);
    case 'X':
      return secondsText(stat.atime, precision);
    case 'y':
      return timeText(stat.mtime);
    case 'Y':
      return secondsText(stat.mtime, precision);
    case 'z':
      return timeText(stat.ctime);
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

/** Undefined for a directive that is none. */
const format = (pattern: string, file: File): string =>
  pattern.replace(
    /%([-#0+ ']*)(\d*)(\.\d*)?([HL]?[a-zA-Z%])/g,
    (whole, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      if (letter === 'Hd' || letter === 'Hr') return String(major(letter === 'Hd' ? DEVICE : file.stat.rdev));
      if (letter === 'Ld' || letter === 'Lr') return String(minor(letter === 'Ld' ? DEVICE : file.stat.rdev));
      const value = fieldOf(letter, precision ?? '', file);
      return value === undefined ? (letter.length === 1 ? '?' : whole) : pad(value, flags, width, letter);
    },
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
): Generator<void, boolean> {
  const follow = args.has('dereference');
  const stat = path === '-' ? yield* sys.fstat(0) : follow ? yield* sys.stat(path) : yield* sys.lstat(path);
  if (isFailure(stat)) {
    if (path === '-') yield* io.fail('cannot stat standard input', stat);
    else yield* io.fail(`cannot statx ${quoteaf(path)}`, stat);
    return false;
  }
  const target = S_ISLNK(stat.mode) ? yield* sys.readlink(path) : undefined;
  const file: File = { path, stat, target: isFailure(target) ? undefined : target, names };
  const last = args.last('format', 'printf');
  if (last === 'format') yield* io.print(`${format(args.value('format') ?? '', file)}\n`);
  else if (last === 'printf')
    yield* io.print(format(expandEscapes(args.value('printf') ?? '', 'coreutils-format').text, file));
  else yield* io.print(args.has('terse') ? format(TERSE, file) : usual(file));
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
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    if (args.has('fileSystem')) return yield* io.die(1, `not simulated: ${quote('--file-system')}`);
    const names = yield* readNames(sys);
    let status = 0;
    for (const path of args.operands) if (!(yield* one(sys, io, path, args, names))) status = 1;
    return status;
  },
);
