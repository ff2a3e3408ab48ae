/**
 * System V objects and their limits as the tools of util-linux find them out: from /proc/sysvipc and /proc/sys/kernel.
 * Authority: proc_sysvipc(5), proc_sys_kernel(5); sys-utils/ipcutils.c of util-linux.
 */
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readText } from './read-file.ts';

/** What all three kinds have; times in seconds since the epoch, 0 for never. */
export interface IpcRecord {
  readonly key: number;
  readonly id: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly cuid: number;
  readonly cgid: number;
  readonly ctime: number;
}

export interface QueueRecord extends IpcRecord {
  readonly cbytes: number;
  readonly qnum: number;
  readonly lspid: number;
  readonly lrpid: number;
  readonly stime: number;
  readonly rtime: number;
}

export interface SegmentRecord extends IpcRecord {
  readonly size: number;
  readonly cpid: number;
  readonly lpid: number;
  readonly nattch: number;
  readonly atime: number;
  readonly dtime: number;
}

export interface SetRecord extends IpcRecord {
  readonly nsems: number;
  readonly otime: number;
}

/** The lines of a file as what each column holds, by the name above it; `perms` are octal. */
function* records(sys: Sys, kind: 'msg' | 'shm' | 'sem'): Generator<void, ReadonlyMap<string, number>[]> {
  const text = yield* readText(sys, `/proc/sysvipc/${kind}`);
  if (isFailure(text)) return [];
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const names = header.trim().split(/ +/);
  return lines.map((line) => {
    const words = line.trim().split(/ +/);
    return new Map(names.map((name, at) => [name, Number.parseInt(words[at] ?? '0', name === 'perms' ? 8 : 10)]));
  });
}

type Field = (name: string) => number;
const fieldsOf =
  (line: ReadonlyMap<string, number>): Field =>
  (name) =>
    line.get(name) ?? 0;

const common = (field: Field, id: string): IpcRecord => ({
  key: field('key'),
  id: field(id),
  mode: field('perms'),
  uid: field('uid'),
  gid: field('gid'),
  cuid: field('cuid'),
  cgid: field('cgid'),
  ctime: field('ctime'),
});

export function* readQueues(sys: Sys): Generator<void, QueueRecord[]> {
  return (yield* records(sys, 'msg')).map(fieldsOf).map((field) => ({
    ...common(field, 'msqid'),
    cbytes: field('cbytes'),
    qnum: field('qnum'),
    lspid: field('lspid'),
    lrpid: field('lrpid'),
    stime: field('stime'),
    rtime: field('rtime'),
  }));
}

export function* readSegments(sys: Sys): Generator<void, SegmentRecord[]> {
  return (yield* records(sys, 'shm')).map(fieldsOf).map((field) => ({
    ...common(field, 'shmid'),
    size: field('size'),
    cpid: field('cpid'),
    lpid: field('lpid'),
    nattch: field('nattch'),
    atime: field('atime'),
    dtime: field('dtime'),
  }));
}

export function* readSets(sys: Sys): Generator<void, SetRecord[]> {
  return (yield* records(sys, 'sem')).map(fieldsOf).map((field) => ({
    ...common(field, 'semid'),
    nsems: field('nsems'),
    otime: field('otime'),
  }));
}

/** Numbers of /proc/sys/kernel may be beyond 2⁵³. */
function* limits(sys: Sys, name: string): Generator<void, bigint[]> {
  const text = yield* readText(sys, `/proc/sys/kernel/${name}`);
  return isFailure(text) ? [] : text.trim().split(/\s+/).map(BigInt);
}

function* limit(sys: Sys, name: string): Generator<void, bigint> {
  return (yield* limits(sys, name))[0] ?? 0n;
}

export interface QueueLimits {
  readonly msgmni: bigint;
  readonly msgmax: bigint;
  readonly msgmnb: bigint;
}

export function* readQueueLimits(sys: Sys): Generator<void, QueueLimits> {
  const msgmni = yield* limit(sys, 'msgmni');
  const msgmnb = yield* limit(sys, 'msgmnb');
  return { msgmni, msgmnb, msgmax: yield* limit(sys, 'msgmax') };
}

export interface SegmentLimits {
  readonly shmmni: bigint;
  /** Bytes; pages. */
  readonly shmmax: bigint;
  readonly shmall: bigint;
  readonly shmmin: bigint;
}

export function* readSegmentLimits(sys: Sys): Generator<void, SegmentLimits> {
  const shmall = yield* limit(sys, 'shmall');
  const shmmax = yield* limit(sys, 'shmmax');
  return { shmall, shmmax, shmmni: yield* limit(sys, 'shmmni'), shmmin: 1n };
}

export interface SetLimits {
  readonly semmsl: bigint;
  readonly semmns: bigint;
  readonly semopm: bigint;
  readonly semmni: bigint;
  readonly semvmx: bigint;
}

export function* readSetLimits(sys: Sys): Generator<void, SetLimits> {
  const [semmsl = 0n, semmns = 0n, semopm = 0n, semmni = 0n] = yield* limits(sys, 'sem');
  return { semmsl, semmns, semopm, semmni, semvmx: 32767n };
}

/** `0x00001a2b`. */
export const keyText = (key: number): string => `0x${(key >>> 0).toString(16).padStart(8, '0')}`;
