/** lock: takes a record lock on bytes of a file, and holds it. A program of ipclab's own. Authority: fcntl(2). */

import {
  F_GETLK,
  F_RDLCK,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  type Flock,
  O_CREAT,
  O_RDWR,
  SEEK_SET,
} from '../kernel/abi.ts';
import { demand, seconds, wholeNumber } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';

const MODE = 0o666;
const MOST = Number.MAX_SAFE_INTEGER;

const rangeText = ({ start, len }: Flock): string => (len === 0 ? `from ${start} on` : `${start}-${start + len - 1}`);

export const lock = program(
  {
    name: 'lock',
    summary: 'lock bytes of a file, and hold them',
    usage: '[-rnq] [-w SECONDS] FILE [START [LENGTH]]',
    about:
      'Lock LENGTH bytes of FILE from START on with fcntl(2), all of it if nothing is said, and\nhold the lock until the program ends.',
    family: 'ipclab',
    usageStatus: 2,
    options: {
      read: { short: 'r', long: 'read', help: 'a shared lock (F_RDLCK) instead of an exclusive one' },
      nowait: { short: 'n', long: 'nowait', help: 'fail rather than wait (F_SETLK)' },
      query: { short: 'q', long: 'query', help: 'only tell who is in the way (F_GETLK)' },
      hold: { short: 'w', long: 'hold', value: 'SECONDS', help: 'hold it so long, and not for ever' },
    },
  },
  function* (sys, args, io) {
    const [file, from = '0', length = '0', ...more] = args.operands;
    if (file === undefined || more.length > 0) return yield* io.usageError(2, 'a FILE is needed');
    const start = yield* wholeNumber(io, from, 'start', 0, MOST);
    const len = yield* wholeNumber(io, length, 'length', 0, MOST);
    const hold = args.value('hold');
    const us = hold === undefined ? undefined : yield* seconds(io, hold);
    const fd = yield* demand(io, file, yield* sys.open(file, O_RDWR | O_CREAT, MODE));
    const flock: Flock = { type: args.has('read') ? F_RDLCK : F_WRLCK, whence: SEEK_SET, start, len, pid: 0 };
    if (args.has('query')) {
      yield* demand(io, 'fcntl', yield* sys.fcntl(fd, F_GETLK, flock));
      const type = flock.type === F_WRLCK ? 'write' : 'read';
      const free = flock.type === F_UNLCK;
      yield* io.print(free ? 'nobody is in the way\n' : `${type} lock of ${flock.pid} on ${rangeText(flock)}\n`);
      return free ? 0 : 1;
    }
    yield* demand(io, 'fcntl', yield* sys.fcntl(fd, args.has('nowait') ? F_SETLK : F_SETLKW, flock));
    yield* io.print(`${file}: locked ${rangeText(flock)}\n`);
    yield* io.out.flush();
    if (us === undefined) yield* sys.pause();
    else yield* sys.nanosleep(us);
    return 0;
  },
);
