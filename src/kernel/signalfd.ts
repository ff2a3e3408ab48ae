/**
 * signalfd: pending signals as records that are read through a descriptor, by whoever reads, of the reader's own.
 * Models the record of 128 bytes as far as signals here carry anything. Authority: signalfd(2); fs/signalfd.c.
 */
import { POLLIN, SFD_CLOEXEC, SFD_NONBLOCK, type SigCode, type SigInfo } from './abi.ts';
import { installAnonymous } from './anon.ts';
import { type Failure, fail } from './errno.ts';
import { type FileOps, fileOf } from './file.ts';
import { call } from './row.ts';
import { dequeue } from './signal.ts';
import { type SigSet, UNBLOCKABLE } from './signum.ts';
import type { Task } from './task.ts';
import { happened } from './wait.ts';
import { type Wait, wait } from './wait-queue.ts';

const RECORD = 128;
const CODES: Readonly<Record<SigCode, number>> = {
  SI_USER: 0,
  SI_QUEUE: -1,
  SI_MESGQ: -3,
  SI_TKILL: -6,
  SI_KERNEL: 0x80,
  CLD: 1,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  BUS_ADRERR: 2,
};

/** struct signalfd_siginfo: signal, code, pid, uid, and for sigqueue(3) its number. */
function putRecord(into: Uint8Array, { signo, code, pid, uid, value }: SigInfo): void {
  const child = code === 'CLD' ? happened(value) : undefined;
  into.fill(0);
  const view = new DataView(into.buffer, into.byteOffset, RECORD);
  view.setUint32(0, signo, true);
  view.setInt32(8, child?.code ?? CODES[code], true);
  view.setUint32(12, pid, true);
  view.setUint32(16, uid, true);
  view.setInt32(child ? 40 : 44, child?.status ?? value, true);
}

interface Signalfd {
  mask: SigSet;
}

/** As many records as fit and are pending; at least one, or it waits. EINVAL when not even one fits. */
function read({ mask }: Signalfd, into: Uint8Array, nonblock: boolean, task: Task): number | Failure | Wait {
  const room = Math.floor(into.length / RECORD);
  if (room === 0) return fail('EINVAL');
  for (let at = 0; at < room; at++) {
    const info = dequeue(task, mask);
    if (info) putRecord(into.subarray(at * RECORD, (at + 1) * RECORD), info);
    else if (at > 0) return at * RECORD;
    else return nonblock ? fail('EAGAIN') : wait(task.group.signalArrived);
  }
  return room * RECORD;
}

const masks = new WeakMap<FileOps, Signalfd>();

function opsOf(signals: Signalfd): FileOps {
  const ops: FileOps = {
    read: (file, into, task) => read(signals, into, file.nonblock, task),
    poll: (_file, task) => ((task.pending.set | task.group.shared.set) & signals.mask ? POLLIN : 0),
    queues: (_file, task) => [task.group.signalArrived],
  };
  masks.set(ops, signals);
  return ops;
}

/** A new one for fd −1, otherwise another mask for `fd`. */
function signalfd(task: Task, fd: number, mask: SigSet | undefined, flags: number): number | Failure {
  if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK)) return fail('EINVAL');
  if (mask === undefined) return fail('EFAULT');
  const wanted = mask & ~UNBLOCKABLE;
  if (fd === -1) return installAnonymous(task, 'signalfd', opsOf({ mask: wanted }), flags);
  const signals = masks.get(fileOf(task, fd).ops);
  if (!signals) return fail('EINVAL');
  signals.mask = wanted;
  task.group.signalArrived.wakeAll();
  return fd;
}

export const signalfdCalls = {
  signalfd: call({ args: ['fd', 'sigset', 'openflags'], restart: 'never', shown: 'signalfd4', run: signalfd }),
};
