/**
 * Rows of the system call table: mapping files and anonymous memory.
 * Models shared and private mappings, protection, msync as the no-op that it is on one machine, mincore. Leaves out
 * MAP_GROWSDOWN, MAP_LOCKED, mremap, madvise, brk. Authority: mmap(2), munmap(2), mprotect(2), msync(2), mincore(2).
 */
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_PRIVATE,
  MAP_SHARED,
  MAP_SHARED_VALIDATE,
  MAP_TYPE,
  MS_ASYNC,
  MS_INVALIDATE,
  MS_SYNC,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  PROT_SEM,
  PROT_WRITE,
} from './abi.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { fileOf, type OpenFile } from './file.ts';
import { DEVICE_NUMBERS } from './fs/devices.ts';
import { isAligned, type MemoryObject, PagedMemory, roundUp, USER_END } from './memory.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';

const ALL = PROT_READ | PROT_WRITE | PROT_EXEC;

/** Memory that a process shares with its children and has no name. */
class Anonymous extends PagedMemory implements MemoryObject {
  readonly name = '/dev/zero (deleted)';
  readonly ino: number;

  constructor(ino: number, bytes: number) {
    super(bytes / PAGE_SIZE);
    this.ino = ino;
  }
}

interface Source {
  readonly object: MemoryObject | undefined;
  readonly mayProt: number;
}

/** What is to be mapped, and what may be done with it at most. EACCES, ENODEV. */
function sourceOf(
  task: Task,
  file: OpenFile | undefined,
  bytes: number,
  prot: number,
  shared: boolean,
): Source | Failure {
  if (!file) return { object: shared ? new Anonymous(task.kernel.nextIno(), bytes) : undefined, mayProt: ALL };
  if (!file.readable) return fail('EACCES');
  if (shared && !file.writable && prot & PROT_WRITE) return fail('EACCES');
  const isZero = file.inode.kind === 'chr' && file.inode.rdev === DEVICE_NUMBERS.zero;
  if (isZero) return sourceOf(task, undefined, bytes, prot, shared); // where anonymous memory came from once
  const object = file.ops.memory?.(file);
  if (!object) return fail('ENODEV');
  return { object, mayProt: shared && !file.writable ? ALL & ~PROT_WRITE : ALL };
}

/** Undefined for what is neither shared nor private; MAP_SHARED_VALIDATE is for files alone. */
function isShared(flags: number): boolean | undefined {
  const type = flags & MAP_TYPE;
  if (type === MAP_SHARED_VALIDATE) return flags & MAP_ANONYMOUS ? undefined : true;
  return type === MAP_SHARED ? true : type === MAP_PRIVATE ? false : undefined;
}

/** A size_t: what is negative is more than there ever is. */
const isHuge = (bytes: number): boolean => bytes < 0 || bytes > USER_END;

/** Where it goes. A hint is taken where there is room. EINVAL, ENOMEM, EEXIST. */
function placeOf({ mm }: Task, hint: number, bytes: number, flags: number): number | Failure {
  const fixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0;
  if (fixed && (isHuge(hint) || hint + bytes > USER_END)) return fail('ENOMEM');
  if (fixed && !isAligned(hint)) return fail('EINVAL');
  if (flags & MAP_FIXED_NOREPLACE && mm.overlaps(hint, hint + bytes)) return fail('EEXIST');
  if (fixed) return hint;
  const near = hint - (hint % PAGE_SIZE);
  const free = near > 0 && near + bytes <= USER_END && !mm.overlaps(near, near + bytes);
  const start = free ? near : mm.place(bytes);
  return start === undefined || start + bytes > USER_END ? fail('ENOMEM') : start;
}

/** The address. MAP_FIXED replaces whatever lies there. Rights that there are not are not looked at here. */
function mmap(
  task: Task,
  hint: number,
  length: number,
  prot: number,
  flags: number,
  fd: number,
  offset: number,
): number | Failure {
  if (!isAligned(offset)) return fail('EINVAL');
  const file = flags & MAP_ANONYMOUS ? undefined : fileOf(task, fd);
  if (length === 0) return fail('EINVAL');
  if (isHuge(length)) return fail('ENOMEM');
  if (file && offset < 0) return fail('EOVERFLOW');
  const bytes = roundUp(length);
  const start = placeOf(task, hint, bytes, flags);
  if (isFailure(start)) return start;
  const shared = isShared(flags);
  if (shared === undefined) return fail('EINVAL');
  const source = sourceOf(task, file, bytes, prot, shared);
  if (isFailure(source)) return source;
  task.mm.map(task, {
    start,
    end: start + bytes,
    prot: prot & ALL,
    mayProt: source.mayProt,
    shared,
    object: source.object,
    offset: file ? offset / PAGE_SIZE : 0,
    label: undefined,
  });
  return start;
}

function munmap(task: Task, address: number, length: number): 0 | Failure {
  if (!isAligned(address) || address < 0 || length <= 0 || address + length > USER_END) return fail('EINVAL');
  task.mm.unmap(task, address, address + roundUp(length));
  return 0;
}

function mprotect(task: Task, address: number, length: number, prot: number): 0 | Failure {
  if (!isAligned(address)) return fail('EINVAL');
  if (length === 0) return 0;
  if (isHuge(length) || isHuge(address)) return fail('ENOMEM');
  if (prot & ~(ALL | PROT_SEM)) return fail('EINVAL');
  const refused = task.mm.protect(task, address, address + roundUp(length), prot & ALL);
  return refused ? fail(refused) : 0;
}

/** Stores are seen by everybody at once; there is nothing left to write back. */
function msync(task: Task, address: number, length: number, flags: number): 0 | Failure {
  const both = MS_SYNC | MS_ASYNC;
  if (!isAligned(address) || flags & ~(both | MS_INVALIDATE) || (flags & both) === both) return fail('EINVAL');
  for (let at = address; at < address + length; at += PAGE_SIZE) if (!task.mm.find(at)) return fail('ENOMEM');
  return 0;
}

/** A 1 for each page that is in memory. */
function mincore(task: Task, address: number, length: number, out: Uint8Array): 0 | Failure {
  if (!isAligned(address)) return fail('EINVAL');
  if (isHuge(length)) return fail('ENOMEM');
  for (let page = 0; page * PAGE_SIZE < length; page++) {
    const resident = task.mm.isResident(address + page * PAGE_SIZE);
    if (resident === undefined) return fail('ENOMEM');
    if (page < out.length) out[page] = resident ? 1 : 0;
  }
  return 0;
}

export const mmapCalls = {
  mmap: call({ args: ['address', 'int', 'prot', 'mapflags', 'fd', 'int'], restart: 'never', run: mmap }),
  munmap: call({ args: ['address', 'int'], restart: 'never', run: munmap }),
  mprotect: call({ args: ['address', 'int', 'prot'], restart: 'never', run: mprotect }),
  msync: call({ args: ['address', 'int', 'int'], restart: 'never', run: msync }),
  mincore: call({ args: ['address', 'int', 'into'], restart: 'never', run: mincore }),
};
