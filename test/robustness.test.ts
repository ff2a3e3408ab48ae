/** What is closed, missing, wrong or too much for a machine, from the outside: the bundle on a real terminal or without one. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Screen } from './screen.ts';

const bundle = join(import.meta.dirname, '../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('robustness.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const PATIENCE = 20_000;
/** Resident memory that the fork bomb may take. */
const MEGABYTES = 900;

const memoryOf = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
};

describe.skipIf(!built)('what eats machines, in line mode', () => {
  const played = async (play: (screen: Screen) => Promise<void>): Promise<void> => {
    const screen = new Screen([process.execPath, bundle, 'repl', '--plain']);
    try {
      await screen.has('$ ', PATIENCE);
      await play(screen);
    } finally {
      screen.close();
    }
  };

  test('a fork bomb ends in EAGAIN, and the shell is there afterwards', { timeout: 2 * PATIENCE }, () =>
    played(async (screen) => {
      screen.key(':(){ :|:& };:\r');
      await screen.has('bash: fork: retry: Resource temporarily unavailable', PATIENCE);
      const usable = async (): Promise<boolean> => {
        screen.key("\x15echo al'i've\r");
        await new Promise((done) => setTimeout(done, 2000));
        return screen.raw().includes('alive');
      };
      const deadline = performance.now() + PATIENCE;
      while (!(await usable()) && performance.now() < deadline) screen.key('\x03');
      expect(screen.raw()).toContain('alive');
      expect(memoryOf(screen.pty.pid)).toBeLessThan(MEGABYTES);
      expect(screen.ended).toBeUndefined();
    }),
  );

  test('100 × yes leave the prompt alone', { timeout: 2 * PATIENCE }, () =>
    played(async (screen) => {
      screen.key('for ((i = 0; i < 100; i++)); do yes > /dev/null & done\r');
      await screen.has('[100]', PATIENCE);
      screen.key("echo al'i've; kill $(jobs -p); wait 2> /dev/null; echo go'n'e\r");
      await screen.until(() => /alive[\s\S]*gone/.test(screen.raw()), 'all are gone', PATIENCE);
    }),
  );

  test('an orphan that init reaps is not the end', { timeout: 2 * PATIENCE }, () =>
    played(async (screen) => {
      screen.key("(sleep 0.1 &); sleep 0.5; echo st'i'll\r");
      await screen.has('\nstill', PATIENCE);
      screen.key('exit 3\r');
      await screen.exited(PATIENCE);
      expect(screen.ended?.exitCode).toBe(3);
    }),
  );
});

describe.skipIf(!built)('without a screen', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'ipclab-robust-'));
    writeFileSync(join(directory, 'binary'), Buffer.from('\x7fELF\0\0\0'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** `$ipclab` stands for the program. */
  const run = (line: string): { status: number | null; stdout: string; stderr: string } => {
    const env = { ...process.env, LANG: 'C.UTF-8', ipclab: `${process.execPath} ${bundle}` };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
      env,
      cwd: directory,
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    return { status, stdout, stderr };
  };

  test.each([
    ['no standard input', '$ipclab <&-', { status: 0, stdout: '', stderr: '' }],
    ['no standard input for a command', "$ipclab -c 'cat; echo $?' <&-", { status: 0, stdout: '0\n', stderr: '' }],
    ['a reader that goes', "$ipclab -c 'yes; echo $? >&2' | head -1", { status: 0, stdout: 'y\n', stderr: '141\n' }],
    [
      'a missing script',
      '$ipclab nosuch',
      { status: 127, stdout: '', stderr: 'bash: nosuch: No such file or directory\n' },
    ],
    ['a directory', '$ipclab /tmp', { status: 126, stdout: '', stderr: '/tmp: /tmp: Is a directory\n' }],
    ['a binary', '$ipclab binary', { status: 126, stdout: '', stderr: 'binary: binary: cannot execute binary file\n' }],
    [
      'an option it does not have',
      '$ipclab --nosuch',
      { status: 2, stdout: '', stderr: "ipclab: unknown option '--nosuch'\n" },
    ],
    [
      'a command with such an option',
      '$ipclab repl --nosuch',
      { status: 2, stdout: '', stderr: "ipclab: unknown option '--nosuch'\n" },
    ],
    [
      'a language that it does not speak',
      '$ipclab --lang fr lessons',
      {
        status: 2,
        stdout: '',
        stderr: "ipclab: option '--lang <language>' argument 'fr' is invalid. It takes en or zh.\n",
      },
    ],
    [
      'a seed that is no number, in Chinese',
      '$ipclab --lang zh repl --plain --seed x',
      { status: 2, stdout: '', stderr: 'ipclab: 选项“--seed <n>”的参数“x”无效。这里要一个整数。\n' },
    ],
    [
      'nothing to lint, in Chinese',
      '$ipclab --lang zh lint',
      { status: 2, stdout: '', stderr: 'ipclab: 缺少参数“file”\n' },
    ],
    [
      'the beginning of two lessons',
      '$ipclab --lang en lesson fifo-',
      {
        status: 2,
        stdout: '',
        stderr: "ipclab: there is no lesson 'fifo-'; did you mean fifo-open-blocks or fifo-nonblock or fifo-server?\n",
      },
    ],
    [
      'a lesson with a letter too few',
      '$ipclab --lang zh lesson zombis',
      { status: 2, stdout: '', stderr: 'ipclab: 没有名为“zombis”的课程；是不是 zombies？\n' },
    ],
    [
      'an unknown lesson',
      '$ipclab --lang en lesson nosuch',
      { status: 2, stdout: '', stderr: "ipclab: there is no lesson 'nosuch'; see: ipclab lessons\n" },
    ],
  ])('%s', (_name, line, expected) => expect(run(line)).toEqual(expected));

  test('a lesson is named by as much of its id as tells it from the others', () => {
    const { status, stdout } = run('echo q | $ipclab --plain --lang en lesson fifo-open | head -1');
    expect([status, stdout]).toEqual([0, expect.stringContaining('A FIFO is a rendezvous')]);
  });

  test('a lesson is named by its number in the list, too', () => {
    const { status, stdout } = run('echo q | $ipclab --plain --lang en lesson 6 | head -1');
    expect([status, stdout]).toEqual([0, expect.stringContaining('A FIFO is a rendezvous')]);
    expect(run('$ipclab --lang en lesson 99').status).toBe(2);
  });

  test('help is a command as well as an option', () => {
    expect(run('$ipclab --lang en help')).toEqual(run('$ipclab --lang en --help'));
    expect(run('$ipclab --lang en help')).toMatchObject({ status: 0, stderr: '' });
  });

  test('a dumb terminal gets line mode', () => {
    const { status, stdout } = run('echo "echo \\$TERM" | TERM=dumb $ipclab repl');
    expect(status).toBe(0);
    expect(stdout).not.toContain('\x1b[?1049h');
  });
});
