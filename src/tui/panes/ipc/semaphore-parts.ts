/** What the pane of semaphores and the structures behind it both say. */
import { IPC_NOWAIT, SEM_UNDO } from '../../../kernel/abi.ts';
import type { ShmFileView } from '../../../kernel/posix/shm-view.ts';
import type { KernelView } from '../../../kernel/view.ts';

export const namedSemaphores = ({ shmFiles }: Pick<KernelView, 'shmFiles'>): readonly ShmFileView[] =>
  shmFiles.filter(({ semaphore }) => semaphore !== undefined);

/** Who sleeps for a named semaphore sleeps for its first word. */
export const sleepersOf = ({ ino }: ShmFileView, { futexes }: Pick<KernelView, 'futexes'>): readonly number[] =>
  futexes.flatMap((futex) => (futex.ino === ino && futex.offset === 0 ? futex.waiters.map(({ pid }) => pid) : []));

/** As semop(1) takes them: `0:-1u`. */
export const operation = ({
  num,
  op,
  flg,
}: {
  readonly num: number;
  readonly op: number;
  readonly flg: number;
}): string => `${num}:${op > 0 ? '+' : ''}${op}${flg & SEM_UNDO ? 'u' : ''}${flg & IPC_NOWAIT ? 'n' : ''}`;
