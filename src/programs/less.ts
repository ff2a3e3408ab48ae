/**
 * less: shows a text screen by screen, forwards and backwards. A pipe or FIFO is read only as far as it is looked at.
 * Models moving, searching, several files, and the options of lib/less-options.ts; others are refused. Leaves out marks,
 * tags, editing, filters and its own help beyond one screen. Output that is no terminal: it is cat. Authority: less(1), less 590.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { copyAll, type OpenedText, openText } from './lib/less-file.ts';
import { CLEAR_LINE, LessScreen, type Place } from './lib/less-screen.ts';
import { LessSearch } from './lib/less-search.ts';
import { LessToggle } from './lib/less-toggle.ts';
import { readLessWords } from './lib/less-words.ts';
import { Keyboard, Text } from './lib/pager.ts';
import { rawProgram } from './lib/program.ts';

/** The arrows send what they send to programs that fill the screen. */
const KEYPAD = '\x1b[?1h\x1b=\r';
const KEYPAD_OFF = '\x1b[?1l\x1b>';
const ENTER = `\x1b[?1049h\x1b[22;0;0t${KEYPAD}`;
const LEAVE = `${KEYPAD_OFF}\x1b[?1049l\x1b[23;0;0t`;

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
  -X  --name           Change an option; -+X puts it back.
  _X  __name           Tell how an option stands.
