/**
 * What less and more share: a text that is read only as far as it is looked at, cut into rows of the screen, and a
 * keyboard without lines and echo. Authority: less(1), more(1), termios(3).
 */

import { decode, fromLatin1 } from '../../bytes.ts';
import { ECHO, ICANON, POLLIN, type Termios, VMIN, VTIME } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { SIGINT, SIGWINCH } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { Input } from './input.ts';
import { cellWidth } from './width.ts';

/** Lines as they come; a pipe is not read further than somebody looks. */
export class Text {
  readonly lines: string[] = [];
  /** Bytes up to the end of each line. */
  readonly ends: number[] = [];
  ended = false;
  private readonly input: Input;
  private readonly sys: Sys;
  private readonly fd: number;

  constructor(sys: Sys, fd: number) {
    this.sys = sys;
    this.fd = fd;
    this.input = new Input(sys, fd);
  }

  /** Reads until there are `count` lines; false if there are not so many. A signal ends the waiting. */
  *need(count: number): Generator<void, boolean> {
    while (this.lines.length < count && !this.ended) {
      const line = yield* this.input.line();
      if (line === undefined) {
        this.ended = this.input.failure?.errno !== 'EINTR';
        if (!this.ended) return false;
        break;
      }
      this.ends.push((this.ends.at(-1) ?? 0) + line.length);
      this.lines.push(decode(fromLatin1(line)).replace(/\r?\n$/, ''));
    }
    return this.lines.length >= count;
  }

  /** It ended because it could not be read any further: a directory. */
  get failed(): boolean {
    return this.ended && this.input.failure !== undefined;
  }

  *close(): Generator<void, void> {
    if (this.fd > 2) yield* this.sys.close(this.fd);
  }
}

/** Where tabs lead to: the stops that were given, from 0, and then one every so many columns. */
export interface TabStops {
  readonly stops: readonly number[];
  readonly every: number;
}

export const EVERY_EIGHT: TabStops = { stops: [0, 8], every: 8 };

const tabWidth = ({ stops, every }: TabStops, column: number): number => {
  const next = stops.find((stop) => stop > column);
  if (next !== undefined) return next - column;
  return every - ((column - (stops.at(-1) ?? 0)) % every);
};

/** How what is no letter is shown. */
export interface Look {
  /** Of control characters: none is sent as it is, those that change colours are, all are. */
  readonly sent: 'none' | 'colours' | 'all';
  readonly tabs: TabStops;
  /** What stands for a character is set off from the text. */
  readonly setOff: (text: string) => string;
  readonly escape: string;
}

export const PLAIN: Look = { sent: 'none', tabs: EVERY_EIGHT, setOff: (text) => text, escape: '^[' };

const COLOUR = /^\x1b\[[\d;]*m/;
/** A change of colour, or any control character but a tab, if it is sent as it is. */
const sentAt = (line: string, at: number, sent: Look['sent']): string => {
  const code = line.charCodeAt(at);
  if (sent === 'none' || code === 9 || (code >= 32 && code !== 127)) return '';
  if (sent === 'all') return line.charAt(at);
  return (code === 27 ? COLOUR.exec(line.slice(at))?.[0] : undefined) ?? '';
};

/** What stands for a character that cannot be shown itself. */
const stoodFor = (code: number, look: Look): string | undefined => {
  if (code === 27) return look.escape;
  if (code < 32 || code === 127) return `^${String.fromCharCode(code ^ 64)}`;
  return code >= 0xdc80 && code <= 0xdcff ? `<${(code - 0xdc00).toString(16).toUpperCase()}>` : undefined;
};

/** Tabs as blanks, control characters as ^X. */
export const shownLine = (line: string, look: Look = PLAIN): string => {
  let out = '';
  let column = 0;
  for (let at = 0; at < line.length; ) {
    const sent = sentAt(line, at, look.sent);
    if (sent !== '') {
      out += sent;
      at += sent.length;
      continue;
    }
    const code = line.codePointAt(at) ?? 0;
    const char = String.fromCodePoint(code);
    const instead = char === '\t' ? ' '.repeat(tabWidth(look.tabs, column)) : stoodFor(code, look);
    out += instead === undefined ? char : char === '\t' ? instead : look.setOff(instead);
    column += instead === undefined ? cellWidth(char) : instead.length;
    at += char.length;
  }
  return out;
};

const ENTER_BOLD = '\x1b[1m';
const LEAVE_BOLD = '\x1b[0m';
const ENTER_UNDERLINE = '\x1b[4m';
const LEAVE_UNDERLINE = '\x1b[24m';

/** What was printed twice on one spot is bold, what was printed over a `_` is underlined: so typewriters did. */
export const withOverstrikes = (line: string, look: Look): string => {
  let out = '';
  let style = '';
  for (const [, twice, over, plain] of line.matchAll(/([\s\S])\x08\1|_\x08([\s\S])|([\s\S])/gu)) {
    const next = twice === undefined ? (over === undefined ? '' : ENTER_UNDERLINE) : ENTER_BOLD;
    if (next !== style) out += leaving(style) + next;
    style = next;
    out += shownLine(twice ?? over ?? plain ?? '', look);
  }
  return out + leaving(style);
};

const leaving = (style: string): string =>
  style === ENTER_BOLD ? LEAVE_BOLD : style === ENTER_UNDERLINE ? LEAVE_UNDERLINE : '';

/** What a search looks at. */
export const withoutOverstrikes = (line: string): string => line.replace(/[\s\S]\x08/gu, '');

/** Characters, and changes of colour, which take no room. */
const CELLS = /\x1b\[[\d;]*m|[\s\S]/gu;

/** The columns from `from` on that fit; changes of colour in front of them stay in force. */
export const cut = (text: string, from: number, columns: number): { text: string; more: boolean } => {
  let out = '';
  let column = 0;
  for (const [char] of text.matchAll(CELLS)) {
    const colour = char.length > 2;
    const end = column + (colour ? 0 : cellWidth(char));
    if (end > from + columns) return { text: out, more: true };
    if (colour || column >= from) out += char;
    column = end;
  }
  return { text: out, more: false };
};

/** Pieces that fit the width of a screen. */
export const wrapped = (text: string, columns: number): string[] => {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const [char] of text.matchAll(CELLS)) {
    const cells = char.length > 2 ? 0 : cellWidth(char);
    if (width + cells > columns) {
      rows.push(row);
      row = '';
      width = 0;
    }
    row += char;
    width += cells;
  }
  rows.push(row);
  return rows;
};

const ARROWS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '5~': 'pageup',
  '6~': 'pagedown',
  '1~': 'home',
  '4~': 'end',
};

