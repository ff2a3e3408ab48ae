/**
 * The commands of vi mode. A change is kept as data (`Redo`), so that `.` can make it again.
 * Leaves out what readline leaves out: registers, `:` commands, counts of insertions.
 * Authority: vi_mode.c of readline 8.2; bash(1).
 */
import * as killRing from '../kill-ring.ts';
import { asOneStep, type Chars, insert, type Line, moveTo, nextIndex, previousIndex, replace, undo } from '../line.ts';
import { EDIT, type EditState, ring, toEntry, type ViChange, withLine } from '../state.ts';
import {
  FINDS,
  type Find,
  firstPrinting,
  found,
  MOTIONS,
  type Motion,
  reversed,
  rubWord,
  type Span,
  simpleMotion,
  spanOf,
} from '../vi-motions.ts';
import { cut } from './kill.ts';
import type { Argument, Commands } from './types.ts';

const isUpper = (char: string): boolean => char !== char.toLowerCase();

/** In command mode the cursor stands on a character, never behind the last one. */
export function onCharacter(state: EditState): EditState {
  const { chars, point } = state.line;
  const behind = state.keymap === 'vi-command' && point > 0 && point === chars.length;
  return behind ? withLine(state, moveTo(state.line, previousIndex(chars, point))) : state;
}

// ---------------------------------------------------------------- to and from insertion

/** `before`: the line as it was before the command that leads to insertion, to be one step of undo with what is typed. */
function startInserting(state: EditState, change: ViChange, before: Line = state.line): EditState {
  const { vi, line } = state;
  const since = before === line ? undefined : before;
  return {
    ...state,
    keymap: 'vi-insert',
    vi: { ...vi, change, inserting: { steps: line.undo.length, before: since } },
  };
}

/** The text of the last run that was typed: what `.` inserts again. */
function typedSince({ line, vi }: EditState): Chars {
  const { steps = 0, before } = vi.inserting ?? {};
  const last = before === undefined || line.undo.length > steps ? line.undo.at(-1)?.changes.at(-1) : undefined;
  return last?.kind === 'insert' ? last.chars : [];
}

export function leaveInsertion(state: EditState): EditState {
  const { vi, line } = state;
  const text = typedSince(state);
  const grouped = vi.inserting?.before ? asOneStep(vi.inserting.before, line) : line;
  const change = vi.change && text.length > 0 ? { ...vi.change, text } : vi.change;
  // What was typed before command mode was first entered is not undone: POSIX's `U` wants it so.
  const kept = vi.commanded ? grouped : { ...grouped, undo: [] };
  return {
    ...withLine(state, moveTo(kept, previousIndex(kept.chars, kept.point))),
    keymap: 'vi-command',
    overwrite: false,
    vi: { ...vi, change, inserting: undefined, commanded: true },
  };
}

const INSERT_AT: Readonly<Record<string, (line: Line) => number>> = {
  i: ({ point }) => point,
  a: ({ chars, point }) => nextIndex(chars, point),
  I: () => 0,
  A: ({ chars }) => chars.length,
};

function insertAt(state: EditState, char: string): EditState {
  const at = INSERT_AT[char]?.(state.line) ?? state.line.point;
  return withLine(state, moveTo(state.line, at));
}

const beginInsertion = (state: EditState, { char, count }: Argument): EditState =>
  startInserting(insertAt(state, char), { char, count });

// ---------------------------------------------------------------- motions

/** A motion as it was typed: its character, count, and the character to find or the mark. */
export interface GivenMotion {
  readonly char: string;
  readonly count: number;
  readonly target?: string;
}

function motionOf(state: EditState, { char, count, target }: GivenMotion): { motion: Motion | undefined; find?: Find } {
  const { line, vi } = state;
  const { chars, point } = line;
  if (FINDS.includes(char) || char === ';' || char === ',') {
    const find = FINDS.includes(char) ? { kind: char as Find['kind'], char: target ?? '' } : vi.find;
    const used = char === ',' && find ? reversed(find) : find;
    const to = used && found(chars, point, used, count);
    return { motion: to === undefined ? undefined : { to, inclusive: true }, ...(find && { find }) };
  }
  if (char === '`') {
    const to = vi.marks.get(target ?? '');
    return { motion: to === undefined ? undefined : { to: Math.min(to, chars.length), inclusive: false } };
  }
  return { motion: simpleMotion(char, chars, point, count) };
}

