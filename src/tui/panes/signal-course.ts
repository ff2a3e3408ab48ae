/**
 * What became of each signal that was sent: from the key or kill() that set it pending, over the return to user mode that
 * found it, to the handler and back, or to a death. Read from the events alone.
 */
import type { KernelEvent } from '../../kernel/event.ts';

type SendEvent = Extract<KernelEvent, { type: 'signal.send' }>;
type DeliverEvent = Extract<KernelEvent, { type: 'signal.deliver' }>;

/** In which mode of the CPU something happens. */
export type Lane = 'user' | 'kernel';

export interface Step {
  readonly lane: Lane;
  readonly time: number;
  readonly does:
    | { readonly is: 'asleep' | 'interrupt' | 'eintr' | 'failed' | 'restart'; readonly call: string }
    | { readonly is: 'pending' | 'ignored' | 'blocked' | 'already' }
    | { readonly is: 'found' | 'handler' | 'return' | 'killed' | 'stopped' | 'dropped' | 'goesOn' };
}

export interface Course {
  readonly send: SendEvent;
  /** The terminal whose key it was. */
  readonly key: string | undefined;
  readonly action: DeliverEvent['action'] | undefined;
  readonly steps: readonly Step[];
}

/** In the order in which they were sent. */
export function coursesOf(recent: readonly KernelEvent[]): Course[] {
  const taken = new Set<number>();
  return recent.flatMap((event, at): Course[] => {
    if (event.type !== 'signal.send') return [];
    const later = recent.slice(at + 1).filter(({ pid }) => pid === event.pid);
    const deliver = later.find((each) => isDelivery(each, event) && !taken.has(each.seq));
    if (deliver) taken.add(deliver.seq);
    const key = keyOf(event, recent.slice(0, at));
    const steps = [...sent(event, later), ...(deliver ? delivered(deliver as DeliverEvent, later) : [])];
    return [{ send: event, key, action: (deliver as DeliverEvent | undefined)?.action, steps }];
  });
}

const isDelivery = (event: KernelEvent, { signo, fate }: SendEvent): boolean =>
  fate === 'pending' && event.type === 'signal.deliver' && event.signo === signo;

/** A key tells its group first; then each member is sent the signal, by nobody, at the same moment. */
function keyOf({ signo, from, time }: SendEvent, before: readonly KernelEvent[]): string | undefined {
  if (from !== 0) return undefined;
  const key = before.findLast((event) => event.type === 'tty.signal');
  return key?.type === 'tty.signal' && key.signo === signo && key.time === time ? key.tty : undefined;
}

const FATES = { pending: 'pending', ignored: 'ignored', 'already pending': 'already' } as const;

/** In kernel mode, whoever's: the sender's, or that of an interrupt. */
function sent(send: SendEvent, later: readonly KernelEvent[]): Step[] {
  const { time, fate, blocked } = send;
  const kernel = (does: Step['does'], at = time): Step => ({ lane: 'kernel', time: at, does });
  const next = later.find(({ type }) => type === 'signal.deliver' || type === 'interrupt');
  const cut = next?.type === 'interrupt' && fate === 'pending' && !blocked ? next : undefined;
  return [
    ...(cut ? [kernel({ is: 'asleep', call: cut.call })] : []),
    kernel({ is: FATES[fate] }),
    ...(fate === 'pending' && blocked ? [kernel({ is: 'blocked' })] : []),
    ...(cut ? [kernel({ is: 'interrupt', call: cut.call }, cut.time)] : []),
  ];
}

function delivered(deliver: DeliverEvent, later: readonly KernelEvent[]): Step[] {
  const { time } = deliver;
  const found: Step = { lane: 'kernel', time, does: { is: 'found' } };
  switch (deliver.action) {
    case 'handler':
      return [found, ...handled(deliver, later)];
    case 'stop':
      return [found, { lane: 'kernel', time, does: { is: 'stopped' } }, ...continued(deliver, later)];
    case 'ignore':
      return [found, { lane: 'kernel', time, does: { is: 'dropped' } }];
    case 'terminate':
    case 'core':
      return [found, { lane: 'kernel', time, does: { is: 'killed' } }];
    default:
      return deliver.action satisfies never;
  }
}

/** The handler, its sigreturn, and what becomes of the call that was interrupted. */
function handled(deliver: DeliverEvent, later: readonly KernelEvent[]): Step[] {
  const { time, seq, signo } = deliver;
  const after = later.filter((event) => event.seq > seq);
  const back = after.find((event) => event.type === 'signal.return' && event.signo === signo);
  const fails = after[0]?.type === 'resume' && after[0].how === 'EINTR' ? after[0] : undefined;
  const steps: Step[] = [];
  if (fails) steps.push({ lane: 'kernel', time, does: { is: 'eintr', call: fails.call } });
  steps.push({ lane: 'user', time, does: { is: 'handler' } });
  if (!back) return steps;
  steps.push({ lane: 'kernel', time: back.time, does: { is: 'return' } });
  if (fails) return [...steps, { lane: 'user', time: back.time, does: { is: 'failed', call: fails.call } }];
  const next = after.find(
    (event) => event.seq > back.seq && (event.type === 'resume' || event.type === 'signal.deliver'),
  );
  if (next?.type === 'resume' && next.how === 'restart')
    return [...steps, { lane: 'kernel', time: next.time, does: { is: 'restart', call: next.call } }];
  return [...steps, { lane: 'user', time: back.time, does: { is: 'goesOn' } }];
}

function continued(deliver: DeliverEvent, later: readonly KernelEvent[]): Step[] {
  const goes = later.find((event) => event.seq > deliver.seq && event.type === 'continue');
  return goes ? [{ lane: 'kernel', time: goes.time, does: { is: 'goesOn' } }] : [];
}
