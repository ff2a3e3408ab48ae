/**
 * `npm run bench`: what ipclab costs beside its peers, measured in the same run on the same machine. Machines are noisy: the
 * ratios say something, the milliseconds do not. Nothing here passes or fails.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { firstFrame, inkHello, type Start } from './first-frame.ts';
import { ipcSpeed } from './ipc-speed.ts';
import { switchesPerSecond, syscallsPerSecond } from './kernel-speed.ts';
import { keyAmongEaters, keyToPaint } from './key-to-paint.ts';

const IPCLAB = ['node', 'dist/ipclab.js'] as const;
const RUNS = 7;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds of a whole process, interleaved with the others by the caller. */
function once(argv: readonly string[]): number {
  const [file = '', ...args] = argv;
  const start = performance.now();
  const { status, stderr } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status === null) throw new Error(`${argv.join(' ')}: ${stderr}`);
  return performance.now() - start;
}

interface Contest {
  readonly title: string;
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

const CONTESTS: readonly Contest[] = [
  {
    title: "start: -c 'echo hi'",
    ipclab: [...IPCLAB, '-c', 'echo hi'],
    peers: { 'node -e 0': ['node', '-e', '0'], bash: ['bash', '-c', 'echo hi'] },
  },
  { title: 'seq 1000000 | grep 7 | wc -l', ...everyShell('seq 1000000 | grep 7 | wc -l') },
  { title: 'loop of 10,000 builtins', ...everyShell('for ((i = 0; i < 10000; i++)); do :; done') },
  { title: '1,000 × /bin/echo', ...everyShell('for ((i = 0; i < 1000; i++)); do /bin/echo $i; done') },
];

function measure({ title, ipclab, peers }: Contest): void {
  const sides = { ipclab, ...peers };
  const times = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, argv] of Object.entries(sides)) times.get(name)?.push(once(argv));
  }
  const own = median(times.get('ipclab') ?? []);
  const ratios = Object.keys(peers).map((name) => {
    const peer = median(times.get(name) ?? []);
    return `${name} ${peer.toFixed(0)} ms (ipclab ${(own / peer).toFixed(2)} ×)`;
  });
  console.log(`${title.padEnd(32)} ipclab ${own.toFixed(0)} ms   ${ratios.join('   ')}`);
}

console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, medians of ${RUNS}\n`);
for (const contest of CONTESTS) measure(contest);
console.log(`\nsystem calls that do not block   ${(syscallsPerSecond() / 1e6).toFixed(2)} M/s`);
console.log(`context switches through a pipe  ${(switchesPerSecond() / 1e6).toFixed(2)} M/s`);

for (const line of ipcSpeed()) console.log(line);

const starts: readonly Start[] = [
  { title: 'node, one line', argv: ['node', '-e', 'console.log("hello"); setTimeout(() => {}, 1e4)'], shows: /hello/ },
  await inkHello(),
  { title: 'ipclab repl, first frame', argv: [...IPCLAB, 'repl'], shows: /ipclab/ },
  // Borders, both prompts, the keys: all but what the panes say.
  { title: 'ipclab repl, full frame', argv: [...IPCLAB, 'repl'], shows: /\$ .*\$ .*F2/s },
  {
    title: 'a lesson, full frame',
    argv: [...IPCLAB, '--lang', 'en', 'lesson', 'fifo-open-blocks'],
    shows: /\$ .*\$ .*F2/s,
  },
  { title: 'ipclab repl, panes as well', argv: [...IPCLAB, '--lang', 'en', 'repl'], shows: /COMMAND/ },
];
const frames = new Map(starts.map(({ title }): [string, number[]] => [title, []]));
for (let run = 0; run < RUNS; run++) {
  for (const start of starts) frames.get(start.title)?.push(await firstFrame(start));
}
console.log('\nin a terminal of 120×40');
const hello = median(frames.get('Ink hello, bundled') ?? []);
for (const [title, times] of frames) {
  const ms = median(times);
  console.log(`${title.padEnd(32)} ${ms.toFixed(0)} ms   ${(ms / hello).toFixed(2)} × Ink hello`);
}
const keys = [...(await keyToPaint([...IPCLAB, 'repl'])), ...(await keyAmongEaters([...IPCLAB, 'repl', '--plain']))];
for (const { title, p50, p99, bytes, cpuPercent } of keys) {
  console.log(
    `key → paint, ${title.padEnd(24)} p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   ${bytes} bytes a key   ${cpuPercent.toFixed(1)} % of a CPU`,
  );
}
