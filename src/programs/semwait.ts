/** semwait: takes one from a named POSIX semaphore, or waits for it. A program of ipclab's own. Authority: sem_wait(3). */

import { O_CREAT } from '../kernel/abi.ts';
import { demand, seconds, wholeNumber } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';
import { SEM_VALUE_MAX, semOpen, semTryWait, semValue, semWait } from './lib/sem.ts';

const MODE = 0o666;

export const semwait = program(
  {
    name: 'semwait',
    summary: 'take one from a named POSIX semaphore, or wait for it',
    usage: '[-t] [-c VALUE] [-w SECONDS] NAME',
    about: 'Wait until the semaphore NAME (/dev/shm/sem.NAME) is above 0, and take one from it.',
    family: 'ipclab',
    usageStatus: 2,
    options: {
      create: { short: 'c', long: 'create', value: 'VALUE', help: 'make it with VALUE if there is none yet (O_CREAT)' },
      try: { short: 't', long: 'try', help: 'fail rather than wait (sem_trywait)' },
      timeout: { short: 'w', long: 'timeout', value: 'SECONDS', help: 'wait no longer than that (sem_timedwait)' },
    },
  },
  function* (sys, args, io) {
    const [name, ...more] = args.operands;
    if (name === undefined || more.length > 0) return yield* io.usageError(2, 'one NAME is needed');
    const create = args.value('create');
    const value = create === undefined ? 0 : yield* wholeNumber(io, create, 'value', 0, SEM_VALUE_MAX);
    const timeout = args.value('timeout');
    const us = timeout === undefined ? undefined : yield* seconds(io, timeout);
    const flags = create === undefined ? 0 : O_CREAT;
    const sem = yield* demand(io, 'sem_open', yield* semOpen(sys, name, flags, MODE, value));
    if (args.has('try')) yield* demand(io, 'sem_trywait', yield* semTryWait(sys, sem));
    else if (us === undefined) yield* demand(io, 'sem_wait', yield* semWait(sys, sem));
    else {
      const now = yield* demand(io, 'clock_gettime', yield* sys.clock_gettime());
      yield* demand(io, 'sem_timedwait', yield* semWait(sys, sem, now + us));
    }
    yield* io.print(`${name}: taken, the value is ${yield* semValue(sys, sem)}\n`);
    return 0;
  },
);
