import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { paintText } from '../../src/tui/ansi.ts';
import { BOLD, Grid, PALETTE, plainPen, RGB } from '../../src/tui/cells.ts';
import {
  type Charset,
  type ColourLevel,
  charset,
  charsetSeen,
  colourLevel,
  nearest16,
  nearest256,
  paletteRgb,
} from '../../src/tui/colour.ts';
import { Presenter } from '../../src/tui/presenter.ts';

function stage(cols: number, rows: number, level: ColourLevel = 'rgb', set: Charset = 'decorated') {
  const writes: string[] = [];
  const presenter = new Presenter((text) => writes.push(text), { level, charset: set });
  return { presenter, writes, grid: new Grid(cols, rows) };
}

/** What a terminal makes of the writes. */
async function seen(writes: readonly string[], cols: number, rows: number): Promise<string[]> {
  const term = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  for (const text of writes) await new Promise<void>((done) => term.write(text, done));
  return Array.from({ length: rows }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true) ?? '');
}

describe('the presenter', () => {
  test('writes a frame once, in synchronized-update marks, and nothing when nothing changed', () => {
    const { presenter, writes, grid } = stage(10, 2);
    paintText(grid, 0, 0, 'hello', plainPen);
    presenter.present(grid, { x: 5, y: 0 });
    expect(presenter.present(grid, { x: 5, y: 0 })).toBe(0);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatch(/^\x1b\[\?2026h.*hello.*\x1b\[1;6H\x1b\[\?25h\x1b\[\?2026l$/s);
  });

  test('one changed character costs few bytes', () => {
    const { presenter, writes, grid } = stage(120, 40);
    presenter.present(grid, { x: 10, y: 10 });
    grid.put(10, 10, 'x', 1, plainPen);
    presenter.present(grid, { x: 11, y: 10 });
    expect(Buffer.byteLength(writes[1] ?? '')).toBeLessThanOrEqual(60);
  });

  test('a moved cursor alone is no repaint', () => {
    const { presenter, writes, grid } = stage(20, 2);
    presenter.present(grid, { x: 0, y: 0 });
    presenter.present(grid, { x: 3, y: 1 });
    expect(writes[1]).toBe('\x1b[?2026h\x1b[2;4H\x1b[?25h\x1b[?2026l');
  });

  test('after invalidate() everything is written again', () => {
    const { presenter, writes, grid } = stage(10, 1);
    paintText(grid, 0, 0, 'again', plainPen);
    presenter.present(grid, undefined);
    presenter.invalidate();
    presenter.present(grid, undefined);
    expect(writes[1]).toContain('again');
  });

  test('a terminal shows what the grid holds, frame after frame', async () => {
    const { presenter, writes, grid } = stage(12, 3);
    paintText(grid, 0, 0, '中文 wide', plainPen);
    paintText(grid, 0, 1, 'edge of line', plainPen);
    presenter.present(grid, undefined);
    paintText(grid, 1, 0, 'x', plainPen);
    paintText(grid, 9, 2, 'end', { fg: PALETTE | 3, bg: 0, attributes: BOLD });
    grid.heal();
    presenter.present(grid, undefined);
    expect(await seen(writes, 12, 3)).toEqual([' x文 wide', 'edge of line', '         end']);
  });

  test('does not trust the cursor after characters whose width is disputed', () => {
    const { presenter, writes, grid } = stage(10, 1);
    paintText(grid, 0, 0, '👍x', plainPen);
    presenter.present(grid, undefined);
    expect(writes[0]).toMatch(/👍\x1b\[1;3Hx/u);
  });

  const coloured = (level: ColourLevel) => {
    const { presenter, writes, grid } = stage(3, 1, level);
    grid.put(0, 0, 'a', 1, { fg: RGB | 0xff8700, bg: 0, attributes: BOLD });
    grid.put(1, 0, 'b', 1, { fg: PALETTE | 208, bg: PALETTE | 9, attributes: 0 });
    presenter.present(grid, undefined);
    return writes
      .join('')
      .match(/\x1b\[0[\d;]*m/g)
      ?.slice(1, 3);
  };

  test('lowers colours to what the terminal has', () => {
    expect(coloured('rgb')).toEqual(['\x1b[0;1;38;2;255;135;0m', '\x1b[0;38;5;208;101m']);
    expect(coloured('256')).toEqual(['\x1b[0;1;38;5;208m', '\x1b[0;38;5;208;101m']);
    expect(coloured('16')).toEqual(['\x1b[0;1;93m', '\x1b[0;93;101m']);
    expect(coloured('none')).toEqual(['\x1b[0;1m', '\x1b[0m']);
  });

  test('lowers our lines and arrows, and at the end every letter, to ASCII', () => {
    const shown = (set: Charset) => {
      const { presenter, writes, grid } = stage(10, 1, 'none', set);
      paintText(grid, 0, 0, '┏━┃→█…中', plainPen);
      presenter.present(grid, undefined);
      return writes.join('').replace(/\x1b\[[?\d;]*[A-Za-z]/g, '');
    };
    expect(shown('decorated').trimEnd()).toBe('┏━┃→█…中');
    expect(shown('letters').trimEnd()).toBe('+-|>#.中');
    expect(shown('ascii').trimEnd()).toBe('+-|>#.?');
  });
});

describe('what the terminal can show', () => {
  test('colours', () => {
    expect(colourLevel({ TERM: 'xterm-256color' })).toBe('256');
    expect(colourLevel({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })).toBe('rgb');
    expect(colourLevel({ TERM: 'xterm', NO_COLOR: '1', COLORTERM: 'truecolor' })).toBe('none');
    expect(colourLevel({ TERM: 'xterm', NO_COLOR: '' })).toBe('16');
    expect(colourLevel({ TERM: 'linux' })).toBe('16');
    expect(colourLevel({ TERM: 'vt100' })).toBe('none');
  });

  test('characters', () => {
    expect(charset({ LANG: 'zh_CN.UTF-8', TERM: 'xterm' })).toBe('decorated');
    expect(charset({ LANG: 'en_US.UTF-8', LC_ALL: 'C', TERM: 'xterm' })).toBe('letters');
    expect(charset({ TERM: 'xterm' })).toBe('letters');
    expect(charset({ LC_CTYPE: 'en_US.utf8', TERM: 'vt220' })).toBe('letters');
    expect(charset({ TERM: 'vt100' })).toBe('ascii');
  });

  test('characters, when the terminal has answered', () => {
    const [narrow, wide, bytes] = ['\x1b[2;2R', '\x1b[2;3R', '\x1b[2;4R'];
    expect(charsetSeen(narrow, { TERM: 'xterm' })).toBe('decorated');
    expect(charsetSeen(narrow, { TERM: 'xterm', LANG: 'C' })).toBe('letters');
    expect(charsetSeen(narrow, { TERM: 'linux' })).toBe('letters');
    expect(charsetSeen(narrow, { TERM: 'xterm-256color', TMUX: '/tmp/t,1,0' })).toBe('letters');
    expect(charsetSeen(narrow, { TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', LANG: 'C.UTF-8' })).toBe('decorated');
    expect(charsetSeen(wide, { LANG: 'zh_CN.UTF-8' })).toBe('letters');
    expect(charsetSeen(bytes, { LANG: 'en_US.UTF-8' })).toBe('ascii');
    expect(charsetSeen('\x1b[?1;2c', {})).toBeUndefined();
  });

  test('each of the 256 is nearest to itself', () => {
    const same = Array.from({ length: 216 }, (_, i) => 16 + i).filter((n) => nearest256(paletteRgb(n)) === n);
    // The greys of the cube are as well said by the grey ramp.
    expect(same.length).toBeGreaterThanOrEqual(212);
    expect(nearest16(0x000000)).toBe(0);
    expect(nearest16(0xffffff)).toBe(15);
    expect(nearest16(0x0000ff)).toBe(12);
  });
});
