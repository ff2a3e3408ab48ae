/** The tables of ipcs: a line an object; what is used of all. Authority: ipcs(1) of util-linux 2.38.1. */
import {
  MSG_INFO,
  type MsgInfo,
  SEM_INFO,
  type SemInfo,
  SHM_DEST,
  SHM_INFO,
  SHM_LOCKED,
  type ShmInfo,
} from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { queueLimits, segmentLimits, setLimits, type Unit } from './ipcs-limits.ts';
import { strftime } from './strftime.ts';
import {
  type IpcRecord,
  keyText,
  type QueueRecord,
  readQueues,
  readSegments,
  readSets,
  type SegmentRecord,
  type SetRecord,
} from './sysvipc.ts';
import type { Names } from './users.ts';
import { humanBytes } from './util-linux.ts';
import type { Zone } from './zone.ts';

export type Format = 'list' | 'time' | 'pid' | 'creator' | 'limits' | 'summary';

/** How it is to be shown. */
export interface Shown {
  readonly format: Format;
  readonly unit: Unit;
  readonly names: Names;
  readonly zone: Zone;
}

/** One form of a table. */
interface Form<T> {
  readonly title: string;
  readonly header: (unit: Unit) => string;
  readonly row: (record: T, shown: Shown) => string;
}

/** As ctime(3), without its end of line. */
export const timeText = (seconds: number, zone: Zone): string =>
  seconds === 0 ? 'Not set' : strftime('%a %b %e %H:%M:%S %Y', seconds * 1e6, zone);

/** Twenty columns hold a time without weekday and year. */
const shortTimes = (times: readonly number[], { zone }: Shown): string =>
  times.map((s) => (s === 0 ? 'Not set' : strftime('%b %e %H:%M:%S', s * 1e6, zone)).padEnd(20)).join(' ');

const left = (value: string | number, width = 10): string => String(value).padEnd(width);
const right = (value: number): string => String(value).padStart(5);
/** The owner is cut, a creator is not. */
const ownerName = ({ names }: Shown, uid: number): string => left((names.user(uid) ?? String(uid)).slice(0, 10));
const userName = ({ names }: Shown, uid: number): string => left(names.user(uid) ?? uid);
const groupName = ({ names }: Shown, gid: number): string => left(names.group(gid) ?? gid);
const permissions = ({ mode }: IpcRecord): string => left((mode & 0o777).toString(8));

/** The size stands to the right when it is one for people. */
const sizeText = (bytes: number, { unit }: Shown, width: number): string =>
  unit === 'human' ? humanBytes(BigInt(bytes)).padStart(6).padEnd(width) : left(bytes, width);

/** The beginning of every list. */
const begin = (record: IpcRecord, shown: Shown): string =>
  `${keyText(record.key)} ${left(record.id)} ${ownerName(shown, record.uid)} ${permissions(record)}`;

const creators = (kind: string, id: string): Form<IpcRecord> => ({
  title: `${kind} Creators/Owners`,
  header: () => `${left(id)} perms      cuid       cgid       uid        gid       `,
  row: (record, shown) =>
    [
      left(record.id),
      permissions(record),
      userName(shown, record.cuid),
      groupName(shown, record.cgid),
      userName(shown, record.uid),
      groupName(shown, record.gid),
    ].join(' '),
});

type Forms<T> = Readonly<Partial<Record<Exclude<Format, 'limits' | 'summary'>, Form<T>>>>;

const queueForms: Forms<QueueRecord> = {
  list: {
    title: 'Message Queues',
    header: (unit) =>
      `key        msqid      owner      perms      ${left(unit === 'human' ? 'size' : 'used-bytes', 12)} messages    `,
    row: (queue, shown) => `${begin(queue, shown)} ${sizeText(queue.cbytes, shown, 12)} ${left(queue.qnum, 12)}`,
  },
  time: {
    title: 'Message Queues Send/Recv/Change Times',
    header: () => 'msqid    owner      send                 recv                 change              ',
    row: ({ id, uid, stime, rtime, ctime }, shown) =>
      `${left(id, 8)} ${ownerName(shown, uid)} ${shortTimes([stime, rtime, ctime], shown)}`,
  },
  pid: {
    title: 'Message Queues PIDs',
    header: () => 'msqid      owner      lspid      lrpid     ',
    row: ({ id, uid, lspid, lrpid }, shown) =>
      `${left(id, 8)} ${ownerName(shown, uid)}  ${right(lspid)}     ${right(lrpid)}`,
  },
  creator: creators('Message Queues', 'msqid'),
};

