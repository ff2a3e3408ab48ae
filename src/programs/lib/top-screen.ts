/**
 * top on a terminal: draws frames, asks questions on the line between summary and tasks, stops and comes back.
 * Authority: top(1); what is written as procps-ng 4.0.2 writes it to an xterm, but for lines redrawn whole.
 */

import { isFailure } from '../../kernel/errno.ts';
import { SIGSTOP, SIGTERM, SIGTSTP } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { Keyboard } from './pager.ts';
import { cutLine, type Frame, type Row, STRONG, WEAK } from './top-view.ts';

const PLAIN = '\x1b(B\x1b[m\x1b[39;49m';
const BOLD = '\x1b[1m';
const REVERSE = '\x1b[7m';
const CLEAR_LINE = '\x1b[K';
const BEGIN = '\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J';
const SHOW_CURSOR = '\x1b[?12l\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';
/** How long a message stands. */
const MESSAGE_US = 1_250_000;

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

const marked = (line: string): string => line.replaceAll(STRONG, BOLD).replaceAll(WEAK, PLAIN);

export class TopScreen {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly keyboard: Keyboard;
  /** Where messages and questions stand. */
  private messageRow = 6;
  private stopAsked = false;
  private ended = false;
  size: Size = { cols: 80, rows: 24 };

  private constructor(sys: Sys, io: Io, keyboard: Keyboard) {
    this.sys = sys;
    this.io = io;
    this.keyboard = keyboard;
  }

  /** Undefined without a terminal. */
  static *open(sys: Sys, io: Io): Generator<void, TopScreen | undefined> {
    const keyboard = yield* Keyboard.open(sys, 0);
    if (!keyboard) return undefined;
    const screen = new TopScreen(sys, io, keyboard);
    yield* screen.listen();
    yield* screen.measure();
    yield* screen.write(BEGIN);
    return screen;
  }

  private *listen(): Generator<void, void> {
    const screen = this;
    const stop = function* () {
      screen.stopAsked = true;
      return 0;
    };
    const end = function* () {
      screen.ended = true;
      return 0;
    };
    yield* this.sys.sigaction(SIGTSTP, { handler: stop, mask: 0n, flags: 0 });
    yield* this.sys.sigaction(SIGTERM, { handler: end, mask: 0n, flags: 0 });
  }

  private *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  private *measure(): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(1);
    if (!isFailure(size) && size.cols > 0 && size.rows > 0) this.size = size;
    this.keyboard.resized = false;
  }

  /** ^C, a signal that ends, or no terminal any more. */
  get over(): boolean {
    return this.ended || this.keyboard.interrupted;
  }

  *draw({ summary, header, rows }: Frame): Generator<void, void> {
    this.messageRow = summary.length + 1;
    const { cols } = this.size;
    const lines = [
      ...summary.map(marked),
      '',
      `${REVERSE}${header.padEnd(cols)}${PLAIN}`,
      ...rows.map(({ text, running }: Row) => (running ? `${BOLD}${text}${PLAIN}` : text)),
    ].slice(0, this.size.rows);
    const body = lines.map((line) => line + CLEAR_LINE).join('\n');
    yield* this.write(`${HIDE_CURSOR}\x1b[H\x1b(B\x1b[m${body}\x1b[J`);
  }

  /** Waits for a key or until the time is over; undefined for the latter, and when a signal asked for something. */
  *key(ms: number): Generator<void, string | undefined> {
    const pressed = (yield* this.keyboard.ready(ms)) ? yield* this.keyboard.key() : undefined;
    if (this.stopAsked) yield* this.stop();
    if (this.keyboard.resized) {
      yield* this.measure();
      yield* this.write('\x1b[H\x1b[2J');
    }
    return pressed;
  }

  private *stop(): Generator<void, void> {
    this.stopAsked = false;
    yield* this.leave();
    yield* this.sys.kill(yield* this.sys.getpid(), SIGSTOP);
    yield* this.keyboard.take();
    yield* this.measure();
    yield* this.write(BEGIN);
  }

  private *leave(): Generator<void, void> {
    yield* this.write(`\x1b[?1l\x1b>\x1b[${this.size.rows + 1};1H\n${SHOW_CURSOR}${CLEAR_LINE}`);
    yield* this.keyboard.giveBack();
  }

  *close(): Generator<void, void> {
    yield* this.leave();
  }

  private at(column: number): string {
    return `\x1b[${this.messageRow};${column}H`;
  }

  /** Something went wrong, or a mode has changed: nothing else happens while it stands there. */
  *message(text: string): Generator<void, void> {
    yield* this.write(`${this.at(1)}${REVERSE} ${cutLine(text, this.size.cols - 2)} ${PLAIN}${CLEAR_LINE}`);
    yield* this.sys.nanosleep(MESSAGE_US);
  }

  /** A line of text; undefined if it was given up with Escape. */
  *ask(question: string): Generator<void, string | undefined> {
    yield* this.write(`${this.at(1)}${BOLD}${question} ${PLAIN}${CLEAR_LINE}${SHOW_CURSOR}`);
    let answer = '';
    for (;;) {
      const key = yield* this.keyboard.key();
      if (this.over || key === '\x1b') return undefined;
      if (key === '\r' || key === '\n') return answer.trim();
      if (key === '\x7f' || key === '\b') answer = answer.slice(0, -1);
      else if (key?.length === 1 && key >= ' ') answer += key;
      yield* this.write(`${this.at(question.length + 2)}${CLEAR_LINE}${answer}`);
    }
  }

  /** A page of text instead of the frame, until one of the keys. */
  *page(lines: readonly string[], until: readonly string[]): Generator<void, void> {
    const shown = lines.slice(0, this.size.rows).map((line) => cutLine(line, this.size.cols));
    const body = shown.map((line) => marked(line) + CLEAR_LINE).join('\n');
    yield* this.write(`\x1b[?12;25h\x1b[H\x1b[2J${body}\x1b[J`);
    while (!this.over) {
      const key = yield* this.keyboard.key();
      if (key !== undefined && until.includes(key)) break;
    }
  }
}
