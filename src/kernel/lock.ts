/**
 * File locks: who holds a file, or a range of its bytes, who waits for whom, and flock(2).
 * Models shared and exclusive locks of open files (flock, OFD) and of processes (fcntl), waiters that queue behind each other,
 * what is dropped at close and exit. Ranges and fcntl(2) are in record-lock.ts. Advisory only: reads and writes do not look.
 * Leaves out leases, mandatory locks and network file systems. Authority: flock(2), fcntl(2), proc_locks(5); fs/locks.c.
 */
import { LOCK_EX, LOCK_MAND, LOCK_NB, LOCK_SH, LOCK_UN, major, minor } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { fileOf, type OpenFile } from './file.ts';
import type { Inode } from './fs/inode.ts';
import type { Kernel } from './kernel.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import { Wait, WaitQueue } from './wait-queue.ts';

export type LockKind = 'flock' | 'posix' | 'ofd';

declare module './wait-queue.ts' {
  interface WaitReasons {
    /** Others hold what it wants of a file; `end` is the last byte, Infinity for all there will ever be. */
    lock: {
      readonly lock: LockKind;
      readonly type: LockType;
      readonly path: string;
      readonly start: number;
      readonly end: number;
      /** Who took what it waits for. */
      readonly holder: number;
    };
  }
}

declare module './event.ts' {
  interface EventKinds {
    'lock.take': Told;
    'lock.drop': Told;
    /** It would have waited for somebody who waits for it: EDEADLK. */
    'lock.deadlock': Told;
  }
}

interface Told {
  readonly lock: LockKind;
  readonly type: LockType;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export type LockType = 'read' | 'write';

/** A lock, or the wish for one: the same structure as on Linux, so that waiters of a waiter follow it when it gets the lock. */
export interface FileLock {
  readonly kind: LockKind;
  readonly type: LockType;
  readonly inode: Inode;
  /** The open file (flock, OFD), or the table of descriptors that the threads of a process share. */
  readonly owner: object;
  readonly pid: number;
  readonly path: string;
  /** First and last byte; Infinity is the end of the file, wherever that will be. */
  start: number;
  end: number;
  /** For a wish: whom it waits for. */
  blocker: FileLock | undefined;
  /** Wishes that wait for this one, by age. */
  readonly blocked: FileLock[];
  /** Where the one sleeps who wishes. */
  readonly queue: WaitQueue;
}

const FLOCK_WCHAN = 'locks_lock_inode_wait';
const RECORD_WCHAN = 'fcntl_setlk';

type Wish = Pick<FileLock, 'kind' | 'type' | 'inode' | 'owner' | 'pid' | 'path' | 'start' | 'end'>;

export function newLock(wish: Wish): FileLock {
  const { kind, type, path, start, end } = wish;
  const reason = () => ({ kind: 'lock' as const, lock: kind, type, path, start, end, holder: heldBehind(lock).pid });
  const queue = new WaitQueue(kind === 'flock' ? FLOCK_WCHAN : RECORD_WCHAN, reason);
  const lock: FileLock = { ...wish, blocker: undefined, blocked: [], queue };
  return lock;
}

/** The lock that a wish waits for, behind all wishes in between. */
function heldBehind(wish: FileLock): FileLock {
  let held = wish;
  while (held.blocker) held = held.blocker;
  return held;
}

export const overlap = (a: FileLock, b: FileLock): boolean => a.start <= b.end && b.start <= a.end;

/** flock locks see only each other; records of processes and of open files are of one world. */
function conflict(a: FileLock, b: FileLock): boolean {
  if ((a.kind === 'flock') !== (b.kind === 'flock') || a.owner === b.owner) return false;
  return (a.type === 'write' || b.type === 'write') && overlap(a, b);
}

/** All locks of the machine. */
export class Locks {
  readonly #byInode = new Map<Inode, FileLock[]>();
  /** The newest first, as /proc/locks lists them. */
  #all: FileLock[] = [];
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get all(): readonly FileLock[] {
    return this.#all;
  }

  of(inode: Inode): readonly FileLock[] {
    return this.#byInode.get(inode) ?? [];
  }

  /** The one that stands in the way of a wish. */
  against(wish: FileLock): FileLock | undefined {
    return this.of(wish.inode).find((held) => conflict(wish, held));
  }

  /** Who waited for the wish now waits for the lock. */
  add(lock: FileLock, pid: number): void {
    this.insert(lock);
    this.tell('lock.take', lock, pid);
  }

  insert(lock: FileLock): void {
    const locks = this.#byInode.get(lock.inode);
    if (locks) locks.splice(placeAmong(locks, lock), 0, lock);
    else this.#byInode.set(lock.inode, [lock]);
    this.#all.unshift(lock);
  }

  remove(lock: FileLock, pid: number): void {
    const left = this.of(lock.inode).filter((other) => other !== lock);
    if (left.length > 0) this.#byInode.set(lock.inode, left);
    else this.#byInode.delete(lock.inode);
    this.#all = this.#all.filter((other) => other !== lock);
    this.tell('lock.drop', lock, pid);
    this.wakeBlocked(lock);
  }

  tell(what: 'lock.take' | 'lock.drop' | 'lock.deadlock', lock: Wish, pid: number): void {
    const { kind, type, path, start, end } = lock;
    this.#kernel.emit(what, pid, { lock: kind, type, path, start, end });
  }

  // ---- waiting

  /** Queues a wish behind the lock, or behind the wish that waits for it and stands in the way as well. */
  block(wish: FileLock, by: FileLock): void {
    let blocker = by;
    for (;;) {
      const ahead = blocker.blocked.find((other) => conflict(other, wish));
      if (!ahead) break;
      blocker = ahead;
    }
    wish.blocker = blocker;
    blocker.blocked.push(wish);
    this.wakeBlocked(wish); // they need not conflict with what it waits for now
  }

