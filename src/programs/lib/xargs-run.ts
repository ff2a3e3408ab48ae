/**
 * The commands of xargs: at most so many at a time, each told apart by its slot; what they end with decides how xargs ends.
 * A child tells by a pipe, which a successful exec closes, that its program could not be run.
 * Authority: xargs(1) of findutils 4.9.
 */

import { O_CLOEXEC, type Waited, WEXITSTATUS, WIFSIGNALED, WNOHANG, WTERMSIG } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import { SIGABRT } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { execStatus, execvp } from './exec.ts';
import type { Io } from './io.ts';
import { quoteaf, shellEscape } from './quote.ts';

const COMMAND_FAILED = 123;
const ASKED_TO_STOP = 124;
const KILLED = 125;
const STOP_PLEASE = 255;
const ASSERTION = "xargs: xargs.c:1605: wait_for_proc_all: Assertion `getpid () == parent' failed.\n";

export interface RunOptions {
  /** 0: no limit. */
  most: number;
  readonly verbose: boolean;
  readonly asks: boolean;
  /** The children read what xargs was given as standard input (-a). */
  readonly keepsInput: boolean;
  readonly terminal: boolean;
  readonly slotVariable: string | undefined;
}

/** Ends xargs whatever its children answer. */
export class Abort {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

export class Runner {
  readonly options: RunOptions;
  /** How many commands were started. */
  started = 0;
  /** 123 after a command that failed. */
  childError = 0;
  private readonly sys: Sys;
  private readonly io: Io;
  /** By slot. */
  private readonly running: (number | undefined)[] = [];

  constructor(sys: Sys, io: Io, options: RunOptions) {
    this.sys = sys;
    this.io = io;
    this.options = options;
  }

  private get busy(): number {
    return this.running.filter((pid) => pid !== undefined).length;
  }

  *run(argv: readonly string[]): Generator<void, void> {
    const { asks, verbose } = this.options;
    if (asks && !(yield* this.agrees(argv))) return;
    const command = argv[0] ?? '';
    while (this.options.most > 0 && this.busy >= this.options.most) yield* this.reap(command);
    if (verbose && !asks) yield* this.io.complain(`${shown(argv)}\n`);
    while (this.busy > 0) if (!(yield* this.reap(command, WNOHANG))) break;
    yield* this.start(argv);
  }

  *waitAll(command: string): Generator<void, void> {
    while (this.busy > 0) if (!(yield* this.reap(command))) break;
  }

  private *start(argv: readonly string[]): Generator<void, void> {
    const { sys, io } = this;
    const ends = yield* sys.pipe2(O_CLOEXEC);
    if (isFailure(ends)) return yield* io.die(1, 'could not create pipe before fork', ends);
    const [reader, writer] = ends;
    const slot = this.freeSlot();
    const pid = yield* sys.fork((child) => this.child(child, argv, slot, reader, writer));
    yield* sys.close(writer);
    if (isFailure(pid)) return yield* io.die(1, 'cannot fork', pid);
    this.running[slot] = pid;
    this.started += 1;
    const answer = new Uint8Array(4);
    const count = yield* sys.read(reader, answer);
    yield* sys.close(reader);
    if (isFailure(count) || count === 0) return;
    this.running[slot] = undefined;
    yield* sys.wait4(pid, 0);
    io.exit(answer[0] ?? 1);
  }

  private *child(
    sys: Sys,
    argv: readonly string[],
    slot: number,
    reader: number,
    writer: number,
  ): Generator<void, number> {
    const io = this.io.inChild(sys);
    const { keepsInput, terminal, slotVariable } = this.options;
    yield* sys.close(reader);
    if (terminal || !keepsInput) {
      const name = terminal ? '/dev/tty' : '/dev/null';
      yield* sys.close(0);
      const opened = yield* sys.open(name, 0);
      if (isFailure(opened)) {
        // The real one leaves through a function that is its parent's, which notices.
        yield* io.fail(quoteaf(name), opened);
        yield* io.complain(ASSERTION);
        yield* sys.kill(yield* sys.getpid(), SIGABRT);
        return 1;
      }
    }
    const others = io.environment.filter((entry) => !entry.startsWith(`${slotVariable}=`));
    const env = slotVariable === undefined ? io.environment : [...others, `${slotVariable}=${slot}`];
    const failure: Failure = yield* execvp(sys, argv[0] ?? '', argv, env);
    yield* io.fail(argv[0] ?? '', failure);
    const status = execStatus(failure);
    yield* sys.write(writer, Uint8Array.of(status, 0, 0, 0));
    return status;
  }

  private freeSlot(): number {
    const free = this.running.indexOf(undefined);
    return free < 0 ? this.running.length : free;
  }

  /** Waits for a command to end; false if there is none, or with WNOHANG none that has ended. */
  private *reap(command: string, flags = 0): Generator<void, boolean> {
    const waited: Waited | Failure = yield* this.sys.wait4(-1, flags);
    // A signal may have changed how many may run.
    if (isFailure(waited)) return waited.errno === 'EINTR';
    if (waited.pid === 0) return false;
    const slot = this.running.indexOf(waited.pid);
    if (slot < 0) return true;
    this.running[slot] = undefined;
    const { status } = waited;
    if (WIFSIGNALED(status)) {
      yield* this.io.error(`${command}: terminated by signal ${WTERMSIG(status)}`);
      throw new Abort(KILLED);
    }
    if (WEXITSTATUS(status) === STOP_PLEASE) {
      yield* this.io.error(`${command}: exited with status 255; aborting`);
      throw new Abort(ASKED_TO_STOP);
    }
    if (WEXITSTATUS(status) !== 0) this.childError = COMMAND_FAILED;
    return true;
  }

  /** -p: the command on stderr, and an answer from the terminal. */
  private *agrees(argv: readonly string[]): Generator<void, boolean> {
    const { sys, io } = this;
    yield* io.complain(shown(argv));
    const fd = yield* sys.open('/dev/tty', 0);
    if (isFailure(fd)) return yield* io.die(1, 'failed to open /dev/tty for reading', fd);
    yield* io.complain('?...');
    const line = new Uint8Array(4096);
    const count = yield* sys.read(fd, line);
    yield* sys.close(fd);
    const first = isFailure(count) || count === 0 ? '' : String.fromCharCode(line[0] ?? 0);
    return first === 'y' || first === 'Y';
  }
}

const shown = (argv: readonly string[]): string => argv.map((word) => shellEscape(word)).join(' ');
