/** strace's command line, made ready for its loop. Authority: strace(1) 6.1. */
import type { Quoting } from '../../kernel/trace-values.ts';
import type { Io } from './io.ts';
import type { Args } from './program.ts';
import { type ColumnName, columnOf, DEFAULT_COLUMNS, type SortBy, sortOf } from './strace-count.ts';
import { type Injection, injectionOf } from './strace-inject.ts';
import {
  callFilter,
  type Detail,
  descriptorFilter,
  detailFilter,
  everything,
  type Filter,
  nothing,
  type Status,
  signalFilter,
  statusFilter,
  Unknown,
} from './strace-sets.ts';
import type { OptionName } from './strace-table.ts';
import { type Absolute, absoluteOf, ofTimes, type Precision, precisionOf } from './strace-times.ts';

/** Whose child the tracer is: the shell's as usual, or the program's, in its own process group or session. */
export type Daemon = 'no' | 'grandchild' | 'pgroup' | 'session';
const DAEMONS = ['no', 'grandchild', 'pgroup', 'session'] as const;

export interface Options {
  readonly command: readonly string[];
  readonly pids: readonly number[];
  readonly daemon: Daemon;
  readonly follow: boolean;
  readonly detachOnExec: boolean;
  /** Signals end strace, or not, or not even SIGTSTP stops it. */
  readonly interruptible: 'yes' | 'never' | 'never_tstp' | undefined;
  /** A file for each process. */
  readonly separate: boolean;
  readonly output: string | undefined;
  readonly append: boolean;
  readonly calls: Filter<string>;
  readonly signals: Filter<number>;
  /** -P: only calls that have to do with these. */
  readonly only: readonly string[];
  /** Undefined: whatever a call's end, it is printed as it begins. */
  readonly statuses: Filter<Status> | undefined;
  readonly quietAttach: boolean;
  readonly quietExit: boolean;
  readonly quietExec: boolean;
  readonly quietPaths: boolean;
  readonly strings: Quoting;
  readonly column: number;
  readonly time: Absolute;
  readonly relative: Precision | undefined;
  readonly took: Precision | undefined;
  /** Calls whose structures are printed in full. */
  readonly verbose: Filter<string>;
  readonly details: Filter<Detail>;
  readonly pointer: boolean;
  readonly numbers: boolean;
  readonly dumpRead: Filter<number>;
  readonly dumpWritten: Filter<number>;
  readonly injections: readonly Injection[];
  readonly count: 'no' | 'only' | 'too';
  readonly wall: boolean;
  /** µs that tracing a call takes, and that are not its own. */
  readonly overhead: number;
  readonly sort: SortBy;
  readonly columns: readonly ColumnName[];
  readonly environment: readonly string[];
}

function* known<T>(io: Io, what: string, found: Filter<T> | Unknown): Generator<void, Filter<T>> {
  if (!(found instanceof Unknown)) return found;
  if (found.problem !== undefined) return yield* io.die(1, `regcomp: ${found.word}: ${found.problem}`);
  return yield* io.die(1, `invalid ${what} '${found.word}'`);
}

const EXPRESSIONS: Readonly<Record<string, OptionName>> = {
  trace: 'trace',
  t: 'trace',
  signal: 'signal',
  signals: 'signal',
  s: 'signal',
  status: 'status',
  quiet: 'silence',
  silent: 'silence',
  silence: 'silence',
  q: 'silence',
  abbrev: 'abbrev',
  a: 'abbrev',
  read: 'read',
  reads: 'read',
  r: 'read',
  write: 'write',
  writes: 'write',
  w: 'write',
  'decode-fds': 'details',
  'decode-fd': 'details',
  inject: 'inject',
  fault: 'fault',
};
/** What the real one has besides. */
const MISSING = ['verbose', 'v', 'raw', 'x', 'kvm'];

interface Expression {
  readonly option: OptionName;
  readonly set: string;
}

/** `-e` is a way to write several options; without a name it is about calls. */
function expressions(args: Args<OptionName>): Expression[] {
  return args.given.map(({ option, value = '' }) => {
    if (option !== 'expression') return { option, set: value };
    const [, key = '', set = ''] = /^([a-z-]+)=(.*)$/s.exec(value) ?? [];
    const named = EXPRESSIONS[key];
    return named === undefined ? { option: 'trace', set: value } : { option: named, set };
  });
}