const remembering = (state: EditState, find: Find | undefined): EditState =>
  find ? { ...state, vi: { ...state.vi, find } } : state;

function move(state: EditState, given: GivenMotion): EditState {
  const { motion, find } = motionOf(state, given);
  const after = remembering(state, find);
  return motion ? withLine(after, moveTo(after.line, motion.to)) : ring(after);
}

const byMotion = (state: EditState, { char, count }: Argument): EditState => move(state, { char, count });

/** f, t, F and T want a character more; with an operator in front it is theirs. */
const askTarget = (state: EditState, char: string, count: number, operator?: string): EditState => ({
  ...state,
  mode: { kind: 'vi-target', char, count, operator },
});

// ---------------------------------------------------------------- operators: d, c, y

/** What an operator takes: from..to; undefined where the motion leads nowhere. Motions see a blank behind the line. */
function taken(state: EditState, operator: string, given: GivenMotion): Span | undefined {
  const { chars, point } = state.line;
  if (given.char === operator) return { from: 0, to: chars.length };
  const extended = withLine(state, { ...state.line, chars: [...chars, ' '] });
  const { motion } = motionOf(extended, given);
  return spanOf(chars, point, Math.min(motion?.to ?? point, chars.length), { operator, motion: given.char });
}

function copy(state: EditState, from: number, to: number): EditState {
  const text = state.line.chars.slice(from, to);
  return { ...state, ring: killRing.kill(state.ring, text, false, false) };
}

function operate(state: EditState, operator: string, given: GivenMotion): EditState {
  const span = taken(state, operator, given);
  const { find } = motionOf(state, given);
  const ready = remembering(state, find);
  const change: ViChange = { char: operator, count: given.count, motion: given };
  if (span === undefined) return ring(ready);
  if (operator === 'y') {
    const copied = copy(ready, span.from, span.to);
    return { ...copied, vi: { ...copied.vi, change } };
  }
  const killed = cut({ ...ready, last: { kind: 'other' } }, span.from, span.to, false);
  if (operator === 'd') return { ...killed, vi: { ...killed.vi, change } };
  return startInserting(killed, change, state.line);
}

/** `D`, `C` and `Y` go to the end of the line; the small ones wait for a motion. */
function operator(state: EditState, { char, count, explicit }: Argument): EditState {
  if (isUpper(char)) {
    const kind = char.toLowerCase();
    return state.line.point === state.line.chars.length && kind === 'c'
      ? startInserting(state, { char, count })
      : operate(state, kind, { char: '$', count });
  }
  return { ...state, mode: { kind: 'vi-motion', operator: char, count: explicit ? count : undefined, digits: '' } };
}

/** The key behind an operator; `char` is undefined where it is none that could be a motion. */
export function motionKey(state: EditState, char: string | undefined): EditState {
  const { mode } = state;
  if (mode.kind !== 'vi-motion') return state;
  if (char !== undefined && /^\d$/.test(char) && (char !== '0' || mode.digits !== ''))
    return { ...state, mode: { ...mode, digits: mode.digits + char } };
  const count = (mode.count ?? 1) * (mode.digits === '' ? 1 : Number(mode.digits));
  const back = { ...state, mode: EDIT };
  if (char === undefined || (char !== mode.operator && !MOTIONS.includes(char))) return ring(back);
  if (FINDS.includes(char) || char === '`') return askTarget(back, char, count, mode.operator);
  return onCharacter(operate(back, mode.operator, { char, count }));
}

/** The character that f, r, m and their kind wait for. */
export function targetKey(state: EditState, text: string): EditState {
  const { mode } = state;
  if (mode.kind !== 'vi-target') return state;
  const { char, count } = mode;
  const back = { ...state, mode: EDIT };
  if (mode.operator !== undefined) return onCharacter(operate(back, mode.operator, { char, count, target: text }));
  if (char === 'r') return changeChars(back, text, count);
  if (char === 'm') return setMark(back, text);
  return onCharacter(move(back, { char, count, target: text }));
}

const setMark = (state: EditState, name: string): EditState =>
  /^[a-z]$/.test(name)
    ? { ...state, vi: { ...state.vi, marks: new Map(state.vi.marks).set(name, state.line.point) } }
    : ring(state);

// ---------------------------------------------------------------- small changes

const changed = (state: EditState, change: ViChange): EditState => ({ ...state, vi: { ...state.vi, change } });

