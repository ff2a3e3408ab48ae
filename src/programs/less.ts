/**
 * less: shows a text screen by screen, forwards and backwards. A pipe or FIFO is read only as far as it is looked at.
 * Models moving, searching, several files, and the options that are told below. Leaves out marks, tags, editing, filters and its own
 * help beyond one screen. Output that is no terminal: it is cat. Authority: less(1), less 590.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { copyAll, type OpenedText, openText } from './lib/less-file.ts';
import { readLessWords } from './lib/less-options.ts';
import { BELL, CLEAR_LINE, LessScreen, type Place } from './lib/less-screen.ts';
import { Keyboard, searchPattern, Text, withoutOverstrikes } from './lib/pager.ts';
import { rawProgram } from './lib/program.ts';

const ENTER = '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\r';
const LEAVE = '\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t';

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

/** The status of -K. */
const INTERRUPTED = 2;

/** What the keys do. */
class Less {
  private readonly sys: Sys;
  private readonly keys: Keyboard;
  private readonly screen: LessScreen;
  private backwards = false;
  private readonly helpBehind: Place[] = [];

  constructor(sys: Sys, keys: Keyboard, screen: LessScreen) {
    this.sys = sys;
    this.keys = keys;
    this.screen = screen;
  }

  private *search(count: number, backwards: boolean): Generator<void, void> {
    const { pattern } = this.screen;
    if (!pattern) return yield* this.screen.say('No previous regular expression');
    const step = backwards ? -1 : 1;
    let line = this.screen.rows[this.screen.top]?.line ?? 0;
    for (let left = count; left > 0; ) {
      line += step;
      if (line < 0 || !(yield* this.screen.text.need(line + 1))) return yield* this.screen.say('Pattern not found');
      if (pattern.test(withoutOverstrikes(this.screen.text.lines[line] ?? ''))) left -= 1;
      yield* this.sys.work(1);
    }
    yield* this.screen.toLine(line + 1);
  }

  private *find(backwards: boolean, count: number): Generator<void, void> {
    const typed = yield* this.screen.ask(backwards ? '?' : '/');
    if (typed === undefined) return yield* this.screen.write(`${CLEAR_LINE}${this.screen.prompt()}`);
    if (typed !== '') {
      const pattern = searchPattern(typed, this.screen.options.ignoreCase);
      if (!pattern) return yield* this.screen.say('Invalid pattern');
      this.screen.pattern = pattern;
    }
    this.backwards = backwards;
    yield* this.search(count, backwards);
  }

  private *place(): Generator<void, void> {
    const name = this.screen.names[this.screen.file] ?? '';
    const first = (this.screen.rows[this.screen.top]?.line ?? 0) + 1;
    const last = (this.screen.rows[this.screen.top + this.screen.shown - 1]?.line ?? 0) + 1;
    const total = this.screen.text.ended ? `/${this.screen.text.lines.length}` : '';
    const bytes = this.screen.text.ends[last - 1] ?? 0;
    const size = this.screen.text.ends.at(-1) ?? 0;
    const share = this.screen.text.ended && size > 0 ? `/${size} ${Math.floor((bytes * 100) / size)}%` : '';
    const shown = name === '' || name === '-' ? '' : `${name} `;
    yield* this.screen.say(`${shown}lines ${first}-${last}${total} byte ${bytes}${share}`);
  }

  private *toggle(): Generator<void, void> {
    yield* this.screen.write(`${CLEAR_LINE}-`);
    const letter = yield* this.keys.key();
    const { options } = this.screen;
    if (letter === 'N') {
      options.numbers = !options.numbers;
      yield* this.screen.say(options.numbers ? 'Constantly display line numbers' : "Don't use line numbers");
    } else if (letter === 'S') {
      options.chop = !options.chop;
      yield* this.screen.say(options.chop ? 'Chop long lines' : 'Fold long lines');
    } else if (letter === 'i') {
      options.ignoreCase = options.ignoreCase === 'small' ? 'never' : 'small';
      yield* this.screen.say(
        options.ignoreCase === 'small' ? 'Ignore case in searches' : 'Case is significant in searches',
      );
    } else return yield* this.screen.say(`There is no ${letter} option`);
    this.screen.relayOut();
    yield* this.screen.redraw();
  }