function* number(io: Io, letter: string, value: string | undefined, otherwise: number): Generator<void, number> {
  if (value === undefined) return otherwise;
  if (/^\d+$/.test(value) && Number(value) < 2 ** 31) return Number(value);
  return yield* io.usageError(1, `invalid -${letter} argument: '${value}'`);
}

function changed(environment: readonly string[], changes: readonly string[]): readonly string[] {
  let result = [...environment];
  for (const change of changes) {
    const [name = ''] = change.split('=');
    result = result.filter((entry) => !entry.startsWith(`${name}=`));
    if (change.includes('=')) result.push(change);
  }
  return result;
}

function* pidsOf(io: Io, values: readonly string[]): Generator<void, number[]> {
  const pids: number[] = [];
  for (const word of values.flatMap((value) => value.split(/[\s,]+/)).filter((part) => part !== '')) {
    if (!/^\d+$/.test(word) || Number(word) === 0) yield* io.die(1, `Invalid process id: '${word}'`);
    pids.push(Number(word));
  }
  return pids;
}

const QUIET = ['attach', 'exit', 'path-resolution', 'personality', 'thread-execve', 'superseded', 'all', 'none'];

class Reading {
  private readonly args: Args<OptionName>;
  private readonly io: Io;
  private readonly said: readonly Expression[];

  constructor(args: Args<OptionName>, io: Io) {
    this.args = args;
    this.io = io;
    this.said = expressions(args);
  }

  times(option: OptionName): number {
    return this.args.given.filter((one) => one.option === option).length;
  }

  private sets(option: OptionName): string[] {
    return this.said.flatMap((one) => (one.option === option ? [one.set] : []));
  }

  *filter<T>(
    option: OptionName,
    what: string,
    read: (text: string) => Filter<T> | Unknown,
    otherwise: Filter<T>,
  ): Generator<void, Filter<T>> {
    const text = this.sets(option).at(-1);
    return text === undefined ? otherwise : yield* known(this.io, what, read(text));
  }

  /** What is not here is refused as the real one refuses what it does not know. */
  *refuseMissing(): Generator<void, void> {
    for (const value of this.args.values('expression')) {
      const key = /^([a-z-]+)=/.exec(value)?.[1];
      if (key !== undefined && MISSING.includes(key)) yield* this.io.die(1, `invalid system call '${value}'`);
    }
  }

  *statuses(): Generator<void, Filter<Status> | undefined> {
    const only = this.args.last('successful', 'failed');
    if (this.args.has('successful') && this.args.has('failed'))
      yield* this.io.error(
        'Only the last of -z/--successful-only/-Z/--failed-only options will take effect. See status qualifier for more complex filters.',
      );
    const text = this.sets('status').at(-1);
    if (text !== undefined) return yield* known(this.io, 'status', statusFilter(text));
    return only && ((status) => status === only);
  }

  *quiet(): Generator<void, ReadonlySet<string>> {
    const times = this.times('quiet');
    const said = this.sets('silence').flatMap((set) => set.split(','));
    for (const word of said) if (!QUIET.includes(word)) yield* this.io.die(1, `invalid quiet '${word}'`);
    const all = said.includes('all') || times > 2 ? QUIET : [];
    return new Set([...said, ...all, ...(times > 0 ? ['attach'] : []), ...(times > 1 ? ['exit'] : [])]);
  }

  *precision(short: OptionName, long: OptionName, name: string): Generator<void, Precision | undefined> {
    const last = this.args.last(short, long);
    if (last === undefined) return undefined;
    const text = last === long ? this.args.value(long) : undefined;
    return precisionOf(text) ?? (yield* this.io.usageError(1, `invalid --${name} argument: '${text}'`));
  }

  *time(): Generator<void, Absolute> {
    const last = this.args.last('time', 'timeAs', 'timestamps');
    if (last === undefined || last === 'time') return ofTimes(this.times('time'));
    const text = this.args.value(last);
    return absoluteOf(text) ?? (yield* this.io.usageError(1, `invalid --absolute-timestamps argument: '${text}'`));
  }

  *hex(): Generator<void, Quoting['hex']> {
    if (this.args.last('hex', 'hexOf') !== 'hexOf')
      return (['none', 'odd', 'all'] as const)[this.times('hex')] ?? 'all';
    const text = this.args.value('hexOf') ?? 'all';
    if (text === 'non-ascii' || text === 'ascii') return 'odd';
    if (text === 'none' || text === 'all') return text;
    return yield* this.io.usageError(1, `invalid --strings-in-hex argument: '${text}'`);
  }

