/**
 * One moment with something in every pane of System V and POSIX IPC: a queue with a receiver and a sender asleep, two
 * philosophers who each hold the other's fork. Plain data, no kernel.
 */
import { encode } from '../../src/bytes.ts';
import { SEM_UNDO } from '../../src/kernel/abi.ts';
import type { CostView } from '../../src/kernel/cost.ts';
import type { MappingView, MemoryView, PageView } from '../../src/kernel/memory-view.ts';
import type { FlightView, NetworkView, SocketView } from '../../src/kernel/net/view.ts';
import type { ShmFileView } from '../../src/kernel/posix/shm-view.ts';
import type { IpcPermView } from '../../src/kernel/sysv/ipc-view.ts';
import { process, view } from './fixtures.ts';

const perm = (key: number, rest: Partial<IpcPermView> = {}): IpcPermView => ({
  key,
  seq: 0,
  uid: 1000,
  gid: 1000,
  cuid: 1000,
  cgid: 1000,
  mode: 0o644,
  ...rest,
});

const message = (mtype: number, text: string) => ({
  mtype,
  bytes: encode(text).length,
  preview: encode(text).slice(0, 64),
});
const times = { stime: 1_767_225_601, rtime: 0, ctime: 1_767_225_600 };
const onTerminal = { ppid: 2, sid: 2, tty: 'pts/0' };
const philosopher = { ...onTerminal, comm: 'philosopher', stat: 'S+', wchan: 'do_semtimedop' };

const lockFile = (rest: Partial<ShmFileView>): ShmFileView => ({
  name: '/sem.box',
  ino: 77,
  bytes: 32,
  mode: 0o600,
  uid: 1000,
  preview: new Uint8Array(32),
  writers: [],
  lost: [],
  lostCount: 0,
  attachments: [{ pid: 23, address: 0x7ffff7fbb000, rights: 'rw-s' }],
  semaphore: { value: 0, waiters: 1 },
  ...rest,
});

const areas: readonly MappingView[] = [
  { start: 0x555555554000, end: 0x555555559000, rights: 'r-xp', name: '/usr/bin/cat', ino: 40, offset: 0, loaded: 3 },
  { start: 0x55555555f000, end: 0x555555580000, rights: 'rw-p', name: '[heap]', ino: undefined, offset: 0, loaded: 2 },
  {
    start: 0x7ffff7dd8000,
    end: 0x7ffff7ddb000,
    rights: 'rw-s',
    name: '/SYSV2025ec80 (deleted)',
    ino: 1,
    offset: 0,
    loaded: 0,
  },
];
const segmentPage = (index: number): PageView => ({
  address: 0x7ffff7dd8000 + index * 4096,
  writable: true,
  frame: { kind: 'object', name: '/SYSV2025ec80 (deleted)', ino: 1, index },
});

/** Has a segment, a page that it shares with its child until somebody writes, and one of its own. */
const memory: MemoryView = {
  size: 0x29000,
  resident: 8,
  minorFaults: 110,
  mappings: areas,
  pages: [
    { address: 0x555555561000, writable: true, frame: { kind: 'own', number: 17, maps: 1 } },
    { address: 0x555555562000, writable: false, frame: { kind: 'own', number: 18, maps: 2 } },
    { address: 0x555555563000, writable: false, frame: { kind: 'zeros' } },
    segmentPage(0),
  ],
};

const wholeFile = { path: '/home/ada/g', ino: 51, start: 0, end: Number.POSITIVE_INFINITY, waiters: [] };

const spent = (number: number, kind: CostView['kind'], name: string, rest: Partial<CostView> = {}): CostView => ({
  number,
  kind,
  name,
  link: undefined,
  calls: 200,
  in: 6400,
  out: 6400,
  sleeps: 2,
  faults: 0,
  pids: [7, 24],
  at: number,
  ...rest,
});

