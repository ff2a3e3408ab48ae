/**
 * less: shows a text screen by screen, forwards and backwards. A pipe or FIFO is read only as far as it is looked at.
 * Models moving, searching, several files, -N -S -F -X -i -e -E. Leaves out marks, tags, editing, filters and its own
 * help beyond one screen. Output that is no terminal: it is cat. Authority: less(1), less 590.
 */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type LessOptions, readLessWords } from './lib/less-options.ts';
import { writeAll } from './lib/output.ts';
import { Keyboard, searchPattern, shownLine, Text, wrapped } from './lib/pager.ts';
import { rawProgram } from './lib/program.ts';

const ENTER = '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\r';
const LEAVE = '\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t';
const CLEAR_LINE = '\r\x1b[K';
const BELL = '\x07';
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

const HELP = `
                   SUMMARY OF LESS COMMANDS

  h                    Display this help.
  q  :q                Exit.
  e  j  RETURN  down   Forward  one line   (or N lines).
  y  k  up             Backward one line   (or N lines).
  f  SPACE             Forward  one window (or N lines).
  b                    Backward one window (or N lines).
  d  u                 Forward, backward one half-window.
  g  G                 Go to first, last line in file (or line N).
  p                    Go to beginning of file (or N percent into it).
  /pattern  ?pattern   Search forward, backward.
  n  N                 Repeat previous search, in reverse direction.
  :n  :p               Examine the next, previous file.
  =                    Print current file name and place.
  -N  -S  -i           Toggle line numbers, chopping, ignoring case.
`.slice(1);

/** A row of the screen: which line it is a piece of. */
interface Row {
  readonly line: number;
  readonly text: string;
}

class Less {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly options: LessOptions;
  private readonly keys: Keyboard;
  private readonly names: readonly string[];
  private file = 0;
  private text: Text;
  private rows: Row[] = [];
  private nextLine = 0;
  private top = 0;
  /** Rows that the screen shows. */
  private shown = 0;
  private shift = 0;
  private columns = 80;
  private height = 23;
  private fresh = true;
  private pattern: RegExp | undefined;
  private backwards = false;
  private message: string | undefined;
  private readonly helpBehind: { text: Text; rows: Row[]; nextLine: number; top: number }[] = [];

  constructor(sys: Sys, io: Io, options: LessOptions, keys: Keyboard, names: readonly string[], text: Text) {
    this.sys = sys;
    this.io = io;
    this.options = options;
    this.keys = keys;
    this.names = names;
    this.text = text;
  }

