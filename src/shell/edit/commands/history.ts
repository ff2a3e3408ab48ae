/** Commands that walk the history. Authority: bash(1), Commands for Manipulating the History. */
import { compilePattern } from '../../expand/pattern.ts';
import { type Chars, emptyLine, type Line, moveTo, replace, textOf } from '../line.ts';
import { beginSearch } from '../search.ts';
import { type Asked, EDIT, type EditState, lineAt, ring, toEntry, withLine } from '../state.ts';
import type { Commands } from './types.ts';

function walk(state: EditState, by: number): EditState {
  const to = Math.max(0, Math.min(state.at + by, state.history.length));
  return to === state.at ? ring(state) : toEntry(state, to);
}

const startsWith = (chars: Chars, prefix: Chars): boolean => prefix.every((char, at) => chars[at] === char);

/** The entry after `from` in the given direction that fits. */
function find(state: EditState, from: number, by: 1 | -1, fits: (chars: Chars) => boolean): number | undefined {
  for (let at = from + by; at >= 0 && at < state.history.length; at += by) {
    if (fits(lineAt(state, at).chars)) return at;
  }
  return undefined;
}

/** A copy of an entry's line takes the place of the line being edited, which stays where it is in the history. */
const copyOf = (state: EditState, at: number, point: number): EditState =>
  withLine(state, moveTo({ ...lineAt(state, at), undo: [] }, point));

/** Page Up: the entries that begin with what stands before the cursor, as many of them as the count says. */
function searchPrefix(state: EditState, count: number): EditState {
  const { line, last } = state;
  const again = last.kind === 'prefix-search' ? last : undefined;
  const prefix = again ? again.prefix : line.chars.slice(0, line.point);
  if (prefix.length === 0) {
    const walked = walk(state, count);
    return { ...walked, deed: { kind: 'prefix-search', prefix, at: walked.at } };
  }
  let from = again ? again.at : state.at;
  let found: number | undefined;
  for (let left = Math.abs(count); left > 0; left--) {
    const shown = found === undefined ? textOf(line) : lineAt(state, found).chars.join('');
    const at = find(state, from, count < 0 ? -1 : 1, (chars) => startsWith(chars, prefix) && chars.join('') !== shown);
    if (at === undefined) break;
    found = at;
    from = at;
  }
  const deed = { kind: 'prefix-search', prefix, at: from } as const;
  return found === undefined ? { ...ring(state), deed } : { ...copyOf(state, found, prefix.length), deed };
}

const ask = (state: EditState, backwards: boolean): EditState => ({
  ...state,
  mode: { kind: 'ask', backwards, prompt: ':', text: [], pasted: 0 },
});

const firstIn = (chars: Chars, wanted: Chars): number =>
  chars.findIndex((_, index) => startsWith(chars.slice(index), wanted));

/** Where in a text it stands, -1 where it does not; `^` holds it to the start. */
const placeOf = (chars: Chars, wanted: Chars): number =>
  wanted[0] === '^' ? (startsWith(chars, wanted.slice(1)) ? 0 : -1) : firstIn(chars, wanted);

/** vi mode's `/` looks for a pattern of file names, anywhere in a line. */
function patternOf(wanted: Chars): (chars: Chars) => boolean {
  const anchored = wanted[0] === '^';
  const { matches } = compilePattern(`${anchored ? '' : '*'}${wanted.slice(anchored ? 1 : 0).join('')}*`);
  return (chars) => matches(chars.join(''));
}

/** A text that was asked for becomes the line; undo brings back the text. */
const inPlaceOf = (wanted: Chars, chars: Chars): Line =>
  replace({ ...emptyLine, chars: wanted, point: wanted.length }, 0, wanted.length, chars);

/** Takes over the first entry that contains the text, and shows where (not at its start). */
function takeFound(state: EditState, { text, at: from }: Asked, typed: Chars, search: How): EditState {
  const fits = search.pattern ? patternOf(text) : (chars: Chars): boolean => placeOf(chars, text) >= 0;
  const at = text.length === 0 ? undefined : find(state, from, search.backwards ? -1 : 1, fits);
  if (at === undefined) return ring(withLine(state, moveTo(unasked(state).line, 0)));
  const found = { ...state, lastAsked: { text, at } };
  if (search.vi) return withLine(toEntry(found, at), moveTo(toEntry(found, at).line, 0));
  const { chars } = lineAt(state, at);
  const index = placeOf(chars, text);
  const line = moveTo(inPlaceOf(typed, chars), index);
  return withLine(found, { ...line, mark: index + text.length, region: index > 0 });
}

