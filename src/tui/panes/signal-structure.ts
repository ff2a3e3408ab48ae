/**
 * Where a process keeps its signals: task_struct, signal_struct and sighand_struct (include/linux/sched.h, sched/signal.h
 * of Linux 6.18). ULK's 2.6.11 has the same; 4.4BSD has a word of bits for each in struct proc.
 */
import { signalName } from '../../kernel/signum.ts';
import type { ProcessView } from '../../kernel/view.ts';
import { span } from '../line.ts';
import { type Entry, entry, type PaneContext, subjectOf } from './pane.ts';
import { actionFlags } from './signal-flags.ts';
import { field, hexSet, legend, structure } from './structure.ts';

export function signalStructure(context: PaneContext): Entry[] {
  const process = subjectOf(context);
  if (!process) return [entry([span(context.speech.t('pane.nobody'), 'quiet')])];
  const whose = context.names.process(process.pid);
  const { signals } = process;
  const ready = ((signals.pending | signals.shared) & ~signals.blocked) !== 0n;
  return [
    structure('thread_info', whose, [field('flags', ready ? 'TIF_SIGPENDING' : '0', 'ULK sigpending')], context),
    structure(
      'task_struct',
      '',
      [
        field('blocked', hexSet(signals.blocked), 'BSD p_sigmask'),
        field('pending.signal', hexSet(signals.pending), 'BSD p_siglist'),
      ],
      context,
    ),
    structure('signal_struct', '', [field('shared_pending.signal', hexSet(signals.shared))], context),
    structure('sighand_struct', '', actionFields(process), context),
    legend(context),
  ];
}

function actionFields({ signals, threads }: ProcessView) {
  return [
    field('count', threads.length),
    ...signals.actions.map(({ signo, handler, flags, mask }) => {
      const does = handler === 'ignore' ? 'SIG_IGN' : `handler, ${actionFlags(flags)}, mask ${mask.toString(16)}`;
      return field(`action[${signo - 1}]`, does, signalName(signo) ?? String(signo));
    }),
    field('action[…]', 'SIG_DFL'),
    field('(ignored)', hexSet(signals.ignored), 'BSD p_sigignore'),
    field('(caught)', hexSet(signals.caught), 'BSD p_sigcatch'),
  ];
}