  /** -y: paths; -yy: everything. */
  *details(): Generator<void, Filter<Detail>> {
    const times = this.times('paths');
    const sets = this.sets('details');
    if (times > 0 && sets.length > 0) yield* this.io.die(1, '-y and --decode-fds cannot be provided simultaneously');
    if (sets.length === 0) return times === 0 ? nothing : times === 1 ? (detail) => detail === 'path' : everything;
    return yield* known(this.io, 'decode-fds', detailFilter(sets.at(-1) || 'all'));
  }

  *injections(): Generator<void, Injection[]> {
    const found: Injection[] = [];
    for (const { option, set } of this.said) {
      if (option !== 'inject' && option !== 'fault') continue;
      const injection = injectionOf(set, option === 'fault');
      if (injection instanceof Unknown) yield* known(this.io, 'system call', injection);
      else if (injection) found.push(injection);
      else yield* this.io.die(1, `invalid ${option} argument '${set}'`);
    }
    return found;
  }

  *daemon(): Generator<void, Daemon> {
    const times = this.times('daemonize');
    if (times > 3) yield* this.io.usageError(1, `Too many -D's (${times}), maximum supported -D count is 3`);
    if (this.args.last('daemonize', 'daemonizeAs') !== 'daemonizeAs') return DAEMONS[times] ?? 'no';
    const text = this.args.value('daemonizeAs') ?? 'grandchild';
    const found = DAEMONS.find((name) => name !== 'no' && name === text);
    return found ?? (yield* this.io.usageError(1, `invalid --daemonize argument: '${text}'`));
  }

  *interruptible(): Generator<void, Options['interruptible']> {
    const text = this.args.value('interruptible');
    if (text === undefined) return undefined;
    const at = ['1', '2', '3', '4'].indexOf(text);
    const word = at < 0 ? text : (['anywhere', 'waiting', 'never', 'never_tstp'][at] ?? '');
    if (word === 'anywhere' || word === 'waiting') return 'yes';
    if (word === 'never' || word === 'never_tstp') return word;
    return yield* this.io.usageError(1, `invalid -I argument: '${text}'`);
  }

  *sort(): Generator<void, SortBy> {
    const text = this.args.value('sort');
    return sortOf(text ?? 'time') ?? (yield* this.io.usageError(1, `invalid sortby: '${text}'`));
  }

  *columns(): Generator<void, readonly ColumnName[]> {
    const text = this.args.value('shown');
    if (text === undefined) return DEFAULT_COLUMNS;
    const columns: ColumnName[] = [];
    const words = text.split(',');
    for (const [at, word] of words.entries()) {
      const column = columnOf(word) ?? (yield* this.io.usageError(1, `unknown column name: '${word}'`));
      if (columns.includes(column)) {
        const rest = words.slice(at).join(',');
        yield* this.io.usageError(
          1,
          `call summary column has been provided more than once: '${column}' (-U option residual: '${rest}')`,
        );
      }
      columns.push(column);
    }
    return columns.includes('name') ? columns : [...columns, 'name'];
  }

  *overhead(): Generator<void, number> {
    const text = this.args.value('overhead');
    if (text === undefined) return 0;
    const [, digits, unit = 'us'] = /^(\d+(?:\.\d+)?)(s|ms|us|ns)?$/.exec(text) ?? [];
    if (digits === undefined) return yield* this.io.usageError(1, `invalid -O argument: '${text}'`);
    return Number(digits) * ({ s: 1e6, ms: 1e3, us: 1, ns: 1e-3 }[unit] ?? 1);
  }
}

