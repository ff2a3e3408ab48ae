/**
 * System V semaphore sets: arrays of operations that happen together or not at all.
 * Models atomic operations in array order, waiting for a rise and for zero, completion of waiters by who makes it possible, by
 * age, SEM_UNDO with its clamps, removal under sleepers. Leaves out sharing of undo lists between processes (CLONE_SYSVSEM
 * without CLONE_THREAD). Authority: semop(2), semctl(2), semget(2); ipc/sem.c.
 */
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_INFO,
  IPC_NOWAIT,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  SEM_INFO,
  SEM_STAT,
  SEM_STAT_ANY,
  SEM_UNDO,
  SETALL,
  SETVAL,
  type Sembuf,
  type SemInfo,
  type SemidDs,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import { call } from '../row.ts';
import type { Task, ThreadGroup } from '../task.ts';
import { type Wait, WaitQueue, wait } from '../wait-queue.ts';
import {
  demandControl,
  demandIpc,
  fill,
  filledIn,
  IPC_READ,
  IPC_WRITE,
  type IpcPerm,
  IpcTable,
  ipcGet,
  ipcTime,
  permDs,
  setPerm,
} from './ipc.ts';

declare module '../wait-queue.ts' {
  interface WaitReasons {
    /** The operation `op` on semaphore `sem` cannot be done while its value is `value`. */
    sem: { readonly semid: number; readonly sem: number; readonly op: number; readonly value: number };
  }
}

declare module '../event.ts' {
  interface EventKinds {
    'sem.create': { readonly semid: number; readonly key: number; readonly nsems: number };
    /** A semaphore has another value: by semop, by semctl, or by the undo of a process that ended. */
    'sem.change': {
      readonly semid: number;
      readonly sem: number;
      readonly value: number;
      readonly by: 'semop' | 'semctl' | 'undo';
    };
    'sem.remove': { readonly semid: number };
  }
}

const SEMVMX = 32767;
const SEMAEM = 32767;
const SEMUME = 500;
const SEMUSZ = 20;
/** semadj may be from −SEMAEM−1 to SEMAEM. */
const adjusts = (semadj: number): boolean => semadj >= -SEMAEM - 1 && semadj <= SEMAEM;

interface Semaphore {
  value: number;
  /** Who changed it, or waited for its zero, last. */
  sempid: number;
}

interface Waiter {
  readonly group: ThreadGroup;
  readonly pid: number;
  readonly ops: readonly Sembuf[];
  readonly queue: WaitQueue;
  /** What whoever made it possible, or removed the set, has answered for it. */
  result: 0 | Failure | undefined;
}

type Outcome = 'done' | { readonly refused: Failure } | { readonly blocking: Sembuf };

/** struct sem_array. */
export class SemSet {
  readonly perm: IpcPerm;
  readonly semaphores: readonly Semaphore[];
  /** By age. */
  readonly waiters: Waiter[] = [];
  /** What is to be added for each process when it ends, by semaphore. */
  readonly semadj = new Map<ThreadGroup, number[]>();
  otime = 0;
  ctime: number;

  constructor(perm: IpcPerm, nsems: number, ctime: number) {
    this.perm = perm;
    this.semaphores = Array.from({ length: nsems }, () => ({ value: 0, sempid: 0 }));
    this.ctime = ctime;
  }

  /** EINVAL. */
  at(semnum: number): Semaphore {
    const semaphore = this.semaphores[semnum];
    if (!semaphore) throw fail('EINVAL');
    return semaphore;
  }

  value(semnum: number): number {
    return this.semaphores[semnum]?.value ?? 0;
  }

  /**
   * The first operation that cannot be done now, each seeing what those before it did; ERANGE, of a value or of what would
   * have to be undone, stands before waiting for what comes behind it.
   */
  blocking(ops: readonly Sembuf[], semadj: readonly number[] = []): Sembuf | Failure | undefined {
    const values = new Map<number, number>();
    const adjusted = new Map<number, number>();
    for (const op of ops) {
      const before = values.get(op.num) ?? this.value(op.num);
      const after = before + op.op;
      if ((op.op === 0 && before !== 0) || after < 0) return op;
      if (after > SEMVMX) return fail('ERANGE');
      values.set(op.num, after);
      if ((op.flg & SEM_UNDO) === 0) continue;
      const adjust = (adjusted.get(op.num) ?? semadj[op.num] ?? 0) - op.op;
      if (!adjusts(adjust)) return fail('ERANGE');
      adjusted.set(op.num, adjust);
    }
    return undefined;
  }

