/** shmat: attaches a shared segment and stays. A program of ipclab's own. Authority: shmat(2), shm_open(3). */

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
  'read-only': { short: 'r', long: 'read-only', help: 'attach it for reading only (SHM_RDONLY)' },
  store: { short: 's', long: 'store', value: 'TEXT', help: 'then store TEXT at its beginning' },
  time: { short: 't', long: 'time', value: 'SECONDS', help: 'stay so long, not until a signal comes' },
} as const;

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const [name, extra] = args.operands;
  if (name === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const limit = args.value('time');
  const time = limit === undefined ? undefined : yield* seconds(io, limit);
  const segment = yield* attach(sys, io, name, {
    readOnly: args.has('read-only'),
    create: yield* sizeOf(io, args.value('create')),
  });
  yield* io.print(`${segment.size} bytes attached at 0x${segment.address.toString(16)}\n`);
  yield* io.out.flush();
  const text = args.value('store');
  if (text !== undefined) {
    const bytes = encode(text);
    yield* sys.store(segment.address + (yield* offsetIn(io, '0', segment, bytes.length)), bytes);
  }
  if (time === undefined) yield* sys.pause();
  else yield* sys.nanosleep(time);
  yield* detach(sys, io, segment);
  return 0;
}

export const shmat = program(
  {
    name: 'shmat',
    summary: 'attach a shared memory segment and stay',
    usage: '[-r] [-c SIZE] [-s TEXT] [-t SECONDS] SEGMENT',
    about:
      'Attach SEGMENT, an id, a key (0x...) or a POSIX name (/NAME), say where,\nand sleep until a signal ends it.',
    usageStatus: 2,
    options,
  },
  run,
);
