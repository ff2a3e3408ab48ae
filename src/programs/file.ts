/**
 * file: what kind a file is: from its inode first, then from its first bytes. A FIFO is not opened, so it cannot block.
 * Leaves out magic files and looking into archives. Authority: file(1).
 */

import {
  major,
  minor,
  O_NONBLOCK,
  S_ISBLK,
  S_ISCHR,
  S_ISDIR,
  S_ISFIFO,
  S_ISGID,
  S_ISLNK,
  S_ISSOCK,
  S_ISUID,
  S_ISVTX,
  type Stat,
} from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { type Guess, guess } from './lib/file-type.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

const options = {
  brief: { short: 'b', long: 'brief', help: 'do not prepend filenames to output lines' },
  filesFrom: { short: 'f', long: 'files-from', value: 'FILE', help: 'read the filenames to be examined from FILE' },
  separator: { short: 'F', long: 'separator', value: 'STRING', help: "use string as separator instead of `:'" },
  mime: { short: 'i', long: 'mime', help: 'output MIME type strings (--mime-type and\n--mime-encoding)' },
  mimeType: { long: 'mime-type', help: 'output the MIME type' },
  mimeEncoding: { long: 'mime-encoding', help: 'output the MIME encoding' },
  keepGoing: { short: 'k', long: 'keep-going', help: "don't stop at the first match" },
  dereference: { short: 'L', long: 'dereference', help: 'follow symlinks' },
  noDereference: { short: 'h', long: 'no-dereference', help: "don't follow symlinks (default)" },
  noBuffer: { short: 'n', long: 'no-buffer', help: 'do not buffer output' },
  noPad: { short: 'N', long: 'no-pad', help: 'do not pad output' },
  print0: { short: '0', long: 'print0', help: 'terminate filenames with ASCII NUL' },
  raw: { short: 'r', long: 'raw', help: "don't translate unprintable chars to \\ooo" },
  special: {
    short: 's',
    long: 'special-files',
    help: 'treat special (block/char devices) files as\nordinary ones',
  },
} as const;

type Name = keyof typeof options;

/** Some 64 KiB decide about the encoding. */
const LOOK = 65_536;

const inode = (text: string, kind: string): Guess => ({ text, mime: `inode/${kind}`, charset: 'binary' });

function* byInode(sys: Sys, name: string, stat: Stat): Generator<void, Guess | undefined> {
  const { mode, rdev, size } = stat;
  const bits = [
    [S_ISUID, 'setuid'],
    [S_ISGID, 'setgid'],
    [S_ISVTX, 'sticky'],
  ] as const;
  const special = bits.flatMap(([bit, word]) => (mode & bit ? [`${word}, `] : [])).join('');
  if (S_ISDIR(mode)) return inode(special ? `${special}directory` : 'directory', 'directory');
  if (S_ISFIFO(mode)) return inode('fifo (named pipe)', 'fifo');
  if (S_ISSOCK(mode)) return inode('socket', 'socket');
  if (S_ISCHR(mode)) return inode(`character special (${major(rdev)}/${minor(rdev)})`, 'chardevice');
  if (S_ISBLK(mode)) return inode(`block special (${major(rdev)}/${minor(rdev)})`, 'blockdevice');
  if (S_ISLNK(mode)) {
    const target = yield* sys.readlink(name);
    const leads = !isFailure(yield* sys.stat(name));
    const text = `${leads ? '' : 'broken '}symbolic link to ${isFailure(target) ? '' : target}`;
    return inode(text, 'symlink');
  }
  // Files of /proc are read although they say that they are empty.
  if (size === 0 && !name.startsWith('/proc/')) return inode('empty', 'x-empty');
  return undefined;
}

const cannotOpen = (name: string, why: string): Guess => {
  const text = `cannot open \`${name}' (${why})`;
  return { text, mime: text, charset: '' };
};

function* byContent(sys: Sys, name: string, fd: number): Generator<void, Guess> {
  const bytes = new Uint8Array(LOOK);
  let length = 0;
  while (length < LOOK) {
    const count = yield* sys.read(fd, bytes.subarray(length));
    if (isFailure(count)) return { text: `cannot read \`${name}' (${strerror(count.errno)})`, mime: '', charset: '' };
    if (count === 0) break;
    length += count;
  }
  return length === 0 ? inode('empty', 'x-empty') : guess(bytes.subarray(0, length));
}

function* examine(sys: Sys, name: string, follow: boolean): Generator<void, Guess> {
  if (name === '-') return yield* byContent(sys, name, 0);
  const stat = follow ? yield* sys.stat(name) : yield* sys.lstat(name);
  if (isFailure(stat)) return cannotOpen(name, strerror(stat.errno));
  const known = yield* byInode(sys, name, stat);
  if (known) return known;
  const fd = yield* sys.open(name, O_NONBLOCK);
  if (isFailure(fd)) {
    const kind = (stat.mode & 0o111) !== 0 ? 'executable, regular file' : 'regular file';
    return { text: `${kind}, no read permission`, mime: `${kind}, no read permission`, charset: '' };
  }
  const found = yield* byContent(sys, name, fd);
  yield* sys.close(fd);
  return found;
}

const shown = (args: Args<Name>, { text, mime, charset }: Guess): string => {
  if (charset === '') return text;
  if (args.has('mime')) return `${mime}; charset=${charset}`;
  if (args.has('mimeType')) return mime;
  return args.has('mimeEncoding') ? charset : text;
};

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const list = args.value('filesFrom');
  const listed = list === undefined ? '' : yield* readText(sys, list);
  if (isFailure(listed)) {
    return yield* io.die(1, `Cannot open \`${list}' (${strerror(listed.errno)})`);
  }
  const names = [...listed.split('\n').filter((name) => name !== ''), ...args.operands];
  if (names.length === 0) return yield* io.usageError(1);
  const follow = args.last('dereference', 'noDereference') === 'dereference';
  const separator = args.value('separator') ?? ':';
  const widest = Math.max(...names.map((name) => (name === '-' ? '/dev/stdin' : name).length));
  for (const name of names) {
    const found = shown(args, yield* examine(sys, name, follow));
    const label = name === '-' ? '/dev/stdin' : name;
    const pad = args.has('noPad') ? '' : ' '.repeat(widest - label.length);
    const prefix = args.has('brief') ? '' : `${label}${args.has('print0') ? '\0' : ''}${separator}${pad} `;
    yield* io.print(`${prefix}${found}\n`);
  }
  return 0;
}

export const file = program(
  {
    name: 'file',
    summary: 'determine file type',
    usage: '[OPTION...] [FILE...]',
    about: 'Determine type of FILEs.',
    family: 'file',
    options,
  },
  run,
);
