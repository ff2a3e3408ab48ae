/**
 * The screen of less: rows cut from the lines of a text, as far as it has been looked at, and the prompt below them.
 * Authority: less(1); what is written for each movement as less 590 does it.
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import type { OpenedText } from './less-file.ts';
import { type Distance, type LessOptions, styleOf } from './less-options.ts';
import { expandPrompt, type Known, type PromptStyle } from './less-prompt.ts';
import { cut, type Keyboard, type Look, shownLine, type Text, withOverstrikes, wrapped } from './pager.ts';

export const CLEAR_LINE = '\r\x1b[K';
const BELL = '\x07';
/** The whole screen in reverse for a moment. */
const VISIBLE_BELL = '\x1b[?5h\x1b[?5l';
const CLEAR = '\x1b[H\x1b[2J';
const TILDE = '\x1b[1m~\x1b[0m\n';
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

const SENT: readonly Look['sent'][] = ['none', 'all', 'colours'];

const blank = (line: string | undefined): boolean => line === '';

/** A row of the screen: which line it is a piece of. */
interface Row {
  readonly line: number;
  /** Its number, where lines are numbered. */
  readonly lead: string;
  readonly text: string;
}

/** A text and the place in it: what is kept while help stands before it. */
export interface Place {
  readonly text: Text;
  readonly rows: Row[];
  readonly nextLine: number;
  readonly top: number;
}

const distance = (from: Distance, whole: number): number =>
  'share' in from ? Math.floor(whole * Number(`.${from.share}`)) : from.count;

export class LessScreen {
  readonly options: LessOptions;
  readonly names: readonly string[];
  /** Which of the names is shown. */
  file = 0;
  text: Text;
  /** Its end can be looked for without waiting. */
  seekable: boolean;
  rows: Row[] = [];
  /** The row that the screen begins with; below 0 if there are empty ones in front of the text. */
  top = 0;
  /** Rows that the screen shows. */
  shown = 0;
  /** Columns that are left out at the left. */
  shift = 0;
  columns = 80;
  height = 23;
  fresh = true;
  pattern: RegExp | undefined;
  /** The line that was found last. */
  found = -1;
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

  private *rowsOf(line: string): Generator<Row> {
    const { at, tabs } = this.options;
    const look: Look = { sent: SENT[at.controls] ?? 'none', tabs, setOff: reverse, escape: 'ESC' };
    const whole = line.includes('\b') ? withOverstrikes(line, look) : shownLine(line, look);
    const lead = at.numbers === 2 ? `${String(this.nextLine + 1).padStart(7)} ` : '';
    const room = this.columns - lead.length;
    const pieces = at.chop ? [this.chopped(whole, room)] : wrapped(whole, room);
    for (const text of pieces) yield { line: this.nextLine, lead, text };
  }

  private chopped(whole: string, room: number): string {
    const { text, more } = cut(whole, this.shift, room);
    return more ? `${cut(whole, this.shift, room - 1).text}${reverse('>')}` : text;
  }

  /** The rows of the next line; one of several blank lines is enough if they are squeezed. */
  private layOutLine(): void {
    const { lines } = this.text;
    const line = lines[this.nextLine] ?? '';
    const squeezed = this.options.at.squeeze && blank(line) && blank(lines[this.nextLine - 1]);
    if (!squeezed) this.rows.push(...this.rowsOf(line));
    this.nextLine += 1;
  }

  /** Makes sure that there are `count` rows; false if the text is too short. */
  *need(count: number): Generator<void, boolean> {
    while (this.rows.length < count) {
      if (this.nextLine >= this.text.lines.length && !(yield* this.text.need(this.nextLine + 1))) return false;
      this.layOutLine();
    }
    return true;
  }

  relayOut(): void {
    const line = this.lineAt(this.top);
    this.rows = [];
    this.nextLine = 0;
    while (this.nextLine < this.text.lines.length) this.layOutLine();
    this.top = this.rowOfLine(line);
  }

  rowOfLine(line: number): number {
    const found = this.rows.findIndex((row) => row.line >= line);
    return found >= 0 ? found : Math.max(0, this.rows.length - 1);
  }

  /** The line that a row belongs to; behind the last row it is the one that comes next. */
  lineAt(row: number): number {
    return row < 0 ? 0 : (this.rows[row]?.line ?? this.nextLine);
  }

  private isMarked({ line }: Row): boolean {
    const { highlight } = this.options.at;
    return highlight === 2 || (highlight === 1 && line === this.found);
  }

  private shownRow(row: Row): string {
    const { pattern } = this;
    if (!pattern || !this.isMarked(row)) return `${row.lead}${row.text}\n`;
    const all = new RegExp(pattern.source, `${pattern.flags}g`);
    return `${row.lead}${row.text.replace(all, (match) => (match === '' ? '' : reverse(match)))}\n`;
  }

  // ---- distances

  /** Lines of the terminal, the prompt's among them. */
  private get lines(): number {
    return this.height + 1;
  }

  /** Which row of the screen, from 0, a line is brought to by -j. */
  get target(): number {
    const { target } = this.options;
    const line = distance(target, this.lines);
    const fromTop = line < 0 ? this.lines + line : line;
    return Math.max(1, Math.min(fromTop, this.lines)) - 1;
  }

