import { describe, expect, it } from 'vitest';
import { proseSchema, saidTo } from '../../src/lessons/prose.ts';
import { formatScriptLine, keysOf, parseScriptLine } from '../../src/lessons/script.ts';
import { wrap } from '../../src/lessons/wrap.ts';
import { textWidth } from '../../src/width.ts';

describe('prose', () => {
  it('joins soft line breaks: with a space in English, without in Chinese', () => {
    const prose = proseSchema.parse({ en: 'one\ntwo\n\nthree\n', zh: '一，\n二\n三 `cat`\n四\n\n五。\n`x`' });
    expect(prose).toEqual({ en: 'one two\n\nthree', zh: '一，二三 `cat` 四\n\n五。`x`' });
  });
});

describe('words for the screen and words for line mode', () => {
  it.each([
    ['the same for both', 'a | b', 'a | b', 'a | b'],
    ['one or the other, more than once', '{{F7|u}} twice{{ (F2)|}}.', 'F7 twice (F2).', 'u twice.'],
    ['a bracket and a bar in them', '{{Ctrl-]|a | b}}', 'Ctrl-]', 'a | b'],
    ['a paragraph of which nothing is left', 'one\n\n{{two|}}\n\nthree', 'one\n\ntwo\n\nthree', 'one\n\nthree'],
  ])('%s', (_, text, screen, line) => {
    expect(saidTo('screen', text)).toBe(screen);
    expect(saidTo('line', text)).toBe(line);
  });
});

describe('wrapping', () => {
  it.each([
    ['words', 'the quick brown fox', 10, ['the quick', 'brown fox']],
    ['a code span stays whole', 'type `cat < ff` now', 12, ['type', '`cat < ff`', 'now']],
    ['with the mark behind it', 'then `cat < f`, too', 12, ['then', '`cat < f`,', 'too']],
    ['Chinese anywhere', '一二三四五', 6, ['一二三', '四五']],
    ['no line begins with a mark', '一二三，四', 6, ['一二', '三，四']],
    ['nor ends with an opening one', '一二「三」', 6, ['一二', '「三」']],
    ['what is too wide is cut', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['empty lines stay', 'a\n\nb', 10, ['a', '', 'b']],
  ])('%s', (_, text, columns, lines) => {
    expect(wrap(text, columns)).toEqual(lines);
    for (const line of wrap(text, columns)) expect(textWidth(line)).toBeLessThanOrEqual(columns);
  });
});

describe('script lines', () => {
  it.each(['A$ echo hi > /tmp/ff', 'B> some text', 'A^C', 'B^\\'])('%s reads and writes', (source) => {
    const line = parseScriptLine(source);
    expect(line && formatScriptLine(line)).toBe(source);
  });

  it.each(['echo hi', 'E$ ls', 'A$', 'A$  ', 'A^c', 'A', ''])('%s is none', (source) => {
    expect(parseScriptLine(source)).toBeUndefined();
  });

  it('sends what a keyboard sends', () => {
    const keys = (source: string) => {
      const line = parseScriptLine(source);
      return line ? [...keysOf(line)] : [];
    };
    expect(keys('A$ ls')).toEqual([108, 115, 13]);
    expect(keys('A^C')).toEqual([3]);
    expect(keys('A^Z')).toEqual([26]);
    expect(keys('A^\\')).toEqual([28]);
    expect(keys('A> ')).toEqual([13]);
  });
});
