/**
 * What more shows of one text, and what its keys do. A form feed at the beginning of a line ends a screen.
 * Authority: more(1); what is written for each key as util-linux 2.38 does it.
 */

import { encode } from '../../bytes.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { type Keyboard, type Look, PLAIN, searchPattern, shownLine, type Text, wrapped } from './pager.ts';

const ERASE_LINE = '\x1b[K';
const ERASE = `\r${ERASE_LINE}`;
const HOME = '\x1b[H';
const CLEAR_SCREEN = `${HOME}\x1b[2J\r`;
const CLEAR_BELOW = '\x1b[J';
const ADVICE = "[Press space to continue, 'q' to quit.]";
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

const HELP = `Most commands optionally preceded by integer argument k.  Defaults in brackets.
-------------------------------------------------------------------------------
<space>, z              Display next k lines of text [current screen size]
<return>                Display next k lines of text [1]
d or ctrl-D             Scroll k lines [half a screen]
q or Q or <interrupt>   Exit from more
s                       Skip forward k lines of text [1]
f                       Skip forward k screenfuls of text [1]
b or ctrl-B             Skip backwards k screenfuls of text [1]
=                       Display current line number
/<regular expression>   Search for kth occurrence of regular expression [1]
n                       Search for kth occurrence of last r.e [1]
-------------------------------------------------------------------------------
`;

export interface Start {
  readonly line: number;
  readonly pattern: string | undefined;
}

const AS_THEY_ARE: Look = { ...PLAIN, sent: 'all' };

/** How the text is put on the screen. */
export interface Looks {
  /** Lines of a screenful. */
  readonly perScreen: number;
  readonly columns: number;
  readonly exits: boolean;
  /** -d */
  readonly advises: boolean;
  /** -f: a line is one, however many rows it takes. */
  readonly logical: boolean;
  /** -l: form feeds are sent as they are, and do not end a screen. */
  readonly noPause: boolean;
  readonly squeeze: boolean;
  /** -c, -p: a screen is begun at its top, and each line or all of it is erased before. */
  readonly fresh: 'over' | 'clean' | undefined;
}

export class More {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly keys: Keyboard;
  private readonly text: Text;
  /** Of a regular file, for the percentage. */
  private readonly size: number | undefined;
  private readonly looks: Looks;
  private perScreen: number;
  /** The next line to be shown, and which of its rows. */
  private line = 0;
  private piece = 0;
  /** Columns that the prompt takes. */
  private prompted = 0;
  private pattern: RegExp | undefined;

  constructor(sys: Sys, io: Io, keys: Keyboard, text: Text, size: number | undefined, looks: Looks) {
    this.sys = sys;
    this.io = io;
    this.keys = keys;
    this.text = text;
    this.size = size;
    this.looks = looks;
    this.perScreen = looks.perScreen;
  }

  private *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  /** The rows of a line. Control characters are sent as they are; of form feeds only -l lets it come to that. */
  private pieces(line: string): string[] {
    const { noPause, logical, columns } = this.looks;
    const shown = shownLine(noPause ? line : line.replaceAll('\f', '^L'), AS_THEY_ARE);
    return logical ? [shown] : wrapped(shown, columns);
  }

  /** The next row; undefined behind the last. */
  private *row(): Generator<void, string | undefined> {
    const { lines } = this.text;
    if (!(yield* this.text.need(this.line + 1))) return undefined;
    const pieces = this.pieces(lines[this.line] ?? '');
    const row = pieces[this.piece] ?? '';
    this.piece += 1;
    if (this.piece >= pieces.length) yield* this.nextLine();
    return row;
  }

  /** One of several blank lines is enough with -s. */
  private *nextLine(): Generator<void, void> {
    const { lines } = this.text;
    const blank = lines[this.line] === '';
    this.line += 1;
    this.piece = 0;
    if (!blank || !this.looks.squeeze) return;
    while ((yield* this.text.need(this.line + 1)) && lines[this.line] === '') this.line += 1;
  }

  /** At most `count` rows, in the place of the prompt or behind it. Fewer at the end of the text and at a form feed. */
  private *show(count: number, after: '' | '\r'): Generator<void, void> {
    const { fresh, exits, noPause } = this.looks;
    const begins = fresh !== undefined && count >= this.perScreen;
    const lead = fresh === 'over' ? ERASE_LINE : '';
    let out = after + (begins ? (fresh === 'over' ? HOME : CLEAR_SCREEN) : '');
    let rows = 0;
    let paused = false;
    while (rows < count && !paused) {
      const first = this.piece === 0;
      const line = this.line;
      const row = yield* this.row();
      if (row === undefined) break;
      const overPrompt = rows === 0 && after === '\r' && !(begins && fresh === 'clean') && row.length < this.prompted;
      out += `${lead}${row}${overPrompt ? ERASE_LINE : ''}\n`;
      rows += 1;
      paused = first && !noPause && (this.text.lines[line] ?? '').startsWith('\f');
    }
    const ended = rows < count && !paused && this.text.ended;
    if (rows === 0 && after === '\r') out = ERASE;
    if (ended && !exits) out += '\n'.repeat(count - rows);
    yield* this.write(out);
    this.ended = ended;
  }
  private ended = false;

  /** Bytes that have been shown. */
  private get bytes(): number {
    const before = this.text.ends[this.line - 1] ?? 0;
    if (this.piece === 0) return before;
    const shown = this.pieces(this.text.lines[this.line] ?? '').slice(0, this.piece);
    return before + encode(shown.join('')).length;
  }

