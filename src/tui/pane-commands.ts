/** What the keys of a pane do: choose a row, open it, turn the pane round, stay with a process. */
import type { App } from './app.ts';
import { placeKey } from './layout.ts';
import { paneSight, type Seen } from './pane-context.ts';
import { paneById } from './panes/index.ts';
import type { PaneCursor } from './panes/pane.ts';
import { type Choice, choices } from './panes/sight.ts';
import { cursorOf, type State } from './state.ts';
import { neighbour, subjectOfState } from './subject.ts';

/** What choosing needs of the App. */
type Chooser = Pick<App, 'store' | 'change' | 'speech' | 'names'>;

/** The pane that has the focus, else the one that was looked at last. */
const paneInUse = ({ focus, front }: State): string => (focus.kind === 'pane' ? focus.id : front);

function changeCursor(app: Chooser, id: string, patch: Partial<PaneCursor>): void {
  const state = app.store.get();
  app.change({ cursors: { ...state.cursors, [id]: { ...cursorOf(state, id), ...patch } } });
}

/** Asked of the state, not of what has been drawn: a key may come before the picture. */
const sightOf = (app: Chooser, id: string) => paneSight(app.store.get(), id, app);

/** The next choice; the first one from the top of what is seen. False: the pane has nothing to choose from. */
export function chooseRow(app: Chooser, by: 1 | -1): boolean {
  const state = app.store.get();
  const id = paneInUse(state);
  const seen = sightOf(app, id);
  const able = seen ? choices(seen) : [];
  if (!seen || able.length === 0) return false;
  const { row } = cursorOf(state, id);
  const at = able.findIndex((choice) => choice.id === row);
  const next = at < 0 ? firstInSight(seen, able, by) : able[clamp(at + by, able.length)];
  changeCursor(app, id, { row: next?.id });
  return true;
}

function firstInSight({ first, height }: Seen, able: readonly Choice[], by: 1 | -1): Choice | undefined {
  const seen = able.filter(({ at }) => at >= first && at < first + height);
  return (by > 0 ? seen[0] : seen.at(-1)) ?? able[0];
}

const clamp = (at: number, length: number): number => Math.max(0, Math.min(length - 1, at));

/** The one that stands in a row of what is seen; the same again shows or hides its details. */
export function chooseAt(app: Chooser, id: string, row: number): void {
  const seen = sightOf(app, id);
  if (!seen) return;
  const choice = choices(seen).find(({ at, lines }) => seen.first + row >= at && seen.first + row < at + lines.length);
  if (!choice) return;
  const before = cursorOf(app.store.get(), id);
  const again = before.row === choice.id;
  changeCursor(app, id, { row: choice.id, open: again && !before.open });
  keepInRow(app, id, choice.at - seen.first);
}

/** A pane with something chosen may tell more than before: the chosen entry stays where it was pointed at. */
function keepInRow(app: Chooser, id: string, row: number): void {
  const seen = sightOf(app, id);
  if (!seen?.chosen) return;
  const hidden = Math.max(0, seen.rows - seen.height);
  const first = Math.max(0, Math.min(hidden, seen.chosen.at - row));
  const moved = paneById(id)?.anchor === 'bottom' ? hidden - first : first;
  app.change({ scroll: { ...app.store.get().scroll, [placeKey({ kind: 'pane', id })]: moved } });
}

/** The learner looks about by pages: the choice must not pull the pane back. */
export const letGo = (state: State): Partial<State> => {
  if (state.focus.kind !== 'pane') return {};
  const id = paneInUse(state);
  return { cursors: { ...state.cursors, [id]: { ...cursorOf(state, id), row: undefined, open: false } } };
};

function details(app: App): void {
  const state = app.store.get();
  const id = paneInUse(state);
  const { row, open } = cursorOf(state, id);
  if (row === undefined && !chooseRow(app, 1)) {
    app.change({ note: app.speech.t('note.nothingToChoose') });
    return;
  }
  changeCursor(app, id, { open: row === undefined || !open });
}

function behind(app: App): void {
  const state = app.store.get();
  const id = paneInUse(state);
  const key = placeKey({ kind: 'pane', id });
  const turned = { row: undefined, open: false, behind: !cursorOf(state, id).behind };
  app.change({ scroll: { ...state.scroll, [key]: 0 } });
  changeCursor(app, id, turned);
}

/** The process of the chosen row, or the one that is looked at now. */
function processInQuestion(app: App): number | undefined {
  const state = app.store.get();
  return sightOf(app, paneInUse(state))?.chosen?.pid ?? subjectOfState(state).pid;
}

/** The process of the chosen row, or the one that is looked at now; the same again lets it go. */
function pin(app: App): void {
  const pid = processInQuestion(app);
  pinTo(app, pid === app.store.get().pinned ? undefined : pid);
}

/** In a paragraph: the process of the chosen row, or the one that is looked at now. */
function why(app: App): void {
  const pid = processInQuestion(app);
  app.change(pid === undefined ? { note: app.speech.t('pane.nobody') } : { overlay: { kind: 'why', pid } });
}

function pinTo(app: App, pid: number | undefined): void {
  const { t } = app.speech;
  const note = pid === undefined ? t('note.following') : t('note.pinned', app.names.process(pid));
  app.change({ pinned: pid, note });
}

const otherProcess = (by: 1 | -1) => (app: App) => pinTo(app, neighbour(app.store.get(), by));

export const paneCommands = {
  details,
  behind,
  pin,
  why,
  processBefore: otherProcess(-1),
  processAfter: otherProcess(1),
} as const satisfies Readonly<Record<string, (app: App) => void>>;
