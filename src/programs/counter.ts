/**
 * counter: counts in a cell of shared memory: load, add, store, with a step in between in which others may count too,
 * processes or threads. Shows lost updates, and three cures. A program of ipclab's own.
 * Authority: shmat(2), semop(2), pthread_mutex_lock(3p).
 */

import { MAP_ANONYMOUS, MAP_PRIVATE, PAGE_SIZE, PROT_READ, PROT_WRITE, SEM_UNDO } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, seconds, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { mainThread, type Pthread, type Thread } from './lib/pthread.ts';
import { mutexInit, mutexLock, mutexUnlock } from './lib/pthread-mutex.ts';
import { attach, detach, offsetIn } from './lib/shm-segment.ts';

const options = {
  atomic: { short: 'a', long: 'atomic', help: 'count by one indivisible instruction' },
  delay: {
    short: 'd',
    long: 'delay',
    value: 'SECONDS',
    help: 'sleep between load and store (or before an atomic add)',
  },
  mutex: { short: 'm', long: 'mutex', help: 'threads hold a mutex while counting' },
  offset: { short: 'o', long: 'offset', value: 'BYTES', help: 'where in the segment the cell is (0 if not said)' },
  processes: { short: 'p', long: 'processes', value: 'N', help: 'let N children count at the same time' },
  semaphore: { short: 's', long: 'semaphore', value: 'SET', help: 'hold semaphore 0 of SET while counting' },
  threads: { short: 't', long: 'threads', value: 'N', help: 'let N threads count at the same time' },
  times: { short: 'n', long: 'times', value: 'N', help: 'count so often (once if not said)' },
  verbose: { short: 'v', long: 'verbose', help: 'tell of each load and store' },
} as const;

type Arguments = Args<keyof typeof options>;

const RW = PROT_READ | PROT_WRITE;
const WORD = 4;
const MOST = 1_000_000;
const MOST_PROCESSES = 100;
const MOST_THREADS = 100;
/** µs of computing between load and store, so that now and then a slice ends there. */
const STEP = 20;

interface Plan {
  readonly times: number;
  readonly processes: number;
  readonly threads: number;
  readonly mutex: boolean;
  readonly atomic: boolean;
  readonly verbose: boolean;
  readonly delay: number | undefined;
  readonly semid: number | undefined;
}

function* planOf(sys: Sys, args: Arguments, io: Io): Generator<void, Plan> {
  const times = yield* wholeNumber(io, args.value('times') ?? '1', 'number of times', 0, MOST);
  const processes = yield* wholeNumber(io, args.value('processes') ?? '0', 'number of processes', 0, MOST_PROCESSES);
  const threads = yield* wholeNumber(io, args.value('threads') ?? '0', 'number of threads', 0, MOST_THREADS);
  if (processes > 0 && threads > 0) return yield* io.usageError(2, 'processes and threads at the same time');
  const mutex = args.has('mutex');
  if (mutex && threads === 0) return yield* io.usageError(2, 'a mutex is for threads');
  const pause = args.value('delay');
  const delay = pause === undefined ? undefined : yield* seconds(io, pause);
  const set = args.value('semaphore');
  const find = (key: number, flags: number) => sys.semget(key, 0, flags);
  const semid = set === undefined ? undefined : yield* idOf(io, set, { call: 'semget', find });
  const [atomic, verbose] = [args.has('atomic'), args.has('verbose')];
  return { times, processes, threads, mutex, atomic, verbose, delay, semid };
}

/** What a thread holds while it counts. */
interface Lock {
  readonly self: Thread;
  readonly mutex: number;
}

/** One process, or one thread, that counts. */
class Counter {
  readonly sys: Sys;
  readonly io: Io;
  readonly cell: number;
  readonly plan: Plan;
  readonly lock: Lock | undefined;

  constructor(sys: Sys, io: Io, cell: number, plan: Plan, lock?: Lock) {
    this.sys = sys;
    this.io = io;
    this.cell = cell;
    this.plan = plan;
    this.lock = lock;
  }

  *load(): Generator<void, number> {
    const word = new Uint8Array(WORD);
    yield* this.sys.load(this.cell, word);
    return new DataView(word.buffer).getInt32(0, true);
  }

