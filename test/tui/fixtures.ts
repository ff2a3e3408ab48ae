/** Views and words for the tests of panes: plain data, no kernel. */
import type { KernelEvent } from '../../src/kernel/event.ts';
import { signalName } from '../../src/kernel/signum.ts';
import type { KernelView, PipeView, ProcessView, SignalsView, ThreadView } from '../../src/kernel/view.ts';
import type { LessonView } from '../../src/lessons/view.ts';
import type { Names } from '../../src/text/index.ts';

const commands: Record<number, string> = {
  1: 'init',
  2: 'bash',
  3: 'bash',
  7: 'cat',
  8: 'yes',
  9: 'head',
  20: 'philosopher',
  21: 'philosopher',
  22: 'semop',
  23: 'semwait',
  24: 'msgrcv',
  25: 'msgsnd',
};

export const names: Names = {
  signal: (signo) => signalName(signo) ?? String(signo),
  process: (pid) => (commands[pid] ? `${commands[pid]}(${pid})` : String(pid)),
  time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
};

export const thread = (rest: Partial<ThreadView> = {}): ThreadView => ({
  tid: 1,
  comm: 'sh',
  state: 'S',
  wchan: '0',
  reason: undefined,
  call: undefined,
  pending: 0n,
  blocked: 0n,
  handling: [],
  nice: 0,
  cpuTime: 0,
  ...rest,
});

export const process = (pid: number, rest: Partial<ProcessView> = {}): ProcessView => ({
  pid,
  ppid: 1,
  pgid: pid,
  sid: pid,
  uid: 1000,
  comm: commands[pid] ?? 'sh',
  args: [commands[pid] ?? 'sh'],
  state: 'S',
  stat: 'S',
  wchan: '0',
  reason: undefined,
  call: undefined,
  tty: undefined,
  foreground: false,
  exitStatus: undefined,
  cwd: '/home/ada',
  umask: 0o022,
  gid: 1000,
  threads: [thread({ tid: pid, ...(rest.reason && { reason: rest.reason }), state: rest.state ?? 'S' })],
  nice: 0,
  fds: [],
  signals: signals(),
  memory: { size: 0, resident: 0, minorFaults: 0, mappings: [], pages: [] },
  ...rest,
});

export const signals = (rest: Partial<SignalsView> = {}): SignalsView => ({
  pending: 0n,
  shared: 0n,
  blocked: 0n,
  ignored: 0n,
  caught: 0n,
  actions: [],
  queued: {},
  handling: [],
  ...rest,
});

export const pipe = (rest: Partial<PipeView> = {}): PipeView => ({
  ino: 12,
  kind: 'pipe',
  path: undefined,
  slots: [],
  slotCount: 16,
  used: 0,
  capacity: 65536,
  written: 0,
  taken: 0,
  head: 0,
  tail: 0,
  readers: 0,
  writers: 0,
  readerPids: [],
  writerPids: [],
  sleepingReaders: [],
  sleepingWriters: [],
  openers: [],
  preview: new Uint8Array(),
  ...rest,
});

export const view = (rest: Partial<KernelView> = {}): KernelView => ({
  time: 0,
  seq: 0,
  processes: [],
  pipes: [],
  ttys: [],
  msgQueues: [],
  semaphores: [],
  network: { hosts: [], sockets: [], flights: [] },
  shmSegments: [],
  locks: [],
  futexes: [],
  mqueues: [],
  shmFiles: [],
  copies: { calls: [], processes: [] },
  costs: [],
  ...rest,
});

/** Terminal A's shell sleeps in open() of a FIFO; B's is at its prompt. */
export const hanging = view({
  processes: [
    process(1, { ppid: 0, stat: 'Ss', wchan: 'do_wait', reason: { kind: 'child', children: [2, 3] } }),
    process(2, {
      stat: 'Ss+',
      tty: 'pts/0',
      foreground: true,
      wchan: 'wait_for_partner',
      reason: { kind: 'fifo-open', path: '/tmp/ff', missing: 'reader' },
    }),
    process(3, {
      stat: 'Ss+',
      tty: 'pts/1',
      foreground: true,
      wchan: 'n_tty_read',
      reason: { kind: 'tty-input', tty: 'pts/1', canonical: false },
    }),
  ],
  pipes: [pipe({ kind: 'fifo', path: '/tmp/ff', writers: 1, openers: [{ pid: 2, wants: 'write' }] })],
});

export const event = (type: string, pid: number, payload: object = {}, time = 1_204_000): KernelEvent =>
  ({ seq: 0, time, pid, type, ...payload }) as unknown as KernelEvent;

export const lesson = (rest: Partial<LessonView> = {}): LessonView => ({
  lessonId: 'fifo-open',
  title: 'A FIFO is a rendezvous',
  chapter: 'Pipes and FIFOs',
  stepId: 'meet',
  kind: 'check',
  stepNumber: 3,
  stepCount: 7,
  heading: 'Make them meet',
  body: 'Terminal A sleeps in `open()`. Somebody must open **the other end**.\n\nMake the message reach terminal B.',
  hints: [],
  hintsLeft: 3,
  canGoOn: false,
  done: false,
  ...rest,
});