  /** Does all operations, or none. */
  attempt(kernel: Kernel, group: ThreadGroup, ops: readonly Sembuf[]): Outcome {
    const blocking = this.blocking(ops, this.semadj.get(group));
    if (blocking && 'errno' in blocking) return { refused: blocking };
    if (blocking) return blocking.flg & IPC_NOWAIT ? { refused: fail('EAGAIN') } : { blocking };
    for (const { num, op, flg } of ops) {
      const semaphore = this.at(num);
      semaphore.value += op;
      semaphore.sempid = group.tgid;
      if (flg & SEM_UNDO) this.#remember(group, num, -op);
      if (op !== 0) this.#tell(kernel, group.tgid, num, 'semop');
    }
    this.otime = ipcTime(kernel);
    return 'done';
  }

  #remember(group: ThreadGroup, num: number, adjust: number): void {
    const semadj = this.undoOf(group);
    semadj[num] = (semadj[num] ?? 0) + adjust;
  }

  /** What a process wants undone: nothing at first, but its end will be told as an operation all the same. */
  undoOf(group: ThreadGroup): number[] {
    const known = this.semadj.get(group);
    if (known) return known;
    const semadj = this.semaphores.map(() => 0);
    this.semadj.set(group, semadj);
    return semadj;
  }

  /** Completes every waiter that can go on, those for zero first and then by age, until nobody can. */
  settle(kernel: Kernel): void {
    while (this.#completeOne(kernel));
  }

  #completeOne(kernel: Kernel): boolean {
    const alters = ({ ops }: Waiter): boolean => ops.some(({ op }) => op !== 0);
    const byRight = [...this.waiters.filter((one) => !alters(one)), ...this.waiters.filter(alters)];
    for (const waiter of byRight) {
      const outcome = this.attempt(kernel, waiter.group, waiter.ops);
      if (outcome !== 'done' && 'blocking' in outcome) continue;
      waiter.result = outcome === 'done' ? 0 : outcome.refused;
      this.leave(waiter);
      waiter.queue.wake();
      return true;
    }
    return false;
  }

  leave(waiter: Waiter): void {
    const at = this.waiters.indexOf(waiter);
    if (at >= 0) this.waiters.splice(at, 1);
  }

  /** semctl gives semaphores new values: what processes would have undone there is forgotten. */
  assign(kernel: Kernel, tgid: number, values: ReadonlyMap<number, number>): void {
    for (const [num, value] of values) {
      const semaphore = this.at(num);
      semaphore.value = value;
      semaphore.sempid = tgid;
      for (const semadj of this.semadj.values()) semadj[num] = 0;
      this.#tell(kernel, tgid, num, 'semctl');
    }
    this.ctime = ipcTime(kernel);
    this.settle(kernel);
  }

  /** A process has ended: what it asked to have undone is added, within the range of a value. */
  undo(kernel: Kernel, group: ThreadGroup): void {
    const semadj = this.semadj.get(group);
    if (!semadj) return;
    this.semadj.delete(group);
    for (const [num, adjust] of semadj.entries()) {
      if (adjust === 0) continue;
      const semaphore = this.at(num);
      semaphore.value = Math.max(0, Math.min(SEMVMX, semaphore.value + adjust));
      semaphore.sempid = group.tgid;
      this.#tell(kernel, group.tgid, num, 'undo');
    }
    this.otime = ipcTime(kernel);
    this.settle(kernel);
  }

  #tell(kernel: Kernel, pid: number, sem: number, by: 'semop' | 'semctl' | 'undo'): void {
    kernel.emit('sem.change', pid, { semid: this.perm.id, sem, value: this.value(sem), by });
  }

  /** How many sleep because of this semaphore: each is counted at the first operation that holds it up. */
  count(semnum: number, what: 'rise' | 'zero'): number {
    return this.waiters.filter(({ ops }) => {
      const blocking = this.blocking(ops);
      if (!blocking || 'errno' in blocking || blocking.num !== semnum) return false;
      return what === 'zero' ? blocking.op === 0 : blocking.op < 0;
    }).length;
  }
}

