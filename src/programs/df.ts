/**
 * df: how full file systems are, from /proc/mounts and statfs(2). Its table is in lib/df-table.ts.
 * There is no disk: --sync has nothing to wait for. Authority: df(1).
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import {
  type BlockSize,
  blockSizeFromEnvironment,
  defaultBlockSize,
  HUMAN,
  readBlockSize,
  SI,
  SIZE_NOTES,
  unit,
} from './lib/block-size.ts';
import { type Amount, FIELDS, type Field, layOut, type Room, type Style } from './lib/df-table.ts';
import type { Io } from './lib/io.ts';
import { type Mount, mountOf, readMounts } from './lib/mounts.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'include pseudo, duplicate, inaccessible file systems' },
  blockSize: {
    short: 'B',
    long: 'block-size',
    value: 'SIZE',
    help: "scale sizes by SIZE before printing them; e.g.,\n'-BM' prints sizes in units of 1,048,576 bytes;\nsee SIZE format below",
  },
  human: { short: 'h', long: 'human-readable', help: 'print sizes in powers of 1024 (e.g., 1023M)' },
  si: { short: 'H', long: 'si', help: 'print sizes in powers of 1000 (e.g., 1.1G)' },
  inodes: { short: 'i', long: 'inodes', help: 'list inode information instead of block usage' },
  kilo: { short: 'k', help: 'like --block-size=1K' },
  local: { short: 'l', long: 'local', help: 'limit listing to local file systems' },
  noSync: { long: 'no-sync', help: 'do not invoke sync before getting usage info (default)' },
  output: {
    long: 'output',
    value: 'FIELD_LIST',
    optional: true,
    help: 'use the output format defined by FIELD_LIST,\nor print all fields if FIELD_LIST is omitted.',
  },
  portability: { short: 'P', long: 'portability', help: 'use the POSIX output format' },
  sync: { long: 'sync', help: 'invoke sync before getting usage info' },
  total: {
    long: 'total',
    help: 'elide all entries insignificant to available space,\nand produce a grand total',
  },
  type: { short: 't', long: 'type', value: 'TYPE', help: 'limit listing to file systems of type TYPE' },
  printType: { short: 'T', long: 'print-type', help: 'print file system type' },
  excludeType: {
    short: 'x',
    long: 'exclude-type',
    value: 'TYPE',
    help: 'limit listing to file systems not of type TYPE',
  },
  v: { short: 'v', help: '(ignored)' },
} as const;

type Name = keyof typeof options;

const NOTHING: Amount = { total: 0, used: 0, left: 0 };

function* roomOf(sys: Sys, mount: Mount, file: string): Generator<void, Room> {
  const room = yield* sys.statfs(mount.place);
  if (isFailure(room)) return { mount, file, bytes: NOTHING, inodes: NOTHING };
  const { bsize, blocks, bfree, bavail, files, ffree } = room;
  return {
    mount,
    file,
    bytes: { total: blocks * bsize, used: (blocks - bfree) * bsize, left: bavail * bsize },
    inodes: { total: files, used: files - ffree, left: ffree },
  };
}

const added = (a: Amount, b: Amount): Amount => ({
  total: a.total + b.total,
  used: a.used + b.used,
  left: a.left + b.left,
});

/** The last line of --total, which is named in the first column that holds a name. */
const totalOf = (rooms: readonly Room[], fields: readonly Field[]): Room => ({
  mount: { source: 'total', type: '-', place: fields.includes('source') ? '-' : 'total' },
  file: '-',
  bytes: rooms.reduce((sum, { bytes }) => added(sum, bytes), NOTHING),
  inodes: rooms.reduce((sum, { inodes }) => added(sum, inodes), NOTHING),
});

function* blockSize(args: Args<Name>, io: Io): Generator<void, BlockSize> {
  let block: BlockSize | undefined;
  for (const { option, value = '', short } of args.given) {
    if (option === 'blockSize') block = yield* readBlockSize(io, short ? '-B' : '--block-size', value);
    else if (option === 'human') block = HUMAN;
    else if (option === 'si') block = SI;
    else if (option === 'kilo') block = unit(1024);
  }
  return block ?? blockSizeFromEnvironment(io, 'DF_BLOCK_SIZE') ?? defaultBlockSize(io);
}

