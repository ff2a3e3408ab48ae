/** Commands that move the cursor. Authority: bash(1), Commands for Moving. */
import { type Line, moveTo, nextIndex, previousIndex } from '../line.ts';
import { type EditState, ring, withLine } from '../state.ts';
import { found } from '../vi-motions.ts';
import { shellWords, wordEnd, wordStart } from '../words.ts';
import type { Commands } from './types.ts';

/** Applies a step as often as the count says; a negative count takes the other one. */
export function times(
  count: number,
  from: number,
  forth: (at: number) => number,
  back: (at: number) => number,
): number {
  const go = count < 0 ? back : forth;
  let at = from;
  for (let left = Math.abs(count); left > 0; left--) {
    const next = go(at);
    if (next === at) return at;
    at = next;
  }
  return at;
}

const charsOn = (line: Line, count: number): number =>
  times(
    count,
    line.point,
    (at) => nextIndex(line.chars, at),
    (at) => previousIndex(line.chars, at),
  );

export const wordsOn = (line: Line, count: number): number =>
  times(
    count,
    line.point,
    (at) => wordEnd(line.chars, at),
    (at) => wordStart(line.chars, at),
  );

export const shellWordsOn = (line: Line, count: number): number => {
  const spans = shellWords(line.chars);
  return times(
    count,
    line.point,
    (at) => spans.find((span) => span.end > at)?.end ?? line.chars.length,
    (at) => spans.findLast((span) => span.start < at)?.start ?? 0,
  );
};

function byChars(state: EditState, count: number): EditState {
  const { line } = state;
  const to = charsOn(line, count);
  return to === line.point && count !== 0 ? ring(state) : withLine(state, moveTo(line, to));
}

const toPoint = (state: EditState, point: number): EditState => withLine(state, moveTo(state.line, point));

/** Goes to the next (previous) occurrence of a character, as Ctrl-] does. */
export function findChar(state: EditState, char: string, count: number): EditState {
  const { chars, point } = state.line;
  const kind = count < 0 ? 'F' : 'f';
  const at = found(chars, point, { kind, char }, Math.abs(count));
  return at === undefined ? ring(state) : toPoint(state, at);
}

export const moveCommands = {
  'forward-char': (state, { count }) => byChars(state, count),
  'forward-byte': (state, { count }) => byChars(state, count),
  'backward-byte': (state, { count }) => byChars(state, -count),
  'backward-char': (state, { count }) => byChars(state, -count),
  'forward-word': (state, { count }) => toPoint(state, wordsOn(state.line, count)),
  'backward-word': (state, { count }) => toPoint(state, wordsOn(state.line, -count)),
  'shell-forward-word': (state, { count }) => toPoint(state, shellWordsOn(state.line, count)),
  'shell-backward-word': (state, { count }) => toPoint(state, shellWordsOn(state.line, -count)),
  'beginning-of-line': (state) => toPoint(state, 0),
  'end-of-line': (state) => toPoint(state, state.line.chars.length),
  'set-mark': (state) => withLine(state, { ...state.line, mark: state.line.point }),
  'exchange-point-and-mark': (state) => {
    const { line } = state;
    if (line.mark > line.chars.length) return ring(withLine(state, { ...line, mark: 0 }));
    return withLine(state, { ...line, point: line.mark, mark: line.point, region: true });
  },
  'character-search': (state, { count }) => ({ ...state, mode: { kind: 'char', use: 'find', count } }),
  'character-search-backward': (state, { count }) => ({ ...state, mode: { kind: 'char', use: 'find', count: -count } }),
  'clear-screen': (state) => ({ ...state, request: { kind: 'clear', scrollback: false } }),
  'clear-display': (state) => ({ ...state, request: { kind: 'clear', scrollback: true } }),
} satisfies Commands;