  /** Everybody who waits directly for it tries again. */
  wakeBlocked(lock: FileLock): void {
    for (const wish of lock.blocked.splice(0)) {
      wish.blocker = undefined;
      wish.queue.wake();
    }
  }

  /** It does not wait any more; whoever waited for it looks again. */
  forget(wish: FileLock): void {
    const { blocker } = wish;
    if (blocker) blocker.blocked.splice(blocker.blocked.indexOf(wish), 1);
    wish.blocker = undefined;
    this.wakeBlocked(wish);
  }

  /** Sleeps until `attempt` has an answer. It says `by`, whom the wish would wait for. */
  waitFor(wish: FileLock, by: FileLock, attempt: () => FileLock | 0 | Failure): Wait {
    this.block(wish, by);
    const wait: Wait = new Wait([wish.queue], {
      retry: () => {
        if (wish.blocker) return wait;
        const answer = attempt();
        if (answer !== 0 && 'owner' in answer) {
          this.block(wish, answer);
          return wait;
        }
        if (!this.of(wish.inode).includes(wish)) this.forget(wish);
        return answer;
      },
      cancel: () => this.forget(wish),
    });
    return wait;
  }

  // ---- the end

  /** A descriptor is closed: the process loses its records of that file, whichever descriptor it took them by. */
  closed({ inode }: OpenFile, owner: object, task: Task): void {
    for (const lock of this.of(inode)) if (lock.kind === 'posix' && lock.owner === owner) this.remove(lock, task.pid);
  }

  /** The open file is gone, with its flock and its records. */
  released(file: OpenFile, task: Task): void {
    for (const lock of this.of(file.inode)) if (lock.owner === file) this.remove(lock, task.pid);
  }
}

// ---- flock(2)

const FLOCK_TYPES: Readonly<Record<number, LockType | 'unlock'>> = {
  [LOCK_SH]: 'read',
  [LOCK_EX]: 'write',
  [LOCK_UN]: 'unlock',
};

function flock(task: Task, fd: number, operation: number): 0 | Failure | Wait {
  if (operation & LOCK_MAND) return 0;
  const type = FLOCK_TYPES[operation & ~LOCK_NB];
  if (!type) return fail('EINVAL');
  const file = fileOf(task, fd);
  const { locks } = task.kernel;
  if (type === 'unlock') {
    const held = locks.of(file.inode).find((lock) => lock.kind === 'flock' && lock.owner === file);
    if (held) locks.remove(held, task.pid);
    return 0;
  }
  const wish = newLock({
    kind: 'flock',
    type,
    inode: file.inode,
    owner: file,
    pid: task.group.tgid,
    path: file.name(),
    start: 0,
    end: Number.POSITIVE_INFINITY,
  });
  const answer = takeFlock(task, wish);
  if (answer === 0) return 0;
  return operation & LOCK_NB ? fail('EAGAIN') : locks.waitFor(wish, answer, () => takeFlock(task, wish));
}

/** Takes it, or says who stands in the way. What the open file held before of the other type is lost either way. */
function takeFlock(task: Task, wish: FileLock): FileLock | 0 {
  const { locks } = task.kernel;
  const held = locks.of(wish.inode).find((lock) => lock.kind === 'flock' && lock.owner === wish.owner);
  if (held?.type === wish.type) return 0;
  if (held) locks.remove(held, task.pid);
  const against = locks.against(wish);
  if (against) return against;
  locks.add(wish, task.pid);
  return 0;
}

// ---- /proc/locks

const KINDS: Readonly<Record<LockKind, string>> = { flock: 'FLOCK ', posix: 'POSIX ', ofd: 'OFDLCK' };

/** The records of an owner stand together, in the order of the file: F_GETLK tells of the first that is in the way. */
function placeAmong(locks: readonly FileLock[], { kind, owner, start }: FileLock): number {
  if (kind === 'flock') return locks.length;
  const isOwn = (other: FileLock): boolean => other.kind !== 'flock' && other.owner === owner;
  const next = locks.findIndex((other) => isOwn(other) && other.start > start);
  return next >= 0 ? next : locks.findLastIndex(isOwn) + 1 || locks.length;
}

/** `00:19:4711`: device and inode, as programs that look for a file's locks read them. */
function placeOf({ fs, ino }: Inode): string {
  const hex = (n: number): string => n.toString(16).padStart(2, '0');
  return `${hex(major(fs.dev))}:${hex(minor(fs.dev))}:${ino}`;
}

function lockLines(lock: FileLock, id: number, depth: number): string {
  const { kind, type, inode, pid, start, end } = lock;
  const arrow = depth === 0 ? '' : `${' '.repeat(depth - 1)}-> `;
  const range = `${start} ${end === Number.POSITIVE_INFINITY ? 'EOF' : end}`;
  const who = kind === 'ofd' ? -1 : pid;
  const mode = type === 'write' ? 'WRITE' : 'READ';
  const line = `${id}: ${arrow}${KINDS[kind]} ADVISORY  ${mode} ${who} ${placeOf(inode)} ${range}\n`;
  return line + lock.blocked.map((wish) => lockLines(wish, id, depth + 1)).join('');
}

export const locksText = ({ locks }: Kernel): string =>
  locks.all.map((lock, at) => lockLines(lock, at + 1, 0)).join('');

export const lockCalls = {
  flock: call({ args: ['fd', 'flockop'], restart: 'sys', run: flock }),
};
