import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { plainText } from '../../src/tui/line.ts';
import { welcomeLines } from '../../src/tui/welcome.ts';
import { Screen, type ScreenSize } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('welcome.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const open: Screen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

/** A learner with a home that nobody has used. */
const newHome = (): Record<string, string> => {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-home-'));
  return { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') };
};

function start(env: Record<string, string>, size: ScreenSize = { cols: 120, rows: 40 }, ...args: string[]): Screen {
  const screen = new Screen([process.execPath, bundle, ...args], { ...size, env });
  open.push(screen);
  return screen;
}

const LEAVE = '\x1dq';

describe('the first screen', () => {
  test.each([
    [86, 40],
    [78, 24],
    [38, 10],
    [20, 6],
  ])('%d columns, %d rows: both languages can be chosen', (cols, rows) => {
    const lines = welcomeLines('en', cols, rows).map(plainText);
    expect(lines).toContain(' > English ');
    expect(lines).toContain('   中文 ');
  });
});

describe.skipIf(!built)('the first start', () => {
  test('in a terminal that reads no UTF-8 only what it can show is offered', async () => {
    const screen = new Screen([process.execPath, bundle], { env: { ...newHome(), LANG: 'zh_CN' }, answers: false });
    open.push(screen);
    await screen.has('> 中文');
    screen.key('\x1b[2;4R\x1b[?1;2c');
    await screen.has('> English');
    expect(screen.text()).not.toMatch(/中文|\?\?/);
    screen.key('\x1b[B\r');
    await screen.has('Lesson 1/');
  });

  test('Chinese that was asked for where it cannot be shown: the way out is told in ASCII', async () => {
    const screen = start({ ...newHome(), LANG: 'C' }, { cols: 90, rows: 24 }, '--lang', 'zh', 'repl');
    await screen.has(/\$ .*\$ /s);
    screen.key('\x1b[2;4R');
    await screen.has('For English: ipclab --lang en');
  });

  test('welcome, choice of language, lesson 1; later it goes on where the learner was, in the language chosen', async () => {
    const env = newHome();
    const first = start(env);
    await first.has('> English');
    await first.has('Nothing you type here touches your own machine');
    first.key('\x1b[B');
    await first.has('> 中文');
    first.key('\r');
    await first.has('课程 1/');
    await first.has(/\$ .*\$ /s);
    first.key('\x1bOS');
    await first.has('课程 2/');
    first.key(LEAVE);
    await first.exited();
    const later = start(env);
    await later.has('课程 2/');
    expect(later.raw()).not.toContain('English');
  });

  test('who leaves is asked again', async () => {
    const env = newHome();
    const first = start(env, { cols: 80, rows: 24 });
    await first.has('> English');
    first.key('q');
    await first.exited();
    expect(first.ended?.exitCode).toBe(0);
    expect(first.inAlternateScreen).toBe(false);
    await start(env, { cols: 40, rows: 10 }).has('> English');
  });

  test('a language on the command line is no question', async () => {
    await start(newHome(), { cols: 80, rows: 24 }, '--lang', 'en').has('Lesson 1/');
  });

  test('a home that cannot be written: the lesson comes all the same', async () => {
    const screen = start({ ...newHome(), XDG_CONFIG_HOME: '/dev/null/config', XDG_DATA_HOME: '/dev/null/data' });
    await screen.has('> English');
    screen.key('\r');
    await screen.has('Lesson 1/');
  });
});
