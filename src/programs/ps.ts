/**
 * ps: a snapshot of the processes, from /proc. Options are in lib/ps-options.ts, formats in lib/ps-formats.ts,
 * columns in lib/ps-columns.ts.
 * Authority: ps(1) of procps-ng 4.0.2; layouts recorded from it.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Proc, readClock, readProc, readProcs } from './lib/proc.ts';
import { rawProgram } from './lib/program.ts';
import { COLUMNS, type Context, headerLine, lineOf, type Shown, widenPids } from './lib/ps-columns.ts';
import { column, formatOf } from './lib/ps-formats.ts';
import { PsProblem } from './lib/ps-lists.ts';
import { PsParser, type Request } from './lib/ps-options.ts';
import { checkThreads, type Part, rowsOf } from './lib/ps-threads.ts';
import { readText } from './lib/read-file.ts';
import { readNames } from './lib/users.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

/** Which processes are meant. Without any selection: the same user's on the same terminal. */
const selects = (request: Request, own: Proc | undefined): ((proc: Proc) => boolean) => {
  const { selection } = request;
  const euid = own?.ids.uid[1] ?? 0;
  const simple: ((proc: Proc) => boolean)[] = [];
  if (selection.all) simple.push(() => true);
  if (selection.withTty) simple.push(({ ttyNr, session, pid }) => ttyNr !== 0 && session !== pid);
  if (selection.notLeaders) simple.push(({ session, pid }) => session !== pid);
  if (selection.bsdAll || selection.bsdNoTty) {
    simple.push(({ ttyNr, ids }) => (selection.bsdNoTty || ttyNr !== 0) && (selection.bsdAll || ids.uid[1] === euid));
  }
  const tests = [...simple, ...selection.lists];
  const chosen =
    tests.length > 0
      ? (proc: Proc): boolean => tests.some((test) => test(proc))
      : ({ ttyNr, ids }: Proc): boolean => ids.uid[1] === euid && ttyNr === (own?.ttyNr ?? 0);
  return (proc) =>
    chosen(proc) !== selection.negate && (!selection.running || proc.state === 'R' || proc.state === 'D');
};

