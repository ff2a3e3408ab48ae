/** less and more on a terminal: what is written for each key, as less 590 and util-linux 2.38 do it; else they are cat. */
import { describe, expect, test } from 'vitest';
import { sameAsTool } from './harness.ts';
import { Terminal } from './terminal.ts';

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);
const files = {
  '/tmp/lines': `${lines(1, 30).join('\n')}\n`,
  '/tmp/short': 'a\nb\n',
  '/tmp/long': `${'x'.repeat(100)}\nsecond\n`,
  '/tmp/blanks': 'a\n\n\n\nb\n\n\nc\n',
  '/tmp/feeds': 'one\ntwo\n\fthree\nfour\n\fx\ny\n',
  '/tmp/tabs': '\ta\tb\tc\n',
  '/tmp/controls': 'a\x01b\x1b[31mred\x1b[m\tx\n',
};

const size = { cols: 40, rows: 10, files };
const ENTER = '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\r';
const block = (from: number, to: number): string =>
  lines(from, to)
    .map((line) => `${line}\r\n`)
    .join('');
const backwards = (from: number, to: number): string =>
  lines(from, to)
    .reverse()
    .map((line) => `\x1b[H\x1bM${line}\r\n`)
    .join('');

describe('less', () => {
  test('moves as the real one does', () => {
    const terminal = new Terminal([['less', '/tmp/lines']], size);
    expect(terminal.take()).toBe(`${ENTER}${block(1, 9)}\x1b[7m/tmp/lines\x1b[27m\x1b[K`);
    const keys: [string, string][] = [
      [' ', `\r\x1b[K${block(10, 18)}:\x1b[K`],
      ['b', `\r\x1b[K${backwards(1, 9)}\x1b[10;1H\r\x1b[K:\x1b[K`],
      ['j', `\r\x1b[K${block(10, 10)}:\x1b[K`],
      ['\r', `\r\x1b[K${block(11, 11)}:\x1b[K`],
      ['k', '\r\x1b[K\x1b[H\x1bMline 2\r\n\x1b[10;1H\r\x1b[K:\x1b[K'],
      ['G', `\r\x1b[K...skipping...\r\n${block(22, 30)}\x1b[7m(END)\x1b[27m\x1b[K`],
      ['j', '\r\x1b[K\x07\r\x1b[K\x1b[7m(END)\x1b[27m\x1b[K'],
      ['x', '\x07\r\x1b[K\x1b[7m(END)\x1b[27m\x1b[K'],
      ['q', '\r\x1b[K\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t'],
    ];
    for (const [key, seen] of keys) {
      terminal.type(key);
      expect(terminal.take()).toBe(seen);
    }
    expect(terminal.statuses).toEqual([0]);
  });

  test('searches, marks what it found, and says when there is nothing', () => {
    const terminal = new Terminal([['less', '/tmp/lines']], size);
    terminal.take();
    terminal.type('/line 2\r');
    expect(terminal.take()).toContain('\x1b[7mline 2\x1b[27m\r\n');
    terminal.type('n');
    expect(terminal.take()).toContain('\x1b[7mline 2\x1b[27m0\r\n\x1b[7mline 2\x1b[27m1\r\n');
    terminal.type('/nothing\r');
    expect(terminal.take()).toContain('\x1b[7mPattern not found  (press RETURN)\x1b[27m');
    terminal.type('\r');
    terminal.take();
    terminal.type('g');
    expect(terminal.take()).toContain('line 1\r\n');
    terminal.type('q');
    expect(terminal.statuses).toEqual([0]);
  });

  test('gives the terminal back as it was', () => {
    const terminal = new Terminal(
      [
        ['stty', '-a'],
        ['less', '/tmp/lines'],
        ['stty', '-a'],
      ],
      size,
    );
    const before = terminal.take().split(ENTER)[0];
    terminal.type('q');
    expect(terminal.take()).toContain(before);
  });

  test('-N, -S, -F, +G and a long line', () => {
    expect(new Terminal([['less', '-N', '/tmp/lines']], size).take()).toContain('      1 line 1\r\n      2 line 2\r\n');
    expect(new Terminal([['less', '-S', '/tmp/long']], size).take()).toContain(
      `${'x'.repeat(39)}\x1b[7m>\x1b[27m\r\nsecond\r\n`,
    );
    const short = new Terminal([['less', '-F', '/tmp/short']], size);
    expect(short.take()).toBe('\ra\r\nb\r\n\r\x1b[K');
    expect(short.statuses).toEqual([0]);
    expect(new Terminal([['less', '+G', '/tmp/lines']], size).take()).toContain(`${block(22, 30)}`);
    expect(new Terminal([['less', '/tmp/long']], size).take()).toContain(`${'x'.repeat(40)}\r\n`);
  });

  test('longer prompts, which tell how much has been seen', () => {
    const small = { ...size, rows: 8 };
    const prompts = (words: readonly string[], keys = ''): (string | undefined)[] => {
      const terminal = new Terminal([['less', ...words]], small);
      const seen = [terminal.take()];
      for (const key of keys) {
        terminal.type(key);
        seen.push(terminal.take());
      }
      return seen.map((text) =>
        text
          .match(/\x1b\[7m(.*?)\x1b\[27m/g)
          ?.at(-1)
          ?.slice(4, -5),
      );
    };
    expect(prompts(['-m', '/tmp/lines'], ' G')).toEqual(['/tmp/lines 21%', '45%', '(END)']);
    expect(prompts(['-M', '/tmp/lines'], ' G')).toEqual([
      '/tmp/lines lines 1-7/30 21%',
      '/tmp/lines lines 8-14/30 45%',
      '/tmp/lines lines 24-30/30 (END)',
    ]);
    expect(prompts(['-m', '/tmp/lines', '/tmp/short'], 'G')).toEqual([
      '/tmp/lines (file 1 of 2) 21%',
      '(END) - Next: /tmp/short',
    ]);
    expect(prompts(['-Ps?e(END):at %lt. now', '/tmp/lines'], ' ')).toEqual(['at 1 now', 'at 8 now']);
  });

  test('-I ignores case in every search, -i in those without capitals; -K leaves at Ctrl-C', () => {
    const found = (option: string, pattern: string): boolean => {
      const terminal = new Terminal([['less', option, '/tmp/lines']], size);
      terminal.take();
      terminal.type(`/${pattern}\r`);
      return !terminal.take().includes('Pattern not found');
    };
    expect([found('-I', 'LINE 9'), found('-i', 'LINE 9'), found('-i', 'line 9')]).toEqual([true, false, true]);
    const terminal = new Terminal([['less', '-K', '/tmp/lines']], size);
    terminal.type('\x03');
    expect(terminal.statuses).toEqual([2 << 8]);
  });

  /** What the screen gets at last: for the command line, and for the keys. */
  const last = (words: readonly string[], ...keys: readonly string[]): string => {
    const terminal = new Terminal([['less', ...words]], size);
    for (const key of keys) {
      terminal.take();
      terminal.type(key);
    }
    return terminal.take();
  };

  test('-s shows several blank lines as one, with the numbers that they have', () => {
    expect(last(['-s', '/tmp/blanks'])).toContain('\ra\r\n\r\nb\r\n\r\nc\r\n');
    expect(last(['-sN', '/tmp/blanks'])).toContain('1 a\r\n      2 \r\n      5 b\r\n      6 \r\n      8 c\r\n');
  });

  test('-x sets tab stops, and goes on as the last two', () => {
    expect(last(['-x4', '/tmp/tabs'])).toContain('\r    a   b   c\r\n');
    expect(last(['-x', '3,8', '/tmp/tabs'])).toContain('\r   a    b    c\r\n');
    expect(last(['--tabs=4', '/tmp/tabs'])).toContain('\r    a   b   c\r\n');
    expect(last(['-x3,5,9', '/tmp/tabs'], '_x')).toContain('Tab stops 3,5,9 and then every 4 spaces');
  });

  test('-z and -N say how much a screenful is', () => {
    for (const option of ['-z5', '-5', '-z-5', '--window=5'])
      expect(last([option, '/tmp/lines'], ' ')).toBe(`\r\x1b[K${block(10, 14)}:\x1b[K`);
    expect(last(['/tmp/lines'], '3z', ' ')).toBe(`\r\x1b[K${block(13, 15)}:\x1b[K`);
    expect(last(['/tmp/lines'], 'd')).toBe(`\r\x1b[K${block(10, 14)}:\x1b[K`);
  });

  test('-j says where on the screen a line that was found stands', () => {
    expect(last(['-j3', '/tmp/lines'], '/line 20\r')).toContain(
      '\x1b[H\x1b[2Jline 18\r\nline 19\r\n\x1b[7mline 20\x1b[27m\r\nline 21\r\n',
    );
    expect(last(['-j-1', '/tmp/lines'], '20g')).toContain(`${block(12, 20)}:`);
    expect(last(['-j.5', '/tmp/lines'], '20g')).toContain(`${block(16, 24)}:`);
    expect(last(['-j3', '/tmp/lines'], '2g')).toContain(`\x1b[1m~\x1b[0m\r\n${block(1, 8)}:`);
  });

  test('-g and -G mark less of what was found', () => {
    expect(last(['-g', '/tmp/lines'], '/line 1\r', 'n')).toContain('\x1b[7mline 1\x1b[27m0\r\nline 11\r\n');
    expect(last(['-G', '/tmp/lines'], '/line 1\r', 'n')).toContain('\x1b[2Jline 10\r\nline 11\r\n');
  });

  test('a search begins with the screen, -a behind it, -A behind the target', () => {
    const found = (words: readonly string[], ...keys: readonly string[]): string | undefined =>
      /\x1b\[2J(.*?)\r\n/.exec(last([...words, '/tmp/lines'], ...keys).replaceAll(/\x1b\[2?7m/g, ''))?.[1];
    expect(found([], '/1\r')).toBe('line 1');
    expect(found(['-a'], '/1\r')).toBe('line 10');
    expect(found(['-A'], '/1\r', 'n')).toBe('line 11');
    expect(found(['-a'], '/1\r', 'n')).toBe('line 19');
    expect(found([], '?5\r')).toBe('line 5');
  });

  test('-e leaves at the second end, -E at the first', () => {
    const statuses = (option: string, keys: string): number[] => {
      const terminal = new Terminal([['less', option, '/tmp/lines']], size);
      for (const key of keys) terminal.type(key);
      return terminal.statuses;
    };
    expect([statuses('-e', 'G'), statuses('-e', 'G '), statuses('-E', 'G')]).toEqual([[], [0], [0]]);
  });

  test('control characters stand out; -R lets colours through, -r everything', () => {
    const red = '\x1b[31mred\x1b[m';
    expect(last(['/tmp/controls'])).toContain('a\x1b[7m^A\x1b[27mb\x1b[7mESC\x1b[27m[31mred\x1b[7mESC\x1b[27m[m');
    expect(last(['-R', '/tmp/controls'])).toContain(`a\x1b[7m^A\x1b[27mb${red} x\r\n`);
    expect(last(['-r', '/tmp/controls'])).toContain(`a\x01b${red}`);
  });

  test('an option that is not there is refused, on the command line and at run time', () => {
    const terminal = new Terminal([['less', '-s@N', '/tmp/short']], { ...size, cols: 80 });
    expect(terminal.take()).toBe('There is no -@ option ("less --help" for help)\r\nPress RETURN to continue ');
    terminal.type('\r');
    expect(terminal.take()).toContain('\ra\r\nb\r\n');
    expect(last(['/tmp/short'], '-@')).toContain('\x1b[7mThere is no -@ option  (press RETURN)\x1b[27m');
    expect(last(['/tmp/short'], '-X')).toContain('Cannot change the -X (--no-init) option');
    expect(last(['-z'])).toBe('Value is required after -z (--window)\r\n');
    expect(last(['--qui', '/tmp/short'])).toContain('qui is an ambiguous abbreviation');
  });

  test('options change while the text is shown, and tell how they stand', () => {
    const answers = (...keys: readonly string[]): (string | undefined)[] => {
      const terminal = new Terminal([['less', '/tmp/lines']], { ...size, cols: 80 });
      return keys.map((key) => {
        terminal.take();
        terminal.type(key);
        const answer = /\x1b\[7m([^\x1b]*?) {2}\(press RETURN\)/.exec(terminal.take())?.[1];
        terminal.type('\r');
        return answer;
      });
    };
    expect(answers('-s', '-s', '-i', '-I', '-+i', '_g', '-M', '-+M', '-z5\r', '-+z', '_j')).toEqual([
      'Squeeze multiple blank lines',
      'Display all blank lines',
      'Ignore case in searches',
      'Ignore case in searches and in patterns',
      'Case is significant in searches',
      'Highlight all matches for previous search pattern',
      'Long prompt',
      'Short prompt',
      'Scroll window size is 5 lines',
      'Scroll window size is -1 lines',
      'Position target at screen line 0',
    ]);
  });

  test('what is no regular file is opened with -f only', () => {
    expect(last(['/tmp'])).toBe('/tmp is a directory\r\n');
    expect(last(['/dev/null'])).toBe('/dev/null is not a regular file (use -f to see it)\r\n');
    expect(last(['-f', '/tmp'])).toContain('\x1b[7mread error  (press RETURN)\x1b[27m');
    expect(last(['-f', '/dev/null'])).toContain('\x1b[7m/dev/null (END)\x1b[27m');
  });

  test('several files, a missing one', () => {
    const terminal = new Terminal([['less', '/tmp/lines', '/tmp/short']], { ...size, cols: 60 });
    expect(terminal.take()).toContain('\x1b[7m/tmp/lines (file 1 of 2)\x1b[27m');
    terminal.type(':n');
    expect(terminal.take()).toContain('\x1b[7m/tmp/short (file 2 of 2) (END)\x1b[27m');
    const missing = new Terminal([['less', '/tmp/none']], size);
    expect(missing.take()).toBe('/tmp/none: No such file or directory\r\n');
    expect(missing.statuses).toEqual([256]);
  });

  sameAsTool(
    [
      'less f',
      'less f g',
      'less nofile',
      'less nofile f',
      'less .',
      'less -@ f',
      'less',
      'less -N f',
      'less /dev/null',
      'less -z',
      'less --qui f',
      'less --nothing f',
      'less -zq f',
      'less -z q f',
      'less --window=q f',
      'less -jq f',
      'less f -N',
      'less --chop-long-lines=4 f',
      'less -- -N',
    ],
    {
      files: { f: 'one\ntwo\n', g: 'three\n' },
      stdin: 'from stdin\n',
    },
  );
});

describe('more', () => {
  test('moves as the real one does', () => {
    const terminal = new Terminal([['more', '/tmp/lines']], size);
    expect(terminal.take()).toBe(`${block(1, 9)}\x1b[7m--More--(27%)\x1b[27m`);
    const keys: [string, string][] = [
      [' ', `\rline 10\x1b[K\r\n${block(11, 18)}\x1b[7m--More--(58%)\x1b[27m`],
      ['\r', '\rline 19\x1b[K\r\n\x1b[7m--More--(61%)\x1b[27m'],
      ['b', `\r\x1b[K...back 1 page\r\n\r${block(1, 9)}\x1b[7m--More--(27%)\x1b[27m`],
      ['=', '\r\x1b[K9'],
      ['q', '\r\x1b[K'],
    ];
    for (const [key, seen] of keys) {
      terminal.type(key);
      expect(terminal.take()).toBe(seen);
    }
    expect(terminal.statuses).toEqual([0]);
  });

  test('-n, +N, a file that is not there', () => {
    expect(new Terminal([['more', '-n', '4', '/tmp/lines']], size).take()).toBe(
      `${block(1, 4)}\x1b[7m--More--(12%)\x1b[27m`,
    );
    expect(new Terminal([['more', '+5', '/tmp/lines']], size).take()).toBe(
      `${block(5, 13)}\x1b[7m--More--(41%)\x1b[27m`,
    );
    const missing = new Terminal([['more', '/tmp/none']], size);
    expect(missing.take()).toBe('more: cannot open /tmp/none: No such file or directory\r\n');
    expect(missing.statuses).toEqual([0]);
  });

  /** What is written first, and for the keys. */
  const written = (words: readonly string[], ...keys: readonly string[]): string[] => {
    const terminal = new Terminal([['more', ...words]], size);
    return [
      terminal.take(),
      ...keys.map((key) => {
        terminal.type(key);
        return terminal.take();
      }),
    ];
  };

  test('-s squeezes, -d advises instead of ringing, -n wants a number', () => {
    expect(written(['-s', '/tmp/blanks'])[0]).toBe(
      `a\r\n\r\nb\r\n\r\nc\r\n${'\r\n'.repeat(4)}\x1b[7m--More--\r\x1b[K(END)\x1b[27m`,
    );
    expect(written(['-d', '/tmp/lines'], 'x')).toEqual([
      `${block(1, 9)}\x1b[7m--More--(27%)[Press space to continue, 'q' to quit.]\x1b[27m`,
      '',
    ]);
    expect(written(['-n', 'x', '/tmp/lines'])).toEqual(["more: argument error: 'x'\r\n"]);
    expect(written(['/tmp/lines'], '4z', ' ')[2]).toBe(
      `\rline 14\x1b[K\r\n${block(15, 17)}\x1b[7m--More--(54%)\x1b[27m`,
    );
  });

  test('-c erases line by line, -p the whole screen', () => {
    const over = (from: number, to: number): string => block(from, to).replaceAll(/^line/gm, '\x1b[Kline');
    const prompt = (share: number): string => `\x1b[K\x1b[7m\x1b[K--More--(${share}%)\x1b[27m\x1b[J`;
    expect(written(['-c', '/tmp/lines'], ' ')).toEqual([
      `\x1b[H${over(1, 9)}${prompt(27)}`,
      `\r\x1b[H\x1b[Kline 10\x1b[K\r\n${over(11, 18)}${prompt(58)}`,
    ]);
    expect(written(['-p', '/tmp/lines'], ' ', '\r')).toEqual([
      `\x1b[H\x1b[2J\r${block(1, 9)}\x1b[7m--More--(27%)\x1b[27m`,
      `\r\x1b[H\x1b[2J\r${block(10, 18)}\x1b[7m--More--(58%)\x1b[27m`,
      '\rline 19\x1b[K\r\n\x1b[7m--More--(61%)\x1b[27m',
    ]);
  });

  test('a form feed ends a screen, but not with -l; -f counts lines, not rows', () => {
    expect(written(['/tmp/feeds'], ' ')).toEqual([
      'one\r\ntwo\r\n^Lthree\r\n\x1b[7m--More--(60%)\x1b[27m',
      '\rfour\x1b[K\r\n^Lx\r\n\x1b[7m--More--(92%)\x1b[27m',
    ]);
    expect(written(['-l', '/tmp/feeds'])[0]).toContain('one\r\ntwo\r\n\fthree\r\nfour\r\n\fx\r\ny\r\n');
    expect(written(['-n2', '/tmp/long'])[0]).toContain(`${'x'.repeat(40)}\r\n${'x'.repeat(40)}\r\n\x1b[7m--More--`);
    expect(written(['-fn2', '/tmp/long'])[0]).toContain(`${'x'.repeat(100)}\r\nsecond\r\n`);
  });

  sameAsTool(
    [
      'more f',
      'more f g',
      'more nofile',
      'more nofile f',
      'more -Q f',
      'more -n x f',
      'more --nothing f',
      'more .',
      'more',
    ],
    {
      files: { f: 'one\ntwo\n', g: 'three\n' },
      stdin: 'from stdin\n',
    },
  );
});
