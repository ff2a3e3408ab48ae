/** `npm run picture`: plays the first lesson's meeting in a pseudo-terminal and draws the screen for the README. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speak } from '../src/text/index.ts';
import { en, zh } from '../src/text/lessons.ts';
import { Screen } from '../test/screen.ts';
import { svgOf } from '../test/svg.ts';

const PREFIX = '\x1d';
const COMMAND = 'echo hello > /tmp/ff';

async function draw(language: 'en' | 'zh', file: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'ipclab-picture-'));
  const argv = ['node', 'dist/ipclab.js', '--lang', language, 'lesson', 'fifo-open-blocks'];
  const screen = new Screen(argv, { cols: 120, rows: 40, env: { XDG_DATA_HOME: data } });
  const lesson = speak(language).t('place.lesson');
  const { right } = { en, zh }[language];
  await screen.has(`${lesson} 1/8`);
  screen.key(`${PREFIX}n`);
  await screen.has(`${lesson} 2/8`);
  screen.key(`${PREFIX}b`);
  await screen.has(right);
  screen.key(`${PREFIX}n`);
  await screen.has(`${lesson} 3/8`);
  screen.key(`${PREFIX}A${COMMAND}\r`);
  await screen.has('R=0');
  await screen.quiet(500);
  writeFileSync(file, svgOf(screen.term));
  screen.close();
}

await draw('en', 'docs/screen.svg');
await draw('zh', 'docs/screen.zh.svg');
