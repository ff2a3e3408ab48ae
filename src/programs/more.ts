/**
 * more: shows a text screen by screen, and waits for a key under each.
 * Models space, Enter, d, b, s, f, =, /, n, q and several files. Leaves out running commands and editing.
 * Output that is no terminal: it is cat. Authority: more(1), util-linux 2.38.
 */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { Keyboard, searchPattern, shownLine, Text, wrapped } from './lib/pager.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  silent: { short: 'd', long: 'silent', help: 'display help instead of ringing bell' },
  logical: { short: 'f', long: 'logical', help: 'count logical rather than screen lines' },
  noPause: { short: 'l', long: 'no-pause', help: 'suppress pause after form feed' },
  printOver: { short: 'c', long: 'print-over', help: 'do not scroll, display text and clean line ends' },
  exitOnEof: { short: 'e', long: 'exit-on-eof', help: 'exit on end-of-file' },
  cleanPrint: { short: 'p', long: 'clean-print', help: 'do not scroll, clean screen and display text' },
  squeeze: { short: 's', long: 'squeeze', help: 'squeeze multiple blank lines into one' },
  plain: { short: 'u', long: 'plain', help: 'suppress underlining and bold' },
  lines: { short: 'n', long: 'lines', value: '<number>', help: 'the number of lines per screenful' },
} as const;

type Name = keyof typeof options;

const banner = (name: string): string => `::::::::::::::\n${name}\n::::::::::::::\n`;
const ERASE = '\r\x1b[K';
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

interface Start {
  readonly line: number;
  readonly pattern: string | undefined;
}

/** `-20`, `+100` and `+/pattern` are no options that getopt knows. */
const rewrite = (args: readonly string[]): string[] =>
  args.map((word) => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word));

class More {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly keys: Keyboard;
  private readonly text: Text;
  /** Of a regular file, for the percentage. */
  private readonly size: number | undefined;
  private readonly perScreen: number;
  private readonly columns: number;
  private readonly exits: boolean;
  /** The next line to be shown. */
  private line = 0;
  private pattern: RegExp | undefined;

  constructor(
    sys: Sys,
    io: Io,
    keys: Keyboard,
    text: Text,
    look: { size: number | undefined; perScreen: number; columns: number; exits: boolean },
  ) {
    this.sys = sys;
    this.io = io;
    this.keys = keys;
    this.text = text;
    this.size = look.size;
    this.perScreen = look.perScreen;
    this.columns = look.columns;
    this.exits = look.exits;
  }

  private *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  /** At most `count` rows; the first clears what stood in its place. Fewer at the end of the text. */
  private *show(count: number, after: string): Generator<void, void> {
    let out = after;
    let clear = after === '\r';
    let rows = 0;
    while (rows < count && (yield* this.text.need(this.line + 1))) {
      const pieces = wrapped(shownLine(this.text.lines[this.line] ?? ''), this.columns);
      if (rows > 0 && rows + pieces.length > count) break;
      for (const piece of pieces) {
        out += `${piece}${clear ? '\x1b[K' : ''}\n`;
        clear = false;
      }
      rows += pieces.length;
      this.line += 1;
    }
    const ended = rows < count && this.text.ended;
    if (rows === 0 && after === '\r') out = ERASE;
    if (ended && !this.exits) out += '\n'.repeat(count - rows);
    yield* this.write(out);
    this.ended = ended;
  }
  private ended = false;

  private *prompt(): Generator<void, void> {
    if (this.ended) return yield* this.write(`\x1b[7m--More--${ERASE}(END)\x1b[27m`);
    const bytes = this.text.ends[this.line - 1] ?? 0;
    const share = this.size ? `(${Math.floor((bytes * 100) / this.size)}%)` : '';
    yield* this.write(reverse(`--More--${share}`));
  }

