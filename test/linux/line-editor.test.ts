/**
 * The line editor and the host's `bash -i` get the same keys; after each key both screens show the same: text, cursor,
 * reverse video. Left out are the cases in which readline 8.2 itself paints a wrong screen (searches in lines with wide or
 * two-byte characters, combining characters put into the middle of a line).
 */
import { afterAll, describe, expect, it } from 'vitest';
import { createReadline, obeyLine } from '../../src/shell/edit/readline.ts';
import { BashTerminal } from '../shell/edit/bash-terminal.ts';
import { FakeTerminal } from '../shell/edit/fake-terminal.ts';
import { Screen } from '../shell/edit/screen.ts';
import { hostBash } from '../support/host.ts';

interface Setup {
  readonly columns?: number;
  readonly rows?: number;
  readonly lines?: readonly string[];
  readonly prompt?: string;
  /** Lines of an init file. */
  readonly inputrc?: readonly string[];
}
type Step = string | { readonly columns: number; readonly rows: number };

const open: BashTerminal[] = [];
afterAll(() => {
  for (const bash of open) bash.end();
});

/** Types the steps into both, and compares the screens after each. */
async function sameScreens(setup: Setup, steps: readonly Step[]): Promise<void> {
  const { inputrc = [] } = setup;
  const readline = createReadline();
  for (const line of inputrc) obeyLine(readline, line);
  const ours = new FakeTerminal({ ...setup, readline });
  const screen = new Screen(setup.columns ?? 80, setup.rows ?? 24);
  const bash = new BashTerminal({ ...setup, commands: inputrc.map((line) => `bind '${line}'`) });
  open.push(bash);
  await screen.write(ours.written());
  const agree = (): boolean => JSON.stringify(screen.shown()) === JSON.stringify(bash.screen.shown());
  await bash.shows(agree, 10_000);
  const typed: Step[] = [];
  for (const step of steps) {
    typed.push(step);
    if (typeof step === 'string') {
      bash.type(step);
      await screen.write(ours.type(step));
    } else {
      bash.resize(step.columns, step.rows);
      screen.terminal.resize(step.columns, step.rows);
      await screen.write(ours.resize(step.columns, step.rows));
    }
    if (!(await bash.shows(agree))) expect([typed, screen.shown()]).toEqual([typed, bash.screen.shown()]);
  }
  bash.end();
}

