/** What a pane is asked with, taken from the state. */
import type { Names, Speech } from '../text/index.ts';
import { inner, layout, placeKey } from './layout.ts';
import { paneById } from './panes/index.ts';
import type { Pane, PaneContext } from './panes/pane.ts';
import { type Sight, sight } from './panes/sight.ts';
import { cursorOf, layoutRequest, type State } from './state.ts';
import { subjectOfState } from './subject.ts';

export interface Wording {
  readonly speech: Speech;
  readonly names: Names;
}

export function paneContext(
  state: State,
  { id }: Pane,
  { speech, names }: Wording,
  size: Pick<PaneContext, 'width' | 'height'>,
): PaneContext {
  const { kernel, recent, scroll } = state;
  const own = { cursor: cursorOf(state, id), scroll: scroll[placeKey({ kind: 'pane', id })] ?? 0 };
  return { kernel, recent, speech, names, subject: subjectOfState(state), ...own, ...size };
}

export interface Seen extends Sight {
  readonly height: number;
}

/** What of a pane is in sight now, drawn or not yet; undefined: it has no place on the screen. */
export function paneSight(state: State, id: string, wording: Wording): Seen | undefined {
  const pane = paneById(id);
  const placed = layout(layoutRequest(state)).places.find(({ place }) => place.kind === 'pane' && place.id === id);
  if (!pane || !placed) return undefined;
  const { w: width, h: height } = inner(placed.rect);
  return { ...sight(pane, paneContext(state, pane, wording, { width, height })), height };
}
