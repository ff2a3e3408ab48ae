/**
 * One moment with something in every pane: `cat ff` reads a FIFO whose write end its shell has left open, `yes | head` is
 * stopped, SIGINT has interrupted a read. Plain data, no kernel.
 */
import { encode } from '../../src/bytes.ts';
import { O_APPEND, O_LARGEFILE, O_RDONLY, O_RDWR, O_WRONLY, SA_RESTART } from '../../src/kernel/abi.ts';
import { DEFAULT_TERMIOS } from '../../src/kernel/line-discipline.ts';
import { sigbit } from '../../src/kernel/signum.ts';
import type { FdView, TtyView } from '../../src/kernel/view.ts';
import { event, pipe, process, signals, view } from './fixtures.ts';

const fd = (number: number, file: number, name: string, rest: Partial<FdView> = {}): FdView => ({
  fd: number,
  cloexec: false,
  file,
  flags: O_RDWR | O_LARGEFILE,
  offset: 0,
  name,
  pipe: undefined,
  refs: 1,
  ino: 3,
  kind: 'chr',
  ...rest,
});

const FIFO = 176;
const fifoEnd = (number: number, file: number, flags: number) =>
  fd(number, file, '/home/ada/ff', { flags: flags | O_LARGEFILE, pipe: FIFO, ino: FIFO, kind: 'fifo' });
const pipeEnd = (number: number, file: number, flags: number) =>
  fd(number, file, 'pipe:[12]', { flags, pipe: 12, ino: 12, kind: 'fifo' });
const screen = (file: number, ...numbers: number[]) =>
  numbers.map((number) => fd(number, file, '/dev/pts/0', { refs: 7 }));

const tty: TtyView = {
  name: 'pts/0',
  sid: 2,
  foreground: 7,
  cols: 78,
  rows: 8,
  canonical: true,
  echo: true,
  isig: true,
  queued: 3,
  typing: 4,
  held: false,
  termios: DEFAULT_TERMIOS,
  preview: { queued: encode('ls\n'), typing: encode('中a') },
};

const onTerminal = { ppid: 2, sid: 2, tty: 'pts/0' };

export const scene = view({
  time: 4_000_000,
  processes: [
    process(1, { ppid: 0, stat: 'Ss', uid: 0, wchan: 'do_wait', reason: { kind: 'child', children: [2] } }),
    process(2, {
      stat: 'Ss',
      tty: 'pts/0',
      wchan: 'do_wait',
      reason: { kind: 'child', children: [7] },
      call: 'wait4(-1, {...}, 0)',
      fds: [...screen(8, 0, 1, 2), fifoEnd(5, 18, O_RDWR), fd(255, 9, '/dev/pts/0', { cloexec: true })],
      signals: signals({
        caught: sigbit(2) | sigbit(17),
        ignored: sigbit(15),
        actions: [
          { signo: 2, handler: 'handler', mask: 0n, flags: 0 },
          { signo: 15, handler: 'ignore', mask: 0n, flags: 0 },
          { signo: 17, handler: 'handler', mask: sigbit(2), flags: SA_RESTART },
        ],
      }),
    }),
    process(7, {
      ...onTerminal,
      args: ['cat', 'ff'],
      stat: 'S+',
      foreground: true,
      wchan: 'anon_pipe_read',
      reason: { kind: 'pipe-empty', ino: FIFO, path: '/home/ada/ff', writers: 1 },
      call: 'read(3, "", 131072)',
      fds: [
        ...screen(8, 0),
        fd(1, 20, '/home/ada/out', {
          flags: O_WRONLY | O_APPEND | O_LARGEFILE,
          offset: 1234,
          ino: 40,
          kind: 'reg',
          refs: 2,
        }),
        fd(2, 20, '/home/ada/out', {
          flags: O_WRONLY | O_APPEND | O_LARGEFILE,
          offset: 1234,
          ino: 40,
          kind: 'reg',
          refs: 2,
        }),
        fifoEnd(3, 16, O_RDONLY),
      ],
      signals: signals({
        blocked: sigbit(10) | sigbit(40),
        shared: sigbit(10) | sigbit(40),
        caught: sigbit(12),
        queued: { 10: 1, 40: 3 },
        handling: [12],
        actions: [{ signo: 12, handler: 'handler', mask: 0n, flags: SA_RESTART }],
      }),
    }),
    process(8, {
      ...onTerminal,
      state: 'T',
      stat: 'T',
      wchan: 'do_signal_stop',
      reason: { kind: 'stopped', signal: 20 },
      fds: [...screen(8, 0, 2), pipeEnd(1, 17, O_WRONLY)],
    }),
    process(9, { ...onTerminal, pgid: 8, state: 'Z', stat: 'Z', exitStatus: 0 }),
  ],
  pipes: [
    pipe({
      readers: 0,
      writers: 1,
      writerPids: [8],
      slots: [4000, 4096, 808].map((bytes, i) => ({ offset: i === 0 ? 96 : 0, bytes })),
      used: 8904,
      written: 9000,
      taken: 96,
      head: 3,
      tail: 0,
      preview: encode('y\ny\n'),
    }),
    pipe({
      ino: FIFO,
      kind: 'fifo',
      path: '/home/ada/ff',
      readers: 2,
      writers: 1,
      readerPids: [2, 7],
      writerPids: [2],
      sleepingReaders: [7],
      written: 6,
      taken: 6,
      head: 1,
      tail: 1,
    }),
  ],
  ttys: [tty],
  copies: {
    calls: [
      { name: 'read', calls: 7, bytes: 120 },
      { name: 'write', calls: 12, bytes: 9400 },
    ],
    processes: [{ pid: 7, in: { calls: 1, bytes: 6 }, out: { calls: 1, bytes: 6 } }],
  },
});