  *store(value: number): Generator<void, void> {
    const word = new Uint8Array(WORD);
    new DataView(word.buffer).setInt32(0, value, true);
    yield* this.sys.store(this.cell, word);
  }

  *between(): Generator<void, void> {
    const { delay } = this.plan;
    if (delay === undefined) yield* this.sys.work(STEP);
    else yield* this.sys.nanosleep(delay);
  }

  *tell(what: string): Generator<void, void> {
    if (!this.plan.verbose) return;
    yield* this.io.print(`${yield* this.sys.gettid()}: ${what}\n`);
    yield* this.io.out.flush();
  }

  *countOnce(): Generator<void, void> {
    if (this.plan.atomic) {
      yield* this.between();
      const old = yield* this.sys.atomic(this.cell, (value) => value + 1);
      return yield* this.tell(`add 1 to ${old}`);
    }
    const old = yield* this.load();
    yield* this.tell(`load ${old}`);
    yield* this.between();
    yield* this.store(old + 1);
    yield* this.tell(`store ${old + 1}`);
  }

  *operate(op: 1 | -1): Generator<void, void> {
    const { semid } = this.plan;
    if (semid === undefined) return;
    yield* demand(this.io, 'semop', yield* this.sys.semop(semid, [{ num: 0, op, flg: SEM_UNDO }]));
  }

  *count(): Generator<void, number> {
    for (let turn = 0; turn < this.plan.times; turn += 1) {
      yield* this.operate(-1);
      if (this.lock) yield* mutexLock(this.lock.self, this.lock.mutex);
      yield* this.countOnce();
      if (this.lock) yield* mutexUnlock(this.lock.self, this.lock.mutex);
      yield* this.operate(1);
    }
    return 0;
  }

  /** The attachment is inherited. */
  *inChildren(): Generator<void, void> {
    const { sys, io, cell, plan } = this;
    for (let i = 0; i < plan.processes; i += 1) {
      const child = yield* sys.fork((face) => new Counter(face, io.inChild(face), cell, plan).count());
      yield* demand(io, 'fork', child);
    }
    for (let i = 0; i < plan.processes; i += 1) yield* sys.wait4(-1, 0);
  }
}

/** The mutex is in memory of the process's own, which its threads share. */
function* inThreads({ sys, io, cell, plan }: Counter): Generator<void, void> {
  const main = yield* mainThread(sys);
  const mutex = yield* demand(io, 'mmap', yield* sys.mmap(0, PAGE_SIZE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (plan.mutex) yield* mutexInit(sys, mutex);
  const body = (self: Thread) => {
    const lock = plan.mutex ? { self, mutex } : undefined;
    return new Counter(self.sys, io.inChild(self.sys), cell, plan, lock).count();
  };
  const threads: Pthread[] = [];
  for (let i = 0; i < plan.threads; i += 1) threads.push(yield* demand(io, 'pthread_create', yield* main.create(body)));
  for (const thread of threads) yield* main.join(thread);
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const [name, extra] = args.operands;
  if (name === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const plan = yield* planOf(sys, args, io);
  const segment = yield* attach(sys, io, name);
  const cell = segment.address + (yield* offsetIn(io, args.value('offset') ?? '0', segment, WORD));
  const counter = new Counter(sys, io, cell, plan);
  const before = yield* counter.load();
  if (plan.processes > 0) yield* counter.inChildren();
  else if (plan.threads > 0) yield* inThreads(counter);
  else yield* counter.count();
  const after = yield* counter.load();
  const counted = plan.times * Math.max(1, plan.processes, plan.threads);
  yield* io.print(`counted ${counted} times: the cell went from ${before} to ${after}\n`);
  yield* detach(sys, io, segment);
  return 0;
}

export const counter = program(
  {
    name: 'counter',
    summary: 'count in a cell of shared memory',
    usage: '[-amv] [-d SECONDS] [-n N] [-o BYTES] [-p N | -t N] [-s SET] SEGMENT',
    about:
      'Load a 32-bit cell of SEGMENT, an id or a key (0x...), add 1, and store it again.\nWho loads in between counts for nothing.',
    usageStatus: 2,
    options,
  },
  run,
);