`.slice(1);

/** The status of -K. */
const INTERRUPTED = 2;

/** What the keys do. */
class Less {
  private readonly sys: Sys;
  private readonly keys: Keyboard;
  private readonly screen: LessScreen;
  private readonly searching: LessSearch;
  private readonly toggling: LessToggle;
  private readonly helpBehind: Place[] = [];
  /** Rows that `d` and `u` go, once a number said so. */
  private scroll: number | undefined;

  constructor(sys: Sys, keys: Keyboard, screen: LessScreen) {
    this.sys = sys;
    this.keys = keys;
    this.screen = screen;
    this.searching = new LessSearch(sys, screen);
    this.toggling = new LessToggle(keys, screen, () => this.searching.caseChanged());
  }

  /** A number says how far, from now on. */
  private *slide(direction: number, number: number | undefined): Generator<void, void> {
    const { screen } = this;
    if (number !== undefined) screen.options.shift = { count: number };
    screen.options.at.chop = 1;
    screen.shift = Math.max(0, screen.shift + direction * screen.step);
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
  private *otherFile(step: number): Generator<void, boolean> {
    for (let next = this.screen.file + step; next >= 0 && next < this.screen.names.length; next += step) {
      const opened = yield* openText(this.sys, this.screen.names[next] ?? '', this.screen.options.at.force > 0);
      if (typeof opened === 'string') {
        yield* this.screen.say(opened);
        continue;
      }
      yield* this.screen.text.close();
      this.screen.file = next;
      this.screen.goTo({ text: opened.text, rows: [], nextLine: 0, top: 0 });
      this.screen.seekable = opened.seekable;
      this.screen.fresh = true;
      yield* this.screen.redraw(`${CLEAR_LINE}...skipping...\n`);
      return true;
    }
    return false;
  }

  /** Forward; with -e from the end on to the next file, and out behind the last one. */
  private *forward(rows: number): Generator<void, boolean> {
    const { screen } = this;
    if (screen.options.at.quitAtEnd === 0 || !screen.atEnd || this.helpBehind.length > 0) {
      yield* screen.forward(rows);
      return true;
    }
    return yield* this.otherFile(1);
  }

  /** With -E the end of the last file is the end. */
  private get isOver(): boolean {
    const { options, atEnd, file, names } = this.screen;
    return options.at.quitAtEnd === 2 && atEnd && file === names.length - 1 && this.helpBehind.length === 0;
  }

  /** A share of the bytes, in per cent. */
  private *toShare(percent: number): Generator<void, void> {
    const { text, target } = this.screen;
    yield* text.need(Number.POSITIVE_INFINITY);
    const byte = Math.floor(((text.ends.at(-1) ?? 0) * percent) / 100);
    const line = text.ends.findIndex((end) => end > byte);
    yield* this.screen.toLine(line < 0 ? text.lines.length : line + 1, target);
  }

  private *colon(): Generator<void, boolean> {
    yield* this.screen.write(`${CLEAR_LINE}:`);
    const key = yield* this.keys.key();
    if (key === 'q' || key === 'Q') return false;
    if (key === 'n') {
      if (!(yield* this.otherFile(1))) yield* this.screen.say('No next file');
    } else if (key === 'p') {
      if (!(yield* this.otherFile(-1))) yield* this.screen.say('No previous file');
    } else if (key === 'f') yield* this.screen.say(this.screen.told('place'));
    else yield* this.screen.ring();
    return true;
  }

  /** Half a screen, or as many rows as a number said before. */
  private half(number: number | undefined): number {
    this.scroll = number ?? this.scroll;
    return this.scroll ?? Math.floor((this.screen.height + 2) / 2);
  }

  /** False when it is time to leave. */
  private *command(key: string, number: number | undefined): Generator<void, boolean> {
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
      case '\x06':
      case '\x16':
      case 'pagedown':
        return yield* this.forward(number ?? this.screen.window);
      case 'z':
        if (number !== undefined) this.screen.options.window = number;
        return yield* this.forward(this.screen.window);
      case 'j':
      case 'e':
      case '\r':
      case '\n':
      case '\x05':
      case '\x0e':
      case 'down':
        return yield* this.forward(number ?? 1);
      case 'k':
      case 'y':
      case '\x19':
      case '\x10':
      case 'up':
        yield* this.screen.backward(number ?? 1);
        return true;
      case 'b':
      case '\x02':
      case 'pageup':
        yield* this.screen.backward(number ?? this.screen.window);
        return true;
      case 'w':
        if (number !== undefined) this.screen.options.window = number;
        yield* this.screen.backward(this.screen.window);
        return true;
      case 'd':
      case '\x04':
        return yield* this.forward(this.half(number));
      case 'u':
      case '\x15':
        yield* this.screen.backward(this.half(number));
        return true;
      case 'g':
      case '<':
      case 'home':
        yield* this.screen.toLine(number ?? 1, number === undefined ? 0 : this.screen.target);
        return true;
      case 'G':
      case '>':
      case 'end':
        if (number === undefined) yield* this.screen.toEnd();
        else yield* this.screen.toLine(number, this.screen.target);
        return true;
      case 'p':
      case '%':
        yield* this.toShare(number ?? 0);
        return true;
      case '/':
      case '?':
        yield* this.searching.ask(key === '?', number ?? 1);
        return true;
      case 'n':
      case 'N':
        yield* this.searching.repeat(number ?? 1, key === 'N');
        return true;
      case 'left':
      case 'right':
        yield* this.slide(key === 'right' ? 1 : -1, number);
        return true;
      case '=':
      case '\x07':
        yield* this.screen.say(this.screen.told('place'));
        return true;
      case 'h':
      case 'H':
        yield* this.help();
        return true;
      case '-':
      case '_':
        yield* this.toggling.run(key);
        return true;
      case ':':
        return yield* this.colon();
      case 'r':
      case '\x0c':
        yield* this.screen.redraw();
        return true;
      default:
        yield* this.screen.refuse();
        return true;
    }
  }

  private *start(): Generator<void, boolean> {
    const { screen } = this;
    const { at } = screen.options;
    yield* screen.measure();
    if (at.quitIfOneScreen && screen.names.length <= 1) {
      const more = yield* screen.need(screen.height + 1);
      if (!more && screen.text.ended) {
        const text = screen.rows.map((row) => `${row.lead}${row.text}\n`).join('');
        const [before, after] = at.keepScreen ? [KEYPAD, KEYPAD_OFF] : ['\r', ''];
        yield* screen.write(`${before}${text}${CLEAR_LINE}${after}`);
        return false;
      }
    }
    yield* screen.write(at.keepScreen ? KEYPAD : ENTER);
    let problem: string | undefined;
    for (const command of screen.options.commands) problem = yield* this.first(command);
    yield* screen.redraw(at.clear ? undefined : '', false);
    if (problem !== undefined) yield* screen.say(problem);
    else if (screen.text.failed) yield* screen.say('read error');
    return true;
  }

  /** A command of the command line, before anything is shown; answers what went wrong. */
  private *first(command: string): Generator<void, string | undefined> {
    const { screen } = this;
    if (command.startsWith('/')) return yield* this.searching.first(command.slice(1));
    if (command === 'G') {
      while (yield* screen.need(screen.rows.length + 1));
      screen.top = Math.max(0, screen.rows.length - screen.height);
    } else if (/^\d+g?$/.test(command)) yield* screen.goToLine(Number.parseInt(command, 10), screen.target);
    return undefined;
  }

  *run(): Generator<void, number> {
    const stays = yield* this.start();
    let status = 0;
    let digits = '';
    while (stays && !this.isOver) {
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
        if (this.screen.options.at.quitOnInterrupt) {
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
    if (stays) yield* this.screen.write(`${CLEAR_LINE}${this.screen.options.at.keepScreen ? KEYPAD_OFF : LEAVE}`);
    yield* this.keys.giveBack();
    return status;
  }
}

/** What was complained of would be gone with the first screen. */
function* waitForReturn(io: Io, keys: Keyboard): Generator<void, void> {
  yield* io.print('Press RETURN to continue ');
  yield* io.out.flush();
  const key = yield* keys.key();
  if (key !== undefined && !/^[\r\n ]$/.test(key)) keys.putBack(key);
  yield* io.print('\n');
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const { options, names: given, complained } = yield* readLessWords(args, io);
  const force = options.at.force > 0;
  const terminal = !isFailure(yield* sys.tcgetattr(1));
  const piped = isFailure(yield* sys.tcgetattr(0));
  const names = given.length > 0 || !piped ? given : ['-'];
  if (names.length === 0) {
    yield* io.complain('Missing filename ("less --help" for help)\n');
    return 0;
  }
  if (!terminal) return yield* copyAll(sys, io, names, force);
  let first: OpenedText | undefined;
  let skipped = 0;
  for (const name of names) {
    const opened = yield* openText(sys, name, force);
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
  if (!keys) return yield* copyAll(sys, io, names, force);
  if (complained || skipped > 0) yield* waitForReturn(io, keys);
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
      search: { short: 'a', help: 'search behind the screen (-A: behind the target line)' },
      clear: { short: 'c', help: 'write a new screen from its top instead of scrolling' },
      quitAtEnd: { short: 'e', help: 'quit at the second end of file (-E: at the first)' },
      force: { short: 'f', help: 'open what is no regular file: a FIFO, a device, a directory' },
      quitIfOneScreen: { short: 'F', help: 'quit if the whole text fits on one screen' },
      highlight: { short: 'g', help: 'mark only the line that was found last (-G: mark nothing)' },
      ignoreCase: { short: 'i', help: 'ignore case in searches that have no capitals (-I: in all)' },
      target: { short: 'j', value: 'LINE', help: 'the line of the screen for what was found; .5 is the middle' },
      quitOnInterrupt: { short: 'K', help: 'leave at Ctrl-C' },
      longPrompt: { short: 'm', help: 'tell how much has been seen (-M: and which lines)' },
      numbers: { short: 'N', help: 'number the lines (-n: do not even tell their numbers)' },
      pattern: { short: 'p', value: 'PATTERN', help: 'start at the first line that matches' },
      prompt: { short: 'P', value: 'PROMPT', help: 'use this prompt (with m, M, = in front: for -m, -M, =)' },
      quiet: { short: 'q', help: 'no bell at the ends of the text (-Q: never)' },
      rawControl: { short: 'R', help: 'let colour sequences through (-r: all control characters)' },
      squeeze: { short: 's', help: 'show several blank lines as one' },
      chop: { short: 'S', help: 'chop long lines instead of folding them' },
      tabs: { short: 'x', value: 'N,...', help: 'tab stops' },
      keepScreen: { short: 'X', help: 'leave the screen as it is at the end' },
      window: { short: 'z', value: 'N', help: 'lines of a screenful; -N does the same' },
      tilde: { short: '~', help: 'leave lines behind the end empty' },
      shift: { short: '#', value: 'N', help: 'columns that the right and left arrows move' },
    },
  },
  run,
);
