/** One pipe in more words: each slot with its bytes, which descriptors hold its ends, what moved last. */
import { O_ACCMODE, O_RDONLY, O_WRONLY } from '../../kernel/abi.ts';
import type { FdView, PipeView, ProcessView } from '../../kernel/view.ts';
import { type Line, span } from '../line.ts';
import { fact } from './fact.ts';
import type { PaneContext } from './pane.ts';

export function pipeDetails(pipe: PipeView, context: PaneContext): Line[] {
  const { speech, names, width, recent } = context;
  const { t } = speech;
  const slots = pipe.slots.map(({ offset, bytes }, i) => t('pipes.slot', i, bytes, offset));
  const last = recent.filter((event) => 'ino' in event && event.ino === pipe.ino).slice(-3);
  return [
    ...fact('state', t(stateOf(pipe)), width),
    ...fact('writers', holders(pipe, 'write', context), width),
    ...fact('readers', holders(pipe, 'read', context), width),
    ...slots.flatMap((words, i) => fact(i === 0 ? 'slots' : '', words, width)),
    ...last.flatMap((event) => {
      const words = speech.describeEvent(event, names);
      return words === undefined ? [] : fact(names.time(event.time), [span(words)], width);
    }),
  ];
}

/** What a read and a write would meet now. */
function stateOf({ kind, readers, writers, openers }: PipeView) {
  if (openers.length > 0) return openers[0]?.wants === 'read' ? 'pipes.stateNoWriterYet' : 'pipes.stateNoReaderYet';
  if (writers === 0) return 'pipes.stateNoWriter';
  if (readers === 0) return 'pipes.stateNoReader';
  return kind === 'fifo' ? 'pipes.stateBoth' : 'pipes.stateOpen';
}

export const reads = ({ flags }: FdView): boolean => (flags & O_ACCMODE) !== O_WRONLY;
export const writes = ({ flags }: FdView): boolean => (flags & O_ACCMODE) !== O_RDONLY;

/** `cat(7) fd 0, bash(2) fd 4`: every descriptor of one end. */
function holders(pipe: PipeView, end: 'read' | 'write', { kernel, names, speech: { t } }: PaneContext): string {
  const on = end === 'read' ? reads : writes;
  const of = ({ pid, fds }: ProcessView) =>
    fds.filter((fd) => fd.pipe === pipe.ino && on(fd)).map(({ fd }) => t('descriptors.holder', names.process(pid), fd));
  const found = kernel.processes.flatMap(of);
  return found.length === 0 ? t('pipes.nobody') : found.join(', ');
}
