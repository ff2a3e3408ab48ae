/**
 * timeout: run a command with a time limit. It leads a process group of its own in the background, so that the whole
 * group can be signalled, and passes on the signals that it gets itself. Authority: timeout(1).
 */

import {
  ITIMER_REAL,
  SA_RESTART,
  SIG_UNBLOCK,
  type SigInfo,
  WEXITSTATUS,
  WIFEXITED,
  WIFSIGNALED,
  WTERMSIG,
} from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import {
  SIGALRM,
  SIGCHLD,
  SIGCONT,
  SIGHUP,
  SIGINT,
  SIGKILL,
  SIGQUIT,
  SIGTERM,
  SIGTTIN,
  SIGTTOU,
  sigbit,
} from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDuration } from './lib/duration.ts';
import { become, execStatus } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { parseSignal, signalNameOf } from './lib/signals.ts';

const TIMED_OUT = 124;
const FAILED = 125;

function* duration(io: Io, word: string): Generator<void, number> {
  const seconds = parseDuration(word);
  if (seconds === undefined) return yield* io.usageError(FAILED, `invalid time interval ${quote(word)}`);
  return seconds;
}

interface State {
  child: number;
  timedOut: boolean;
  /** The signal that ends the command; KILL after -k. */
  signal: number;
  killAfter: number;
  readonly foreground: boolean;
  readonly verbose: boolean;
  readonly command: string;
}

function* sendTo(sys: Sys, pid: number, signal: number): Generator<void, void> {
  // Group 0 includes timeout itself.
  if (pid === 0) yield* sys.sigaction(signal, { handler: 'ignore', mask: 0n, flags: 0 });
  yield* sys.kill(pid, signal);
}

/** What the handler of every terminating signal does. */
function* pass(sys: Sys, io: Io, state: State, signo: number): Generator<void, void> {
  let signal = signo;
  if (signo === SIGALRM) {
    state.timedOut = true;
    signal = state.signal;
  }
  if (state.child === 0) return;
  if (state.killAfter > 0) {
    const after = state.killAfter;
    state.signal = SIGKILL;
    state.killAfter = 0;
    yield* sys.setitimer(ITIMER_REAL, { value: Math.ceil(after * 1e6), interval: 0 });
  }
  if (state.verbose) yield* io.error(`sending signal ${signalNameOf(signal)} to command ${quote(state.command)}`);
  yield* sendTo(sys, state.child, signal);
  if (state.foreground) return;
  yield* sendTo(sys, 0, signal);
  if (signal !== SIGKILL && signal !== SIGCONT) {
    yield* sendTo(sys, state.child, SIGCONT);
    yield* sendTo(sys, 0, SIGCONT);
  }
}

export const timeout = program(
  {
    name: 'timeout',
    summary: 'run a command with a time limit',
    usage: ['[OPTION] DURATION COMMAND [ARG]...', '[OPTION]'],
    about: 'Start COMMAND, and kill it if still running after DURATION.',
    options: {
      preserve: {
        long: 'preserve-status',
        help: 'exit with the same status as COMMAND, even when the\n  command times out',
      },
      foreground: {
        long: 'foreground',
        help: 'when not running timeout directly from a shell prompt,\n  allow COMMAND to read from the TTY and get TTY signals;\n  in this mode, children of COMMAND will not be timed out',
      },
      killAfter: {
        short: 'k',
        long: 'kill-after',
        value: 'DURATION',
        help: 'also send a KILL signal if COMMAND is still running\n  this long after the initial signal was sent',
      },
      signal: {
        short: 's',
        long: 'signal',
        value: 'SIGNAL',
        help: "specify the signal to be sent on timeout;\n  SIGNAL may be a name like 'HUP' or a number",
      },
      verbose: { short: 'v', long: 'verbose', help: 'diagnose to stderr any signal sent upon timeout' },
    },
    notes:
      "DURATION is a floating point number with an optional suffix:\n's' for seconds (the default), 'm' for minutes, 'h' for hours or 'd' for days.\nA duration of 0 disables the associated timeout.",
    stopAtOperand: true,
    usageStatus: FAILED,
  },
  function* (sys, args, io) {
    const after = args.value('killAfter');
    const killAfter = after === undefined ? 0 : yield* duration(io, after);
    const name = args.value('signal');
    const signal = name === undefined ? SIGTERM : parseSignal(name);
    if (signal === undefined) return yield* io.usageError(FAILED, `${quote(name ?? '')}: invalid signal`);
    const [word, ...command] = args.operands;
    if (word === undefined || command.length === 0) return yield* io.usageError(FAILED);
    const seconds = yield* duration(io, word);
    const foreground = args.has('foreground');
    const state: State = {
      child: 0,
      timedOut: false,
      signal,
      killAfter,
      foreground,
      verbose: args.has('verbose'),
      command: command[0] ?? '',
    };
    if (!foreground) yield* sys.setpgid(0, 0);
    const handler = function* (self: Sys, { signo }: SigInfo): Generator<void, void> {
      yield* pass(self, io, state, signo);
    };
    for (const signo of new Set([SIGALRM, SIGINT, SIGQUIT, SIGHUP, SIGTERM, signal])) {
      if (signo !== 0 && signo !== SIGKILL) yield* sys.sigaction(signo, { handler, mask: 0n, flags: SA_RESTART });
    }
    for (const signo of [SIGTTIN, SIGTTOU]) yield* sys.sigaction(signo, { handler: 'ignore', mask: 0n, flags: 0 });
    yield* sys.sigaction(SIGCHLD, { handler: 'default', mask: 0n, flags: 0 });
    const pid = yield* sys.fork(function* (child) {
      for (const signo of [SIGTTIN, SIGTTOU]) yield* child.sigaction(signo, { handler: 'default', mask: 0n, flags: 0 });
      const own = io.inChild(child);
      const failure = yield* become(own, command, io.environment);
      yield* own.fail(`failed to run command ${quoteaf(command[0] ?? '')}`, failure);
      return execStatus(failure);
    });
    if (isFailure(pid)) return yield* io.die(FAILED, 'fork system call failed', pid);
    state.child = pid;
    yield* sys.sigprocmask(SIG_UNBLOCK, sigbit(SIGALRM));
    if (seconds > 0) yield* sys.setitimer(ITIMER_REAL, { value: Math.ceil(seconds * 1e6), interval: 0 });
    const waited = yield* sys.wait4(pid, 0);
    if (isFailure(waited)) return yield* io.die(FAILED, 'error waiting for command', waited);
    const { status } = waited;
    if (state.timedOut && !args.has('preserve') && !(WIFSIGNALED(status) && WTERMSIG(status) === SIGKILL))
      return TIMED_OUT;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    // It ends as its command ended.
    const ended = WTERMSIG(status);
    if (!state.timedOut || ended === SIGKILL) {
      yield* sys.sigaction(ended, { handler: 'default', mask: 0n, flags: 0 });
      yield* io.out.flush();
      yield* sys.kill(yield* sys.getpid(), ended);
    }
    return 128 + ended;
  },
);
