/** semctl: looks at and sets System V semaphores. A program of ipclab's own. Authority: semctl(2). */

import { GETALL, GETNCNT, GETPID, GETVAL, GETZCNT, IPC_RMID, IPC_STAT, SETALL, SETVAL } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, wholeNumber } from './lib/ipc-name.ts';
import { readElements } from './lib/ipcs-details.ts';
import { program } from './lib/program.ts';
import { drawTable } from './lib/smart-table.ts';

const INT_MAX = 0x7fffffff;

/** Commands that ask one number of one semaphore. */
const QUESTIONS: Readonly<Record<string, number>> = {
  getval: GETVAL,
  getpid: GETPID,
  getncnt: GETNCNT,
  getzcnt: GETZCNT,
};

/** All of the set, as a table. */
function* show(sys: Sys, io: Io, semid: number): Generator<void, void> {
  const ds = { nsems: 0 };
  yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, IPC_STAT, ds));
  const elements = (yield* readElements(sys, semid, ds.nsems)) ?? [];
  const columns = ['SEMNUM', 'VALUE', 'NCOUNT', 'ZCOUNT', 'PID'].map((name) => ({ name, right: true }));
  const rows = elements.map(({ value, ncount, zcount, pid }, num) => [num, value, ncount, zcount, pid].map(String));
  yield* io.print(drawTable({ name: 'semaphores', columns, rows }, 'aligned'));
}

function* ask(sys: Sys, io: Io, semid: number, cmd: number, [num, extra]: readonly string[]): Generator<void, void> {
  if (num === undefined || extra !== undefined) return yield* io.usageError(2, 'this command takes NUM');
  const semnum = yield* wholeNumber(io, num, 'semaphore', -INT_MAX, INT_MAX);
  yield* io.print(`${yield* demand(io, 'semctl', yield* sys.semctl(semid, semnum, cmd, undefined))}\n`);
}

function* numbersOf(io: Io, words: readonly string[]): Generator<void, number[]> {
  const numbers: number[] = [];
  for (const word of words) numbers.push(yield* wholeNumber(io, word, 'value', -INT_MAX, INT_MAX));
  return numbers;
}

function* run(sys: Sys, io: Io, semid: number, command: string, words: readonly string[]): Generator<void, void> {
  const question = QUESTIONS[command];
  if (question !== undefined) return yield* ask(sys, io, semid, question, words);
  switch (command) {
    case 'getall': {
      const values: number[] = [];
      yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, GETALL, values));
      return yield* io.print(`${values.join(' ')}\n`);
    }
    case 'setval': {
      const [num, value, extra] = yield* numbersOf(io, words);
      if (num === undefined || value === undefined || extra !== undefined)
        return yield* io.usageError(2, 'setval takes NUM VALUE');
      yield* demand(io, 'semctl', yield* sys.semctl(semid, num, SETVAL, value));
      return;
    }
    case 'setall': {
      const ds = { nsems: 0 };
      yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, IPC_STAT, ds));
      const values = yield* numbersOf(io, words);
      if (values.length !== ds.nsems) return yield* io.usageError(2, `setall takes ${ds.nsems} values`);
      yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, SETALL, values));
      return;
    }
    case 'rmid':
      yield* demand(io, 'semctl', yield* sys.semctl(semid, 0, IPC_RMID, undefined));
      return;
    default:
      return yield* io.usageError(2, `unknown command '${command}'`);
  }
}

export const semctl = program(
  {
    name: 'semctl',
    summary: 'look at and set System V semaphores',
    usage: 'SET [getval|getpid|getncnt|getzcnt NUM | getall | setval NUM VALUE | setall VALUE... | rmid]',
    about: 'Do one command of semctl(2) on SET, an id or a key (0x...); without one, show all of it.',
    usageStatus: 2,
    negativeNumbers: true,
  },
  function* (sys, args, io) {
    const [name, command, ...words] = args.operands;
    if (name === undefined) return yield* io.usageError(2, 'missing operand');
    const find = (key: number, flags: number) => sys.semget(key, 0, flags);
    const semid = yield* idOf(io, name, { call: 'semget', find });
    if (command === undefined) yield* show(sys, io, semid);
    else yield* run(sys, io, semid, command, words);
    return 0;
  },
);
