/**
 * Shared memory, System V and POSIX: who has it attached where, which pages each page table has and which are in memory, the
 * bytes with their last writers, updates that were lost. Linux shows less of it in `ipcs -m`, /proc/PID/maps and /dev/shm.
 */
import type { ShmFileView } from '../../../kernel/posix/shm-view.ts';
import type { LostUpdate } from '../../../kernel/stores.ts';
import type { AttachmentView, ShmSegmentView } from '../../../kernel/sysv/shm-view.ts';
import type { KernelView } from '../../../kernel/view.ts';
import { blank, bold, type Line, type Span, span, wrap } from '../../line.ts';
import { pad } from '../../width.ts';
import { fact } from '../fact.ts';
import { clockTime, keyText } from '../ipc/perm.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { octal } from '../structure.ts';
import { byteLines } from './bytes.ts';
import { shmStructure } from './shm-structure.ts';

export const shm: Pane = {
  id: 'shm',
  title: 'shm.title',
  shows: 'shm.shows',
  where: 'shm.where',
  weight: 4,
  anchor: 'top',
  watches: ['shmSegments', 'shmFiles', 'processes'],
  calls: (kernel) =>
    [
      ...kernel.shmSegments.map(({ shmid, nattch, lostCount, resident }) =>
        [shmid, nattch, lostCount, resident.length].join(':'),
      ),
      ...sharedFiles(kernel).map(({ name, attachments, lostCount }) => [name, attachments.length, lostCount].join(':')),
    ].join() || undefined,
  entries: segmentEntries,
  behind: { watches: ['shmSegments', 'processes'], entries: shmStructure },
};

/** Those of /dev/shm that are no semaphores. */
const sharedFiles = ({ shmFiles }: Pick<KernelView, 'shmFiles'>): readonly ShmFileView[] =>
  shmFiles.filter(({ semaphore }) => semaphore === undefined);

function segmentEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const files = sharedFiles(kernel);
  if (kernel.shmSegments.length + files.length === 0)
    return [entry(...wrap([span(speech.t('shm.none'), 'quiet')], width))];
  const segments = [...kernel.shmSegments].sort((a, b) => b.nattch - a.nattch);
  return [
    ...segments.map((segment) => segmentEntry(segment, context)),
    ...files.map((file) => fileEntry(file, context)),
  ].map((each, i) => (i === 0 ? each : { ...each, lines: [blank, ...each.lines] }));
}

/** What both kinds of shared memory have in common. */
interface Shared {
  readonly ino: number;
  readonly pages: number;
  readonly resident: ReadonlySet<number>;
  readonly attachments: readonly AttachmentView[];
  readonly preview: Uint8Array;
  readonly writers: readonly number[];
  readonly lost: readonly LostUpdate[];
  readonly lostCount: number;
}

const PAGE_SIZE = 4096;

function segmentEntry(segment: ShmSegmentView, context: PaneContext): Entry {
  const { shmid, perm, segsz, nattch, dest, resident } = segment;
  const { speech, names, width } = context;
  const { t } = speech;
  const shared = { ...segment, ino: shmid, resident: new Set(resident.map(({ index }) => index)) };
  return {
    id: `shm:${shmid}`,
    lines: [
      ...wrap(
        [
          bold(t('shm.segment', shmid)),
          span(`  ${t('shm.size', segsz, segment.pages)}  `),
          span(`nattch ${nattch}`, nattch === 0 ? 'quiet' : 'good'),
        ],
        width,
        2,
      ),
      ...(dest ? wrap([span(`dest: ${t('shm.dest')}`, 'alarm')], width, 2) : []),
      ...sharedLines(shared, context),
    ],
    details: () => [
      ...fact('key', perm.key === 0 ? 'IPC_PRIVATE' : keyText(perm.key), width),
      ...fact('perm', `${octal(perm.mode)} uid ${perm.uid} gid ${perm.gid}`, width),
      ...fact('cpid', names.process(segment.cpid), width),
      ...fact('lpid', segment.lpid === 0 ? '0' : names.process(segment.lpid), width),
      ...fact('atime', clockTime(segment.atime), width),
      ...fact('dtime', clockTime(segment.dtime), width),
      ...resident
        .map(({ index, writer }) => t('shm.page', index, writer === 0 ? undefined : names.process(writer)))
        .flatMap((words, i) => fact(i === 0 ? 'pages' : '', words, width)),
    ],
  };
}

