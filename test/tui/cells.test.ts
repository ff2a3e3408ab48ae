import { describe, expect, test } from 'vitest';
import { paintAnsi, paintText } from '../../src/tui/ansi.ts';
import { BOLD, blit, Grid, INVERSE, PALETTE, plainPen, RGB, UNDERLINE } from '../../src/tui/cells.ts';

const painted = (cols: number, rows: number, frame: string) => {
  const grid = new Grid(cols, rows);
  paintAnsi(grid, frame);
  return grid;
};

describe('a grid', () => {
  test('ignores what is put outside', () => {
    const grid = new Grid(2, 1);
    for (const [x, y] of [
      [-1, 0],
      [2, 0],
      [0, 1],
      [0, -1],
    ] as const)
      grid.put(x, y, 'x', 1, plainPen);
    expect(grid.lines()).toEqual(['']);
  });

  test('heals halves of wide characters that an overlay cut', () => {
    const grid = painted(6, 1, '中文字');
    grid.put(1, 0, '|', 1, plainPen);
    grid.put(4, 0, '|', 1, plainPen);
    grid.heal();
    expect(grid.text.join('')).toBe(' |文| ');
    expect([...grid.width]).toEqual([1, 1, 2, 0, 1, 1]);
  });

  test('heals a wide character that does not fit at the right edge', () => {
    const grid = painted(3, 1, 'ab中');
    grid.heal();
    expect(grid.text.join('')).toBe('ab ');
  });

  test('is copied with an offset, cut at all edges', () => {
    const to = new Grid(4, 2);
    blit(to, painted(3, 2, 'abc\ndef'), -1, 1);
    expect(to.lines()).toEqual(['', 'bc']);
    blit(to, painted(3, 1, 'xyz'), 2, 0);
    expect(to.lines()).toEqual(['  xy', 'bc']);
  });
});

describe('an Ink frame', () => {
  test('keeps colours and attributes', () => {
    const grid = painted(8, 1, '\x1b[1;4mA\x1b[22;24mB\x1b[38;5;208mC\x1b[48;2;1;2;3mD\x1b[0mE\x1b[7mF\x1b[96mG');
    expect([...grid.attributes].slice(0, 7)).toEqual([BOLD | UNDERLINE, 0, 0, 0, 0, INVERSE, INVERSE]);
    expect(grid.fg[2]).toBe(PALETTE | 208);
    expect(grid.bg[3]).toBe(RGB | 0x010203);
    expect(grid.fg[4]).toBe(0);
    expect(grid.fg[6]).toBe(PALETTE | 14);
  });

  test('skips other sequences and titles', () => {
    expect(painted(8, 1, '\x1b[2Ka\x1b]0;title\x07b\x1b[?25l').lines()).toEqual(['ab']);
  });

  test('gives wide characters two cells, and joins marks and emoji sequences', () => {
    const grid = painted(12, 1, 'e\u0301中👩‍💻x');
    expect(grid.text.filter((text) => text !== '').slice(0, 4)).toEqual(['e\u0301', '中', '👩‍💻', 'x']);
    expect([...grid.width].slice(0, 6)).toEqual([1, 2, 0, 2, 0, 1]);
  });

  test('a text answers the column behind it', () => {
    expect(paintText(new Grid(9, 1), 1, 0, 'a中', plainPen)).toBe(4);
  });
});
