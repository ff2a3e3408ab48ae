/**
 * Words of a program's own memory, as compiled C reads and writes them; and sleeping on one, as glibc calls futex(2).
 * Authority: futex(2); glibc's sysdeps/nptl/futex-internal.h.
 */
import {
  FUTEX_BITSET_MATCH_ANY,
  FUTEX_CLOCK_REALTIME,
  FUTEX_PRIVATE_FLAG,
  FUTEX_WAIT,
  FUTEX_WAIT_BITSET,
  FUTEX_WAKE,
} from '../../kernel/abi.ts';
import type { Failure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

export const WORD = 4;
export const POINTER = 8;
export const EVERYBODY = 0x7fffffff;

export function* loadWord(sys: Sys, address: number): Generator<void, number> {
  const bytes = new Uint8Array(WORD);
  yield* sys.load(address, bytes);
  return new DataView(bytes.buffer).getInt32(0, true);
}

export function* storeWord(sys: Sys, address: number, value: number): Generator<void, void> {
  const bytes = new Uint8Array(WORD);
  new DataView(bytes.buffer).setInt32(0, value, true);
  yield* sys.store(address, bytes);
}

export function* loadPointer(sys: Sys, address: number): Generator<void, number> {
  const bytes = new Uint8Array(POINTER);
  yield* sys.load(address, bytes);
  return Number(new DataView(bytes.buffer).getBigInt64(0, true));
}

export function* storePointer(sys: Sys, address: number, value: number): Generator<void, void> {
  const bytes = new Uint8Array(POINTER);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
  yield* sys.store(address, bytes);
}

/** If the word is `old` it becomes `value`; answers what it was. */
export const exchangeIf = (sys: Sys, address: number, old: number, value: number): Generator<void, number> =>
  sys.atomic(address, (now) => (now === old ? value : now));

/** Sleeps as long as the word is `value`; until µs of the real-time clock, if said. Any answer means: look again. */
export function* futexWait(
  sys: Sys,
  address: number,
  value: number,
  shared: boolean,
  deadline?: number,
): Generator<void, number | Failure> {
  const flag = shared ? 0 : FUTEX_PRIVATE_FLAG;
  if (deadline === undefined) return yield* sys.futex(address, FUTEX_WAIT | flag, value);
  const op = FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME | flag;
  return yield* sys.futex(address, op, value, Math.max(0, deadline), 0, FUTEX_BITSET_MATCH_ANY);
}

export const futexWake = (sys: Sys, address: number, most: number, shared: boolean) =>
  sys.futex(address, FUTEX_WAKE | (shared ? 0 : FUTEX_PRIVATE_FLAG), most);