const at = (ms: number, seq: number, type: string, pid: number, payload: object = {}) => ({
  ...event(type, pid, payload, ms * 1000),
  seq,
});
const send = { blocked: false, fate: 'pending' };

/** What led to it, as the kernel tells it. */
export const happened = [
  at(1000, 1, 'fork', 2, { child: 7 }),
  at(1001, 2, 'syscall', 2, { name: 'fork', args: [], result: 7 }),
  at(1002, 3, 'exec', 7, { path: '/bin/cat', argv: ['cat', 'ff'] }),
  at(1003, 4, 'block', 7, {
    call: 'read',
    args: [3, new Uint8Array(0), 131072],
    on: 'anon_pipe_read',
    reason: { kind: 'pipe-empty', ino: FIFO, path: '/home/ada/ff', writers: 1 },
  }),
  at(2000, 5, 'pipe.write', 2, { ino: FIFO, bytes: 6 }),
  at(2000, 6, 'wake', 7, { on: 'anon_pipe_read', by: 2 }),
  at(2001, 7, 'syscall', 2, { name: 'write', args: [5, encode('hello\n')], result: 6 }),
  at(2002, 8, 'pipe.read', 7, { ino: FIFO, bytes: 6 }),
  at(2002, 9, 'syscall', 7, { name: 'read', args: [3, encode('hello\n')], result: 6 }),
  at(3000, 10, 'signal.send', 7, { ...send, signo: 12, from: 2 }),
  at(3000, 11, 'wake', 7, { on: 'timer', by: 2 }),
  at(3000, 12, 'syscall', 2, { name: 'kill', args: [7, 12], result: 0 }),
  at(3001, 13, 'interrupt', 7, { call: 'read' }),
  at(3001, 14, 'signal.deliver', 7, { signo: 12, action: 'handler' }),
  at(3002, 15, 'signal.return', 7, { signo: 12 }),
  at(3002, 16, 'resume', 7, { call: 'read', how: 'restart' }),
  at(3500, 17, 'tty.signal', 0, { tty: 'pts/0', signo: 20, pgid: 8 }),
  at(3500, 18, 'signal.send', 8, { ...send, signo: 20, from: 0 }),
  at(3501, 19, 'signal.deliver', 8, { signo: 20, action: 'stop' }),
  at(3501, 20, 'stop', 8, { signo: 20 }),
];