/** What follows an escape character this fast belongs to it. */
const ESCAPE_MS = 50;

/** The terminal that keys come from, in raw mode until it is given back. */
export class Keyboard {
  readonly fd: number;
  private readonly sys: Sys;
  private readonly before: Termios;
  private queue: string[] = [];
  /** SIGINT came: whatever was waited for is given up. */
  interrupted = false;
  resized = false;

  private constructor(sys: Sys, fd: number, before: Termios) {
    this.sys = sys;
    this.fd = fd;
    this.before = before;
  }

  /** Undefined if `fd` is no terminal. */
  static *open(sys: Sys, fd: number): Generator<void, Keyboard | undefined> {
    const before = yield* sys.tcgetattr(fd);
    if (isFailure(before)) return undefined;
    const keyboard = new Keyboard(sys, fd, before);
    yield* keyboard.take();
    yield* keyboard.listen();
    return keyboard;
  }

  /** Raw mode: at the beginning, and again after a stop. */
  *take(): Generator<void, void> {
    const cc = [...this.before.cc];
    cc[VMIN] = 1;
    cc[VTIME] = 0;
    yield* this.sys.tcsetattr(this.fd, { ...this.before, lflag: this.before.lflag & ~(ICANON | ECHO), cc });
  }

  private *listen(): Generator<void, void> {
    const keyboard = this;
    const interrupt = function* () {
      keyboard.interrupted = true;
      return 0;
    };
    const resize = function* () {
      keyboard.resized = true;
      return 0;
    };
    yield* this.sys.sigaction(SIGINT, { handler: interrupt, mask: 0n, flags: 0 });
    yield* this.sys.sigaction(SIGWINCH, { handler: resize, mask: 0n, flags: 0 });
  }

  *giveBack(): Generator<void, void> {
    yield* this.sys.tcsetattr(this.fd, this.before);
  }

  /** One key: a character, or the name of a key that sends several. Undefined when it is gone or a signal came. */
  *key(): Generator<void, string | undefined> {
    const first = yield* this.byte();
    if (first !== '\x1b') return first;
    let sequence = '';
    while (yield* this.ready(ESCAPE_MS)) {
      sequence += (yield* this.byte()) ?? '';
      if (/^[[O](?:[A-Z]|\d+~)$/.test(sequence) || sequence.length > 4 || !/^[[O]/.test(sequence)) break;
    }
    return ARROWS[sequence.slice(1)] ?? '\x1b';
  }

  /** A key that answered nothing is the next one again. */
  putBack(key: string): void {
    this.queue.unshift(key);
  }

  /** Whether there is a key within so many ms; a signal ends the waiting. */
  *ready(ms: number): Generator<void, boolean> {
    if (this.queue.length > 0) return true;
    const events = yield* this.sys.poll([{ fd: this.fd, events: POLLIN }], ms);
    return !isFailure(events) && ((events[0] ?? 0) & POLLIN) !== 0;
  }

  private *byte(): Generator<void, string | undefined> {
    if (this.queue.length === 0) {
      const bytes = new Uint8Array(64);
      const count = yield* this.sys.read(this.fd, bytes);
      if (isFailure(count)) return undefined;
      if (count === 0) {
        this.interrupted = true;
        return undefined;
      }
      this.queue = [...decode(bytes.subarray(0, count))];
    }
    return this.queue.shift();
  }
}

/** A regular expression as people type it. */
export const searchPattern = (pattern: string, ignores: boolean): RegExp | undefined => {
  try {
    return new RegExp(pattern, ignores ? 'i' : '');
  } catch {
    return undefined;
  }
};