  private *slide(step: number): Generator<void, void> {
    this.screen.options.chop = true;
    this.screen.shift = Math.max(0, this.screen.shift + step * Math.floor(this.screen.columns / 2));
    this.screen.relayOut();
    yield* this.screen.redraw();
  }

  private *help(): Generator<void, void> {
    this.helpBehind.push(this.screen.place);
    const page = new Text(this.sys, 0);
    page.lines.push(...HELP.trimEnd().split('\n'));
    page.ended = true;
    this.screen.goTo({ text: page, rows: [], nextLine: 0, top: 0 });
    yield* this.screen.redraw();
  }

  /** Another file of the list; answers false if there is none. */
  private *otherFile(step: number): Generator<void, void> {
    for (let next = this.screen.file + step; next >= 0 && next < this.screen.names.length; next += step) {
      const opened = yield* openText(this.sys, this.screen.names[next] ?? '');
      if (typeof opened === 'string') {
        yield* this.screen.say(opened);
        continue;
      }
      yield* this.screen.text.close();
      this.screen.file = next;
      this.screen.goTo({ text: opened.text, rows: [], nextLine: 0, top: 0 });
      this.screen.seekable = opened.seekable;
      this.screen.fresh = true;
      return yield* this.screen.redraw(`${CLEAR_LINE}...skipping...\n`);
    }
    yield* this.screen.say(step > 0 ? 'No next file' : 'No previous file');
  }

  private *colon(): Generator<void, boolean> {
    yield* this.screen.write(`${CLEAR_LINE}:`);
    const key = yield* this.keys.key();
    if (key === 'q' || key === 'Q') return false;
    if (key === 'n') yield* this.otherFile(1);
    else if (key === 'p') yield* this.otherFile(-1);
    else if (key === 'f') yield* this.place();
    else yield* this.screen.ring();
    return true;
  }

  /** False when it is time to leave. */
  private *command(key: string, number: number | undefined): Generator<void, boolean> {
    const half = Math.max(1, Math.floor(this.screen.height / 2));
    switch (key) {
      case 'q':
      case 'Q': {
        const behind = this.helpBehind.pop();
        if (!behind) return false;
        this.screen.goTo(behind);
        yield* this.screen.redraw();
        return true;
      }
      case ' ':
      case 'f':
      case 'z':
      case '\x06':
      case '\x16':
      case 'pagedown':
        if (this.screen.atEnd && this.screen.options.quitAtEnd) return false;
        yield* this.screen.forward(number ?? this.screen.height);
        return true;
      case 'j':
      case 'e':
      case '\r':
      case '\n':
      case '\x05':
      case '\x0e':
      case 'down':
        if (this.screen.atEnd && this.screen.options.quitAtEnd) return false;
        yield* this.screen.forward(number ?? 1);
        return true;
      case 'k':
      case 'y':
      case '\x19':
      case '\x10':
      case 'up':
        yield* this.screen.backward(number ?? 1);
        return true;
      case 'b':
      case 'w':
      case '\x02':
      case 'pageup':
        yield* this.screen.backward(number ?? this.screen.height);
        return true;
      case 'd':
      case '\x04':
        yield* this.screen.forward(number ?? half);
        return true;
      case 'u':
      case '\x15':
        yield* this.screen.backward(number ?? half);
        return true;
      case 'g':
      case '<':
      case 'home':
        yield* this.screen.toLine(number ?? 1);
        return true;
      case 'G':
      case '>':
      case 'end':
        if (number === undefined) yield* this.screen.toEnd();
        else yield* this.screen.toLine(number);
        return true;
      case 'p':
      case '%':
        yield* this.screen.text.need(Number.POSITIVE_INFINITY);
        yield* this.screen.toLine(Math.floor(((number ?? 0) * this.screen.text.lines.length) / 100) + 1);
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
        yield* this.screen.redraw();
        return true;
      default:
        yield* this.screen.write(`${BELL}${CLEAR_LINE}${this.screen.prompt()}`);
        return true;
    }
  }

