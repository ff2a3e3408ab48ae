/** mqsend: sends one message to a POSIX message queue. A program of ipclab's own. Authority: mq_send(3). */

import { encode } from '../bytes.ts';
import { type MqAttr, O_CREAT, O_NONBLOCK, O_WRONLY } from '../kernel/abi.ts';
import type { Io } from './lib/io.ts';
import { demand, wholeNumber } from './lib/ipc-name.ts';
import { mqOpen } from './lib/mqueue.ts';
import { type Args, program } from './lib/program.ts';

const MODE = 0o666;
const PRIORITY_MAX = 32767;
const MOST = 0x7fffffff;

const options = {
  create: { short: 'c', long: 'create', help: 'make the queue if there is none yet (O_CREAT)' },
  messages: { short: 'm', long: 'messages', value: 'COUNT', help: 'room for so many messages in a new queue' },
  nowait: { short: 'n', long: 'nowait', help: 'fail rather than wait for room (O_NONBLOCK)' },
  priority: { short: 'p', long: 'priority', value: 'NUMBER', help: 'from 0 (the default) to 32767, which comes first' },
  size: { short: 's', long: 'size', value: 'BYTES', help: 'the longest message of a new queue' },
} as const;

/** What a new queue is to be like; nothing in particular without -m and -s. */
function* attributes(args: Args<keyof typeof options>, io: Io): Generator<void, MqAttr | undefined> {
  const [messages, size] = [args.value('messages'), args.value('size')];
  if (messages === undefined && size === undefined) return undefined;
  const maxmsg = yield* wholeNumber(io, messages ?? '10', 'count', 0, MOST);
  const msgsize = yield* wholeNumber(io, size ?? '8192', 'size', 0, MOST);
  return { flags: 0, maxmsg, msgsize, curmsgs: 0 };
}

export const mqsend = program(
  {
    name: 'mqsend',
    summary: 'send a message to a POSIX message queue',
    usage: '[-cn] [-m COUNT] [-s BYTES] [-p NUMBER] /NAME TEXT...',
    about:
      'Send TEXT as one message to the queue NAME (/dev/mqueue/NAME).\nWithout room the program sleeps in mq_send(3).',
    family: 'ipclab',
    usageStatus: 2,
    options,
  },
  function* (sys, args, io) {
    const [name, ...words] = args.operands;
    if (name === undefined || words.length === 0) return yield* io.usageError(2, 'missing operand');
    const priority = yield* wholeNumber(io, args.value('priority') ?? '0', 'priority', 0, PRIORITY_MAX);
    const attr = yield* attributes(args, io);
    const flags = O_WRONLY | (args.has('create') ? O_CREAT : 0) | (args.has('nowait') ? O_NONBLOCK : 0);
    const queue = yield* demand(io, 'mq_open', yield* mqOpen(sys, name, flags, MODE, attr));
    yield* demand(io, 'mq_send', yield* sys.mq_timedsend(queue, encode(words.join(' ')), priority));
    return 0;
  },
);