/** A hundred messages of 64 bytes each way, and something small through a pipe before. */
const costs: readonly CostView[] = [
  spent(0, 'pipe', 'pipe:[12]', { calls: 3, in: 8, out: 8, pids: [8, 9] }),
  spent(1, 'pipe', 'pipe:[13]'),
  spent(2, 'queue', '0'),
  spent(3, 'semaphore', '0', { calls: 400, in: 0, out: 0, sleeps: 198 }),
  spent(4, 'memory', '1', { calls: 2, in: 0, out: 0, sleeps: 0, faults: 2 }),
  spent(5, 'socket', 'socket:[103]', { link: '103 104', calls: 100, out: 0 }),
  spent(6, 'socket', 'socket:[104]', { link: '103 104', calls: 100, in: 0 }),
];

const socket = (rest: Partial<SocketView>): SocketView => ({
  ino: 100,
  host: 'alpha',
  kind: 'tcp',
  type: 1,
  state: 'ESTABLISHED',
  local: '10.0.0.1:40000',
  peer: '10.0.0.2:9000',
  peerIno: undefined,
  pids: [7],
  send: { used: 2896, capacity: 16384 },
  receive: { used: 0, capacity: 131072 },
  backlog: undefined,
  tcp: {
    acknowledged: 1449,
    next: 4345,
    expected: 1,
    window: 65536,
    congestion: 14480,
    mss: 1448,
    rto: 200_000,
    retries: 1,
    timer: { kind: 'on', at: 4_200_000 },
  },
  ...rest,
});

const far = { host: 'beta', pids: [24], send: { used: 0, capacity: 16384 } };
const flight = (rest: Partial<FlightView>): FlightView => ({
  id: 1,
  protocol: 'tcp',
  from: '10.0.0.1:40000',
  to: '10.0.0.2:9000',
  flags: 'ACK',
  bytes: 1448,
  again: false,
  sentAt: 3_999_800,
  arrivesAt: 4_000_300,
  lost: false,
  ...rest,
});

const network: NetworkView = {
  hosts: [],
  sockets: [
    socket({}),
    socket({
      ...far,
      ino: 101,
      local: '10.0.0.2:9000',
      peer: '10.0.0.1:40000',
      receive: { used: 1448, capacity: 131072 },
    }),
    socket({
      ...far,
      ino: 102,
      state: 'LISTEN',
      local: '0.0.0.0:9000',
      peer: '0.0.0.0:0',
      backlog: { waiting: 2, limit: 5 },
      tcp: undefined,
    }),
    socket({ ino: 103, kind: 'unix', state: 'connected', local: '', peer: '/tmp/s', peerIno: 104, tcp: undefined }),
    socket({
      ...far,
      ino: 104,
      kind: 'unix',
      host: 'alpha',
      state: 'connected',
      local: '/tmp/s',
      peer: '',
      peerIno: 103,
      tcp: undefined,
    }),
    socket({
      ino: 99,
      state: 'LISTEN',
      local: '0.0.0.0:80',
      peer: '0.0.0.0:0',
      pids: [1],
      backlog: { waiting: 0, limit: 511 },
      tcp: undefined,
    }),
  ],
  flights: [flight({}), flight({ id: 2, lost: true, again: true, sentAt: 3_999_950, arrivesAt: 4_000_450 })],
};

const text = encode('helXYZ, world');

