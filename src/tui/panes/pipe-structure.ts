/**
 * struct pipe_inode_info with its buffers (include/linux/pipe_fs_i.h of Linux 6.18), and what was copied through pipes.
 * In Linux 2.6.11 a ring had sixteen buffers, `curbuf` and `nrbufs`; in xv6 it is 512 bytes between two counters.
 */
import type { PipeView } from '../../kernel/view.ts';
import { span } from '../line.ts';
import { copiesEntry } from './copied.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';
import { field, legend, structure } from './structure.ts';

export function pipeStructure(context: PaneContext): Entry[] {
  const { pipes } = context.kernel;
  if (pipes.length === 0) return [entry([span(context.speech.t('pipes.none'), 'quiet')])];
  return [
    ...pipes.flatMap((pipe) => [structure('pipe_inode_info', nameOf(pipe), fields(pipe), context)]),
    copiesEntry(undefined, context),
    legend(context),
  ];
}

const nameOf = ({ kind, path, ino }: PipeView): string =>
  kind === 'fifo' && path !== undefined ? path : `pipe:[${ino}]`;

const fields = (pipe: PipeView) => [
  field('head', pipe.head, 'ULK curbuf + nrbufs'),
  field('tail', pipe.tail, 'ULK curbuf'),
  field('ring_size', pipe.slotCount, 'ULK PIPE_BUFFERS'),
  field('readers', pipe.readers, 'xv6 readopen'),
  field('writers', pipe.writers, 'xv6 writeopen'),
  field('rd_wait', pidList(pipe.sleepingReaders), 'ULK wait, xv6 &nread'),
  field('wr_wait', pidList(pipe.sleepingWriters), 'ULK wait, xv6 &nwrite'),
  ...pipe.slots.map(({ offset, bytes }, i) => {
    const at = (pipe.tail + i) & (pipe.slotCount - 1);
    return field(`bufs[${at}]`, `{ offset ${offset}, len ${bytes} }`);
  }),
];

const pidList = (pids: readonly number[]): string => (pids.length === 0 ? '{}' : `{ ${pids.join(', ')} }`);
