/** msgrcv: takes messages from a System V message queue. A program of ipclab's own. Authority: msgrcv(2). */

import { decode } from '../bytes.ts';
import { IPC_NOWAIT, MSG_COPY, MSG_EXCEPT, MSG_NOERROR, type MsgBuf } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'take all that are there, and end when there is none' },
  bare: { short: 'b', long: 'bare', help: 'print the text alone' },
  create: { short: 'c', long: 'create', help: 'make the queue of that key if there is none yet (IPC_CREAT)' },
  except: { short: 'x', long: 'except', help: 'take the first of any other TYPE (MSG_EXCEPT)' },
  follow: { short: 'f', long: 'follow', help: 'go on receiving until a signal comes' },
  nowait: { short: 'n', long: 'nowait', help: 'fail rather than wait for a message (IPC_NOWAIT)' },
  peek: { short: 'p', long: 'peek', help: 'copy the message at position TYPE, and leave it there (MSG_COPY)' },
  size: { short: 's', long: 'size', value: 'BYTES', help: 'room for so many bytes (8192 if not said)' },
  truncate: { short: 't', long: 'truncate', help: 'cut a message that is too long (MSG_NOERROR)' },
} as const;

type Arguments = Args<keyof typeof options>;

const LONG_MAX = Number.MAX_SAFE_INTEGER;
const MOST_BYTES = 1 << 20;

const flagsOf = (args: Arguments): number =>
  (args.has('nowait') || args.has('all') || args.has('peek') ? IPC_NOWAIT : 0) |
  (args.has('except') ? MSG_EXCEPT : 0) |
  (args.has('peek') ? MSG_COPY : 0) |
  (args.has('truncate') ? MSG_NOERROR : 0);

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const [queue, type = '0', extra] = args.operands;
  if (queue === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const mtype = yield* wholeNumber(io, type, 'type', -LONG_MAX, LONG_MAX);
  const room = yield* wholeNumber(io, args.value('size') ?? '8192', 'size', 0, MOST_BYTES);
  const find = (key: number, flags: number) => sys.msgget(key, flags);
  const msqid = yield* idOf(io, queue, { call: 'msgget', find }, args.has('create'));
  const again = args.has('all') || args.has('follow');
  do {
    const message: MsgBuf = { mtype: 0, mtext: new Uint8Array() };
    const answer = yield* sys.msgrcv(msqid, message, room, mtype, flagsOf(args));
    if (args.has('all') && isFailure(answer) && answer.errno === 'ENOMSG') return 0;
    yield* demand(io, 'msgrcv', answer);
    yield* io.print(`${args.has('bare') ? '' : `type ${message.mtype}: `}${decode(message.mtext)}\n`);
    if (again) yield* io.out.flush();
  } while (again);
  return 0;
}

export const msgrcv = program(
  {
    name: 'msgrcv',
    summary: 'receive a message from a System V message queue',
    usage: '[-abcfnptx] [-s BYTES] QUEUE [TYPE]',
    about:
      'Take the first message of TYPE from QUEUE, an id or a key (0x...), and print it.\nTYPE 0, or none, is any; -TYPE is the lowest up to TYPE. Without such a message the\nprogram sleeps in msgrcv(2).',
    usageStatus: 2,
    negativeNumbers: true,
    options,
  },
  run,
);
