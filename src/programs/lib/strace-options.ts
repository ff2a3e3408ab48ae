/** strace's command line, made ready for its loop. Authority: strace(1) 6.1. */
import type { Io } from './io.ts';
import type { Args } from './program.ts';
import type { SortBy } from './strace-count.ts';
import {
  callFilter,
  everything,
  type Filter,
  type Status,
  signalFilter,
  statusFilter,
  type Unknown,
} from './strace-sets.ts';

export const OPTIONS = {
  expression: {
    short: 'e',
    value: 'EXPR',
    help: 'a qualifying expression: trace=SET, signal=SET, status=SET, quiet=SET',
  },
  trace: { long: 'trace', value: 'SET', help: 'trace only specified syscalls' },
  signal: { long: 'signal', value: 'SET', help: 'print only the signals from SET' },
  status: { long: 'status', value: 'SET', help: 'print only system calls with the return statuses in SET' },
  env: {
    short: 'E',
    long: 'env',
    value: 'VAR[=VAL]',
    help: 'put VAR=VAL in the environment for command, or remove VAR',
  },
  attach: { short: 'p', long: 'attach', value: 'PID', help: 'trace process with process id PID, may be repeated' },
  follow: { short: 'f', long: 'follow-forks', help: 'follow forks; twice, with output into separate files' },
  successful: { short: 'z', long: 'successful-only', help: 'print only syscalls that returned without an error code' },
  failed: { short: 'Z', long: 'failed-only', help: 'print only syscalls that returned with an error code' },
  columns: {
    short: 'a',
    long: 'columns',
    value: 'COLUMN',
    help: 'alignment COLUMN for printing syscall results (default 40)',
  },
  output: { short: 'o', long: 'output', value: 'FILE', help: 'send trace output to FILE instead of stderr' },
  append: { short: 'A', long: 'output-append-mode', help: 'open the file provided in the -o option in append mode' },
  quiet: { short: 'q', help: 'suppress messages about attaching, detaching, etc.' },
  silence: { long: 'quiet', value: 'SET', help: 'suppress the messages of SET: attach, exit, all, …' },
  relative: { short: 'r', long: 'relative-timestamps', help: 'print relative timestamp' },
  strings: {
    short: 's',
    long: 'string-limit',
    value: 'STRSIZE',
    help: 'limit length of print strings to STRSIZE chars (default 32)',
  },
  time: {
    short: 't',
    long: 'absolute-timestamps',
    help: 'print absolute timestamp; twice with usecs, three times UNIX time',
  },
  took: { short: 'T', long: 'syscall-times', help: 'print time spent in each syscall' },
  verbose: { short: 'v', long: 'no-abbrev', help: 'verbose mode: print entities unabbreviated' },
  paths: { short: 'y', long: 'decode-fds', help: 'print paths associated with file descriptor arguments' },
  count: {
    short: 'c',
    long: 'summary-only',
    help: 'count time, calls, and errors for each syscall and report summary',
  },
  summary: { short: 'C', long: 'summary', help: 'like -c, but also print the regular output' },
  sort: {
    short: 'S',
    long: 'summary-sort-by',
    value: 'SORTBY',
    help: 'sort syscall counts by: time, avg-time, calls, errors, name, nothing',
  },
  wall: { short: 'w', long: 'summary-wall-clock', help: 'summarise syscall latency (default is system time)' },
} as const;

export type OptionName = keyof typeof OPTIONS;

export interface Options {
  readonly command: readonly string[];
  readonly pids: readonly number[];
  readonly follow: boolean;
  /** A file for each process. */
  readonly separate: boolean;
  readonly output: string | undefined;
  readonly append: boolean;
  readonly calls: Filter<string>;
  readonly signals: Filter<number>;
  /** Undefined: whatever a call's end, it is printed as it begins. */
  readonly statuses: Filter<Status> | undefined;
  readonly quietAttach: boolean;
  readonly quietExit: boolean;
  readonly strings: number;
  readonly column: number;
  readonly time: 'none' | 'seconds' | 'µs' | 'unix';
  readonly relative: boolean;
  readonly took: boolean;
  readonly verbose: boolean;
  readonly paths: boolean;
  readonly count: 'no' | 'only' | 'too';
  readonly wall: boolean;
  readonly sort: SortBy;
  readonly environment: readonly string[];
}

