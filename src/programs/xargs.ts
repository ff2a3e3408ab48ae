/**
 * xargs: build command lines from what it reads and run them. Its options are in lib/xargs-options.ts, how input becomes
 * arguments in lib/xargs-read.ts, how commands are run in lib/xargs-run.ts. A line is cut at 128 KiB, as the real one is.
 * Authority: xargs(1) of findutils 4.9.
 */

import { encode } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGUSR1, SIGUSR2 } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { characters, Input } from './lib/input.ts';
import { Exit, type Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { INT_MAX, options, type Request, readRequest } from './lib/xargs-options.ts';
import { eachItem } from './lib/xargs-read.ts';
import { Abort, Runner } from './lib/xargs-run.ts';

const ARG_MAX = 2_097_152;
const HEADROOM = 2048;

const sizeOf = (text: string): number => encode(text).length + 1;

/** Gathers arguments until a command line is full. */
class Line {
  private readonly io: Io;
  private readonly runner: Runner;
  private readonly request: Request;
  private readonly exits: boolean;
  private readonly initial: readonly string[];
  private readonly initialSize: number;
  private argv: string[];
  private size: number;
  private lines = 0;

  constructor(io: Io, runner: Runner, request: Request, exits: boolean, initial: readonly string[]) {
    this.io = io;
    this.runner = runner;
    this.request = request;
    this.exits = exits;
    this.initial = initial;
    this.initialSize = initial.reduce((sum, word) => sum + sizeOf(word), 0);
    this.argv = [...initial];
    this.size = this.initialSize;
  }

  get empty(): boolean {
    return this.argv.length === this.initial.length;
  }

  *run(): Generator<void, void> {
    const { argv } = this;
    this.argv = [...this.initial];
    this.size = this.initialSize;
    this.lines = 0;
    yield* this.runner.run(argv);
  }

  *push(text: string, size: number, endsLine: boolean): Generator<void, void> {
    const { chars, args, lines } = this.request;
    if (this.size + size > chars) {
      if (this.empty) return yield* this.io.die(1, 'cannot fit single argument within argument list size limit');
      if (this.exits && (args > 0 || lines > 0)) return yield* this.io.die(1, 'argument list too long');
      const count = this.lines;
      yield* this.run();
      this.lines = count;
    }
    this.argv.push(text);
    this.size += size;
    if (args > 0 && this.argv.length - this.initial.length === args) yield* this.run();
    if (!endsLine) return;
    this.lines += 1;
    if (lines > 0 && this.lines >= lines) yield* this.run();
  }
}

const NUL_WARNING =
  'WARNING: a NUL character occurred in the input.  It cannot be passed through in the argument list.  Did you mean to use the --null option?';

function* gather(
  io: Io,
  input: Input,
  runner: Runner,
  request: Request,
  args: Args<keyof typeof options>,
): Generator<void, void> {
  const { pattern, delimiter, end, chars } = request;
  const command = args.operands.length > 0 ? args.operands : ['echo'];
  const initialSize = command.reduce((sum, word) => sum + sizeOf(word), 0);
  const replaces = pattern !== undefined;
  const first = replaces ? sizeOf(command[0] ?? '') : initialSize;
  if (first > chars) return yield* io.die(1, 'cannot fit single argument within argument list size limit');
  // -L includes -x.
  const exits = args.has('exit') || args.has('maxLines') || args.has('maxLinesOld');
  const line = new Line(io, runner, request, exits, command);
  const most = chars - 1 - (replaces ? 0 : initialSize);
  yield* eachItem(input, { delimiter, wholeLines: replaces, end, most }, function* (item) {
    switch (item.kind) {
      case 'nul':
        return yield* io.error(NUL_WARNING);
      case 'problem':
        if (!replaces && !exits && !line.empty) yield* line.run();
        return yield* io.die(1, item.problem);
      case 'argument':
        if (replaces) return yield* runner.run(yield* replaced(io, command, pattern, characters(item.text), chars));
        return yield* line.push(characters(item.text), item.text.length + 1, item.last);
    }
  });
  if (replaces) return;
  if (!line.empty || (runner.started === 0 && !args.has('noRunIfEmpty'))) yield* line.run();
}

function* replaced(
  io: Io,
  command: readonly string[],
  pattern: string,
  text: string,
  chars: number,
): Generator<void, string[]> {
  const [name = '', ...words] = command;
  const argv = [name];
  let size = sizeOf(name);
  for (const word of words) {
    // Every place of an empty pattern is a match, for ever.
    const whole = pattern === '' ? undefined : word.replaceAll(pattern, () => text);
    if (whole === undefined || sizeOf(whole) > chars) return yield* io.die(1, 'command too long');
    size += sizeOf(whole);
    if (size > chars) return yield* io.die(1, 'argument list too long');
    argv.push(whole);
  }
  return argv;
}

const limits = (environment: number, largest: number, chars: number): string => `\
Your environment variables take up ${environment} bytes
POSIX upper limit on argument length (this system): ${largest}
POSIX smallest allowable upper limit on argument length (all systems): 4096
Maximum length of command we could actually use: ${largest - environment}
Size of command buffer we are actually using: ${chars}
Maximum parallelism (--max-procs must be no greater): ${INT_MAX}
`;

/** SIGUSR1 lets one more command run at a time, SIGUSR2 one less. */
function* adjustBySignal(sys: Sys, runner: Runner): Generator<void, void> {
  for (const [signo, step] of [
    [SIGUSR1, 1],
    [SIGUSR2, -1],
  ] as const) {
    const handler = function* (): Generator<void, void> {
      runner.options.most = Math.max(1, runner.options.most + step);
    };
    yield* sys.sigaction(signo, { handler, mask: 0n, flags: 0 });
  }
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const environment = io.environment.reduce((sum, entry) => sum + sizeOf(entry), 0);
  const largest = ARG_MAX - environment - HEADROOM;
  const request = yield* readRequest(args, io, largest);
  const file = args.value('argFile');
  const fd = file === undefined || file === '-' ? 0 : yield* sys.open(file, 0);
  if (isFailure(fd)) return yield* io.die(1, `Cannot open input file ${quoteaf(file ?? '')}`, fd);
  if (args.has('showLimits')) yield* io.complain(limits(environment, largest, request.chars));
  const runner = new Runner(sys, io, {
    most: request.procs,
    verbose: args.has('verbose'),
    asks: args.has('interactive'),
    keepsInput: fd !== 0,
    terminal: args.has('openTty'),
    slotVariable: request.slotVariable,
  });
  yield* adjustBySignal(sys, runner);
  const command = args.operands[0] ?? 'echo';
  let status = 0;
  try {
    try {
      yield* gather(io, new Input(sys, fd), runner, request, args);
    } catch (thrown) {
      if (!(thrown instanceof Exit)) throw thrown;
      status = thrown.status;
    }
    yield* runner.waitAll(command);
  } catch (thrown) {
    if (!(thrown instanceof Abort)) throw thrown;
    return thrown.status;
  }
  return runner.childError === 0 ? status : runner.childError;
}

export const xargs = program(
  {
    name: 'xargs',
    summary: 'build and execute command lines from standard input',
    usage: '[OPTION]... COMMAND [INITIAL-ARGS]...',
    about: 'Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.',
    family: 'findutils',
    options,
    stopAtOperand: true,
  },
  run,
);