function fileEntry(file: ShmFileView, context: PaneContext): Entry {
  const { name, bytes, mode, uid, attachments } = file;
  const { t } = context.speech;
  const pages = Math.ceil(bytes / PAGE_SIZE);
  // A file of tmpfs is in memory as far as it goes.
  const resident = new Set(Array.from({ length: pages }, (_, i) => i));
  return {
    id: `shm-file:${name}`,
    lines: [
      ...wrap(
        [bold(t('shm.posix', name)), span(`  /dev/shm${name}  `, 'quiet'), span(t('shm.size', bytes, pages))],
        context.width,
        2,
      ),
      ...(attachments.length === 0 ? wrap([span(t('shm.unmapped'), 'quiet')], context.width, 2) : []),
      ...sharedLines({ ...file, pages, resident }, context),
    ],
    details: () => fact('perm', `${octal(mode)} uid ${uid}`, context.width),
  };
}

const sharedLines = (shared: Shared, context: PaneContext): Line[] => [
  ...tableLines(shared, context),
  ...byteLines(shared, context),
  ...lostLines(shared, context),
];

/** Pages of an object that are drawn. */
const CELLS = 32;

/** A row for each process: where it has the segment, and which pages are in its page table; below them the memory itself. */
function tableLines(shared: Shared, context: PaneContext): Line[] {
  const { attachments, pages, resident } = shared;
  const { kernel, speech, names, width } = context;
  const { t } = speech;
  if (attachments.length === 0) return [];
  const drawn = Math.min(pages, CELLS);
  const cells = (there: (page: number) => boolean): Span =>
    span(
      Array.from({ length: drawn }, (_, page) => (there(page) ? '■' : '□')).join('') + (pages > drawn ? '…' : ''),
      'good',
    );
  const rows = attachments.map(({ pid, address, rights }) => {
    const mapped = mappedPages(kernel, pid, shared.ino);
    return {
      who: `${names.process(pid)} ${rights}`,
      at: `0x${address.toString(16)}`,
      cells: cells((page) => mapped.has(page)),
      faults: mapped.size,
    };
  });
  const column = Math.max(...rows.map(({ who }) => who.length), t('shm.memory').length);
  const beside = column + 2 + 14 + 2 + drawn + 2 <= width;
  const line = (who: string, at: string, drawing: Span, tint?: 'accent'): Line[] =>
    beside
      ? [[span(`  ${pad(who, column)}  `, tint), span(pad(at, 14), 'quiet'), span('  '), drawing]]
      : [[span(`  ${who}`, tint)], [span(`    ${pad(at, 14)}  `, 'quiet'), drawing]];
  return [
    ...wrap([span(t('shm.tables'), 'accent')], width, 2),
    ...rows.flatMap(({ who, at, cells }) => line(who, at, cells)),
    ...line(
      t('shm.memory'),
      t('shm.resident', resident.size, pages),
      cells((page) => resident.has(page)),
      'accent',
    ),
  ];
}

/** Pages of the object that the page table of a process has. */
function mappedPages({ processes }: Pick<KernelView, 'processes'>, pid: number, ino: number): ReadonlySet<number> {
  const process = processes.find((each) => each.pid === pid);
  return new Set(
    process?.memory.pages.flatMap(({ frame }) => (frame.kind === 'object' && frame.ino === ino ? [frame.index] : [])) ??
      [],
  );
}

/** The last updates that were lost. */
function lostLines({ lost, lostCount }: Shared, { speech: { t }, names, width }: PaneContext): Line[] {
  if (lostCount === 0) return [];
  return [
    ...wrap([span(t('shm.lost', lostCount), 'alarm')], width, 2),
    ...lost
      .slice(-2)
      .flatMap(({ offset, by, over }) =>
        wrap([span(`  ${t('shm.lostOne', offset, names.process(by), names.process(over))}`)], width, 4),
      ),
  ];
}
