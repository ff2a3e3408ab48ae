/**
 * What the screen shows, as data in slices: panes look at slices, commands and the machine replace them.
 */
import type { KernelEvent } from '../kernel/event.ts';
import type { KernelView } from '../kernel/view.ts';
import type { PaneId } from '../lessons/pane-ids.ts';
import type { LessonView } from '../lessons/view.ts';
import type { ChoiceList } from './choices.ts';
import type { CopyState } from './copy-mode.ts';
import { emptyField, type Field } from './field.ts';
import { type LayoutRequest, layout, type Place } from './layout.ts';
import { paneById, panes } from './panes/index.ts';
import { type Pane, type PaneCursor, restingCursor } from './panes/pane.ts';

/** Asked first: the step of the lesson begins anew, or the machine without one. */
export type Confirmed = 'reset' | 'restart';

export type Overlay =
  | { readonly kind: 'help' }
  /** Why this process does not run. */
  | { readonly kind: 'why'; readonly pid: number }
  | { readonly kind: 'palette'; readonly list: ChoiceList; readonly field: Field; readonly selected: number }
  /** Done when the learner says yes. */
  | { readonly kind: 'confirm'; readonly command: Confirmed };

/** What is new in a lesson. */
export type News = 'hint' | 'feedback' | 'remark';

/** Of two versions of a step. */
export function newsIn(lesson: LessonView, before: LessonView | undefined): News {
  if (before && lesson.hints.length > before.hints.length) return 'hint';
  const remarked = lesson.remark !== undefined && lesson.remark !== before?.remark;
  return remarked && lesson.feedback?.text === before?.feedback?.text ? 'remark' : 'feedback';
}

export type Clock = 'running' | 'paused';

/** Virtual seconds for each wall second, the fastest first. */
export const speeds = [1, 0.5, 0.1] as const;
export type Speed = (typeof speeds)[number];

export interface State {
  readonly size: { readonly cols: number; readonly rows: number };
  readonly focus: Place;
  /** The pane in front, where not all of them fit, and whether the learner has put it there. */
  readonly front: string;
  /** The pane that has the last place, where not all fit: it stays while one beside it is looked at. */
  readonly guest: string;
  readonly chosen: boolean;
  /** By pane: what it has called for, so that it calls once. */
  readonly calls: Readonly<Record<string, string>>;
  /** Panes that have called since the learner chose one, and were not looked at since. */
  readonly missed: readonly string[];
  /** When the pane in front has called last: milliseconds of the wall. */
  readonly calledAt: number;
  /** The terminal that had the focus last. */
  readonly terminal: string;
  /** Panes that the lesson (or the learner) has opened. */
  readonly open: readonly PaneId[];
  readonly zoomed: boolean;
  readonly overlay: Overlay | undefined;
  /** Ctrl-] was pressed; the next key is a command. */
  readonly prefix: boolean;
  /** A message in the key bar's place, until the next key. */
  readonly note: string | undefined;
  readonly kernel: KernelView;
  readonly recent: readonly KernelEvent[];
  /** What is chosen in the panes, by their ids. */
  readonly cursors: Readonly<Record<string, PaneCursor>>;
  /** The process that panes stay with, whatever is in the foreground. */
  readonly pinned: number | undefined;
  /** The terminal that got the last key: the focus may have passed through others since. */
  readonly typed: string | undefined;
  readonly lesson: LessonView | undefined;
  /** What came last in this step; the lesson is scrolled to it until the reader scrolls. */
  readonly news: News | undefined;
  /** Rows scrolled, by `placeKey`. */
  readonly scroll: Readonly<Record<string, number>>;
  readonly clock: Clock;
  readonly speed: Speed;
  readonly time: number;
  readonly terminals: readonly string[];
  /** The learner reads and marks what a terminal shows; it stands still meanwhile. */
  readonly copy: CopyState | undefined;
  /** Copied last: what pasting gives. */
  readonly copied: string;
}

export const emptyKernel: KernelView = {
  time: 0,
  seq: 0,
  processes: [],
  pipes: [],
  ttys: [],
  msgQueues: [],
  semaphores: [],
  network: { hosts: [], sockets: [], flights: [] },
  shmSegments: [],
  locks: [],
  futexes: [],
  mqueues: [],
  shmFiles: [],
  copies: { calls: [], processes: [] },
  costs: [],
};

const inFront = (open: readonly PaneId[]): Front => ({
  front: open[0] ?? '',
  chosen: false,
  calls: {},
  missed: [],
  calledAt: Number.NEGATIVE_INFINITY,
});

export const initialState = (terminals: readonly string[], lesson: LessonView | undefined): State => ({
  size: { cols: 80, rows: 24 },
  focus: { kind: 'terminal', name: terminals[0] ?? 'A' },
  ...inFront(lesson?.panes ?? panes.map(({ id }) => id)),
  guest: '',
  terminal: terminals[0] ?? 'A',
  open: lesson?.panes ?? panes.map(({ id }) => id),
  zoomed: false,
  overlay: undefined,
  prefix: false,
  note: undefined,
  kernel: emptyKernel,
  recent: [],
  cursors: {},
  pinned: undefined,
  typed: undefined,
  lesson,
  news: undefined,
  scroll: {},
  clock: 'running',
  speed: 1,
  time: 0,
  terminals,
  copy: undefined,
  copied: '',
});