/** The semaphore sets of the machine, and their limits. */
export class SemSets extends IpcTable<SemSet> {
  /** Semaphores in a set; in all sets; operations in a call. */
  semmsl = 32000;
  semmns = 1024000000;
  semopm = 500;
  /** Semaphores of all sets. */
  used = 0;

  constructor() {
    super(32000);
  }
}

function semget(task: Task, key: number, nsems: number, flags: number): number | Failure {
  const { kernel } = task;
  const { sem } = kernel.sysv;
  if (nsems < 0 || nsems > sem.semmsl) return fail('EINVAL');
  const make = (): SemSet => {
    if (nsems === 0) throw fail('EINVAL');
    if (sem.used + nsems > sem.semmns) throw fail('ENOSPC');
    const set = sem.add(task, key, flags, (perm) => new SemSet(perm, nsems, ipcTime(kernel)));
    sem.used += nsems;
    kernel.emit('sem.create', task.pid, { semid: set.perm.id, key, nsems });
    return set;
  };
  return ipcGet(task, sem, key, flags, make, (set) => (nsems > set.semaphores.length ? fail('EINVAL') : undefined));
}

// ---- operations

const semop = (task: Task, semid: number, ops: readonly Sembuf[]): 0 | Failure | Wait =>
  semtimedop(task, semid, ops, undefined);

function semtimedop(
  task: Task,
  semid: number,
  ops: readonly Sembuf[],
  timeout: number | undefined,
): 0 | Failure | Wait {
  const { kernel, group } = task;
  const { sem } = kernel.sysv;
  if (ops.length < 1) return fail('EINVAL');
  if (ops.length > sem.semopm) return fail('E2BIG');
  if (timeout !== undefined && timeout < 0) return fail('EINVAL');
  const set = sem.find(semid);
  if (ops.some(({ flg }) => flg & SEM_UNDO)) set.undoOf(group);
  if (ops.some(({ num }) => num < 0 || num >= set.semaphores.length)) return fail('EFBIG');
  demandIpc(task, set.perm, ops.some(({ op }) => op !== 0) ? IPC_WRITE : IPC_READ);
  const outcome = set.attempt(kernel, group, ops);
  if (outcome === 'done') {
    set.settle(kernel);
    return 0;
  }
  if ('refused' in outcome) return outcome.refused;
  return sleepOn(task, set, ops, timeout);
}

function sleepOn(task: Task, set: SemSet, ops: readonly Sembuf[], timeout: number | undefined): Wait {
  const { kernel } = task;
  const reason = () => {
    const blocking = set.blocking(ops);
    const { num, op } = blocking && 'num' in blocking ? blocking : (ops[0] ?? { num: 0, op: 0 });
    return { kind: 'sem' as const, semid: set.perm.id, sem: num, op, value: set.value(num) };
  };
  const queue = new WaitQueue('__do_semtimedop', reason, set);
  const waiter: Waiter = { group: task.group, pid: task.pid, ops, queue, result: undefined };
  set.waiters.push(waiter);
  const deadline = timeout === undefined ? undefined : kernel.now + timeout;
  const again = (): Wait =>
    wait(queue, {
      deadline,
      onTimeout: fail('EAGAIN'),
      retry: () => waiter.result ?? again(),
      cancel: () => set.leave(waiter),
    });
  return again();
}

/** What happens to semaphores when a process ends. */
export function undoSemaphores(kernel: Kernel, group: ThreadGroup): void {
  for (const set of kernel.sysv.sem.all()) set.undo(kernel, group);
}

// ---- control

/** The argument that some commands of semctl(2) take. */
type Semun = number | object | undefined;

function statDs({ perm, otime, ctime, semaphores }: SemSet): SemidDs {
  return { perm: permDs(perm), otime, ctime, nsems: semaphores.length };
}

const info = (sem: SemSets, used: boolean): SemInfo => ({
  semmap: 1024000000,
  semmni: sem.limit,
  semmns: sem.semmns,
  semmnu: 1024000000,
  semmsl: sem.semmsl,
  semopm: sem.semopm,
  semume: SEMUME,
  semusz: used ? sem.count : SEMUSZ,
  semvmx: SEMVMX,
  semaem: used ? sem.used : SEMAEM,
});