  private *back(screens: number): Generator<void, void> {
    const pages = `${screens} page${screens === 1 ? '' : 's'}`;
    yield* this.write(`${ERASE}...back ${pages}\n`);
    this.line = Math.max(0, this.line - this.perScreen * (screens + 1));
    // Behind single lines it goes back to the beginning of a screen.
    this.line -= this.line % this.perScreen;
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
      case 'z':
        yield* this.show(number ?? this.perScreen, '\r');
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
        yield* this.write('\x07');
        return 'quiet';
    }
  }

  /** False when it was left, true at the end of the text. */
  *run(lead: number): Generator<void, boolean> {
    yield* this.show(this.perScreen - lead, '');
    let digits = '';
    for (let prompting = true; ; ) {
      if (this.exits && this.text.ended && this.line >= this.text.lines.length) return true;
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

function* copyAll(sys: Sys, io: Io, names: readonly string[]): Generator<void, number> {
  const block = new Uint8Array(4096);
  for (const name of names) {
    const fd = yield* openFile(sys, io, name);
    if (fd === undefined) continue;
    if (names.length > 1 && name !== '-') yield* writeAll(sys, 1, new TextEncoder().encode(banner(name)));
    for (;;) {
      const count = yield* sys.read(fd, block);
      if (isFailure(count) || count === 0) break;
      if (yield* writeAll(sys, 1, block.subarray(0, count))) return 1;
    }
    if (fd > 2) yield* sys.close(fd);
  }
  return 0;
}

function* openFile(sys: Sys, io: Io, name: string): Generator<void, number | undefined> {
  if (name === '-') return 0;
  const stat = yield* sys.stat(name);
  const fd = isFailure(stat) ? stat : yield* sys.open(name, 0);
  if (isFailure(fd)) {
    yield* io.complain(`more: cannot open ${name}: ${strerror(fd.errno)}\n`);
    return undefined;
  }
  if (isFailure(stat) || !S_ISDIR(stat.mode)) return fd;
  yield* io.print(`\n*** ${name}: directory ***\n\n`);
  yield* io.out.flush();
  yield* sys.close(fd);
  return undefined;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plus = args.operands.find((word) => /^\+(\d+|\/.*)$/.test(word));
  const names = args.operands.filter((word) => word !== plus);
  const piped = isFailure(yield* sys.tcgetattr(0));
  if (names.length === 0 && !piped) return yield* io.usageError(1, 'bad usage');
  // What is piped in comes before the files.
  const all = piped ? ['-', ...names] : names;
  const size = yield* sys.tiocgwinsz(1);
  const keys = isFailure(size) ? undefined : yield* Keyboard.open(sys, 2);
  if (!keys || isFailure(size)) return yield* copyAll(sys, io, all);
  const asked = args.value('lines');
  const look = {
    perScreen: asked === undefined ? size.rows - 1 : Math.max(1, Number(asked)),
    columns: size.cols,
    exits: args.has('exitOnEof'),
  };
  const start = {
    line: plus && !plus.startsWith('+/') ? Number(plus.slice(1)) : 1,
    pattern: plus?.startsWith('+/') ? plus.slice(2) : undefined,
  };
  for (const name of all) {
    const fd = yield* openFile(sys, io, name);
    if (fd === undefined) continue;
    const stat = yield* sys.fstat(fd);
    const regular = name !== '-' && !isFailure(stat) ? stat.size : undefined;
    const text = new Text(sys, fd);
    const exits = look.exits || name !== all.at(-1);
    const more = new More(sys, io, keys, text, { ...look, size: regular, exits });
    if (all.length > 1 && name !== '-') yield* io.print(banner(name));
    yield* more.startAt(start);
    const goesOn = yield* more.run(all.length > 1 ? 3 : 0);
    yield* text.close();
    if (!goesOn) break;
  }
  yield* keys.giveBack();
  return 0;
}

export const more = program(
  {
    name: 'more',
    summary: 'display the contents of a file in a terminal',
    usage: '[options] <file>...',
    about: 'A file perusal filter for CRT viewing.',
    family: 'util-linux',
    options,
    rewrite,
  },
  run,
);
