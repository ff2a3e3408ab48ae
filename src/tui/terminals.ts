/**
 * The learner's terminals by name: screens that the machine's output goes to, and the modes that programs have set, which
 * decide how keys and pastes are sent.
 */
import {
  hurryScreen,
  type MouseReport,
  openScreen,
  reportMouse,
  rewriteScreen,
  type TerminalScreen,
  whenParsed,
  writeScreen,
} from './terminal-screen.ts';

/** Bytes not yet parsed, over which the machine has to wait for the screens. */
const PENDING_MAX = 16 * 1024;
/** Pieces of output that are held back at most; then the machine waits. */
const HELD_MAX = 1000;

export interface TerminalsEvents {
  painted(): void;
  /** A program asked the terminal something; this is the answer, as if typed. */
  answer(name: string, bytes: Uint8Array): void;
}

export class Terminals {
  readonly #screens = new Map<string, TerminalScreen>();
  readonly #events: TerminalsEvents;
  readonly #writes = new Map<string, number>();
  #collected: [name: string, bytes: Uint8Array][] | undefined;
  #pasting = false;
  /** Kept back while the learner reads and marks what is there. */
  readonly #held = new Map<string, Uint8Array[]>();

  constructor(events: TerminalsEvents) {
    this.#events = events;
  }

  get(name: string): TerminalScreen | undefined {
    return this.#screens.get(name);
  }

  /** The screens keep up with what is written. */
  get ready(): boolean {
    for (const { pending } of this.#screens.values()) if (pending > PENDING_MAX) return false;
    for (const pieces of this.#held.values()) if (pieces.length > HELD_MAX) return false;
    return true;
  }

  /** Everything written so far is in the pictures. */
  async parsed(): Promise<void> {
    await Promise.all(
      [...this.#screens.values()].map((screen) => new Promise<void>((done) => whenParsed(screen, done))),
    );
  }

  /** How often something was written: another number means that a program (or the echo) has answered. */
  writes(name: string): number {
    return this.#writes.get(name) ?? 0;
  }

  /** A key is on its way to this one: its echo is to be seen without delay. */
  expectEcho(name: string): void {
    const screen = this.#screens.get(name);
    if (screen) hurryScreen(screen);
  }

  write(name: string, bytes: Uint8Array): void {
    this.#writes.set(name, this.writes(name) + 1);
    if (this.#collected) this.#collected.push([name, bytes.slice()]);
    else if (this.#held.has(name)) this.#held.get(name)?.push(bytes.slice());
    else writeScreen(this.#screen(name), bytes);
  }

  /** What a terminal shows stands still. */
  hold(name: string): void {
    if (!this.#held.has(name)) this.#held.set(name, []);
  }

  release(name: string): void {
    const held = this.#held.get(name) ?? [];
    this.#held.delete(name);
    for (const bytes of held) this.write(name, bytes);
    this.toBottom(name);
  }

  /** A line, counted from the oldest one kept, comes into sight. */
  reveal(name: string, y: number): void {
    const term = this.#screens.get(name)?.term;
    if (!term) return;
    const { viewportY } = term.buffer.active;
    if (y < viewportY) term.scrollToLine(y);
    else if (y >= viewportY + term.rows) term.scrollToLine(y - term.rows + 1);
  }

  /** The program in it has asked to be told about the mouse. */
  wantsMouse(name: string): boolean {
    return (this.#screens.get(name)?.term.modes.mouseTrackingMode ?? 'none') !== 'none';
  }

  /** Tells it, in the way that it has asked for. */
  mouse(name: string, event: MouseReport): void {
    const screen = this.#screens.get(name);
    if (screen) reportMouse(screen.term, event);
  }

  /** On the alternate screen there is nothing to scroll back to: a wheel is arrow keys, as in other terminals. */
  isAlternate(name: string): boolean {
    return this.#screens.get(name)?.term.buffer.active.type === 'alternate';
  }

  /** Nobody sits at it any more. */
  drop(name: string): void {
    const screen = this.#screens.get(name);
    if (screen) {
      screen.waiting = [];
      screen.term.dispose();
    }
    this.#screens.delete(name);
    this.#held.delete(name);
  }

  /** From now on output is kept back: it may be that of another machine, from boot on. */
  collect(): void {
    this.#collected = [];
  }

  /** It was: the screens begin anew with it. Queries in it were answered long ago. */
  replay(another: boolean): void {
    const collected = this.#collected ?? [];
    this.#collected = undefined;
    if (!another) return;
    this.#held.clear();
    for (const [name] of collected) this.#screen(name);
    for (const [name, screen] of this.#screens) {
      screen.mute++;
      const pieces = collected.flatMap(([to, bytes]) => (to === name ? [bytes] : []));
      rewriteScreen(screen, pieces, () => {
        screen.mute--;
        this.#events.painted();
      });
    }
  }

  resize(name: string, cols: number, rows: number): void {
    const { term } = this.#screen(name);
    if (term.cols !== cols || term.rows !== rows) term.resize(cols, rows);
  }

  scroll(name: string, rows: number): void {
    this.#screens.get(name)?.term.scrollLines(rows);
  }

  toBottom(name: string): void {
    this.#screens.get(name)?.term.scrollToBottom();
  }

  /** A program that asked for application cursor keys gets them, whatever mode the host's terminal is in. */
  keyBytes(name: string, bytes: Uint8Array): Uint8Array {
    if (!this.#screens.get(name)?.term.modes.applicationCursorKeysMode) return bytes;
    const arrow = /^\x1b\[([A-DFH])$/.exec(Buffer.from(bytes).toString('latin1'))?.[1];
    return arrow ? Buffer.from(`\x1bO${arrow}`) : bytes;
  }

  /** Pasted text as a terminal sends it: Enter for line ends, between marks if the program asked for them. */
  pasteBytes(name: string, bytes: Uint8Array, last: boolean): Uint8Array {
    const marks = this.#screens.get(name)?.term.modes.bracketedPasteMode === true;
    const before = marks && !this.#pasting ? '\x1b[200~' : '';
    const after = marks && last ? '\x1b[201~' : '';
    this.#pasting = !last;
    return Buffer.concat([Buffer.from(before), bytes.map((byte) => (byte === 10 ? 13 : byte)), Buffer.from(after)]);
  }

  #screen(name: string): TerminalScreen {
    const known = this.#screens.get(name);
    if (known) return known;
    const screen = openScreen(80, 24, {
      painted: () => this.#events.painted(),
      answer: (text) => {
        if (screen.mute === 0) this.#events.answer(name, Buffer.from(text));
      },
    });
    this.#screens.set(name, screen);
    return screen;
  }
}
