/**
 * Panes as lines of text, for line mode: what the screen would show beside the terminals, without borders, colours and
 * choices. Leaves out the structures behind the panes.
 */
import type { KernelEvent } from '../../kernel/event.ts';
import { signalName } from '../../kernel/signum.ts';
import type { Names, Speech } from '../../text/index.ts';
import { plainText } from '../line.ts';
import { addRecent, nothingRecent } from '../recent.ts';
import { foregroundOf, ttyOf } from '../subject.ts';
import type { Running } from '../workbench.ts';
import { type Pane, restingCursor } from './pane.ts';

/** Who reads, and where: the pane shows the foreground process of `terminal`, and events from `since` on. */
export interface Reader {
  readonly machine: Running;
  readonly speech: Speech;
  readonly columns: number;
  readonly terminal: string;
  readonly since: number;
}

/** A pane that could be endless ends here; one that fits itself to its height takes no more. */
const ROWS = 20;

export function paneText(pane: Pane, { machine, speech, columns, terminal, since }: Reader): string[] {
  const kernel = machine.view();
  const events = [...machine.events.since(since)];
  const names = namesIn(kernel.processes, events);
  const tty = ttyOf(terminal);
  const { events: recent } = addRecent(
    nothingRecent,
    events,
    (event) => speech.describeEvent(event, names) !== undefined,
  );
  const lines = pane
    .entries({
      ...{ kernel, recent, speech, names, cursor: restingCursor, width: columns, height: ROWS, scroll: 0 },
      subject: { pid: foregroundOf(kernel.processes, tty)?.pid, tty, pinned: false },
    })
    .flatMap((entry) => entry.lines.map((line) => plainText(line).trimEnd()));
  return pane.anchor === 'bottom' ? lines.slice(-ROWS) : lines;
}

/** Of the living by the view, of the dead by what they did. */
function namesIn(
  living: readonly { readonly pid: number; readonly comm: string }[],
  events: readonly KernelEvent[],
): Names {
  const known = new Map(living.map(({ pid, comm }) => [pid, comm]));
  for (const event of events) {
    if (event.type === 'fork') known.set(event.child, known.get(event.child) ?? known.get(event.pid) ?? '');
    else if (event.type === 'thread.start') known.set(event.tid, known.get(event.tid) ?? known.get(event.pid) ?? '');
    else if (event.type === 'exec') known.set(event.pid, event.argv[0]?.replace(/^.*\//, '') ?? '');
  }
  return {
    signal: (signo) => signalName(signo) ?? String(signo),
    process: (pid) => (known.get(pid) ? `${known.get(pid)}(${pid})` : String(pid)),
    time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
  };
}
