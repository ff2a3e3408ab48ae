/**
 * killall: signal processes by name. A name of 15 characters may be cut short, so the command line is asked for the rest.
 * Leaves out namespaces and security contexts: all processes share the one. Its options are in lib/killall-options.ts.
 * Authority: killall(1) of psmisc 23.6.
 */

import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGTERM } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { KillallEnd, type KillallRequest, readKillallOptions } from './lib/killall-options.ts';
import { compilePosix, RegexProblem } from './lib/posix-regex.ts';
import { type Proc, readClock, readProcs, TICKS } from './lib/proc.ts';
import { rawProgram } from './lib/program.ts';
import { psmiscVersion } from './lib/psmisc.ts';
import { SIGNAL_NAMES } from './lib/signals.ts';
import { readUsers } from './lib/users.ts';

const USAGE = `Usage: killall [OPTION]... [--] NAME...
       killall -l, --list
       killall -V, --version

  -e,--exact          require exact match for very long names
  -I,--ignore-case    case insensitive process name match
  -g,--process-group  kill process group instead of process
  -y,--younger-than   kill processes younger than TIME
  -o,--older-than     kill processes older than TIME
  -i,--interactive    ask for confirmation before killing
  -l,--list           list all known signal names
  -q,--quiet          don't print complaints
  -r,--regexp         interpret NAME as an extended regular expression
  -s,--signal SIGNAL  send this signal instead of SIGTERM
  -u,--user USER      kill only process(es) running as USER
  -v,--verbose        report if the signal was successfully sent
  -V,--version        display version information
  -w,--wait           wait for processes to die
  -n,--ns PID         match processes that belong to the same namespaces
                      as PID
  -Z,--context REGEXP kill only process(es) having context
                      (must precede other arguments)

`;

const LONGEST_COMM = 15;
const MAX_NAMES = 32;
const SECOND = 1_000_000;

const signalList = (): string => `${SIGNAL_NAMES.slice(0, 16).join(' ')}\n${SIGNAL_NAMES.slice(16).join(' ')}\n`;

/** One NAME of the command line: does this process have it? */
type NameTest = (proc: Proc, shown: string) => Generator<void, boolean>;

function* nameTest(sys: Sys, io: Io, name: string, request: KillallRequest): Generator<void, NameTest> {
  if (request.regexp) {
    const expression = yield* regexpOf(io, name, request.ignoreCase);
    return function* (_proc, shown) {
      return expression.test(shown);
    };
  }
  if (!name.includes('/')) {
    const fold = (text: string): string => (request.ignoreCase ? text.toLowerCase() : text);
    return function* ({ comm }, shown) {
      if (shown !== comm || comm.length < LONGEST_COMM) return fold(shown) === fold(name);
      return fold(name.slice(0, LONGEST_COMM)) === fold(comm);
    };
  }
  const file = yield* sys.stat(name);
  if (isFailure(file)) {
    yield* io.complain(`${name}: ${strerror(file.errno)}\n`);
    return io.exit(1);
  }
  return function* ({ pid }) {
    const exe = yield* sys.stat(`/proc/${pid}/exe`);
    return !isFailure(exe) && exe.ino === file.ino;
  };
}

function* regexpOf(io: Io, pattern: string, ignoreCase: boolean): Generator<void, RegExp> {
  try {
    const { source, flags } = compilePosix(pattern, { extended: true, ignoreCase });
    return new RegExp(source, flags);
  } catch (thrown) {
    if (!(thrown instanceof RegexProblem)) throw thrown;
    yield* io.complain(`killall: Bad regular expression: ${pattern}\n`);
    return io.exit(1);
  }
}

/** The name behind the last slash of an argument that begins like the name in the kernel, which is cut. */
const longName = ({ argv, comm }: Proc): string | undefined =>
  argv.map((word) => word.slice(word.lastIndexOf('/') + 1)).find((word) => word.startsWith(comm));

function* ask(io: Io, input: Input, name: string, id: number, request: KillallRequest): Generator<void, boolean> {
  const verb = request.signal === SIGTERM ? 'Kill' : 'Signal';
  for (;;) {
    yield* io.print(`${verb} ${name}(${request.group ? 'pgid ' : ''}${id}) ? (y/N) `);
    yield* io.out.flush();
    const line = yield* input.line();
    if (line === undefined || /^[\nnN]/.test(line)) return false;
    if (/^[yY]/.test(line)) return true;
  }
}

/** Looks every second whether those that were killed are gone. */
function* waitFor(sys: Sys, killed: readonly number[], group: boolean): Generator<void, void> {
  let left = killed;
  while (left.length > 0) {
    const alive: number[] = [];
    for (const id of left) {
      const answer = yield* sys.kill(group ? -id : id, 0);
      if (!isFailure(answer) || answer.errno !== 'ESRCH') alive.push(id);
    }
    left = alive;
    yield* sys.nanosleep(SECOND);
  }
}

/** A process that is to be signalled, as it is called, and which of the names it has; -1 where no names were given. */
interface Match {
  readonly proc: Proc;
  readonly shown: string;
  readonly name: number;
}

