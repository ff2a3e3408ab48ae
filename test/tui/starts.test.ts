/** The bundled program on a real terminal: it starts, it takes keys from the first moment on, it gives the terminal back. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Screen } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('starts.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const LEAVE = '\x1dq';
const F4 = '\x1bOS';

const newHome = (): string => mkdtempSync(join(tmpdir(), 'ipclab-starts-'));

/** A home with progress in it. */
function homeWith(progress: string): string {
  const home = newHome();
  mkdirSync(join(home, 'ipclab'));
  writeFileSync(join(home, 'ipclab', 'progress.json'), progress);
  return home;
}

function start(words: readonly string[], finished: (clean: () => void) => void, home = newHome()): Screen {
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

  test('TERM=dumb: line mode, without a single escape sequence', async ({ onTestFinished }) => {
    const home = newHome();
    const argv = [process.execPath, bundle, '--lang', 'en', 'lesson', 'fds'];
    const screen = new Screen(argv, { env: { XDG_DATA_HOME: home, TERM: 'dumb' } });
    onTestFinished(() => {
      screen.close();
      rmSync(home, { recursive: true, force: true });
    });
    await screen.has('Type `n` to go on.');
    screen.key('n\r');
    await screen.has('Step 2 of 9');
    screen.key('A ls /tmp\r');
    await screen.has('Solved.');
    screen.key('q\r');
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
    expect(screen.raw()).not.toContain('\x1b');
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

  test('the end of a lesson opens the next one, which is there when one comes back', async ({ onTestFinished }) => {
    const progress = {
      version: 1,
      generation: 0,
      lessons: { fds: { step: 'interview', at: 1, done: false, steps: {}, misconceptions: {} } },
    };
    const home = homeWith(JSON.stringify(progress));
    const screen = start([], onTestFinished, home);
    await screen.has('Lesson 9/9');
    screen.key('b');
    await screen.has('Right.');
    screen.key(F4);
    await screen.has('Lesson finished.');
    await screen.has('F4 opens the next lesson: The end that');
    screen.key(F4);
    await screen.has('The tube in the wall');
    screen.key(F4);
    await screen.has('Lesson 2/9');
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
    expect(screen.inAlternateScreen).toBe(false);
    const saved = JSON.parse(readFileSync(join(home, 'ipclab', 'progress.json'), 'utf8')) as typeof progress;
    expect(saved.lessons).toMatchObject({ fds: { done: true }, 'pipe-eof': { step: 'first', done: false } });
  });

  test('progress that cannot be read is told on the screen and kept', async ({ onTestFinished }) => {
    const home = homeWith('{{');
    const screen = start([], onTestFinished, home);
    await screen.has('Your saved progress could not be read: it is kept aside');
    screen.key(F4);
    await screen.has('Lesson 2/9');
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.text()).toContain('could not be read. It was kept as');
    expect(readdirSync(join(home, 'ipclab')).sort()).toEqual(['progress.json', 'progress.json.corrupt-1']);
  });

  test('a home that cannot be written is told on the screen, and the lesson goes on', async ({ onTestFinished }) => {
    const home = join(newHome(), 'file');
    writeFileSync(home, 'not a folder');
    const screen = start([], onTestFinished, home);
    await screen.has('Your progress cannot be read (ENOTDIR): nothing is saved.');
    screen.key(F4);
    await screen.has('Lesson 2/9');
    screen.key('ls /tmp\r');
    await screen.has('Solved.');
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
    expect(screen.text()).toContain('cannot be saved in');
  });

  test('where no file may grow the first save tells so at once, and the lesson goes on', async ({ onTestFinished }) => {
    const home = newHome();
    const argv = [
      'sh',
      '-c',
      'ulimit -f 0; exec "$@"',
      'sh',
      process.execPath,
      bundle,
      '--lang',
      'en',
      'lesson',
      'fds',
    ];
    const screen = new Screen(argv, { env: { HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home } });
    onTestFinished(() => {
      screen.close();
      rmSync(home, { recursive: true, force: true });
    });
    await screen.has('Lesson 1/9');
    screen.key(F4);
    await screen.has('Your progress cannot be saved (EFBIG)');
    await screen.has('Lesson 2/9');
    screen.key(LEAVE);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
  });
});
