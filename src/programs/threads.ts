/**
 * threads: a process with several threads, to be looked at: who takes a signal, who is left when the leader has gone, what
 * becomes of all when one executes a program. Linux has no such command; the manual page shows the same calls in C.
 * Authority: pthreads(7), pthread_create(3), pthread_sigmask(3), pthread_exit(3).
 */

import { encode } from '../bytes.ts';
import { SA_RESTART, SIG_BLOCK, type SigInfo } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGUSR1, SIGUSR2, type SigSet, signalName, signalNumber, sigset } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { seconds, wholeNumber } from './lib/ipc-name.ts';
import { holdBoth, LOCK_ORDERS, type LockOrder, makeMutexes, pairOf } from './lib/mutex-pair.ts';
import { writeAll } from './lib/output.ts';
import { type Args, program } from './lib/program.ts';
import { mainThread, type Pthread, type Thread } from './lib/pthread.ts';

const options = {
  block: { short: 'b', long: 'block', value: 'SIGNAL', help: 'all threads but the last block SIGNAL' },
  busy: { short: 'c', long: 'compute', help: 'threads compute, instead of waiting for signals' },
  exec: { short: 'e', long: 'exec', value: 'FILE', help: 'thread 1 executes FILE when the others have begun' },
  leave: { short: 'l', long: 'leave', help: 'the main thread leaves by pthread_exit, the others go on' },
  mutexes: {
    short: 'm',
    long: 'mutexes',
    value: 'ORDER',
    help: "each thread locks two mutexes: its own and the next one's ('circle'), or the lower number first ('number')",
  },
  time: { short: 't', long: 'time', value: 'SECONDS', help: 'threads end after SECONDS (never if not said)' },
} as const;

type Arguments = Args<keyof typeof options>;

const MOST = 1000;
/** µs of the CPU between two looks at the clock. */
const STEP = 500;

interface Plan {
  readonly count: number;
  readonly blocked: SigSet;
  readonly busy: boolean;
  readonly exec: string | undefined;
  readonly leave: boolean;
  readonly order: LockOrder | undefined;
  /** µs. */
  readonly time: number;
}

