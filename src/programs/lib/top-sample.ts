/**
 * What top knows at one moment, and what has changed since the last: CPU time of the machine and of each process, from
 * /proc alone. Authority: proc_stat(5), proc_pid_stat(5), proc_pid_statm(5).
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { type Memory, readMemory } from './memory.ts';
import { type Proc, readPids, readProc, readThreads } from './proc.ts';
import { readText } from './read-file.ts';
import { uptimeLine } from './uptime-line.ts';
import type { Zone } from './zone.ts';

/** In the order of the summary line, from that of /proc/stat. */
export const CPU_STATES = ['us', 'sy', 'ni', 'id', 'wa', 'hi', 'si', 'st'] as const;
const STAT_ORDER = ['us', 'ni', 'sy', 'id', 'wa', 'hi', 'si', 'st'] as const;

/** Ticks of one CPU, or of all of them. */
export interface CpuTicks {
  /** Empty for all. */
  readonly number: string;
  readonly ticks: Readonly<Record<(typeof CPU_STATES)[number], number>>;
}

export interface TopTask extends Proc {
  readonly sharedKb: number;
  /** Ticks since the last sample; of a new process all it has. */
  readonly spent: number;
}

export interface Sample {
  /** Seconds since the last sample. */
  readonly elapsed: number;
  readonly uptimeLine: string;
  readonly tasks: readonly TopTask[];
  /** All CPUs together, then each; ticks since the last sample. */
  readonly cpus: readonly CpuTicks[];
  readonly memory: Memory;
}

const NO_MEMORY: Memory = {
  total: 0,
  free: 0,
  available: 0,
  shared: 0,
  buffers: 0,
  cache: 0,
  swapTotal: 0,
  swapFree: 0,
};

const PAGE_KB = 4;

function* readCpus(sys: Sys): Generator<void, CpuTicks[]> {
  const text = yield* readText(sys, '/proc/stat');
  if (isFailure(text)) return [];
  return [...text.matchAll(/^cpu(\d*) +(.*)$/gm)].map(([, number = '', fields = '']) => {
    const values = fields.split(' ').map(Number);
    const ticks = { us: 0, ni: 0, sy: 0, id: 0, wa: 0, hi: 0, si: 0, st: 0 };
    for (const [index, state] of STAT_ORDER.entries()) ticks[state] = values[index] ?? 0;
    return { number, ticks };
  });
}

const since = (now: CpuTicks, before: CpuTicks | undefined): CpuTicks => {
  const ticks = { ...now.ticks };
  for (const state of CPU_STATES) ticks[state] = Math.max(0, ticks[state] - (before?.ticks[state] ?? 0));
  return { number: now.number, ticks };
};

/** Takes samples one after the other. */
export class Sampler {
  private readonly sys: Sys;
  private readonly zone: Zone;
  /** -p: only these. */
  private readonly pids: readonly number[];
  private cpus: readonly CpuTicks[] = [];
  private spent = new Map<number, Proc>();
  private uptime = 0;

  constructor(sys: Sys, zone: Zone, pids: readonly number[]) {
    this.sys = sys;
    this.zone = zone;
    this.pids = pids;
  }

  /** -H: of threads, not of processes. */
  *take(threads = false): Generator<void, Sample> {
    const text = yield* readText(this.sys, '/proc/uptime');
    const uptime = isFailure(text) ? 0 : Number.parseFloat(text);
    const elapsed = uptime - this.uptime;
    this.uptime = uptime;
    const tasks = yield* this.tasks(threads);
    const all = yield* readCpus(this.sys);
    const cpus = all.map((one) =>
      since(
        one,
        this.cpus.find(({ number }) => number === one.number),
      ),
    );
    this.cpus = all;
    const memory = yield* readMemory(this.sys);
    return {
      elapsed,
      uptimeLine: yield* uptimeLine(this.sys, this.zone),
      tasks,
      cpus,
      memory: isFailure(memory) ? NO_MEMORY : memory,
    };
  }

  private *procs(threads: boolean): Generator<void, Proc[]> {
    const procs: Proc[] = [];
    for (const pid of this.pids.length > 0 ? this.pids : yield* readPids(this.sys)) {
      const proc = threads ? undefined : yield* readProc(this.sys, pid, { argv: true });
      if (proc) procs.push(proc);
      if (threads) procs.push(...(yield* readThreads(this.sys, pid, { argv: true })));
    }
    return procs;
  }

  private *tasks(threads: boolean): Generator<void, TopTask[]> {
    const known = this.spent;
    this.spent = new Map();
    const tasks: TopTask[] = [];
    for (const proc of yield* this.procs(threads)) {
      const { pid } = proc;
      this.spent.set(pid, proc);
      const before = known.get(pid);
      const same = before?.start === proc.start ? before.time : 0;
      const pages = yield* readText(this.sys, `/proc/${pid}/statm`);
      const sharedKb = isFailure(pages) ? 0 : Number(pages.split(' ')[2] ?? 0) * PAGE_KB;
      tasks.push({ ...proc, sharedKb, spent: Math.max(0, proc.time - same) });
    }
    return tasks;
  }
}
