/** What the scrolling keys and the wheel move: the focused place, or the one under the mouse; the help while it is open. */
import type { App } from './app.ts';
import { HELP_KEY } from './bodies.tsx';
import { type Place, placeKey } from './layout.ts';
import { chooseRow, letGo } from './pane-commands.ts';
import { paneSight } from './pane-context.ts';
import { paneById } from './panes/index.ts';

interface Extent {
  /** All rows, those that a place has room for, and how far it is from its anchor. */
  readonly rows: number;
  readonly height: number;
  readonly moved: number;
}

export function scroll(app: App, rowsFor: (height: number) => number): void {
  const { overlay, focus } = app.store.get();
  if (overlay?.kind === 'help') scrollBody(app, HELP_KEY, rowsFor(drawn(app, HELP_KEY).height), drawn(app, HELP_KEY));
  else scrollPlace(app, focus, rowsFor(heightOf(app, focus)));
}

const heightOf = (app: App, place: Place): number =>
  place.kind === 'terminal' ? (app.terminals.get(place.name)?.term.rows ?? 1) : extentOf(app, place).height;

export function scrollPlace(app: App, place: Place, rows: number): void {
  if (place.kind === 'terminal') {
    app.terminals.scroll(place.name, rows);
    app.frames.request();
    return;
  }
  const fromBottom = place.kind === 'pane' && paneById(place.id)?.anchor === 'bottom';
  const extent = extentOf(app, place);
  app.change(letGo(app.store.get()));
  scrollBody(app, placeKey(place), fromBottom ? -rows : rows, extent);
}

/** A pane is asked; what the lesson and the help need, only drawing them tells. */
const extentOf = (app: App, place: Place): Extent =>
  (place.kind === 'pane' ? paneSight(app.store.get(), place.id, app) : undefined) ?? drawn(app, placeKey(place));

const drawn = (app: App, key: string): Extent => ({
  ...(app.shown.get(key) ?? { rows: 0, moved: 0 }),
  height: app.compositor.heights.get(key) ?? 1,
});

function scrollBody(app: App, key: string, by: number, { rows, height, moved }: Extent): void {
  const hidden = Math.max(0, rows - height);
  const to = Math.max(0, Math.min(hidden, moved + by));
  // The next key may come before it is drawn.
  if (app.shown.has(key)) app.shown.set(key, { rows, moved: to });
  app.change({ news: undefined, scroll: { ...app.store.get().scroll, [key]: to } });
}

/** A pane without anything to choose scrolls. */
export function rowOrScroll(app: App, by: 1 | -1): void {
  if (!chooseRow(app, by) && app.store.get().focus.kind === 'pane') scroll(app, () => by);
}
