/** The process that panes of one process look at: the one that is pinned, else the foreground of the terminal in use. */
import type { ProcessView } from '../kernel/view.ts';
import type { Subject } from './panes/pane.ts';
import type { State } from './state.ts';

type Looked = Pick<State, 'kernel' | 'focus' | 'pinned' | 'terminal' | 'terminals' | 'typed'>;

/** A is pts/0, B is pts/1: whoever opens one takes the first letter that is free, and the kernel the first number. */
export const ttyOf = (terminal: string): string => `pts/${terminal.charCodeAt(0) - 'A'.charCodeAt(0)}`;

/** The terminal in focus, else the one that was typed into last, as long as it is there. */
function ttyInUse({ focus, terminal, typed, terminals }: Looked): string {
  if (focus.kind === 'terminal') return ttyOf(focus.name);
  return ttyOf(typed !== undefined && terminals.includes(typed) ? typed : terminal);
}

export function subjectOfState(state: Looked): Subject {
  const { processes } = state.kernel;
  const pinned = processes.find(({ pid }) => pid === state.pinned);
  if (pinned) return { pid: pinned.pid, tty: pinned.tty ?? ttyInUse(state), pinned: true };
  const tty = ttyInUse(state);
  return { pid: foregroundOf(processes, tty)?.pid, tty, pinned: false };
}

/** The youngest of the foreground group that lives. */
export const foregroundOf = (processes: readonly ProcessView[], tty: string): ProcessView | undefined =>
  processes.findLast((process) => process.foreground && process.tty === tty && process.state !== 'Z');

/** The process before or after the present one, by pid, in the session of the terminal; round and round. */
export function neighbour(state: Looked, by: 1 | -1): number | undefined {
  const { pid, tty } = subjectOfState(state);
  const ring = state.kernel.processes.filter((process) => process.tty === tty).map((process) => process.pid);
  const at = ring.indexOf(pid ?? 0);
  return ring[(at + by + ring.length) % ring.length];
}
