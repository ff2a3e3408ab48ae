/**
 * What stands in /dev/shm, for panes and checks: POSIX shared memory and named semaphores, which are files there to the
 * kernel. That a file `sem.NAME` of 32 bytes is a semaphore is what glibc has made of it. Authority: shm_overview(7),
 * sem_overview(7).
 */

import { PAGE_SIZE } from '../abi.ts';
import { isFailure } from '../errno.ts';
import type { Content, DirInode, Inode, RegularInode } from '../fs/inode.ts';
import type { Kernel } from '../kernel.ts';
import { rightsOf } from '../memory-view.ts';
import { type LostUpdate, storesOf } from '../stores.ts';

export interface ShmFileView {
  /** As shm_open(3) knows it: `/ring`; of a semaphore the file's name, `/sem.lock`. */
  readonly name: string;
  readonly ino: number;
  readonly bytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly preview: Uint8Array;
  /** For each of these bytes the pid that stored it last; 0 for nobody, or a write(2). */
  readonly writers: readonly number[];
  readonly lost: readonly LostUpdate[];
  readonly lostCount: number;
  /** Who has it mapped, and where its beginning is (or would be). */
  readonly attachments: readonly { readonly pid: number; readonly address: number; readonly rights: string }[];
  /** Of a named semaphore: its value, and how many say that they wait. */
  readonly semaphore: { readonly value: number; readonly waiters: number } | undefined;
}

const PREVIEW_BYTES = 256;
const SEM_BYTES = 32;
const WAITERS_AT = 4;

function shmDir({ root }: Kernel): DirInode | undefined {
  const dev = root.entries?.get('dev');
  const shm = dev?.kind === 'dir' ? dev.entries?.get('shm') : undefined;
  return shm?.kind === 'dir' ? shm : undefined;
}

const isFile = (inode: Inode): inode is RegularInode => inode.kind === 'reg';

/** In the order of their making. */
export function viewShmFiles(kernel: Kernel): ShmFileView[] {
  const entries = shmDir(kernel)?.entries;
  if (!entries || entries.size === 0) return [];
  return [...entries].flatMap(([name, inode]) => (isFile(inode) ? [viewFile(kernel, name, inode)] : []));
}

function viewFile(kernel: Kernel, name: string, inode: RegularInode): ShmFileView {
  const { ino, size, mode, uid } = inode;
  const content = contentOf(kernel, inode);
  const preview = beginning(inode, content);
  const stores = content && storesOf(content);
  const isSemaphore = name.startsWith('sem.') && size === SEM_BYTES;
  return {
    name: `/${name}`,
    ino,
    bytes: size,
    mode,
    uid,
    preview,
    writers: stores?.writers(preview.length) ?? [],
    lost: [...(stores?.lost ?? [])],
    lostCount: stores?.lostCount ?? 0,
    attachments: attachmentsOf(kernel, inode),
    semaphore: isSemaphore ? { value: wordAt(preview, 0), waiters: wordAt(preview, WAITERS_AT) } : undefined,
  };
}

function contentOf(kernel: Kernel, inode: RegularInode): Content | undefined {
  const [task] = kernel.tasks.values();
  const content = task && inode.open(task);
  return content && !isFailure(content) ? content : undefined;
}

function beginning({ size }: RegularInode, content: Content | undefined): Uint8Array {
  const into = new Uint8Array(Math.min(size, PREVIEW_BYTES));
  return into.subarray(0, content?.readAt(into, 0) ?? 0);
}

const wordAt = ({ buffer, byteOffset, byteLength }: Uint8Array, at: number): number =>
  byteLength < at + 4 ? 0 : new DataView(buffer, byteOffset, byteLength).getUint32(at, true);

const attachmentsOf = (kernel: Kernel, { ino, fs }: RegularInode): ShmFileView['attachments'] =>
  [...kernel.groups.values()].flatMap(({ tgid, zombie, leader }) =>
    (zombie ? [] : (leader?.mm.mappings ?? [])).flatMap((mapping) =>
      mapping.shared && mapping.object?.ino === ino && mapping.object.dev === fs.dev
        ? [{ pid: tgid, address: mapping.start - mapping.offset * PAGE_SIZE, rights: rightsOf(mapping) }]
        : [],
    ),
  );
