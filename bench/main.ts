/**
 * `npm run bench`: what ipclab costs beside its peers, measured in the same run on the same machine. Machines are noisy: the
 * ratios say something, the milliseconds do not. Nothing here passes or fails.
 */
import { cpus } from 'node:os';
import { CONTESTS, IPCLAB, measure, median, RUNS } from './contests.ts';
import { earlierStart, firstFrame, inkHello, type Start } from './first-frame.ts';
import { flooded } from './flood.ts';
import { ipcSpeed } from './ipc-speed.ts';
import { switchesPerSecond, syscallsPerSecond } from './kernel-speed.ts';
import { keyAmongEaters, keyToEcho, keyToPaint } from './key-to-paint.ts';
import { rewinds } from './rewind.ts';

console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, medians of ${RUNS}\n`);
for (const contest of CONTESTS) measure(contest);
/** Of a machine that has run for a while: V8 has replaced what it runs often. */
const warm = (measured: () => number): string => {
  const runs = Array.from({ length: RUNS }, measured).slice(2);
  return `${(median(runs) / 1e6).toFixed(2)} M/s, at best ${(Math.max(...runs) / 1e6).toFixed(2)}`;
};
console.log(`\nsystem calls that do not block   ${warm(syscallsPerSecond)}`);
console.log(`context switches through a pipe  ${warm(switchesPerSecond)}`);

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
for (const start of starts) await earlierStart(start);
const frames = new Map(starts.map(({ title }): [string, number[]] => [title, []]));
for (let run = 0; run < RUNS; run++) {
  for (const start of starts) frames.get(start.title)?.push(await firstFrame(start));
}
console.log('\nin a terminal of 120×40, not for the first time');
const hello = median(frames.get('Ink hello, bundled') ?? []);
for (const [title, times] of frames) {
  const ms = median(times);
  console.log(`${title.padEnd(32)} ${ms.toFixed(0)} ms   ${(ms / hello).toFixed(2)} × Ink hello`);
}
const keys = [
  await keyToEcho(),
  ...(await keyToPaint([...IPCLAB, 'repl'])),
  ...(await keyAmongEaters([...IPCLAB, 'repl', '--plain'])),
];
for (const { title, p50, p99, bytes, cpuPercent } of keys) {
  console.log(
    `key → paint, ${title.padEnd(27)} p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   ${bytes} bytes a key   ${cpuPercent.toFixed(1)} % of a CPU`,
  );
}
const flood = await flooded([...IPCLAB, 'repl']);
console.log(
  `yes | cat -n on the screen       ${flood.framesPerSecond.toFixed(0)} frames/s   ${flood.cpuPercent.toFixed(0)} % of a CPU   ` +
    `${flood.first.toFixed(0)} MB in memory, half a minute later ${flood.later.toFixed(0)} MB`,
);
console.log(`going back over twenty minutes   ${median(await rewinds()).toFixed(0)} ms`);
