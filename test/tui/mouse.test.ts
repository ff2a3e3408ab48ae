/** The mouse where the program itself takes it: keys that are named on the screen, answers, rows of a pane, the help. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Screen } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('mouse.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

function start(words: readonly string[], finished: (clean: () => void) => void): Screen {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-mouse-'));
  const argv = [process.execPath, bundle, '--lang', 'en', ...words];
  const screen = new Screen(argv, { cols: 80, rows: 24, env: { XDG_DATA_HOME: home } });
  finished(() => {
    screen.close();
    rmSync(home, { recursive: true, force: true });
  });
  return screen;
}

const report = (screen: Screen, text: string, code: number, final: 'M' | 'm'): void => {
  const y = screen.rows().findIndex((row) => row.includes(text));
  const x = screen.rows()[y]?.indexOf(text) ?? -1;
  if (x < 0) throw new Error(`nowhere: ${text}\n${screen.text()}`);
  screen.key(`\x1b[<${code};${x + 2};${y + 1}${final}`);
};

async function click(screen: Screen, text: string): Promise<void> {
  await screen.has(text);
  report(screen, text, 0, 'M');
  report(screen, text, 0, 'm');
}

describe.skipIf(!built)('a click', () => {
  test('goes through a lesson: its keys, an answer, a hint', async ({ onTestFinished }) => {
    const screen = start(['lesson', 'fifo-open-blocks'], onTestFinished);
    await screen.has('Lesson 1/8');
    await click(screen, 'F4 next');
    await screen.has('Lesson 2/8');
    await click(screen, 'b) It sleeps');
    await screen.has('Right.');
    await click(screen, 'F4 goes on');
    await screen.has('Lesson 3/8');
    await click(screen, '3 hints left');
    await screen.has('Hint 1');
    await screen.has('2 hints left');
    await click(screen, 'q quit');
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
  });

  test('beside a lesson answers nothing: it only gives the focus', async ({ onTestFinished }) => {
    const screen = start(['lesson', 'fifo-open-blocks'], onTestFinished);
    await click(screen, 'F4 next');
    await click(screen, 'B: bash');
    await screen.has('B: bash ◂');
    await click(screen, 'Nobody reads');
    await screen.has('Lesson 2/8 ◂');
    expect(screen.text()).not.toContain('(right)');
  });

  test('chooses a row of the pane in focus, and opens it', async ({ onTestFinished }) => {
    const screen = start(['repl'], onTestFinished);
    await click(screen, '1 Processes');
    await screen.has('1 Processes ◂');
    await click(screen, '1002 1002');
    // Once something is chosen, all processes are told of.
    await screen.hasNot('7 of the system');
    await click(screen, '1002 1002');
    await screen.has('state    S');
    await screen.has('pts/1');
  });

  test('sends the help away, which the wheel has scrolled', async ({ onTestFinished }) => {
    const screen = start(['repl'], onTestFinished);
    await click(screen, '? help');
    await screen.has('Everywhere');
    for (let i = 0; i < 5; i++) report(screen, 'Keys ◂', 65, 'M');
    await screen.hasNot('Everywhere');
    await click(screen, 'Keys ◂');
    await screen.hasNot('Keys ◂');
  });
});
