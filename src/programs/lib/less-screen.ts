/**
 * The screen of less: rows cut from the lines of a text, as far as it has been looked at, and the prompt below them.
 * Authority: less(1); what is written for each movement as less 590 does it.
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import type { OpenedText } from './less-file.ts';
import type { LessOptions } from './less-options.ts';
import { expandPrompt, type Known } from './less-prompt.ts';
import { type Keyboard, shownLine, type Text, withOverstrikes, wrapped } from './pager.ts';

export const CLEAR_LINE = '\r\x1b[K';
export const BELL = '\x07';
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

/** A row of the screen: which line it is a piece of. */
interface Row {
  readonly line: number;
  readonly text: string;
}

/** A text and the place in it: what is kept while help stands before it. */
export interface Place {
  readonly text: Text;
  readonly rows: Row[];
  readonly nextLine: number;
  readonly top: number;
}

export class LessScreen {
  readonly options: LessOptions;
  readonly names: readonly string[];
  /** Which of the names is shown. */
  file = 0;
  text: Text;
  /** Its end can be looked for without waiting. */
  seekable: boolean;
  rows: Row[] = [];
  top = 0;
  /** Rows that the screen shows. */
  shown = 0;
  /** Columns that are left out at the left. */
  shift = 0;
  columns = 80;
  height = 23;
  fresh = true;
  pattern: RegExp | undefined;
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly keys: Keyboard;
  private nextLine = 0;

  constructor(
    sys: Sys,
    io: Io,
    keys: Keyboard,
    options: LessOptions,
    names: readonly string[],
    { text, seekable }: OpenedText,
  ) {
    this.sys = sys;
    this.io = io;
    this.keys = keys;
    this.options = options;
    this.names = names;
    this.text = text;
    this.seekable = seekable;
  }

  get place(): Place {
    const { text, rows, nextLine, top } = this;
    return { text, rows, nextLine, top };
  }

  /** Back to a place that was left, or to the beginning of another text. */
  goTo({ text, rows, nextLine, top }: Place): void {
    this.text = text;
    this.rows = rows;
    this.nextLine = nextLine;
    this.top = top;
  }

