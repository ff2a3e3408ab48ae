/** diff, compared with the host's GNU diff 3.8. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

/** Lines of few kinds, so that there is much to choose between. */
const scrambled = (seed: number, count: number): string => {
  let state = seed;
  let text = '';
  for (let i = 0; i < count; i += 1) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += `${'abcdefgh'.charAt(Math.floor(state / 65536) % 8)}\n`;
  }
  return text;
};

const numbers = (list: readonly number[]): string => list.map((n) => `${n}\n`).join('');
const upTo = Array.from({ length: 40 }, (_, i) => i + 1);

const files: Record<string, string> = {
  p1: 'a\nb\n',
  p2: 'a\nc',
  p3: 'a\nb',
  empty: '',
  n1: numbers(upTo),
  n2: numbers(upTo.filter((n) => n !== 5 && n !== 20).flatMap((n) => (n === 30 ? [30, 300] : [n]))),
  f1: 'int f()\n{\n  x;\n}\n\nint g()\n{\n  y;\n}\n',
  f2: 'int f()\n{\n  x;\n}\n\nint h()\n{\n  z;\n}\n\nint g()\n{\n  y;\n}\n',
  w1: 'Hello  World\nfoo\n\nbar\n',
  w2: 'hello world \nfoo\nbar\n',
  bin1: 'a\0b\n',
  bin2: 'a\0c\n',
  'd1/x': 'a\n',
  'd2/x': 'b\n',
  'd1/only': 'o\n',
  'd1/s/m': 'q\n',
  'd2/s/n': 'q\n',
  'd1/same': 's\n',
  'd2/same': 's\n',
  'd1/k/z': 'k\n',
  'd2/k': 'f\n',
  'd1/p1': 'a\nB\n',
};
for (let seed = 1; seed <= 12; seed += 1) files[`r${seed}`] = scrambled(seed * 7919, 20 + seed);

describe('diff', () => {
  const pairs = [
    'p1 p2',
    'p2 p1',
    'p1 p3',
    'p1 empty',
    'empty p1',
    'n1 n2',
    'n2 n1',
    'f1 f2',
    'f2 f1',
    'w1 w2',
    'p1 p1',
  ];
  const labels = '--label A --label B';
  sameAsTool(
    [
      ...pairs.map((pair) => `diff ${pair}`),
      ...pairs.map((pair) => `diff -u ${labels} ${pair}`),
      ...pairs.map((pair) => `diff -c ${labels} ${pair}`),
      ...Array.from({ length: 11 }, (_, i) => `diff r${i + 1} r${i + 2}`),
      ...Array.from({ length: 11 }, (_, i) => `diff -u ${labels} r${i + 1} r${12 - i}`),
    ],
    { files },
  );
  sameAsTool(
    [
      `diff -U 0 ${labels} n1 n2`,
      `diff -U1 ${labels} n1 n2`,
      `diff --unified=5 ${labels} n1 n2`,
      `diff -C1 ${labels} n1 n2`,
      'diff -q p1 p2',
      'diff -q p1 p1',
      'diff -s p1 p1',
      'diff -s d1/same d2/same',
      'diff -q bin1 bin2',
      'diff bin1 bin2',
      'diff -a bin1 bin2',
      'diff -i w1 w2',
      'diff -b w1 w2',
      'diff -w w1 w2',
      'diff -iw w1 w2',
      'diff -iwB w1 w2',
      'diff -B w1 w2',
      'diff -Z w1 w2',
      'diff d1 d2',
      'diff -r d1 d2',
      'diff -rq d1 d2',
      'diff -rs d1 d2',
      'diff -rN d1 d2',
      'diff -r -x s -x k d1 d2',
      `diff -r -u ${labels} d1 d2`,
      'diff d1 p1',
      'diff p1 d1',
      'diff d2 p1',
      'diff p1 nofile',
      'diff nofile p1',
      'diff nofile nofile2',
      'diff -N p1 nofile',
      'diff p1',
      'diff',
      'diff p1 p2 p3',
      'diff - p1',
      'diff p1 -',
      `diff -u ${labels} - p1`,
      'diff -U x p1 p2',
      'diff -u -c p1 p2',
      'diff --foo',
      'diff -u0 p1',
      'diff --color=always p1 p2',
      `diff --color=always -u ${labels} p1 p2`,
      'diff --color=never p1 p2',
      'diff --normal p1 p2',
    ],
    { files, stdin: 'a\nx\n' },
  );
});
