/**
 * System V shared memory: segments of pages that any process may map into its address space.
 * Models attach and detach with their counts and times, read-only attachments, SHM_RND and SHM_REMAP, a segment that is marked
 * for removal and dies with its last attachment, pages that come into being at first touch. Leaves out huge pages; SHM_LOCK
 * only marks, as nothing here is swapped. Authority: shmget(2), shmop(2), shmctl(2); ipc/shm.c.
 */
import {
  IPC_INFO,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  type IpcPermDs,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
  SHM_DEST,
  SHM_EXEC,
  SHM_INFO,
  SHM_LOCK,
  SHM_LOCKED,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_RND,
  SHM_STAT,
  SHM_STAT_ANY,
  SHM_UNLOCK,
  type ShmInfo,
  type ShmidDs,
  type ShmLimits,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import { isAligned, type MemoryObject, PagedMemory, roundUp, USER_END } from '../memory.ts';
import { call } from '../row.ts';
import type { Task, ThreadGroup } from '../task.ts';
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

declare module '../event.ts' {
  interface EventKinds {
    'shm.create': { readonly shmid: number; readonly key: number; readonly bytes: number };
    'shm.attach': { readonly shmid: number; readonly address: number; readonly nattch: number };
    'shm.detach': { readonly shmid: number; readonly nattch: number };
    /** The memory is gone: at IPC_RMID, or with the last attachment after it. */
    'shm.destroy': { readonly shmid: number };
  }
}

/** struct shmid_kernel. */
export class ShmSegment extends PagedMemory implements MemoryObject {
  readonly perm: IpcPerm;
  /** Bytes, as asked for. */
  readonly segsz: number;
  /** Who made it; a number may be given to somebody else later. */
  readonly creator: ThreadGroup;
  nattch = 0;
  lpid = 0;
  atime = 0;
  dtime = 0;
  ctime: number;
  locked = false;
  /** Marked for removal (SHM_DEST). */
  dest = false;
  readonly #table: ShmSegments;

  constructor(table: ShmSegments, perm: IpcPerm, segsz: number, creator: ThreadGroup, ctime: number) {
    super(roundUp(segsz) / PAGE_SIZE);
    this.#table = table;
    this.perm = perm;
    this.segsz = segsz;
    this.creator = creator;
    this.ctime = ctime;
  }

  get cpid(): number {
    return this.creator.tgid;
  }

  /** As /proc/PID/maps names it. */
  get name(): string {
    return `/SYSV${(this.perm.key >>> 0).toString(16).padStart(8, '0')} (deleted)`;
  }

  get ino(): number {
    return this.perm.id;
  }

  mapped(task: Task): void {
    this.nattch++;
    this.atime = ipcTime(task.kernel);
    this.lpid = task.group.tgid;
  }

  unmapped(task: Task): void {
    const { kernel } = task;
    this.nattch--;
    this.dtime = ipcTime(kernel);
    this.lpid = task.group.tgid;
    kernel.emit('shm.detach', task.pid, { shmid: this.perm.id, nattch: this.nattch });
    if ((this.dest || this.#table.rmidForced) && this.nattch === 0) this.destroy(task);
  }

  destroy(task: Task): void {
    this.#table.remove(this);
    this.#table.allocated -= this.pages();
    task.kernel.emit('shm.destroy', task.pid, { shmid: this.perm.id });
  }
}

/** ULONG_MAX − 2²⁴, which no double is; the text is what /proc says. */
export const SHM_UNLIMITED = '18446744073692774399';
const SHMMIN = 1;
/** What the machine has room for, pages. */
const ROOM = 1 << 18;

/** The segments of the machine, and their limits. */
export class ShmSegments extends IpcTable<ShmSegment> {
  /** Bytes of one segment; pages of all. */
  shmmax = Number(SHM_UNLIMITED);
  shmall = Number(SHM_UNLIMITED);
  /** Pages of all. */
  allocated = 0;
  /** 1: a segment that nobody has attached goes with its creator, or with its last attachment. */
  rmidForced = 0;

  constructor() {
    super(4096);
  }

  get resident(): number {
    return this.all().reduce((total, { resident }) => total + resident, 0);
  }

  /** Those that nobody has attached, and that are meant. */
  destroyOrphans(task: Task, which: (segment: ShmSegment) => boolean): void {
    for (const segment of this.all()) if (segment.nattch === 0 && which(segment)) segment.destroy(task);
  }
}

function shmget(task: Task, key: number, size: number, flags: number): number {
  const { kernel, group } = task;
  const { shm } = kernel.sysv;
  const make = (): ShmSegment => {
    if (size < SHMMIN || size > shm.shmmax) throw fail('EINVAL');
    const pages = roundUp(size) / PAGE_SIZE;
    if (shm.allocated + pages > shm.shmall) throw fail('ENOSPC');
    if (shm.allocated + pages > ROOM) throw fail('ENOMEM');
    const segmentOf = (perm: IpcPerm): ShmSegment => new ShmSegment(shm, perm, size, group, ipcTime(kernel));
    const segment = shm.add(task, key, flags, segmentOf);
    shm.allocated += pages;
    kernel.emit('shm.create', task.pid, { shmid: segment.perm.id, key, bytes: size });
    return segment;
  };
  return ipcGet(task, shm, key, flags, make, ({ segsz }) => (size < 0 || size > segsz ? fail('EINVAL') : undefined));
}

// ---- attaching

function shmat(task: Task, shmid: number, address: number, flags: number): number | Failure {
  const { kernel, mm } = task;
  if (shmid < 0) return fail('EINVAL');
  const wanted = wantedAddress(address, flags);
  if (wanted === undefined) return fail('EINVAL');
  const segment = kernel.sysv.shm.find(shmid);
  const readOnly = (flags & SHM_RDONLY) !== 0;
  demandIpc(task, segment.perm, readOnly ? IPC_READ : IPC_READ | IPC_WRITE);
  const bytes = segment.pages() * PAGE_SIZE;
  const start = wanted === 'anywhere' ? mm.place(bytes) : wanted;
  if (start === undefined || start + bytes > USER_END) return fail('ENOMEM');
  const end = start + bytes;
  if (wanted !== 'anywhere' && !(flags & SHM_REMAP) && mm.overlaps(start, end)) return fail('EINVAL');
  const mayProt = PROT_READ | PROT_EXEC | (readOnly ? 0 : PROT_WRITE);
  const prot = flags & SHM_EXEC ? mayProt : mayProt & ~PROT_EXEC;
  mm.map(task, { start, end, prot, mayProt, shared: true, object: segment, offset: 0, label: undefined });
  kernel.emit('shm.attach', task.pid, { shmid, address: start, nattch: segment.nattch });
  return start;
}

/** Where the caller wants it; undefined for a place that cannot be. */
function wantedAddress(address: number, flags: number): number | 'anywhere' | undefined {
  if (address === 0) return flags & SHM_REMAP ? undefined : 'anywhere';
  if (address < 0) return undefined;
  if (isAligned(address)) return address;
  const lower = address - (address % PAGE_SIZE);
  return flags & SHM_RND && (lower > 0 || !(flags & SHM_REMAP)) ? lower : undefined;
}

/** Takes away all pieces of the attachment that begins there. */
function shmdt(task: Task, address: number): 0 | Failure {
  const { mm } = task;
  if (!isAligned(address)) return fail('EINVAL');
  const pieces = mm.mappings.filter(
    ({ object, start, offset }) => object instanceof ShmSegment && start - offset * PAGE_SIZE === address,
  );
  const [first] = pieces;
  if (!first) return fail('EINVAL');
  for (const { object, start, end } of pieces) if (object === first.object) mm.unmap(task, start, end);
  return 0;
}

// ---- control

/** Its mode tells that it is locked, or waits for its last user; then it has no key any more. */
export function shmPermDs({ perm, dest, locked }: ShmSegment): IpcPermDs {
  const mode = perm.mode | (dest ? SHM_DEST : 0) | (locked ? SHM_LOCKED : 0);
  return { ...permDs(perm), mode, key: dest ? IPC_PRIVATE : perm.key };
}

function statDs(segment: ShmSegment): ShmidDs {
  const { segsz, cpid, lpid, nattch, atime, dtime, ctime } = segment;
  return { perm: shmPermDs(segment), segsz, cpid, lpid, nattch, atime, dtime, ctime };
}

const limits = ({ shmmax, shmall, limit }: ShmSegments): ShmLimits => ({
  shmmax,
  shmmin: SHMMIN,
  shmmni: limit,
  shmseg: limit,
  shmall,
});

const used = ({ count, allocated, resident }: ShmSegments): ShmInfo => ({
  used_ids: count,
  shm_tot: allocated,
  shm_rss: resident,
  shm_swp: 0,
});

function shmctl(task: Task, shmid: number, cmd: number, buffer: object | undefined): number | Failure {
  const { shm } = task.kernel.sysv;
  if (shmid < 0) return fail('EINVAL');
  switch (cmd) {
    case IPC_INFO:
      fill(buffer, limits(shm));
      return shm.highestIndex;
    case SHM_INFO:
      fill(buffer, used(shm));
      return shm.highestIndex;
    case IPC_STAT:
    case SHM_STAT:
    case SHM_STAT_ANY: {
      const segment = cmd === IPC_STAT ? shm.find(shmid) : shm.atIndex(shmid);
      if (cmd !== SHM_STAT_ANY) demandIpc(task, segment.perm, IPC_READ);
      fill(buffer, statDs(segment));
      return cmd === IPC_STAT ? 0 : segment.perm.id;
    }
    case IPC_SET:
      return set(task, shm.find(shmid), filledIn<ShmidDs>(buffer));
    case IPC_RMID:
      return remove(task, shm.find(shmid));
    case SHM_LOCK:
    case SHM_UNLOCK: {
      const segment = shm.find(shmid);
      demandControl(task, segment.perm);
      segment.locked = cmd === SHM_LOCK;
      return 0;
    }
    default:
      return fail('EINVAL');
  }
}

function set(task: Task, segment: ShmSegment, { perm }: ShmidDs): 0 {
  demandControl(task, segment.perm);
  setPerm(segment.perm, perm);
  segment.ctime = ipcTime(task.kernel);
  return 0;
}

/** While somebody has it attached it is only marked, and can no longer be found by its key. */
function remove(task: Task, segment: ShmSegment): 0 {
  demandControl(task, segment.perm);
  if (segment.nattch === 0) {
    segment.destroy(task);
    return 0;
  }
  task.kernel.sysv.shm.forgetKey(segment);
  segment.dest = true;
  return 0;
}

/** The end of a process: with shm_rmid_forced, what it made and nobody has attached goes too. */
export function leaveSegments(task: Task): void {
  const { shm } = task.kernel.sysv;
  if (shm.rmidForced) shm.destroyOrphans(task, ({ creator }) => creator === task.group);
}

export const shmCalls = {
  shmget: call({ args: ['key', 'int', 'ipcflags'], restart: 'never', run: shmget }),
  shmat: call({ args: ['int', 'address', 'shmflags'], restart: 'never', run: shmat }),
  shmdt: call({ args: ['address'], restart: 'never', run: shmdt }),
  shmctl: call({ args: ['int', 'shmctl', 'out'], restart: 'never', run: shmctl }),
};
