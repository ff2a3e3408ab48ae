/**
 * What pgrep and pkill share: the criteria, and which processes meet them. A pattern is an extended regular expression
 * that is looked for in the name, or with -f in the command line. Authority: pgrep(1) of procps-ng 4.0.2.
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { compilePosix, RegexProblem } from './posix-regex.ts';
import { commandLine, type Proc, readClock, readProcs, TICKS, ttyName } from './proc.ts';
import { readText } from './read-file.ts';
import { readGroups, readUsers } from './users.ts';

export const criteria = {
  full: { short: 'f', long: 'full', help: 'use full process name to match' },
  pgroup: { short: 'g', long: 'pgroup', value: '<PGID,...>', help: 'match listed process group IDs' },
  group: { short: 'G', long: 'group', value: '<GID,...>', help: 'match real group IDs' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'match case insensitively' },
  newest: { short: 'n', long: 'newest', help: 'select most recently started' },
  oldest: { short: 'o', long: 'oldest', help: 'select least recently started' },
  older: { short: 'O', long: 'older', value: '<seconds>', help: 'select where older than seconds' },
  parent: { short: 'P', long: 'parent', value: '<PPID,...>', help: 'match only child processes of the given parent' },
  session: { short: 's', long: 'session', value: '<SID,...>', help: 'match session IDs' },
  terminal: { short: 't', long: 'terminal', value: '<tty,...>', help: 'match by controlling terminal' },
  euid: { short: 'u', long: 'euid', value: '<ID,...>', help: 'match by effective IDs' },
  uid: { short: 'U', long: 'uid', value: '<ID,...>', help: 'match by real IDs' },
  exact: { short: 'x', long: 'exact', help: 'match exactly with the command name' },
  pidfile: { short: 'F', long: 'pidfile', value: '<file>', help: 'read PIDs from file' },
  logpidfile: { short: 'L', long: 'logpidfile', help: 'fail if PID file is not locked' },
  runstates: { short: 'r', long: 'runstates', value: '<state>', help: 'match runstates [D,S,Z,...]' },
  ancestors: { short: 'A', long: 'ignore-ancestors', help: 'exclude our ancestors from results' },
} as const;

/** Named in the usage as in the real one, and refused: there are no namespaces and no control groups. */
export const NOT_SIMULATED = ` --cgroup <grp,...>        match by cgroup v2 names
 --ns <PID>                match the processes that belong to the same
                           namespace as <pid>
 --nslist <ns,...>         list which namespaces will be considered for
                           the --ns option.
                           Available namespaces: ipc, mnt, net, pid, user, uts`;

export type Criterion = keyof typeof criteria;

/** The part of a command line that is looked at here. */
export interface Criteria {
  readonly operands: readonly string[];
  has(option: Criterion): boolean;
  value(option: Criterion): string | undefined;
}

export const TROUBLE = 2;

/** The two-line complaint of pgrep, with its own quotes. */
export function* complain(io: Io, text: string, status = TROUBLE): Generator<void, never> {
  yield* io.complain(`${io.name}: ${text}\nTry \`${io.name} --help' for more information.\n`);
  return io.exit(status);
}

type Test = (proc: Proc) => boolean;

function* numbers(io: Io, value: string, own: number, problem: string): Generator<void, Set<number>> {
  const set = new Set<number>();
  for (const word of value.split(',')) {
    if (!/^\d+$/.test(word)) return yield* io.die(TROUBLE, `${problem}: ${word}`);
    set.add(Number(word) === 0 ? own : Number(word));
  }
  return set;
}

function* ids(
  io: Io,
  value: string,
  known: readonly { readonly name: string; readonly id: number }[],
  kind: string,
): Generator<void, Set<number>> {
  const set = new Set<number>();
  for (const word of value.split(',')) {
    const id = known.find(({ name }) => name === word)?.id ?? (/^\d+$/.test(word) ? Number(word) : undefined);
    if (id === undefined) return yield* io.die(TROUBLE, `invalid ${kind} name: ${word}`);
    set.add(id);
  }
  return set;
}

function* pidfile(sys: Sys, io: Io, path: string): Generator<void, Test> {
  const text = yield* readText(sys, path === '-' ? '/proc/self/fd/0' : path);
  const pid = isFailure(text) ? undefined : /^\s*(\d+)/.exec(text)?.[1];
  if (pid === undefined) return yield* complain(io, 'pidfile not valid', 1);
  return (proc) => proc.pid === Number(pid);
}

