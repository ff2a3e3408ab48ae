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
  mode: { kind: 'ask', backwards, text: [], line: state.line },
});

/** Ends Alt-P's question: takes over the first entry that contains the text, and shows where (not at its start). */
export function answerAsked(state: EditState, text: Chars, backwards: boolean): EditState {
  const wanted = text.length > 0 ? text : state.lastSearch;
  const searched = { ...state, mode: EDIT, lastSearch: wanted };
  const within = (chars: Chars): number => chars.findIndex((_, index) => startsWith(chars.slice(index), wanted));
  const at = wanted.length === 0 ? undefined : find(state, state.at, backwards ? -1 : 1, (c) => within(c) >= 0);
  if (at === undefined) return ring(searched);
  const index = within(lineAt(state, at).chars);
  const copied = copyOf(searched, at, index);
  return withLine(copied, { ...copied.line, mark: index + wanted.length, region: index > 0 });
}

export const historyCommands = {
  'previous-history': (state, { count }) => walk(state, -count),
  'next-history': (state, { count }) => walk(state, count),
  'beginning-of-history': (state) => (state.at === 0 ? ring(state) : toEntry(state, 0)),
  'end-of-history': (state) => (state.at === state.history.length ? ring(state) : toEntry(state, state.history.length)),
  'history-search-backward': (state) => searchPrefix(state, -1),
  'history-search-forward': (state) => searchPrefix(state, 1),
  'non-incremental-reverse-search-history': (state) => ask(state, true),
  'non-incremental-forward-search-history': (state) => ask(state, false),
  'reverse-search-history': (state) => beginSearch(state, true),
  'forward-search-history': (state) => beginSearch(state, false),
  'operate-and-get-next': (state) => ({ ...state, request: { kind: 'accept', next: state.at + 1 } }),
} satisfies Commands;
