/** top: the layout of batch mode and refused command lines as the host's has them, and the keys on a terminal. */
import { describe, expect, test } from 'vitest';
import { runProgram, runReal, sameAsTool, words } from './harness.ts';
import { Terminal } from './terminal.ts';

describe('command lines', () => {
  sameAsTool(
    [
      'top -Q',
      'top x',
      'top -n',
      'top -n x',
      'top -b -n 0',
      'top -b -n -1',
      'top -b -d x',
      'top -b -d -1',
      'top -b -o FOO',
      'top -b -n1 -p x',
      'top -b -n1 -p 1,x',
      'top -b -n1 -u nouser',
      'top -b -n1 -p1 -u root',
      'top -b -n1 -u root -U root',
      'top -n1',
      'top',
    ],
    { env: ['TERM=xterm'] },
  );
});

/** Figures of any size stand in the same place; how wide a pid is depends on the machine. */
const shape = (text: string): string[] =>
  text
    .split('\n')
    .map((line, i) =>
      i === 0
        ? line.replace(/\d.*/, '')
        : line.replace(/^ +PID/, 'PID').replace(/ *\d[\d.]*/g, (n) => '#'.repeat(n.length)),
    );

const SUMMARY = 7;

describe('the layout of batch mode', () => {
  test.each([
    'top -b -n1 -p 1',
    'top -b -n1 -p 1 -w200',
    'top -b -n1 -p 1 -w 120 -c',
    'top -b -n1 -p 1 -E k -e m',
    'top -b -n1 -p 1 -E g',
    'top -b -n1 -p 1 -S -s',
    'top -b -n1 -p 1 -i',
    'top -b -n1 -p 32767',
    'top -bn1 -p1 --sort-override=PID',
  ])('%s', async (line) => {
    const [real, ours] = [await runReal(words(line)), runProgram(words(line))];
    expect(shape(ours.stdout).slice(0, SUMMARY)).toEqual(shape(real.stdout).slice(0, SUMMARY));
    expect(ours.stdout.split('\n').length).toBe(real.stdout.split('\n').length);
    expect(ours.status).toBe(real.status);
  });

  test('two frames have a blank line between them', async () => {
    const line = ['top', '-b', '-n2', '-d0.1', '-p', '1'];
    const [real, ours] = [await runReal(line), runProgram(line)];
    const blanks = (text: string): number[] => text.split('\n').flatMap((one, i) => (one === '' ? [i] : []));
    expect(blanks(ours.stdout)).toEqual(blanks(real.stdout));
  });
});

test('columns without room are left out, the last ends in a plus', () => {
  const lines = (width: number): string[] =>
    runProgram(['top', '-b', '-n1', '-p2', '-c', '-w', String(width)]).stdout.split('\n');
  expect(lines(42)[6]).toBe('    PID USER      PR  NI    VIRT    RES');
  expect(lines(42)[0]).toHaveLength(42);
  expect(lines(78)[6]).toMatch(/ TIME\+$/);
  expect(lines(80)[7]).toMatch(/ top -b \+$/);
});

describe('on a terminal', () => {
  const open = (...args: string[]): Terminal => {
    const terminal = new Terminal([['top', '-d', '1000', ...args]], { cols: 80, rows: 12 });
    terminal.take();
    return terminal;
  };
  const after = (terminal: Terminal, keys: string): string => {
    terminal.type(keys);
    return terminal.take();
  };

  test('q leaves the last picture and a cursor below it', () => {
    const terminal = open();
    expect(after(terminal, 'q')).toBe('\x1b[?1l\x1b>\x1b[13;1H\r\n\x1b[?12l\x1b[?25h\x1b[K');
    expect(terminal.statuses).toEqual([0]);
  });

  test('k asks twice, and says what is wrong', () => {
    const terminal = open();
    expect(after(terminal, 'k')).toContain('\x1b[6;1H\x1b[1mPID to signal/kill [default pid = 1] ');
    expect(after(terminal, 'x\r')).toContain('\x1b[6;1H\x1b[7m Unacceptable integer ');
    expect(after(terminal, 'k999\r')).toContain('Send pid 999 signal [15/sigterm] ');
    expect(after(terminal, '\r')).toContain(" Failed signal pid '999' with '15': No such process ");
    expect(after(terminal, 'k\x1b')).toContain('%CPU');
  });

  test('other questions', () => {
    const terminal = open();
    expect(after(terminal, 'd')).toContain('Change delay from 1000.0 to ');
    expect(after(terminal, 'x\r')).toContain(' Unacceptable floating point ');
    expect(after(terminal, 'uzzz\r')).toContain(' Invalid user ');
    expect(after(terminal, 'n')).toContain('Maximum tasks = 0, change to (0 is unlimited) ');
    expect(after(terminal, 'x\r')).toContain(' Unacceptable integer ');
    expect(after(terminal, 'r')).toContain('PID to renice [default pid = 1] ');
    expect(after(terminal, '\r')).toContain('Renice PID 1 to value ');
    expect(after(terminal, '5\r')).toMatch(/ 1 root {6}25 {3}5 /);
  });

  test('keys change what is shown', () => {
    const terminal = open();
    expect(after(terminal, 'l')).not.toContain('load average');
    expect(after(terminal, '1')).toContain('%Cpu0  :');
    expect(after(terminal, '\x1b[C')).not.toContain('PID');
    expect(after(terminal, '@')).toContain(" Unknown command - try 'h' for help ");
    expect(after(terminal, 'S')).toContain(' Cumulative time On ');
    expect(after(terminal, 'h')).toContain('Help for Interactive Commands');
    expect(after(terminal, 'q')).toContain('%CPU');
  });

  test('-s refuses what could do harm', () => {
    expect(after(open('-s'), 'k')).toContain(' Unavailable in secure mode ');
  });
});
