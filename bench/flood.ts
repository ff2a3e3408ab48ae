/**
 * What the screen costs while a terminal is flooded with lines that all differ, so that every frame shows new ones: frames a
 * second, the share of a CPU, and the memory at first and half a minute later, in which tens of thousands of lines pass.
 * CPU time and memory are read from /proc: other systems than Linux answer NaN.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Screen } from '../test/screen.ts';
import { cpuMs } from './cpu-time.ts';

export interface Flooded {
  readonly framesPerSecond: number;
  /** Of one CPU. */
  readonly cpuPercent: number;
  /** MB in memory. */
  readonly first: number;
  readonly later: number;
}

const FRAME = '\x1b[?2026h';
const WARM_MS = 8000;
const FLOODED_MS = 5000;
const LATER_MS = 30_000;

/** `argv` opens the full-screen program. */
export async function flooded(argv: readonly string[]): Promise<Flooded> {
  const screen = new Screen(argv, { cols: 120, rows: 40 });
  try {
    await screen.has(/\$ .*\$ /s);
    await screen.quiet();
    screen.key('yes | cat -n\r');
    await sleep(WARM_MS);
    const first = residentMb(screen.pty.pid);
    const before = { at: performance.now(), cpu: cpuMs(screen.pty.pid), length: screen.raw().length };
    await sleep(FLOODED_MS);
    const ms = performance.now() - before.at;
    const cpuPercent = (100 * (cpuMs(screen.pty.pid) - before.cpu)) / ms;
    const frames = screen.raw().slice(before.length).split(FRAME).length - 1;
    await sleep(LATER_MS);
    return { framesPerSecond: (1000 * frames) / ms, cpuPercent, first, later: residentMb(screen.pty.pid) };
  } finally {
    screen.close();
  }
}

function residentMb(pid: number): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb) / 1024;
  } catch {
    return Number.NaN;
  }
}
