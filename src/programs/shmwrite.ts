/** shmwrite: stores a text in a shared segment. A program of ipclab's own. Authority: shmat(2), shm_open(3). */

import { encode } from '../bytes.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { seconds } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { attach, detach, offsetIn, sizeOf } from './lib/shm-segment.ts';

const options = {
  create: {
    short: 'c',
    long: 'create',
    value: 'SIZE',
    help: 'make the POSIX object /NAME of SIZE bytes if there is none (O_CREAT)',
  },
  delay: { short: 'd', long: 'delay', value: 'SECONDS', help: 'store byte by byte, with a pause after each' },
  nul: { short: 'n', long: 'no-nul', help: 'store no NUL behind TEXT' },
} as const;

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const [name, offset, ...words] = args.operands;
  if (name === undefined || offset === undefined || words.length === 0)
    return yield* io.usageError(2, 'missing operand');
  const given = args.value('delay');
  const delay = given === undefined ? undefined : yield* seconds(io, given);
  const bytes = encode(words.join(' ') + (args.has('nul') ? '' : '\0'));
  const segment = yield* attach(sys, io, name, { create: yield* sizeOf(io, args.value('create')) });
  const start = segment.address + (yield* offsetIn(io, offset, segment, bytes.length));
  if (delay === undefined) yield* sys.store(start, bytes);
  else {
    for (const [at, byte] of bytes.entries()) {
      yield* sys.store(start + at, Uint8Array.of(byte));
      yield* sys.nanosleep(delay);
    }
  }
  yield* detach(sys, io, segment);
  return 0;
}

export const shmwrite = program(
  {
    name: 'shmwrite',
    summary: 'store a text in a shared memory segment',
    usage: '[-n] [-c SIZE] [-d SECONDS] SEGMENT OFFSET TEXT...',
    about: 'Attach SEGMENT, an id, a key (0x...) or a POSIX name (/NAME), store TEXT\nand a NUL at OFFSET, and detach.',
    usageStatus: 2,
    options,
  },
  run,
);