const sortProcs = (procs: Proc[], { sort }: Request, context: Context): Proc[] => {
  const keys = sort.map(({ column: name, reverse }) => {
    const { key, value } = column(name);
    return { of: key ?? value, sign: reverse ? -1 : 1 };
  });
  const order = (a: Proc, b: Proc): number => {
    for (const { of, sign } of keys) {
      const [left, right] = [of(a, context), of(b, context)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
  return keys.length > 0 ? [...procs].sort(order) : procs;
};

interface Forest {
  readonly order: Proc[];
  readonly branches: ReadonlyMap<number, string>;
}

/** Children below their parents. What init has started stands at the left edge like init itself. */
const growForest = (procs: readonly Proc[], style: 'tree' | 'indent'): Forest => {
  const order: Proc[] = [];
  const branches = new Map<number, string>();
  const known = new Set(procs.map(({ pid }) => pid));
  const childrenOf = (parent: number): Proc[] => procs.filter(({ ppid, pid }) => ppid === parent && pid !== parent);
  const visit = (proc: Proc, level: number, lead: string, more: boolean): void => {
    order.push(proc);
    if (level > 0) branches.set(proc.pid, style === 'tree' ? `${lead} \\_ ` : '  '.repeat(level));
    const children = childrenOf(proc.pid);
    const below = level > 0 ? `${lead}${more ? ' |  ' : '    '}` : lead;
    for (const [index, child] of children.entries()) {
      visit(child, proc.pid === 1 ? level : level + 1, below, index < children.length - 1);
    }
  };
  for (const proc of procs) if (!known.has(proc.ppid)) visit(proc, 0, '', false);
  return { order, branches };
};

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

function* lineLimit(sys: Sys, io: Io, { width, wide }: Request): Generator<void, number> {
  const size = yield* sys.tiocgwinsz(1);
  const terminal = !isFailure(size);
  const fromEnvironment = Number(io.getenv('COLUMNS') ?? '');
  const base = width ?? (fromEnvironment > 0 ? fromEnvironment : terminal ? size.cols || 80 : NO_LIMIT);
  if (wide >= 2) return NO_LIMIT;
  return wide === 1 && base < 132 ? 132 : base;
}

function* memoryOf(sys: Sys): Generator<void, number> {
  const text = yield* readText(sys, '/proc/meminfo');
  return isFailure(text) ? 0 : Number(/^MemTotal:\s*(\d+)/m.exec(text)?.[1] ?? 0);
}

/** µs that a real ps takes before it looks at /proc: the neighbours in its pipeline have become what they are by then. */
const STARTING_US = 8000;

function* display(sys: Sys, io: Io, request: Request): Generator<void, number> {
  checkThreads(request);
  yield* sys.work(STARTING_US);
  const greatest = yield* readText(sys, '/proc/sys/kernel/pid_max');
  const format = formatOf(request);
  const shown = isFailure(greatest) ? format : widenPids(format, greatest.trim());
  const limit = yield* lineLimit(sys, io, request);
  const own = yield* readProc(sys, yield* sys.getpid());
  const wanted = { argv: true, wchan: true, environ: request.environment };
  const all = yield* readProcs(sys, wanted);
  const base: Context = {
    clock: yield* readClock(sys),
    zone: io.zone,
    names: yield* readNames(sys),
    memory: yield* memoryOf(sys),
    bareName: request.bareName,
    environment: request.environment,
    numeric: request.numeric,
    branch: () => '',
  };
  const isChosen = selects(request, own);
  const chosen = sortProcs(
    all.filter(isChosen).map((proc) => (request.cumulative ? { ...proc, time: proc.time + proc.childrenTime } : proc)),
    request,
    base,
  );
  const forest = request.forest === 'none' ? undefined : growForest(chosen, request.forest);
  const context: Context = forest ? { ...base, branch: ({ pid }) => forest.branches.get(pid) ?? '' } : base;
  if (request.headers && shown.some(({ header }) => header !== '')) {
    yield* io.print(`${headerLine(shown)}\n`);
  }
  for (const { proc, part } of yield* rowsOf(sys, forest?.order ?? chosen, request, wanted)) {
    const values = shown.map((each) => valueIn(each, part, proc, context));
    yield* io.print(`${lineOf(shown, values, limit)}\n`);
  }
  return chosen.length > 0 ? 0 : 1;
}

const valueIn = (column: Shown, part: Part | undefined, proc: Proc, context: Context): string =>
  part && column.part && column.part !== part ? '-' : column.value(proc, context);

const listColumns = (): string =>
  Object.entries(COLUMNS)
    .filter(([name]) => name !== 'addr_1')
    .map(([name, { header }]) => `${name.padEnd(13)}${header.padEnd(8)}\n`)
    .join('');

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  let request: Request;
  try {
    request = yield* parse(sys, args);
    switch (request.info) {
      case 'help':
        yield* io.print(USAGE);
        return 0;
      case 'version':
        yield* io.print(io.versionText);
        return 0;
      case 'list':
        yield* io.print(listColumns());
        return 0;
      case undefined:
        return yield* display(sys, io, request);
    }
  } catch (thrown) {
    if (!(thrown instanceof PsProblem)) throw thrown;
    yield* io.complain(`error: ${thrown.message}\n${USAGE}`);
    return 1;
  }
}

/** What fails as Unix options may be meant as BSD's: `ps -aux`. */
function* parse(sys: Sys, args: readonly string[]): Generator<void, Request> {
  try {
    const request = yield* new PsParser(sys).parse(args, false);
    formatOf(request);
    return request;
  } catch (thrown) {
    if (!(thrown instanceof PsProblem)) throw thrown;
    try {
      return yield* new PsParser(sys).parse(args, true);
    } catch (again) {
      if (!(again instanceof PsProblem)) throw again;
      throw thrown;
    }
  }
}

export const ps = rawProgram(
  {
    name: 'ps',
    summary: 'report a snapshot of the current processes',
    usage: '[options]',
    family: 'procps',
    options: {
      A: { short: 'A', help: 'all processes' },
      e: { short: 'e', help: 'all processes' },
      a: { short: 'a', help: 'all with tty, except session leaders' },
      d: { short: 'd', help: 'all except session leaders' },
      N: { short: 'N', long: 'deselect', help: 'negate selection' },
      C: { short: 'C', value: '<command>', help: 'command name' },
      G: { short: 'G', long: 'Group', value: '<GID>', help: 'real group id or name' },
      g: { short: 'g', value: '<group>', help: 'session or effective group name' },
      p: { short: 'p', long: 'pid', value: '<PID>', help: 'process id' },
      ppid: { long: 'ppid', value: '<PID>', help: 'parent process id' },
      s: { short: 's', long: 'sid', value: '<session>', help: 'session id' },
      t: { short: 't', long: 'tty', value: '<tty>', help: 'terminal' },
      u: { short: 'u', long: 'user', value: '<UID>', help: 'effective user id or name' },
      U: { short: 'U', long: 'User', value: '<UID>', help: 'real user id or name' },
      F: { short: 'F', help: 'extra full' },
      f: { short: 'f', help: 'full-format, including command lines' },
      j: { short: 'j', help: 'jobs format' },
      l: { short: 'l', help: 'long format' },
      y: { short: 'y', help: 'do not show flags, show rss vs. addr (used with -l)' },
      c: { short: 'c', help: 'show scheduling class with -l option' },
      P: { short: 'P', help: 'add psr column' },
      O: { short: 'O', value: '<format>', help: 'preloaded with default columns' },
      o: { short: 'o', long: 'format', value: '<format>', help: 'user-defined format' },
      L: { short: 'L', help: 'show threads, with LWP and NLWP columns' },
      m: { short: 'm', help: 'show threads after processes' },
      T: { short: 'T', help: 'show threads, with SPID column' },
      H: { short: 'H', help: 'show process hierarchy' },
      forest: { long: 'forest', help: 'ascii art process tree' },
      w: { short: 'w', help: 'unlimited output width' },
      headers: { long: 'headers', help: 'repeat header lines, one per page' },
      noHeaders: { long: 'no-headers', help: 'do not print header at all' },
      sort: { long: 'sort', value: '<keys>', help: 'specify sort order as: [+|-]key[,[+|-]key[,...]]' },
      cols: { long: 'cols', value: '<num>', help: 'set screen width' },
      cumulative: { long: 'cumulative', help: 'include some dead child process data' },
    },
  },
  run,
);