  private *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  private *measure(): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(1);
    if (isFailure(size)) return;
    this.columns = Math.max(1, size.cols);
    this.height = Math.max(1, size.rows - 1);
  }

  // ---- rows

  private rowsOf(line: string): string[] {
    const text = shownLine(line, this.options.rawControl);
    const numbered = this.options.numbers ? `${String(this.nextLine + 1).padStart(7)} ` : '';
    if (!this.options.chop) return wrapped(numbered + text, this.columns);
    const visible = [...text].slice(this.shift);
    const room = this.columns - numbered.length;
    const cut = visible.length > room;
    return [numbered + (cut ? `${visible.slice(0, room - 1).join('')}${reverse('>')}` : visible.join(''))];
  }

  /** Makes sure that there are `count` rows; false if the text is too short. */
  private *need(count: number): Generator<void, boolean> {
    while (this.rows.length < count) {
      if (this.nextLine >= this.text.lines.length && !(yield* this.text.need(this.nextLine + 1))) return false;
      const line = this.text.lines[this.nextLine] ?? '';
      for (const text of this.rowsOf(line)) this.rows.push({ line: this.nextLine, text });
      this.nextLine += 1;
    }
    return true;
  }

  private relayOut(): void {
    const line = this.rows[this.top]?.line ?? 0;
    this.rows = [];
    this.nextLine = 0;
    for (const text of this.text.lines) {
      for (const piece of this.rowsOf(text)) this.rows.push({ line: this.nextLine, text: piece });
      this.nextLine += 1;
    }
    this.top = this.rowOfLine(line);
  }

  private rowOfLine(line: number): number {
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

  private get atEnd(): boolean {
    return this.text.ended && this.nextLine >= this.text.lines.length && this.top + this.shown >= this.rows.length;
  }

  private prompt(): string {
    if (this.message !== undefined) {
      const text = this.message;
      this.message = undefined;
      return reverse(text);
    }
    const end = this.atEnd ? '(END)' : '';
    if (!this.fresh) return end === '' ? ':\x1b[K' : `${reverse(end)}\x1b[K`;
    this.fresh = false;
    const name = this.names[this.file];
    const known = name === undefined || name === '-' ? '' : name;
    const count = known !== '' && this.names.length > 1 ? `(file ${this.file + 1} of ${this.names.length})` : '';
    const words = [known, count, end].filter((word) => word !== '').join(' ');
    return words === '' ? ':\x1b[K' : `${reverse(words)}\x1b[K`;
  }

  private *redraw(prefix = '\x1b[H\x1b[2J'): Generator<void, void> {
    yield* this.need(this.top + this.height);
    yield* this.checkEnd();
    const rows = this.rows.slice(this.top, this.top + this.height);
    this.shown = rows.length;
    const tildes = this.top > 0 ? Math.max(0, this.height - rows.length) : 0;
    const body = rows.map((row) => `${this.marked(row)}\n`).join('') + '\x1b[1m~\x1b[0m\n'.repeat(tildes);
    yield* this.write(`${prefix}${body}${this.prompt()}`);
  }

  /** A regular file that ends with the screen is known to end there; a pipe is not asked. */
  private *checkEnd(): Generator<void, void> {
    if (this.text.ended || this.nextLine < this.text.lines.length) return;
    const stat = yield* this.sys.fionread(this.keys.fd);
    if (isFailure(stat)) return;
    if (this.seekable) yield* this.text.need(this.text.lines.length + 1);
  }
  seekable = false;

  private *forward(count: number): Generator<void, void> {
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

  private *backward(count: number): Generator<void, void> {
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

  private *ring(): Generator<void, void> {
    yield* this.write(`${CLEAR_LINE}${BELL}${CLEAR_LINE}${this.prompt()}`);
  }

  private *toLine(number: number): Generator<void, void> {
    yield* this.text.need(number);
    while (this.nextLine < Math.min(number, this.text.lines.length)) yield* this.need(this.rows.length + 1);
    this.top = this.rowOfLine(Math.min(number, this.text.lines.length) - 1);
    yield* this.redraw();
  }

  private *toEnd(): Generator<void, void> {
    while (yield* this.need(this.rows.length + 1)) yield* this.sys.work(1);
    this.top = Math.max(0, this.rows.length - this.height);
    yield* this.redraw(`${CLEAR_LINE}...skipping...\n`);
  }

  // ---- commands

  /** A line typed at the bottom; undefined if it was given up. */
  private *ask(prompt: string): Generator<void, string | undefined> {
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

  private *search(count: number, backwards: boolean): Generator<void, void> {
    const { pattern } = this;
    if (!pattern) return yield* this.say('No previous regular expression');
    const step = backwards ? -1 : 1;
    let line = this.rows[this.top]?.line ?? 0;
    for (let left = count; left > 0; ) {
      line += step;
      if (line < 0 || !(yield* this.text.need(line + 1))) return yield* this.say('Pattern not found');
      if (pattern.test(this.text.lines[line] ?? '')) left -= 1;
      yield* this.sys.work(1);
    }
    yield* this.toLine(line + 1);
  }

  private *say(text: string): Generator<void, void> {
    yield* this.write(`${CLEAR_LINE}${reverse(`${text}  (press RETURN)`)}`);
    yield* this.keys.key();
    yield* this.write(`${CLEAR_LINE}${this.prompt()}`);
  }

  private *find(backwards: boolean, count: number): Generator<void, void> {
    const typed = yield* this.ask(backwards ? '?' : '/');
    if (typed === undefined) return yield* this.write(`${CLEAR_LINE}${this.prompt()}`);
    if (typed !== '') {
      const pattern = searchPattern(typed, this.options.ignoreCase);
      if (!pattern) return yield* this.say('Invalid pattern');
      this.pattern = pattern;
    }
    this.backwards = backwards;
    yield* this.search(count, backwards);
  }

  private *place(): Generator<void, void> {
    const name = this.names[this.file] ?? '';
    const first = (this.rows[this.top]?.line ?? 0) + 1;
    const last = (this.rows[this.top + this.shown - 1]?.line ?? 0) + 1;
    const total = this.text.ended ? `/${this.text.lines.length}` : '';
    const bytes = this.text.ends[last - 1] ?? 0;
    const size = this.text.ends.at(-1) ?? 0;
    const share = this.text.ended && size > 0 ? `/${size} ${Math.floor((bytes * 100) / size)}%` : '';
    const shown = name === '' || name === '-' ? '' : `${name} `;
    yield* this.say(`${shown}lines ${first}-${last}${total} byte ${bytes}${share}`);
  }

  private *toggle(): Generator<void, void> {
    yield* this.write(`${CLEAR_LINE}-`);
    const letter = yield* this.keys.key();
    const { options } = this;
    if (letter === 'N') {
      options.numbers = !options.numbers;
      yield* this.say(options.numbers ? 'Constantly display line numbers' : "Don't use line numbers");
    } else if (letter === 'S') {
      options.chop = !options.chop;
      yield* this.say(options.chop ? 'Chop long lines' : 'Fold long lines');
    } else if (letter === 'i') {
      options.ignoreCase = !options.ignoreCase;
      yield* this.say(options.ignoreCase ? 'Ignore case in searches' : 'Case is significant in searches');
    } else return yield* this.say(`There is no ${letter} option`);
    this.relayOut();
    yield* this.redraw();
  }

  private *slide(step: number): Generator<void, void> {
    this.options.chop = true;
    this.shift = Math.max(0, this.shift + step * Math.floor(this.columns / 2));
    this.relayOut();
    yield* this.redraw();
  }

  private *help(): Generator<void, void> {
    const { text, rows, nextLine, top } = this;
    this.helpBehind.push({ text, rows, nextLine, top });
    const page = new Text(this.sys, 0);
    page.lines.push(...HELP.trimEnd().split('\n'));
    page.ended = true;
    this.text = page;
    this.rows = [];
    this.nextLine = 0;
    this.top = 0;
    yield* this.redraw();
  }

  /** Another file of the list; answers false if there is none. */
  private *otherFile(step: number): Generator<void, void> {
    for (let next = this.file + step; next >= 0 && next < this.names.length; next += step) {
      const opened = yield* openText(this.sys, this.names[next] ?? '');
      if (typeof opened === 'string') {
        yield* this.say(opened);
        continue;
      }
      yield* this.text.close();
      this.file = next;
      this.text = opened.text;
      this.seekable = opened.seekable;
      this.rows = [];
      this.nextLine = 0;
      this.top = 0;
      this.fresh = true;
      return yield* this.redraw(`${CLEAR_LINE}...skipping...\n`);
    }
    yield* this.say(step > 0 ? 'No next file' : 'No previous file');
  }

  private *colon(): Generator<void, boolean> {
    yield* this.write(`${CLEAR_LINE}:`);
    const key = yield* this.keys.key();
    if (key === 'q' || key === 'Q') return false;
    if (key === 'n') yield* this.otherFile(1);
    else if (key === 'p') yield* this.otherFile(-1);
    else if (key === 'f') yield* this.place();
    else yield* this.ring();
    return true;
  }

  /** False when it is time to leave. */
  private *command(key: string, number: number | undefined): Generator<void, boolean> {
    const half = Math.max(1, Math.floor(this.height / 2));
    switch (key) {
      case 'q':
      case 'Q': {
        const behind = this.helpBehind.pop();
        if (!behind) return false;
        Object.assign(this, behind);
        yield* this.redraw();
        return true;
      }
      case ' ':
      case 'f':
      case 'z':
      case '\x06':
      case '\x16':
      case 'pagedown':
        if (this.atEnd && this.options.quitAtEnd) return false;
        yield* this.forward(number ?? this.height);
        return true;
      case 'j':
      case 'e':
      case '\r':
      case '\n':
      case '\x05':
      case '\x0e':
      case 'down':
        if (this.atEnd && this.options.quitAtEnd) return false;
        yield* this.forward(number ?? 1);
        return true;
      case 'k':
      case 'y':
      case '\x19':
      case '\x10':
      case 'up':
        yield* this.backward(number ?? 1);
        return true;
      case 'b':
      case 'w':
      case '\x02':
      case 'pageup':
        yield* this.backward(number ?? this.height);
        return true;
      case 'd':
      case '\x04':
        yield* this.forward(number ?? half);
        return true;
      case 'u':
      case '\x15':
        yield* this.backward(number ?? half);
        return true;
      case 'g':
      case '<':
      case 'home':
        yield* this.toLine(number ?? 1);
        return true;
      case 'G':
      case '>':
      case 'end':
        if (number === undefined) yield* this.toEnd();
        else yield* this.toLine(number);
        return true;
      case 'p':
      case '%':
        yield* this.text.need(Number.POSITIVE_INFINITY);
        yield* this.toLine(Math.floor(((number ?? 0) * this.text.lines.length) / 100) + 1);
        return true;
      case '/':
      case '?':
        yield* this.find(key === '?', number ?? 1);
        return true;
      case 'n':
      case 'N':
        yield* this.search(number ?? 1, (key === 'N') !== this.backwards);
        return true;
      case 'left':
      case 'right':
        yield* this.slide(key === 'right' ? 1 : -1);
        return true;
      case '=':
      case '\x07':
        yield* this.place();
        return true;
      case 'h':
      case 'H':
        yield* this.help();
        return true;
      case '-':
        yield* this.toggle();
        return true;
      case ':':
        return yield* this.colon();
      case 'r':
      case '\x0c':
        yield* this.redraw();
        return true;
      default:
        yield* this.write(`${BELL}${CLEAR_LINE}${this.prompt()}`);
        return true;
    }
  }

  private *start(): Generator<void, boolean> {
    yield* this.measure();
    if (this.options.quitIfOneScreen && this.names.length <= 1) {
      const more = yield* this.need(this.height + 1);
      if (!more && this.text.ended) {
        yield* this.write(`\r${this.rows.map(({ text }) => `${text}\n`).join('')}${CLEAR_LINE}`);
        return false;
      }
    }
    yield* this.write(this.options.keepScreen ? '\x1b[?1h\x1b=\r' : ENTER);
    for (const command of this.options.commands) {
      if (command === 'G') {
        while (yield* this.need(this.rows.length + 1));
        this.top = Math.max(0, this.rows.length - this.height);
      } else if (/^\d+g?$/.test(command)) {
        yield* this.need(Number.parseInt(command, 10) + this.height);
        this.top = this.rowOfLine(Number.parseInt(command, 10) - 1);
      } else if (command.startsWith('/')) this.pattern = searchPattern(command.slice(1), this.options.ignoreCase);
    }
    yield* this.redraw('');
    if (this.pattern) yield* this.startSearch(this.pattern);
    return true;
  }

  private *startSearch(pattern: RegExp): Generator<void, void> {
    if (pattern.test(this.text.lines[0] ?? '')) return;
    yield* this.search(1, false);
  }

  *run(): Generator<void, number> {
    const stays = yield* this.start();
    let digits = '';
    while (stays) {
      const key = yield* this.keys.key();
      if (this.keys.resized) {
        this.keys.resized = false;
        yield* this.measure();
        this.relayOut();
        yield* this.redraw();
      }
      if (key === undefined) {
        if (!this.keys.interrupted) continue;
        this.keys.interrupted = false;
        // The terminal has gone: nobody will ever press a key.
        if (isFailure(yield* this.sys.tcgetattr(this.keys.fd))) break;
        yield* this.write(`${CLEAR_LINE}${this.prompt()}`);
        continue;
      }
      if (/^\d$/.test(key)) {
        if (digits === '') yield* this.write(`${CLEAR_LINE}:\x1b[K`);
        digits += key;
        yield* this.write(key);
        continue;
      }
      const number = digits === '' ? undefined : Number(digits);
      digits = '';
      if (!(yield* this.command(key, number))) break;
    }
    if (stays) yield* this.write(`${CLEAR_LINE}${this.options.keepScreen ? '\x1b[?1l\x1b>' : LEAVE}`);
    yield* this.keys.giveBack();
    return 0;
  }
}

interface Opened {
  readonly text: Text;
  /** A regular file, whose end can be looked for without waiting. */
  readonly seekable: boolean;
}

/** What is shown, or why it is not. */
function* openText(sys: Sys, name: string): Generator<void, Opened | string> {
  if (name === '-') return { text: new Text(sys, 0), seekable: false };
  const stat = yield* sys.stat(name);
  if (!isFailure(stat) && S_ISDIR(stat.mode)) return `${name} is a directory`;
  const fd = yield* sys.open(name, 0);
  if (isFailure(fd)) return `${name}: ${strerror(fd.errno)}`;
  const seekable = !isFailure(yield* sys.lseek(fd, 0, 1));
  return { text: new Text(sys, fd), seekable };
}

/** Without a terminal to show anything on; what cannot be shown is told in its place. */
function* copyAll(sys: Sys, io: Io, names: readonly string[]): Generator<void, number> {
  const block = new Uint8Array(8192);
  for (const name of names) {
    const stat = name === '-' ? undefined : yield* sys.stat(name);
    const directory = stat !== undefined && !isFailure(stat) && S_ISDIR(stat.mode);
    const fd = name === '-' ? 0 : yield* sys.open(name, 0);
    if (directory || isFailure(fd)) {
      yield* io.print(isFailure(fd) ? `${name}: ${strerror(fd.errno)}\n` : `${name} is a directory\n`);
      yield* io.out.flush();
      continue;
    }
    for (;;) {
      const count = yield* sys.read(fd, block);
      if (isFailure(count) || count === 0) break;
      const failure = yield* writeAll(sys, 1, block.subarray(0, count));
      if (failure) return 1;
    }
    if (fd > 2) yield* sys.close(fd);
  }
  return 0;
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const { options, names: given } = yield* readLessWords(args, io);
  const terminal = !isFailure(yield* sys.tcgetattr(1));
  const piped = isFailure(yield* sys.tcgetattr(0));
  const names = given.length > 0 || !piped ? given : ['-'];
  if (names.length === 0) {
    yield* io.complain('Missing filename ("less --help" for help)\n');
    return 0;
  }
  if (!terminal) return yield* copyAll(sys, io, names);
  let first: Opened | undefined;
  let skipped = 0;
  for (const name of names) {
    const opened = yield* openText(sys, name);
    if (typeof opened !== 'string') {
      first = opened;
      break;
    }
    yield* io.complain(`${opened}\n`);
    skipped += 1;
  }
  if (!first) return 1;
  const fd = yield* sys.open('/dev/tty', 0);
  const keys = yield* Keyboard.open(sys, isFailure(fd) ? 2 : fd);
  if (!keys) return yield* copyAll(sys, io, names);
  const less = new Less(sys, io, options, keys, names.slice(skipped), first.text);
  less.seekable = first.seekable;
  return yield* less.run();
}

export const less = rawProgram(
  {
    name: 'less',
    summary: 'show a text screen by screen',
    usage: '[OPTION]... [FILE]...',
    about: HELP.trimEnd(),
    options: {
      quitAtEnd: { short: 'e', help: 'quit at the second end of file (-E: at the first)' },
      quitIfOneScreen: { short: 'F', help: 'quit if the whole text fits on one screen' },
      ignoreCase: { short: 'i', help: 'ignore case in searches that have no capitals' },
      numbers: { short: 'N', help: 'number the lines' },
      pattern: { short: 'p', value: 'PATTERN', help: 'start at the first line that matches' },
      rawControl: { short: 'R', help: 'let colour sequences through' },
      chop: { short: 'S', help: 'chop long lines instead of folding them' },
      keepScreen: { short: 'X', help: 'leave the screen as it is at the end' },
    },
  },
  run,
);
