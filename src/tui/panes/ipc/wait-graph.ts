/**
 * The resource graph as lines: a process, what it wants, who has that, what he wants. When the waits close to a circle it is
 * drawn in red, and said in words who waits for whom. Who could wake whom, `kernel/deadlock.ts` knows.
 */
import { circlesOf, deadlocked, type Waits, waitsOf, wakersOf } from '../../../kernel/deadlock.ts';
import { type KernelView, type ThreadView, threadsOf } from '../../../kernel/view.ts';
import type { Speech } from '../../../text/index.ts';
import { blank, type Line, type Span, span, wrap } from '../../line.ts';
import type { Tint } from '../../theme.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { hex } from '../structure.ts';

type Reason = NonNullable<ThreadView['reason']>;

/** The circles of the machine, for a pane that is to be looked at when one closes. */
export const circleCalls = (kernel: KernelView, kinds: readonly Reason['kind'][]): string =>
  circlesOf(waitsOf(kernel))
    .filter((circle) => circle.some((pid) => waitsFor(kernel, pid, kinds)))
    .join(' ');

const threadOf = (kernel: KernelView, tid: number) => threadsOf(kernel).find((thread) => thread.tid === tid);
const waitsFor = (kernel: KernelView, pid: number, kinds: readonly Reason['kind'][]): boolean => {
  const kind = threadOf(kernel, pid)?.reason?.kind;
  return kind !== undefined && kinds.includes(kind);
};

/** Who waits for something of these kinds; circles that go through one of them first. */
export function graphEntries(kinds: readonly Reason['kind'][], context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const waiting = threadsOf(kernel).filter(({ reason }) => reason !== undefined && kinds.includes(reason.kind));
  if (waiting.length === 0) return [];
  const waits = waitsOf(kernel);
  const circles = circlesOf(waits).filter((circle) => circle.some((pid) => waitsFor(kernel, pid, kinds)));
  const inCircle = new Set(circles.flat());
  return [
    ...circles.map((circle) => circleEntry(circle, context)),
    entry(
      blank,
      ...wrap([span(speech.t('waits.graph'), 'accent')], width),
      ...waiting.filter(({ tid }) => !inCircle.has(tid)).flatMap((thread) => chain(thread, waits, context)),
      ...circles.flatMap((circle) => circleChain(circle, context)),
      ...wrap([span(speech.t('waits.legend'), 'quiet')], width),
    ),
  ];
}

/** DEADLOCK, and who waits for whom, in a sentence. */
function circleEntry(circle: readonly number[], context: PaneContext): Entry {
  const { t } = context.speech;
  const pairs = circle.map(
    (tid, i) => [nameOf(tid, context), nameOf(circle[i + 1] ?? circle[0] ?? tid, context)] as const,
  );
  return entry(...wrap([span(t('waits.deadlock', pairs), 'danger')], context.width, 2));
}

/** A thread that is not the first of its process: by the process, and its own number. */
function nameOf(tid: number, { kernel, names }: Pick<PaneContext, 'kernel' | 'names'>): string {
  const process = kernel.processes.find(({ threads }) => threads.some((thread) => thread.tid === tid));
  return process === undefined || process.pid === tid ? names.process(tid) : `${names.process(process.pid)}/${tid}`;
}

const SHOWN_HOLDERS = 4;

/** `(P) ⇢ [R] → (Q)`: nobody else is drawn behind Q, who has a line of his own if he waits. */
function chain(thread: ThreadView, waits: Waits, context: PaneContext): Line[] {
  const { kernel, speech, names, width } = context;
  const { pids, closed } = wakersOf(kernel, thread);
  const holders = pids.slice(0, SHOWN_HOLDERS).map((pid) => names.process(pid));
  const stuck = deadlocked(waits).has(thread.tid);
  const has = closed || holders.length > 0 ? speech.t('pane.list', holders) : speech.t(unknownHolder(thread));
  const tint: Tint = stuck ? 'danger' : 'waiting';
  return wrap(
    [
      span(`  ${nameOf(thread.tid, context)} `),
      ...edge(thread, speech, tint),
      span(has, closed ? undefined : 'quiet'),
      ...(stuck ? [span(` ${speech.t('waits.behind')}`, 'danger')] : []),
    ],
    width,
    4,
  );
}

/** Why nobody can be named. */
function unknownHolder({ reason }: ThreadView): 'waits.unknown' | 'waits.anybody' {
  return reason?.kind === 'sem' && reason.op < 0 ? 'waits.unknown' : 'waits.anybody';
}

function circleChain(circle: readonly number[], context: PaneContext): Line[] {
  const { kernel, speech, width } = context;
  const spans: Span[] = circle.flatMap((tid) => {
    const thread = threadOf(kernel, tid);
    return thread ? [span(`${nameOf(tid, context)} `), ...edge(thread, speech, 'danger')] : [];
  });
  return wrap([span('  '), ...spans, span(nameOf(circle[0] ?? 0, context))], width, 4);
}

const edge = ({ reason }: ThreadView, speech: Speech, tint: Tint): Span[] => [
  span(`⇢ [${reason ? resourceOf(reason, speech) : '?'}] → `, tint),
];

/** What is waited for, as short as can be. */
function resourceOf(reason: Reason, { t }: Speech): string {
  switch (reason.kind) {
    case 'sem':
      return t('waits.sem', reason.semid, reason.sem);
    case 'lock':
      return reason.start === 0 && reason.end === Infinity ? baseName(reason.path) : rangeOf(reason);
    case 'pipe-empty':
    case 'pipe-full':
      return reason.path ?? `pipe:[${reason.ino}]`;
    case 'child':
      return t('waits.child');
    case 'futex':
      return reason.use === 'join' ? t('waits.thread') : `${reason.use ?? 'futex'} ${hex(reason.address)}`;
    case 'traced':
      return t('waits.tracer');
    default:
      return reason.kind;
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const rangeOf = ({ path, start, end }: { path: string; start: number; end: number }): string =>
  `${baseName(path)} ${start}–${end === Infinity ? '' : end}`;