  private *start(): Generator<void, boolean> {
    yield* this.screen.measure();
    if (this.screen.options.quitIfOneScreen && this.screen.names.length <= 1) {
      const more = yield* this.screen.need(this.screen.height + 1);
      if (!more && this.screen.text.ended) {
        yield* this.screen.write(`\r${this.screen.rows.map(({ text }) => `${text}\n`).join('')}${CLEAR_LINE}`);
        return false;
      }
    }
    yield* this.screen.write(this.screen.options.keepScreen ? '\x1b[?1h\x1b=\r' : ENTER);
    for (const command of this.screen.options.commands) {
      if (command === 'G') {
        while (yield* this.screen.need(this.screen.rows.length + 1));
        this.screen.top = Math.max(0, this.screen.rows.length - this.screen.height);
      } else if (/^\d+g?$/.test(command)) {
        yield* this.screen.need(Number.parseInt(command, 10) + this.screen.height);
        this.screen.top = this.screen.rowOfLine(Number.parseInt(command, 10) - 1);
      } else if (command.startsWith('/'))
        this.screen.pattern = searchPattern(command.slice(1), this.screen.options.ignoreCase);
    }
    yield* this.screen.redraw('');
    if (this.screen.pattern) yield* this.startSearch(this.screen.pattern);
    return true;
  }

  private *startSearch(pattern: RegExp): Generator<void, void> {
    if (pattern.test(this.screen.text.lines[0] ?? '')) return;
    yield* this.search(1, false);
  }

  *run(): Generator<void, number> {
    const stays = yield* this.start();
    let status = 0;
    let digits = '';
    while (stays) {
      const key = yield* this.keys.key();
      if (this.keys.resized) {
        this.keys.resized = false;
        yield* this.screen.measure();
        this.screen.relayOut();
        yield* this.screen.redraw();
      }
      if (key === undefined) {
        if (!this.keys.interrupted) continue;
        this.keys.interrupted = false;
        // The terminal has gone: nobody will ever press a key.
        if (isFailure(yield* this.sys.tcgetattr(this.keys.fd))) break;
        if (this.screen.options.quitOnInterrupt) {
          status = INTERRUPTED;
          break;
        }
        yield* this.screen.write(`${CLEAR_LINE}${this.screen.prompt()}`);
        continue;
      }
      if (/^\d$/.test(key)) {
        if (digits === '') yield* this.screen.write(`${CLEAR_LINE}:\x1b[K`);
        digits += key;
        yield* this.screen.write(key);
        continue;
      }
      const number = digits === '' ? undefined : Number(digits);
      digits = '';
      if (!(yield* this.command(key, number))) break;
    }
    if (stays) yield* this.screen.write(`${CLEAR_LINE}${this.screen.options.keepScreen ? '\x1b[?1l\x1b>' : LEAVE}`);
    yield* this.keys.giveBack();
    return status;
  }
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
  let first: OpenedText | undefined;
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
  const screen = new LessScreen(sys, io, keys, options, names.slice(skipped), first);
  return yield* new Less(sys, keys, screen).run();
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
      ignoreCase: { short: 'i', help: 'ignore case in searches that have no capitals (-I: in all)' },
      quitOnInterrupt: { short: 'K', help: 'leave at Ctrl-C' },
      longPrompt: { short: 'm', help: 'tell how much has been seen (-M: and which lines)' },
      numbers: { short: 'N', help: 'number the lines' },
      pattern: { short: 'p', value: 'PATTERN', help: 'start at the first line that matches' },
      prompt: { short: 'P', value: 'PROMPT', help: 'use this prompt (with m or M in front: for -m, -M)' },
      rawControl: { short: 'R', help: 'let colour sequences through' },
      chop: { short: 'S', help: 'chop long lines instead of folding them' },
      keepScreen: { short: 'X', help: 'leave the screen as it is at the end' },
      tilde: { short: '~', help: 'leave lines behind the end empty' },
    },
  },
  run,
);
