/**
 * What happened while a step was solved, for its debrief: the events of the learner's processes that have words, without
 * what each command line brings with it (a shell that waits for a key or a child).
 */
import type { KernelEvent } from '../kernel/event.ts';
import { SIGCHLD, signalName } from '../kernel/signum.ts';
import type { Names, Speech } from '../text/index.ts';
import { ttyView, type World } from './world.ts';

export interface Story {
  readonly events: readonly KernelEvent[];
  /** What the processes in them were called last, by pid. */
  readonly names: Readonly<Record<number, string>>;
}

const TELLING: readonly KernelEvent['type'][] = [
  'block',
  'wake',
  'fifo.open',
  'fifo.meet',
  'pipe.write',
  'pipe.read',
  'pipe.eof',
  'pipe.epipe',
  'signal.send',
  'signal.deliver',
  'stop',
  'continue',
  'orphan',
  'exit',
  'mknod',
  'unlink',
];
const EVERYDAY: readonly string[] = ['n_tty_read', 'do_wait'];

const isOfChild = (event: KernelEvent): boolean =>
  event.type.startsWith('signal.') && 'signo' in event && event.signo === SIGCHLD;

/** As many as a pane shows without being scrolled for long. */
const LENGTH = 16;

export function storyOf(world: World, terminals: readonly string[]): Story {
  const sessions = terminals.map((name) => ttyView(world, name)?.sid);
  const events: KernelEvent[] = [];
  const names: Record<number, string> = {};
  for (const { pid, comm } of world.view().processes) names[pid] = comm;
  for (const event of world.events()) {
    const name = world.nameAt(event);
    if (name !== undefined) names[event.pid] = name;
    const everyday = (event.type === 'block' || event.type === 'wake') && EVERYDAY.includes(event.on);
    const ours = TELLING.includes(event.type) && sessions.includes(world.sessionOf(event.pid));
    if (ours && !everyday && !isOfChild(event)) events.push(event);
  }
  return { events: events.slice(-LENGTH), names };
}

/** A line for each event: how long after the first, and what. */
export function storyLines({ events, names }: Story, speech: Speech): string[] {
  const said: Names = {
    signal: (signo) => signalName(signo) ?? String(signo),
    process: (pid) => (names[pid] === undefined ? String(pid) : `${names[pid]}(${pid})`),
    time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
  };
  return events.flatMap((event) => {
    const words = speech.describeEvent(event, said);
    return words === undefined ? [] : [`${(event.time / 1e6).toFixed(3)} ${words}`];
  });
}
