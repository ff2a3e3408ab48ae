/**
 * What a condition may look at: the kernel's read-only view, what has happened since the step began, and the terminals.
 * A check never sees what was typed. lab.ts makes worlds of real machines; tests make them of plain data.
 */
import type { KernelEvent } from '../kernel/event.ts';
import type { KernelView, ProcessView, TtyView } from '../kernel/view.ts';
import type { FileView } from '../machine.ts';

export interface World {
  view(): KernelView;
  /** Since the step's start, oldest first. */
  events(): Iterable<KernelEvent>;
  /** Some events since the step's start are no longer kept: what is not found may still have happened. */
  readonly forgetful: boolean;
  /** What programs wrote to the terminal since the step's start; not the echo of keys, not the line being edited. */
  outputOf(terminal: string): string;
  /** Undefined when there is nothing at the path. */
  file(path: string): FileView | undefined;
  /** The session of a process, also of one that is gone. */
  sessionOf(pid: number): number | undefined;
  /** The command that the event's process was running at that moment. */
  nameAt(event: KernelEvent): string | undefined;
  /** `pts/0` of terminal A. */
  ttyOf(terminal: string): string;
  /** The terminal's shell waits for a command. */
  atPrompt(terminal: string): boolean;
  /** The same session since boot under `count` other seeds: other interleavings of the same keys. */
  schedules(count: number): Iterable<World>;
}

export function ttyView(world: World, terminal: string): TtyView | undefined {
  const name = world.ttyOf(terminal);
  return world.view().ttys.find((tty) => tty.name === name);
}

/** The shell that a terminal belongs to. */
export function shellOf(world: World, terminal: string): ProcessView | undefined {
  const sid = ttyView(world, terminal)?.sid;
  return world.view().processes.find(({ pid }) => pid === sid);
}

/**
 * The process that a terminal is in right now: of its foreground group the one that nobody in the group is waiting for,
 * so the shell itself for `echo hi > ff` at the prompt, and `cat` for a `cat` that the shell waits for.
 */
export function foregroundOf(world: World, terminal: string): ProcessView | undefined {
  const tty = ttyView(world, terminal);
  if (!tty) return undefined;
  const group = world.view().processes.filter((process) => process.pgid === tty.foreground && process.state !== 'Z');
  const parents = new Set(group.map((process) => process.ppid));
  return group.find((process) => !parents.has(process.pid)) ?? group[0];
}

/** The process is, or was, of the terminal's session. */
export function belongs(pid: number, terminal: string, world: World): boolean {
  const sid = ttyView(world, terminal)?.sid;
  return sid !== undefined && world.sessionOf(pid) === sid;
}

/** What `$?` would say of the last process of that name that ended since the step's start. */
export function lastExit(world: World, comm: string, terminal?: string): number | undefined {
  let last: number | undefined;
  for (const event of world.events()) {
    if (event.type !== 'exit' || world.nameAt(event) !== comm) continue;
    if (terminal !== undefined && !belongs(event.pid, terminal, world)) continue;
    const { status } = event;
    last = (status & 0x7f) === 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
  }
  return last;
}

/**
 * What each event's process was called when it happened. A child is called like its parent until it execs; of one that
 * began before the first event only the name it has now is known.
 */
export function namesOf(
  events: Iterable<KernelEvent>,
  processes: readonly ProcessView[],
): ReadonlyMap<KernelEvent, string> {
  const living = new Map(processes.map(({ pid, comm }) => [pid, comm]));
  const current = new Map<number, string>();
  const names = new Map<KernelEvent, string>();
  for (const event of events) {
    if (event.type === 'exec') current.set(event.pid, event.path.slice(event.path.lastIndexOf('/') + 1));
    const name = current.get(event.pid) ?? living.get(event.pid);
    if (name === undefined) continue;
    if (event.type === 'fork') current.set(event.child, name);
    names.set(event, name);
  }
  return names;
}