const lines = ['echo one', 'ls -l foo', 'echo two words', 'echo two words', 'cat < ff', 'echo 你好 世界'];
const narrow = { columns: 18, rows: 12, lines };
const wide = { columns: 60, rows: 12, lines };
const keys = (text: string): string[] => text.split(/(?<=[^\x1b\x18[\d]|\x1b\x1b)/).filter((key) => key !== '');

const tables: Readonly<Record<string, readonly [Setup, readonly Step[]]>> = {
  'typing, moving and deleting': [wide, keys('abc def\x02\x02X\x06\x01Y\x05\x7f\x02\x04\x01\x04\x0b')],
  'a line over several rows': [
    narrow,
    [...keys('0123456789012345678901234567890\x01X\x05\x1bb\x7f\x01\x06\x04'), '\x15'],
  ],
  'a line longer than the screen': [
    { columns: 20, rows: 4 },
    ['0123456789'.repeat(9), '\x01', 'X', '\x05', '\x02', 'Y'],
  ],
  'wide characters at the margin': [
    narrow,
    [...'你好世界你好世界你好', '\x02', '\x02', 'a', '\x01', 'b', '\x06', '\x7f', '\x05', '\x7f', '\x17'],
  ],
  'combining characters behind their letter': [wide, ['e\u0301', 'a\u0302o', '\x02', '\x02', '\x7f', '\x06', '\x04']],
  'control characters and tabs': [
    narrow,
    ['a\x16\x01b', '\x16\t', 'c\x16\x7f', '\x02', '\x02', '\x7f', '\x16\x1b', 'z\x01'],
  ],
  'words, case and transposing': [
    wide,
    keys('foo-bar/baz qux\x1bb\x1bb\x17\x1f\x1bu\x1bl\x1bc\x1bb\x1bt\x14\x01\x1bd\x05\x1b\x7f'),
  ],
  'the kill ring': [wide, keys('a b c\x17\x17\x19\x1by\x15\x19\x1bb\x0b\x0b\x19\x01\x1bd\x1bd\x19\x19\x1byx\x1by')],
  undo: [wide, keys('hello world this is a long text\x1f\x1f\x1fabc\x01\x0b\x1f\x1f')],
  counts: [
    wide,
    ['\x1b5', 'x', '\x1b3', '\x02', '\x1b-', '\x06', '\x1b12', 'y', '\x1b2\x7f', '\x19', '\x1b1', '0', '\x07'],
  ],
  'walking the history with changed lines': [
    wide,
    [
      'half',
      '\x10',
      '\x10',
      'edited',
      '\x10',
      '\x0e',
      '\x0e',
      '\x0e',
      '\x1b[A',
      '\x1bOA',
      '\x1b[B',
      '\x1b<',
      '\x1b>',
      '\x0e',
    ],
  ],
  'searching by prefix': [
    wide,
    ['ec', '\x1b[5~', '\x1b[5~', '\x1b[5~', '\x1b[6~', '\x1b[6~', '\x15', '\x1b[5~', '\x1b[5~'],
  ],
  'incremental search': [
    { ...wide, lines: lines.slice(0, 5) },
    [
      'half',
      '\x12',
      'e',
      'c',
      'h',
      '\x12',
      '\x12',
      '\x12',
      '\x7f',
      '\x07',
      '\x12',
      't',
      'w',
      '\x1b[D',
      '\x05',
      '!',
      '\x12zzz',
      '\x07',
    ],
  ],
  'searching forward': [
    { ...wide, lines: lines.slice(0, 5) },
    ['\x1b<', '\x13', 'o', '\x13', '\x13', '\x12', '\x7f', '\x0a'],
  ],
  'searching with a question': [wide, ['\x1bp', 'two', '\r', '\x01', 'x']],
  'last arguments': [wide, ['echo ', '\x1b.', '\x1b.', '\x1b.', '\x1b_', ' ', '\x1b0\x1b.', '\x1b\x19']],
  'pasting one line and several': [
    narrow,
    ['ab', '\x1b[200~echo hi\x1b[201~', '\x0c', 'x', '\x15', '\x1b[200~one\ntwo\n\x1b[201~', '\x02', '\x02', 'Z'],
  ],
  'Ctrl-C on the first of two rows': [narrow, ['0123456789abcdefghij', '\x01', '\x03', 'ab', '\x02', '\x03']],
  'finding a character': [wide, ['abcabcabc', '\x01', '\x1dc', '\x1dc', '\x1b\x1da', '\x1b2\x1dz']],
  'a coloured prompt of two rows': [
    { ...wide, prompt: '\x01\x1b[32m\x02top\x01\x1b[0m\x02\nx\x01\x1b[1m\x02> \x01\x1b[0m\x02' },
    ['abc', '\x01', 'x', '\x0c', '\x12', 'a', '\x07', '\x1b3', '\x07', '\x03', 'y'],
  ],
  'a prompt that wraps': [
    { columns: 20, rows: 12, prompt: '0123456789012345678901234> ' },
    ['abc', '\x01', '\x12', 'b', '\x07', '\x0c', 'z'],
  ],
  'a new window size': [
    { columns: 20, rows: 12 },
    [
      'abcdefghijklmnop',
      { columns: 12, rows: 12 },
      'X',
      { columns: 30, rows: 12 },
      'Y',
      { columns: 9, rows: 12 },
      '\x01',
      'Z',
    ],
  ],
};

const vi = { ...wide, inputrc: ['set editing-mode vi'] };
/** Keys of vi mode: Escape goes with what follows it, or readline would wait whether more comes. */
const viKeys = (text: string): string[] => text.split(/(?<=[^\x1b])/).filter((key) => key !== '');

const viTables: Readonly<Record<string, readonly [Setup, readonly Step[]]>> = {
  motions: [vi, ['foo bar-baz  qux(a b) x', ...viKeys('\x1b0wwwweeeebbbb$BBWWEE0%^|$hhl  $F(%;,0fb;tx,')]],
  counts: [vi, ['one two three four five', ...viKeys('\x1b03w2b5l2h3|2fe10w4b')]],
  deleting: [vi, ['one two three-four five six', ...viKeys('\x1b0dwdW$dbuuwwdedEd0u$dFfuD0xx3xXp')]],
  'deleting by what is found': [vi, ['a(b, c) [d] e.f.g', ...viKeys('\x1b0dfbudtcu0f(d%u%d%u$dT.ud0ud$u0d2wu2dwu')]],
  changing: [
    vi,
    ['one two three four', ...viKeys('\x1b0cwONE\x1bwcWTWO\x1bwc$x y\x1buu0Cnew\x1bccall\x1buuSline\x1b')],
  ],
  again: [vi, ['a b c d e f g h', ...viKeys('\x1b0cwxy\x1bw.w.wx.w~..rz.wdw.u.iab\x1b.aq\x1b..')]],
  inserting: [vi, ['middle', ...viKeys('\x1bIstart \x1bA end\x1b0aX\x1biY\x1bu3sabc\x1bu')]],
  replacing: [vi, ['abcdefgh', ...viKeys('\x1b0RXY\x1b3rz$rq2rw0~~3~')]],
  'yanking and putting': [vi, ['one two three', ...viKeys('\x1b0ywPwyw$pyyp0Yp2pxpyyP')]],
  'marks and columns': [vi, ['abcdef ghij', ...viKeys('\x1b3|ma$`ad`a0mb$d`b')]],
  undo: [vi, ['one two', ...viKeys('\x1bxxxuuuuiabc\x1buUxxU')]],
  'keys of insertion': [
    vi,
    ['one two-three four', '\x17', '\x17', '\x17', 'x y\x15', 'abc\x08\x7f', '\x16\x01', '\x01', '\x14', '\x19'],
  ],
  'the history': [vi, [...viKeys('half\x1bkkkjjGkj2G'), 'A!', ...viKeys('\x1bkj'), '\x1b[A']],
  'searching the history': [
    vi,
    [...viKeys('\x1b/echo'), '\r', 'n', 'n', 'N', '/', '^cat', '\r', '?', 'two', '\r', '/zz\r', 'n'],
  ],
  'a line accepted in command mode': [vi, ['# abc\x1bh', '\r', 'x', '\x03', '# b\x1b0', '\r']],
  arguments: [vi, [...viKeys('ls \x1b_a.\x1b3x12x5~')]],
  'a line over several rows': [
    { ...narrow, inputrc: ['set editing-mode vi'] },
    ['0123456789 123456789 123456789', ...viKeys('\x1b0wwdwPk$i!\x1bcc')],
  ],
  'the mode in the prompt': [
    { ...wide, inputrc: ['set editing-mode vi', 'set show-mode-in-prompt on'] },
    ['abc', ...viKeys('\x1bhix\x1b')],
  ],
};

/** What an init file changes. */
/** readline counts bytes where a row scrolls, and cuts wide characters in two. */
const plain = { rows: 12, lines: ['echo one', 'ls -l a-longer-name and-another', 'echo two words that are long'] };

const boundTables: Readonly<Record<string, readonly [Setup, readonly Step[]]>> = {
  'macros and other keys': [
    {
      ...wide,
      inputrc: ['"\\C-t": "tee\\C-b"', '"\\C-xq": "\\"q\\" \\C-t"', 'Control-o: beginning-of-line', '"jk": "!"'],
    },
    ['\x14', 'x', '\x18q', 'z', '\x0f', 'j', 'a', 'jk', '\x1bB', '\x1bF'],
  ],
  'comments and overwriting': [
    {
      ...wide,
      inputrc: [
        'set comment-begin #-',
        '"\\C-o": overwrite-mode',
        '"\\C-t": kill-whole-line',
        '"\\C-]": unix-filename-rubout',
      ],
    },
    ['abc\x1b#', 'abcdef\x01', '\x0f', 'XY', '\x0f', 'Z', '\x14', '/usr/lib/x y', '\x1d', '\x1d', '\x19'],
  ],
  'a row that scrolls: typing and moving': [
    { ...plain, columns: 24, inputrc: ['set horizontal-scroll-mode on'] },
    [
      ...keys('echo abcdefghijklmnopqrstuvwxyz 0123456789'),
      ...keys('\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02'),
      ...keys('\x06\x06\x01X\x05Y\x1bb\x1bb\x7f\x0b\x19\x19\x01\x0b'),
    ],
  ],
  'a row that scrolls: history, control characters and a search': [
    { ...plain, columns: 20, inputrc: ['set horizontal-scroll-mode on'] },
    [
      '\x10',
      '\x10',
      'abc\x16\x01def',
      '\x01',
      '\x05',
      '\x12',
      'w',
      'o',
      '\x07',
      '\x1b[200~one\ntwo\nthree\x1b[201~',
      '\x0c',
      '\x15',
    ],
  ],
  'a row that scrolls in a terminal that changes its size': [
    { ...plain, columns: 40, inputrc: ['set horizontal-scroll-mode on'] },
    [...keys('echo this is a line that is rather long, is it not'), { columns: 24, rows: 12 }, '\x02', 'x', '\x01'],
  ],
  'the mode in the prompt': [
    { ...wide, inputrc: ['set show-mode-in-prompt on', 'set emacs-mode-string "+"'] },
    ['abc', '\x01'],
  ],
};

/** Keys chosen by a seed: what nobody thought of. */
function randomKeys(seed: number, length: number, choices: readonly string[]): string[] {
  let state = (seed * 2654435761) >>> 0;
  const next = (below: number): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
  return Array.from({ length }, () => choices[next(choices.length)] ?? '');
}

const texts = [
  'a',
  'b',
  'hello',
  'foo bar',
  'x y',
  '  ',
  '.',
  '"q z"',
  '-l',
  '/tmp/x',
  '|',
  'A',
  'echo ',
  '\x16\x01',
  '\x16\t',
];
const commands = keys(
  '\x01\x05\x02\x06\x1bb\x1bf\x7f\x0b\x15\x17\x1bd\x1b\x7f\x19\x1by\x14\x1bt\x1bu\x1bl\x1bc\x1f\x10\x0e\x1b<\x1b>\x1b\\\x1br\x0c\x1b.',
);
const more = [
  '\x02\x02\x02',
  '\x7f\x7f',
  '\x1b[3~',
  '\x1b2\x02',
  '\x1b3x',
  '\x1b-\x1bd',
  '\x1b2\x1bf',
  '\x1dl',
  '\x1b[200~p q\nr\x1b[201~',
];
const SEEDS = 8;

describe.skipIf(!hostBash('the line editor'))('the line editor and bash -i show the same', () => {
  for (const [group, table] of [
    ['', tables],
    ['vi mode: ', viTables],
    ['an init file: ', boundTables],
  ] as const) {
    for (const [title, [setup, steps]] of Object.entries(table))
      it.concurrent(group + title, () => sameScreens(setup, steps), 60_000);
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const steps = randomKeys(seed, 40, [...texts, ...commands, ...more]);
    it.concurrent(
      `for 40 keys of seed ${seed}`,
      () => sameScreens({ ...narrow, columns: 16 + 4 * seed }, steps),
      60_000,
    );
  }
});
