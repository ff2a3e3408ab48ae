/** The threads of a process below its row: all but the first, whose row is that of the process, as in `ps -L`. */
import type { ProcessView, ThreadView } from '../../kernel/view.ts';
import { type Line, span, wrap } from '../line.ts';
import { pad } from '../width.ts';
import { fact } from './fact.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';

/** As many as a learner looks at; the rest is a number. */
const SHOWN = 8;

export function threadEntries({ pid, threads }: ProcessView, told: boolean, context: PaneContext): Entry[] {
  const others = threads.filter(({ tid }) => tid !== pid);
  const more = others.length - SHOWN;
  return [
    ...others.slice(0, SHOWN).map((thread) => threadEntry(thread, pid, told, context)),
    ...(more > 0 ? [entry([span(`    ${context.speech.t('processes.moreThreads', more)}`, 'quiet')])] : []),
  ];
}

/** `  ┆ 1010 S futex_do_wait  sleeps on …`. */
function threadEntry(thread: ThreadView, pid: number, told: boolean, { speech, names, width }: PaneContext): Entry {
  const { tid, state, wchan, reason, comm, call } = thread;
  const why = told && reason ? [span(` ${speech.explainReason(reason, names)}`, 'waiting')] : [];
  const row: Line = [
    span('  ┆ ', 'quiet'),
    span(`${pad(String(tid), 5)} `),
    { ...span(state), bold: state !== 'S' },
    span(` ${wchan === '0' ? '-' : wchan}`, 'quiet'),
    ...why,
  ];
  return {
    id: `thread:${tid}`,
    pid,
    lines: wrap(row, width, 6),
    details: () => [
      ...fact('thread', `${comm} ${tid}`, width),
      ...fact('state', speech.t('label', state) + speech.t(`processes.state.${state}`), width),
      ...(call === undefined ? [] : fact('call', [span(call, 'code')], width)),
    ],
  };
}
