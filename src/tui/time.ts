/**
 * Time on the screen: stop it, let it run slower, do one thing, go back. Going back is always the same: another machine,
 * booted from the log of what was typed, stands where this one stood then.
 */
import type { KernelEvent } from '../kernel/event.ts';
import { callText, resultText } from '../kernel/trace.ts';
import type { App } from './app.ts';
import { cursorOf, type Speed, speeds } from './state.ts';

type Said = 'note.undone' | 'note.reset' | 'note.restarted' | 'note.nothingToUndo';

export const undo = (app: App): void => goBack(app, () => app.bench.undo(), 'note.undone');
export const reset = (app: App): void => goBack(app, () => app.bench.reset(), 'note.reset');
/** Without a lesson. */
export const restart = (app: App): void => goBack(app, () => app.bench.reset(), 'note.restarted');

function goBack(app: App, act: () => boolean, note: Said): void {
  app.whenAble(() => {
    const done = app.otherMachine(act);
    app.change({ note: app.speech.t(done ? note : 'note.nothingToUndo') });
  });
}

/** To the moment when this event had just happened. Time stands still there; what is typed from then on is another history. */
export const rewindTo = (app: App, seq: number): void => rewind(app, () => app.bench.rewindTo(seq));

function rewind(app: App, act: () => boolean): void {
  stop(app);
  const done = app.otherMachine(act);
  const last = done ? lastSaid(app) : undefined;
  const note = last ? app.speech.t('note.rewound', last.words) : app.speech.t('note.nothingBefore');
  app.change({ note });
}

export function pause(app: App): void {
  if (app.driver.paused) {
    app.change({ clock: 'running' });
    app.driver.resume();
    return;
  }
  stop(app);
  app.change({ note: app.speech.t('note.paused') });
}

function stop(app: App): void {
  if (app.driver.paused) return;
  app.driver.pause();
  app.look();
  app.change({ clock: 'paused' });
}

export const slower = (app: App): void => changeSpeed(app, 1);
export const faster = (app: App): void => changeSpeed(app, -1);

function changeSpeed(app: App, by: 1 | -1): void {
  const at = speeds.indexOf(app.store.get().speed) + by;
  const speed: Speed = speeds[Math.max(0, Math.min(speeds.length - 1, at))] ?? 1;
  app.driver.speed = speed;
  app.change({ speed, note: app.speech.t(`note.speed.${speed}`) });
}

/** Stepping a running machine stops it first. */
export function step(app: App): void {
  if (!app.driver.paused) {
    pause(app);
    return;
  }
  app.whenAble(() => {
    const { nextSeq } = app.bench.machine.events;
    const { now } = app.bench.machine;
    app.driver.step();
    app.look();
    app.change({ note: whatStepped(app, nextSeq, now) });
  });
}

/** Until something has happened that the timeline has a line for. */
export function stepEvent(app: App): void {
  if (!app.driver.paused) {
    pause(app);
    return;
  }
  app.whenAble(() => {
    const { machine } = app.bench;
    const since = machine.events.nextSeq;
    const { now } = machine;
    app.driver.stepUntil(() => firstSaid(app, since) !== undefined);
    app.look();
    const said = firstSaid(app, since);
    app.change({ note: said ? app.speech.t('note.stepped', said.words) : whatStepped(app, since, now) });
  });
}

/** To the event that is chosen in a pane. */
export function rewindHere(app: App): void {
  const state = app.store.get();
  const { row } = cursorOf(state, state.focus.kind === 'pane' ? state.focus.id : state.front);
  const seq = /^event:(\d+)$/.exec(row ?? '')?.[1];
  if (seq === undefined) app.change({ note: app.speech.t('note.chooseEvent') });
  else rewindTo(app, Number(seq));
}

/** To the line of the timeline before the last one. */
export function stepBack(app: App): void {
  const { recent } = app.store.get();
  const said = recent.filter((event) => app.speech.describeEvent(event, app.names) !== undefined).map(({ seq }) => seq);
  const last = said.pop();
  if (last === undefined || said.length === 0) app.change({ note: app.speech.t('note.nothingBefore') });
  else rewind(app, () => rewindBefore(app, last, said.reverse()));
}

/**
 * Lines that came of one call go together: no moment lies between them. To the nearest earlier line that is another moment,
 * looked for in steps that double and then halve, for each look is a replay. False: nothing has changed.
 */
function rewindBefore(app: App, last: number, earlier: readonly number[]): boolean {
  let at: number | undefined;
  const isBefore = (i: number): boolean => {
    const seq = earlier[i];
    if (seq === undefined || !app.bench.rewindTo(seq)) return false;
    at = i;
    return (lastSaid(app)?.seq ?? 0) < last;
  };
  let near = 0;
  let far = 0;
  while (far < earlier.length - 1 && !isBefore(far)) [near, far] = [far + 1, Math.min(2 * far + 1, earlier.length - 1)];
  while (near < far) {
    const middle = Math.floor((near + far) / 2);
    if (isBefore(middle)) far = middle;
    else near = middle + 1;
  }
  if (at !== far) isBefore(far);
  return at !== undefined;
}

interface SaidEvent {
  readonly seq: number;
  readonly words: string;
}

function* saidSince({ bench: { machine }, speech, names }: App, since: number): Generator<SaidEvent> {
  for (const event of machine.events.since(since)) {
    const words = speech.describeEvent(event, names);
    if (words !== undefined) yield { seq: event.seq, words };
  }
}

const firstSaid = (app: App, since: number): SaidEvent | undefined => saidSince(app, since).next().value ?? undefined;

const lastSaid = (app: App): SaidEvent | undefined => [...saidSince(app, 0)].at(-1);

/** The call that a step completed; without one what happened last, else where time went. */
function whatStepped(app: App, since: number, before: number): string {
  const { speech, names } = app;
  const { machine } = app.bench;
  let call: string | undefined;
  for (const event of machine.events.since(since)) call = callOf(event, app) ?? call;
  const done = call ?? [...saidSince(app, since)].at(-1)?.words;
  if (done !== undefined) return speech.t('note.stepped', done);
  return machine.now > before ? speech.t('note.steppedIdle', names.time(machine.now)) : speech.t('note.steppedNothing');
}

const callOf = (event: KernelEvent, { names }: App): string | undefined =>
  event.type === 'syscall'
    ? `${names.process(event.pid)} ${callText(event.name, event.args, event.result)} ${resultText(event.name, event.args, event.result)}`
    : undefined;
