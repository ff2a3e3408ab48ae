/** Commands that change the text. Authority: bash(1), Commands for Changing Text. */
import {
  asOneStep,
  type Chars,
  insert,
  type Line,
  moveTo,
  nextIndex,
  previousIndex,
  remove,
  replace,
  type as typeText,
  undo,
} from '../line.ts';
import { type EditState, ring, withLine } from '../state.ts';
import { blanksAfter, blanksBefore, shellWords, wordEnd, wordStart } from '../words.ts';
import { cut } from './kill.ts';
import { times, wordsOn } from './move.ts';
import type { Argument, Commands } from './types.ts';

/** Types a character, or `count` of them. */
export function selfInsert(state: EditState, char: string, count: number): EditState {
  if (state.overwrite) return overtype(state, char, count);
  if (count === 1) return withLine(state, typeText(state.line, [char]));
  return count < 1 ? state : withLine(state, insert(state.line, new Array<string>(count).fill(char)));
}

/** Overwrite mode: the character takes the place of the one it is typed on. */
function overtype(state: EditState, char: string, count: number): EditState {
  const { chars, point } = state.line;
  const to = Math.min(point + Math.max(count, 1), chars.length);
  return withLine(state, replace(state.line, point, to, new Array<string>(Math.max(count, 1)).fill(char)));
}

/** Pasted text stays shown in reverse video until the next command. */
export function paste(state: EditState, text: string): EditState {
  const mark = state.line.point;
  const line = typeText(state.line, Array.from(text));
  return withLine(state, { ...line, mark, region: line.point > mark });
}

function deleteForwards(state: EditState, argument: Argument): EditState {
  const { line } = state;
  if (line.point === line.chars.length) return ring(state);
  const to = times(
    argument.count,
    line.point,
    (at) => nextIndex(line.chars, at),
    (at) => at,
  );
  if (argument.explicit) return cut(state, line.point, to, false);
  return withLine(state, remove(line, line.point, to));
}

function deleteBackwards(state: EditState, argument: Argument): EditState {
  const { line } = state;
  if (line.point === 0) return ring(state);
  const from = times(
    argument.count,
    line.point,
    (at) => previousIndex(line.chars, at),
    (at) => at,
  );
  if (argument.explicit) return cut(state, from, line.point, true);
  return withLine(state, remove(line, from, line.point));
}

const reversed = (argument: Argument): Argument => ({ ...argument, count: -argument.count });

// ---------------------------------------------------------------- transposing

function transposeChars(state: EditState, { count }: Argument): EditState {
  const { line } = state;
  const { chars } = line;
  if (line.point === 0 || chars.length < 2) return ring(state);
  const atEnd = line.point === chars.length;
  const second = atEnd ? previousIndex(chars, line.point) : line.point;
  const first = previousIndex(chars, second);
  const moved = chars.slice(first, second);
  const without = moveTo(remove(line, first, second), first);
  const to = times(
    atEnd ? 1 : count,
    first,
    (at) => nextIndex(without.chars, at),
    (at) => previousIndex(without.chars, at),
  );
  return withLine(state, asOneStep(line, insert(moveTo(without, to), moved)));
}

interface Words {
  readonly end: (chars: Chars, from: number) => number;
  readonly start: (chars: Chars, from: number) => number;
}

const letterWords: Words = { end: wordEnd, start: wordStart };
const quotedWords: Words = {
  end: (chars, from) => shellWords(chars).find((span) => span.end > from)?.end ?? chars.length,
  start: (chars, from) => shellWords(chars).findLast((span) => span.start < from)?.start ?? 0,
};

/** Swaps the word behind the cursor with the one before it, or one further away. */
function transposeWords(state: EditState, { end, start }: Words, { count }: Argument): EditState {
  const { line } = state;
  const { chars } = line;
  const on = (from: number, by: number): number =>
    times(
      by,
      from,
      (at) => end(chars, at),
      (at) => start(chars, at),
    );
  if (count === 0) return state;
  const secondEnd = on(line.point, count);
  const secondStart = start(chars, secondEnd);
  const firstStart = on(secondStart, -count);
  const firstEnd = end(chars, firstStart);
  if (firstStart === secondStart || secondStart < firstEnd) return ring(state);
  const swapped = [
    ...chars.slice(secondStart, secondEnd),
    ...chars.slice(firstEnd, secondStart),
    ...chars.slice(firstStart, firstEnd),
  ];
  return withLine(state, moveTo(replace(line, firstStart, Math.max(secondEnd, firstEnd), swapped), secondEnd));
}