/** What the options ask for, apart from the pattern. */
function* testsOf(sys: Sys, io: Io, args: Criteria): Generator<void, Test[]> {
  const tests: Test[] = [];
  const value = (name: Criterion): string | undefined => args.value(name);
  const parent = value('parent');
  if (parent !== undefined) {
    const set = yield* numbers(io, parent, 0, 'not a number');
    tests.push(({ ppid }) => set.has(ppid));
  }
  const pgroup = value('pgroup');
  if (pgroup !== undefined) {
    const set = yield* numbers(io, pgroup, yield* sys.getpgrp(), 'invalid process group');
    tests.push(({ pgrp }) => set.has(pgrp));
  }
  const session = value('session');
  if (session !== undefined) {
    const own = yield* sys.getsid(0);
    const set = yield* numbers(io, session, isFailure(own) ? 0 : own, 'invalid session id');
    tests.push((proc) => set.has(proc.session));
  }
  const users = (yield* readUsers(sys)).map(({ name, uid }) => ({ name, id: uid }));
  for (const [name, index] of [
    ['euid', 1],
    ['uid', 0],
  ] as const) {
    const list = value(name);
    if (list === undefined) continue;
    const set = yield* ids(io, list, users, 'user');
    tests.push((proc) => set.has(proc.ids.uid[index] ?? -1));
  }
  const group = value('group');
  if (group !== undefined) {
    const groups = (yield* readGroups(sys)).map(({ name, gid }) => ({ name, id: gid }));
    const set = yield* ids(io, group, groups, 'group');
    tests.push((proc) => set.has(proc.ids.gid[0] ?? -1));
  }
  const terminal = value('terminal');
  if (terminal !== undefined) {
    const set = new Set(terminal.split(',').map((name) => name.replace(/^\/dev\//, '')));
    tests.push((proc) => set.has(ttyName(proc) ?? '-'));
  }
  const states = value('runstates');
  if (states !== undefined) tests.push(({ state }) => states.includes(state));
  const file = value('pidfile');
  if (file !== undefined) tests.push(yield* pidfile(sys, io, file));
  const older = value('older');
  if (older !== undefined) {
    if (!/^\d+$/.test(older)) return yield* io.die(TROUBLE, `not a number: ${older}`);
    const { uptime } = yield* readClock(sys);
    tests.push(({ start }) => uptime - start / TICKS >= Number(older));
  }
  return tests;
}

const MAX_NAME = 15;

function* patternTest(io: Io, args: Criteria, pattern: string): Generator<void, Test> {
  const full = args.has('full');
  let expression: RegExp;
  try {
    const { source, flags } = compilePosix(pattern, {
      extended: true,
      ignoreCase: args.has('ignoreCase'),
      unicode: true,
    });
    expression = new RegExp(args.has('exact') ? `^(?:${source})$` : source, flags);
  } catch (thrown) {
    if (!(thrown instanceof RegexProblem)) throw thrown;
    return yield* io.die(TROUBLE, `regex error: ${thrown.message}`);
  }
  return (proc) => expression.test(full ? fullName(proc) : proc.comm);
}

/** The command line; a zombie has only its name left. */
const fullName = (proc: Proc): string => (proc.argv.length > 0 ? commandLine(proc) : proc.comm);

function* ancestors(procs: readonly Proc[], own: number): Generator<number, void> {
  for (let at = procs.find(({ pid }) => pid === own); at; at = procs.find(({ pid }) => pid === at?.ppid)) {
    yield at.pid;
    if (at.ppid === at.pid) return;
  }
}

/** The processes that meet all criteria, in the order of their pids. */
export function* findProcesses(
  sys: Sys,
  io: Io,
  args: Criteria,
  { inverse, hint }: { readonly inverse: boolean; readonly hint: string },
): Generator<void, Proc[]> {
  const tests = yield* testsOf(sys, io, args);
  if (args.has('logpidfile') && !args.has('pidfile')) return yield* complain(io, '-L without -F makes no sense');
  const [pattern, ...more] = args.operands;
  if (more.length > 0) return yield* complain(io, 'only one pattern can be provided');
  if (pattern !== undefined) {
    if (pattern.length > MAX_NAME && !args.has('full')) {
      yield* io.complain(
        `${io.name}: pattern that searches for process name longer than 15 characters will result in zero matches\nTry \`${io.name} -f' option to match against the complete command line.\n`,
      );
    }
    tests.push(yield* patternTest(io, args, pattern));
  } else if (tests.length === 0) return yield* complain(io, 'no matching criteria specified');
  if ((args.has('newest') && args.has('oldest')) || (inverse && (args.has('newest') || args.has('oldest')))) {
    yield* io.complain(hint);
    return io.exit(TROUBLE);
  }
  const all = yield* readProcs(sys, { argv: true });
  const own = yield* sys.getpid();
  const excluded = new Set(args.has('ancestors') ? ancestors(all, own) : [own]);
  const found = all.filter((proc) => !excluded.has(proc.pid) && tests.every((test) => test(proc)) !== inverse);
  if (args.has('newest')) return extreme(found, (a, b) => a.start > b.start || (a.start === b.start && a.pid > b.pid));
  if (args.has('oldest')) return extreme(found, (a, b) => a.start < b.start || (a.start === b.start && a.pid < b.pid));
  return found;
}

const extreme = (procs: readonly Proc[], better: (a: Proc, b: Proc) => boolean): Proc[] => {
  let best: Proc | undefined;
  for (const proc of procs) if (!best || better(proc, best)) best = proc;
  return best ? [best] : [];
};
