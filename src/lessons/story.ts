/**
 * What happened while a step was solved, for its debrief: the events of the learner's processes that have words, without
 * what each command line brings with it (a shell that waits for a key or a child).
 */
import { Called } from '../kernel/called.ts';
import type { KernelEvent } from '../kernel/event.ts';
import { SIGCHLD, signalName } from '../kernel/signum.ts';
import type { Names, Speech } from '../text/index.ts';
import type { Condition } from './condition-schema.ts';
import { ttyView, type World } from './world.ts';

export interface Story {
  readonly events: readonly KernelEvent[];
  /** What the processes in them were called. */
  readonly called: Called;
  /** The programs that the step's check speaks of. */
  readonly about: readonly string[];
}

/** Where there is room for them. */
const BIRTHS: readonly KernelEvent['type'][] = ['fork', 'exec'];
const TELLING: readonly KernelEvent['type'][] = [
  ...BIRTHS,
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

/** The end, or the stop, that follows says the same. */
const FOLLOWED: readonly string[] = ['terminate', 'core', 'stop'];
const isSaidTwice = (event: KernelEvent): boolean => event.type === 'signal.deliver' && FOLLOWED.includes(event.action);

const isOfChild = (event: KernelEvent): boolean =>
  event.type.startsWith('signal.') && 'signo' in event && event.signo === SIGCHLD;

/** As many lines as a pane shows without being scrolled for long, and events enough to choose from. */
const LINES = 12;
const EVENTS = 512;

export function storyOf(world: World, terminals: readonly string[], check: Condition): Story {
  const sessions = terminals.map((name) => ttyView(world, name)?.sid);
  const events: KernelEvent[] = [];
  const called = new Called();
  for (const event of world.events()) {
    const name = world.nameAt(event);
    if (name !== undefined) called.call(event.pid, name, event.seq);
    called.follow(event);
    const everyday = (event.type === 'block' || event.type === 'wake') && EVERYDAY.includes(event.on);
    const ours = TELLING.includes(event.type) && sessions.includes(world.sessionOf(event.pid));
    if (ours && !everyday && !isOfChild(event) && !isSaidTwice(event)) events.push(event);
  }
  for (const { pid, comm } of world.view().processes) called.meet(pid, comm);
  return { events: events.slice(-EVENTS), called, about: programsIn(check) };
}

/** Whom a condition names as `who`, however deep. */
function programsIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([key, value]) =>
    key === 'who' && typeof value === 'string' ? [value] : programsIn(value),
  );
}

/**
 * A line for each event: when, and what; the same several times in a row is told once. Where that is too long, births are
 * left out, then whoever the check does not speak of.
 */
export function storyLines({ events, called, about }: Story, speech: Speech): string[] {
  const lived = events.filter(({ type }) => !BIRTHS.includes(type));
  const spokenOf = lived.filter(({ pid }) => about.includes(called.at(pid) ?? ''));
  const versions = [events, lived, spokenOf]
    .map((some) => told(some, called, speech))
    .filter(({ length }) => length > 0);
  return versions.find(({ length }) => length <= LINES) ?? versions.at(-1)?.slice(-LINES) ?? [];
}

function told(events: readonly KernelEvent[], called: Called, speech: Speech): string[] {
  const said: Names = {
    signal: (signo) => signalName(signo) ?? String(signo),
    process: (pid, seq) => {
      const name = called.at(pid, seq);
      return name === undefined ? String(pid) : `${name}(${pid})`;
    },
    time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
  };
  const lines: { time: number; words: string; times: number }[] = [];
  for (const event of events) {
    const words = speech.describeEvent(event, said);
    if (words === undefined) continue;
    const last = lines.at(-1);
    if (last?.words === words) last.times++;
    else lines.push({ time: event.time, words, times: 1 });
  }
  return lines.map(({ time, words, times }) => {
    const often = times === 1 ? words : speech.t('lesson.times', words, times);
    return `${(time / 1e6).toFixed(3)} ${often}`;
  });
}
