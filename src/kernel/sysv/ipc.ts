/**
 * What the three kinds of System V objects have in common: identifiers, keys, permissions, and who may control them.
 * Models ids as seq·32768 + index with cyclic allocation, next_id, the limits, and permission bits that are asked for in any
 * of three groups. Leaves out IPC namespaces (there is one) and security modules.
 * Authority: sysvipc(7), ftok(3), proc_sys_kernel(5); ipc/util.c.
 */
import { IPC_CREAT, IPC_EXCL, IPC_PRIVATE, type IpcPermDs } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import { isRoot, type Task, validId } from '../task.ts';

/** struct kern_ipc_perm. */
export interface IpcPerm {
  readonly id: number;
  readonly key: number;
  readonly seq: number;
  readonly cuid: number;
  readonly cgid: number;
  uid: number;
  gid: number;
  /** Low nine bits. */
  mode: number;
  /** IPC_RMID has taken it out of the table; whoever slept on it finds that out now. */
  removed: boolean;
}

export interface IpcObject {
  readonly perm: IpcPerm;
}

const INDEX_BITS = 15;
const INDEXES = 1 << INDEX_BITS;
const MAX_SEQ = 0x7fffffff >> INDEX_BITS;
/** As far as indexes go round at least, before a free one is used again. */
const LEAST_CYCLE = 64;

const indexOf = (id: number): number => id % INDEXES;

/** The objects of one kind. */
export class IpcTable<T extends IpcObject> {
  readonly #slots = new Map<number, T>();
  readonly #keys = new Map<number, T>();
  #seq = 0;
  #last = -1;
  #next = 0;
  /** msgmni, semmni, shmmni. */
  limit: number;
  /** The id that the next object is to get; -1 for none in particular. */
  nextId = -1;

  constructor(limit: number) {
    this.limit = limit;
  }

  get count(): number {
    return this.#slots.size;
  }

