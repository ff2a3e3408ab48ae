/** What was copied between user and kernel space: for one process, and for the whole machine by system call. */
import { type Line, span, wrap } from '../line.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';

export function copiesEntry(pid: number | undefined, { kernel, names, speech: { t }, width }: PaneContext): Entry {
  const { calls, processes } = kernel.copies;
  const own = processes.find((each) => each.pid === pid);
  const total = [...calls].sort((a, b) => b.bytes - a.bytes).map(({ name, ...count }) => t('copied.call', name, count));
  const said: Line[] = [[], [span(t('copied.title'), 'accent')]];
  if (own && pid !== undefined) said.push([span(t('copied.process', names.process(pid), own.in, own.out))]);
  said.push([span(t('copied.total', total))]);
  return entry(...said.flatMap((line) => wrap(line, width, 2)));
}