const segmentForms: Forms<SegmentRecord> = {
  list: {
    title: 'Shared Memory Segments',
    header: (unit) =>
      `key        shmid      owner      perms      ${left(unit === 'human' ? 'size' : 'bytes')} nattch     status      `,
    row(segment, shown) {
      const { mode, size, nattch } = segment;
      const dest = left(mode & SHM_DEST ? 'dest' : '', 6);
      const locked = left(mode & SHM_LOCKED ? 'locked' : '', 6);
      return `${begin(segment, shown)} ${sizeText(size, shown, 10)} ${left(nattch)} ${dest} ${locked}`;
    },
  },
  time: {
    title: 'Shared Memory Attach/Detach/Change Times',
    header: () => 'shmid      owner      attached             detached             changed             ',
    row: ({ id, uid, atime, dtime, ctime }, shown) =>
      `${left(id)} ${ownerName(shown, uid)} ${shortTimes([atime, dtime, ctime], shown)}`,
  },
  pid: {
    title: 'Shared Memory Creator/Last-op PIDs',
    header: () => 'shmid      owner      cpid       lpid      ',
    row: ({ id, uid, cpid, lpid }, shown) => `${left(id)} ${ownerName(shown, uid)} ${left(cpid)} ${left(lpid)}`,
  },
  creator: creators('Shared Memory Segment', 'shmid'),
};

/** Who used a semaphore last is kept for each one: of a set there is nothing to show. */
const setForms: Forms<SetRecord> = {
  list: {
    title: 'Semaphore Arrays',
    header: () => 'key        semid      owner      perms      nsems     ',
    row: (set, shown) => `${begin(set, shown)} ${left(set.nsems)}`,
  },
  time: {
    title: 'Semaphore Operation/Change Times',
    header: () => 'semid    owner      last-op                    last-changed              ',
    row: ({ id, uid, otime, ctime }, shown) =>
      `${left(id, 8)} ${ownerName(shown, uid)}  ${left(timeText(otime, shown.zone), 26)} ${left(timeText(ctime, shown.zone), 26)}`,
  },
  creator: creators('Semaphore Arrays', 'semid'),
};

const titled = (title: string): string => `------ ${title} --------\n`;

function draw<T>(forms: Forms<T>, records: readonly T[], shown: Shown): string {
  const { format } = shown;
  const form = format === 'limits' || format === 'summary' ? undefined : forms[format];
  if (!form) return '';
  const rows = records.map((record) => `${form.row(record, shown)}\n`);
  return `${titled(form.title)}${form.header(shown.unit)}\n${rows.join('')}`;
}

function* queueSummary(sys: Sys, { unit }: Shown): Generator<void, string> {
  const info = { msgpool: 0, msgmap: 0, msgtql: 0 } satisfies Partial<MsgInfo>;
  yield* sys.msgctl(0, MSG_INFO, info);
  const space = unit === 'human' ? humanBytes(BigInt(info.msgtql)) : `${info.msgtql} bytes`;
  return `${titled('Messages Status')}allocated queues = ${info.msgpool}\nused headers = ${info.msgmap}\nused space = ${space}\n`;
}

function* segmentSummary(sys: Sys): Generator<void, string> {
  const info = { used_ids: 0, shm_tot: 0, shm_rss: 0, shm_swp: 0 } satisfies ShmInfo;
  yield* sys.shmctl(0, SHM_INFO, info);
  return [
    `${titled('Shared Memory Status')}segments allocated ${info.used_ids}`,
    `pages allocated ${info.shm_tot}`,
    `pages resident  ${info.shm_rss}`,
    `pages swapped   ${info.shm_swp}`,
    'Swap performance: 0 attempts\t 0 successes\n',
  ].join('\n');
}

function* setSummary(sys: Sys): Generator<void, string> {
  const info = { semusz: 0, semaem: 0 } satisfies Partial<SemInfo>;
  yield* sys.semctl(0, 0, SEM_INFO, info);
  return `${titled('Semaphore Status')}used arrays = ${info.semusz}\nallocated semaphores = ${info.semaem}\n`;
}

type Table = (sys: Sys, shown: Shown) => Generator<void, string>;

function* queues(sys: Sys, shown: Shown): Generator<void, string> {
  if (shown.format === 'limits') return titled('Messages Limits') + (yield* queueLimits(sys, shown.unit));
  if (shown.format === 'summary') return yield* queueSummary(sys, shown);
  return draw(queueForms, yield* readQueues(sys), shown);
}

function* shmems(sys: Sys, shown: Shown): Generator<void, string> {
  if (shown.format === 'limits') return titled('Shared Memory Limits') + (yield* segmentLimits(sys, shown.unit));
  if (shown.format === 'summary') return yield* segmentSummary(sys);
  return draw(segmentForms, yield* readSegments(sys), shown);
}

function* semaphores(sys: Sys, shown: Shown): Generator<void, string> {
  if (shown.format === 'limits') return titled('Semaphore Limits') + (yield* setLimits(sys));
  if (shown.format === 'summary') return yield* setSummary(sys);
  return draw(setForms, yield* readSets(sys), shown);
}

export const tables = { queues, shmems, semaphores } satisfies Record<string, Table>;
