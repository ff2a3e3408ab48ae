/**
 * Message queues, System V and POSIX: messages as boxes with type (or priority) and size, how full both limits are, and who
 * sleeps for what. Linux shows less of it in `ipcs -q`, /proc/sysvipc/msg and the files of /dev/mqueue.
 */
import { decode } from '../../../bytes.ts';
import type { MqueueView } from '../../../kernel/object-views.ts';
import type { MsgQueueView } from '../../../kernel/sysv/msg-view.ts';
import type { KernelView } from '../../../kernel/view.ts';
import { blank, bold, type Line, type Span, span, wrap } from '../../line.ts';
import { fact } from '../fact.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { octal } from '../structure.ts';
import { queueStructure } from './message-structure.ts';
import { meter } from './meter.ts';
import { clockTime, keyText } from './perm.ts';

export const messages: Pane = {
  id: 'messages',
  title: 'messages.title',
  shows: 'messages.shows',
  where: 'messages.where',
  weight: 4,
  anchor: 'top',
  watches: ['msgQueues', 'mqueues'],
  calls: ({ msgQueues, mqueues }) =>
    [
      ...msgQueues.map(({ msqid, messages, receivers, senders }) =>
        [msqid, messages.length, receivers.length, senders.length].join(':'),
      ),
      ...mqueues.map(({ name, messages, receivers, senders }) =>
        [name, messages.length, receivers.length, senders.length].join(':'),
      ),
    ].join() || undefined,
  entries: queueEntries,
  behind: { watches: ['msgQueues', 'mqueues'], entries: queueStructure },
};

function queueEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const { msgQueues, mqueues }: Pick<KernelView, 'msgQueues' | 'mqueues'> = kernel;
  if (msgQueues.length + mqueues.length === 0)
    return [entry(...wrap([span(speech.t('messages.none'), 'quiet')], width))];
  const all = [
    ...[...msgQueues].sort(busiestFirst).map((queue) => systemV(queue, context)),
    ...[...mqueues].sort(busiestFirst).map((queue) => posix(queue, context)),
  ];
  return all.map((each, i) => (i === 0 ? each : { ...each, lines: [blank, ...each.lines] }));
}

type Sleepers = { readonly receivers: readonly unknown[]; readonly senders: readonly unknown[] };
const sleeping = ({ receivers, senders }: Sleepers): number => Number(receivers.length + senders.length > 0);
const busiestFirst = (a: Sleepers, b: Sleepers): number => sleeping(b) - sleeping(a);

const METER = 8;
/** As many as a learner looks at; the rest is a number. */
const BOXES = 48;

function systemV(queue: MsgQueueView, context: PaneContext): Entry {
  const { msqid, perm, messages, cbytes, qbytes, receivers, senders } = queue;
  const { speech, names, width } = context;
  const { t } = speech;
  const key = perm.key === 0 ? 'IPC_PRIVATE' : keyText(perm.key);
  const asleep = (pid: number, words: string) =>
    wrap([span(`  ${names.process(pid)} `), span(words, 'waiting')], width, 4);
  return {
    id: `msg:${msqid}`,
    lines: [
      ...wrap([bold(t('messages.queue', msqid)), span(`  ${key}`, 'quiet')], width, 2),
      ...wrap([meter(cbytes, qbytes, METER), span(` ${t('messages.bytes', cbytes, qbytes)}`)], width, 2),
      ...wrap(
        [meter(messages.length, qbytes, METER), span(` ${t('messages.count', messages.length, qbytes)}`)],
        width,
        2,
      ),
      ...boxLines(
        messages.map(({ mtype, bytes, preview }) => ({ label: String(mtype), bytes, text: preview })),
        context,
      ),
      ...receivers.flatMap(({ pid, mtype, except }) =>
        asleep(pid, speech.explainReason(reason('msg-receive', { msqid, mtype, except }), names)),
      ),
      ...senders.flatMap(({ pid, mtype, bytes }) => asleep(pid, t('messages.sends', mtype, bytes))),
    ],
    details: () => [
      ...fact('perm', `${octal(perm.mode)} uid ${perm.uid} gid ${perm.gid}`, width),
      ...fact('lspid', by(queue.lspid, queue.stime, context), width),
      ...fact('lrpid', by(queue.lrpid, queue.rtime, context), width),
      ...messages.flatMap(({ mtype, bytes, preview }, i) =>
        fact(`[${i}]`, [span(t('messages.one', mtype, bytes)), span(` ${quoted(preview)}`, 'code')], width),
      ),
    ],
  };
}