function* outputFields(args: Args<Name>, io: Io): Generator<void, readonly Field[]> {
  const chosen: Field[] = [];
  for (const list of args.values('output')) {
    for (const word of list.split(',')) {
      const field = FIELDS.find((one) => one === word);
      if (!field) return yield* io.usageError(1, `option --output: field ${quote(word)} unknown`);
      if (chosen.includes(field))
        return yield* io.usageError(1, `option --output: field ${quote(word)} used more than once`);
      chosen.push(field);
    }
  }
  return chosen.length > 0 ? chosen : FIELDS;
}

const INODES: readonly Field[] = ['itotal', 'iused', 'iavail', 'ipcent'];
const BLOCKS: readonly Field[] = ['size', 'used', 'avail', 'pcent'];

function* styleOf(args: Args<Name>, io: Io): Generator<void, Style> {
  const block = yield* blockSize(args, io);
  if (args.has('output')) {
    for (const [option, letter] of [
      ['inodes', 'i'],
      ['portability', 'P'],
      ['printType', 'T'],
    ] as const)
      if (args.has(option)) return yield* io.usageError(1, `options -${letter} and --output are mutually exclusive`);
    return { fields: yield* outputFields(args, io), block, titles: 'output' };
  }
  const type: Field[] = args.has('printType') ? ['fstype'] : [];
  const fields: Field[] = ['source', ...type, ...(args.has('inodes') ? INODES : BLOCKS), 'target'];
  return { fields, block, titles: args.has('portability') ? 'posix' : 'usual' };
}

const REMOTE = /^(acfs|afs|auristorfs|cifs|coda|fhgfs|gpfs|ibrix|ncpfs|nfs4?|ocfs2|smb3|smbfs|snfs|vxfs)$/;

/** What -t, -x and -l leave. */
const wanted = (args: Args<Name>) => {
  const [only, not] = [args.values('type'), args.values('excludeType')];
  return ({ type, source }: Mount): boolean =>
    (only.length === 0 || only.includes(type)) &&
    !not.includes(type) &&
    !(args.has('local') && (REMOTE.test(type) || source.includes(':')));
};

/** Those of the command line, or all that hold something. */
function* chosenRooms(sys: Sys, args: Args<Name>, io: Io): Generator<void, { rooms: Room[]; status: number }> {
  const mounts = yield* readMounts(sys);
  const isWanted = wanted(args);
  const rooms: Room[] = [];
  if (args.operands.length === 0) {
    for (const mount of mounts.filter(isWanted)) rooms.push(yield* roomOf(sys, mount, '-'));
    return { rooms: rooms.filter(({ bytes }) => args.has('all') || bytes.total > 0), status: 0 };
  }
  let status = 0;
  for (const name of args.operands) {
    const stat = yield* sys.stat(name);
    const mount = isFailure(stat) ? undefined : mountOf(mounts, stat.dev);
    if (mount && isWanted(mount)) rooms.push(yield* roomOf(sys, mount, name));
    if (!isFailure(stat)) continue;
    yield* io.fail(quotef(name), stat);
    status = 1;
  }
  return { rooms, status };
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const style = yield* styleOf(args, io);
  const both = args.values('type').filter((type) => args.values('excludeType').includes(type));
  for (const type of both) yield* io.error(`file system type ${quote(type)} both selected and excluded`);
  if (both.length > 0) return 1;
  const { rooms, status } = yield* chosenRooms(sys, args, io);
  if (rooms.length === 0) return status === 0 ? yield* io.die(1, 'no file systems processed') : status;
  yield* io.print(layOut(args.has('total') ? [...rooms, totalOf(rooms, style.fields)] : rooms, style));
  return status;
}

export const df = program(
  {
    name: 'df',
    summary: 'report file system space usage',
    usage: '[OPTION]... [FILE]...',
    about: 'Show information about the file system on which each FILE resides,\nor all file systems by default.',
    options,
    notes: `Display values are in units of the first available SIZE from --block-size,
and the DF_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

${SIZE_NOTES}

FIELD_LIST is a comma-separated list of columns to be included.  Valid
field names are: 'source', 'fstype', 'itotal', 'iused', 'iavail', 'ipcent',
'size', 'used', 'avail', 'pcent', 'file' and 'target' (see info page).`,
  },
  run,
);
