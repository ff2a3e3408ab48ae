/**
 * Puts one picture together: Ink's planes, the terminals' buffers, borders, the overlay. Decides nothing but what stands
 * where in front of what; the rectangles are layout()'s.
 */
import type { ReactNode } from 'react';
import { HELP_KEY, LessonBody, OverlayBody, type Surroundings, wholeLesson } from './bodies.tsx';
import { drawFrame } from './border.ts';
import { borderNote } from './border-note.ts';
import { blit, Grid, type Rect } from './cells.ts';
import { keyBarLine, titleLine } from './chrome.tsx';
import { cursorColumn } from './field.ts';
import { InkPlane } from './ink-plane.ts';
import { chordFor } from './keymap.ts';
import { inner, layout, type Place, type Placed, placeKey, samePlace } from './layout.ts';
import type { Line } from './line.ts';
import { paintLines } from './line-paint.ts';
import type { Shown } from './lines.tsx';
import { PanePictures } from './pane-lines.ts';
import { paneTitle } from './pane-title.ts';
import { paneById } from './panes/index.ts';
import type { Cursor } from './presenter.ts';
import { layoutRequest, type NextPane, nextPane, type Overlay, type State } from './state.ts';
import { foregroundOf, ttyOf } from './subject.ts';
import { paintTerminal } from './terminal-screen.ts';
import type { Terminals } from './terminals.ts';

interface Noted {
  readonly place: Place;
  readonly box: Rect;
  readonly focused: boolean;
  readonly copying: boolean;
  readonly next: NextPane | undefined;
  readonly now: string | undefined;
}

export interface Picture {
  readonly grid: Grid;
  readonly cursor: Cursor | undefined;
}

export class Compositor {
  #grid = new Grid(0, 0);
  #ink = false;
  /** Rows that a place can show: how far it may be scrolled. */
  readonly heights = new Map<string, number>();
  readonly #planes = new Map<string, InkPlane>();
  readonly #around: Surroundings;
  readonly #terminals: Terminals;
  readonly #shown: Map<string, Shown>;
  readonly #panes: PanePictures;
  readonly #onChange: () => void;

  constructor(around: Surroundings, terminals: Terminals, shown: Map<string, Shown>, onChange: () => void) {
    this.#around = around;
    this.#terminals = terminals;
    this.#shown = shown;
    this.#panes = new PanePictures(around);
    this.#onChange = onChange;
  }

  /** Ink is loaded: from now on it draws. */
  readonly withInk = (): void => {
    this.#ink = true;
    this.#onChange();
  };

