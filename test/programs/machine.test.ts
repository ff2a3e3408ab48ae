/** Programs about the machine and its screen: clear, reset, watch, uptime, free. Numbers are this machine's own. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runProgram, sameAsTool } from './harness.ts';
import { onTerminal, Terminal } from './terminal.ts';

describe('clear and reset', () => {
  sameAsTool(['clear', 'clear -x', 'clear -T xterm -x', 'clear -Z', 'clear word'], { env: ['TERM=xterm-256color'] });
  sameAsTool(['clear', 'clear -x'], { env: ['TERM=nonesuch'] });
  sameAsTool(['clear'], { env: ['TERM=dumb'] });
  sameAsTool(['clear']);

  test('reset makes a raw terminal sane', () => {
    const seen = onTerminal([['stty', 'raw', '-echo'], ['reset'], ['stty']]);
    expect(seen).toContain('\x1bc\x1b]104\x07\x1b[!p\x1b[?3;4l\x1b[4l\x1b>');
    const terminal = new Terminal([['stty', 'raw', '-echo'], ['reset'], ['stty']]);
    terminal.settle(3_000_000);
    expect(terminal.take()).toMatch(/speed 38400 baud; line = 0;\r\n$/);
  });
});

describe('watch', () => {
  test('shows what a command prints, again and again, until Ctrl-C', () => {
    const terminal = new Terminal([['watch', '-x', '-n', '1', 'echo', 'hi']], { cols: 70, rows: 10 });
    const first = terminal.take();
    expect(first).toMatch(
      /^\x1b\[\?1049h\x1b\[22;0;0t\x1b\[H\x1b\[2J\x1b\[1;1HEvery 1\.0s: echo hi +\S+: \w{3} \w{3} /,
    );
    expect(first).toContain('\x1b[3;1Hhi\x1b[K');
    terminal.settle(2_500_000);
    expect(terminal.take().split('\x1b[3;1Hhi').length).toBeGreaterThan(2);
    terminal.type('\x03');
    expect(terminal.take()).toContain('\x1b[10;1H\x1b[?1049l\x1b[23;0;0t\r\x1b[?1l\x1b>');
    expect(terminal.statuses).toEqual([0]);
  });

  test('-e waits for a key at a failure, and ends with it', () => {
    const terminal = new Terminal([['watch', '-x', '-e', 'false']]);
    expect(terminal.take()).toContain('\x1b[24;1Hcommand exit with a non-zero status, press a key to exit');
    expect(terminal.statuses).toEqual([]);
    terminal.type('x');
    expect(terminal.statuses).toEqual([8 << 8]);
  });

  test('-g ends at a change, -q when there was none for so many runs', () => {
    const changing = new Terminal([['watch', '-n', '1', '-g', 'date +%s']]);
    changing.settle(2_500_000);
    expect(changing.statuses).toEqual([0]);
    const steady = new Terminal([['watch', '-n', '1', '-q', '3', 'echo hi']]);
    steady.settle(1_000_000);
    expect(steady.statuses).toEqual([]);
    steady.settle(3_000_000);
    expect(steady.statuses).toEqual([0]);
  });

  test('-p counts from start to start', () => {
    const runs = (options: readonly string[]): number => {
      const terminal = new Terminal([['watch', '-t', '-n', '2', ...options, 'sleep 1; echo run']]);
      terminal.settle(8_500_000);
      return terminal.take().split('\x1b[1;1Hrun').length - 1;
    };
    expect([runs([]), runs(['-p'])]).toEqual([3, 5]);
  });

  test('-c shows colours, which go on in the next row; without it they are told', () => {
    const shown = (options: readonly string[]): string => {
      const line = "printf '\\033[31mredred\\033[0m x'";
      return new Terminal([['watch', '-t', ...options, line]], { cols: 4, rows: 5 }).take();
    };
    expect(shown(['-c'])).toContain(
      '\x1b[1;1H\x1b[0m\x1b[31mredr\x1b[0m\x1b[K\x1b[2;1H\x1b[0m\x1b[31med\x1b[0m x\x1b[K',
    );
    expect(shown([])).toContain('\x1b[1;1H^[[3\x1b[K\x1b[2;1H1mre\x1b[K');
  });

  sameAsTool(['watch -n x ls', 'watch -q x ls']);
});

describe('uptime and free', () => {
  test('layouts', () => {
    expect(runProgram(['uptime']).stdout).toMatch(
      /^ \d\d:\d\d:\d\d up 0 min, {2}0 user, {2}load average: \d+\.\d\d, \d+\.\d\d, \d+\.\d\d\n$/,
    );
    expect(runProgram(['uptime', '-p']).stdout).toBe('up 0 minutes\n');
    expect(runProgram(['uptime', '-s']).stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/);
    const free = runProgram(['free', '-t']).stdout.split('\n');
    expect(free[0]).toBe('               total        used        free      shared  buff/cache   available');
    expect(free[1]).toMatch(/^Mem: {5}(?: +\d+){6}$/);
    expect(free[2]).toBe('Swap:              0           0           0');
    expect(free[3]).toMatch(/^Total:(?: +\d+){3}$/);
    expect(runProgram(['free', '-h']).stdout).toMatch(/^Mem: +[\d.]+Gi/m);
  });

  sameAsTool(['free -c x', 'free -s x']);
});

describe('programs of the machine send to section 8 of the manual', () => {
  sameAsTool(['lslocks --help']);
});

describe('vmstat and w', () => {
  const HEAD = [
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----',
    ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st',
  ];

  test('of the time since boot, of intervals, wide, with the time of a zone', async () => {
    const { stdout } = await runScript({
      script: 'vmstat 1 2; vmstat -y 1 1; TZ=UTC-8 vmstat -wt | sed "s/ 1 .*gu/ GU/"; vmstat -n 1 0',
    });
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual(HEAD);
    const row = / 1 {2}0 {6}0 +\d+ +\d+ +\d+ {4}0 {4}0 {5}0 {5}0 {4}0 +\d+ +\d+ +\d+ +\d+ {2}0 {2}0$/;
    for (const at of [2, 3, 6]) expect(lines[at]).toMatch(row);
    expect(lines[3]).toMatch(/ {2}0 {2}0 100 {2}0 {2}0$/);
    expect(lines[7]).toMatch(/^--procs-- -{23}memory-{22} .* -----timestamp-----$/);
    expect(lines[8]?.endsWith('  gu                 UTC')).toBe(true);
    expect(lines[9]).toMatch(/ {3}0 2026-01-01 08:00:0\d$/);
    expect(lines.slice(10, 12)).toEqual(HEAD);
    expect((await runScript({ script: 'vmstat -f; vmstat -s -SM' })).stdout).toMatch(
      /^ +\d+ forks\n +\d+ M total memory\n +\d+ M used memory\n[\s\S]* CPU context switches\n +\d+ boot time\n +\d+ forks\n$/,
    );
  });

  sameAsTool(['vmstat x', 'vmstat 0', 'vmstat 1 x', 'vmstat -S x']);

  test('w lists who leads a session on a terminal', async () => {
    const { stdout } = await runScript({ script: 'w -h; w | tail -1; w -s | tail -1; w -f | tail -1; w nosuch -h' });
    expect(stdout).toBe(
      `USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT
USER     TTY      FROM              IDLE WHAT
USER     TTY        LOGIN@   IDLE   JCPU   PCPU WHAT
`,
    );
    const seen = onTerminal([
      ['w', '-h'],
      ['w', '-hs'],
      ['w', '-hf'],
    ]);
    expect(seen).toMatch(/^\S+ +pts\/0 {4}- {16}00:00 {4}0\.00s {2}0\.0\ds {2}0\.0\ds w -h$/m);
    expect(seen).toMatch(/^\S+ +pts\/0 {4}- {17}0\.00s w -hs$/m);
    expect(seen).toMatch(/^\S+ +pts\/0 {5}00:00 {4}0\.00s {2}0\.0\ds {2}0\.0\ds w -hf$/m);
  });
});