function changeChars(state: EditState, text: string, count: number): EditState {
  const { chars, point } = state.line;
  if (text === '\x1b' || chars.length === 0) return state;
  const to = Math.min(point + Math.max(count, 1), chars.length);
  const line = replace(state.line, point, to, new Array<string>(to - point).fill(text));
  return changed(withLine(state, moveTo(line, to - 1)), { char: 'r', count, text: [text] });
}

const swapCase = (char: string): string => {
  const other = isUpper(char) ? char.toLowerCase() : char.toUpperCase();
  return other.length === char.length ? other : char;
};

function changeCase(state: EditState, { char, count }: Argument): EditState {
  const { chars, point } = state.line;
  if (chars.length === 0) return ring(state);
  const to = Math.min(point + Math.max(count, 1), chars.length);
  const line = replace(state.line, point, to, chars.slice(point, to).map(swapCase));
  return changed(withLine(state, line), { char, count });
}

function deleteChars(state: EditState, { char, count }: Argument): EditState {
  const { chars, point } = state.line;
  if (chars.length === 0) return ring(state);
  const to = Math.min(point + Math.max(count, 1), chars.length);
  return changed(cut({ ...state, last: { kind: 'other' } }, point, to, false), { char, count });
}

function rubChars(state: EditState, { char, count }: Argument): EditState {
  const { point } = state.line;
  if (point === 0) return ring(state);
  const from = Math.max(point - Math.max(count, 1), 0);
  return changed(cut({ ...state, last: { kind: 'other' } }, from, point, true), { char, count });
}

function put(state: EditState, { char, count }: Argument): EditState {
  const text = killRing.top(state.ring);
  if (text === undefined) return ring(state);
  const at = char === 'p' ? nextIndex(state.line.chars, state.line.point) : state.line.point;
  const copies = new Array<Chars>(Math.max(count, 1)).fill(text).flat();
  const line = insert(moveTo(state.line, at), copies);
  return changed(withLine(state, moveTo(line, line.point - 1)), { char, count });
}

/** `s` changes characters, `S` the line. */
function substitute(state: EditState, { char, count }: Argument): EditState {
  if (char === 'S') return operate(state, 'c', { char: 'c', count });
  const { line } = state;
  const to = Math.min(line.point + Math.max(count, 1), line.chars.length);
  const killed = cut({ ...state, last: { kind: 'other' } }, line.point, to, false);
  return startInserting(killed, { char, count }, line);
}

function undoLast(state: EditState, { count }: Argument): EditState {
  let { line } = state;
  for (let left = Math.max(count, 1); left > 0; left--) {
    const before = undo(line);
    if (before === undefined) return ring(withLine(state, line));
    line = before;
  }
  return withLine(state, line);
}

// ---------------------------------------------------------------- again

function insertAgain(state: EditState, { text = [] }: ViChange): EditState {
  const line = asOneStep(state.line, insert(state.line, text));
  return withLine(state, moveTo(line, previousIndex(line.chars, line.point)));
}

/** Makes a change again, as `.` does: what was typed then is inserted at once. */
function again(state: EditState, change: ViChange): EditState {
  const { char, count, motion, text = [] } = change;
  const argument: Argument = { char, count, explicit: true };
  if (motion) {
    const done = operate(state, char, motion);
    return char === 'c' && done.keymap === 'vi-insert' ? finishChange(state, done, change) : done;
  }
  switch (char) {
    case 'i':
    case 'a':
    case 'I':
    case 'A':
      return insertAgain(insertAt(state, char), change);
    case 'r':
      return changeChars(state, text[0] ?? '', count);
    case 'R':
      return overtype(state, text);
    case 's':
    case 'S':
      return finishChange(state, substitute(state, argument), change);
    default:
      return REPEATABLE[char]?.(state, argument) ?? ring(state);
  }
}

/** The change was made and insertion begun: inserts the text of the first time, all one step. */
function finishChange(before: EditState, begun: EditState, change: ViChange): EditState {
  const line = asOneStep(before.line, insert(begun.line, change.text ?? []));
  return changed({ ...withLine(begun, line), keymap: 'vi-command', vi: { ...begun.vi, inserting: undefined } }, change);
}

function overtype(state: EditState, text: Chars): EditState {
  const { point, chars } = state.line;
  const line = replace(state.line, point, Math.min(point + text.length, chars.length), text);
  return withLine(state, moveTo(line, line.point - 1));
}