  compose(state: State): Picture {
    const { cols, rows } = state.size;
    if (this.#grid.cols !== cols || this.#grid.rows !== rows) this.#grid = new Grid(cols, rows);
    this.#grid.clear();
    const { title, keyBar, places } = layout(layoutRequest(state));
    const used = new Set<string>();
    paintLines(this.#grid, title, [titleLine(state, this.#around.speech)]);
    paintLines(this.#grid, keyBar, [keyBarLine(state, this.#around.speech)]);
    let cursor: Cursor | undefined;
    const next = nextPane(state);
    const lastPane = places.findLast(({ place }) => place.kind === 'pane');
    for (const placed of places) {
      const waiting = placed === lastPane && next?.seen === false && !state.zoomed ? next : undefined;
      cursor = this.#place(placed, state, used, waiting) ?? cursor;
    }
    if (state.overlay) cursor = this.#overlay(state.overlay, state, used);
    for (const [key, plane] of this.#planes) if (!used.has(key)) plane.close();
    this.#grid.heal();
    return { grid: this.#grid, cursor };
  }

  close(): void {
    for (const plane of this.#planes.values()) plane.close();
  }

  /** Answers the cursor when it is here. */
  #place({ place, rect }: Placed, state: State, used: Set<string>, next?: NextPane): Cursor | undefined {
    const copy = place.kind === 'terminal' && state.copy?.terminal === place.name ? state.copy : undefined;
    const key = placeKey(place);
    const focused = samePlace(place, state.focus);
    const box = inner(rect);
    this.heights.set(key, box.h);
    const pane = this.#pane(place, box, state);
    drawFrame(this.#grid, rect, {
      title: this.#title(place, state, box.w),
      focused,
      note: this.#note({ place, box, focused, next, now: this.#now(place, state), copying: copy !== undefined }),
    });
    if (place.kind === 'terminal') {
      const screen = this.#terminals.get(place.name);
      const painted = screen && paintTerminal(this.#grid, screen.term, box, copy);
      return focused ? painted?.cursor : undefined;
    }
    if (place.kind === 'lesson') this.#lesson(key, box, used);
    else if (pane) paintLines(this.#grid, box, pane);
    return undefined;
  }

  /** What stands in a pane; what of it is hidden, its border tells. */
  #pane(place: Place, box: Rect, state: State): readonly Line[] | undefined {
    const pane = place.kind === 'pane' ? paneById(place.id) : undefined;
    if (!pane) return undefined;
    const { lines, shown } = this.#panes.lines(state, pane, box);
    this.#shown.set(placeKey(place), shown);
    return lines;
  }

  #lesson(key: string, box: Rect, used: Set<string>): void {
    if (!this.#ink) paintLines(this.#grid, box, wholeLesson(this.#around, box.w, box.h));
    this.#plane(key, box, used, (width, height) => <LessonBody around={this.#around} width={width} height={height} />);
  }

  #title(place: Placed['place'], state: State, width: number): string {
    const { t } = this.#around.speech;
    switch (place.kind) {
      case 'lesson':
        return state.lesson
          ? `${t('place.lesson')} ${state.lesson.stepNumber}/${state.lesson.stepCount}`
          : t('place.lesson');
      case 'terminal':
        return t('place.terminal', place.name, foregroundName(place.name, state));
      case 'pane':
        return paneTitle(place.id, state, this.#around, width);
      default:
        return place satisfies never;
    }
  }

  /** A step is solved: what that means stands at the lesson's end. */
  #now({ kind }: Place, { lesson }: State): string | undefined {
    const solved = kind === 'lesson' && lesson?.feedback !== undefined && lesson.canGoOn;
    return solved ? this.#around.speech.t('lesson.next') : undefined;
  }

  /** In the lower border; the pane key brings `next` here. */
  #note({ place, box, focused, copying, next, now }: Noted): string | undefined {
    const { t } = this.#around.speech;
    if (place.kind === 'terminal') {
      if (copying) return t('place.copying');
      const buffer = this.#terminals.get(place.name)?.term.buffer.active;
      const back = buffer ? buffer.baseY - buffer.viewportY : 0;
      return back > 0 ? t('place.scrolled', back) : undefined;
    }
    const shown = this.#shown.get(placeKey(place));
    return borderNote({ place, focused, shown, height: box.h, room: box.w - 4, next, now }, t);
  }

  #plane(key: string, rect: Rect, used: Set<string>, body: (cols: number, rows: number) => ReactNode): void {
    if (!this.#ink) return;
    let plane = this.#planes.get(key);
    if (!plane) {
      plane = new InkPlane(body, this.#onChange);
      this.#planes.set(key, plane);
    }
    used.add(key);
    plane.resize(rect.w, rect.h);
    blit(this.#grid, plane.grid, rect.x, rect.y);
  }

  #helpNote(overlay: Overlay, box: Rect): string | undefined {
    const { t } = this.#around.speech;
    if (overlay.kind === 'why') return t('help.close');
    if (overlay.kind === 'palette') return t('palette.keys');
    if (overlay.kind !== 'help') return undefined;
    const hidden = Math.max(0, (this.#shown.get(HELP_KEY)?.rows ?? 0) - box.h);
    const below = hidden - (this.#shown.get(HELP_KEY)?.moved ?? 0);
    const more = below > 0 ? [t('pane.key', chordFor('pageDown', 'pane'), t('pane.below', below))] : [];
    return [...more, t('help.close')].join(' · ');
  }

  #overlayTitle(overlay: Overlay): string {
    const { t } = this.#around.speech;
    if (overlay.kind === 'palette') return t(`${overlay.list}.title`);
    return { help: t('help.title'), why: t('why.title'), confirm: '?' }[overlay.kind];
  }

  #overlay(overlay: Overlay, state: State, used: Set<string>): Cursor | undefined {
    const rect = overlayRect(overlay, state.size);
    const box = inner(rect);
    this.heights.set(HELP_KEY, box.h);
    drawFrame(this.#grid, rect, {
      title: this.#overlayTitle(overlay),
      focused: true,
      note: this.#helpNote(overlay, box),
    });
    this.#plane('overlay', box, used, (width, height) => (
      <OverlayBody around={this.#around} width={width} height={height} />
    ));
    if (overlay.kind !== 'palette') return undefined;
    return { x: Math.min(box.x + 2 + cursorColumn(overlay.field), box.x + box.w - 1), y: box.y };
  }
}

function overlayRect(overlay: Overlay, { cols, rows }: State['size']): Rect {
  const wanted = { help: [78, rows - 2], why: [66, 10], palette: [92, 16], confirm: [58, 5] } as const;
  const [wide, high] = wanted[overlay.kind];
  const w = Math.min(wide, cols);
  const h = Math.min(high, rows);
  return { x: Math.floor((cols - w) / 2), y: Math.floor((rows - h) / 2), w, h };
}

/** What runs in the foreground of a terminal. */
const foregroundName = (terminal: string, { kernel }: State): string =>
  foregroundOf(kernel.processes, ttyOf(terminal))?.comm ?? '';
