/** The bundled program on a real terminal: it starts, it takes keys from the first moment on, it gives the terminal back. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Screen } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('starts.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const LEAVE = '\x1dq';

function start(words: readonly string[], finished: (clean: () => void) => void): Screen {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-starts-'));
  const argv = [process.execPath, bundle, '--lang', 'en', ...words];
  const screen = new Screen(argv, { cols: 120, rows: 40, env: { XDG_DATA_HOME: home } });
  finished(() => {
    screen.close();
    rmSync(home, { recursive: true, force: true });
  });
  return screen;
}

describe.skipIf(!built)('the bundled screen', () => {
  test.for([['repl'], ['lesson', 'sigpipe']])('%s: a prompt, a command, and out', async (words, { onTestFinished }) => {
    const screen = start(words, onTestFinished);
    await screen.has('$ ');
    if (words[0] === 'repl') {
      screen.key('echo $((6 * 7))\r');
      await screen.has(/^.42/m);
    }
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
    expect(screen.inAlternateScreen).toBe(false);
  });

  test.for([
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)('%s ends it, with the terminal given back', async ([name, number], { onTestFinished }) => {
    const screen = start(['repl'], onTestFinished);
    await screen.has('$ ');
    screen.signal(name);
    await screen.exited();
    expect(screen.ended?.signal).toBe(number);
    expect(screen.inAlternateScreen).toBe(false);
    expect(screen.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.raw().lastIndexOf('\x1b[?25l'));
  });

  test('keys that come before the programs of the machine: each line goes where it would have gone later', async ({
    onTestFinished,
  }) => {
    const screen = start(['repl'], onTestFinished);
    await screen.until(() => screen.inAlternateScreen, 'the screen is ours');
    screen.key('cat | head -1\rbread\r');
    // One is what was typed, one is what `head` prints.
    await screen.has(/bread.*\n.*bread/);
    screen.key('butter\recho ${PIPESTATUS[0]}\r');
    await screen.has(/^.141/m);
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
  });
});
