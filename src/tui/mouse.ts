/**
 * The mouse: a click gives the focus, presses a key that is named there, or chooses a row of the pane in focus; the wheel
 * scrolls what is under it, a drag over a terminal marks and copies. A program that has asked for the mouse gets it instead,
 * unless Shift is held. Everything works without a mouse too.
 */
import type { App } from './app.ts';
import { wholeLesson } from './bodies.tsx';
import type { Rect } from './cells.ts';
import { keyBarLine } from './chrome.tsx';
import { runCommand } from './commands.ts';
import { type Spot, wordAt } from './copy-mode.ts';
import { leaveCopyMode, paste, startCopying, take, takeMarked } from './copying.ts';
import { commandFor, contextOf } from './keymap.ts';
import type { Mouse } from './keys.ts';
import { inner, layout, type Placed, placeKey, samePlace } from './layout.ts';
import { type Line, spanAt } from './line.ts';
import { chooseAt } from './pane-commands.ts';
import { scroll, scrollPlace } from './scrolling.ts';
import { goingTo, layoutRequest } from './state.ts';
import { linesOf, topRow } from './terminal-screen.ts';

interface Pointed {
  readonly line: Line;
  readonly column: number;
}

const WHEEL_ROWS = 3;
const DOUBLE_CLICK_MS = 400;

/** Where the button went down, until it comes up. */
interface Pressed {
  readonly terminal: string;
  readonly spot: Spot;
  readonly at: number;
}

export class MouseHandler {
  readonly #app: App;
  #pressed: Pressed | undefined;
  /** The last click, for the second one of a pair. */
  #clicked: Pressed | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  handle(event: Mouse): void {
    const state = this.#app.store.get();
    if (state.overlay) {
      this.#overOverlay(event);
      return;
    }
    const { places, keyBar } = layout(layoutRequest(state));
    const placed = places.find(({ rect }) => holds(rect, event.x, event.y));
    if (event.action === 'wheelUp' || event.action === 'wheelDown') {
      if (placed) this.#wheel(placed, event);
    } else if (event.action === 'press') {
      const pointed = this.#lineAt(keyBar, placed, event);
      if (state.note !== undefined) this.#app.change({ note: undefined });
      if (event.button === 0 && this.#pressKey(pointed)) return;
      if (placed) this.#press(placed, event);
    } else this.#moved(places, event);
  }

  /** Whatever lies over the rest: a click sends it away. */
  #overOverlay({ action }: Mouse): void {
    if (action === 'press') this.#app.change({ overlay: undefined });
    else if (action === 'wheelUp') scroll(this.#app, () => -WHEEL_ROWS);
    else if (action === 'wheelDown') scroll(this.#app, () => WHEEL_ROWS);
  }

  /** A line that may name keys, and the column in it. */
  #lineAt(keyBar: Rect, placed: Placed | undefined, { x, y }: Mouse): Pointed | undefined {
    const app = this.#app;
    if (holds(keyBar, x, y)) return { line: keyBarLine(app.store.get(), app.speech), column: x - keyBar.x };
    if (placed?.place.kind !== 'lesson') return undefined;
    const box = inner(placed.rect);
    if (!holds(box, x, y)) return undefined;
    const moved = app.shown.get(placeKey(placed.place))?.moved ?? 0;
    const line = wholeLesson(app.around, box.w, box.h)[y - box.y + moved];
    return line && { line, column: x - box.x };
  }

