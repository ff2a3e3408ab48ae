/** shmread: prints what stands in a shared segment. A program of ipclab's own. Authority: shmat(2), shm_open(3). */

import { decode } from '../bytes.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { wholeNumber } from './lib/ipc-name.ts';
import { writeAll } from './lib/output.ts';
import { program } from './lib/program.ts';
import { type Attached, attach, detach, offsetIn } from './lib/shm-segment.ts';

const CHUNK = 256;

/** To the NUL, or to the end of the segment. */
function* text(sys: Sys, { address, size }: Attached, offset: number): Generator<void, string> {
  let out = '';
  for (let at = offset; at < size; at += CHUNK) {
    const piece = new Uint8Array(Math.min(CHUNK, size - at));
    yield* sys.load(address + at, piece);
    const end = piece.indexOf(0);
    out += decode(end < 0 ? piece : piece.subarray(0, end));
    if (end >= 0) break;
  }
  return out;
}

function* run(sys: Sys, operands: readonly string[], io: Io): Generator<void, number> {
  const [name, offset = '0', length, extra] = operands;
  if (name === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const bytes = length === undefined ? undefined : yield* wholeNumber(io, length, 'length', 0, Number.MAX_SAFE_INTEGER);
  const segment = yield* attach(sys, io, name, { readOnly: true });
  const start = yield* offsetIn(io, offset, segment, bytes ?? 0);
  if (bytes === undefined) yield* io.print(`${yield* text(sys, segment, start)}\n`);
  else {
    const piece = new Uint8Array(bytes);
    yield* sys.load(segment.address + start, piece);
    yield* writeAll(sys, 1, piece);
  }
  yield* detach(sys, io, segment);
  return 0;
}

export const shmread = program(
  {
    name: 'shmread',
    summary: 'print what a shared memory segment holds',
    usage: 'SEGMENT [OFFSET [LENGTH]]',
    about:
      'Attach SEGMENT, an id, a key (0x...) or a POSIX name (/NAME), read-only, print\nthe text at OFFSET up to a NUL, and detach. With LENGTH so many bytes are written as they are.',
    usageStatus: 2,
  },
  (sys, args, io) => run(sys, args.operands, io),
);
