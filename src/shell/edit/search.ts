/**
 * Incremental search: Ctrl-R looks back through the history while its text is typed, Ctrl-S forward.
 * Leaves out quoted insertion into the search text.
 * Authority: readline(3), Searching; readline 8.2's behaviour.
 */

import type { CommandName } from './functions.ts';
import type { Key } from './keys.ts';
import { type Chars, moveTo } from './line.ts';
import { EDIT, type EditState, lineAt, ring, type SearchMode, stash } from './state.ts';
import { wordEnd } from './words.ts';

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

function indexIn(chars: Chars, text: Chars, from: number, by: 1 | -1): number | undefined {
  for (let index = from; index >= 0 && index <= chars.length - text.length; index += by) {
    if (matches(chars, text, index)) return index;
  }
  return undefined;
}

const foundAt = (state: EditState, mode: SearchMode, at: number, point: number, scan: Chars): SearchMode => ({
  ...mode,
  failed: false,
  at,
  point,
  scan,
  index: point,
  found: charsAt(state, mode, at).join(''),
});

/** Looks from `index` in the line scanned on, then through the others, passing over copies of the last match. */
function look(state: EditState, mode: SearchMode, index: number): SearchMode | undefined {
  const { text, backwards, scan } = mode;
  const by = backwards ? -1 : 1;
  const begin = (chars: Chars): number => (backwards ? chars.length - text.length : 0);
  const inLine = indexIn(scan, text, backwards ? Math.min(index, begin(scan)) : index, by);
  if (inLine !== undefined) return foundAt(state, mode, mode.at, inLine, scan);
  for (let at = mode.at + by; at >= 0 && at <= state.history.length; at += by) {
    const chars = charsAt(state, mode, at);
    const found = chars.join('') === mode.found ? undefined : indexIn(chars, text, begin(chars), by);
    if (found !== undefined) return foundAt(state, mode, at, found, chars);
  }
  return undefined;
}

/** The line that the match is in, the match in reverse video. */
function show(state: EditState, mode: SearchMode): EditState {
  const line = mode.at === state.at ? mode.origin : lineAt(state, mode.at);
  const mark = mode.point + mode.text.length;
  return { ...state, mode, line: { ...line, point: mode.point, mark, region: !mode.failed } };
}

/** Beyond the end of any line. */
const END = Number.MAX_SAFE_INTEGER;

function fail(state: EditState, mode: SearchMode): EditState {
  if (mode.text.length === 0) return ring(show(state, { ...mode, failed: true }));
  const scan = charsAt(state, mode, mode.backwards ? 0 : state.history.length);
  return ring(show(state, { ...mode, failed: true, scan, index: mode.backwards ? 0 : END }));
}

function search(state: EditState, mode: SearchMode, index: number): EditState {
  const found = mode.text.length > 0 ? look(state, mode, index) : undefined;
  return found ? show(state, found) : fail(state, mode);
}

// ---------------------------------------------------------------- keys

function again(state: EditState, mode: SearchMode, backwards: boolean): EditState {
  if (mode.text.length === 0) {
    if (backwards !== mode.backwards) return fail(state, { ...mode, backwards });
    if (state.lastSearch.length === 0) return ring(state);
    return search(state, { ...mode, backwards, text: state.lastSearch }, mode.index);
  }
  const step = backwards === mode.backwards ? (backwards ? -1 : 1) : 0;
  return search(state, { ...mode, backwards }, mode.index + step);
}

const extend = (state: EditState, mode: SearchMode, text: Chars): EditState =>
  text.length === 0 ? ring(state) : search(state, { ...mode, text: [...mode.text, ...text] }, mode.index);

function shorten(state: EditState, mode: SearchMode): EditState {
  return search(state, { ...mode, text: mode.text.slice(0, -1) }, mode.index);
}

/** What stands behind the match, up to the end of the word or of the line. */
function following(state: EditState, mode: SearchMode, whole: boolean): Chars {
  const { chars } = state.line;
  const from = mode.point + mode.text.length;
  return chars.slice(from, whole ? chars.length : wordEnd(chars, from));
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
    lastSearch: mode.text.length > 0 ? mode.text : state.lastSearch,
  };
}

const searchCommands: Partial<Record<CommandName, (state: EditState, mode: SearchMode) => EditState>> = {
  'reverse-search-history': (state, mode) => again(state, mode, true),
  'forward-search-history': (state, mode) => again(state, mode, false),
  'backward-delete-char': shorten,
  'unix-word-rubout': (state, mode) => extend(state, mode, following(state, mode, false)),
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
