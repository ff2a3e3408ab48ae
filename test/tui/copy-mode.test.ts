import { describe, expect, test } from 'vitest';
import {
  type CopyMove,
  type Lines,
  moveSpot,
  type Spot,
  selectedIn,
  selectionOf,
  wordAt,
} from '../../src/tui/copy-mode.ts';

const TEXT = ['first  line here', '', '  second', 'third one'];
const lines: Lines = { count: TEXT.length, cols: 20, page: 2, line: (y) => TEXT[y] ?? '' };

const walk = (from: Spot, ...moves: CopyMove[]): [number, number] => {
  const { x, y } = moves.reduce((spot, move) => moveSpot(move, spot, lines), from);
  return [x, y];
};

describe('copy mode', () => {
  test.each<[string, CopyMove[], [number, number]]>([
    ['left of the first column is the end of the row above', ['down', 'left'], [15, 0]],
    ['right of the last column is the next row', ['lineEnd', 'right', 'right', 'right', 'right', 'right'], [0, 1]],
    ['rows end at the first and the last', ['up', 'up'], [0, 0]],
    ['a page is a page', ['pageDown'], [0, 2]],
    ['the end of a row is its last character', ['lineEnd'], [15, 0]],
    ['the start', ['lineEnd', 'lineStart'], [0, 0]],
    ['words, over blanks', ['wordForward'], [7, 0]],
    ['words, over empty rows', ['wordForward', 'wordForward', 'wordForward'], [2, 2]],
    ['and back', ['down', 'down', 'wordBack'], [12, 0]],
    ['the newest and the oldest row', ['bottom'], [0, 3]],
    ['the oldest', ['bottom', 'top'], [0, 0]],
  ])('%s', (_, moves, end) => {
    expect(walk({ x: 0, y: 0 }, ...moves)).toEqual(end);
  });

  test('a selection runs from the earlier end to the later one, and in rows between over all columns', () => {
    const back = selectionOf({ terminal: 'A', at: { x: 3, y: 0 }, mark: { x: 4, y: 2 } });
    expect(back).toEqual({ from: { x: 3, y: 0 }, to: { x: 4, y: 2 } });
    if (!back) return;
    expect([0, 1, 2, 3].map((y) => selectedIn(back, y, 20))).toEqual([[3, 20], [0, 20], [0, 5], undefined]);
    expect(selectionOf({ terminal: 'A', at: { x: 3, y: 0 } })).toBeUndefined();
  });

  test('the word under the mouse', () => {
    expect(wordAt({ x: 9, y: 0 }, lines)).toEqual({ from: { x: 7, y: 0 }, to: { x: 10, y: 0 } });
    expect(wordAt({ x: 5, y: 0 }, lines)).toBeUndefined();
  });
});
