/** One event of the timeline: the system call that did it, what that answered, and whom it woke. */
import type { KernelEvent } from '../../kernel/event.ts';
import { callText, resultText } from '../../kernel/trace.ts';
import { type Line, span } from '../line.ts';
import { actorOf } from '../recent.ts';
import { fact } from './fact.ts';
import type { PaneContext } from './pane.ts';

type CallEvent = Extract<KernelEvent, { type: 'syscall' }>;

export function eventDetails(event: KernelEvent, context: PaneContext): Line[] {
  const { speech, names, width } = context;
  const { t } = speech;
  const actor = actorOf(event);
  if (actor === undefined) return fact('', t('events.fromOutside'), width);
  const by = fact(t('events.by'), names.process(actor), width);
  const call = callOf(event, actor, context.recent);
  const woken = wokenBy(event, actor, call, context.recent);
  const who = woken.length === 0 ? t('events.wokeNobody') : t('pane.list', woken.map(names.process));
  return [...by, ...callLines(event, call, context), ...fact(t('events.woke'), who, width)];
}

function callLines(event: KernelEvent, call: CallEvent | undefined, { speech: { t }, width }: PaneContext): Line[] {
  if (event.type === 'exec')
    return fact(t('events.call'), [span(callText('execve', [event.path, event.argv]), 'code'), span(' = 0')], width);
  if (event.type === 'exit') return fact(t('events.call'), t('events.noAnswer'), width);
  if (call)
    return fact(
      t('events.call'),
      [
        span(callText(call.name, call.args, call.result), 'code'),
        span(` ${resultText(call.name, call.args, call.result)}`),
      ],
      width,
    );
  if (event.type === 'block')
    return fact(
      t('events.call'),
      [span(callText(event.call, event.args), 'code'), span(` ${t('events.asleep')}`)],
      width,
    );
  return fact(t('events.call'), t('events.notOver'), width);
}

/** The next call that the actor finishes after the event; none when it has died or begun another program before. */
function callOf(event: KernelEvent, actor: number, recent: readonly KernelEvent[]): CallEvent | undefined {
  for (const later of recent) {
    if (later.seq < event.seq || later.pid !== actor) continue;
    if (later.type === 'exit' || later.type === 'exec') return undefined;
    if (later.type === 'syscall') return later;
  }
  return undefined;
}

/** Everybody whom the same call woke; without a known call, what happened around the event. */
function wokenBy(
  event: KernelEvent,
  actor: number,
  call: CallEvent | undefined,
  recent: readonly KernelEvent[],
): number[] {
  const from = recent.findLast((each) => each.seq < event.seq && endsCallOf(each, actor))?.seq ?? -1;
  const to = call?.seq ?? recent.find((each) => each.seq > event.seq && endsCallOf(each, actor))?.seq ?? Infinity;
  const wakes = recent.filter((each) => each.type === 'wake' && each.by === actor && each.seq > from && each.seq < to);
  return [...new Set(wakes.map(({ pid }) => pid))];
}

const endsCallOf = ({ type, pid }: KernelEvent, actor: number): boolean =>
  pid === actor && (type === 'syscall' || type === 'exit' || type === 'exec' || type === 'block');
