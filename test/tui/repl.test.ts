import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Screen } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('repl.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const F2 = '\x1bOQ';
const F5 = '\x1b[15~';
const F6 = '\x1b[17~';

const open: Screen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

async function start(cols: number, rows: number): Promise<Screen> {
  const screen = new Screen([process.execPath, bundle, '--lang', 'en', 'repl'], { cols, rows });
  open.push(screen);
  await screen.has(/\$ .*\$ /s);
  return screen;
}

describe.skipIf(!built)('the real machine on the screen', () => {
  test('Ctrl-C reaches the program: 130', async () => {
    const screen = await start(80, 24);
    screen.key('sleep 100\r');
    await screen.has('A: sleep');
    screen.key('\x03');
    await screen.has('A: bash');
    screen.key('echo status $?\r');
    await screen.has('status 130');
  });

  test('a flood in one terminal, typing in the other, resizing meanwhile', async () => {
    const screen = await start(120, 40);
    screen.key('yes\r');
    await screen.has('A: yes');
    screen.key(F2);
    for (const [cols, rows] of [
      [80, 24],
      [59, 17],
      [200, 50],
      [120, 40],
    ] as const)
      screen.resize(cols, rows);
    await screen.has('B: bash ◂');
    screen.key('echo $((6 * 7)) beside it\r');
    await screen.has('42 beside it');
  });

  test('paused: a step is one system call, and it is said whose', async () => {
    const screen = await start(80, 24);
    screen.key(F5);
    await screen.has('PAUSED');
    await screen.has('F6 steps');
    screen.key('x');
    screen.key(F6);
    await screen.has(/One step: bash\(\d+\) \w+\(.*\) = /);
    screen.key(F5);
    await screen.hasNot('PAUSED');
    await screen.has('$ x');
  });

  test('a FIFO at which somebody sleeps is shown', async () => {
    const screen = await start(80, 24);
    screen.key('mkfifo ff; echo hi > ff\r');
    await screen.has('FIFO /home/learner/ff');
    await screen.has('R=0');
  });
});

describe.skipIf(!built)('repl --plain without a terminal', () => {
  const run = (input: string) =>
    spawnSync(process.execPath, [bundle, 'repl', '--plain'], { input, encoding: 'utf8', timeout: 20_000 });

  test.each([
    ['ends with its input', 'echo one; echo two\n', 0, 'two'],
    ['waits for what was begun', 'sleep 1; echo done\n', 0, 'done'],
    ['its status is that of the shell', 'exit 3\n', 3, 'exit'],
    ['who sleeps for ever is hung up on', 'mkfifo f; cat f\n', 129, 'mkfifo'],
  ])('%s', (_, input, status, shown) => {
    const ended = run(input);
    expect(ended.stdout).toContain(shown);
    expect(ended.status).toBe(status);
  });
});
