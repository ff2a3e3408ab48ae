/** sempost: adds one to a named POSIX semaphore. A program of ipclab's own. Authority: sem_post(3). */

import { O_CREAT } from '../kernel/abi.ts';
import { demand, wholeNumber } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';
import { SEM_VALUE_MAX, semOpen, semPost, semValue } from './lib/sem.ts';

const MODE = 0o666;

export const sempost = program(
  {
    name: 'sempost',
    summary: 'add one to a named POSIX semaphore',
    usage: '[-c VALUE] [-n COUNT] NAME',
    about: 'Post the semaphore NAME (/dev/shm/sem.NAME): whoever waits for it goes on.',
    family: 'ipclab',
    usageStatus: 2,
    options: {
      create: { short: 'c', long: 'create', value: 'VALUE', help: 'make it with VALUE if there is none yet (O_CREAT)' },
      number: { short: 'n', long: 'number', value: 'COUNT', help: 'post COUNT times instead of once' },
    },
  },
  function* (sys, args, io) {
    const [name, ...more] = args.operands;
    if (name === undefined || more.length > 0) return yield* io.usageError(2, 'one NAME is needed');
    const create = args.value('create');
    const value = create === undefined ? 0 : yield* wholeNumber(io, create, 'value', 0, SEM_VALUE_MAX);
    const count = yield* wholeNumber(io, args.value('number') ?? '1', 'count', 0, SEM_VALUE_MAX);
    const flags = create === undefined ? 0 : O_CREAT;
    const sem = yield* demand(io, 'sem_open', yield* semOpen(sys, name, flags, MODE, value));
    for (let i = 0; i < count; i++) yield* demand(io, 'sem_post', yield* semPost(sys, sem));
    yield* io.print(`${name}: the value is ${yield* semValue(sys, sem)}\n`);
    return 0;
  },
);
