/** mqrecv: receives one message from a POSIX message queue. A program of ipclab's own. Authority: mq_receive(3). */

import { decode } from '../bytes.ts';
import { O_NONBLOCK, O_RDONLY } from '../kernel/abi.ts';
import { demand, seconds } from './lib/ipc-name.ts';
import { mqOpen, mqUnlink } from './lib/mqueue.ts';
import { program } from './lib/program.ts';

export const mqrecv = program(
  {
    name: 'mqrecv',
    summary: 'receive a message from a POSIX message queue',
    usage: '[-nu] [-w SECONDS] /NAME',
    about:
      'Take the message of the highest priority from the queue NAME (/dev/mqueue/NAME), and\nprint its priority and its text. Without one the program sleeps in mq_receive(3).',
    family: 'ipclab',
    usageStatus: 2,
    options: {
      nowait: { short: 'n', long: 'nowait', help: 'fail rather than wait (O_NONBLOCK)' },
      unlink: { short: 'u', long: 'unlink', help: 'only remove the name of the queue (mq_unlink)' },
      timeout: { short: 'w', long: 'timeout', value: 'SECONDS', help: 'wait no longer than that (mq_timedreceive)' },
    },
  },
  function* (sys, args, io) {
    const [name, ...more] = args.operands;
    if (name === undefined || more.length > 0) return yield* io.usageError(2, 'one NAME is needed');
    const timeout = args.value('timeout');
    const us = timeout === undefined ? undefined : yield* seconds(io, timeout);
    if (args.has('unlink')) return yield* demand(io, 'mq_unlink', yield* mqUnlink(sys, name));
    const flags = O_RDONLY | (args.has('nowait') ? O_NONBLOCK : 0);
    const queue = yield* demand(io, 'mq_open', yield* mqOpen(sys, name, flags, 0));
    const attr = { msgsize: 0 };
    yield* demand(io, 'mq_getattr', yield* sys.mq_getsetattr(queue, undefined, attr));
    const now = yield* demand(io, 'clock_gettime', yield* sys.clock_gettime());
    const text = new Uint8Array(attr.msgsize);
    const got = { priority: 0 };
    const until = us === undefined ? undefined : now + us;
    const length = yield* demand(io, 'mq_receive', yield* sys.mq_timedreceive(queue, text, got, until));
    yield* io.print(`priority ${got.priority}: ${decode(text.subarray(0, length))}\n`);
    return 0;
  },
);