const REPEATABLE: Readonly<Record<string, (state: EditState, argument: Argument) => EditState>> = {
  x: deleteChars,
  X: rubChars,
  p: put,
  P: put,
  '~': changeCase,
};

function redo(state: EditState, { count, explicit }: Argument): EditState {
  const { change } = state.vi;
  if (change === undefined) return ring(state);
  const wanted = explicit
    ? { ...change, count, ...(change.motion && { motion: { ...change.motion, count } }) }
    : change;
  return again(state, wanted);
}

// ---------------------------------------------------------------- the history

function fetch(state: EditState, { count, explicit }: Argument): EditState {
  const at = explicit ? count - 1 : 0;
  return at < 0 || at >= state.history.length ? ring(state) : toEntry(state, at);
}

/** `\`, `*` and `=` complete the word that the cursor is on. */
function completeHere(state: EditState, { char }: Argument): EditState {
  const { chars, point } = state.line;
  const onWord = point < chars.length && chars[point] !== ' ';
  const end = onWord
    ? (simpleMotion('E', chars, chars[point + 1] === ' ' ? point - 1 : point, 1)?.to ?? point) + 1
    : point;
  const how = char === '*' ? 'insert-all' : char === '=' ? 'list' : 'insert';
  const there = withLine(state, moveTo(state.line, Math.min(end, chars.length)));
  const ready = char === '=' ? there : startInserting(there, { char, count: 1 });
  const what = there.line.point === 0 ? 'exact-glob' : 'glob';
  return { ...ready, request: { kind: 'complete', what, how } };
}

export const viCommands = {
  'vi-movement-mode': (state) => (state.keymap === 'vi-command' ? state : leaveInsertion(state)),
  'vi-insertion-mode': beginInsertion,
  'vi-insert-beg': beginInsertion,
  'vi-append-mode': beginInsertion,
  'vi-append-eol': beginInsertion,
  'vi-replace': (state, { char, count }) => ({ ...startInserting(state, { char, count }), overwrite: true }),
  'vi-change-to': operator,
  'vi-delete-to': operator,
  'vi-yank-to': operator,
  'vi-next-word': byMotion,
  'vi-prev-word': byMotion,
  'vi-end-word': byMotion,
  'vi-forward-word': (state, { count }) => move(state, { char: 'w', count }),
  'vi-forward-bigword': (state, { count }) => move(state, { char: 'W', count }),
  'vi-backward-word': (state, { count }) => move(state, { char: 'b', count }),
  'vi-backward-bigword': (state, { count }) => move(state, { char: 'B', count }),
  'vi-end-bigword': (state, { count }) => move(state, { char: 'E', count }),
  'vi-first-print': (state) => withLine(state, moveTo(state.line, firstPrinting(state.line.chars))),
  'vi-back-to-indent': (state) => withLine(state, moveTo(state.line, firstPrinting(state.line.chars))),
  'vi-column': byMotion,
  'vi-match': byMotion,
  'vi-char-search': (state, argument) =>
    FINDS.includes(argument.char) ? askTarget(state, argument.char, argument.count) : byMotion(state, argument),
  'vi-set-mark': (state, { char, count }) => askTarget(state, char, count),
  'vi-goto-mark': (state, { char, count }) => askTarget(state, char, count),
  'vi-change-char': (state, { char, count }) => askTarget(state, char, count),
  'vi-change-case': changeCase,
  'vi-delete': deleteChars,
  'vi-rubout': rubChars,
  'vi-put': put,
  'vi-subst': substitute,
  'vi-tilde-expand': (state, { char, count }) => ({
    ...startInserting(state, { char, count }),
    request: { kind: 'expand', what: 'tilde' },
  }),
  'vi-redo': redo,
  'vi-undo': undoLast,
  'vi-fetch-history': fetch,
  'vi-complete': completeHere,
  'vi-search': (state, { char }) => ({
    ...state,
    mode: { kind: 'ask', backwards: char === '/', prompt: char, text: [], pasted: 0 },
  }),
  'vi-unix-word-rubout': (state) => {
    const { chars, point } = state.line;
    return point === 0 ? ring(state) : cut(state, rubWord(chars, point), point, true);
  },
  'vi-eof-maybe': (state) => ({
    ...state,
    request: state.line.chars.length === 0 ? { kind: 'eof' } : { kind: 'accept' },
  }),
} satisfies Commands;
