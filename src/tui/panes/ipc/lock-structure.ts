/**
 * struct file_lock and file_lease's common part (include/linux/filelock.h of Linux 6.18): since 6.9 what locks and leases
 * have in common stands in struct file_lock_core; ULK (2.6.11) has all of it in file_lock. struct futex_q: kernel/futex.
 */
import type { FutexView, LockView } from '../../../kernel/object-views.ts';
import { span, wrap } from '../../line.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { type Field, field, legend, structure } from '../structure.ts';

export function lockStructure(context: PaneContext): Entry[] {
  const { locks, futexes } = context.kernel;
  if (locks.length + futexes.length === 0)
    return [entry(...wrap([span(context.speech.t('locks.none'), 'quiet')], context.width))];
  return [
    ...locks.toReversed().flatMap((lock) => lockStructures(lock, undefined, context)),
    ...futexes.flatMap((futex) => futexStructures(futex, context)),
    legend(context),
  ];
}

const lockStructures = (lock: LockView, blocker: LockView | undefined, context: PaneContext): Entry[] => [
  structure(
    'file_lock',
    blocker ? context.speech.t('locks.wish') : lock.path,
    lockFields(lock, blocker, context),
    context,
  ),
  ...lock.waiters.flatMap((waiter) => lockStructures(waiter, lock, context)),
];

const FLAGS = { flock: 'FL_FLOCK', posix: 'FL_POSIX', ofd: 'FL_OFDLCK|FL_POSIX' } as const;

const lockFields = (lock: LockView, blocker: LockView | undefined, { names }: PaneContext): readonly Field[] => [
  field('c.flc_flags', FLAGS[lock.kind], 'ULK fl_flags'),
  field('c.flc_type', lock.type === 'write' ? 'F_WRLCK' : 'F_RDLCK', 'ULK fl_type'),
  field('c.flc_pid', lock.pid, 'ULK fl_pid'),
  field('c.flc_owner', lock.kind === 'posix' ? `files_struct of ${names.process(lock.pid)}` : 'file', 'ULK fl_owner'),
  field('c.flc_blocker', blocker ? names.process(blocker.pid) : 'NULL', 'ULK fl_next'),
  field('c.flc_blocked_requests', lock.waiters.length === 0 ? '{}' : `{ ${lock.waiters.length} }`, 'ULK fl_block'),
  field('fl_start', lock.start),
  field('fl_end', lock.end === Infinity ? 'OFFSET_MAX' : lock.end),
];

const futexStructures = ({ object, ino, offset, waiters }: FutexView, context: PaneContext): Entry[] =>
  waiters.map(({ pid, address }) =>
    structure(
      'futex_q',
      context.names.process(pid),
      [
        field('task', context.names.process(pid)),
        field('key.both.offset', object === undefined ? address % 4096 : offset % 4096),
        object === undefined
          ? field('key.private.address', `0x${address.toString(16)}`)
          : field('key.shared.i_seq', ino ?? 0),
      ],
      context,
    ),
  );
