/** One pipe in more words: each slot with its bytes, which descriptors hold its ends, what moved last. */
import type { PipeView } from '../../kernel/view.ts';
import { type Line, span } from '../line.ts';
import { holdersOfEnd } from './descriptor-details.ts';
import { fact } from './fact.ts';
import type { PaneContext } from './pane.ts';
import { quoted } from './quoted.ts';

export function pipeDetails(pipe: PipeView, context: PaneContext): Line[] {
  const { speech, names, width, recent } = context;
  const { t } = speech;
  const slots = pipe.slots.map(({ offset, bytes }, i) => t('pipes.slot', i, bytes, offset));
  const last = recent.filter((event) => 'ino' in event && event.ino === pipe.ino).slice(-3);
  return [
    ...fact('state', t(stateOf(pipe)), width),
    ...fact('writers', holdersOfEnd(pipe.ino, 'write', context), width),
    ...fact('readers', holdersOfEnd(pipe.ino, 'read', context), width),
    ...(pipe.used > 0 ? fact(t('pipes.holds'), [span(quoted(pipe.preview), 'code')], width) : []),
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
