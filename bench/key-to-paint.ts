/**
 * What a learner feels: from a key written into a pseudo-terminal to the first byte that paints it – at rest, and while `yes`
 * floods the other terminal, or while a shell without a screen has started what eats machines – and what the program costs
 * while nobody does anything.
 * Leaves out the terminal that would draw it. CPU time is read from /proc: other systems than Linux answer NaN.
 */
import { Screen } from '../test/screen.ts';
import { cpuMs } from './cpu-time.ts';

export interface KeyTimes {
  readonly title: string;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Median of what the program writes until the next key. The flood is the same line for ever: it costs nothing here. */
  readonly bytes: number;
  /** Of one CPU, while these keys came; of keys at rest, while none came. */
  readonly cpuPercent: number;
}

const KEYS = 300;
const PAUSE_MS = 25;
/** A line is cleared before it gets as long as its terminal is wide. */
const LINE = 40;
/** Letters that stand nowhere on the screen and in no escape sequence of the presenter's. */
const LETTERS = 'QVUZ';
const CLEAR_LINE = '\x15';
const REST_MS = 4000;
const F2 = '\x1bOQ';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const at = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** The least that any program needs, on this machine and at this moment. */
const ECHO = [
  'node',
  '-e',
  "process.stdin.setRawMode(true).on('data', (key) => process.stdout.write(key)); process.stdout.write('ready')",
] as const;

export async function keyToEcho(): Promise<KeyTimes> {
  const screen = new Screen(ECHO);
  try {
    await screen.has('ready');
    return { ...(await typeKeys(screen)), title: 'a program that only echoes' };
  } finally {
    screen.close();
  }
}

/** `argv` opens the full-screen program with two terminals, the first one in focus. */
export async function keyToPaint(argv: readonly string[], size = { cols: 120, rows: 40 }): Promise<KeyTimes[]> {
  const screen = new Screen(argv, size);
  try {
    await screen.has(/A: bash ◂/);
    await screen.quiet();
    const rest = await restingCpu(screen);
    const idle = { ...(await typeKeys(screen)), title: 'at rest', cpuPercent: rest };
    screen.key('yes\r');
    await screen.has(/y\n?.*\n.*y/);
    screen.key(F2);
    await screen.has(/B: bash ◂/);
    await sleep(500);
    const flooded = { ...(await typeKeys(screen)), title: 'yes in the other one' };
    return [idle, flooded];
  } finally {
    screen.close();
  }
}

/** What has brought down real machines, typed in line mode; its prompt is to answer within 50 ms. */
const EATERS = [
  { title: '100 × yes in line mode', command: 'for ((i = 0; i < 100; i++)); do yes > /dev/null & done' },
  { title: 'a fork bomb in line mode', command: ':(){ :|:& };:' },
] as const;

export async function keyAmongEaters(argv: readonly string[]): Promise<KeyTimes[]> {
  const all: KeyTimes[] = [];
  for (const { title, command } of EATERS) {
    const screen = new Screen(argv);
    try {
      await screen.has('$ ');
      screen.key(`${command}\r`);
      await sleep(REST_MS);
      all.push({ ...(await typeKeys(screen)), title });
    } finally {
      screen.close();
    }
  }
  return all;
}

async function restingCpu(screen: Screen): Promise<number> {
  const before = cpuMs(screen.pty.pid);
  await sleep(REST_MS);
  return (100 * (cpuMs(screen.pty.pid) - before)) / REST_MS;
}

async function typeKeys(screen: Screen): Promise<Omit<KeyTimes, 'title'>> {
  const times: number[] = [];
  const bytes: number[] = [];
  const cpu = cpuMs(screen.pty.pid);
  const began = performance.now();
  for (let i = 0; i < KEYS; i++) {
    const before = screen.length;
    times.push(await painted(screen, LETTERS[i % LETTERS.length] ?? 'Q'));
    await sleep(PAUSE_MS);
    bytes.push(screen.length - before);
    if (i % LINE < LINE - 1) continue;
    screen.key(CLEAR_LINE);
    await sleep(100);
  }
  const cpuPercent = (100 * (cpuMs(screen.pty.pid) - cpu)) / (performance.now() - began);
  screen.key(CLEAR_LINE);
  await sleep(100);
  return { p50: at(times, 0.5), p99: at(times, 0.99), bytes: at(bytes, 0.5), cpuPercent };
}

/** Milliseconds until the letter comes back. */
function painted(screen: Screen, letter: string): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    const watch = screen.pty.onData((data: string | Buffer) => {
      if (!Buffer.from(data).includes(letter)) return;
      watch.dispose();
      resolve(performance.now() - start);
    });
    screen.key(letter);
  });
}
