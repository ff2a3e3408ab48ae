/**
 * stty: prints and changes the settings of the terminal on its standard input.
 * Leaves out changing the size of a terminal, which belongs to its window. Authority: stty(1).
 */

import { ICANON, O_NONBLOCK, type Termios } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import {
  COMBINATIONS,
  CONTROL_CHARS,
  isOn,
  MODES,
  modeNamed,
  SPEED_MASK,
  SPEEDS,
  sane,
  speedOf,
  VMIN_INDEX,
  VTIME_INDEX,
  withChar,
  withMode,
} from './lib/termios-modes.ts';

/** Words in lines that fit the screen. */
class Wrapped {
  private readonly columns: number;
  private column = 0;
  text = '';

  constructor(columns: number) {
    this.columns = columns;
  }

  put(word: string): void {
    if (this.column > 0) {
      const fits = this.columns - this.column >= word.length;
      this.text += fits ? ' ' : '\n';
      this.column = fits ? this.column + 1 : 0;
    }
    this.text += word;
    this.column += word.length;
  }

  newline(): void {
    if (this.column > 0) this.text += '\n';
    this.column = 0;
  }
}

const visible = (code: number): string => {
  if (code === 0) return '<undef>';
  if (code >= 128) return `M-${code === 128 ? '^@' : visible(code - 128)}`;
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : String.fromCharCode(code);
};

const minAndTime = ({ cc }: Termios): string => `min = ${cc[VMIN_INDEX] ?? 0}; time = ${cc[VTIME_INDEX] ?? 0};`;

interface Screen {
  readonly rows: number;
  readonly cols: number;
}

const showAll = (termios: Termios, size: Screen | undefined, columns: number): string => {
  const out = new Wrapped(columns);
  out.put(`speed ${speedOf(termios)} baud;`);
  if (size) out.put(`rows ${size.rows}; columns ${size.cols};`);
  out.put('line = 0;');
  out.newline();
  for (const { name, index } of CONTROL_CHARS) out.put(`${name} = ${visible(termios.cc[index] ?? 0)};`);
  out.put(minAndTime(termios));
  let field: string | undefined;
  for (const mode of MODES) {
    if (mode.field !== field) out.newline();
    field = mode.field;
    const on = isOn(termios, mode);
    if (mode.mask === undefined) out.put(on ? mode.name : `-${mode.name}`);
    else if (on) out.put(mode.name);
  }
  out.newline();
  return out.text;
};

/** What differs from `stty sane`. */
const showChanged = (termios: Termios, columns: number): string => {
  const out = new Wrapped(columns);
  out.put(`speed ${speedOf(termios)} baud;`);
  out.put('line = 0;');
  out.newline();
  for (const { name, index, sane: expected } of CONTROL_CHARS) {
    const code = termios.cc[index] ?? 0;
    if (code !== expected) out.put(`${name} = ${visible(code)};`);
  }
  if ((termios.lflag & ICANON) === 0) out.put(minAndTime(termios));
  let field: string | undefined;
  for (const mode of MODES) {
    if (mode.field !== field) out.newline();
    field = mode.field;
    const on = isOn(termios, mode);
    if (on && mode.sane === 'unset') out.put(mode.name);
    if (!on && mode.sane === 'set' && mode.mask === undefined) out.put(`-${mode.name}`);
  }
  out.newline();
  return out.text;
};

const CC_COUNT = 32;

/** Everything in hexadecimal, for `stty $(stty -g)` later. */
const saved = ({ iflag, oflag, cflag, lflag, cc }: Termios): string => {
  const chars = Array.from({ length: CC_COUNT }, (_, i) => cc[i] ?? 0);
  return `${[iflag, oflag, cflag >>> 0, lflag, ...chars].map((value) => value.toString(16)).join(':')}\n`;
};

const restored = (termios: Termios, word: string): Termios | undefined => {
  const values = word.split(':');
  if (values.length !== CC_COUNT + 4 || !values.every((value) => /^[0-9a-f]+$/i.test(value))) return undefined;
  const [iflag = 0, oflag = 0, cflag = 0, lflag = 0, ...cc] = values.map((value) => Number.parseInt(value, 16));
  return { iflag, oflag, cflag, lflag, cc: cc.slice(0, Math.max(termios.cc.length, 19)) };
};

function* integer(io: Io, word: string, most: number): Generator<void, number> {
  const text = word.replace(/^\+/, '');
  const value = /^0[xX][0-9a-fA-F]+$|^\d+$/.test(text)
    ? /^0[0-7]+$/.test(text)
      ? Number.parseInt(text, 8)
      : Number(text)
    : undefined;
  if (value === undefined) return yield* io.die(1, `invalid integer argument: ${quote(word)}`);
  if (value > most) {
    return yield* io.die(1, `invalid integer argument: ${quote(word)}: Numerical result out of range`);
  }
  return value;
}