  /** Lines of a screenful. */
  get window(): number {
    const { window } = this.options;
    return window > 0 ? window : Math.max(1, this.lines + window);
  }

  /** Columns that an arrow moves the text. */
  get step(): number {
    return distance(this.options.shift, this.columns) || Math.floor(this.columns / 2);
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
    const numbered = this.options.at.numbers > 0;
    const name = this.names[this.file];
    return {
      lt: numbered ? this.lineAt(this.top) + 1 : undefined,
      lb: numbered ? bottom : undefined,
      L: ended && numbered ? lines.length : undefined,
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

  /** What one of the prompts comes to here. */
  told(style: PromptStyle): string {
    return expandPrompt(this.options.prompts[style], this.known());
  }

  prompt(): string {
    const text = this.told(styleOf(this.options.at.prompt)).slice(-Math.max(1, this.columns - 2));
    this.fresh = false;
    return text === '' ? ':\x1b[K' : `${reverse(text)}\x1b[K`;
  }

  /** The whole screen; the first one of a text ends with the text. */
  *redraw(prefix = CLEAR, filled = true): Generator<void, void> {
    yield* this.need(this.top + this.height);
    yield* this.checkEnd();
    const before = Math.max(0, -this.top);
    const rows = this.rows.slice(Math.max(0, this.top), Math.max(0, this.top + this.height));
    this.shown = before + rows.length;
    const after = filled || this.top !== 0 ? Math.max(0, this.height - this.shown) : 0;
    const tilde = this.options.at.tildes ? TILDE : '\n';
    const body = tilde.repeat(before) + rows.map((row) => this.shownRow(row)).join('') + tilde.repeat(after);
    yield* this.write(`${prefix}${body}${this.prompt()}`);
  }

  /** A regular file that ends with the screen is known to end there; a pipe is not asked. */
  private *checkEnd(): Generator<void, void> {
    // The longer prompts tell how much of a file has been seen.
    if (this.options.at.prompt !== 0 && this.seekable) yield* this.text.need(Number.MAX_SAFE_INTEGER);
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
    const screens = this.options.at.clear !== 0 && rows.length >= this.height;
    // A first screen that the text does not fill stays where it is, as far as there is room.
    this.top = Math.max(Math.min(0, this.top), from + rows.length - this.height);
    this.shown = Math.min(this.height, this.shown + rows.length);
    yield* this.checkEnd();
    const skipped = rows.slice(-this.height);
    const prefix = screens ? `${CLEAR_LINE}${CLEAR}` : CLEAR_LINE;
    yield* this.write(`${prefix}${skipped.map((row) => this.shownRow(row)).join('')}${this.prompt()}`);
  }

  *backward(count: number): Generator<void, void> {
    const steps = Math.min(count, this.top);
    if (steps <= 0) return yield* this.ring();
    this.top -= steps;
    this.shown = Math.min(this.height, this.shown + steps);
    if (steps > this.backLimit) return yield* this.redraw(`${CLEAR_LINE}${CLEAR}`);
    let out = CLEAR_LINE;
    for (let row = this.top + steps - 1; row >= this.top; row -= 1) {
      const found = this.rows[row];
      if (found) out += `\x1b[H\x1bM${this.shownRow(found)}`;
    }
    yield* this.write(`${out}\x1b[${this.height + 1};1H${CLEAR_LINE}${this.prompt()}`);
  }

  /** Rows that the screen is scrolled back; for more it is written anew. */
  private get backLimit(): number {
    return this.options.at.clear ? this.height - 1 : this.height;
  }

  /** There is nothing further. */
  *ring(): Generator<void, void> {
    const bell = this.options.at.quiet ? VISIBLE_BELL : BELL;
    yield* this.write(`${CLEAR_LINE}${bell}${CLEAR_LINE}${this.prompt()}`);
  }

  /** A key that means nothing. */
  *refuse(): Generator<void, void> {
    const bell = this.options.at.quiet === 2 ? VISIBLE_BELL : BELL;
    yield* this.write(`${bell}${CLEAR_LINE}${this.prompt()}`);
  }

  /** Puts a line, from 1, on a row of the screen. */
  *toLine(number: number, row: number): Generator<void, void> {
    yield* this.goToLine(number, row);
    yield* this.redraw();
  }

  /** The same without showing it yet. */
  *goToLine(number: number, row: number): Generator<void, void> {
    yield* this.text.need(number);
    while (this.nextLine < Math.min(number, this.text.lines.length)) this.layOutLine();
    this.top = this.rowOfLine(Math.min(number, this.text.lines.length) - 1) - row;
  }

  *toEnd(): Generator<void, void> {
    while (yield* this.need(this.rows.length + 1)) yield* this.sys.work(1);
    this.top = Math.max(0, this.rows.length - this.height);
    yield* this.redraw(this.options.at.clear ? CLEAR : `${CLEAR_LINE}...skipping...\n`);
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
    const message = `${text}  (press RETURN)`;
    yield* this.write(`${CLEAR_LINE}${reverse(message)}`);
    const key = yield* this.keys.key();
    if (key !== undefined && !/^[\r\n ]$/.test(key)) this.keys.putBack(key);
    yield* this.checkEnd();
    // A message of several lines has moved the text.
    if (message.length > this.columns) return yield* this.redraw();
    yield* this.write(`${CLEAR_LINE}${this.prompt()}`);
  }
}