/** Options that have to do with each other. */
function* checkTogether(args: Args<OptionName>, io: Io, reading: Reading): Generator<void, void> {
  const separate = args.has('separate') || reading.times('follow') > 1;
  const counted = args.has('count') || args.has('summary');
  if (args.has('count') && args.has('summary'))
    yield* io.usageError(1, '-c/--summary-only and -C/--summary are mutually exclusive');
  const counting = '(-c/--summary-only or -C/--summary)';
  if (counted && separate) yield* io.usageError(1, `${counting} and -ff/--output-separately are mutually exclusive`);
  if (!counted && args.has('wall')) yield* io.usageError(1, `-w/--summary-wall-clock must be given with ${counting}`);
  if (!counted && args.has('shown')) yield* io.usageError(1, `-U/--summary-columns must be given with ${counting}`);
  if (!counted && args.has('sort')) yield* io.error(`-S/--summary-sort-by has no effect without ${counting}`);
  if (args.value('output') === undefined) {
    if (args.has('separate')) yield* io.error('--output-separately has no effect without -o/--output');
    if (args.has('append')) yield* io.error('-A/--output-append-mode has no effect without -o/--output');
  }
  if (!args.has('count')) return;
  const useless: readonly (readonly [string, ...OptionName[]])[] = [
    ['-i/--instruction-pointer', 'pointer'],
    ['-n/--syscall-number', 'number'],
    ['-r/--relative-timestamps', 'relative', 'relativeIn'],
    ['-t/--absolute-timestamps', 'time', 'timeAs', 'timestamps'],
    ['-T/--syscall-times', 'took', 'tookIn'],
    ['-y/--decode-fds', 'paths', 'details'],
  ];
  for (const [name, ...options] of useless)
    if (options.some((option) => args.has(option))) yield* io.error(`${name} has no effect with -c/--summary-only`);
}

function* mayDetachOn(args: Args<OptionName>, io: Io): Generator<void, boolean> {
  const name = args.value('detachOn');
  if (name !== undefined && name !== 'execve') yield* io.die(1, `Syscall '${name}' for -b isn't supported`);
  return name !== undefined;
}

export function* optionsOf(args: Args<OptionName>, io: Io): Generator<void, Options> {
  const reading = new Reading(args, io);
  const has = (option: OptionName): boolean => args.has(option);
  yield* reading.refuseMissing();
  const calls = yield* reading.filter('trace', 'system call', callFilter, everything);
  const signals = yield* reading.filter('signal', 'signal', signalFilter, everything);
  const abbreviated = yield* reading.filter('abbrev', 'system call', callFilter, everything);
  const statuses = yield* reading.statuses();
  const hushed = yield* reading.quiet();
  const sort = yield* reading.sort();
  const columns = yield* reading.columns();
  const limit = yield* number(io, 's', args.value('strings'), 32);
  const pids = yield* pidsOf(io, args.values('attach'));
  if (args.operands.length === 0 && pids.length === 0) yield* io.usageError(1, 'must have PROG [ARGS] or -p PID');
  const daemon = yield* reading.daemon();
  if (daemon !== 'no' && args.operands.length === 0)
    yield* io.usageError(1, 'PROG [ARGS] must be specified with -D/--daemonize');
  yield* checkTogether(args, io, reading);
  const output = args.value('output');
  return {
    command: args.operands,
    pids,
    daemon,
    follow: has('follow'),
    detachOnExec: yield* mayDetachOn(args, io),
    interruptible: yield* reading.interruptible(),
    separate: (has('separate') || reading.times('follow') > 1) && output !== undefined,
    output,
    append: has('append'),
    calls,
    signals,
    only: args.values('path'),
    statuses,
    quietAttach: hushed.has('attach') || (output !== undefined && args.operands.length > 0),
    quietExit: hushed.has('exit'),
    quietExec: hushed.has('thread-execve') || hushed.has('superseded'),
    quietPaths: hushed.has('path-resolution'),
    strings: { limit, hex: yield* reading.hex() },
    column: yield* number(io, 'a', args.value('columns'), 40),
    time: yield* reading.time(),
    relative: yield* reading.precision('relative', 'relativeIn', 'relative-timestamps'),
    took: yield* reading.precision('took', 'tookIn', 'syscall-times'),
    verbose: (name) => has('verbose') || !abbreviated(name),
    details: yield* reading.details(),
    pointer: has('pointer'),
    numbers: has('number'),
    dumpRead: yield* reading.filter('read', 'descriptor', descriptorFilter, nothing),
    dumpWritten: yield* reading.filter('write', 'descriptor', descriptorFilter, nothing),
    injections: yield* reading.injections(),
    count: has('summary') ? 'too' : has('count') ? 'only' : 'no',
    wall: has('wall'),
    overhead: yield* reading.overhead(),
    sort,
    columns,
    environment: changed(io.environment, args.values('env')),
  };
}