const reason = <T extends object>(kind: string, payload: T): T & { readonly kind: string } => ({ kind, ...payload });

/** Who did it last, and when. */
const by = (pid: number, time: number, { names }: PaneContext): string =>
  pid === 0 ? '0' : `${names.process(pid)} ${clockTime(time)}`;

function posix(queue: MqueueView, context: PaneContext): Entry {
  const { name, maxmsg, msgsize, bytes, messages, receivers, senders, notifies } = queue;
  const { speech, names, width } = context;
  const { t } = speech;
  const asleep = (wants: 'message' | 'room') => (pid: number) =>
    wrap(
      [
        span(`  ${names.process(pid)} `),
        span(
          speech.explainReason(reason('mqueue', { name, wants, count: messages.length, max: maxmsg }), names),
          'waiting',
        ),
      ],
      width,
      4,
    );
  return {
    id: `mq:${name}`,
    lines: [
      ...wrap([bold(t('messages.posix', name)), span(`  /dev/mqueue${name}`, 'quiet')], width, 2),
      ...wrap(
        [meter(messages.length, maxmsg, METER), span(` ${t('messages.count', messages.length, maxmsg)}`)],
        width,
        2,
      ),
      ...boxLines(
        messages.map(({ priority, text }) => ({ label: `p${priority}`, bytes: text.length, text })),
        context,
      ),
      ...receivers.flatMap(asleep('message')),
      ...senders.flatMap(asleep('room')),
      ...(notifies
        ? wrap(
            [span(`  ${t('messages.notifies', names.process(notifies.pid), names.signal(notifies.signo))}`)],
            width,
            4,
          )
        : []),
    ],
    details: () => [
      ...fact('msgsize', t('messages.msgsize', msgsize), width),
      ...fact('QSIZE', String(bytes), width),
      ...messages.flatMap(({ priority, text }, i) =>
        fact(
          `[${i}]`,
          [
            span(t('messages.urgent', priority, text.length)),
            span(` ${quoted(text.subarray(0, PREVIEW_BYTES))}`, 'code'),
          ],
          width,
        ),
      ),
    ],
  };
}

interface Box {
  readonly label: string;
  readonly bytes: number;
  readonly text: Uint8Array;
}

const PREVIEW_BYTES = 24;
const quoted = (bytes: Uint8Array): string => JSON.stringify(decode(bytes.subarray(0, PREVIEW_BYTES)));

/** `→ [1:4096][2:10] →`, and what the first one says. */
function boxLines(boxes: readonly Box[], { speech: { t }, width }: PaneContext): Line[] {
  const [first] = boxes;
  if (!first) return [[span(`  ${t('messages.empty')}`, 'quiet')]];
  const more = boxes.length - BOXES;
  const spans: Span[] = [
    span('→ ', 'accent'),
    ...boxes.slice(0, BOXES).map(({ label, bytes }) => span(`[${label}:${bytes}] `, 'good')),
    ...(more > 0 ? [span(`${t('messages.more', more)} `, 'quiet')] : []),
    span('→', 'accent'),
  ];
  return [
    ...wrap(spans, width, 2),
    ...wrap([span(`  ${t('messages.first')} `, 'quiet'), span(quoted(first.text), 'code')], width, 4),
  ];
}
