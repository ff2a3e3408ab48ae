/**
 * struct shmid_kernel (ipc/shm.c of Linux 6.18), which programs see as struct shmid_ds, and of each attachment the
 * vm_area_struct that leads to the same pages.
 */
import type { ShmSegmentView } from '../../../kernel/sysv/shm-view.ts';
import { span, wrap } from '../../line.ts';
import { clockTime, ipcLegend, permStructure } from '../ipc/perm.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { type Field, field, octal, structure } from '../structure.ts';
import { areaFields } from './memory-structure.ts';

export function shmStructure(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  if (kernel.shmSegments.length === 0) return [entry(...wrap([span(speech.t('shm.none'), 'quiet')], width))];
  return [
    ...kernel.shmSegments.flatMap((segment) => [
      permStructure('shm_perm', segment.shmid, segment.perm, context),
      structure('shmid_kernel', String(segment.shmid), segmentFields(segment, context), context),
      ...areas(segment, context),
    ]),
    ipcLegend(context),
  ];
}

function areas({ shmid, attachments }: ShmSegmentView, context: PaneContext): Entry[] {
  return attachments.flatMap(({ pid, address }) => {
    const process = context.kernel.processes.find((each) => each.pid === pid);
    const mapping = process?.memory.mappings.find(({ start, ino }) => start === address && ino === shmid);
    return mapping ? [structure('vm_area_struct', context.names.process(pid), areaFields(mapping), context)] : [];
  });
}

const who = (pid: number, { names }: PaneContext): string => (pid === 0 ? '0' : names.process(pid));

const segmentFields = (segment: ShmSegmentView, context: PaneContext): readonly Field[] => [
  field('shm_segsz', segment.segsz, 'shmid_ds shm_segsz'),
  field('shm_nattch', segment.nattch, 'shmid_ds shm_nattch'),
  field('shm_atim', clockTime(segment.atime), 'shmid_ds shm_atime'),
  field('shm_dtim', clockTime(segment.dtime), 'shmid_ds shm_dtime'),
  field('shm_ctim', clockTime(segment.ctime), 'shmid_ds shm_ctime'),
  field('shm_cprid', who(segment.cpid, context), 'shmid_ds shm_cpid'),
  field('shm_lprid', who(segment.lpid, context), 'shmid_ds shm_lpid'),
  field(
    'shm_perm.mode',
    `${octal(segment.perm.mode)}${segment.dest ? ' SHM_DEST' : ''}${segment.locked ? ' SHM_LOCKED' : ''}`,
  ),
  field('shm_file', `${segment.resident.length} pages`, 'shmid_ds shm_pages'),
];
