/**
 * watch: runs a command again and again and shows what it prints, a screenful.
 * Models -n -d -e -g -t -x. Redraws every line where the real one (curses) writes only what has changed.
 * Leaves out colours, -p and -q. Authority: watch(1) of procps-ng 4.0.2.
 */

import { decode } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGINT, SIGTERM } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDuration } from './lib/duration.ts';
import { execvp } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { shownLine, wrapped } from './lib/pager.ts';
import { type Args, program } from './lib/program.ts';
import { strftime } from './lib/strftime.ts';

const options = {
  beep: { short: 'b', long: 'beep', help: 'beep if command has a non-zero exit' },
  differences: {
    short: 'd',
    long: 'differences',
    value: '<permanent>',
    optional: true,
    help: 'highlight changes between updates',
  },
  errexit: { short: 'e', long: 'errexit', help: 'exit if command has a non-zero exit' },
  chgexit: { short: 'g', long: 'chgexit', help: 'exit when output from command changes' },
  interval: { short: 'n', long: 'interval', value: '<secs>', help: 'seconds to wait between updates' },
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
  private previous: string[] | undefined;
  private lastText: string | undefined;
  private cols = 80;
  private rows = 24;
  stopped = false;

  constructor(sys: Sys, io: Io, args: Args<Name>, seconds: number) {
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
    const right = `${host}: ${strftime('%a %b %e %H:%M:%S %Y', now)}`;
    const prefix = `Every ${this.seconds.toFixed(1)}s: `;
    const room = this.cols - right.length;
    if (room < 0) return '';
    let left = prefix + this.args.operands.join(' ');
    if (room < prefix.length + 5) left = '';
    else if (left.length + 1 > room) left = `${left.slice(0, room - 4)}...`;
    return left.padEnd(room) + right;
  }

  private marked(row: string, index: number): string {
    const before = this.previous?.[index];
    if (!this.args.has('differences') || before === undefined || before === row) return row;
    let out = '';
    for (const [i, char] of [...row].entries()) {
      out += char === ([...before][i] ?? ' ') ? char : `\x1b[7m${char}\x1b[27m`;
    }
    return out;
  }

  private *draw(text: string): Generator<void, void> {
    const size = yield* this.sys.tiocgwinsz(1);
    if (!isFailure(size)) {
      this.cols = size.cols;
      this.rows = size.rows;
    }
    const titled = !this.args.has('noTitle');
    const room = this.rows - (titled ? 2 : 0);
    const lines = text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => shownLine(line));
    const cut = this.args.has('noWrap')
      ? lines.map((line) => line.slice(0, this.cols))
      : lines.flatMap((line) => wrapped(line, this.cols));
    const shown = cut.slice(0, room);
    const head = titled ? [yield* this.header(), ''] : [];
    const all = [...head, ...shown.map((row, i) => this.marked(row, i))];
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

  *run(): Generator<void, number> {
    yield* this.listen();
    yield* this.write(`${ENTER}\x1b[H\x1b[2J`);
    let status = 0;
    while (!this.stopped) {
      const run = yield* this.collect();
      if (this.stopped) break;
      yield* this.draw(run.text);
      if (run.status !== 0 && this.args.has('beep')) yield* this.write('\x07');
      if (run.status !== 0 && this.args.has('errexit')) {
        status = 8;
        break;
      }
      if (this.args.has('chgexit') && this.lastText !== undefined && this.lastText !== run.text) break;
      this.lastText = run.text;
      yield* this.sys.nanosleep(Math.round(this.seconds * 1e6));
    }
    yield* this.write(`\x1b[${this.rows};1H\x1b[?1049l\x1b[23;0;0t\r\x1b[?1l\x1b>`);
    return status;
  }
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const word = args.value('interval') ?? '2';
  const seconds = /^[\d.,]+$/.test(word) ? parseDuration(word.replace(',', '.')) : undefined;
  if (seconds === undefined) return yield* io.die(1, `failed to parse argument: '${word}': Invalid argument`);
  if (args.operands.length === 0) return yield* io.usageError(1);
  return yield* new Watch(sys, io, args, Math.max(LEAST_SECONDS, seconds)).run();
}

export const watch = program(
  {
    name: 'watch',
    summary: 'execute a program periodically, showing output fullscreen',
    usage: '[options] command',
    family: 'procps',
    options,
    stopAtOperand: true,
  },
  run,
);
