/**
 * Incremental search: Ctrl-R looks back through the history while its text is typed, Ctrl-S forward.
 * Leaves out quoted insertion into the search text.
 * Authority: readline(3), Searching; readline 8.2's behaviour.
 */

import type { CommandName } from './functions.ts';
import type { Key } from './keys.ts';
import { type Chars, moveTo } from './line.ts';
import { EDIT, type EditState, lineAt, ring, type SearchMode, stash } from './state.ts';
import { isWordChar, wordEnd } from './words.ts';

export function beginSearch(state: EditState, backwards: boolean): EditState {
  const { line, at } = state;
  const { point, chars } = line;
  const found = undefined;
  const base = { kind: 'search', text: [], failed: false, scan: chars, index: point, found, origin: line } as const;
  return { ...state, mode: { ...base, backwards, at, point } };
}

const visible = (char: string): string =>
  char < ' ' || char === '\x7f' ? `^${String.fromCharCode(char.charCodeAt(0) ^ 0x40)}` : char;

export const searchPrompt = ({ failed, backwards, text }: SearchMode): string =>
  `(${failed ? 'failed ' : ''}${backwards ? 'reverse-' : ''}i-search)\`${text.map(visible).join('')}': `;

// ---------------------------------------------------------------- looking

const charsAt = (state: EditState, mode: SearchMode, at: number): Chars =>
  at === state.at ? mode.origin.chars : lineAt(state, at).chars;

const matches = (chars: Chars, text: Chars, index: number): boolean =>
  text.every((char, offset) => chars[index + offset] === char);

/** Where the search stands: an index in the line scanned, which is that of `at`, or of the last one there was. */
interface Place {
  readonly at: number;
  readonly scan: Chars;
  readonly index: number;
}

/** The match in the line scanned; where the search leaves the line without one, `found` is false. */
function inLine({ text, backwards }: SearchMode, scan: Chars, from: number): { found: boolean; index: number } {
  const limit = scan.length - text.length + 1;
  let index = from;
  while (backwards ? index >= 0 : index < limit) {
    if (matches(scan, text, index)) return { found: true, index };
    if (backwards && index === 0) break;
    index += backwards ? -1 : 1;
  }
  return { found: false, index };
}

/** The next line to look at: copies of the last match and lines that are too short are passed over. */
function nextLine(state: EditState, mode: SearchMode, place: Place): { found: boolean; place: Place } {
  const by = mode.backwards ? -1 : 1;
  let { at, scan } = place;
  for (;;) {
    at += by;
    if (at < 0 || at > state.history.length) return { found: false, place: { ...place, scan } };
    scan = charsAt(state, mode, at);
    if (scan.join('') !== mode.found && scan.length >= mode.text.length) break;
  }
  const index = mode.backwards ? scan.length - mode.text.length : 0;
  return { found: true, place: { at, scan, index } };
}

/** The line that the match is in, the match in reverse video. */
function show(state: EditState, mode: SearchMode): EditState {
  const line = mode.at === state.at ? mode.origin : lineAt(state, mode.at);
  const mark = mode.point + mode.text.length;
  return { ...state, mode, line: { ...line, point: mode.point, mark, region: !mode.failed } };
}

const fail = (state: EditState, mode: SearchMode): EditState => ring(show(state, { ...mode, failed: true }));

function search(state: EditState, mode: SearchMode, from: number): EditState {
  if (mode.text.length === 0) return fail(state, { ...mode, index: from });
  let place: Place = { at: mode.at, scan: mode.scan, index: from };
  for (;;) {
    const here = inLine(mode, place.scan, place.index);
    place = { ...place, index: here.index };
    if (here.found) {
      const { at, scan, index } = place;
      return show(state, { ...mode, failed: false, at, point: index, scan, index, found: scan.join('') });
    }
    const next = nextLine(state, mode, place);
    if (!next.found) return fail(state, { ...mode, scan: next.place.scan, index: Math.max(next.place.index, 0) });
    place = next.place;
  }
}

// ---------------------------------------------------------------- keys

function again(state: EditState, mode: SearchMode, backwards: boolean): EditState {
  if (backwards !== mode.backwards) return search(state, { ...mode, backwards }, mode.index);
  if (mode.text.length === 0) {
    return state.lastSearch ? search(state, { ...mode, text: state.lastSearch }, mode.index) : state;
  }
  if (backwards) return search(state, mode, mode.index - 1);
  const atEnd = mode.index === mode.scan.length;
  return search(atEnd ? ring(state) : state, mode, mode.index + (atEnd ? 0 : 1));
}

function extend(state: EditState, mode: SearchMode, text: Chars): EditState {
  return search(text.length === 0 ? ring(state) : state, { ...mode, text: [...mode.text, ...text] }, mode.index);
}

function shorten(state: EditState, mode: SearchMode): EditState {
  return search(state, { ...mode, text: mode.text.slice(0, -1) }, mode.index);
}

/** What stands behind the match, up to the end of the line, or of the word that must begin there. */
function following(state: EditState, mode: SearchMode, whole: boolean): Chars {
  const { chars, point } = state.line;
  const from = point + mode.text.length;
  if (whole) return chars.slice(from);
  return isWordChar(chars[from]) ? chars.slice(from, wordEnd(chars, from)) : [];
}

const cancel = (state: EditState, mode: SearchMode): EditState => ({ ...state, mode: EDIT, line: mode.origin });

/** Leaves the search: the match becomes the line being edited. */
export function endSearch(state: EditState, mode: SearchMode): EditState {
  const stashed = stash({ ...state, line: mode.origin });
  const line = mode.at === state.at ? mode.origin : lineAt(stashed, mode.at);
  return {
    ...stashed,
    mode: EDIT,
    at: mode.at,
    line: { ...moveTo(line, mode.index), region: false },
    lastSearch: mode.text,
  };
}

const takeWord = (state: EditState, mode: SearchMode): EditState => extend(state, mode, following(state, mode, false));

const searchCommands: Partial<Record<CommandName, (state: EditState, mode: SearchMode) => EditState>> = {
  'reverse-search-history': (state, mode) => again(state, mode, true),
  'forward-search-history': (state, mode) => again(state, mode, false),
  'backward-delete-char': shorten,
  'unix-word-rubout': takeWord,
  'vi-unix-word-rubout': takeWord,
  yank: (state, mode) => extend(state, mode, following(state, mode, true)),
  abort: cancel,
};

/** A key during a search; undefined when it ends the search and is then to be obeyed. */
export function searchKey(state: EditState, mode: SearchMode, key: Key): EditState | undefined {
  if (key.kind === 'text' || key.kind === 'paste') return extend(state, mode, Array.from(key.text));
  if (key.kind === 'escape') return endSearch(state, mode);
  if (key.kind !== 'command') return undefined;
  // Ctrl-J only ends the search, Enter (Ctrl-M) also accepts the line.
  if (key.name === 'accept-line' && key.char === '\n') return endSearch(state, mode);
  return searchCommands[key.name]?.(state, mode);
}
