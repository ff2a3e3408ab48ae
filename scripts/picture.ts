/** `npm run picture`: plays the first lesson's meeting in a pseudo-terminal and draws the screen for the README. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Screen } from '../test/screen.ts';
import { svgOf } from '../test/svg.ts';

const PREFIX = '\x1d';
const COMMAND = 'echo hello > /tmp/ff';

async function draw(language: 'en' | 'zh', file: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'ipclab-picture-'));
  const argv = ['node', 'dist/ipclab.js', '--lang', language, 'lesson', 'fifo-open-blocks'];
  const screen = new Screen(argv, { cols: 120, rows: 40, env: { XDG_DATA_HOME: data } });
  await screen.has('learner@ipclab');
  for (const keys of [`${PREFIX}n`, `${PREFIX}b`, `${PREFIX}n`]) screen.key(keys);
  screen.key(`${COMMAND}\r`);
  await screen.has('wait_for_partner');
  await new Promise((resolve) => setTimeout(resolve, 500));
  writeFileSync(file, svgOf(screen.term));
  screen.close();
}

await draw('en', 'docs/screen.svg');
await draw('zh', 'docs/screen.zh.svg');
