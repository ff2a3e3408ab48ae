/**
 * philosopher: one of those who dine at a table with as many forks as seats, each fork a System V semaphore.
 * A program of ipclab's own, for the deadlock and its cures. Authority: semop(2).
 */

import { IPC_STAT, SEM_UNDO, type Sembuf } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, seconds, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  both: { short: 'b', long: 'both', help: 'take both forks at once, or none' },
  delay: { short: 'd', long: 'delay', value: 'SECONDS', help: 'how long a step takes (0.1 if not said)' },
  meals: { short: 'n', long: 'meals', value: 'N', help: 'eat so often (3 times if not said)' },
  order: { short: 'o', long: 'order', help: 'take the fork with the lower number first' },
} as const;

type Arguments = Args<keyof typeof options>;

const MOST_MEALS = 1_000_000;

function* eat(sys: Sys, args: Arguments, io: Io, semid: number, seat: number, forks: number): Generator<void, void> {
  const meals = yield* wholeNumber(io, args.value('meals') ?? '3', 'number of meals', 0, MOST_MEALS);
  const pause = yield* seconds(io, args.value('delay') ?? '0.1');
  const hands = [seat, (seat + 1) % forks];
  if (args.has('order')) hands.sort((a, b) => a - b);
  const [first = 0, second = 0] = hands;
  function* operate(...ops: readonly Sembuf[]): Generator<void, void> {
    yield* demand(io, 'semop', yield* sys.semop(semid, ops));
  }
  function* tell(what: string): Generator<void, void> {
    yield* io.print(`philosopher ${seat} ${what}\n`);
    yield* io.out.flush();
  }
  const take = (num: number): Sembuf => ({ num, op: -1, flg: SEM_UNDO });
  const put = (num: number): Sembuf => ({ num, op: 1, flg: SEM_UNDO });
  for (let meal = 0; meal < meals; meal += 1) {
    if (args.has('both')) yield* operate(take(first), take(second));
    else {
      yield* operate(take(first));
      yield* tell(`has fork ${first}`);
      yield* sys.nanosleep(pause);
      yield* operate(take(second));
    }
    yield* tell(`eats with forks ${first} and ${second}`);
    yield* sys.nanosleep(pause);
    yield* operate(put(first), put(second));
  }
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const [name, place, extra] = args.operands;
  if (name === undefined || place === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const semid = yield* idOf(io, name, { call: 'semget', find: (key, flags) => sys.semget(key, 0, flags) });
  const ds = { nsems: 0 };
  yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, IPC_STAT, ds));
  const seat = yield* wholeNumber(io, place, 'seat', 0, ds.nsems - 1);
  yield* eat(sys, args, io, semid, seat, ds.nsems);
  return 0;
}

export const philosopher = program(
  {
    name: 'philosopher',
    summary: 'dine at a table of forks that are semaphores',
    usage: '[-b|-o] [-d SECONDS] [-n MEALS] SET SEAT',
    about:
      'Sit at SEAT of SET, an id or a key (0x...), a semaphore a fork: take the fork of the\nseat, then the next one, eat, and put both back.',
    usageStatus: 2,
    options,
  },
  run,
);
