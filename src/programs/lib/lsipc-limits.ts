/** The limits of System V IPC and what is used of them, as `lsipc -g` lists them. Authority: lsipc(1) of util-linux 2.38.1. */
import { PAGE_SIZE } from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { type ColumnName, type Kind, type Style, sizeText } from './lsipc-columns.ts';
import { readQueueLimits, readQueues, readSegmentLimits, readSegments, readSetLimits, readSets } from './sysvipc.ts';

interface Limit {
  readonly resource: string;
  readonly description: string;
  readonly limit: bigint;
  /** A size in bytes. */
  readonly size?: boolean;
  /** Undefined: it makes no sense to count. */
  readonly used?: number;
}

function* queueLimits(sys: Sys): Generator<void, Limit[]> {
  const { msgmni, msgmax, msgmnb } = yield* readQueueLimits(sys);
  const used = (yield* readQueues(sys)).length;
  return [
    { resource: 'MSGMNI', description: 'Number of message queues', limit: msgmni, used },
    { resource: 'MSGMAX', description: 'Max size of message (bytes)', limit: msgmax, size: true },
    { resource: 'MSGMNB', description: 'Default max size of queue (bytes)', limit: msgmnb, size: true },
  ];
}

function* segmentLimits(sys: Sys): Generator<void, Limit[]> {
  const { shmmni, shmall, shmmax, shmmin } = yield* readSegmentLimits(sys);
  const segments = yield* readSegments(sys);
  const pages = Math.floor(segments.reduce((total, { size }) => total + size, 0) / PAGE_SIZE);
  return [
    { resource: 'SHMMNI', description: 'Shared memory segments', limit: shmmni, used: segments.length },
    { resource: 'SHMALL', description: 'Shared memory pages', limit: shmall, used: pages },
    { resource: 'SHMMAX', description: 'Max size of shared memory segment (bytes)', limit: shmmax, size: true },
    { resource: 'SHMMIN', description: 'Min size of shared memory segment (bytes)', limit: shmmin, size: true },
  ];
}

function* setLimits(sys: Sys): Generator<void, Limit[]> {
  const { semmni, semmns, semmsl, semopm, semvmx } = yield* readSetLimits(sys);
  const sets = yield* readSets(sys);
  const all = sets.length * (sets[0]?.nsems ?? 0); // the real one looks at the first set only, as often as there are sets
  return [
    { resource: 'SEMMNI', description: 'Number of semaphore identifiers', limit: semmni, used: sets.length },
    { resource: 'SEMMNS', description: 'Total number of semaphores', limit: semmns, used: all },
    { resource: 'SEMMSL', description: 'Max semaphores per semaphore set.', limit: semmsl },
    { resource: 'SEMOPM', description: 'Max number of operations per semop(2)', limit: semopm },
    { resource: 'SEMVMX', description: 'Semaphore max value', limit: semvmx },
  ];
}

const READERS = { queues: queueLimits, shmems: segmentLimits, semaphores: setLimits } as const;

export function* limitCells(
  sys: Sys,
  kinds: readonly Kind[],
  style: Style,
): Generator<void, Partial<Record<ColumnName, string>>[]> {
  const limits: Limit[] = [];
  for (const kind of kinds) limits.push(...(yield* READERS[kind](sys)));
  return limits.map(({ resource, description, limit, size, used }) => ({
    RESOURCE: resource,
    DESCRIPTION: description,
    LIMIT: size ? sizeText(limit, style) : String(limit),
    USED: used === undefined ? '-' : String(used),
    'USE%': used === undefined ? '-' : `${((used / Number(limit)) * 100).toFixed(2)}%`,
  }));
}
