/** Which rows of a terminal a pane shows that is lower than it. */
import { describe, expect, test } from 'vitest';
import { Grid } from '../../src/tui/cells.ts';
import { openScreen, paintTerminal, whenParsed, writeScreen } from '../../src/tui/terminal-screen.ts';

/** What two rows show of a terminal of eight, after a program has written this. */
async function twoRows(written: string): Promise<string[]> {
  const screen = openScreen(20, 8, { painted: () => {}, answer: () => {} });
  writeScreen(screen, new TextEncoder().encode(written));
  await new Promise<void>((done) => whenParsed(screen, done));
  const grid = new Grid(20, 2);
  paintTerminal(grid, screen.term, { x: 0, y: 0, w: 20, h: 2 });
  const rows = [0, 1].map((y) => Array.from({ length: 20 }, (_, x) => grid.text[y * 20 + x] ?? '').join(''));
  return rows.map((row) => row.trimEnd());
}

const ALTERNATE = '\x1b[?1049h\x1b[H';

describe('a pane lower than its terminal', () => {
  test('shows the rows that end at the cursor', async () => {
    expect(await twoRows('one\r\ntwo\r\nthree\r\n$ ')).toEqual(['three', '$']);
    expect(await twoRows('one\r\ntwo\r\n')).toEqual(['two', '']);
  });

  test('shows of a full-screen program the last rows with something in them', async () => {
    expect(await twoRows(`${ALTERNATE}Every 1.0s\r\n\r\nThu Jan  1\x1b[8;1H`)).toEqual(['', 'Thu Jan  1']);
    expect(await twoRows(`${ALTERNATE}1\r\n2\r\n3\x1b[8;1H:`)).toEqual(['', ':']);
    expect(await twoRows(`${ALTERNATE}\x1b[8;1H`)).toEqual(['', '']);
  });
});
