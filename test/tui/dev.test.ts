import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { broken, smallLesson } from '../lessons/pack.ts';
import { Screen } from '../screen.ts';
import { LEAVE } from './player.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

/** Once there is a file `killed`, every worker is gone as soon as it starts. */
const KILLER = `
const { isMainThread } = require('node:worker_threads');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
if (!isMainThread && existsSync(join(__dirname, 'killed'))) process.exit(9);
`;

function open(text: string, ...options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ipclab-dev-'));
  const file = join(folder, 'small.yaml');
  writeFileSync(file, text);
  const killer = join(folder, 'killer.cjs');
  writeFileSync(killer, KILLER);
  const argv = [process.execPath, '--require', killer, bundle, '--lang', 'en', ...options, 'dev', file];
  const env = { XDG_DATA_HOME: folder, TMPDIR: folder };
  const screen = new Screen(
    ['sh', '-c', '"$@"; status=$?; echo "left with $status"; stty -a; exit $status', 'sh', ...argv],
    {
      cols: 120,
      rows: 40,
      env,
    },
  );
  cleanUp.push(() => {
    screen.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const killWorkers = () => writeFileSync(join(folder, 'killed'), '');
  return { screen, save: (changed: string) => writeFileSync(file, changed), killWorkers };
}

const flawed = broken('value: wait_for_partner', 'value: anon_pipe_write');
const renamed = broken('en: "Hello"', 'en: "Good morning"');

describe.skipIf(!built)('ipclab dev', () => {
  test('on the screen: findings until they are mended, then the lesson, and again on each save', async () => {
    const { screen, save } = open(flawed);
    await screen.has('small.yaml:23:9: the simulation answers `wait_for_partner`');
    await screen.has('Enter opens the lesson all the same');
    save(smallLesson);
    await screen.has('Hello');
    expect(screen.inAlternateScreen).toBe(true);
    save(renamed);
    await screen.has('Good morning');
    save(broken('steps:', 'step:'));
    await screen.has('unknown key `step`');
    await screen.has('Waiting for a save');
    expect(screen.inAlternateScreen).toBe(false);
    save(renamed);
    await screen.has('Good morning');
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
  });

  test('a worker that is killed: it is said, and the terminal is as it was', async () => {
    const { screen, save, killWorkers } = open(smallLesson);
    await screen.has('Hello');
    killWorkers();
    save(renamed);
    await screen.has('left with 70');
    await screen.has('a worker has ended, with status 9');
    await screen.has(/ icanon/);
    await screen.has(/ echo /);
    expect(screen.inAlternateScreen).toBe(false);
  });

  test('line by line, at the step where the author was', async () => {
    const { screen, save } = open(smallLesson, '--plain');
    await screen.has('Step 1 of 5');
    screen.key('n\r');
    await screen.has('Step 2 of 5');
    save(broken('en: "Guess"', 'en: "What comes now"'));
    await screen.has('What comes now');
    screen.key('q\r');
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
  });
});