  *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  *measure(): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(1);
    if (isFailure(size)) return;
    this.columns = Math.max(1, size.cols);
    this.height = Math.max(1, size.rows - 1);
  }

  // ---- rows

  private rowsOf(line: string): string[] {
    const text = line.includes('\b') ? withOverstrikes(line) : shownLine(line, this.options.rawControl);
    const numbered = this.options.numbers ? `${String(this.nextLine + 1).padStart(7)} ` : '';
    if (!this.options.chop) return wrapped(numbered + text, this.columns);
    const visible = [...text].slice(this.shift);
    const room = this.columns - numbered.length;
    const cut = visible.length > room;
    return [numbered + (cut ? `${visible.slice(0, room - 1).join('')}${reverse('>')}` : visible.join(''))];
  }

  /** Makes sure that there are `count` rows; false if the text is too short. */
  *need(count: number): Generator<void, boolean> {
    while (this.rows.length < count) {
      if (this.nextLine >= this.text.lines.length && !(yield* this.text.need(this.nextLine + 1))) return false;
      const line = this.text.lines[this.nextLine] ?? '';
      for (const text of this.rowsOf(line)) this.rows.push({ line: this.nextLine, text });
      this.nextLine += 1;
    }
    return true;
  }

  relayOut(): void {
    const line = this.rows[this.top]?.line ?? 0;
    this.rows = [];
    this.nextLine = 0;
    for (const text of this.text.lines) {
      for (const piece of this.rowsOf(text)) this.rows.push({ line: this.nextLine, text: piece });
      this.nextLine += 1;
    }
    this.top = this.rowOfLine(line);
  }

  rowOfLine(line: number): number {
    return Math.max(
      0,
      this.rows.findIndex((row) => row.line >= line),
    );
  }

  private marked(row: Row): string {
    const { pattern } = this;
    if (!pattern) return row.text;
    const all = new RegExp(pattern.source, `${pattern.flags}g`);
    return row.text.replace(all, (match) => (match === '' ? '' : reverse(match)));
  }

  // ---- the screen

  get atEnd(): boolean {
    return this.text.ended && this.nextLine >= this.text.lines.length && this.top + this.shown >= this.rows.length;
  }

  private known(): Known {
    const { ended, lines, ends } = this.text;
    const bottom = (this.rows[this.top + this.shown - 1]?.line ?? 0) + 1;
    const bytes = ends[bottom - 1] ?? 0;
    const size = ended ? ends.at(-1) : undefined;
    const end = this.atEnd;
    const name = this.names[this.file];
    return {
      lt: (this.rows[this.top]?.line ?? 0) + 1,
      lb: bottom,
      L: ended ? lines.length : undefined,
      b: bytes,
      s: size,
      p: size ? Math.round((bytes * 100) / size) : undefined,
      e: end,
      f: name === '-' ? undefined : name,
      i: this.file + 1,
      m: this.names.length > 1 ? this.names.length : undefined,
      x: this.names[this.file + 1],
      T: 'file',
      n: this.fresh,
    };
  }

  prompt(): string {
    const { style, prompts } = this.options;
    const text = expandPrompt(prompts[style], this.known()).slice(0, this.columns - 1);
    this.fresh = false;
    return text === '' ? ':\x1b[K' : `${reverse(text)}\x1b[K`;
  }

  *redraw(prefix = '\x1b[H\x1b[2J'): Generator<void, void> {
    yield* this.need(this.top + this.height);
    yield* this.checkEnd();
    const rows = this.rows.slice(this.top, this.top + this.height);
    this.shown = rows.length;
    const tildes = this.top > 0 ? Math.max(0, this.height - rows.length) : 0;
    const body =
      rows.map((row) => `${this.marked(row)}\n`).join('') +
      (this.options.tildes ? '\x1b[1m~\x1b[0m\n' : '\n').repeat(tildes);
    yield* this.write(`${prefix}${body}${this.prompt()}`);
  }

  /** A regular file that ends with the screen is known to end there; a pipe is not asked. */
  private *checkEnd(): Generator<void, void> {
    // The longer prompts tell how much of a file has been seen.
    if (this.options.style !== 'short' && this.seekable) yield* this.text.need(Number.MAX_SAFE_INTEGER);
    if (this.text.ended || this.nextLine < this.text.lines.length) return;
    const stat = yield* this.sys.fionread(this.keys.fd);
    if (isFailure(stat)) return;
    if (this.seekable) yield* this.text.need(this.text.lines.length + 1);
  }
  *forward(count: number): Generator<void, void> {
    const from = this.top + this.shown;
    yield* this.need(from + count);
    const rows = this.rows.slice(from, from + count);
    if (rows.length === 0) return yield* this.ring();
    this.top = Math.max(0, from + rows.length - this.height);
    this.shown = Math.min(this.height, this.shown + rows.length);
    yield* this.checkEnd();
    const skipped = rows.slice(-this.height);
    yield* this.write(`${CLEAR_LINE}${skipped.map((row) => `${this.marked(row)}\n`).join('')}${this.prompt()}`);
  }

  *backward(count: number): Generator<void, void> {
    const steps = Math.min(count, this.top);
    if (steps === 0) return yield* this.ring();
    this.top -= steps;
    this.shown = Math.min(this.height, this.shown + steps);
    if (steps > this.height) return yield* this.redraw(`${CLEAR_LINE}\x1b[H\x1b[2J`);
    let out = CLEAR_LINE;
    for (let row = this.top + steps - 1; row >= this.top; row -= 1) {
      const found = this.rows[row];
      if (found) out += `\x1b[H\x1bM${this.marked(found)}\n`;
    }
    yield* this.write(`${out}\x1b[${this.height + 1};1H${CLEAR_LINE}${this.prompt()}`);
  }

  *ring(): Generator<void, void> {
    yield* this.write(`${CLEAR_LINE}${BELL}${CLEAR_LINE}${this.prompt()}`);
  }

  *toLine(number: number): Generator<void, void> {
    yield* this.text.need(number);
    while (this.nextLine < Math.min(number, this.text.lines.length)) yield* this.need(this.rows.length + 1);
    this.top = this.rowOfLine(Math.min(number, this.text.lines.length) - 1);
    yield* this.redraw();
  }

  *toEnd(): Generator<void, void> {
    while (yield* this.need(this.rows.length + 1)) yield* this.sys.work(1);
    this.top = Math.max(0, this.rows.length - this.height);
    yield* this.redraw(`${CLEAR_LINE}...skipping...\n`);
  }

  /** A line typed at the bottom; undefined if it was given up. */
  *ask(prompt: string): Generator<void, string | undefined> {
    let typed = '';
    yield* this.write(`${CLEAR_LINE}${prompt}`);
    for (;;) {
      const key = yield* this.keys.key();
      if (key === undefined || key === '\x1b' || this.keys.interrupted) return undefined;
      if (key === '\r' || key === '\n') return typed;
      if (key === '\x7f' || key === '\b') {
        if (typed === '') return undefined;
        typed = [...typed].slice(0, -1).join('');
        yield* this.write('\b \b');
      } else if (key === '\x15') {
        typed = '';
        yield* this.write(`${CLEAR_LINE}${prompt}`);
      } else if ([...key].length === 1) {
        typed += key;
        yield* this.write(shownLine(key));
      }
    }
  }

  *say(text: string): Generator<void, void> {
    yield* this.write(`${CLEAR_LINE}${reverse(`${text}  (press RETURN)`)}`);
    yield* this.keys.key();
    yield* this.write(`${CLEAR_LINE}${this.prompt()}`);
  }
}
