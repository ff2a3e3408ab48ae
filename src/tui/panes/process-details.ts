/** One process in more words than its row has: what ps and /proc/PID/status show of it. */
import type { ProcessView } from '../../kernel/view.ts';
import { type Line, span } from '../line.ts';
import { fact } from './fact.ts';
import type { PaneContext } from './pane.ts';

export function processDetails(process: ProcessView, { kernel, speech: { t, ...speech }, names, width }: PaneContext) {
  const children = kernel.processes.filter(({ ppid }) => ppid === process.pid);
  const group = kernel.processes.filter(({ pgid }) => pgid === process.pgid);
  const { reason, call, tty } = process;
  const lines: Line[] = [
    ...fact('state', t('label', process.stat) + t(`processes.state.${process.state}`), width),
    ...(call !== undefined ? fact('call', [span(call, 'code')], width) : []),
    ...(process.wchan !== '0' ? fact('wchan', process.wchan, width) : []),
    ...(reason ? fact('', speech.explainReason(reason, names), width) : []),
    ...fact('ppid', process.ppid === 0 ? '0' : names.process(process.ppid), width),
    ...(children.length > 0
      ? fact(
          'children',
          t(
            'pane.list',
            children.map(({ pid }) => names.process(pid)),
          ),
          width,
        )
      : []),
    ...fact(
      'pgid',
      t('label', String(process.pgid)) +
        t(
          'pane.list',
          group.map(({ pid }) => names.process(pid)),
        ),
      width,
    ),
    ...fact('sid', process.pid === process.sid ? t('processes.leads', process.sid) : String(process.sid), width),
    ...fact('tty', tty === undefined ? '?' : t(process.foreground ? 'processes.front' : 'processes.back', tty), width),
    ...fact('uid', String(process.uid), width),
    ...(process.state === 'Z' ? [] : fact('cwd', process.cwd, width)),
    ...(process.fds.length > 0 ? fact('fds', process.fds.map(({ fd }) => fd).join(' '), width) : []),
  ];
  return lines;
}