/** A character: itself, `^c`, `^-`, `undef` or a number. */
function* charCode(io: Io, word: string): Generator<void, number> {
  if (word === '^-' || word === 'undef') return 0;
  if (word.length <= 1) return word === '' ? 0 : word.charCodeAt(0) & 0xff;
  if (word.startsWith('^')) return word.charAt(1) === '?' ? 127 : word.charCodeAt(1) & 0x1f;
  return yield* integer(io, word, 255);
}

interface Device {
  readonly fd: number;
  /** For messages. */
  readonly name: string;
}

class Setter {
  private readonly sys: Sys;
  private readonly io: Io;
  /** Undefined while the words are only checked. */
  private readonly device: Device | undefined;
  private readonly rest: string[];
  termios: Termios;
  changed = false;

  constructor(sys: Sys, io: Io, device: Device | undefined, termios: Termios, words: readonly string[]) {
    this.sys = sys;
    this.io = io;
    this.device = device;
    this.termios = termios;
    this.rest = [...words];
  }

  *all(): Generator<void, void> {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) yield* this.one(word);
  }

  private *value(setting: string): Generator<void, string> {
    return this.rest.shift() ?? (yield* this.io.usageError(1, `missing argument to ${quote(setting)}`));
  }

  private set(termios: Termios): void {
    this.termios = termios;
    this.changed = true;
  }

  private *one(word: string): Generator<void, void> {
    const { io } = this;
    if (word === 'drain' || word === '-drain') return;
    const combination = COMBINATIONS[word === 'LCASE' ? 'lcase' : word === '-LCASE' ? '-lcase' : word];
    if (combination) {
      this.rest.unshift(...combination);
      return;
    }
    const negated = word.startsWith('-');
    const mode = modeNamed(negated ? word.slice(1) : word);
    if (mode && !(negated && mode.mask !== undefined)) return this.set(withMode(this.termios, mode, !negated));
    const special = CONTROL_CHARS.find(({ name }) => name === word);
    if (special) return this.set(withChar(this.termios, special.index, yield* charCode(io, yield* this.value(word))));
    if (SPEEDS.has(Number(word)) && /^\d+$/.test(word)) return this.speed(word);
    if (yield* this.other(word)) return;
    const old = restored(this.termios, word);
    if (old) return this.set(old);
    yield* io.usageError(1, `invalid argument ${quote(word)}`);
  }

  private speed(word: string): void {
    const { cflag } = this.termios;
    this.set({ ...this.termios, cflag: ((cflag & ~SPEED_MASK) | (SPEEDS.get(Number(word)) ?? 0)) >>> 0 });
  }

  private *size({ fd, name }: Device): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(fd);
    if (isFailure(size)) yield* this.io.die(1, quotef(name), size);
    else yield* this.io.print(`${size.rows} ${size.cols}\n`);
  }

  /** Setting one measure leaves the other; the kernel tells the foreground group of a change (SIGWINCH). */
  private *resize(word: string, value: number): Generator<void, void> {
    if (!this.device) return;
    const { fd, name } = this.device;
    const size = yield* this.sys.tiocgwinsz(fd);
    if (isFailure(size)) return yield* this.io.die(1, quotef(name), size);
    yield* this.sys.tiocswinsz(fd, word === 'rows' ? { ...size, rows: value } : { ...size, cols: value });
  }

  private *other(word: string): Generator<void, boolean> {
    const { io } = this;
    switch (word) {
      case 'sane':
        this.set(sane(this.termios));
        return true;
      case 'min':
      case 'time':
        this.set(
          withChar(
            this.termios,
            word === 'min' ? VMIN_INDEX : VTIME_INDEX,
            yield* integer(io, yield* this.value(word), 255),
          ),
        );
        return true;
      case 'ispeed':
      case 'ospeed': {
        const speed = yield* this.value(word);
        if (!SPEEDS.has(Number(speed))) yield* io.usageError(1, `invalid ${word} ${quote(speed)}`);
        this.speed(speed);
        return true;
      }
      case 'speed':
        if (this.device) yield* io.print(`${speedOf(this.termios)}\n`);
        return true;
      case 'size':
        if (this.device) yield* this.size(this.device);
        return true;
      case 'line':
        yield* integer(io, yield* this.value(word), 255);
        return true;
      case 'rows':
      case 'cols':
      case 'columns':
        yield* this.resize(word, yield* integer(io, yield* this.value(word), 0x7fffffff));
        return true;
      default:
        return false;
    }
  }
}

