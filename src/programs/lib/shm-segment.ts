/**
 * Shared memory as programs name and attach it: a System V segment by its id or key (`0x...`), a POSIX object by its name,
 * which begins with a slash. Authority: shmat(2), shmctl(2), shm_open(3).
 */
import {
  IPC_STAT,
  MAP_SHARED,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  PROT_READ,
  PROT_WRITE,
  SHM_RDONLY,
} from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { demand, idOf, wholeNumber } from './ipc-name.ts';
import { shmOpen } from './shm.ts';

export interface Attached {
  readonly address: number;
  /** Bytes, as asked for. */
  readonly size: number;
  /** It was mapped by mmap(2). */
  readonly mapped: boolean;
}

export interface Wanted {
  readonly readOnly?: boolean;
  /** Bytes of a POSIX object that is made if there is none. */
  readonly create?: number | undefined;
}

const MODE = 0o666;

export function* attach(sys: Sys, io: Io, name: string, wanted: Wanted = {}): Generator<void, Attached> {
  if (name.startsWith('/')) return yield* mapObject(sys, io, name, wanted);
  const shmid = yield* idOf(io, name, { call: 'shmget', find: (key, asked) => sys.shmget(key, 0, asked) });
  const ds = { segsz: 0 };
  yield* demand(io, 'shmctl', yield* sys.shmctl(shmid, IPC_STAT, ds));
  const address = yield* demand(io, 'shmat', yield* sys.shmat(shmid, 0, wanted.readOnly ? SHM_RDONLY : 0));
  return { address, size: ds.segsz, mapped: false };
}

function* mapObject(sys: Sys, io: Io, name: string, { readOnly = false, create }: Wanted): Generator<void, Attached> {
  const flags = (readOnly ? O_RDONLY : O_RDWR) | (create === undefined ? 0 : O_CREAT);
  const fd = yield* demand(io, 'shm_open', yield* shmOpen(sys, name, flags, MODE));
  const { size: old } = yield* demand(io, 'fstat', yield* sys.fstat(fd));
  const size = Math.max(old, create ?? 0);
  if (size > old) yield* demand(io, 'ftruncate', yield* sys.ftruncate(fd, size));
  const prot = readOnly ? PROT_READ : PROT_READ | PROT_WRITE;
  const address = yield* demand(io, 'mmap', yield* sys.mmap(0, size, prot, MAP_SHARED, fd, 0));
  yield* sys.close(fd);
  return { address, size, mapped: true };
}

export function* detach(sys: Sys, io: Io, { address, size, mapped }: Attached): Generator<void, void> {
  if (mapped) yield* demand(io, 'munmap', yield* sys.munmap(address, size));
  else yield* demand(io, 'shmdt', yield* sys.shmdt(address));
}

/** Where in the segment; the pages behind its end are not there for it. */
export function* offsetIn(io: Io, text: string, { size }: Attached, bytes: number): Generator<void, number> {
  const offset = yield* wholeNumber(io, text, 'offset', 0, Number.MAX_SAFE_INTEGER);
  if (offset + bytes <= size) return offset;
  return yield* io.die(1, `${bytes} bytes at offset ${offset} are not in a segment of ${size} bytes`);
}

/** The bytes that `--create` wants. */
export function* sizeOf(io: Io, text: string | undefined): Generator<void, number | undefined> {
  return text === undefined ? undefined : yield* wholeNumber(io, text, 'size', 1, Number.MAX_SAFE_INTEGER);
}