/** Nothing comes of the question: the line is back, or, in emacs mode, the one that was new. */
export const unasked = (state: EditState): EditState => ({
  ...state,
  mode: EDIT,
  line: state.at === state.history.length || isVi(state) ? state.line : state.fresh,
});

interface How {
  readonly backwards: boolean;
  readonly pattern: boolean;
  readonly vi: boolean;
}

/** Ends the question of Alt-P, or of vi mode's `/`; nothing typed means the text of the last time. */
export function answerAsked(state: EditState, text: Chars, { backwards, prompt }: Question): EditState {
  const after = { ...state, mode: EDIT };
  const asked = text.length > 0 ? { text, at: state.at } : state.lastAsked;
  // Nothing typed, and nothing looked for before: the line is lost.
  if (!asked) return ring(withLine(after, emptyLine));
  return takeFound({ ...after, lastAsked: asked }, asked, text, {
    backwards,
    pattern: prompt !== ':',
    vi: isVi(state),
  });
}

type Question = Pick<Extract<EditState['mode'], { kind: 'ask' }>, 'backwards' | 'prompt'>;

const isVi = ({ keymap }: EditState): boolean => keymap !== 'emacs';

function searchAgain(state: EditState, backwards: boolean): EditState {
  const { lastAsked, line } = state;
  if (!lastAsked) return ring(state);
  return takeFound(state, lastAsked, line.chars, { backwards, pattern: isVi(state), vi: isVi(state) });
}

/** Page Up's search for what stands before the cursor, anywhere in an entry. */
function searchWithin(state: EditState, by: 1 | -1): EditState {
  const { line, last } = state;
  const again = last.kind === 'prefix-search' ? last : undefined;
  const wanted = again ? again.prefix : line.chars.slice(0, line.point);
  const from = again ? again.at : state.at;
  const shown = textOf(line);
  const fits = (chars: Chars): boolean => placeOf(chars, wanted) >= 0 && chars.join('') !== shown;
  const at = wanted.length === 0 ? undefined : find(state, from, by, fits);
  const deed = { kind: 'prefix-search', prefix: wanted, at: at ?? from } as const;
  if (at === undefined) return { ...ring(state), deed };
  return { ...copyOf(state, at, placeOf(lineAt(state, at).chars, wanted) + wanted.length), deed };
}

export const historyCommands = {
  'previous-history': (state, { count }) => walk(state, -count),
  'next-history': (state, { count }) => walk(state, count),
  'beginning-of-history': (state) => (state.at === 0 ? ring(state) : toEntry(state, 0)),
  'end-of-history': (state) => (state.at === state.history.length ? ring(state) : toEntry(state, state.history.length)),
  'history-search-backward': (state, { count }) => searchPrefix(state, -count),
  'history-search-forward': (state, { count }) => searchPrefix(state, count),
  'history-substring-search-backward': (state) => searchWithin(state, -1),
  'history-substring-search-forward': (state) => searchWithin(state, 1),
  'fetch-history': (state, { count, explicit }) => {
    const at = explicit ? count - 1 : 0;
    return at < 0 || at >= state.history.length ? ring(state) : toEntry(state, at);
  },
  'non-incremental-reverse-search-history-again': (state) => searchAgain(state, true),
  'non-incremental-forward-search-history-again': (state) => searchAgain(state, false),
  'vi-search-again': (state, { char }) => searchAgain(state, char === 'n'),
  'non-incremental-reverse-search-history': (state) => ask(state, true),
  'non-incremental-forward-search-history': (state) => ask(state, false),
  'reverse-search-history': (state) => beginSearch(state, true),
  'forward-search-history': (state) => beginSearch(state, false),
  'operate-and-get-next': (state, { count, explicit }) => ({
    ...state,
    request: { kind: 'accept', next: explicit ? count - 1 : state.at + 1 },
  }),
} satisfies Commands;
