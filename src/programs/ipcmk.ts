/** ipcmk: makes System V objects, each with a key out of the blue. Authority: ipcmk(1) of util-linux 2.38.1. */

import { IPC_CREAT } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { int32OrDie, sizeOrDie } from './lib/util-linux.ts';

const options = {
  shmem: { short: 'M', long: 'shmem', value: '<size>', help: 'create shared memory segment of size <size>' },
  semaphore: {
    short: 'S',
    long: 'semaphore',
    value: '<number>',
    help: 'create semaphore array with <number> elements',
  },
  queue: { short: 'Q', long: 'queue', help: 'create message queue' },
  mode: { short: 'p', long: 'mode', value: '<mode>', help: 'permission for the resource (default is 0644)' },
} as const;

const DEFAULT_MODE = 0o644;
const KEY_BYTES = 4;

/** As the library's random_get_bytes gives it. */
function* randomKey(sys: Sys): Generator<void, number> {
  const bytes = new Uint8Array(KEY_BYTES);
  const fd = yield* sys.open('/dev/urandom', 0);
  if (!isFailure(fd)) {
    yield* sys.read(fd, bytes);
    yield* sys.close(fd);
  }
  return new DataView(bytes.buffer).getInt32(0, true);
}

/** As strtoul(3) with base 8 takes it; undefined for what it leaves something of. */
const parseMode = (text: string): number | undefined => {
  const [, sign, digits = ''] = /^\s*([-+]?)([0-7]+)$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const mode = Number(BigInt.asUintN(9, BigInt(`0o${digits}`)));
  return sign === '-' ? -mode & 0o777 : mode;
};

function* make(io: Io, kind: string, what: string, id: number | Failure): Generator<void, void> {
  if (isFailure(id)) return yield* io.die(1, `create ${what} failed`, id);
  yield* io.print(`${kind} id: ${id}\n`);
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  let size: bigint | undefined;
  let nsems: number | undefined;
  let mode: number = DEFAULT_MODE;
  for (const { option, value = '' } of args.given) {
    if (option === 'shmem') size = yield* sizeOrDie(io, value, 'failed to parse size');
    if (option === 'semaphore') nsems = yield* int32OrDie(io, value, 'failed to parse elements');
    // The real one tells of an errno that nobody has set.
    if (option === 'mode') mode = parseMode(value) ?? (yield* io.die(1, 'failed to parse mode: Success'));
  }
  if (size === undefined && nsems === undefined && !args.has('queue')) return yield* io.usageError(1, 'bad usage');
  const flags = mode | IPC_CREAT;
  if (size !== undefined) {
    const id = yield* sys.shmget(yield* randomKey(sys), Number(size), flags);
    yield* make(io, 'Shared memory', 'share memory', id);
  }
  if (args.has('queue')) {
    yield* make(io, 'Message queue', 'message queue', yield* sys.msgget(yield* randomKey(sys), flags));
  }
  if (nsems !== undefined) {
    yield* make(io, 'Semaphore', 'semaphore', yield* sys.semget(yield* randomKey(sys), nsems, flags));
  }
  return 0;
}

export const ipcmk = program(
  {
    name: 'ipcmk',
    summary: 'create various IPC resources',
    usage: '[options]',
    about: 'Create various IPC resources.',
    family: 'util-linux',
    groups: [{ title: 'Options', options: ['shmem', 'semaphore', 'queue', 'mode', '', 'help', 'version'], column: 26 }],
    notes:
      'Arguments:\n <size> arguments may be followed by the suffixes for\n   GiB, TiB, PiB, EiB, ZiB, and YiB (the "iB" is optional)',
    options,
  },
  run,
);