/** Looks at one process after the other: what fits is told, and under which name. */
function* matches(
  sys: Sys,
  io: Io,
  request: KillallRequest,
  uid: number | undefined,
): Generator<void, (proc: Proc) => Generator<void, Match | undefined>> {
  const { names, youngerThan, olderThan } = request;
  const tests: NameTest[] = [];
  for (const name of names) tests.push(yield* nameTest(sys, io, name, request));
  const { uptime } = yield* readClock(sys);
  return function* (proc) {
    if (uid !== undefined && proc.ids.uid[0] !== uid) return undefined;
    const age = Math.max(0, uptime - proc.start / TICKS);
    if ((youngerThan !== undefined && age > youngerThan) || (olderThan !== undefined && age < olderThan))
      return undefined;
    const long = proc.comm.length === LONGEST_COMM ? longName(proc) : proc.comm;
    if (long === undefined && request.exact) {
      if (request.verbose) yield* io.complain(`killall: skipping partial match ${proc.comm}(${proc.pid})\n`);
      return undefined;
    }
    const shown = long ?? proc.comm;
    if (names.length === 0) return { proc, shown, name: -1 };
    for (const [name, test] of tests.entries()) if (yield* test(proc, shown)) return { proc, shown, name };
    return undefined;
  };
}

/** Whether the signal was sent. */
function* send(sys: Sys, io: Io, { shown }: Match, id: number, request: KillallRequest): Generator<void, boolean> {
  const { group, signal } = request;
  const answer = yield* sys.kill(group ? -id : id, signal);
  if (isFailure(answer)) {
    if (answer.errno !== 'ESRCH' || request.interactive)
      yield* io.complain(`${shown}(${id}): ${strerror(answer.errno)}\n`);
    return false;
  }
  if (request.verbose) yield* io.complain(`Killed ${shown}(${group ? 'pgid ' : ''}${id}) with signal ${signal}\n`);
  return true;
}

function* killAll(sys: Sys, io: Io, request: KillallRequest, uid: number | undefined): Generator<void, number> {
  const { names, group } = request;
  const matchOf = yield* matches(sys, io, request, uid);
  const input = new Input(sys, 0);
  const own = yield* sys.getpid();
  const found = new Set<number>();
  const killed: number[] = [];
  // Group 0 counts as done unless the very first process is in it: the real table of groups is filled with zeros.
  const groups = new Set<number>();
  let first = true;
  for (const proc of yield* readProcs(sys, { argv: true })) {
    if (proc.pid === own) continue;
    if (!first) groups.add(0);
    first = false;
    const match = yield* matchOf(proc);
    if (!match) continue;
    const id = group ? proc.pgrp : proc.pid;
    if (group && groups.has(id)) continue;
    if (group) groups.add(id);
    if (request.interactive && !(yield* ask(io, input, proc.comm, id, request))) continue;
    if (!(yield* send(sys, io, match, id, request))) continue;
    found.add(match.name);
    killed.push(id);
  }
  const missing = names.filter((_, index) => !found.has(index));
  if (!request.quiet) for (const name of missing) yield* io.complain(`${name}: no process found\n`);
  if (request.wait) yield* waitFor(sys, killed, group);
  const done = names.length > 0 ? missing.length === 0 : killed.length > 0;
  return done ? 0 : 1;
}

function* endAs(io: Io, end: KillallEnd): Generator<void, number> {
  const text = end.message === '' ? '' : `${end.message}\n`;
  switch (end.kind) {
    case 'list':
      yield* io.print(signalList());
      return 0;
    case 'version':
      yield* io.complain(psmiscVersion('killall'));
      return 0;
    case 'usage':
      yield* io.complain(text + USAGE);
      return 1;
    case 'problem':
      yield* io.complain(text);
      return 1;
  }
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  let request: KillallRequest;
  try {
    request = readKillallOptions(args);
  } catch (thrown) {
    if (!(thrown instanceof KillallEnd)) throw thrown;
    return yield* endAs(io, thrown);
  }
  const user =
    request.user === undefined ? undefined : (yield* readUsers(sys)).find(({ name }) => name === request.user);
  if (request.user !== undefined && !user) {
    yield* io.complain(`Cannot find user ${request.user}\n`);
    return 1;
  }
  if (request.names.length === 0 && !user && !request.context) {
    yield* io.complain(USAGE);
    return 1;
  }
  if (request.names.length > MAX_NAMES) {
    yield* io.complain(`killall: Maximum number of names is ${MAX_NAMES}\n`);
    return 1;
  }
  return yield* killAll(sys, io, request, user?.uid);
}

export const killall = rawProgram(
  {
    name: 'killall',
    summary: 'kill processes by name',
    usage: ['[OPTION]... [--] NAME...', '-l, --list', '-V, --version'],
    options: {
      exact: { short: 'e', long: 'exact', help: 'require exact match for very long names' },
      ignoreCase: { short: 'I', long: 'ignore-case', help: 'case insensitive process name match' },
      group: { short: 'g', long: 'process-group', help: 'kill process group instead of process' },
      younger: { short: 'y', long: 'younger-than', value: 'TIME', help: 'kill processes younger than TIME' },
      older: { short: 'o', long: 'older-than', value: 'TIME', help: 'kill processes older than TIME' },
      interactive: { short: 'i', long: 'interactive', help: 'ask for confirmation before killing' },
      list: { short: 'l', long: 'list', help: 'list all known signal names' },
      quiet: { short: 'q', long: 'quiet', help: "don't print complaints" },
      regexp: { short: 'r', long: 'regexp', help: 'interpret NAME as an extended regular expression' },
      signal: { short: 's', long: 'signal', value: 'SIGNAL', help: 'send this signal instead of SIGTERM' },
      user: { short: 'u', long: 'user', value: 'USER', help: 'kill only process(es) running as USER' },
      verbose: { short: 'v', long: 'verbose', help: 'report if the signal was successfully sent' },
      wait: { short: 'w', long: 'wait', help: 'wait for processes to die' },
      ns: { short: 'n', long: 'ns', value: 'PID', help: 'match processes that belong to the same namespaces\nas PID' },
      context: { short: 'Z', long: 'context', value: 'REGEXP', help: 'kill only process(es) having context' },
    },
  },
  run,
);
