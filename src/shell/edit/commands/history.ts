/** Commands that walk the history. Authority: bash(1), Commands for Manipulating the History. */
import { type Chars, moveTo, textOf } from '../line.ts';
import { beginSearch } from '../search.ts';
import { EDIT, type EditState, lineAt, ring, toEntry, withLine } from '../state.ts';
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

/** Page Up: the entries that begin with what stands before the cursor. */
function searchPrefix(state: EditState, by: 1 | -1): EditState {
  const { line, last } = state;
  const again = last.kind === 'prefix-search' ? last : undefined;
  const prefix = again ? again.prefix : line.chars.slice(0, line.point);
  const from = again ? again.at : state.at;
  if (prefix.length === 0) {
    const walked = walk(state, by);
    return { ...walked, deed: { kind: 'prefix-search', prefix, at: walked.at } };
  }
  const shown = textOf(line);
  const at = find(state, from, by, (chars) => startsWith(chars, prefix) && chars.join('') !== shown);
  const deed = { kind: 'prefix-search', prefix, at: at ?? from } as const;
  return at === undefined ? { ...ring(state), deed } : { ...copyOf(state, at, prefix.length), deed };
}

const ask = (state: EditState, backwards: boolean): EditState => ({
  ...state,
  mode: { kind: 'ask', backwards, prompt: ':', text: [], line: state.line },
});

/** How vi mode's `/` looks at a text: `^` holds it to the start of the line. */
function placeOf(chars: Chars, wanted: Chars, vi: boolean): number {
  if (vi && wanted[0] === '^') return startsWith(chars, wanted.slice(1)) ? 0 : -1;
  return chars.findIndex((_, index) => startsWith(chars.slice(index), wanted));
}

/** Takes over the first entry that contains the text, and shows where (not at its start). */
function takeFound(state: EditState, wanted: Chars, backwards: boolean, vi: boolean): EditState {
  const fits = (chars: Chars): boolean => placeOf(chars, wanted, vi) >= 0;
  const at = wanted.length === 0 ? undefined : find(state, state.at, backwards ? -1 : 1, fits);
  if (at === undefined) return ring(state);
  if (vi) return withLine(toEntry(state, at), moveTo(toEntry(state, at).line, 0));
  const index = placeOf(lineAt(state, at).chars, wanted, vi);
  const copied = copyOf(state, at, index);
  return withLine(copied, { ...copied.line, mark: index + wanted.length, region: index > 0 });
}

/** Ends the question of Alt-P, or of vi mode's `/`; nothing typed means the text of the last time. */
export function answerAsked(state: EditState, text: Chars, { backwards, prompt }: Asked): EditState {
  const wanted = text.length > 0 ? text : state.lastSearch;
  const vi = prompt !== ':';
  const searched = { ...state, mode: EDIT, lastSearch: wanted, vi: { ...state.vi, searchedBackwards: backwards } };
  return takeFound(searched, wanted, backwards, vi);
}

type Asked = Pick<Extract<EditState['mode'], { kind: 'ask' }>, 'backwards' | 'prompt'>;

/** `n` goes on the same way, `N` the other. */
function searchAgain(state: EditState, backwards: boolean): EditState {
  return takeFound(state, state.lastSearch, backwards, state.keymap !== 'emacs');
}

/** Page Up's search for what stands before the cursor, anywhere in an entry. */
function searchWithin(state: EditState, by: 1 | -1): EditState {
  const { line, last } = state;
  const again = last.kind === 'prefix-search' ? last : undefined;
  const wanted = again ? again.prefix : line.chars.slice(0, line.point);
  const from = again ? again.at : state.at;
  const shown = textOf(line);
  const fits = (chars: Chars): boolean => placeOf(chars, wanted, false) >= 0 && chars.join('') !== shown;
  const at = wanted.length === 0 ? undefined : find(state, from, by, fits);
  const deed = { kind: 'prefix-search', prefix: wanted, at: at ?? from } as const;
  if (at === undefined) return { ...ring(state), deed };
  return { ...copyOf(state, at, placeOf(lineAt(state, at).chars, wanted, false) + wanted.length), deed };
}

export const historyCommands = {
  'previous-history': (state, { count }) => walk(state, -count),
  'next-history': (state, { count }) => walk(state, count),
  'beginning-of-history': (state) => (state.at === 0 ? ring(state) : toEntry(state, 0)),
  'end-of-history': (state) => (state.at === state.history.length ? ring(state) : toEntry(state, state.history.length)),
  'history-search-backward': (state) => searchPrefix(state, -1),
  'history-search-forward': (state) => searchPrefix(state, 1),
  'history-substring-search-backward': (state) => searchWithin(state, -1),
  'history-substring-search-forward': (state) => searchWithin(state, 1),
  'fetch-history': (state, { count, explicit }) => {
    const at = explicit ? count - 1 : 0;
    return at < 0 || at >= state.history.length ? ring(state) : toEntry(state, at);
  },
  'non-incremental-reverse-search-history-again': (state) => searchAgain(state, true),
  'non-incremental-forward-search-history-again': (state) => searchAgain(state, false),
  'vi-search-again': (state, { char }) => searchAgain(state, (char === 'n') === state.vi.searchedBackwards),
  'non-incremental-reverse-search-history': (state) => ask(state, true),
  'non-incremental-forward-search-history': (state) => ask(state, false),
  'reverse-search-history': (state) => beginSearch(state, true),
  'forward-search-history': (state) => beginSearch(state, false),
  'operate-and-get-next': (state) => ({ ...state, request: { kind: 'accept', next: state.at + 1 } }),
} satisfies Commands;