  private *prompt(): Generator<void, void> {
    const { advises, fresh } = this.looks;
    const share = this.size ? `(${Math.floor((this.bytes * 100) / this.size)}%)` : '';
    const place = this.ended ? `${ERASE}(END)` : share;
    const text = `--More--${place}${advises ? ADVICE : ''}`;
    this.prompted = text.length;
    yield* this.write(
      fresh === 'over' ? `${ERASE_LINE}${reverse(`${ERASE_LINE}${text}`)}${CLEAR_BELOW}` : reverse(text),
    );
  }

  private *back(screens: number): Generator<void, void> {
    const pages = `${screens} page${screens === 1 ? '' : 's'}`;
    yield* this.write(`${ERASE}...back ${pages}\n`);
    this.line = Math.max(0, this.line - this.perScreen * (screens + 1));
    // Behind single lines it goes back to the beginning of a screen.
    this.line -= this.line % this.perScreen;
    this.piece = 0;
    yield* this.write('\r');
    yield* this.show(this.perScreen, '');
  }

  private *skip(lines: number): Generator<void, void> {
    yield* this.write(`${ERASE}\n...skipping ${lines} line${lines === 1 ? '' : 's'}\n`);
    yield* this.text.need(this.line + lines);
    this.line = Math.min(this.line + lines, this.text.lines.length);
    yield* this.show(this.perScreen, '');
  }

  private *ask(): Generator<void, string | undefined> {
    yield* this.write(`${ERASE}/`);
    let typed = '';
    for (;;) {
      const key = yield* this.keys.key();
      if (key === undefined || key === '\x1b') return undefined;
      if (key === '\r' || key === '\n') return typed;
      if (key === '\x7f' || key === '\b') {
        if (typed === '') return undefined;
        typed = typed.slice(0, -1);
        yield* this.write('\b \b');
      } else {
        typed += key;
        yield* this.write(key);
      }
    }
  }

  private *search(count: number): Generator<void, void> {
    const { pattern } = this;
    if (!pattern) return yield* this.write(`${ERASE}No previous regular expression`);
    let left = count;
    for (let line = this.line; yield* this.text.need(line + 1); line += 1) {
      yield* this.sys.work(1);
      if (!pattern.test(this.text.lines[line] ?? '')) continue;
      left -= 1;
      if (left > 0) continue;
      // Two lines in front of it are shown as well.
      this.line = Math.max(0, line - 2);
      yield* this.write(`${ERASE}\n...skipping\n`);
      return yield* this.show(this.perScreen - 1, '');
    }
    yield* this.write(`${ERASE}\nPattern not found\n`);
  }

  *startAt({ line, pattern }: Start): Generator<void, void> {
    yield* this.text.need(line);
    this.line = Math.max(0, Math.min(line - 1, this.text.lines.length));
    if (pattern === undefined) return;
    this.pattern = searchPattern(pattern, false);
    const found = this.pattern;
    while (found && (yield* this.text.need(this.line + 1)) && !found.test(this.text.lines[this.line] ?? ''))
      this.line += 1;
  }

  /** False when everything is to end. */
  private *command(key: string, number: number | undefined): Generator<void, boolean | 'quiet'> {
    switch (key) {
      case 'q':
      case 'Q':
        return false;
      case ' ':
        yield* this.show(number ?? this.perScreen, '\r');
        return true;
      case 'z':
        this.perScreen = number || this.perScreen;
        yield* this.show(this.perScreen, '\r');
        return true;
      case '\r':
      case '\n':
      case 'j':
        yield* this.show(number ?? 1, '\r');
        return true;
      case 'd':
      case '\x04':
        yield* this.show(number ?? Math.floor(this.perScreen / 2), '\r');
        return true;
      case 'b':
      case '\x02':
        yield* this.back(number ?? 1);
        return true;
      case 's':
        yield* this.skip(number ?? 1);
        return true;
      case 'f':
      case '\x06':
        yield* this.skip((number ?? 1) * this.perScreen);
        return true;
      case '=':
        yield* this.write(`${ERASE}${this.line}`);
        return 'quiet';
      case '/': {
        const typed = yield* this.ask();
        if (typed) this.pattern = searchPattern(typed, false);
        if (typed !== undefined) yield* this.search(number ?? 1);
        return true;
      }
      case 'n':
        yield* this.search(number ?? 1);
        return true;
      case 'h':
      case '?':
        yield* this.write(`${ERASE}${HELP}`);
        return true;
      default:
        if (!this.looks.advises) yield* this.write('\x07');
        return 'quiet';
    }
  }

  /** False when it was left, true at the end of the text. */
  *run(lead: number): Generator<void, boolean> {
    yield* this.show(this.perScreen - lead, '');
    let digits = '';
    for (let prompting = true; ; ) {
      if (this.looks.exits && this.text.ended && this.line >= this.text.lines.length) return true;
      if (prompting) yield* this.prompt();
      const key = yield* this.keys.key();
      if (this.keys.interrupted) break;
      prompting = false;
      if (key === undefined) continue;
      if (/^\d$/.test(key)) {
        digits += key;
        continue;
      }
      const answer = yield* this.command(key, digits === '' ? undefined : Number(digits));
      digits = '';
      if (answer === false) break;
      prompting = answer === true;
    }
    yield* this.write(ERASE);
    return false;
  }
}
