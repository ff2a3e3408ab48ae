/**
 * Signals of one process: those that came last, drawn over two lanes, user mode and kernel mode, and the table of all 64
 * with disposition, mask and what is pending. Linux shows the table as bits in /proc/PID/status.
 */
import { defaultAction, hasSignal, NSIG, sigbit, signalName, signalText } from '../../kernel/signum.ts';
import type { ProcessView } from '../../kernel/view.ts';
import { blank, type Line, type Span, span, wrap } from '../line.ts';
import { pad } from '../width.ts';
import { fact } from './fact.ts';
import { type Entry, entry, type Pane, type PaneContext, subjectOf } from './pane.ts';
import { actionFlags, maskNames } from './signal-flags.ts';
import { courseEntries } from './signal-lanes.ts';
import { signalStructure } from './signal-structure.ts';

export const signals: Pane = {
  id: 'signals',
  title: 'signals.title',
  shows: 'signals.shows',
  where: 'signals.where',
  weight: 4,
  anchor: 'top',
  watches: ['processes', 'recent', 'subject'],
  entries: (context) => [...courseEntries(context), ...tableEntries(context)],
  behind: { watches: ['processes', 'subject'], entries: signalStructure },
};

interface Row {
  readonly signo: number;
  readonly name: string;
  /** P, B, I, C as /proc/PID/status calls its masks. */
  readonly pending: number;
  readonly blocked: boolean;
  readonly disposition: 'default' | 'ignore' | 'handler';
  readonly running: boolean;
}

function rowOf(signo: number, { signals: of }: ProcessView): Row {
  const pending = hasSignal(of.pending | of.shared, signo) ? Math.max(1, of.queued[signo] ?? 0) : 0;
  const disposition = hasSignal(of.caught, signo) ? 'handler' : hasSignal(of.ignored, signo) ? 'ignore' : 'default';
  const name = signalName(signo) ?? `${signo}`;
  const [blocked, running] = [hasSignal(of.blocked, signo), of.handling.includes(signo)];
  return { signo, name, pending, blocked, disposition, running };
}

const isUsual = ({ pending, blocked, disposition }: Row): boolean =>
  pending === 0 && !blocked && disposition === 'default';

/** What is not as it is by default first; behind it the rest. */
function tableEntries(context: PaneContext): Entry[] {
  const { speech, names, width } = context;
  const process = subjectOf(context);
  if (!process) return [entry([span(speech.t('pane.nobody'), 'quiet')])];
  const rows = Array.from({ length: NSIG - 1 }, (_, i) => rowOf(i + 1, process));
  const special = rows.filter((row) => !isUsual(row));
  const usual = rows.filter(isUsual);
  const title = speech.t('signals.of', names.process(process.pid), special.length);
  const others = wrap([span(speech.t('signals.usual', usual.length), 'quiet')], width);
  return [
    entry(blank, ...wrap([span(title, 'accent')], width)),
    ...(special.length > 0 ? [entry(header(context))] : []),
    ...special.map((row) => tableEntry(row, process, context)),
    entry(...others),
    ...usual.map((row) => tableEntry(row, process, context)),
  ];
}

const NAME = 12;

const header = ({ speech: { t } }: PaneContext): Line => [
  span(` # ${pad(t('signals.name'), NAME)} P B  ${t('signals.disposition')}`, 'quiet'),
];

function tableEntry(row: Row, process: ProcessView, context: PaneContext): Entry {
  const { signo, name, pending, blocked, running } = row;
  const { t } = context.speech;
  const tint = isUsual(row) ? 'quiet' : undefined;
  const spans: Span[] = [
    span(`${String(signo).padStart(2)} ${pad(name.replace(/^SIG/, ''), NAME)} `, tint),
    span(pad(pending > 1 ? String(pending) : pending === 1 ? 'P' : '.', 2), pending > 0 ? 'waiting' : 'quiet'),
    span(blocked ? 'B  ' : '.  ', blocked ? 'alarm' : 'quiet'),
    span(dispositionText(row, context), row.disposition === 'handler' ? 'good' : tint),
    ...(running ? [span(` ${t('signals.runs')}`, 'waiting')] : []),
  ];
  return { id: `signal:${signo}`, lines: [spans], details: () => signalDetails(row, process, context) };
}

function dispositionText({ disposition, signo }: Row, { speech: { t } }: PaneContext): string {
  if (disposition === 'handler') return t('signals.handler');
  if (disposition === 'ignore') return t('signals.ignore');
  return t('signals.default', t(`signals.does.${defaultAction(signo)}`));
}

function signalDetails(row: Row, { signals: of }: ProcessView, { speech: { t }, width }: PaneContext): Line[] {
  const { signo, name, pending, blocked } = row;
  const action = of.actions.find((each) => each.signo === signo);
  const where = hasSignal(of.pending, signo) ? t('signals.thread') : t('signals.process');
  return [
    ...fact(name, signalText(signo), width),
    ...fact('default', t(`signals.does.${defaultAction(signo)}`), width),
    ...(pending > 0 ? fact('pending', t('signals.pending', pending, where), width) : []),
    ...(blocked ? fact('blocked', t('signals.blocked'), width) : []),
    ...(action?.handler === 'handler' ? fact('flags', [span(actionFlags(action.flags), 'code')], width) : []),
    ...(action && action.mask !== 0n ? fact('mask', maskNames(action.mask), width) : []),
    ...fact('bit', sigbit(signo).toString(16).padStart(16, '0'), width),
  ];
}
