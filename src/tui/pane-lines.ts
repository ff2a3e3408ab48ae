/**
 * The lines of the panes that are on the screen. They are painted straight into the grid, for they change with every system
 * call; they are made anew only when something has changed that a pane looks at, or how the learner looks at it.
 */
import type { Rect } from './cells.ts';
import { placeKey } from './layout.ts';
import type { Line } from './line.ts';
import type { Shown } from './lines.tsx';
import { paneContext, type Wording } from './pane-context.ts';
import type { Pane, Watched } from './panes/pane.ts';
import { sight, visible } from './panes/sight.ts';
import { cursorOf, type State } from './state.ts';
import { subjectOfState } from './subject.ts';

export interface PaneLines {
  readonly lines: readonly Line[];
  readonly shown: Shown;
}

interface Made extends PaneLines {
  readonly of: readonly unknown[];
}

export class PanePictures {
  readonly #made = new Map<string, Made>();
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** What of a pane is to be seen in a room of this size. */
  lines(state: State, pane: Pane, { w: width, h: height }: Pick<Rect, 'w' | 'h'>): PaneLines {
    const of = looksAt(state, pane, width, height);
    const old = this.#made.get(pane.id);
    if (old && same(old.of, of)) return old;
    const seen = sight(pane, paneContext(state, pane, this.#wording, { width, height }));
    const made = { of, lines: visible(seen, width, height), shown: { rows: seen.rows, moved: seen.moved } };
    this.#made.set(pane.id, made);
    return made;
  }
}

function looksAt(state: State, pane: Pane, width: number, height: number): readonly unknown[] {
  const cursor = cursorOf(state, pane.id);
  const { watches } = cursor.behind ? pane.behind : pane;
  const scroll = state.scroll[placeKey({ kind: 'pane', id: pane.id })];
  return [pane, width, height, cursor, scroll, ...watches.map((name) => watched(state, name))];
}

function watched(state: State, name: Watched): unknown {
  if (name === 'recent') return state.recent;
  if (name === 'flying') return state.kernel.network.flights.length > 0 ? state.kernel.time : 0;
  return name === 'subject' ? JSON.stringify(subjectOfState(state)) : state.kernel[name];
}

/** The store keeps the same object as long as it says the same. */
const same = (old: readonly unknown[], now: readonly unknown[]): boolean =>
  old.length === now.length && old.every((value, i) => value === now[i]);
