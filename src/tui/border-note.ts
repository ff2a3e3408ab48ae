/**
 * What stands in the lower border of a place: how much is hidden and the key that shows it, the pane that waits behind
 * this one, or where Linux shows the same. As much of it as fits.
 */
import type { Translate } from '../text/index.ts';
import { chordFor } from './keymap.ts';
import type { Place } from './layout.ts';
import type { Shown } from './lines.tsx';
import { paneById } from './panes/index.ts';
import type { NextPane } from './state.ts';
import { textWidth } from './width.ts';

export interface NoteRequest {
  readonly place: Place;
  readonly focused: boolean;
  readonly shown: Shown | undefined;
  /** Rows inside the border, columns for the note. */
  readonly height: number;
  readonly room: number;
  /** The pane that the pane key brings here. */
  readonly next?: NextPane | undefined;
  /** What the learner can do now, said where the words for it are out of sight. */
  readonly now?: string | undefined;
}

/** Empty when there is nothing to say. */
export function borderNote(request: NoteRequest, t: Translate): string {
  const { place, focused, room, next, now } = request;
  const pane = place.kind === 'pane' ? paneById(place.id) : undefined;
  const hidden = hiddenRows(request, t);
  const rows = hidden?.words ?? (pane && focused ? t(pane.where) : undefined);
  const doing = isBelow(request) ? now : undefined;
  const other = next && paneById(next.id);
  const key = other && chordFor('pane', 'any');
  const title = other && t(other.title);
  const way = key && title && t('pane.key', key, next.missed ? t('pane.calls', title) : title);
  const versions = [
    [rows, doing, way],
    ...(doing === undefined ? [] : [[hidden?.key, doing]]),
    [rows, way],
    ...(next?.missed ? [[way]] : []),
    [rows, key],
    [way],
    [rows],
    [hidden?.key],
  ].map((parts) => parts.filter((part) => part !== undefined).join(' · '));
  return versions.find((text) => text !== '' && textWidth(text) <= room) ?? '';
}

/** Whether the last row is out of sight. */
const isBelow = ({ shown, height }: NoteRequest): boolean => shown !== undefined && shown.moved < shown.rows - height;

interface Hidden {
  readonly words: string;
  readonly key: string | undefined;
}

/** What is below first: that is what was not read yet. */
function hiddenRows({ place, focused, shown, height }: NoteRequest, t: Translate): Hidden | undefined {
  const hidden = Math.max(0, (shown?.rows ?? 0) - height);
  if (!shown || hidden === 0) return undefined;
  const moved = Math.min(shown.moved, hidden);
  const fromBottom = place.kind === 'pane' && paneById(place.id)?.anchor === 'bottom';
  const below = fromBottom ? moved : hidden - moved;
  const words = below > 0 ? t('pane.below', below) : t('pane.above', hidden);
  const key = keyTo(place, focused, below > 0);
  return { key, words: key === undefined ? words : t('pane.key', key, words) };
}

function keyTo({ kind }: Place, focused: boolean, down: boolean): string | undefined {
  if (kind !== 'terminal' && focused) return chordFor(down ? 'pageDown' : 'pageUp', kind);
  return kind === 'lesson' ? chordFor('focusLesson', 'any') : undefined;
}
