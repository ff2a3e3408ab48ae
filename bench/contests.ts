/** The same script in ipclab and in its peers, as whole processes that run in turn. */
import { spawnSync } from 'node:child_process';

export const IPCLAB = ['node', 'dist/ipclab.js'] as const;
export const RUNS = 7;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds of a whole process, interleaved with the others by the caller. */
function once(argv: readonly string[]): number {
  const [file = '', ...args] = argv;
  const start = performance.now();
  const { status, stderr } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status === null) throw new Error(`${argv.join(' ')}: ${stderr}`);
  return performance.now() - start;
}

export interface Contest {
  readonly title: string;
  /** Told as well without what the start takes, which the same program needs for a script that does nothing. */
  readonly alone?: string;
  readonly ipclab: readonly string[];
  readonly peers: Readonly<Record<string, readonly string[]>>;
}

const justBash = (script: string): string[] => [
  'node',
  '--input-type=module',
  '-e',
  `import { Bash } from 'just-bash'; const r = await new Bash({ executionLimits: { maxLoopIterations: 1e9, maxCommandCount: 1e9 } }).exec(${JSON.stringify(script)}); process.stdout.write(r.stdout);`,
];
const everyShell = (script: string): Pick<Contest, 'ipclab' | 'peers'> => ({
  ipclab: [...IPCLAB, '-c', script],
  peers: { bash: ['bash', '-c', script], 'just-bash': justBash(script) },
});

export const CONTESTS: readonly Contest[] = [
  {
    title: "start: -c 'echo hi'",
    ipclab: [...IPCLAB, '-c', 'echo hi'],
    peers: { 'node -e 0': ['node', '-e', '0'], bash: ['bash', '-c', 'echo hi'] },
  },
  { title: 'seq 1000000 | grep 7 | wc -l', ...everyShell('seq 1000000 | grep 7 | wc -l') },
  { title: 'seq 200000 | sort -n | uniq | tail -1', ...everyShell('seq 200000 | sort -n | uniq | tail -1') },
  {
    title: 'loop of 10,000 builtins',
    alone: 'the loop alone',
    ...everyShell('for ((i = 0; i < 10000; i++)); do :; done'),
  },
  {
    title: '1,000 × /bin/echo',
    alone: 'the loop alone',
    ...everyShell('for ((i = 0; i < 1000; i++)); do /bin/echo $i; done'),
  },
];

const NOTHING = everyShell(':');

/** Medians by name, all sides run in turn. */
function medians(sides: Readonly<Record<string, readonly string[]>>): Map<string, number> {
  const times = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, argv] of Object.entries(sides)) times.get(name)?.push(once(argv));
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

export function measure({ title, alone, ipclab, peers }: Contest): void {
  const whole = medians({ ipclab, ...peers });
  tell(title, whole);
  if (alone === undefined) return;
  const starts = medians({ ipclab: NOTHING.ipclab, ...NOTHING.peers });
  tell(`  ${alone}`, new Map([...whole].map(([name, ms]) => [name, ms - (starts.get(name) ?? 0)])));
}

function tell(title: string, times: ReadonlyMap<string, number>): void {
  const { ipclab: own = Number.NaN, ...peers } = Object.fromEntries(times);
  const ratios = Object.entries(peers).map(
    ([name, ms]) => `${name} ${ms.toFixed(0)} ms (ipclab ${(own / ms).toFixed(2)} ×)`,
  );
  console.log(`${title.padEnd(38)} ipclab ${own.toFixed(0)} ms   ${ratios.join('   ')}`);
}