  /** As if it had been pressed: what it does depends on what has the focus. */
  #pressKey(pointed: Pointed | undefined): boolean {
    const chord = pointed && spanAt(pointed.line, pointed.column)?.chord;
    const command = chord === undefined ? undefined : commandFor(chord, contextOf(this.#app.store.get()));
    if (command) runCommand(this.#app, command);
    return command !== undefined;
  }

  #wheel({ place, rect }: Placed, event: Mouse): void {
    const app = this.#app;
    const up = event.action === 'wheelUp';
    if (place.kind !== 'terminal') {
      scrollPlace(app, place, up ? -WHEEL_ROWS : WHEEL_ROWS);
      return;
    }
    const { name } = place;
    if (this.#forProgram(name, event)) this.#report(name, rect, event, 4, up ? 0 : 1);
    else if (app.terminals.isAlternate(name)) app.sendTo(name, this.#arrows(name, up));
    else app.terminals.scroll(name, up ? -WHEEL_ROWS : WHEEL_ROWS);
    app.frames.request();
  }

  /** As other terminals do where there is nothing to scroll back to. */
  #arrows(name: string, up: boolean): Uint8Array {
    const arrow = this.#app.terminals.keyBytes(name, Buffer.from(up ? '\x1b[A' : '\x1b[B'));
    return Buffer.concat(Array.from({ length: WHEEL_ROWS }, () => arrow));
  }

  #press({ place, rect }: Placed, event: Mouse): void {
    const app = this.#app;
    if (app.store.get().copy) leaveCopyMode(app);
    if (!samePlace(place, app.store.get().focus)) {
      app.change(goingTo(app.store.get(), place)); // and it may stand elsewhere now
      return;
    }
    if (place.kind === 'pane' && event.button === 0) chooseAt(app, place.id, event.y - inner(rect).y);
    if (place.kind !== 'terminal') return;
    const { name } = place;
    if (this.#forProgram(name, event)) {
      this.#report(name, rect, event, event.button, 1);
      return;
    }
    if (event.button === 1) paste(app);
    const spot = this.#spot(name, rect, event);
    if (event.button !== 0 || !spot) return;
    this.#pressed = { terminal: name, spot, at: performance.now() };
  }

  #moved(places: readonly Placed[], event: Mouse): void {
    const app = this.#app;
    const { focus, copy } = app.store.get();
    const placed = places.find(({ place }) => samePlace(place, focus));
    if (placed?.place.kind !== 'terminal') return;
    const { name } = placed.place;
    const pressed = this.#pressed;
    if (!pressed) {
      if (this.#forProgram(name, event)) {
        this.#report(name, placed.rect, event, event.button, event.action === 'drag' ? 32 : 0);
      }
      return;
    }
    if (event.action === 'drag') {
      const at = this.#spot(name, placed.rect, event);
      if (at) startCopying(app, { terminal: name, at, mark: pressed.spot });
      return;
    }
    this.#pressed = undefined;
    if (copy?.mark) takeMarked(app);
    else this.#click(pressed);
  }

  /** Two clicks take the word. */
  #click(pressed: Pressed): void {
    const before = this.#clicked;
    this.#clicked = pressed;
    if (!before || pressed.at - before.at > DOUBLE_CLICK_MS || !sameSpot(before, pressed)) return;
    const term = this.#app.terminals.get(pressed.terminal)?.term;
    const word = term && wordAt(pressed.spot, linesOf(term));
    if (word) take(this.#app, pressed.terminal, word);
  }

  #forProgram(name: string, { shift }: Mouse): boolean {
    return !shift && this.#app.terminals.wantsMouse(name);
  }

  /** The cell under the mouse, or the nearest one inside the border. */
  #spot(name: string, rect: Rect, { x, y }: Mouse): Spot | undefined {
    const app = this.#app;
    const term = app.terminals.get(name)?.term;
    if (!term) return undefined;
    const box = inner(rect);
    const { copy } = app.store.get();
    const top = term.buffer.active.viewportY + topRow(term, box.h, copy?.terminal === name ? copy : undefined);
    const clamp = (at: number, room: number) => Math.max(0, Math.min(room - 1, at));
    return { x: clamp(x - box.x, Math.min(box.w, term.cols)), y: top + clamp(y - box.y, Math.min(box.h, term.rows)) };
  }

  #report(name: string, rect: Rect, event: Mouse, button: 0 | 1 | 2 | 4, action: 0 | 1 | 32): void {
    const term = this.#app.terminals.get(name)?.term;
    const spot = this.#spot(name, rect, event);
    if (!term || !spot) return;
    const { ctrl, alt, shift } = event;
    const row = spot.y - term.buffer.active.viewportY;
    this.#app.terminals.mouse(name, { col: spot.x, row, button, action, ctrl, alt, shift });
  }
}

const holds = ({ x, y, w, h }: Rect, col: number, row: number): boolean =>
  col >= x && col < x + w && row >= y && row < y + h;

const sameSpot = (a: Pressed, b: Pressed): boolean =>
  a.terminal === b.terminal && a.spot.x === b.spot.x && a.spot.y === b.spot.y;
