/** A shared segment as programs name and attach it. Authority: shmat(2), shmctl(2). */
import { IPC_STAT } from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { demand, idOf, wholeNumber } from './ipc-name.ts';

export interface Attached {
  readonly address: number;
  /** Bytes, as asked for. */
  readonly size: number;
}

export function* attach(sys: Sys, io: Io, name: string, flags: number): Generator<void, Attached> {
  const shmid = yield* idOf(io, name, { call: 'shmget', find: (key, asked) => sys.shmget(key, 0, asked) });
  const ds = { segsz: 0 };
  yield* demand(io, 'shmctl', yield* sys.shmctl(shmid, IPC_STAT, ds));
  const address = yield* demand(io, 'shmat', yield* sys.shmat(shmid, 0, flags));
  return { address, size: ds.segsz };
}

/** Where in the segment; the pages behind its end are not there for it. */
export function* offsetIn(io: Io, text: string, { size }: Attached, bytes: number): Generator<void, number> {
  const offset = yield* wholeNumber(io, text, 'offset', 0, Number.MAX_SAFE_INTEGER);
  if (offset + bytes <= size) return offset;
  return yield* io.die(1, `${bytes} bytes at offset ${offset} are not in a segment of ${size} bytes`);
}