function* planOf(io: Io, args: Arguments): Generator<void, Plan> {
  const [count = '3', extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const word = args.value('block');
  const signal = word === undefined ? 0 : /^\d+$/.test(word) ? Number(word) : signalNumber(word);
  if (signal === undefined || (word !== undefined && signalName(signal) === undefined))
    return yield* io.die(2, `${word}: invalid signal`);
  const time = args.value('time');
  const order = yield* orderOf(io, args);
  return {
    count: yield* wholeNumber(io, count, 'number of threads', order ? 2 : 1, MOST),
    blocked: signal === 0 ? 0n : sigset(signal),
    busy: args.has('busy'),
    exec: args.value('exec'),
    leave: args.has('leave'),
    order,
    time: time === undefined ? Number.POSITIVE_INFINITY : yield* seconds(io, time),
  };
}

/** What else the threads could do does not go with it. */
function* orderOf(io: Io, args: Arguments): Generator<void, LockOrder | undefined> {
  const word = args.value('mutexes');
  if (word === undefined) return undefined;
  const order = LOCK_ORDERS.find((one) => one === word);
  if (!order) return yield* io.usageError(2, `invalid order: '${word}'`);
  const other = (['busy', 'exec', 'time'] as const).find((key) => args.has(key));
  if (other) return yield* io.usageError(2, `--mutexes and --${options[other].long} at the same time`);
  return order;
}

/** One write(2) a line: handlers may do that, and threads do not mix. */
function* say(sys: Sys, text: string): Generator<void, void> {
  yield* writeAll(sys, 1, encode(`${text}\n`));
}

const nameOf = (number: number): string => (number === 0 ? 'main' : `thread-${number}`);

/** What the threads of the process know of each other. */
class Party {
  readonly plan: Plan;
  readonly environment: readonly string[];
  readonly mutexes: number;
  readonly numbers = new Map<number, number>();

  constructor(plan: Plan, environment: readonly string[], mutexes: number) {
    this.plan = plan;
    this.mutexes = mutexes;
    this.environment = environment;
  }

  *tellOfSignals(sys: Sys): Generator<void, void> {
    const { numbers } = this;
    const handler = function* (taker: Sys, { signo }: SigInfo): Generator<void, number> {
      const tid = yield* taker.gettid();
      yield* say(taker, `${nameOf(numbers.get(tid) ?? 0)} (${tid}) takes ${signalName(signo)}`);
      return 0;
    };
    for (const signo of [SIGUSR1, SIGUSR2]) yield* sys.sigaction(signo, { handler, mask: 0n, flags: SA_RESTART });
  }

  /** Until its time is over. */
  *live({ sys }: Thread): Generator<void, void> {
    const { busy, time } = this.plan;
    const end = (yield* sys.clock_gettime()) + time;
    for (let now = yield* sys.clock_gettime(); now < end; now = yield* sys.clock_gettime()) {
      if (busy) yield* sys.work(STEP);
      else if (time === Number.POSITIVE_INFINITY) yield* sys.pause();
      else yield* sys.nanosleep(end - now);
    }
  }

  *thread(self: Thread, number: number): Generator<void, number> {
    const { sys, tid } = self;
    const { exec, order, count } = this.plan;
    this.numbers.set(tid, number);
    yield* self.setName(nameOf(number));
    yield* say(sys, `${nameOf(number)}: tid ${tid}`);
    if (number === 1 && exec !== undefined) yield* this.become(self, exec);
    const tell = (what: string) => say(sys, `${nameOf(number)} ${what}`);
    if (order) yield* holdBoth(self, this.mutexes, pairOf(number, count, order), tell);
    else yield* this.live(self);
    yield* say(sys, `${nameOf(number)} (${tid}) ends`);
    return number;
  }

  *become({ sys, tid }: Thread, file: string): Generator<void, void> {
    while (this.numbers.size <= this.plan.count) yield* sys.nanosleep(1000);
    yield* say(sys, `thread-1 (${tid}) executes ${file}`);
    const { errno } = yield* sys.execve(file, [file], this.environment);
    yield* writeAll(sys, 2, encode(`threads: ${file}: ${strerror(errno)}\n`));
    yield* sys.exit(1);
  }
}

function* startAll(main: Thread, party: Party, io: Io): Generator<void, readonly Pthread[]> {
  const { count, blocked } = party.plan;
  const threads: Pthread[] = [];
  for (let number = 1; number <= count; number += 1) {
    const isLast = number === count;
    const body = function* (self: Thread): Generator<void, number> {
      if (!isLast) yield* self.sys.sigprocmask(SIG_BLOCK, blocked);
      return yield* party.thread(self, number);
    };
    const thread = yield* main.create(body);
    if (isFailure(thread)) return yield* io.die(1, 'pthread_create', thread);
    threads.push(thread);
  }
  return threads;
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const plan = yield* planOf(io, args);
  const mutexes = plan.order ? yield* makeMutexes(sys, plan.count) : 0;
  if (isFailure(mutexes)) return yield* io.die(1, 'mmap', mutexes);
  const party = new Party(plan, io.environment, mutexes);
  const main = yield* mainThread(sys);
  party.numbers.set(main.tid, 0);
  yield* party.tellOfSignals(sys);
  yield* say(sys, `process ${yield* sys.getpid()}: main is tid ${main.tid}`);
  const threads = yield* startAll(main, party, io);
  yield* sys.sigprocmask(SIG_BLOCK, plan.blocked);
  if (plan.leave) {
    yield* say(sys, `main (${main.tid}) leaves`);
    yield* main.exit(0);
  }
  for (const thread of threads) yield* main.join(thread);
  return 0;
}

export const threads = program(
  {
    name: 'threads',
    summary: 'a process with several threads, to look at',
    usage: '[-cl] [-b SIGNAL] [-e FILE] [-t SECONDS] [-m ORDER] [COUNT]',
    about:
      'Start COUNT threads (3 if not said), which wait for signals. Each tells its number,\nand who takes SIGUSR1 or SIGUSR2 tells that.',
    usageStatus: 2,
    options,
  },
  run,
);