export const palette = (list: ChoiceList): Overlay => ({ kind: 'palette', list, field: emptyField, selected: 0 });

export const cursorOf = ({ cursors }: Pick<State, 'cursors'>, id: string): PaneCursor => cursors[id] ?? restingCursor;

/** In the order in which they were asked for. */
export const openPanes = ({ open }: Pick<State, 'open'>): Pane[] => open.flatMap((id) => paneById(id) ?? []);

export const layoutRequest = (state: State): LayoutRequest => ({
  ...state.size,
  focus: state.focus,
  front: state.front,
  guest: state.guest,
  lesson: state.lesson !== undefined,
  terminals: state.terminals,
  panes: openPanes(state),
  zoomed: state.zoomed,
});

/** The focus, and what it leaves behind. */
export const focused = (focus: Place): Partial<State> => ({
  focus,
  ...(focus.kind === 'pane' && { front: focus.id, chosen: true }),
  ...(focus.kind === 'terminal' && { terminal: focus.name }),
});

/** The same for a learner who goes there: the panes that are seen stay where they are. */
export const goingTo = (state: State, focus: Place): Partial<State> => ({
  ...focused(focus),
  guest: seenPanes(state).at(-1) ?? '',
});

/** A pane in front that goes on calling is not pushed aside by another: the two would take turns. Milliseconds. */
const STAYS_MS = 1000;

/** What is seen now, and the time of the wall. */
interface Moment {
  readonly seen: readonly string[];
  readonly now: number;
}

/** A pane that calls for something new comes to the front, unless it is seen; one that the learner has chosen stays there. */
export function summoned(
  { front, chosen, calls: before, missed: old, calledAt, open }: Front & Pick<State, 'open'>,
  kernel: KernelView,
  { seen, now }: Moment = { seen: [], now: 0 },
): Front {
  const able = openPanes({ open });
  const calls = Object.fromEntries(able.map(({ id, calls }) => [id, calls?.(kernel) ?? '']));
  const isNew = (id: string): boolean => (calls[id] ?? '') !== '' && calls[id] !== before[id];
  const lastCall = isNew(front) ? now : calledAt;
  const callers = able.filter(({ id }) => isNew(id) && !seen.includes(id));
  const [caller] = callers;
  const unseen = old.filter((id) => !seen.includes(id));
  const missed = chosen ? [...new Set([...unseen, ...callers.map(({ id }) => id)])] : unseen;
  if (!caller || chosen) return { front, chosen, calls, missed: same(old, missed), calledAt: lastCall };
  const quiet = (calls[front] ?? '') === '' || now - lastCall >= STAYS_MS;
  if (quiet) return { front: caller.id, chosen, calls, missed, calledAt: now };
  // Who had to stand back calls again.
  return { front, chosen, calls: { ...calls, [caller.id]: before[caller.id] ?? '' }, missed, calledAt: lastCall };
}

/** A slice that says the same is the same slice. */
const same = (old: readonly string[], now: readonly string[]): readonly string[] =>
  old.length === now.length && old.every((id, i) => id === now[i]) ? old : now;

type Front = Pick<State, 'front' | 'chosen' | 'calls' | 'missed' | 'calledAt'>;

/** A new step begins with the pane that calls still, else with the first. */
export const freshFront = ({ kernel, open }: Pick<State, 'kernel' | 'open'>): Front =>
  summoned({ ...inFront(open), open }, kernel);

/** The panes on the screen. */
export const seenPanes = (state: State): readonly string[] =>
  layout(layoutRequest(state)).places.flatMap(({ place }) => (place.kind === 'pane' ? [place.id] : []));

export const isSeen = (state: State, id: string): boolean => seenPanes(state).includes(id);

export interface NextPane {
  readonly id: string;
  readonly seen: boolean;
  /** It has called, and the learner has not seen it since. */
  readonly missed?: true;
}

/** What the pane keys bring: forwards one that has called, the next (or the one before) of those that are not seen, else of all. */
export function nextPane(state: State, by: 1 | -1 = 1): NextPane | undefined {
  const all: string[] = openPanes(state).map(({ id }) => id);
  const seen = seenPanes(state);
  const at = all.indexOf(seen.at(-1) ?? state.front);
  const round =
    by > 0
      ? [...all.slice(at + 1), ...all.slice(0, at + 1)]
      : [...all.slice(0, at).reverse(), ...all.slice(at).reverse()];
  const hidden = round.filter((each) => !seen.includes(each));
  const called = by > 0 ? hidden.find((each) => state.missed.includes(each)) : undefined;
  const id = called ?? hidden[0] ?? round[0];
  return id === undefined ? undefined : { id, seen: seen.includes(id), ...(called !== undefined && { missed: true }) };
}

/**
 * Where a new step wants the learner: at the lesson when it asks something, or when there is no room to show all of it
 * beside the terminals; at a terminal when there is something to do.
 */
export function focusForStep(state: State, { kind }: LessonView): Place {
  const shape = layout(layoutRequest(state)).kind;
  if (shape === 'small' || kind === 'predict' || kind === 'quiz') return { kind: 'lesson' };
  const doing = kind === 'check' || kind === 'explore';
  if (doing) return state.focus.kind === 'lesson' ? { kind: 'terminal', name: state.terminal } : state.focus;
  return shape === 'wide' ? state.focus : { kind: 'lesson' };
}
