/**
 * struct sem_array with its semaphores, sem_queue and sem_undo (ipc/sem.c of Linux 6.18), which programs see as struct
 * semid_ds. In Linux 2.6.11 (ULK) a set had one list of sem_queue; since then each semaphore has two of its own.
 * A POSIX semaphore is struct new_sem of glibc: the kernel knows only the futex.
 */
import type { SemSetView } from '../../../kernel/sysv/sem-view.ts';
import { span, wrap } from '../../line.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { type Field, field, structure } from '../structure.ts';
import { clockTime, ipcLegend, permStructure } from './perm.ts';
import { namedSemaphores, operation } from './semaphore-parts.ts';

/** Semaphores of a set that are printed. */
const SHOWN = 16;

export function semaphoreStructure(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const named = namedSemaphores(kernel);
  if (kernel.semaphores.length + named.length === 0)
    return [entry(...wrap([span(speech.t('semaphores.none'), 'quiet')], width))];
  return [
    ...kernel.semaphores.flatMap((set) => setStructures(set, context)),
    ...named.map(({ name, semaphore }) =>
      structure(
        'new_sem',
        `/dev/shm${name} (glibc)`,
        [field('value', semaphore?.value ?? 0), field('private', 0), field('nwaiters', semaphore?.waiters ?? 0)],
        context,
      ),
    ),
    ipcLegend(context),
  ];
}

function setStructures(set: SemSetView, context: PaneContext): Entry[] {
  const { names } = context;
  return [
    permStructure('sem_perm', set.semid, set.perm, context),
    structure('sem_array', String(set.semid), setFields(set), context),
    ...set.semaphores
      .slice(0, SHOWN)
      .map(({ value, sempid, forRise, forZero }, num) =>
        structure(
          'sem',
          `sems[${num}]`,
          [
            field('semval', value, 'sem semval'),
            field('sempid', sempid === 0 ? 0 : names.process(sempid), 'sem sempid'),
            field('pending_alter', pidList(forRise), 'sem semncnt'),
            field('pending_const', pidList(forZero), 'sem semzcnt'),
          ],
          context,
        ),
      ),
    ...set.waiters.map(({ pid, ops, blocking }) =>
      structure(
        'sem_queue',
        '',
        [
          field('sleeper', names.process(pid)),
          field('pid', pid),
          field('sops', `{ ${ops.map(operation).join(', ')} }`),
          field('blocking', `&sops[${blocking}]`),
          field('nsops', ops.length),
          field('alter', ops.some(({ op }) => op !== 0) ? 1 : 0),
        ],
        context,
      ),
    ),
    ...set.undo.map(({ pid, semadj }) =>
      structure(
        'sem_undo',
        names.process(pid),
        [field('semid', set.semid), field('semadj', `{ ${semadj.join(', ')} }`, 'sem_undo semadj')],
        context,
      ),
    ),
  ];
}

const setFields = (set: SemSetView): readonly Field[] => [
  field('sem_otime', clockTime(set.otime), 'semid_ds sem_otime'),
  field('sem_ctime', clockTime(set.ctime), 'semid_ds sem_ctime'),
  field('sem_nsems', set.semaphores.length, 'semid_ds sem_nsems'),
  field(
    'sems',
    `{ ${set.semaphores
      .slice(0, SHOWN)
      .map(({ value }) => value)
      .join(', ')} }`,
    'semid_ds sem_base',
  ),
  field('pending', set.waiters.length === 0 ? '{}' : `{ ${set.waiters.length} }`, 'semid_ds sem_pending'),
  field('list_id', set.undo.length === 0 ? '{}' : `{ ${set.undo.length} sem_undo }`, 'semid_ds undo'),
];

const pidList = (pids: readonly number[]): string => (pids.length === 0 ? '{}' : `{ ${pids.join(', ')} }`);
