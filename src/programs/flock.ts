/**
 * flock: hold a lock on a file while a command runs, or lock a descriptor of the shell. Authority: flock(1); util-linux
 * 2.38.1.
 */

import {
  ITIMER_REAL,
  LOCK_EX,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  O_CREAT,
  O_NOCTTY,
  O_RDONLY,
  WEXITSTATUS,
  WIFEXITED,
  WTERMSIG,
} from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import { SIGALRM, SIGCHLD } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';

// sysexits.h
const USAGE = 64;
const DATAERR = 65;
const NOINPUT = 66;
const UNAVAILABLE = 69;
const OSERR = 71;
const CANTCREAT = 73;

const options = {
  shared: { short: 's', long: 'shared', help: 'get a shared lock' },
  exclusive: { short: 'x', long: 'exclusive', help: 'get an exclusive lock (default)' },
  exclusiveToo: { short: 'e', help: 'the same as -x' },
  unlock: { short: 'u', long: 'unlock', help: 'remove a lock' },
  nonblock: { short: 'n', long: 'nonblock', help: 'fail rather than wait' },
  timeout: { short: 'w', long: 'timeout', value: '<secs>', help: 'wait for a limited amount of time' },
  conflict: {
    short: 'E',
    long: 'conflict-exit-code',
    value: '<number>',
    help: 'exit code after conflict or timeout',
  },
  close: { short: 'o', long: 'close', help: 'close file descriptor before running command' },
  command: { short: 'c', long: 'command', value: '<command>', help: 'run a single command string through the shell' },
  noFork: { short: 'F', long: 'no-fork', help: 'execute command without forking' },
  verbose: { long: 'verbose', help: 'increase verbosity' },
} as const;
type Option = keyof typeof options;
/** As --help lists them: -e is another name of -x. */
const LISTED = [
  ...Object.values(options).flatMap((option) => ('long' in option ? option.long : [])),
  ...['', 'help', 'version'],
];

/** What is to be locked, and what runs meanwhile. */
interface Task {
  readonly fd: number;
  /** What complaints call it. */
  readonly shown: string;
  readonly command: readonly string[] | undefined;
}

function operationOf(args: Args<Option>): number {
  const last = args.last('shared', 'exclusive', 'exclusiveToo', 'unlock');
  if (last === 'shared') return LOCK_SH;
  return last === 'unlock' ? LOCK_UN : LOCK_EX;
}

/** µs; undefined without -w. */
function* timeoutOf(args: Args<Option>, io: Io): Generator<void, number | undefined> {
  const word = args.value('timeout');
  if (word === undefined) return undefined;
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(word)) return yield* io.die(USAGE, `invalid timeout value: '${word}'`);
  return Math.round(Number(word) * 1e6);
}

function* conflictStatus(args: Args<Option>, io: Io): Generator<void, number> {
  const word = args.value('conflict');
  if (word === undefined) return 1;
  if (!/^[+-]?\d+$/.test(word)) return yield* io.die(USAGE, `invalid exit code: '${word}'`);
  const status = Number(word);
  return status >= 0 && status <= 255 ? status : yield* io.die(USAGE, 'exit code out of range (expected 0 to 255)');
}

function statusOfOpening({ errno }: Failure): number {
  if (errno === 'ENOMEM' || errno === 'EMFILE' || errno === 'ENFILE') return OSERR;
  return errno === 'EROFS' || errno === 'ENOSPC' ? CANTCREAT : NOINPUT;
}

/** O_CREAT makes it, where it is not there; a directory cannot be opened so. */
function* openFile(sys: Sys, io: Io, path: string): Generator<void, number> {
  const made = yield* sys.open(path, O_RDONLY | O_NOCTTY | O_CREAT, 0o666);
  const fd = isFailure(made) && made.errno === 'EISDIR' ? yield* sys.open(path, O_RDONLY | O_NOCTTY) : made;
  return isFailure(fd) ? yield* io.die(statusOfOpening(fd), `cannot open lock file ${path}`, fd) : fd;
}

function* taskOf(sys: Sys, args: Args<Option>, io: Io): Generator<void, Task> {
  const [what, ...command] = args.operands;
  if (what === undefined) return yield* io.die(USAGE, 'requires file descriptor, file or directory');
  if (command.length === 0) {
    if (!/^[+-]?\d+$/.test(what)) return yield* io.die(USAGE, `bad file descriptor: '${what}'`);
    return { fd: Number(what), shown: String(Number(what)), command: undefined };
  }
  const [first = '', line, ...more] = command;
  const byShell = first === '-c' || first === '--command';
  if (byShell && (line === undefined || more.length > 0))
    return yield* io.die(USAGE, `${first} requires exactly one command argument`);
  const shell = io.getenv('SHELL') || '/bin/sh';
  const fd = yield* openFile(sys, io, what);
  return { fd, shown: what, command: byShell && line !== undefined ? [shell, '-c', line] : command };
}

