/** The title of a pane: the number by which it is reached, its name, then what it shows, or the process that it stays with, as far as there is room. */
import type { Names, Speech } from '../text/index.ts';
import { paneById } from './panes/index.ts';
import { titleHasRoom } from './panes/sight.ts';
import { cursorOf, type State } from './state.ts';
import { subjectOfState } from './subject.ts';

export function paneTitle(
  id: string,
  state: State,
  { speech: { t }, names }: { readonly speech: Speech; readonly names: Names },
  width: number,
): string {
  const pane = paneById(id);
  if (!pane) return id;
  const number = state.open.indexOf(pane.id) + 1;
  const name = t(pane.title);
  const title = `${number} ${name}`;
  const more = [];
  if (cursorOf(state, id).behind) more.push(t('pane.behind'));
  const { pid, pinned } = subjectOfState(state);
  if (pinned && pid !== undefined && pane.watches.includes('subject')) more.push(t('pane.pinned', names.process(pid)));
  if (more.length > 0) return [title, ...more].join(' · ');
  return titleHasRoom(name, t(pane.shows), width) ? `${title} · ${t(pane.shows)}` : title;
}