function place(arg: Semun): object {
  if (typeof arg !== 'object' || arg === null) throw fail('EFAULT');
  return arg;
}

function numbers(arg: Semun): number[] {
  if (!Array.isArray(arg)) throw fail('EFAULT');
  return arg;
}

function semctl(task: Task, semid: number, semnum: number, cmd: number, arg: Semun): number | Failure {
  const { sem } = task.kernel.sysv;
  if (semid < 0) return fail('EINVAL');
  switch (cmd) {
    case IPC_INFO:
    case SEM_INFO:
      fill(place(arg), info(sem, cmd === SEM_INFO));
      return sem.highestIndex;
    case IPC_STAT:
    case SEM_STAT:
    case SEM_STAT_ANY: {
      const set = cmd === IPC_STAT ? sem.find(semid) : sem.atIndex(semid);
      if (cmd !== SEM_STAT_ANY) demandIpc(task, set.perm, IPC_READ);
      fill(place(arg), statDs(set));
      return cmd === IPC_STAT ? 0 : set.perm.id;
    }
    case GETVAL:
    case GETPID:
    case GETNCNT:
    case GETZCNT:
      return look(task, sem.find(semid), semnum, cmd);
    case GETALL:
      return getAll(task, sem.find(semid), arg);
    case SETVAL:
      return setValue(task, semid, semnum, arg);
    case SETALL:
      return setAll(task, sem.find(semid), arg);
    case IPC_SET: {
      const wanted = filledIn<SemidDs>(place(arg));
      const set = sem.find(semid);
      demandControl(task, set.perm);
      setPerm(set.perm, wanted.perm);
      set.ctime = ipcTime(task.kernel);
      return 0;
    }
    case IPC_RMID:
      return remove(task, sem.find(semid));
    default:
      return fail('EINVAL');
  }
}

function look(task: Task, set: SemSet, semnum: number, cmd: number): number {
  demandIpc(task, set.perm, IPC_READ);
  const { value, sempid } = set.at(semnum);
  switch (cmd) {
    case GETVAL:
      return value;
    case GETPID:
      return sempid;
    default:
      return set.count(semnum, cmd === GETZCNT ? 'zero' : 'rise');
  }
}

function getAll(task: Task, set: SemSet, arg: Semun): 0 {
  demandIpc(task, set.perm, IPC_READ);
  const out = numbers(arg);
  out.length = 0;
  for (const { value } of set.semaphores) out.push(value);
  return 0;
}

const inRange = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= SEMVMX;

function setValue(task: Task, semid: number, semnum: number, arg: Semun): 0 | Failure {
  const value = typeof arg === 'number' ? arg : 0;
  if (!inRange(value)) return fail('ERANGE');
  const set = task.kernel.sysv.sem.find(semid);
  set.at(semnum);
  demandIpc(task, set.perm, IPC_WRITE);
  set.assign(task.kernel, task.group.tgid, new Map([[semnum, value]]));
  return 0;
}

function setAll(task: Task, set: SemSet, arg: Semun): 0 | Failure {
  demandIpc(task, set.perm, IPC_WRITE);
  const values = numbers(arg);
  if (values.length < set.semaphores.length) return fail('EFAULT');
  const wanted = values.slice(0, set.semaphores.length);
  if (!wanted.every(inRange)) return fail('ERANGE');
  set.assign(task.kernel, task.group.tgid, new Map(wanted.entries()));
  return 0;
}

function remove(task: Task, set: SemSet): 0 {
  demandControl(task, set.perm);
  const { kernel } = task;
  kernel.sysv.sem.remove(set);
  kernel.sysv.sem.used -= set.semaphores.length;
  kernel.emit('sem.remove', task.pid, { semid: set.perm.id });
  for (const waiter of set.waiters.splice(0)) {
    waiter.result = fail('EIDRM');
    waiter.queue.wake();
  }
  return 0;
}

export const semCalls = {
  semget: call({ args: ['key', 'int', 'ipcflags'], restart: 'never', run: semget }),
  semop: call({ args: ['int', 'sembufs'], restart: 'never', sleeps: true, run: semop }),
  semtimedop: call({ args: ['int', 'sembufs', 'timeout'], restart: 'never', sleeps: true, run: semtimedop }),
  semctl: call({ args: ['int', 'int', 'semctl', 'semun'], restart: 'never', run: semctl }),
};
