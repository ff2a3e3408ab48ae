/** What each command does. The table of keys says how it is reached, the words say what it is called. */
import { type PaneId, paneIds } from '../lessons/pane-ids.ts';
import type { App } from './app.ts';
import { HELP_KEY } from './bodies.tsx';
import { enterCopyMode, leaveCopyMode, markHere, moveCopyCursor, paste, takeMarked } from './copying.ts';
import type { Command } from './keymap.ts';
import { focusRing, layout, type Place, samePlace } from './layout.ts';
import { paneCommands } from './pane-commands.ts';
import { rowOrScroll, scroll } from './scrolling.ts';
import { type Confirmed, focused, goingTo, isSeen, layoutRequest, nextPane, palette } from './state.ts';
import { closeTerminal, openTerminal } from './terminal-commands.ts';
import { faster, pause, reset, restart, rewindHere, slower, step, stepBack, stepEvent, undo } from './time.ts';

type SimpleId = Exclude<
  Command['id'],
  'answer' | 'copyMove' | 'togglePane' | 'goToPane' | 'goToTerminal' | 'goTo' | 'openTerminalOn'
>;

const CTRL_BRACKET = 0x1d;

const commands: Readonly<Record<SimpleId, (app: App) => void>> = {
  focus: (app) => moveFocus(app, 1),
  focusBack: (app) => moveFocus(app, -1),
  focusLesson: (app) => focusOn(app, { kind: 'lesson' }),
  pane: (app) => showPane(app, 1),
  paneBack: (app) => showPane(app, -1),
  dismiss: (app) => lessonCommand(app, () => app.bench.dismiss(), undefined),
  hint: (app) => lessonCommand(app, () => app.bench.hint(), 'note.noMoreHints'),
  next: (app) => lessonCommand(app, () => app.bench.next(), 'note.notYet'),
  previous: (app) => lessonCommand(app, () => app.bench.previous(), undefined),
  pause,
  step,
  undo,
  stepEvent,
  stepBack,
  slower,
  faster,
  reset: (app) => app.change({ overlay: { kind: 'confirm', command: app.bench.lesson ? 'reset' : 'restart' } }),
  zoom: (app) => app.change({ zoomed: !app.store.get().zoomed }),
  palette: (app) => app.change({ overlay: palette('commands') }),
  choosePlace: (app) => app.change({ overlay: palette('places') }),
  chooseMachine: (app) => app.change({ overlay: palette('machines') }),
  help: (app) => app.change({ overlay: { kind: 'help' }, scroll: { ...app.store.get().scroll, [HELP_KEY]: 0 } }),
  redraw: (app) => app.resize(),
  suspend: (app) => app.host.suspend(),
  quit: (app) => app.quit(0),
  literal: (app) => app.send(Uint8Array.of(CTRL_BRACKET)),
  scrollUp: (app) => scroll(app, () => -1),
  scrollDown: (app) => scroll(app, () => 1),
  pageUp: (app) => scroll(app, (height) => -Math.max(1, height - 1)),
  pageDown: (app) => scroll(app, (height) => Math.max(1, height - 1)),
  rowUp: (app) => rowOrScroll(app, -1),
  rowDown: (app) => rowOrScroll(app, 1),
  ...paneCommands,
  rewindHere,
  openTerminal: (app) => openTerminal(app, undefined),
  closeTerminal,
  copyMode: enterCopyMode,
  copyMark: markHere,
  copyTake: takeMarked,
  copyLeave: leaveCopyMode,
  paste,
};

/** What is done when the learner has said yes. */
const confirmed: Readonly<Record<Confirmed, (app: App) => void>> = { reset, restart };

export function runCommand(app: App, command: Command): void {
  if (command.id === 'answer') {
    app.whenAble(() => lessonCommand(app, () => app.bench.answer(command.label), undefined));
  } else if (command.id === 'copyMove') moveCopyCursor(app, command.move);
  else if (command.id === 'togglePane') togglePane(app, command.pane);
  else if (command.id === 'goToPane') goToPane(app, command.number);
  else if (command.id === 'goToTerminal') goToTerminal(app, command.name);
  else if (command.id === 'goTo') goToPlace(app, command.place);
  else if (command.id === 'openTerminalOn') openTerminal(app, command.host);
  else commands[command.id](app);
  app.frames.request();
}

export function runConfirmed(app: App, id: Confirmed): void {
  confirmed[id](app);
}

function goToTerminal(app: App, name: string): void {
  const known = app.store.get().terminals.includes(name);
  if (known) focusOn(app, { kind: 'terminal', name });
  else app.change({ note: app.speech.t('note.noSuchTerminal', name) });
}

function goToPane(app: App, number: number): void {
  const id = app.store.get().open[number - 1];
  if (id !== undefined) focusOn(app, { kind: 'pane', id });
  else app.change({ note: app.speech.t('note.noSuchPane', number) });
}

/** A pane that is closed is opened for that. */
function goToPlace(app: App, place: Place): void {
  const { open } = app.store.get();
  const id = place.kind === 'pane' ? paneIds.find((one) => one === place.id) : undefined;
  if (id && !open.includes(id)) app.change({ open: [...open, id] });
  focusOn(app, place);
}

/** One that is not seen is opened, or comes to the front; what is closed leaves the focus to the terminal. */
function togglePane(app: App, id: PaneId): void {
  const state = app.store.get();
  const { open, focus, terminal, front } = state;
  if (!isSeen(state, id)) {
    app.change({ open: open.includes(id) ? open : [...open, id], front: id, chosen: true });
    return;
  }
  const left = open.filter((each) => each !== id);
  const inFocus = focus.kind === 'pane' && focus.id === id;
  const other = front === id ? { front: left[0] ?? '', chosen: false } : {};
  app.change({ open: left, ...other, ...(inFocus && focused({ kind: 'terminal', name: terminal })) });
}

function focusOn(app: App, focus: Place): void {
  app.change(goingTo(app.store.get(), focus));
}

function moveFocus(app: App, by: 1 | -1): void {
  const state = app.store.get();
  const ring = focusRing(layoutRequest(state));
  const at = ring.findIndex((place) => samePlace(place, state.focus));
  const next = ring[(at + by + ring.length) % ring.length];
  // Who only passes through a pane has not chosen it.
  if (next) app.change({ ...goingTo(state, next), chosen: state.chosen });
}

/** Where not all panes fit: the next of those that are not seen comes to the front. Else the focus goes to the next. */
function showPane(app: App, by: 1 | -1): void {
  const state = app.store.get();
  const next = nextPane(state, by);
  if (!next) return;
  const beside = state.focus.kind !== 'pane' && !next.seen && !state.zoomed;
  if (beside && layout(layoutRequest(state)).kind !== 'small') app.change({ front: next.id, chosen: true });
  else focusOn(app, { kind: 'pane', id: next.id });
}

type Note = 'note.noMoreHints' | 'note.notYet';

function lessonCommand(app: App, act: () => boolean, otherwise: Note | undefined): void {
  const { t } = app.speech;
  if (!app.bench.lesson) {
    app.change({ note: t('note.noLesson') });
    return;
  }
  const done = act();
  app.change({ ...app.lessonPatch(), ...(!done && otherwise && { note: t(otherwise) }), ...app.noticePatch() });
}
