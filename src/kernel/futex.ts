/**
 * Futexes: sleeping on a word of memory as long as it has the value that one saw there. What locks of user space are made of:
 * without contention they never call the kernel.
 * Models waiting and waking in the order of arrival, bit sets, time-outs, requeueing, words of one process and words shared
 * by mapping. Leaves out priority inheritance, FUTEX_WAKE_OP and futex_waitv(2) (ENOSYS, as where they are not built in).
 * Authority: futex(2), futex(7); kernel/futex/waitwake.c, requeue.c.
 */
import {
  FUTEX_BITSET_MATCH_ANY,
  FUTEX_CLOCK_REALTIME,
  FUTEX_CMP_REQUEUE,
  FUTEX_PRIVATE_FLAG,
  FUTEX_REQUEUE,
  FUTEX_WAIT,
  FUTEX_WAIT_BITSET,
  FUTEX_WAKE,
  FUTEX_WAKE_BITSET,
  PROT_WRITE,
} from './abi.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { type FutexOwner, futexOwner } from './futex-owner.ts';
import { offsetIn, USER_END } from './memory.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import { Wait, WaitQueue } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    /**
     * Somebody must change the word at `address`, and wake those who sleep for it. `object` is what is mapped there; `use` and
     * `holder` are what the memory around the word says.
     */
    futex: {
      readonly address: number;
      readonly value: number;
      readonly object: string | undefined;
      readonly offset: number;
      readonly use?: FutexOwner['use'] | undefined;
      readonly holder?: number | undefined;
    };
  }
}

declare module './event.ts' {
  interface EventKinds {
    'futex.wake': { readonly address: number; readonly object: string | undefined; readonly woken: readonly number[] };
    /** Sleepers now wait for the word at `to`. */
    'futex.requeue': { readonly address: number; readonly to: number; readonly moved: readonly number[] };
  }
}

/** What two addresses must have in common to be one word: the memory object, or for private memory the address space. */
interface Key {
  readonly space: object;
  readonly offset: number;
}

interface Waiter {
  readonly task: Task;
  /** Where the word is in its own memory. */
  readonly address: number;
  readonly bits: number;
  readonly queue: WaitQueue;
  /** Where it stands; undefined once it has been woken. */
  word: Word | undefined;
}

/** A word that somebody sleeps for. */
export interface Word extends Key {
  /** By age. */
  readonly waiters: Waiter[];
}

/** All words of the machine that somebody sleeps for. */
export class Futexes {
  readonly #spaces = new Map<object, Map<number, Word>>();

  at({ space, offset }: Key): Word | undefined {
    return this.#spaces.get(space)?.get(offset);
  }

