/** shmat: attaches a System V shared segment and stays. A program of ipclab's own. Authority: shmat(2). */

import { encode } from '../bytes.ts';
import { SHM_RDONLY } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, seconds } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { attach, offsetIn } from './lib/shm-segment.ts';

const options = {
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
  const segment = yield* attach(sys, io, name, args.has('read-only') ? SHM_RDONLY : 0);
  yield* io.print(`${segment.size} bytes attached at 0x${segment.address.toString(16)}\n`);
  yield* io.out.flush();
  const text = args.value('store');
  if (text !== undefined) {
    const bytes = encode(text);
    yield* sys.store(segment.address + (yield* offsetIn(io, '0', segment, bytes.length)), bytes);
  }
  if (time === undefined) yield* sys.pause();
  else yield* sys.nanosleep(time);
  yield* demand(io, 'shmdt', yield* sys.shmdt(segment.address));
  return 0;
}

export const shmat = program(
  {
    name: 'shmat',
    summary: 'attach a System V shared memory segment and stay',
    usage: '[-r] [-s TEXT] [-t SECONDS] SEGMENT',
    about: 'Attach SEGMENT, an id or a key (0x...), say where, and sleep until a signal ends it.',
    usageStatus: 2,
    options,
  },
  run,
);