// ---------------------------------------------------------------- upper and lower case

/** A case change that would alter the number of code points (ß) leaves the letter alone. */
const keepLength = (char: string, changed: string): string => (Array.from(changed).length === 1 ? changed : char);
const up = (char: string): string => keepLength(char, char.toUpperCase());
const down = (char: string): string => keepLength(char, char.toLowerCase());

function capitalized(chars: Chars): string[] {
  let inWord = false;
  return chars.map((char) => {
    const isWord = /^[\p{L}\p{N}]$/u.test(char);
    const result = inWord ? down(char) : up(char);
    inWord = isWord;
    return result;
  });
}

/** Changes the case of the words on the way; going backwards the cursor stays. */
function changeCase(state: EditState, count: number, change: (chars: Chars) => string[]): EditState {
  const { line } = state;
  const other = wordsOn(line, count);
  const [from, to] = other < line.point ? [other, line.point] : [line.point, other];
  const changed = replace(line, from, to, change(line.chars.slice(from, to)));
  return withLine(state, moveTo(changed, to));
}

// ---------------------------------------------------------------- undo, comments, blanks

function undoTimes(state: EditState, count: number): EditState {
  let line: Line = state.line;
  for (let left = count; left > 0; left--) {
    const before = undo(line);
    if (before === undefined) return ring(withLine(state, line));
    line = before;
  }
  return withLine(state, line);
}

function insertComment(state: EditState, { explicit }: Argument): EditState {
  const atStart = moveTo(state.line, 0);
  const mark = Array.from(state.variables.get('comment-begin') ?? '#');
  const isComment = explicit && mark.every((char, at) => state.line.chars[at] === char);
  const line = isComment ? remove(atStart, 0, mark.length) : insert(atStart, mark);
  return { ...withLine(state, line), request: { kind: 'accept' } };
}

export const changeCommands = {
  'delete-char': (state, argument) => {
    if (state.line.chars.length === 0 && argument.char === '\x04') return { ...state, request: { kind: 'eof' } };
    return argument.count < 0 ? deleteBackwards(state, reversed(argument)) : deleteForwards(state, argument);
  },
  'backward-delete-char': (state, argument) =>
    argument.count < 0 ? deleteForwards(state, reversed(argument)) : deleteBackwards(state, argument),
  'quoted-insert': (state, { count }) => ({ ...state, mode: { kind: 'char', use: 'insert', count } }),
  'transpose-chars': transposeChars,
  'transpose-words': (state, argument) => transposeWords(state, letterWords, argument),
  'shell-transpose-words': (state, argument) => transposeWords(state, quotedWords, argument),
  'upcase-word': (state, { count }) => changeCase(state, count, (chars) => chars.map(up)),
  'downcase-word': (state, { count }) => changeCase(state, count, (chars) => chars.map(down)),
  'capitalize-word': (state, { count }) => changeCase(state, count, capitalized),
  'delete-horizontal-space': (state) => {
    const { chars, point } = state.line;
    return withLine(state, remove(state.line, blanksBefore(chars, point), blanksAfter(chars, point)));
  },
  undo: (state, { count }) => undoTimes(state, count),
  'revert-line': (state) => {
    if (state.line.undo.length === 0) return ring(state);
    const { line } = undoTimes(state, state.line.undo.length);
    return withLine(state, state.keymap === 'emacs' ? line : moveTo(line, 0));
  },
  'insert-comment': insertComment,
  'tab-insert': (state, { count }) => selfInsert(state, '\t', count),
  'overwrite-mode': (state, { count, explicit }) => ({
    ...state,
    overwrite: explicit ? count > 0 : !state.overwrite,
  }),
  'forward-backward-delete-char': (state, argument) =>
    state.line.point === state.line.chars.length ? deleteBackwards(state, argument) : deleteForwards(state, argument),
  'accept-line': (state) => ({ ...state, request: { kind: 'accept' } }),
  abort: ring,
} satisfies Commands;
