/** One object as `ipcs -i` shows it; undefined when there is none of that id. Authority: ipcs(1) of util-linux 2.38.1. */
import { GETNCNT, GETPID, GETVAL, GETZCNT, IPC_STAT, type MsqidDs } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Unit } from './ipcs-limits.ts';
import { type Shown, timeText } from './ipcs-tables.ts';
import { type IpcRecord, readQueues, readSegments, readSets } from './sysvipc.ts';
import { humanBytes } from './util-linux.ts';
import type { Zone } from './zone.ts';

/** A negative id is none at all: the first object is taken. */
const pick = <T extends IpcRecord>(records: readonly T[], id: number): T | undefined =>
  id < 0 ? records[0] : records.find((record) => record.id === id);

const octal = (mode: number): string => (mode === 0 ? '0' : `0${mode.toString(8)}`);
const time = (what: string, seconds: number, zone: Zone): string => `${what}${timeText(seconds, zone).padEnd(26)}\n`;
/** `cbytes=5011`, `csize=4.9K`. */
const size = (letter: string, bytes: number, unit: Unit): string =>
  unit === 'human' ? `${letter}size=${humanBytes(BigInt(bytes))}` : `${letter}bytes=${bytes}`;
const owners = ({ uid, gid, cuid, cgid }: IpcRecord, between: string): string =>
  [`uid=${uid}`, `gid=${gid}`, `cuid=${cuid}`, `cgid=${cgid}`].join(between);

/** How much it takes is not in /proc: without the right to ask it is 0. */
function* qbytesOf(sys: Sys, id: number): Generator<void, number> {
  const ds: { qbytes?: MsqidDs['qbytes'] } = {};
  const answer = id < 0 ? undefined : yield* sys.msgctl(id, IPC_STAT, ds);
  return isFailure(answer) ? 0 : (ds.qbytes ?? 0);
}

export function* showQueue(sys: Sys, id: number, { unit, zone }: Shown): Generator<void, string | undefined> {
  const queue = pick(yield* readQueues(sys), id);
  if (!queue) return undefined;
  const { mode, cbytes, qnum, lspid, lrpid, stime, rtime, ctime } = queue;
  const qbytes = yield* qbytesOf(sys, id);
  return [
    `\nMessage Queue msqid=${id}\n`,
    `${owners(queue, '\t')}\tmode=${octal(mode)}\n`,
    `${size('c', cbytes, unit)}\t${size('q', qbytes, unit)}\tqnum=${qnum}\tlspid=${lspid}\tlrpid=${lrpid}\n`,
    time('send_time=', stime, zone),
    time('rcv_time=', rtime, zone),
    time('change_time=', ctime, zone),
    '\n',
  ].join('');
}

export function* showSegment(sys: Sys, id: number, { unit, zone }: Shown): Generator<void, string | undefined> {
  const segment = pick(yield* readSegments(sys), id);
  if (!segment) return undefined;
  const { mode, lpid, cpid, nattch, atime, dtime, ctime } = segment;
  return [
    `\nShared memory Segment shmid=${id}\n`,
    `${owners(segment, '\t')}\n`,
    `mode=${octal(mode)}\taccess_perms=${octal(mode & 0o777)}\n`,
    `${size('', segment.size, unit)}\tlpid=${lpid}\tcpid=${cpid}\tnattch=${nattch}\n`,
    time('att_time=', atime, zone),
    time('det_time=', dtime, zone),
    time('change_time=', ctime, zone),
    '\n',
  ].join('');
}

export interface Element {
  readonly value: number;
  readonly ncount: number;
  readonly zcount: number;
  readonly pid: number;
}

/** Each semaphore of a set, asked for one by one; undefined without the right to. */
export function* readElements(sys: Sys, id: number, nsems: number): Generator<void, Element[] | undefined> {
  const elements: Element[] = [];
  for (let num = 0; num < nsems; num += 1) {
    const answers: number[] = [];
    for (const cmd of [GETVAL, GETNCNT, GETZCNT, GETPID]) {
      const answer = yield* sys.semctl(id, num, cmd, undefined);
      if (isFailure(answer)) return undefined;
      answers.push(answer);
    }
    const [value = 0, ncount = 0, zcount = 0, pid = 0] = answers;
    elements.push({ value, ncount, zcount, pid });
  }
  return elements;
}

export function* showSet(sys: Sys, id: number, { zone }: Shown): Generator<void, string | undefined> {
  const set = pick(yield* readSets(sys), id);
  if (!set) return undefined;
  const { mode, nsems, otime, ctime } = set;
  const elements = (yield* readElements(sys, set.id, nsems)) ?? [];
  const row = (cells: readonly (number | string)[]): string =>
    `${cells.map((cell) => String(cell).padEnd(10)).join(' ')}\n`;
  return [
    `\nSemaphore Array semid=${id}\n`,
    `${owners(set, '\t ')}\n`,
    `mode=${octal(mode)}, access_perms=${octal(mode & 0o777)}\n`,
    `nsems = ${nsems}\n`,
    time('otime = ', otime, zone),
    time('ctime = ', ctime, zone),
    row(['semnum', 'value', 'ncount', 'zcount', 'pid']),
    ...elements.map(({ value, ncount, zcount, pid }, num) => row([num, value, ncount, zcount, pid])),
    '\n',
  ].join('');
}
