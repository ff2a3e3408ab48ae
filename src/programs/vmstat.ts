/**
 * vmstat: what waits, memory, switches and how the CPU spends its time, of the time since boot and then of each interval.
 * This machine has no disks, no swap and no interrupts: their columns are 0. Leaves out -a, -m, -d, -D and -p, which tell of
 * nothing else. Authority: vmstat(8) of procps-ng 4.0.2.
 */
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Memory, readMemory } from './lib/memory.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';
import { strftime } from './lib/strftime.ts';

const options = {
  forks: { short: 'f', long: 'forks', help: 'number of forks since boot' },
  oneHeader: { short: 'n', long: 'one-header', help: 'do not redisplay header' },
  stats: { short: 's', long: 'stats', help: 'event counter statistics' },
  unit: { short: 'S', long: 'unit', value: '<char>', help: 'define display unit' },
  wide: { short: 'w', long: 'wide', help: 'wide output' },
  timestamp: { short: 't', long: 'timestamp', help: 'show timestamp' },
  noFirst: { short: 'y', long: 'no-first', help: 'skips first line of output' },
} as const;

type Name = keyof typeof options;

/** /proc/stat; times in ticks. */
interface Counters {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  readonly switches: number;
  readonly forks: number;
  readonly bootTime: number;
  readonly running: number;
  readonly blocked: number;
}

const NOTHING: Counters = {
  user: 0,
  nice: 0,
  system: 0,
  idle: 0,
  switches: 0,
  forks: 0,
  bootTime: 0,
  running: 0,
  blocked: 0,
};

function* readCounters(sys: Sys): Generator<void, Counters> {
  const text = yield* readText(sys, '/proc/stat');
  if (isFailure(text)) return NOTHING;
  const [user = 0, nice = 0, system = 0, idle = 0] = /^cpu +(.*)/m.exec(text)?.[1]?.split(' ').map(Number) ?? [];
  const number = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return {
    ...{ user, nice, system, idle },
    switches: number('ctxt'),
    forks: number('processes'),
    bootTime: number('btime'),
    running: number('procs_running'),
    blocked: number('procs_blocked'),
  };
}

const UNITS: Readonly<Record<string, number>> = { k: 1000, K: 1024, m: 1e6, M: 1024 ** 2 };

const HEADS = {
  plain: [
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----',
    ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st',
  ],
  wide: [
    '--procs-- -----------------------memory---------------------- ---swap-- -----io---- -system-- ----------cpu----------',
    '   r    b         swpd         free         buff        cache   si   so    bi    bo   in   cs  us  sy  id  wa  st  gu',
  ],
} as const;
const WIDTHS = {
  plain: [2, 2, 6, 6, 6, 6, 4, 4, 5, 5, 4, 4, 2, 2, 2, 2, 2],
  wide: [4, 4, 12, 12, 12, 12, 4, 4, 5, 5, 4, 4, 3, 3, 3, 3, 3, 3],
} as const;

class Report {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly look: 'plain' | 'wide';
  private readonly stamped: boolean;
  private readonly unit: number;
  private before = NOTHING;

  constructor(sys: Sys, io: Io, args: Args<Name>, unit: number) {
    this.sys = sys;
    this.io = io;
    this.look = args.has('wide') ? 'wide' : 'plain';
    this.stamped = args.has('timestamp');
    this.unit = unit;
  }

  *header(): Generator<void, void> {
    const [titles, names] = HEADS[this.look];
    const zone = this.io.zone.at(Math.floor((yield* this.sys.clock_gettime()) / 1e6)).name;
    const stamp = this.stamped ? [' -----timestamp-----', ` ${zone.padStart(19)}`] : ['', ''];
    yield* this.io.print(`${titles}${stamp[0]}\n${names}${stamp[1]}\n`);
  }

