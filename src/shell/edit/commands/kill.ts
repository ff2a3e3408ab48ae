/** Commands that cut text and bring it back. Authority: bash(1), Killing and Yanking. */
import * as killRing from '../kill-ring.ts';
import { asOneStep, type Chars, insert, moveTo, nextIndex, remove, replace, type } from '../line.ts';
import { type EditState, lineAt, ring, withLine } from '../state.ts';
import { blankWordStart, commandWords } from '../words.ts';
import { shellWordsOn, wordsOn } from './move.ts';
import type { Argument, Commands } from './types.ts';

const KILLED = { kind: 'kill' } as const;
const YANKED = { kind: 'yank' } as const;

/** Cuts from..to into the kill ring; the cursor stays with its text. */
export function cut(state: EditState, from: number, to: number, backwards: boolean): EditState {
  if (from === to) return { ...state, deed: KILLED };
  const text = state.line.chars.slice(from, to);
  const joins = state.last.kind === 'kill';
  const line = moveTo(remove(state.line, from, to), from);
  return { ...state, line, ring: killRing.kill(state.ring, text, joins, backwards), deed: KILLED };
}

/** In emacs mode the mark is where something was cut. */
const marked = (state: EditState): EditState =>
  state.keymap === 'emacs' ? withLine(state, { ...state.line, mark: state.line.point }) : state;

const cutTo = (state: EditState, other: number): EditState => {
  const { point } = state.line;
  return marked(other < point ? cut(state, other, point, true) : cut(state, point, other, false));
};

const cutLine = (state: EditState, count: number): EditState => cutTo(state, count > 0 ? state.line.chars.length : 0);

function cutBlankWords(state: EditState, count: number): EditState {
  const { chars, point } = state.line;
  if (point === 0) return ring(state);
  let from = point;
  for (let left = Math.max(count, 1); left > 0; left--) from = blankWordStart(chars, from);
  return marked(cut(state, from, point, true));
}

function yank(state: EditState): EditState {
  const text = killRing.top(state.ring);
  if (text === undefined) return state;
  return { ...withLine(state, { ...type(state.line, text), mark: state.line.point }), deed: YANKED };
}

/** Replaces what was just yanked by the cut before it. */
function yankPop(state: EditState): EditState {
  const text = killRing.top(state.ring);
  const { line } = state;
  if (text === undefined || state.last.kind !== 'yank') return ring(state);
  const turned = killRing.rotate(state.ring);
  const next = killRing.top(turned) ?? [];
  return { ...state, ring: turned, line: replace(line, line.point - text.length, line.point, next), deed: YANKED };
}

// ---------------------------------------------------------------- arguments of earlier commands

function wordOf(state: EditState, at: number, word: number | undefined): Chars | undefined {
  if (at < 0) return undefined;
  const { chars } = lineAt(state, at);
  const spans = commandWords(chars);
  const span = word === undefined ? spans.at(-1) : spans.at(word < 0 ? word - 1 : word);
  return span && chars.slice(span.start, span.end);
}

/** Alt-. again and again goes back through the last words of the commands before. */
function yankLastArg(state: EditState, { count, explicit }: Argument): EditState {
  const again = state.last.kind === 'yank-arg' ? state.last : undefined;
  const back = (again?.back ?? 0) + 1;
  const word = again ? again.word : explicit ? count : undefined;
  const line = again ? (undoInsert(state) ?? state.line) : state.line;
  const text = wordOf(state, state.at - back, word);
  if (text === undefined) return ring(withLine(state, line));
  const mark = line.point;
  return {
    ...withLine(state, { ...asOneStep(line, insert(line, text)), mark }),
    deed: { kind: 'yank-arg', back, word },
  };
}

function undoInsert(state: EditState): EditState['line'] | undefined {
  const step = state.line.undo.at(-1)?.changes[0];
  if (step?.kind !== 'insert') return undefined;
  const line = remove(state.line, step.at, step.at + step.chars.length);
  return { ...moveTo(line, step.at), undo: state.line.undo.slice(0, -1) };
}

function yankNthArg(state: EditState, { count, explicit }: Argument): EditState {
  const text = wordOf(state, state.at - 1, explicit ? count : 1);
  if (text === undefined) return ring(state);
  return withLine(state, { ...asOneStep(state.line, insert(state.line, text)), mark: state.line.point });
}

const moveToStart = (state: EditState): EditState => withLine(state, moveTo(state.line, 0));

/** vi mode's `_`: the word goes behind the character under the cursor, with a blank in front, and insertion begins. */
function viYankArg(state: EditState, { count, explicit }: Argument): EditState {
  const text = wordOf(state, state.at - 1, explicit ? count - 1 : undefined);
  if (text === undefined) return ring(state);
  const behind = moveTo(state.line, nextIndex(state.line.chars, state.line.point));
  return { ...withLine(state, asOneStep(state.line, insert(behind, [' ', ...text]))), keymap: 'vi-insert' };
}

function onRegion(state: EditState, act: (from: number, to: number) => EditState): EditState {
  const { point, mark, chars } = state.line;
  const other = Math.min(mark, chars.length);
  return act(Math.min(point, other), Math.max(point, other));
}

function copied(state: EditState, from: number, to: number, backwards: boolean): EditState {
  const text = state.line.chars.slice(from, to);
  return { ...state, ring: killRing.kill(state.ring, text, state.last.kind === 'kill', backwards), deed: KILLED };
}

/** Back to a blank or a slash. */
function cutFileName(state: EditState, count: number): EditState {
  const { chars, point } = state.line;
  if (point === 0) return ring(state);
  const stops = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '/';
  let from = point;
  for (let left = Math.max(count, 1); left > 0; left--) {
    while (from > 0 && stops(chars[from - 1])) from--;
    while (from > 0 && !stops(chars[from - 1])) from--;
  }
  return marked(cut(state, from, point, true));
}

export const killCommands = {
  'kill-line': (state, { count }) => cutLine(state, count),
  'backward-kill-line': (state, { count }) => cutLine(state, -count),
  'unix-line-discard': (state) => (state.line.point === 0 ? ring(state) : cutTo(state, 0)),
  'kill-word': (state, { count }) => cutTo(state, wordsOn(state.line, count)),
  'backward-kill-word': (state, { count }) => cutTo(state, wordsOn(state.line, -count)),
  'shell-kill-word': (state, { count }) => cutTo(state, shellWordsOn(state.line, count)),
  'unix-word-rubout': (state, { count }) => cutBlankWords(state, count),
  yank,
  'yank-pop': yankPop,
  'yank-last-arg': yankLastArg,
  'yank-nth-arg': yankNthArg,
  'vi-yank-arg': viYankArg,
  'kill-whole-line': (state) => cut(moveToStart(state), 0, state.line.chars.length, false),
  'kill-region': (state) => onRegion(state, (from, to) => cut(state, from, to, true)),
  'copy-region-as-kill': (state) => onRegion(state, (from, to) => copied(state, from, to, true)),
  'copy-forward-word': (state, { count }) => copied(state, state.line.point, wordsOn(state.line, count), false),
  'copy-backward-word': (state, { count }) => copied(state, wordsOn(state.line, -count), state.line.point, true),
  'shell-backward-kill-word': (state, { count }) => cutTo(state, shellWordsOn(state.line, -count)),
  'unix-filename-rubout': (state, { count }) => cutFileName(state, count),
} satisfies Commands;
