/** Pictures of file locks, futexes and POSIX message queues, for view.ts: who has them, who waits. */
import type { Word } from './futex.ts';
import type { Kernel } from './kernel.ts';
import type { FileLock, LockKind, LockType } from './lock.ts';
import type { MqQueue } from './posix/mqueue.ts';

/** A lock, or behind one the wish for another. */
export interface LockView {
  readonly kind: LockKind;
  readonly type: LockType;
  readonly path: string;
  readonly ino: number;
  readonly start: number;
  /** Last byte; Infinity for all there will ever be. */
  readonly end: number;
  /** Who took it, or wants it. */
  readonly pid: number;
  /** Everybody who has it: of flock and OFD locks all who have the open file. */
  readonly holders: readonly number[];
  /** By age; they may have waiters of their own. */
  readonly waiters: readonly LockView[];
}

export interface FutexView {
  /** What is mapped there; undefined for memory of one process. */
  readonly object: string | undefined;
  /** The inode, or the id of the segment, behind it. */
  readonly ino: number | undefined;
  readonly offset: number;
  /** By age, and where each has the word. */
  readonly waiters: readonly { readonly pid: number; readonly address: number }[];
}

export interface MqueueView {
  readonly name: string;
  readonly maxmsg: number;
  readonly msgsize: number;
  readonly bytes: number;
  /** The most urgent first. */
  readonly messages: readonly { readonly priority: number; readonly text: Uint8Array }[];
  /** Asleep, by age. */
  readonly senders: readonly number[];
  readonly receivers: readonly number[];
  /** Who is told of the next message. */
  readonly notifies: { readonly pid: number; readonly signo: number } | undefined;
}

/** The newest first. */
export const viewLocks = (kernel: Kernel): LockView[] => kernel.locks.all.map((lock) => viewLock(kernel, lock));

function viewLock(kernel: Kernel, lock: FileLock): LockView {
  const { kind, type, path, inode, start, end, pid, blocker, blocked } = lock;
  const holders = blocker ? [] : kind === 'posix' ? [pid] : havingOpen(kernel, lock.owner);
  const waiters = blocked.map((wish) => viewLock(kernel, wish));
  return { kind, type, path, ino: inode.ino, start, end, pid, holders, waiters };
}

const havingOpen = (kernel: Kernel, file: object): number[] =>
  [...kernel.groups.values()].flatMap(({ tgid, member }) =>
    member?.files.entries().some(([, descriptor]) => descriptor.file === file) ? [tgid] : [],
  );

export const viewFutexes = (kernel: Kernel): FutexView[] => [...kernel.futexes.words()].map(viewWord);

function viewWord({ offset, waiters }: Word): FutexView {
  const [first] = waiters;
  const mapping = first?.task.mm.find(first.address);
  const object = mapping?.shared ? mapping.object : undefined;
  return {
    object: object?.name,
    ino: object?.ino,
    offset,
    waiters: waiters.map(({ task, address }) => ({ pid: task.pid, address })),
  };
}

/** Those that have a name, in the order of their making. */
export function viewMqueues(kernel: Kernel): MqueueView[] {
  return [...kernel.mqueues.queues()].map(viewMqueue);
}

function viewMqueue({ name, maxmsg, msgsize, bytes, messages, senders, receivers, notification }: MqQueue): MqueueView {
  const pids = (waiters: readonly { readonly task: { readonly pid: number } }[]): number[] =>
    waiters.map(({ task }) => task.pid);
  return {
    name,
    maxmsg,
    msgsize,
    bytes,
    messages: messages.map(({ priority, text }) => ({ priority, text: text.slice() })),
    senders: pids(senders),
    receivers: pids(receivers),
    notifies: notification && { pid: notification.group.tgid, signo: notification.event.signo },
  };
}