  /** In the order of their indexes. */
  all(): T[] {
    return [...this.#slots].sort(([a], [b]) => a - b).map(([, object]) => object);
  }

  /** The greatest index in use; 0 for none, as IPC_INFO answers. */
  get highestIndex(): number {
    return Math.max(0, ...this.#slots.keys());
  }

  withKey(key: number): T | undefined {
    return this.#keys.get(key);
  }

  /** EINVAL for an id that is none, or one of an object that is gone. */
  find(id: number): T {
    const object = this.known(id);
    if (!object) throw fail('EINVAL');
    return object;
  }

  known(id: number): T | undefined {
    const object = id < 0 ? undefined : this.#slots.get(indexOf(id));
    return object?.perm.id === id ? object : undefined;
  }

  /** Of an id its index. */
  atIndex(id: number): T {
    const object = this.#slots.get(indexOf(id));
    if (!object) throw fail('EINVAL');
    return object;
  }

  /** Gives a new object its id. ENOSPC. */
  add(task: Task, key: number, mode: number, make: (perm: IpcPerm) => T): T {
    if (this.count >= this.limit) throw fail('ENOSPC');
    const { index, seq } = this.#allocate();
    const { euid, egid } = task.cred;
    const perm: IpcPerm = {
      id: seq * INDEXES + index,
      key,
      seq,
      cuid: euid,
      cgid: egid,
      uid: euid,
      gid: egid,
      mode: mode & 0o777,
      removed: false,
    };
    const object = make(perm);
    this.#slots.set(index, object);
    if (key !== IPC_PRIVATE) this.#keys.set(key, object);
    return object;
  }

  #allocate(): { index: number; seq: number } {
    if (this.nextId >= 0) {
      const wanted = this.nextId;
      this.nextId = -1;
      return { index: this.#freeFrom(indexOf(wanted), INDEXES), seq: Math.floor(wanted / INDEXES) };
    }
    const end = Math.min(Math.max(Math.floor((this.count * 3) / 2), LEAST_CYCLE), this.limit);
    const ahead = this.#next < end ? this.#firstFree(this.#next, end) : undefined;
    const index = ahead ?? this.#freeFrom(0, end);
    this.#next = index + 1;
    if (index <= this.#last) this.#seq = this.#seq >= MAX_SEQ ? 0 : this.#seq + 1;
    this.#last = index;
    return { index, seq: this.#seq };
  }

  #firstFree(from: number, end: number): number | undefined {
    for (let index = from; index < end; index++) if (!this.#slots.has(index)) return index;
    return undefined;
  }

  #freeFrom(from: number, end: number): number {
    const index = this.#firstFree(from, end);
    if (index === undefined) throw fail('ENOSPC');
    return index;
  }

  remove(object: T): void {
    const { perm } = object;
    perm.removed = true;
    this.#slots.delete(indexOf(perm.id));
    this.forgetKey(object);
  }

  /** A segment that is only waiting for its last user can no longer be found by its key. */
  forgetKey({ perm }: T): void {
    if (this.#keys.get(perm.key)?.perm === perm) this.#keys.delete(perm.key);
  }
}

/**
 * msgget, semget, shmget: the id of the object with that key, or a new one.
 * ENOENT, EEXIST, EACCES; `suits` may refuse an object that is there (EINVAL).
 */
export function ipcGet<T extends IpcObject>(
  task: Task,
  table: IpcTable<T>,
  key: number,
  flags: number,
  make: () => T,
  suits: (object: T) => Failure | undefined = () => undefined,
): number {
  const known = key === IPC_PRIVATE ? undefined : table.withKey(key);
  if (!known) {
    if (key !== IPC_PRIVATE && (flags & IPC_CREAT) === 0) throw fail('ENOENT');
    const { perm } = make();
    return perm.id;
  }
  if (flags & IPC_CREAT && flags & IPC_EXCL) throw fail('EEXIST');
  const refused = suits(known);
  if (refused) throw refused;
  demandIpc(task, known.perm, flags);
  return known.perm.id;
}

/** The bits asked for, in whichever of the three groups they stand, must all be in the one group that counts. EACCES. */
export function demandIpc(task: Task, perm: IpcPerm, asked: number): void {
  const wanted = ((asked >> 6) | (asked >> 3) | asked) & 0o7;
  if ((wanted & ~grantedTo(task, perm)) !== 0 && !isRoot(task)) throw fail('EACCES');
}

export const IPC_READ = 0o444;
export const IPC_WRITE = 0o222;

function grantedTo({ cred }: Task, { uid, cuid, gid, cgid, mode }: IpcPerm): number {
  if (cred.euid === cuid || cred.euid === uid) return mode >> 6;
  const isMember = (group: number): boolean => cred.egid === group || cred.groups.includes(group);
  return isMember(cgid) || isMember(gid) ? mode >> 3 : mode;
}

/** IPC_SET and IPC_RMID are the owner's, the creator's and root's, whatever the mode. EPERM. */
export function demandControl(task: Task, { uid, cuid }: IpcPerm): void {
  const { euid } = task.cred;
  if (euid !== uid && euid !== cuid && !isRoot(task)) throw fail('EPERM');
}

/** What a call writes to where the caller said. EFAULT. */
export function fill(out: object | undefined, value: object): void {
  if (!out) throw fail('EFAULT');
  Object.assign(out, value);
}

/** A structure for IPC_SET that the caller has filled in. EFAULT. */
export function filledIn<T extends { readonly perm: IpcPermDs }>(ds: object | undefined): T {
  const perm = ds && 'perm' in ds ? ds.perm : undefined;
  if (typeof perm !== 'object' || perm === null) throw fail('EFAULT');
  return ds as T;
}

/** What IPC_SET may change of the permissions. Throws EINVAL for ids that nobody can have. */
export function setPerm(perm: IpcPerm, { uid, gid, mode }: IpcPermDs): void {
  if (!validId(uid) || !validId(gid)) throw fail('EINVAL');
  perm.uid = uid;
  perm.gid = gid;
  perm.mode = mode & 0o777;
}

/** struct ipc_perm, as IPC_STAT fills it in. */
export const permDs = ({ key, uid, gid, cuid, cgid, mode, seq }: IpcPerm): IpcPermDs => ({
  key,
  uid,
  gid,
  cuid,
  cgid,
  mode,
  seq,
});

/** Seconds since the epoch, as the times of an object are kept. */
export const ipcTime = (kernel: Kernel): number => Math.floor(kernel.realTime() / 1e6);
