/**
 * The resource graph as lines: a process, what it wants, who has that, what he wants. When the waits close to a circle it is
 * drawn in red, and said in words who waits for whom. Who could wake whom, `kernel/deadlock.ts` knows.
 */
import { circlesOf, deadlocked, type Waits, waitsOf, wakersOf } from '../../../kernel/deadlock.ts';
import type { KernelView, ProcessView } from '../../../kernel/view.ts';
import type { Speech } from '../../../text/index.ts';
import { blank, type Line, type Span, span, wrap } from '../../line.ts';
import type { Tint } from '../../theme.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';

type Reason = NonNullable<ProcessView['reason']>;

/** The circles of the machine, for a pane that is to be looked at when one closes. */
export const circleCalls = (kernel: KernelView, kinds: readonly Reason['kind'][]): string =>
  circlesOf(waitsOf(kernel))
    .filter((circle) => circle.some((pid) => waitsFor(kernel, pid, kinds)))
    .join(' ');

const processOf = ({ processes }: KernelView, pid: number) => processes.find((process) => process.pid === pid);
const waitsFor = (kernel: KernelView, pid: number, kinds: readonly Reason['kind'][]): boolean => {
  const kind = processOf(kernel, pid)?.reason?.kind;
  return kind !== undefined && kinds.includes(kind);
};

/** Who waits for something of these kinds; circles that go through one of them first. */
export function graphEntries(kinds: readonly Reason['kind'][], context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const waiting = kernel.processes.filter(({ pid }) => waitsFor(kernel, pid, kinds));
  if (waiting.length === 0) return [];
  const waits = waitsOf(kernel);
  const circles = circlesOf(waits).filter((circle) => circle.some((pid) => waitsFor(kernel, pid, kinds)));
  const inCircle = new Set(circles.flat());
  return [
    ...circles.map((circle) => circleEntry(circle, context)),
    entry(
      blank,
      ...wrap([span(speech.t('waits.graph'), 'accent')], width),
      ...waiting.filter(({ pid }) => !inCircle.has(pid)).flatMap((process) => chain(process, waits, context)),
      ...circles.flatMap((circle) => circleChain(circle, context)),
      ...wrap([span(speech.t('waits.legend'), 'quiet')], width),
    ),
  ];
}

/** DEADLOCK, and who waits for whom, in a sentence. */
function circleEntry(circle: readonly number[], { speech: { t }, names, width }: PaneContext): Entry {
  const pairs = circle.map((pid, i) => [names.process(pid), names.process(circle[i + 1] ?? circle[0] ?? pid)] as const);
  return entry(...wrap([span(t('waits.deadlock', pairs), 'danger')], width, 2));
}

const SHOWN_HOLDERS = 4;

/** `(P) ⇢ [R] → (Q)`: nobody else is drawn behind Q, who has a line of his own if he waits. */
function chain(process: ProcessView, waits: Waits, context: PaneContext): Line[] {
  const { kernel, speech, names, width } = context;
  const { pids, closed } = wakersOf(kernel, process);
  const holders = pids.slice(0, SHOWN_HOLDERS).map((pid) => names.process(pid));
  const stuck = deadlocked(waits).has(process.pid);
  const has = closed || holders.length > 0 ? speech.t('pane.list', holders) : speech.t(unknownHolder(process));
  const tint: Tint = stuck ? 'danger' : 'waiting';
  return wrap(
    [
      span(`  ${names.process(process.pid)} `),
      ...edge(process, speech, tint),
      span(has, closed ? undefined : 'quiet'),
      ...(stuck ? [span(` ${speech.t('waits.behind')}`, 'danger')] : []),
    ],
    width,
    4,
  );
}

/** Why nobody can be named. */
function unknownHolder({ reason }: ProcessView): 'waits.unknown' | 'waits.anybody' {
  return reason?.kind === 'sem' && reason.op < 0 ? 'waits.unknown' : 'waits.anybody';
}

function circleChain(circle: readonly number[], { kernel, speech, names, width }: PaneContext): Line[] {
  const spans: Span[] = circle.flatMap((pid) => {
    const process = processOf(kernel, pid);
    return process ? [span(`${names.process(pid)} `), ...edge(process, speech, 'danger')] : [];
  });
  return wrap([span('  '), ...spans, span(names.process(circle[0] ?? 0))], width, 4);
}

const edge = ({ reason }: ProcessView, speech: Speech, tint: Tint): Span[] => [
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
    case 'traced':
      return t('waits.tracer');
    default:
      return reason.kind;
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const rangeOf = ({ path, start, end }: { path: string; start: number; end: number }): string =>
  `${baseName(path)} ${start}–${end === Infinity ? '' : end}`;
