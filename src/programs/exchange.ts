/**
 * exchange: the same exchange through a pipe, a message queue, shared memory with two semaphores, and a socket: a parent sends,
 * its child receives. For comparing what each costs. A program of ipclab's own.
 * Authority: pipe(2), msgsnd(2), msgrcv(2), shmat(2), semop(2), socketpair(2).
 */

import { AF_UNIX, IPC_PRIVATE, IPC_RMID, SETALL, SOCK_STREAM } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  number: { short: 'n', long: 'number', value: 'COUNT', help: 'so many messages (100 if not said)' },
  size: { short: 's', long: 'size', value: 'BYTES', help: 'so many bytes in each (64 if not said)' },
} as const;

const MOST = 100_000;
const MOST_BYTES = 8192;
const DOT = '.'.charCodeAt(0);
const MODE = 0o600;

interface Plan {
  readonly count: number;
  readonly size: number;
}

/** One of the four: what both have to set up, and how a message goes in and comes out. */
interface Way {
  send(sys: Sys, message: Uint8Array): Generator<void, void>;
  receive(sys: Sys, size: number): Generator<void, void>;
  end(): Generator<void, void>;
}

/** Two descriptors, for pipe and socket: a read may bring less than a message. */
const throughFiles = (io: Io, from: number, to: number, close: () => Generator<void, void>): Way => ({
  *send(sys, message) {
    yield* demand(io, 'write', yield* sys.write(to, message));
  },
  *receive(sys, size) {
    for (let got = 0; got < size; ) got += yield* demand(io, 'read', yield* sys.read(from, new Uint8Array(size - got)));
  },
  end: close,
});

function* bothClosed(sys: Sys, ...fds: readonly number[]): Generator<void, void> {
  for (const fd of fds) yield* sys.close(fd);
}

function* pipe(sys: Sys, io: Io): Generator<void, Way> {
  const [from, to] = yield* demand(io, 'pipe', yield* sys.pipe2(0));
  return throughFiles(io, from, to, () => bothClosed(sys, from, to));
}

function* socket(sys: Sys, io: Io): Generator<void, Way> {
  const [from, to] = yield* demand(io, 'socketpair', yield* sys.socketpair(AF_UNIX, SOCK_STREAM, 0));
  return throughFiles(io, from, to, () => bothClosed(sys, from, to));
}

function* queue(sys: Sys, io: Io): Generator<void, Way> {
  const msqid = yield* demand(io, 'msgget', yield* sys.msgget(IPC_PRIVATE, MODE));
  return {
    *send(face, mtext) {
      yield* demand(io, 'msgsnd', yield* face.msgsnd(msqid, { mtype: 1, mtext }, 0));
    },
    *receive(face, size) {
      const message = { mtype: 0, mtext: new Uint8Array() };
      yield* demand(io, 'msgrcv', yield* face.msgrcv(msqid, message, size, 0, 0));
    },
    *end() {
      yield* sys.msgctl(msqid, IPC_RMID, undefined);
    },
  };
}

/** One place for one message: semaphore 0 says that it is empty, semaphore 1 that it is full. */
function* memory(sys: Sys, io: Io, { size }: Plan): Generator<void, Way> {
  const shmid = yield* demand(io, 'shmget', yield* sys.shmget(IPC_PRIVATE, Math.max(1, size), MODE));
  const semid = yield* demand(io, 'semget', yield* sys.semget(IPC_PRIVATE, 2, MODE));
  yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, SETALL, [1, 0]));
  const address = yield* demand(io, 'shmat', yield* sys.shmat(shmid, 0, 0));
  function* operate(face: Sys, num: number, op: number): Generator<void, void> {
    yield* demand(io, 'semop', yield* face.semop(semid, [{ num, op, flg: 0 }]));
  }
  return {
    *send(face, message) {
      yield* operate(face, 0, -1);
      yield* face.store(address, message);
      yield* operate(face, 1, 1);
    },
    *receive(face, bytes) {
      yield* operate(face, 1, -1);
      yield* face.load(address, new Uint8Array(bytes));
      yield* operate(face, 0, 1);
    },
    *end() {
      yield* sys.shmdt(address);
      yield* sys.shmctl(shmid, IPC_RMID, undefined);
      yield* sys.semctl(semid, 0, IPC_RMID, undefined);
    },
  };
}

const ways: Readonly<Record<string, (sys: Sys, io: Io, plan: Plan) => Generator<void, Way>>> = {
  pipe,
  queue,
  memory,
  socket,
};

function* receiveAll(sys: Sys, way: Way, { count, size }: Plan): Generator<void, number> {
  for (let i = 0; i < count; i += 1) yield* way.receive(sys, size);
  return 0;
}

function* exchangeBy(name: string, sys: Sys, io: Io, plan: Plan): Generator<void, void> {
  const way = yield* ways[name]?.(sys, io, plan) ?? pipe(sys, io);
  yield* demand(io, 'fork', yield* sys.fork((face) => receiveAll(face, way, plan)));
  const message = new Uint8Array(plan.size).fill(DOT);
  for (let i = 0; i < plan.count; i += 1) yield* way.send(sys, message);
  yield* sys.wait4(-1, 0);
  yield* way.end();
  yield* io.print(`${name}: ${plan.count} messages of ${plan.size} bytes\n`);
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const count = yield* wholeNumber(io, args.value('number') ?? '100', 'number of messages', 0, MOST);
  const size = yield* wholeNumber(io, args.value('size') ?? '64', 'size', 1, MOST_BYTES);
  const wrong = args.operands.find((name) => !Object.hasOwn(ways, name));
  if (wrong !== undefined) return yield* io.usageError(2, `neither pipe, queue, memory nor socket: '${wrong}'`);
  const asked = args.operands.length > 0 ? args.operands : Object.keys(ways);
  for (const name of asked) yield* exchangeBy(name, sys, io, { count, size });
  return 0;
}

export const exchange = program(
  {
    name: 'exchange',
    summary: 'send messages through each mechanism, for comparing them',
    usage: '[-n COUNT] [-s BYTES] [pipe|queue|memory|socket]...',
    about:
      'Send COUNT messages of BYTES bytes from a parent to its child, through each of the\nmechanisms that are named, or all four.',
    family: 'ipclab',
    usageStatus: 2,
    options,
  },
  run,
);