  *words(): Generator<Word, void> {
    for (const words of this.#spaces.values()) yield* words.values();
  }

  join(key: Key, waiter: Waiter): void {
    const { space, offset } = key;
    let words = this.#spaces.get(space);
    if (!words) this.#spaces.set(space, (words = new Map()));
    let word = words.get(offset);
    if (!word) words.set(offset, (word = { space, offset, waiters: [] }));
    word.waiters.push(waiter);
    waiter.word = word;
  }

  /** Twice does nothing. */
  leave(waiter: Waiter): void {
    const { word } = waiter;
    if (!word) return;
    waiter.word = undefined;
    word.waiters.splice(word.waiters.indexOf(waiter), 1);
    if (word.waiters.length > 0) return;
    const words = this.#spaces.get(word.space);
    words?.delete(word.offset);
    if (words?.size === 0) this.#spaces.delete(word.space);
  }
}

const WORD_BYTES = 4;

/** Throws EINVAL for an address that is no word's, EFAULT for one where there is no memory that others could have. */
function keyOf(task: Task, address: number, shared: boolean): Key {
  const { mm } = task;
  if (address % WORD_BYTES !== 0) throw fail('EINVAL');
  if (address < 0 || address >= USER_END) throw fail('EFAULT');
  if (!shared) return { space: mm, offset: address };
  valueAt(task, address);
  const mapping = mm.find(address);
  const writable = mapping !== undefined && (mapping.prot & PROT_WRITE) !== 0;
  if (mapping?.object && (mapping.shared || !writable)) {
    return { space: mapping.object.identity, offset: offsetIn(mapping, address) };
  }
  if (!writable) throw fail('EFAULT');
  return { space: mm, offset: address };
}

/** Throws EFAULT. */
function valueAt(task: Task, address: number): number {
  const { mm, kernel } = task;
  const bytes = new Uint8Array(WORD_BYTES);
  if (mm.load(kernel, task, address, bytes)) throw fail('EFAULT');
  return new DataView(bytes.buffer).getInt32(0, true);
}

const objectAt = ({ mm }: Task, address: number): string | undefined => {
  const mapping = mm.find(address);
  return mapping?.shared ? mapping.object?.name : undefined;
};

// ---- waiting

/** What a call was asked for, with the flags told apart. */
interface Request {
  readonly address: number;
  readonly shared: boolean;
  readonly bits: number;
}

function sleepFor(task: Task, request: Request, value: number, deadline: number | undefined): Failure | Wait {
  const { address, shared, bits } = request;
  const { futexes } = task.kernel;
  if (bits === 0) return fail('EINVAL');
  const key = keyOf(task, address, shared);
  if (valueAt(task, address) !== (value | 0)) return fail('EAGAIN');
  const reason = () => {
    const { use, holder } = futexOwner(task, address) ?? {};
    const offset = waiter.word?.offset ?? key.offset;
    return { kind: 'futex' as const, address, value, object: objectAt(task, address), offset, use, holder };
  };
  const waiter: Waiter = { task, address, bits, queue: new WaitQueue('futex_do_wait', reason), word: undefined };
  futexes.join(key, waiter);
  const wait: Wait = new Wait([waiter.queue], {
    deadline,
    onTimeout: fail('ETIMEDOUT'),
    retry: () => (waiter.word ? wait : 0),
    cancel: () => futexes.leave(waiter),
    restart: deadline === undefined ? 'sys' : 'block',
  });
  return wait;
}

/** Virtual µs at which a time-out is over: a while from the call's beginning, or a moment of a clock. */
function deadlineOf(task: Task, command: number, onRealTime: boolean, us: number | undefined): number | undefined {
  const { kernel, call: made } = task;
  if (us === undefined) return undefined;
  if (command === FUTEX_WAIT) return (made?.startedAt ?? kernel.now) + us;
  return onRealTime ? us - kernel.epoch : us;
}

// ---- waking

/** The oldest sleepers that have a bit in common with `bits`, up to `most` of them; at least one, as Linux has it. */
function wake(task: Task, { address, shared, bits }: Request, most: number): number {
  if (bits === 0) throw fail('EINVAL');
  const { futexes } = task.kernel;
  const { waiters = [] } = futexes.at(keyOf(task, address, shared)) ?? {};
  const chosen = waiters.filter((waiter) => (waiter.bits & bits) !== 0).slice(0, Math.max(1, most));
  release(task, address, chosen);
  return chosen.length;
}

function release(task: Task, address: number, waiters: readonly Waiter[]): void {
  const { futexes } = task.kernel;
  for (const waiter of waiters) {
    futexes.leave(waiter);
    waiter.queue.wake();
  }
  if (waiters.length === 0) return;
  const woken = waiters.map((waiter) => waiter.task.pid);
  task.kernel.emit('futex.wake', task.pid, { address, object: objectAt(task, address), woken });
}

/** The kernel itself wakes one, for a task that ends; nobody hears of an address that is no word's. */
export function wakeOne(task: Task, address: number): void {
  try {
    wake(task, { address, shared: true, bits: FUTEX_BITSET_MATCH_ANY }, 1);
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
  }
}

/** Wakes some, and has others wait for another word from now on; how many in all. */
function requeue(task: Task, request: Request, to: number, most: { wake: number; move: number }, expected?: number) {
  const { address, shared } = request;
  const { futexes } = task.kernel;
  if (most.wake < 0 || most.move < 0) return fail('EINVAL');
  const from = keyOf(task, address, shared);
  const target = keyOf(task, to, shared);
  if (expected !== undefined && valueAt(task, address) !== (expected | 0)) return fail('EAGAIN');
  const waiters = [...(futexes.at(from)?.waiters ?? [])];
  const woken = waiters.slice(0, most.wake);
  const moved = waiters.slice(most.wake, most.wake + most.move);
  release(task, address, woken);
  for (const waiter of moved) {
    futexes.leave(waiter);
    futexes.join(target, waiter);
  }
  if (moved.length > 0) {
    task.kernel.emit('futex.requeue', task.pid, { address, to, moved: moved.map((waiter) => waiter.task.pid) });
  }
  return woken.length + moved.length;
}

const FLAGS = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;

/** `time` is a time-out in µs, or for requeueing how many may be moved. */
function futex(
  task: Task,
  address: number,
  op: number,
  value: number,
  time?: number,
  to = 0,
  third = 0,
): number | Failure | Wait {
  const command = op & ~FLAGS;
  const shared = (op & FUTEX_PRIVATE_FLAG) === 0;
  const onRealTime = (op & FUTEX_CLOCK_REALTIME) !== 0;
  const sleeps = command === FUTEX_WAIT || command === FUTEX_WAIT_BITSET;
  if (sleeps && time !== undefined && time < 0) return fail('EINVAL');
  if (onRealTime && command !== FUTEX_WAIT_BITSET) return fail('ENOSYS');
  const any: Request = { address, shared, bits: FUTEX_BITSET_MATCH_ANY };
  const chosen: Request = { address, shared, bits: third | 0 };
  const most = { wake: value | 0, move: (time ?? 0) | 0 };
  switch (command) {
    case FUTEX_WAIT:
      return sleepFor(task, any, value, deadlineOf(task, command, onRealTime, time));
    case FUTEX_WAIT_BITSET:
      return sleepFor(task, chosen, value, deadlineOf(task, command, onRealTime, time));
    case FUTEX_WAKE:
      return wake(task, any, value | 0);
    case FUTEX_WAKE_BITSET:
      return wake(task, chosen, value | 0);
    case FUTEX_REQUEUE:
      return requeue(task, any, to, most);
    case FUTEX_CMP_REQUEUE:
      return requeue(task, any, to, most, third);
    default:
      return fail('ENOSYS');
  }
}

export const futexCalls = {
  futex: call({
    args: ['address', 'futexop', 'int', 'timeout', 'address', 'int'],
    restart: 'sys',
    run: futex,
  }),
};
