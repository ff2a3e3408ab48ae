/**
 * What stands in each Ink root – the lesson, and what lies over the rest: a component that takes the slices it looks at
 * from the store and hands them, as properties, to one that knows of no store.
 */
import { matchingChoices } from './choices.ts';
import { Help, Palette, questionLines } from './chrome.tsx';
import { placeKey } from './layout.ts';
import type { Line } from './line.ts';
import { Fixed, type Shown } from './lines.tsx';
import type { Wording } from './pane-context.ts';
import { LessonPane, lessonLines } from './panes/lesson.tsx';
import { whyLines } from './panes/why.ts';
import type { State } from './state.ts';
import { type Store, useSlice } from './store.ts';

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

export function LessonBody({ around, width, height }: BodyProps) {
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

/** All lines of the lesson, from its top: what is shown before Ink is there, and what the mouse points at. */
export function wholeLesson({ store, speech, ticks }: Surroundings, width: number, height: number): Line[] {
  const { lesson, focus } = store.get();
  if (!lesson) return [];
  return lessonLines({ lesson, focused: focus.kind === 'lesson', width, height, scroll: 0, speech, ticks });
}

export function OverlayBody({ around, width, height }: BodyProps) {
  const { store, speech } = around;
  const overlay = useSlice(store, (state) => state.overlay);
  const kernel = useSlice(store, (state) => state.kernel);
  const open = useSlice(store, (state) => state.open);
  const terminals = useSlice(store, (state) => state.terminals);
  const lesson = useSlice(store, (state) => state.lesson);
  const hasLesson = lesson !== undefined;
  const scroll = useSlice(store, (state) => state.scroll[HELP_KEY] ?? 0);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'help':
      return (
        <Help {...{ speech, width, height, scroll, hasLesson }} onShown={(shown) => around.shown(HELP_KEY, shown)} />
      );
    case 'why':
      return <Fixed lines={whyLines(overlay.pid, kernel, around, width)} />;
    case 'palette': {
      const { list, field, selected } = overlay;
      const matches = matchingChoices(list, field.text, { open, terminals, lesson, kernel }, speech.t);
      return <Palette {...{ list, field, selected, matches, speech, width, height }} />;
    }
    case 'confirm':
      return <Fixed lines={questionLines(overlay.command, speech, width)} />;
    default:
      return overlay satisfies never;
  }
}