  /** What happened since the last look; the first time since boot. */
  *line(shown: boolean): Generator<void, void> {
    const now = yield* readCounters(this.sys);
    const { before } = this;
    this.before = now;
    if (!shown) return;
    const memory = yield* readMemory(this.sys);
    if (isFailure(memory)) return yield* this.io.die(1, 'Unable to create meminfo structure', memory);
    const user = now.user + now.nice - before.user - before.nice;
    const system = now.system - before.system;
    const idle = now.idle - before.idle;
    const all = Math.max(1, user + system + idle);
    const share = (ticks: number): number => Math.floor((100 * ticks + Math.floor(all / 2)) / all);
    const inUnit = (kb: number): number => Math.floor((kb * 1024) / this.unit);
    const switches = Math.floor(((now.switches - before.switches) * 100 + Math.floor(all / 2)) / all);
    const cells = [
      ...[now.running, now.blocked, inUnit(memory.swapTotal - memory.swapFree)],
      ...[inUnit(memory.free), inUnit(memory.buffers), inUnit(memory.cache), 0, 0, 0, 0, 0],
      ...[switches, share(user), share(system), share(idle), 0, 0, 0],
    ];
    const text = WIDTHS[this.look].map((width, at) => String(cells[at] ?? 0).padStart(width)).join(' ');
    const when = yield* this.sys.clock_gettime();
    const stamp = this.stamped ? ` ${strftime('%Y-%m-%d %H:%M:%S', when, this.io.zone)}` : '';
    yield* this.io.print(`${text}${stamp}\n`);
    yield* this.io.out.flush();
  }
}

const statistics = (counters: Counters, memory: Memory, unit: number, letter: string): string => {
  const { total, available, free, buffers, cache, swapTotal, swapFree } = memory;
  const rows: (readonly [number, string])[] = [
    ...([
      [total, 'total memory'],
      [total - available, 'used memory'],
      [free, 'free memory'],
    ] as const),
    ...([
      [buffers, 'buffer memory'],
      [cache, 'swap cache'],
      [swapTotal, 'total swap'],
    ] as const),
    ...([
      [swapTotal - swapFree, 'used swap'],
      [swapFree, 'free swap'],
    ] as const),
  ];
  const sizes = rows.map(([kb, what]): readonly [number, string] => [
    Math.floor((kb * 1024) / unit),
    `${letter} ${what}`,
  ]);
  const counts: (readonly [number, string])[] = [
    ...([
      [counters.user, 'non-nice user cpu ticks'],
      [counters.nice, 'nice user cpu ticks'],
    ] as const),
    ...([
      [counters.system, 'system cpu ticks'],
      [counters.idle, 'idle cpu ticks'],
    ] as const),
    ...([
      [counters.switches, 'CPU context switches'],
      [counters.bootTime, 'boot time'],
      [counters.forks, 'forks'],
    ] as const),
  ];
  return [...sizes, ...counts].map(([value, what]) => `${String(value).padStart(13)} ${what}\n`).join('');
};

function* numberOf(io: Io, word: string | undefined): Generator<void, number | undefined> {
  if (word === undefined) return undefined;
  return /^[+-]?\d+$/.test(word) ? Number(word) : yield* io.die(1, `failed to parse argument: '${word}'`);
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const letter = args.value('unit') ?? 'K';
  const unit = UNITS[letter] ?? (yield* io.die(1, '-S requires k, K, m or M (default is KiB)'));
  const [delayWord, countWord, extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(1);
  const delay = yield* numberOf(io, delayWord);
  if (delay !== undefined && delay < 1) return yield* io.die(1, 'delay must be positive integer');
  const count = (yield* numberOf(io, countWord)) ?? (delay === undefined ? 1 : Number.POSITIVE_INFINITY);
  if (args.has('forks')) {
    yield* io.print(`${String((yield* readCounters(sys)).forks).padStart(13)} forks\n`);
    return 0;
  }
  if (args.has('stats')) {
    const memory = yield* readMemory(sys);
    if (isFailure(memory)) return yield* io.die(1, 'Unable to create meminfo structure', memory);
    yield* io.print(statistics(yield* readCounters(sys), memory, unit, letter));
    return 0;
  }
  const report = new Report(sys, io, args, unit);
  yield* report.header();
  yield* report.line(!args.has('noFirst'));
  const size = yield* sys.tiocgwinsz(1);
  const page = isFailure(size) || args.has('oneHeader') ? Number.POSITIVE_INFINITY : Math.max(1, size.rows - 3);
  const more = args.has('noFirst') ? count : count - 1;
  for (let line = 1; line <= more; line += 1) {
    yield* sys.nanosleep((delay ?? 1) * 1e6);
    if (line % page === 0) yield* report.header();
    yield* report.line(true);
  }
  return 0;
}

export const vmstat = program(
  {
    name: 'vmstat',
    section: '8',
    summary: 'report virtual memory statistics',
    usage: '[options] [delay [count]]',
    family: 'procps',
    options,
  },
  run,
);
