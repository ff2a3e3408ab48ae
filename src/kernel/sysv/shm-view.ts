/** Shared memory segments as panes and checks see them: who has them where, which pages are there, who wrote which byte last. */
import { PAGE_SIZE } from '../abi.ts';
import type { Kernel } from '../kernel.ts';
import { rightsOf } from '../memory-view.ts';
import { type LostUpdate, storesOf } from '../stores.ts';
import { type IpcPermView, viewPerm } from './ipc-view.ts';
import { type ShmSegment, shmPermDs } from './shm.ts';

export interface AttachmentView {
  readonly pid: number;
  /** Where the segment begins in its address space. */
  readonly address: number;
  /** `rw-s`. */
  readonly rights: string;
}

export interface ShmPageView {
  readonly index: number;
  /** Who stored into it last; 0 for nobody. */
  readonly writer: number;
}

export interface ShmSegmentView {
  readonly shmid: number;
  readonly perm: IpcPermView;
  /** Bytes, as asked for; pages it takes. */
  readonly segsz: number;
  readonly pages: number;
  readonly nattch: number;
  readonly cpid: number;
  readonly lpid: number;
  /** Seconds since the epoch; 0 for never. */
  readonly atime: number;
  readonly dtime: number;
  readonly ctime: number;
  /** Marked for removal; locked. */
  readonly dest: boolean;
  readonly locked: boolean;
  readonly attachments: readonly AttachmentView[];
  /** Those that somebody has touched. */
  readonly resident: readonly ShmPageView[];
  /** Its beginning, and for each byte the pid that stored it last (0 for nobody). */
  readonly preview: Uint8Array;
  readonly writers: readonly number[];
  /** The last updates that were lost in it, and how many there were. */
  readonly lost: readonly LostUpdate[];
  readonly lostCount: number;
}

const PREVIEW_BYTES = 256;

function attachmentsOf(kernel: Kernel, segment: ShmSegment): AttachmentView[] {
  return [...kernel.groups.values()].flatMap((group) => {
    const mappings = group.member?.mm.mappings ?? [];
    return mappings.flatMap((mapping) =>
      mapping.object === segment
        ? [{ pid: group.tgid, address: mapping.start - mapping.offset * PAGE_SIZE, rights: rightsOf(mapping) }]
        : [],
    );
  });
}

function viewSegment(kernel: Kernel, segment: ShmSegment): ShmSegmentView {
  const { perm, segsz, nattch, cpid, lpid, atime, dtime, ctime, dest, locked } = segment;
  const length = Math.min(segsz, PREVIEW_BYTES);
  const stores = storesOf(segment.identity);
  return {
    shmid: perm.id,
    perm: { ...viewPerm(perm), ...shmPermDs(segment) },
    segsz,
    pages: segment.pages(),
    nattch,
    cpid,
    lpid,
    atime,
    dtime,
    ctime,
    dest,
    locked,
    attachments: attachmentsOf(kernel, segment),
    resident: [...segment.touched()].map((index) => ({ index, writer: stores.pageWriter(index) })),
    preview: segment.isResident(0) ? segment.page(0).slice(0, length) : new Uint8Array(length),
    writers: stores.writers(length),
    lost: [...stores.lost],
    lostCount: stores.lostCount,
  };
}

export const viewShmSegments = (kernel: Kernel): ShmSegmentView[] =>
  kernel.sysv.shm.all().map((segment) => viewSegment(kernel, segment));
