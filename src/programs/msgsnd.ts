/** msgsnd: sends one message to a System V message queue. A program of ipclab's own. Authority: msgsnd(2). */

import { encode } from '../bytes.ts';
import { IPC_NOWAIT } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, idOf, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  create: { short: 'c', long: 'create', help: 'make the queue of that key if there is none yet (IPC_CREAT)' },
  nowait: { short: 'n', long: 'nowait', help: 'fail rather than wait for room (IPC_NOWAIT)' },
  size: { short: 's', long: 'size', value: 'BYTES', help: 'fill TEXT up with dots, or cut it, to so many bytes' },
} as const;

const LONG_MAX = Number.MAX_SAFE_INTEGER;
const MOST_BYTES = 1 << 20;
const DOT = '.'.charCodeAt(0);

function textOf(text: string, size: number | undefined): Uint8Array {
  const bytes = encode(text);
  if (size === undefined) return bytes;
  const sized = new Uint8Array(size).fill(DOT);
  sized.set(bytes.subarray(0, size));
  return sized;
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const [queue, type, ...words] = args.operands;
  const given = args.value('size');
  if (queue === undefined || type === undefined || (words.length === 0 && given === undefined))
    return yield* io.usageError(2, 'missing operand');
  const mtype = yield* wholeNumber(io, type, 'type', -LONG_MAX, LONG_MAX);
  const size = given === undefined ? undefined : yield* wholeNumber(io, given, 'size', 0, MOST_BYTES);
  const find = (key: number, flags: number) => sys.msgget(key, flags);
  const msqid = yield* idOf(io, queue, { call: 'msgget', find }, args.has('create'));
  const message = { mtype, mtext: textOf(words.join(' '), size) };
  yield* demand(io, 'msgsnd', yield* sys.msgsnd(msqid, message, args.has('nowait') ? IPC_NOWAIT : 0));
  return 0;
}

export const msgsnd = program(
  {
    name: 'msgsnd',
    summary: 'send a message to a System V message queue',
    usage: '[-cn] [-s BYTES] QUEUE TYPE TEXT...',
    about:
      'Send TEXT as one message of TYPE to QUEUE, an id or a key (0x...).\nWithout room the program sleeps in msgsnd(2).',
    usageStatus: 2,
    options,
  },
  run,
);
