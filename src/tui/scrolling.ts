/** What the scrolling keys and the wheel move: the focused place, or the one under the mouse; the help while it is open. */
import type { App } from './app.ts';
import { HELP_KEY } from './bodies.tsx';
import { type Place, placeKey } from './layout.ts';
import { chooseRow, letGo } from './pane-commands.ts';
import { paneById } from './panes/index.ts';

export function scroll(app: App, rowsFor: (height: number) => number): void {
  const { overlay, focus } = app.store.get();
  if (overlay?.kind === 'help') scrollKey(app, HELP_KEY, rowsFor(app.compositor.heights.get(HELP_KEY) ?? 1));
  else scrollPlace(app, focus, rowsFor(heightOf(app, focus)));
}

const heightOf = (app: App, place: Place): number =>
  (place.kind === 'terminal'
    ? app.terminals.get(place.name)?.term.rows
    : app.compositor.heights.get(placeKey(place))) ?? 1;

export function scrollPlace(app: App, place: Place, rows: number): void {
  if (place.kind === 'terminal') {
    app.terminals.scroll(place.name, rows);
    app.frames.request();
    return;
  }
  const fromBottom = place.kind === 'pane' && paneById(place.id)?.anchor === 'bottom';
  app.change(letGo(app.store.get()));
  scrollKey(app, placeKey(place), fromBottom ? -rows : rows);
}

function scrollKey(app: App, key: string, by: number): void {
  const now = app.shown.get(key)?.moved ?? 0;
  const to = Math.max(0, Math.min(app.hiddenRows(key), now + by));
  app.change({ news: undefined, scroll: { ...app.store.get().scroll, [key]: to } });
}

/** A pane without anything to choose scrolls. */
export function rowOrScroll(app: App, by: 1 | -1): void {
  if (!chooseRow(app, by) && app.store.get().focus.kind === 'pane') scroll(app, () => by);
}
