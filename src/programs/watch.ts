/**
 * watch: runs a command again and again and shows what it prints, a screenful.
 * Redraws every line where the real one (curses) writes only what has changed. Authority: watch(1) of procps-ng 4.0.2.
 */

import { decode } from '../bytes.ts';
import { ECHO, ICANON, POLLIN, type Termios } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGINT, SIGTERM } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDuration } from './lib/duration.ts';
import { execvp } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { PLAIN, shownLine } from './lib/pager.ts';
import { type Args, program } from './lib/program.ts';
import { strftime } from './lib/strftime.ts';
import { type Cell, rowText, styledCells, wrappedCells } from './lib/styled.ts';

const options = {
  beep: { short: 'b', long: 'beep', help: 'beep if command has a non-zero exit' },
  color: { short: 'c', long: 'color', help: 'interpret ANSI color and style sequences' },
  differences: {
    short: 'd',
    long: 'differences',
    value: '<permanent>',
    optional: true,
    help: 'highlight changes between updates',
  },
  errexit: { short: 'e', long: 'errexit', help: 'exit if command has a non-zero exit' },
  chgexit: { short: 'g', long: 'chgexit', help: 'exit when output from command changes' },
  equexit: {
    short: 'q',
    long: 'equexit',
    value: '<cycles>',
    help: 'exit when output from command does not change',
  },
  interval: { short: 'n', long: 'interval', value: '<secs>', help: 'seconds to wait between updates' },
  precise: { short: 'p', long: 'precise', help: 'attempt run command in precise intervals' },
  noTitle: { short: 't', long: 'no-title', help: 'turn off header' },
  noWrap: { short: 'w', long: 'no-wrap', help: 'turn off line wrapping' },
  exec: { short: 'x', long: 'exec', help: 'pass command to exec instead of "sh -c"' },
} as const;

type Name = keyof typeof options;

const ENTER = '\x1b[?1049h\x1b[22;0;0t';
const LEAST_SECONDS = 0.1;

class Watch {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly args: Args<Name>;
  private readonly seconds: number;
  private previous: Cell[][] | undefined;
  private lastText: string | undefined;
  /** Runs that must show the same, and how many have. */
  private readonly cycles: number | undefined;
  private unchanged = 1;
  private cols = 80;
  private rows = 24;
  stopped = false;

  constructor(sys: Sys, io: Io, args: Args<Name>, seconds: number, cycles: number | undefined) {
    this.cycles = cycles;
    this.sys = sys;
    this.io = io;
    this.args = args;
    this.seconds = seconds;
  }

  private *write(text: string): Generator<void, void> {
    yield* this.io.print(text);
    yield* this.io.out.flush();
  }

  /** What the command prints, on both streams, and its wait status. */
  private *collect(): Generator<void, { text: string; status: number }> {
    const { sys, io, args } = this;
    const ends = yield* sys.pipe2(0);
    if (isFailure(ends)) return yield* io.die(2, 'pipe', ends);
    const [reader, writer] = ends;
    const words = args.operands;
    const argv = args.has('exec') ? words : ['sh', '-c', words.join(' ')];
    const pid = yield* sys.fork(function* (child) {
      yield* child.dup2(writer, 1);
      yield* child.dup2(writer, 2);
      for (const fd of [reader, writer]) yield* child.close(fd);
      yield* execvp(child, argv[0] ?? '', argv, io.environment);
      return 127;
    });
    yield* sys.close(writer);
    if (isFailure(pid)) return yield* io.die(2, 'unable to fork process', pid);
    let text = '';
    const block = new Uint8Array(4096);
    for (;;) {
      const count = yield* sys.read(reader, block);
      if (isFailure(count) && count.errno === 'EINTR' && !this.stopped) continue;
      if (isFailure(count) || count === 0) break;
      text += decode(block.subarray(0, count));
    }
    yield* sys.close(reader);
    const waited = yield* sys.wait4(pid, 0);
    return { text, status: isFailure(waited) ? 0 : waited.status };
  }

  private *header(): Generator<void, string> {
    const name = yield* this.sys.uname();
    const now = yield* this.sys.clock_gettime();
    const host = isFailure(name) ? '' : name.nodename;
    const right = `${host}: ${strftime('%a %b %e %H:%M:%S %Y', now, this.io.zone)}`;
    const prefix = `Every ${this.seconds.toFixed(1)}s: `;
    const room = this.cols - right.length;
    if (room < 0) return '';
    let left = prefix + this.args.operands.join(' ');
    if (room < prefix.length + 5) left = '';
    else if (left.length + 1 > room) left = `${left.slice(0, room - 4)}...`;
    return left.padEnd(room) + right;
  }

