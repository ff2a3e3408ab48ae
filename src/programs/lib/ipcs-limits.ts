/** The limits of System V IPC as `ipcs -l` says them. Authority: ipcs(1) of util-linux 2.38.1. */
import { PAGE_SIZE } from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readQueueLimits, readSegmentLimits, readSetLimits } from './sysvipc.ts';
import { humanBytes } from './util-linux.ts';

/** In which sizes are told. */
export type Unit = 'default' | 'bytes' | 'human';

const UINT64_MAX = (1n << 64n) - 1n;

const bytesLine = (what: string, bytes: bigint, unit: Unit): string =>
  unit === 'human' ? `${what} = ${humanBytes(bytes)}\n` : `${what} (bytes) = ${bytes}\n`;

export function* queueLimits(sys: Sys, unit: Unit): Generator<void, string> {
  const { msgmni, msgmax, msgmnb } = yield* readQueueLimits(sys);
  return [
    `max queues system wide = ${msgmni}\n`,
    bytesLine('max size of message', msgmax, unit),
    bytesLine('default max size of queue', msgmnb, unit),
  ].join('');
}

/** So many pages in bytes or kilobytes; what is more than a number holds is cut to the last whole page. */
const total = (pages: bigint, page: bigint): bigint => {
  const all = pages * page;
  return all > UINT64_MAX ? UINT64_MAX - (UINT64_MAX % page) : all;
};

function totalLine(pages: bigint, unit: Unit): string {
  const what = 'max total shared memory';
  const page = BigInt(PAGE_SIZE);
  if (unit === 'default') return `${what} (kbytes) = ${total(pages, page / 1024n)}\n`;
  return bytesLine(what, total(pages, page), unit);
}

export function* segmentLimits(sys: Sys, unit: Unit): Generator<void, string> {
  const { shmmni, shmmax, shmall, shmmin } = yield* readSegmentLimits(sys);
  return [
    `max number of segments = ${shmmni}\n`,
    unit === 'default' ? `max seg size (kbytes) = ${shmmax / 1024n}\n` : bytesLine('max seg size', shmmax, unit),
    totalLine(shmall, unit),
    bytesLine('min seg size', shmmin, unit),
  ].join('');
}

export function* setLimits(sys: Sys): Generator<void, string> {
  const { semmni, semmsl, semmns, semopm, semvmx } = yield* readSetLimits(sys);
  return [
    `max number of arrays = ${semmni}\n`,
    `max semaphores per array = ${semmsl}\n`,
    `max semaphores system wide = ${semmns}\n`,
    `max ops per semop call = ${semopm}\n`,
    `semaphore max value = ${semvmx}\n`,
  ].join('');
}
