/** struct kern_ipc_perm, which every System V object begins with, and the struct ipc_perm that programs and books know. */
import type { IpcPermView } from '../../../kernel/sysv/ipc-view.ts';
import { span, wrap } from '../../line.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { field, octal, structure } from '../structure.ts';

export const keyText = (key: number): string => `0x${(key >>> 0).toString(16).padStart(8, '0')}`;

/** `member` is where in the object it stands: `q_perm`. */
export const permStructure = (
  member: string,
  id: number,
  perm: IpcPermView,
  context: Pick<PaneContext, 'width' | 'speech'>,
): Entry =>
  structure(
    'kern_ipc_perm',
    member,
    [
      field('id', id, 'index + 32768 × seq'),
      field('key', perm.key === 0 ? 0 : keyText(perm.key), 'ipc_perm __key'),
      field('uid', perm.uid, 'ipc_perm uid'),
      field('gid', perm.gid, 'ipc_perm gid'),
      field('cuid', perm.cuid, 'ipc_perm cuid'),
      field('cgid', perm.cgid, 'ipc_perm cgid'),
      field('mode', octal(perm.mode), 'ipc_perm mode'),
      field('seq', perm.seq, 'ipc_perm __seq'),
    ],
    context,
  );

/** Seconds since 1970 as a time of the machine's own clock. */
export const clockTime = (seconds: number): string =>
  seconds === 0 ? '0' : `${new Date(seconds * 1000).toISOString().slice(11, 19)}`;

/** What the arrows of these structures mean. */
export const ipcLegend = ({ speech: { t }, width }: Pick<PaneContext, 'speech' | 'width'>): Entry =>
  entry([], ...wrap([span(t('ipc.legend'), 'quiet')], width));