const SORTS: readonly string[] = ['time', 'avg-time', 'calls', 'errors', 'name', 'nothing'];
const isSort = (word: string): word is SortBy => SORTS.includes(word);

const isUnknown = (found: unknown): found is Unknown => typeof found === 'object';

function* known<T>(io: Io, what: string, found: Filter<T> | Unknown): Generator<void, Filter<T>> {
  if (isUnknown(found)) return yield* io.die(1, `invalid ${what} '${found.word}'`);
  return found;
}

/** `-e` is a way to write several options: what it says of each; without a name it is about calls. */
function expressions(
  args: Args<OptionName>,
  name: string,
  option: 'trace' | 'signal' | 'status' | 'silence',
): string[] {
  return args.given.flatMap(({ option: given, value = '' }) => {
    if (given === option) return [value];
    if (given !== 'expression') return [];
    const [, key = 'trace', set = value] = /^([a-z-]+)=(.*)$/s.exec(value) ?? [];
    return key === name || key === option ? [set] : [];
  });
}

const EXPRESSIONS = ['trace', 't', 'signal', 'signals', 's', 'status', 'quiet', 'silent'];

function* number(io: Io, letter: string, value: string | undefined, otherwise: number): Generator<void, number> {
  if (value === undefined) return otherwise;
  if (/^\d+$/.test(value)) return Number(value);
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

function* statuses(io: Io, args: Args<OptionName>): Generator<void, Filter<Status> | undefined> {
  const only = args.last('successful', 'failed');
  if (only) return (status) => status === only;
  const said = expressions(args, 'status', 'status').at(-1);
  return said === undefined ? undefined : yield* known(io, 'status', statusFilter(said));
}

function* quiet(io: Io, args: Args<OptionName>): Generator<void, ReadonlySet<string>> {
  const times = args.given.filter(({ option }) => option === 'quiet').length;
  const said = expressions(args, 'quiet', 'silence').flatMap((set) => set.split(','));
  for (const word of said)
    if (!['attach', 'exit', 'path-resolution', 'personality', 'thread-execve', 'all', 'none'].includes(word))
      yield* io.die(1, `invalid quiet '${word}'`);
  const all = said.includes('all') || times > 2;
  return new Set([...said, ...(times > 0 || all ? ['attach'] : []), ...(times > 1 || all ? ['exit'] : [])]);
}

const TIMES = ['none', 'seconds', 'µs', 'unix'] as const;

export function* optionsOf(args: Args<OptionName>, io: Io): Generator<void, Options> {
  const has = (option: OptionName): boolean => args.has(option);
  const times = (option: OptionName): number => args.given.filter((one) => one.option === option).length;
  for (const value of args.values('expression')) {
    const key = /^([a-z-]+)=/.exec(value)?.[1];
    if (key !== undefined && !EXPRESSIONS.includes(key)) yield* io.die(1, `-e ${key} is not simulated`);
  }
  const traced = expressions(args, 't', 'trace').at(-1);
  const calls = traced === undefined ? everything : yield* known(io, 'system call', callFilter(traced));
  const shown = expressions(args, 's', 'signal').at(-1);
  const signals = shown === undefined ? everything : yield* known(io, 'signal', signalFilter(shown));
  const pids = yield* pidsOf(io, args.values('attach'));
  if (args.operands.length === 0 && pids.length === 0) yield* io.usageError(1, 'must have PROG [ARGS] or -p PID');
  const hushed = yield* quiet(io, args);
  const sort = args.value('sort') ?? 'time';
  if (!isSort(sort)) return yield* io.usageError(1, `invalid -S argument: '${sort}'`);
  const output = args.value('output');
  return {
    command: args.operands,
    pids,
    follow: has('follow'),
    separate: times('follow') > 1 && output !== undefined,
    output,
    append: has('append'),
    calls,
    signals,
    statuses: yield* statuses(io, args),
    quietAttach: hushed.has('attach') || (output !== undefined && args.operands.length > 0),
    quietExit: hushed.has('exit'),
    strings: yield* number(io, 's', args.value('strings'), 32),
    column: yield* number(io, 'a', args.value('columns'), 40),
    time: TIMES[Math.min(3, times('time'))] ?? 'none',
    relative: has('relative'),
    took: has('took'),
    verbose: has('verbose'),
    paths: has('paths'),
    count: has('summary') ? 'too' : has('count') ? 'only' : 'no',
    wall: has('wall'),
    sort,
    environment: changed(io.environment, args.values('env')),
  };
}