/** Waits for the lock, until the alarm if there is to be one. False: somebody else has it. */
function* take(sys: Sys, io: Io, task: Task, operation: number, us: number | undefined): Generator<void, string> {
  let expired = false;
  if (us !== undefined && us > 0) {
    const handler = function* (): Generator<void, void> {
      expired = true;
    };
    yield* sys.sigaction(SIGALRM, { handler, mask: 0n, flags: 0 });
    yield* sys.setitimer(ITIMER_REAL, { value: us, interval: 0 });
  }
  for (;;) {
    const answer = yield* sys.flock(task.fd, operation | (us === 0 ? LOCK_NB : 0));
    if (!isFailure(answer)) break;
    if (answer.errno === 'EAGAIN') return 'failed to get lock';
    if (answer.errno !== 'EINTR') return yield* io.die(DATAERR, task.shown, answer);
    if (expired) return 'timeout while waiting to get lock';
  }
  if (us !== undefined && us > 0) yield* sys.setitimer(ITIMER_REAL, { value: 0, interval: 0 });
  return '';
}

/** In the process itself: never comes back but with a failure. */
function* execute(io: Io, command: readonly string[]): Generator<void, never> {
  const failure = yield* become(io, command, io.environment);
  return yield* io.die(UNAVAILABLE, `failed to execute ${command[0] ?? ''}`, failure);
}

function* runCommand(sys: Sys, io: Io, task: Task, args: Args<Option>): Generator<void, number> {
  const { command = [], fd } = task;
  yield* sys.sigaction(SIGCHLD, { handler: 'default', mask: 0n, flags: 0 });
  if (args.has('noFork')) return yield* execute(io, command);
  const pid = yield* sys.fork(function* (child) {
    const own = io.inChild(child);
    if (args.has('close')) yield* child.close(fd);
    const failure = yield* become(own, command, io.environment);
    yield* own.fail(`failed to execute ${command[0] ?? ''}`, failure);
    return UNAVAILABLE;
  });
  if (isFailure(pid)) return yield* io.die(OSERR, 'fork failed', pid);
  for (;;) {
    const waited = yield* sys.wait4(pid, 0);
    if (isFailure(waited) && waited.errno === 'EINTR') continue;
    if (isFailure(waited)) return yield* io.die(1, 'waitpid failed', waited);
    const { status } = waited;
    return WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status) + 128;
  }
}

export const flock = program(
  {
    name: 'flock',
    summary: 'manage file locks from shell scripts',
    usage: [
      '[options] <file>|<directory> <command> [<argument>...]',
      '[options] <file>|<directory> -c <command>',
      '[options] <file descriptor number>',
    ],
    about: 'Manage file locks from shell scripts.',
    family: 'util-linux',
    usageStatus: USAGE,
    groups: [{ title: 'Options', options: LISTED, column: 26, gap: 2 }],
    stopAtOperand: true,
    options,
  },
  function* (sys, args, io) {
    if (args.operands.length === 0 && args.given.length === 0)
      return yield* io.usageError(USAGE, 'not enough arguments');
    if (args.has('command')) return yield* io.usageError(USAGE, "invalid option -- 'c'");
    const timeout = yield* timeoutOf(args, io);
    const conflict = yield* conflictStatus(args, io);
    if (args.has('noFork') && args.has('close'))
      return yield* io.die(USAGE, 'the --no-fork and --close options are incompatible');
    const task = yield* taskOf(sys, args, io);
    const verbose = args.has('verbose');
    const begun = yield* sys.clock_gettime();
    const refused = yield* take(sys, io, task, operationOf(args), args.has('nonblock') ? 0 : timeout);
    if (refused !== '') {
      if (verbose) yield* io.error(refused);
      return conflict;
    }
    const took = Number(yield* sys.clock_gettime()) - Number(begun);
    if (verbose) yield* io.print(`${io.name}: getting lock took ${(took / 1e6).toFixed(6)} seconds\n`);
    if (!task.command) return 0;
    if (verbose) yield* io.print(`${io.name}: executing ${task.command[0]}\n`);
    return yield* runCommand(sys, io, task, args);
  },
);
