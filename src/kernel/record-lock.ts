/**
 * Record locks: ranges of a file's bytes that belong to a process (F_SETLK) or to an open file (F_OFD_SETLK).
 * Models splitting and merging, F_GETLK, EDEADLK for the one that closes a cycle of waiting processes.
 * Authority: fcntl(2), "Advisory record locking"; fs/locks.c (posix_lock_inode, posix_locks_deadlock).
 */
import {
  F_GETLK,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_RDLCK,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  type Flock,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import type { OpenFile } from './file.ts';
import { type FileLock, type LockKind, type Locks, newLock, overlap } from './lock.ts';
import type { Task } from './task.ts';
import type { Wait } from './wait-queue.ts';

/** How long a chain of waiting processes is followed. */
const MAX_CHAIN = 10;

const OFD_COMMANDS: ReadonlySet<number> = new Set([F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW]);
export const isLockCommand = (command: number): boolean =>
  command === F_GETLK || command === F_SETLK || command === F_SETLKW || OFD_COMMANDS.has(command);

/** fcntl(2) with a lock. EFAULT, EINVAL, EBADF, EAGAIN, EDEADLK. */
export function fcntlLock(task: Task, file: OpenFile, command: number, flock: unknown): 0 | Failure | Wait {
  if (!isFlock(flock)) return fail('EFAULT');
  const kind: LockKind = OFD_COMMANDS.has(command) ? 'ofd' : 'posix';
  const asks = command === F_GETLK || command === F_OFD_GETLK;
  if (asks && kind === 'posix' && flock.type === F_UNLCK) return fail('EINVAL');
  const { start, end } = rangeOf(file, flock);
  if (kind === 'ofd' && flock.pid !== 0) return fail('EINVAL');
  const wish = newLock({
    kind,
    type: flock.type === F_WRLCK ? 'write' : 'read',
    inode: file.inode,
    owner: kind === 'ofd' ? file : task.files,
    pid: task.group.tgid,
    path: file.name(),
    start,
    end,
  });
  const { locks } = task.kernel;
  if (asks) return describe(flock, blockerOf(locks, wish, flock.type === F_UNLCK));
  if (flock.type === F_UNLCK) return unlock(task, wish);
  if (flock.type === F_RDLCK ? !file.readable : !file.writable) return fail('EBADF');
  return lock(task, wish, command === F_SETLKW || command === F_OFD_SETLKW);
}

const isFlock = (value: unknown): value is Flock =>
  typeof value === 'object' &&
  value !== null &&
  (['type', 'whence', 'start', 'len', 'pid'] as const).every((field) =>
    Number.isSafeInteger((value as Partial<Flock>)[field]),
  );

/** First and last byte. A negative length is what lies before. Throws EINVAL. */
function rangeOf(
  file: OpenFile,
  { type, whence, start, len }: Flock,
): { readonly start: number; readonly end: number } {
  const bases: Readonly<Record<number, number>> = {
    [SEEK_SET]: 0,
    [SEEK_CUR]: file.offset,
    [SEEK_END]: file.ops.size?.(file) ?? 0,
  };
  const base = bases[whence];
  if (base === undefined || (type !== F_RDLCK && type !== F_WRLCK && type !== F_UNLCK)) throw fail('EINVAL');
  const from = base + start;
  if (from < 0 || from + len < 0) throw fail('EINVAL');
  if (len < 0) return { start: from + len, end: from - 1 };
  return { start: from, end: len === 0 ? Number.POSITIVE_INFINITY : from + len - 1 };
}

// ---- F_GETLK

/** What would be in the way; asked with F_UNLCK (OFD only) what the open file has itself. */
const blockerOf = (locks: Locks, wish: FileLock, own: boolean): FileLock | undefined =>
  own
    ? locks.of(wish.inode).find((held) => held.owner === wish.owner && held.kind !== 'flock' && overlap(held, wish))
    : locks.against(wish);

function describe(into: Flock, held: FileLock | undefined): 0 {
  if (!held) {
    into.type = F_UNLCK;
    return 0;
  }
  into.type = held.type === 'write' ? F_WRLCK : F_RDLCK;
  into.whence = SEEK_SET;
  into.start = held.start;
  into.len = held.end === Number.POSITIVE_INFINITY ? 0 : held.end - held.start + 1;
  into.pid = held.kind === 'ofd' ? -1 : held.pid;
  return 0;
}

// ---- F_SETLK

function lock(task: Task, wish: FileLock, sleeps: boolean): 0 | Failure | Wait {
  const { locks } = task.kernel;
  const attempt = (): FileLock | 0 | Failure => {
    const against = locks.against(wish);
    if (!against) return replace(task, wish);
    if (!sleeps) return fail('EAGAIN');
    if (!closesCycle(locks, wish, against)) return against;
    locks.tell('lock.deadlock', wish, task.pid);
    return fail('EDEADLK');
  };
  const answer = attempt();
  return answer !== 0 && 'owner' in answer ? locks.waitFor(wish, answer, attempt) : answer;
}

/** Whether the one that stands in the way waits, perhaps through others, for the one who asks. Open files are nobody's to ask. */
function closesCycle(locks: Locks, { kind, owner }: FileLock, against: FileLock): boolean {
  if (kind === 'ofd') return false;
  let blocker: FileLock | undefined = against;
  for (let i = 0; i <= MAX_CHAIN && blocker; i++) {
    blocker = waitedForBy(locks, blocker.owner);
    if (blocker?.owner === owner) return true;
  }
  return false;
}

/** The lock, behind all wishes, that a process waits for. */
function waitedForBy(locks: Locks, owner: object): FileLock | undefined {
  return locks.all.find((held) => wishesOf(held).some((wish) => wish.kind === 'posix' && wish.owner === owner));
}

const wishesOf = (held: FileLock): FileLock[] => held.blocked.flatMap((wish) => [wish, ...wishesOf(wish)]);

const ownRecords = (locks: Locks, wish: FileLock): FileLock[] =>
  locks
    .of(wish.inode)
    .filter((held) => held.kind !== 'flock' && held.owner === wish.owner)
    .sort((a, b) => a.start - b.start);

/** Takes the range: what the owner had there gives way, equal neighbours become one. */
function replace(task: Task, wish: FileLock): 0 {
  const { locks } = task.kernel;
  const own = ownRecords(locks, wish);
  const same = own.filter(
    ({ type, start, end }) => type === wish.type && start <= wish.end + 1 && end >= wish.start - 1,
  );
  const [first, ...others] = same;
  if (first) widen(task, first, wish, others);
  else locks.add(wish, task.pid);
  for (const held of own) if (held.type !== wish.type) cutOut(task, held, first ?? wish);
  return 0;
}

/** The first of equal neighbours takes in the wish and the rest. */
function widen(task: Task, first: FileLock, wish: FileLock, others: readonly FileLock[]): void {
  const { locks } = task.kernel;
  const all = [first, wish, ...others];
  const start = Math.min(...all.map((one) => one.start));
  const end = Math.max(...all.map((one) => one.end));
  for (const other of others) locks.remove(other, task.pid);
  if (first.start === start && first.end === end) return;
  first.start = start;
  first.end = end;
  locks.tell('lock.take', first, task.pid);
}

/** What a lock has of a range goes; what is left of it are up to two locks, the lower one new. */
function cutOut(task: Task, held: FileLock, { start, end }: Pick<FileLock, 'start' | 'end'>): void {
  const { locks } = task.kernel;
  if (held.start > end || held.end < start) return;
  const before = held.start < start;
  const behind = held.end > end;
  if (!before && !behind) {
    locks.remove(held, task.pid);
    return;
  }
  locks.tell('lock.drop', { ...held, start: Math.max(start, held.start), end: Math.min(end, held.end) }, task.pid);
  const lower = before && behind ? newLock({ ...held, end: start - 1 }) : undefined;
  if (behind) held.start = end + 1;
  else held.end = start - 1;
  if (lower) locks.insert(lower); // before the one that has moved up
  locks.wakeBlocked(held);
}

function unlock(task: Task, wish: FileLock): 0 {
  for (const held of ownRecords(task.kernel.locks, wish)) cutOut(task, held, wish);
  return 0;
}
