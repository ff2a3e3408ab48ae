/**
 * semop: operations on a System V semaphore set, all or none, and what is done while they hold.
 * A program of ipclab's own. Authority: semop(2).
 */

import { IPC_CREAT, type Sembuf } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, seconds, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { parseOperation } from './lib/sem-operations.ts';
import { runShell } from './lib/spawn.ts';

const options = {
  create: {
    short: 'c',
    long: 'create',
    value: 'N',
    help: 'make the set of that key, of N semaphores, if there is none yet',
  },
  hold: { short: 'h', long: 'hold', help: 'then stay until Enter is typed, or input ends' },
  command: { short: 'x', long: 'then', value: 'COMMAND', help: 'then run COMMAND by sh -c, and end with its status' },
  timeout: { short: 't', long: 'timeout', value: 'SECONDS', help: 'wait no longer than that (semtimedop)' },
} as const;

type Arguments = Args<keyof typeof options>;

const SEMMSL = 32000;
/** A command that a signal has ended answers so much more than its number. */
const SIGNALLED = 256;

function* operationsOf(io: Io, words: readonly string[]): Generator<void, Sembuf[]> {
  const operations: Sembuf[] = [];
  for (const word of words) {
    const operation = parseOperation(word);
    if (!operation) return yield* io.usageError(2, `not an operation (NUM:OP[n][u]): '${word}'`);
    operations.push(operation);
  }
  return operations;
}

function* setOf(sys: Sys, args: Arguments, io: Io, name: string): Generator<void, number> {
  const wanted = args.value('create');
  const nsems = wanted === undefined ? 0 : yield* wholeNumber(io, wanted, 'number of semaphores', 1, SEMMSL);
  const find = (key: number, flags: number) => sys.semget(key, flags & IPC_CREAT ? nsems : 0, flags);
  return yield* idOf(io, name, { call: 'semget', find }, nsems > 0);
}

/** Reads to the end of a line. */
function* untilEnter(sys: Sys): Generator<void, void> {
  const NEWLINE = 0x0a;
  const byte = new Uint8Array(1);
  for (;;) {
    const count = yield* sys.read(0, byte);
    if (count !== 1 || byte[0] === NEWLINE) return;
  }
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const [name, ...words] = args.operands;
  if (name === undefined || words.length === 0) return yield* io.usageError(2, 'missing operand');
  const operations = yield* operationsOf(io, words);
  const limit = args.value('timeout');
  const timeout = limit === undefined ? undefined : yield* seconds(io, limit);
  const semid = yield* setOf(sys, args, io, name);
  if (timeout === undefined) yield* demand(io, 'semop', yield* sys.semop(semid, operations));
  else yield* demand(io, 'semtimedop', yield* sys.semtimedop(semid, operations, timeout));
  const command = args.value('command');
  if (command !== undefined) {
    const status = yield* demand(io, 'fork', yield* runShell(sys, command, io.environment));
    return status < SIGNALLED ? status : status - SIGNALLED + 128;
  }
  if (args.has('hold')) {
    yield* io.print(`${words.join(' ')} done; Enter ends\n`);
    yield* io.out.flush();
    yield* untilEnter(sys);
  }
  return 0;
}

export const semop = program(
  {
    name: 'semop',
    summary: 'operate on a System V semaphore set',
    usage: '[-h | -x COMMAND] [-c N] [-t SECONDS] SET NUM:OP[n][u]...',
    about:
      'Add OP to semaphore NUM of SET, an id or a key (0x...), for all operations at once,\nor sleep in semop(2) until that can be done. OP 0 waits for the value 0.\nn fails rather than waits (IPC_NOWAIT), u is undone when the program ends (SEM_UNDO).',
    usageStatus: 2,
    options,
  },
  run,
);
