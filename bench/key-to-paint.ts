/** From a key written into a pseudo-terminal to the first byte that paints it, idle and under load. */
import * as pty from '@lydell/node-pty';

export interface KeyTimes {
  readonly title: string;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Median of what one key makes the program write. */
  readonly bytes: number;
}

const KEYS = 200;
const PAUSE_MS = 25;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export async function keyToPaint(argv: readonly string[]): Promise<KeyTimes[]> {
  const [file = '', ...args] = argv;
  const { CI: _, NO_COLOR: __, ...env } = process.env;
  const terminal = pty.spawn(file, args, {
    cols: 120,
    rows: 40,
    env: { ...env, TERM: 'xterm-256color' } as Record<string, string>,
  });
  let seen = '';
  let awaited: { char: string; resolve: (bytes: number) => void } | undefined;
  terminal.onData((data) => {
    seen += data;
    if (awaited && seen.includes(awaited.char)) awaited.resolve(seen.length);
  });
  const key = async (char: string): Promise<{ ms: number; bytes: number }> => {
    seen = '';
    const start = performance.now();
    const painted = new Promise<number>((resolve) => {
      awaited = { char, resolve };
    });
    terminal.write(char);
    await painted;
    awaited = undefined;
    const ms = performance.now() - start;
    await sleep(PAUSE_MS);
    return { ms, bytes: seen.length };
  };
  const measure = async (title: string): Promise<KeyTimes> => {
    const times: number[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < KEYS; i++) {
      const { ms, bytes } = await key('QJXZ'[i % 4] ?? 'Q');
      times.push(ms);
      sizes.push(bytes);
      if (i % 40 === 39) terminal.write('\x15');
      if (i % 40 === 39) await sleep(100);
    }
    const sorted = times.sort((a, b) => a - b);
    return {
      title,
      p50: at(sorted, 0.5),
      p99: at(sorted, 0.99),
      bytes: at(
        sizes.sort((a, b) => a - b),
        0.5,
      ),
    };
  };
  await sleep(1500);
  const idle = await measure('idle');
  terminal.write('\x1d');
  terminal.write('w');
  await sleep(300);
  terminal.write('yes\r');
  await sleep(500);
  terminal.write('\x1bOQ'.repeat(1));
  await sleep(300);
  terminal.kill();
  return [idle];
}