export const ipcScene = view({
  time: 4_000_000,
  processes: [
    process(2, { stat: 'Ss', tty: 'pts/0', wchan: 'do_wait', reason: { kind: 'child', children: [20] } }),
    process(7, { ...onTerminal, foreground: true, memory }),
    process(24, { ...onTerminal, comm: 'msgrcv', memory: { ...memory, pages: [] } }),
    process(20, { ...philosopher, reason: { kind: 'sem', semid: 0, sem: 1, op: -1, value: 0 } }),
    process(21, { ...philosopher, reason: { kind: 'sem', semid: 0, sem: 0, op: -1, value: 0 } }),
    process(22, { ...onTerminal, comm: 'semop', reason: { kind: 'sem', semid: 0, sem: 2, op: 0, value: 3 } }),
    process(23, { ...onTerminal, comm: 'semwait' }),
  ],
  msgQueues: [
    {
      msqid: 0,
      perm: perm(0x1eaf0933),
      messages: [message(1, 'hello'), message(2, 'a longer text'), message(2, 'x'.repeat(4096))],
      cbytes: 4114,
      qbytes: 16384,
      lspid: 24,
      lrpid: 0,
      ...times,
      receivers: [{ pid: 24, mtype: 7, except: false, room: 8192 }],
      senders: [],
    },
    {
      msqid: 32769,
      perm: perm(0, { seq: 1 }),
      messages: [4096, 4096, 4096, 4096].map((bytes) => ({ ...message(3, 'y'.repeat(64)), bytes })),
      cbytes: 16384,
      qbytes: 16384,
      lspid: 24,
      lrpid: 24,
      ...times,
      receivers: [],
      senders: [{ pid: 25, mtype: 5, bytes: 100 }],
    },
  ],
  mqueues: [
    {
      name: '/jobs',
      maxmsg: 10,
      msgsize: 8192,
      bytes: 7,
      messages: [
        { priority: 9, text: encode('now!') },
        { priority: 0, text: encode('any') },
      ],
      senders: [],
      receivers: [],
      notifies: { pid: 2, signo: 10 },
    },
  ],
  semaphores: [
    {
      semid: 0,
      perm: perm(0xee176b4c),
      semaphores: [
        { value: 0, sempid: 20, forRise: [21], forZero: [] },
        { value: 0, sempid: 21, forRise: [20], forZero: [] },
        { value: 3, sempid: 0, forRise: [], forZero: [22] },
      ],
      waiters: [
        { pid: 20, ops: [{ num: 1, op: -1, flg: SEM_UNDO }], blocking: 0 },
        { pid: 21, ops: [{ num: 0, op: -1, flg: SEM_UNDO }], blocking: 0 },
        {
          pid: 22,
          ops: [
            { num: 2, op: 0, flg: 0 },
            { num: 0, op: 1, flg: 0 },
          ],
          blocking: 0,
        },
      ],
      undo: [
        { pid: 20, semadj: [1, 0, 0] },
        { pid: 21, semadj: [0, 1, 0] },
      ],
      otime: 1_767_225_602,
      ctime: 1_767_225_600,
    },
  ],
  network,
  costs,
  shmSegments: [
    {
      shmid: 1,
      perm: perm(0x2025ec80),
      segsz: 10000,
      pages: 3,
      nattch: 2,
      cpid: 2,
      lpid: 24,
      atime: 1_767_225_601,
      dtime: 0,
      ctime: 1_767_225_600,
      dest: true,
      locked: false,
      attachments: [
        { pid: 7, address: 0x7ffff7dd8000, rights: 'rw-s' },
        { pid: 24, address: 0x7ffff7dd8000, rights: 'r--s' },
      ],
      resident: [{ index: 0, writer: 24 }],
      preview: text,
      writers: [...text].map((_, at) => (at >= 3 && at < 6 ? 24 : 7)),
      lost: [{ offset: 0, by: 24, over: 7 }],
      lostCount: 1,
    },
  ],
  shmFiles: [lockFile({}), lockFile({ name: '/ring', ino: 78, bytes: 5000, semaphore: undefined, attachments: [] })],
  locks: [
    {
      kind: 'posix',
      type: 'write',
      path: '/home/ada/f',
      ino: 50,
      start: 0,
      end: 9,
      pid: 7,
      holders: [7],
      waiters: [
        {
          kind: 'posix',
          type: 'read',
          path: '/home/ada/f',
          ino: 50,
          start: 5,
          end: Number.POSITIVE_INFINITY,
          pid: 24,
          holders: [],
          waiters: [],
        },
      ],
    },
    { ...wholeFile, kind: 'flock', type: 'write', pid: 2, holders: [2, 7] },
  ],
  futexes: [{ object: '/dev/shm/sem.box', ino: 77, offset: 0, waiters: [{ pid: 23, address: 0x7ffff7fbb000 }] }],
});
