import { describe, expect, test } from 'vitest';
import { bold, lineWidth, markup, paragraphs, plainText, span, wrap } from '../../src/tui/line.ts';
import { pad, textWidth, truncate } from '../../src/tui/width.ts';

const wrapped = (text: string, width: number, indent = 0) => wrap(markup(text), width, indent).map(plainText);

describe('wrapping', () => {
  test.each([
    ['at blanks', 'one two three four', 9, ['one two', 'three', 'four']],
    ['an exact fit is no break', 'one two', 7, ['one two']],
    ['a word longer than a row where it must', 'x /very/long/path y', 8, ['x', '/very/lo', 'ng/path', 'y']],
    ['Chinese between characters', '管道的两端都要打开', 8, ['管道的两', '端都要打', '开']],
    ['no stop at the start of a row', '进程在等待，读者', 10, ['进程在等', '待，读者']],
    ['no opening bracket at the end of a row', '写端（读端）', 6, ['写端', '（读', '端）']],
    ['Latin words inside Chinese stay whole', '睡在 open() 里等', 10, ['睡在', 'open() 里', '等']],
    ['nothing is one empty row', '', 10, ['']],
  ])('%s', (_, text, width, rows) => {
    expect(wrapped(text, width)).toEqual(rows);
  });

  test('indents the rows after the first', () => {
    expect(wrapped('one two three four', 10, 2)).toEqual(['one two', '  three', '  four']);
  });

  test('a word over several spans is one word', () => {
    expect(wrap([span('see '), bold('open'), span('(2).')], 9).map(plainText)).toEqual(['see', 'open(2).']);
  });

  test('no row is wider than asked, and no letter is lost', () => {
    const text =
      'A `fifo(7)` 是 **命名管道**：`mkfifo ff` 之后，open() 会等到另一端也打开。See pipe(7), and_a_very_long_word_indeed!';
    for (let width = 8; width < 70; width++) {
      const rows = wrap(markup(text), width, 2);
      for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
      expect(rows.map(plainText).join('').replace(/\s/g, '')).toBe(text.replace(/[\s`*]/g, ''));
    }
  });
});

test('mark-up: bold and code, everything else is itself', () => {
  expect(markup('a **b c** `d*` e * f')).toEqual([
    { text: 'a ' },
    { text: 'b c', bold: true },
    { text: ' ' },
    { text: 'd*', tint: 'code', whole: true },
    { text: ' e ' },
    { text: '*' },
    { text: ' f' },
  ]);
});

test('paragraphs are separated by blank lines', () => {
  expect(paragraphs(' a\nb\n\n\nc ')).toEqual(['a\nb', 'c']);
});

test('widths: cut and filled to columns, not to characters', () => {
  expect(textWidth('a中👍')).toBe(5);
  expect(truncate('管道的两端', 6)).toBe('管道…');
  expect(pad('管道', 6)).toBe('管道  ');
  expect(pad('42', 5, 'right')).toBe('   42');
});
