/**
 * An error of the simulator itself, in every front end: the terminal is given back, one plain line asks for a report, and
 * a file holds what makes it happen again. It is injected into what awk's atan2 is computed with.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Screen } from './screen.ts';

const bundle = join(import.meta.dirname, '../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('crash.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const COMMAND = "awk 'BEGIN { print atan2(1, 2) }'";
const REPORT = /ipclab: internal error: injected\. Please report it, with the file (\S+)/;

interface Report {
  readonly what: string;
  readonly history: {
    readonly seed?: number;
    readonly entries?: readonly unknown[];
    readonly argv?: readonly string[];
  };
}

describe.skipIf(!built)('an error inside of the simulator', () => {
  let directory = '';
  let injection = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'ipclab-crash-'));
    injection = join(directory, 'inject.cjs');
    writeFileSync(injection, "Math.atan2 = () => { throw new Error('injected'); };\n");
    writeFileSync(join(directory, 'script'), `${COMMAND}\n`);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const environment = (): Record<string, string> => ({
    PATH: process.env.PATH ?? '',
    HOME: directory,
    TMPDIR: directory,
    LANG: 'C.UTF-8',
  });

  const reportIn = (text: string): Report => {
    const file = REPORT.exec(text.replace(/\r?\n */g, ' '))?.[1] ?? 'none';
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  };

  const run = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, ['--require', injection, bundle, ...args], {
      input,
      env: environment(),
      encoding: 'utf8',
      timeout: 20_000,
    });

  test.each([
    ['-c', ['-c', COMMAND], ''],
    ['a script', ['script'], ''],
    ['piped input', [], `${COMMAND}\n`],
  ])('%s: one line, and the command line in the file', (_name, args, input) => {
    const words = args[0] === 'script' ? [join(directory, 'script')] : args;
    const { stderr, status } = run(words, input);
    expect(status).toBe(70);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(REPORT)]);
    expect(reportIn(stderr)).toMatchObject({ what: 'injected', history: { seed: 0, argv: ['bash', ...words] } });
  });

  test.each([
    ['repl --plain', ['repl', '--plain', '--seed', '3'], `${COMMAND}\n`],
    ['a lesson in line mode', ['--plain', 'lesson', 'fifo-open-blocks'], `A ${COMMAND}\n`],
  ])('%s: one line, seed and keys in the file', (_name, args, input) => {
    const { stderr, status } = run(args, input);
    expect(status).toBe(70);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(REPORT)]);
    expect(reportIn(stderr).history.entries?.length).toBeGreaterThan(0);
  });

  const open: Screen[] = [];
  afterEach(() => {
    for (const screen of open.splice(0)) screen.close();
  });

  test('on the screen: the terminal is as it was, with the line on it', async () => {
    const start = `${process.execPath} --require ${injection} ${bundle} --lang en repl; echo left with $?; stty -a | grep -o ' -*icanon'`;
    const screen = new Screen(['env', `TMPDIR=${directory}`, 'sh', '-c', `${start}; sleep 5`], { cols: 120, rows: 30 });
    open.push(screen);
    await screen.has(/\$ .*\$ /s);
    screen.key(`${COMMAND}\r`);
    await screen.has('left with 70');
    await screen.has(' icanon');
    await screen.has('internal error: injected');
  });
});
