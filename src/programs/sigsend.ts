/** sigsend: queues a signal with a value for a process. A program of ipclab's own. Authority: sigqueue(3). */

import { signalName } from '../kernel/signum.ts';
import { demand, wholeNumber } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';
import { parseSignal } from './lib/signals.ts';

const INT_MAX = 0x7fffffff;
const MOST = 100_000;

export const sigsend = program(
  {
    name: 'sigsend',
    summary: 'queue a signal with a value',
    usage: '[-n COUNT] [-v VALUE] PID SIGNAL',
    about: 'Send SIGNAL to the process PID together with VALUE, a number, 0 if not said.',
    family: 'ipclab',
    usageStatus: 2,
    options: {
      number: {
        short: 'n',
        long: 'number',
        value: 'COUNT',
        help: 'send it COUNT times; each time the value is one more',
      },
      value: { short: 'v', long: 'value', value: 'VALUE', help: 'what travels with it (si_value)' },
    },
  },
  function* (sys, args, io) {
    const [target, name, ...more] = args.operands;
    if (target === undefined || name === undefined || more.length > 0)
      return yield* io.usageError(2, 'a PID and a SIGNAL are needed');
    const pid = yield* wholeNumber(io, target, 'PID', 1, INT_MAX);
    const signo = parseSignal(name);
    if (signo === undefined) return yield* io.usageError(2, `invalid signal: '${name}'`);
    const count = yield* wholeNumber(io, args.value('number') ?? '1', 'count', 0, MOST);
    const first = yield* wholeNumber(io, args.value('value') ?? '0', 'value', -INT_MAX - 1, INT_MAX);
    for (let i = 0; i < count; i++) yield* demand(io, 'sigqueue', yield* sys.sigqueue(pid, signo, first + i));
    const times = count === 1 ? '' : `, ${count} times`;
    yield* io.print(`${signalName(signo) ?? signo} to ${pid}, value ${first}${times}\n`);
    return 0;
  },
);