interface CommandLine {
  style: 'changed' | 'all' | 'save';
  file: string | undefined;
  readonly settings: string[];
}

/** Options may stand anywhere; what is no option is a setting, also when it begins with a dash. */
function* readWords(args: readonly string[], io: Io): Generator<void, CommandLine> {
  const line: CommandLine = { style: 'changed', file: undefined, settings: [] };
  const rest = [...args];
  const styles = new Set<'all' | 'save'>();
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const long = /^--([a-z]+)(?:=(.*))?$/.exec(word);
    if (word === '--help' || word === '--version') {
      yield* io.print(word === '--help' ? io.helpText : io.versionText);
      io.exit(0);
    } else if (long?.[1] === 'all' || long?.[1] === 'save') styles.add(long[1]);
    else if (long?.[1] === 'file') line.file = long[2] ?? rest.shift();
    else if (/^-[ag]+$/.test(word)) {
      if (word.includes('a')) styles.add('all');
      if (word.includes('g')) styles.add('save');
    } else if (word.startsWith('-F')) {
      line.file = word.slice(2) || rest.shift();
      if (line.file === undefined) line.settings.push(word);
    } else line.settings.push(word);
  }
  if (styles.size === 2) {
    yield* io.die(1, 'the options for verbose and stty-readable output styles are\nmutually exclusive');
  }
  if (styles.size > 0 && line.settings.some((word) => word !== 'drain' && word !== '-drain')) {
    yield* io.die(1, 'when specifying an output style, modes may not be set');
  }
  const [style] = styles;
  line.style = style ?? 'changed';
  return line;
}

const NOTHING: Termios = { iflag: 0, oflag: 0, cflag: 0, lflag: 0, cc: new Array<number>(19).fill(0) };

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const { style, file, settings } = yield* readWords(args, io);
  // Words are checked before the terminal is looked at.
  yield* new Setter(sys, io, undefined, NOTHING, settings).all();
  const fd = file === undefined ? 0 : yield* sys.open(file, O_NONBLOCK);
  if (isFailure(fd)) return yield* io.die(1, quotef(file ?? ''), fd);
  const device = { fd, name: file ?? 'standard input' };
  const termios = yield* sys.tcgetattr(fd);
  if (isFailure(termios)) return yield* io.die(1, quotef(device.name), termios);
  if (settings.some((word) => word !== 'drain' && word !== '-drain')) {
    const setter = new Setter(sys, io, device, termios, settings);
    yield* setter.all();
    if (!setter.changed) return 0;
    const failure = yield* sys.tcsetattr(fd, setter.termios);
    if (isFailure(failure)) return yield* io.die(1, quotef(device.name), failure);
    return 0;
  }
  const window = yield* sys.tiocgwinsz(1);
  const own = yield* sys.tiocgwinsz(fd);
  const known = isFailure(window) ? 0 : window.cols;
  const columns = known > 0 ? known : Number(io.getenv('COLUMNS') ?? 80);
  if (style === 'save') yield* io.print(saved(termios));
  else if (style === 'all') yield* io.print(showAll(termios, isFailure(own) ? undefined : own, columns));
  else yield* io.print(showChanged(termios, columns));
  return 0;
}

export const stty = rawProgram(
  {
    name: 'stty',
    summary: 'change and print terminal line settings',
    usage: [
      '[-F DEVICE | --file=DEVICE] [SETTING]...',
      '[-F DEVICE | --file=DEVICE] [-a|--all]',
      '[-F DEVICE | --file=DEVICE] [-g|--save]',
    ],
    about: 'Print or change terminal characteristics.',
    options: {
      all: { short: 'a', long: 'all', help: 'print all current settings in human-readable form' },
      save: { short: 'g', long: 'save', help: 'print all current settings in a stty-readable form' },
      file: { short: 'F', long: 'file', value: 'DEVICE', help: 'open and use the specified DEVICE instead of stdin' },
    },
    notes: `Optional - before SETTING indicates negation.

Special characters (CHAR is taken literally, or coded as in ^c, 0x37, 0177 or
127; ^- or undef disables):
   ${CONTROL_CHARS.map(({ name }) => name).join(' ')}

Special settings:
   N, ispeed N, ospeed N, min N, time N, size, speed

Switches:
   ${MODES.filter(({ mask }) => mask === undefined)
     .map(({ name }) => name)
     .join(' ')
     .replace(/(.{1,70}) /g, '$1\n   ')}

Combination settings:
   cbreak cooked crt dec ek nl raw sane`,
  },
  run,
);