  /** What the command has printed as rows of the screen, of which the first fit. */
  private rowsOf(text: string, room: number): Cell[][] {
    const colored = this.args.has('color');
    const look = colored ? { ...PLAIN, sent: 'colours' as const } : PLAIN;
    let style = '';
    const rows: Cell[][] = [];
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const styled = styledCells(shownLine(line, look), style);
      if (colored) style = styled.style;
      const wrapped = wrappedCells(styled.cells, this.cols);
      rows.push(...(this.args.has('noWrap') ? wrapped.slice(0, 1) : wrapped));
      if (rows.length >= room) break;
    }
    return rows.slice(0, room);
  }

  private *draw(text: string): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(1);
    if (!isFailure(size)) {
      this.cols = size.cols;
      this.rows = size.rows;
    }
    const titled = !this.args.has('noTitle');
    const room = this.rows - (titled ? 2 : 0);
    const shown = this.rowsOf(text, room);
    const marks = this.args.has('differences') ? this.previous : undefined;
    const head = titled ? [yield* this.header(), ''] : [];
    const all = [...head, ...shown.map((row, i) => rowText(row, marks?.[i]))];
    this.previous = shown;
    const body = all.map((row, i) => `\x1b[${i + 1};1H${row}\x1b[K`).join('');
    yield* this.write(`${body}\x1b[J\x1b[${this.rows};${this.cols}H`);
  }

  private *listen(): Generator<void, void> {
    const watch = this;
    const handler = function* () {
      watch.stopped = true;
      return 0;
    };
    for (const signal of [SIGINT, SIGTERM]) yield* this.sys.sigaction(signal, { handler, mask: 0n, flags: 0 });
  }

  /** Whether the output calls for the end: -g at a change, -q when there was none for so many runs. */
  private isOver(text: string): boolean {
    const changed = this.lastText !== undefined && this.lastText !== text;
    const same = this.lastText === text;
    this.lastText = text;
    if (this.cycles !== undefined) {
      if (same && this.unchanged === this.cycles) return true;
      this.unchanged = same ? this.unchanged + 1 : 1;
      return false;
    }
    return this.args.has('chgexit') && changed;
  }

  private *hasKey(): Generator<void, boolean> {
    const events = yield* this.sys.poll([{ fd: 0, events: POLLIN }], 0);
    return !isFailure(events) && ((events[0] ?? 0) & POLLIN) !== 0;
  }

  /** -e: what is shown stays until a key is pressed; keys from before do not count. */
  private *awaitKey(): Generator<void, void> {
    const { sys } = this;
    yield* this.write(`\x1b[${this.rows};1Hcommand exit with a non-zero status, press a key to exit`);
    const key = new Uint8Array(1);
    while ((yield* this.hasKey()) && (yield* sys.read(0, key)) === 1);
    yield* sys.read(0, key);
  }

  /** The wait until the next run: an interval, or with -p what is left of one. */
  private *rest(started: number): Generator<void, void> {
    const interval = Math.round(this.seconds * 1e6);
    const now = yield* this.sys.clock_gettime();
    const left = this.args.has('precise') ? started + interval - now : interval;
    if (left > 0) yield* this.sys.nanosleep(left);
  }

  private *loop(): Generator<void, number> {
    let started = yield* this.sys.clock_gettime();
    while (!this.stopped) {
      const { text, status } = yield* this.collect();
      if (this.stopped) break;
      yield* this.draw(text);
      if (status !== 0 && this.args.has('beep')) yield* this.write('\x07');
      if (status !== 0 && this.args.has('errexit')) {
        yield* this.awaitKey();
        return 8;
      }
      if (this.isOver(text)) break;
      yield* this.rest(started);
      started += Math.round(this.seconds * 1e6);
    }
    return 0;
  }

  *run(): Generator<void, number> {
    yield* this.listen();
    const before = yield* this.sys.tcgetattr(0);
    if (!isFailure(before)) yield* this.sys.tcsetattr(0, keyByKey(before));
    yield* this.write(`${ENTER}\x1b[H\x1b[2J`);
    const status = yield* this.loop();
    yield* this.write(`\x1b[${this.rows};1H\x1b[?1049l\x1b[23;0;0t\r\x1b[?1l\x1b>`);
    if (!isFailure(before)) yield* this.sys.tcsetattr(0, before);
    return status;
  }
}

const keyByKey = (termios: Termios): Termios => ({ ...termios, lflag: termios.lflag & ~(ICANON | ECHO) });

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const word = args.value('interval') ?? '2';
  const seconds = /^[\d.,]+$/.test(word) ? parseDuration(word.replace(',', '.')) : undefined;
  if (seconds === undefined) return yield* io.die(1, `failed to parse argument: '${word}': Invalid argument`);
  const cycles = args.value('equexit');
  if (cycles !== undefined && !/^\s*[-+]?\d+$/.test(cycles))
    return yield* io.die(1, `failed to parse argument: '${cycles}': Invalid argument`);
  if (args.operands.length === 0) return yield* io.usageError(1);
  const equal = cycles === undefined ? undefined : Number(cycles);
  return yield* new Watch(sys, io, args, Math.max(LEAST_SECONDS, seconds), equal).run();
}

export const watch = program(
  {
    name: 'watch',
    summary: 'execute a program periodically, showing output fullscreen',
    usage: '[options] command',
    family: 'procps',
    versionLetter: 'v',
    options,
    stopAtOperand: true,
  },
  run,
);
