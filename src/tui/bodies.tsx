/**
 * What stands in each Ink root: a component that takes the slices it looks at from the store and hands them, as
 * properties, to a pane that knows of no store.
 */
import type { ReactNode } from 'react';
import { Help, Palette, paletteMatches, questionLines } from './chrome.tsx';
import { type Place, placeKey } from './layout.ts';
import type { Line } from './line.ts';
import { Fixed, type Shown } from './lines.tsx';
import { paneContext, type Wording } from './pane-context.ts';
import { paneById } from './panes/index.ts';
import { LessonPane, lessonLines } from './panes/lesson.tsx';
import type { Pane, Watched } from './panes/pane.ts';
import { PaneView } from './panes/pane-view.tsx';
import { whyLines } from './panes/why.ts';
import { cursorOf, type State } from './state.ts';
import { type Store, useDerived, useSlice } from './store.ts';
import { subjectOfState } from './subject.ts';

export interface Surroundings extends Wording {
  readonly store: Store<State>;
  /** Code stands between backticks, because nothing is coloured. */
  readonly ticks: boolean;
  readonly shown: (key: string, shown: Shown) => void;
}

interface BodyProps {
  readonly around: Surroundings;
  readonly width: number;
  readonly height: number;
}

export const HELP_KEY = 'help';

/** The body of a place; terminals have none, their cells are copied. */
export function bodyOf(place: Place, around: Surroundings, width: number, height: number): ReactNode {
  switch (place.kind) {
    case 'terminal':
      return null;
    case 'lesson':
      return <LessonBody around={around} width={width} height={height} />;
    case 'pane': {
      const pane = paneById(place.id);
      return pane ? <PaneBody pane={pane} around={around} width={width} height={height} /> : null;
    }
    default:
      return place satisfies never;
  }
}

function PaneBody({ pane, around, width, height }: BodyProps & { readonly pane: Pane }) {
  const key = placeKey({ kind: 'pane', id: pane.id });
  const { behind } = useSlice(around.store, (state) => cursorOf(state, pane.id));
  const { watches } = behind ? pane.behind : pane;
  useDerived(around.store, (state) => watches.map((name) => watched(state, name)));
  useSlice(around.store, (state) => state.scroll[key] ?? 0);
  const onShown = (shown: Shown) => around.shown(key, shown);
  const context = paneContext(around.store.get(), pane, around, { width, height });
  return <PaneView {...{ pane, context, onShown }} />;
}

function watched(state: State, name: Watched): unknown {
  if (name === 'recent') return state.recent;
  if (name === 'flying') return state.kernel.network.flights.length > 0 ? state.kernel.time : 0;
  return name === 'subject' ? subjectOfState(state) : state.kernel[name];
}

function LessonBody({ around, width, height }: BodyProps) {
  const key = placeKey({ kind: 'lesson' });
  const lesson = useSlice(around.store, (state) => state.lesson);
  const news = useSlice(around.store, (state) => state.news);
  const focused = useSlice(around.store, (state) => state.focus.kind === 'lesson');
  const scroll = useSlice(around.store, (state) => state.scroll[key] ?? 0);
  if (!lesson) return null;
  const { speech, ticks } = around;
  const onShown = (shown: Shown) => around.shown(key, shown);
  return <LessonPane {...{ lesson, news, focused, width, height, scroll, onShown, speech, ticks }} />;
}

/** What can be shown of a place before Ink is there. */
export function linesOf(place: Place, { store, speech, ticks }: Surroundings, width: number, height: number): Line[] {
  const { lesson, focus } = store.get();
  if (place.kind !== 'lesson' || !lesson) return [];
  return lessonLines({ lesson, focused: focus.kind === 'lesson', width, height, scroll: 0, speech, ticks });
}

export function OverlayBody({ around, width, height }: BodyProps) {
  const { store, speech } = around;
  const overlay = useSlice(store, (state) => state.overlay);
  const kernel = useSlice(store, (state) => state.kernel);
  const hasLesson = useSlice(store, (state) => state.lesson !== undefined);
  const scroll = useSlice(store, (state) => state.scroll[HELP_KEY] ?? 0);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'help':
      return <Help {...{ speech, width, height, scroll }} onShown={(shown) => around.shown(HELP_KEY, shown)} />;
    case 'why':
      return <Fixed lines={whyLines(overlay.pid, kernel, around, width)} />;
    case 'palette': {
      const { field, selected } = overlay;
      const matches = paletteMatches(field.text, speech.t, hasLesson);
      return <Palette {...{ field, selected, matches, speech, width, height }} />;
    }
    case 'confirm':
      return <Fixed lines={questionLines(overlay.command, speech, width)} />;
    default:
      return overlay satisfies never;
  }
}
