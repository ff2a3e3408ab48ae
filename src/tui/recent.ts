/**
 * The last events that are worth a line, and the system calls that did them: what panes tell as a story.
 * A call is told when it is over, after what it did; so it is kept when its process has done something since its last one.
 */
import type { KernelEvent } from '../kernel/event.ts';

const CAPACITY = 600;

export interface Recent {
  readonly events: readonly KernelEvent[];
  /** Processes in a call that has done something. */
  readonly busy: ReadonlySet<number>;
}

export const nothingRecent: Recent = { events: [], busy: new Set() };

/** Who did it; undefined: nobody here, but a key or a timer. */
export function actorOf(event: KernelEvent): number | undefined {
  switch (event.type) {
    case 'wake':
      return event.by || undefined;
    case 'signal.send':
      return event.from || undefined;
    case 'orphan':
      return undefined;
    default:
      return event.pid || undefined;
  }
}

/** These end the call that they happen in without an answer. */
const endsCall = ({ type }: KernelEvent): boolean => type === 'exit' || type === 'exec';

export function addRecent(
  { events, busy }: Recent,
  fresh: Iterable<KernelEvent>,
  isWorthALine: (event: KernelEvent) => boolean,
): Recent {
  const kept = [...events];
  const doing = new Set(busy);
  for (const event of fresh) {
    if (event.type === 'syscall') {
      if (doing.delete(event.pid)) kept.push(event);
      continue;
    }
    const worth = isWorthALine(event);
    if (worth) kept.push(event);
    const actor = actorOf(event);
    if (endsCall(event)) doing.delete(event.pid);
    else if (worth && actor !== undefined) doing.add(actor);
  }
  return kept.length === events.length ? { events, busy: doing } : { events: kept.slice(-CAPACITY), busy: doing };
}
