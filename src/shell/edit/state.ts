/**
 * The state of the editor between two keys, and how it moves along the history. All of it is values.
 * Authority: readline(3).
 */
import type { Entry } from './history.ts';
import type { CompletionKind } from './keymap.ts';
import type { Key } from './keys.ts';
import { emptyRing, type KillRing } from './kill-ring.ts';
import { type Chars, emptyLine, type Line, lineOf, moveTo } from './line.ts';

/** What the keys mean at the moment. */
export type Mode =
  | { readonly kind: 'edit' }
  /** Alt-5: a count for the next command. */
  | { readonly kind: 'argument'; readonly negative: boolean; readonly digits: string }
  /** Ctrl-V or Ctrl-]: the next character is taken as it is. */
  | { readonly kind: 'char'; readonly use: 'insert' | 'find'; readonly count: number }
  | SearchMode
  /** Alt-P: the text to search for is typed after a `:`. */
  | { readonly kind: 'ask'; readonly backwards: boolean; readonly text: Chars; readonly line: Line };

/** Ctrl-R: the line shown is the match; `origin` is where the search began. */
export interface SearchMode {
  readonly kind: 'search';
  readonly backwards: boolean;
  readonly text: Chars;
  readonly failed: boolean;
  /** Which entry of the history the match is in, and where in it the cursor shows. */
  readonly at: number;
  readonly point: number;
  /** Where the next search begins: at the match; after none was found, at the start of the last line looked at. */
  readonly scan: Chars;
  readonly index: number;
  /** The text of the last match: equal ones that follow are passed over. */
  readonly found: string | undefined;
  readonly origin: Line;
}

/** What a command wants done outside the line. */
export type Request =
  /** `next`: the history entry to begin the next line with. */
  | { readonly kind: 'accept'; readonly next?: number }
  | { readonly kind: 'eof' }
  | { readonly kind: 'clear'; readonly scrollback: boolean }
  | { readonly kind: 'complete'; readonly what: CompletionKind; readonly how: 'insert' | 'list' | 'insert-all' }
  | { readonly kind: 'replay'; readonly keys: readonly Key[] };

/** What the last command was, as far as the next one asks. */
export type Deed =
  | { readonly kind: 'other' | 'kill' | 'yank' | 'complete' }
  | { readonly kind: 'yank-arg'; readonly back: number; readonly word: number | undefined }
  | { readonly kind: 'prefix-search'; readonly prefix: Chars; readonly at: number };

export const OTHER: Deed = { kind: 'other' };

export interface EditState {
  readonly line: Line;
  readonly mode: Mode;
  readonly history: readonly Entry[];
  /** Which entry is being edited; `history.length` is the new line. */
  readonly at: number;
  /** The new line while another entry is being edited. */
  readonly fresh: Line;
  /** Entries that were changed and left. */
  readonly edits: ReadonlyMap<Entry, Line>;
  readonly ring: KillRing;
  readonly lastSearch: Chars;
  readonly last: Deed;
  readonly deed: Deed;
  readonly recording: readonly Key[] | undefined;
  readonly macro: readonly Key[];
  readonly bell: boolean;
  readonly request: Request | undefined;
}

/** What one line leaves to the next. */
export interface Memory {
  edits: ReadonlyMap<Entry, Line>;
  ring: KillRing;
  lastSearch: Chars;
  macro: readonly Key[];
  recording: readonly Key[] | undefined;
  /** The entry that Ctrl-O chose to come next. */
  next: number | undefined;
}

export const emptyMemory = (): Memory => ({
  edits: new Map(),
  ring: emptyRing,
  lastSearch: [],
  macro: [],
  recording: undefined,
  next: undefined,
});

export const EDIT: Mode = { kind: 'edit' };

export function begin(history: readonly Entry[], memory: Memory, initial = ''): EditState {
  const { edits, ring, lastSearch, macro, recording, next } = memory;
  const state: EditState = {
    line: lineOf(initial),
    mode: EDIT,
    history,
    at: history.length,
    fresh: emptyLine,
    edits,
    ring,
    lastSearch,
    last: OTHER,
    deed: OTHER,
    recording,
    macro,
    bell: false,
    request: undefined,
  };
  return next !== undefined && next < history.length ? toEntry(state, next) : state;
}

export const ring = (state: EditState): EditState => ({ ...state, bell: true });

export const withLine = (state: EditState, line: Line): EditState => ({ ...state, line });

// ---------------------------------------------------------------- along the history

/** The line of an entry with what was changed in it. */
export function lineAt(state: EditState, at: number): Line {
  const entry = state.history[at];
  if (entry === undefined) return state.fresh;
  return state.edits.get(entry) ?? lineOf(entry.text);
}

/** Puts the line being edited away under its entry. */
export function stash(state: EditState): EditState {
  const entry = state.history[state.at];
  const line = { ...state.line, region: false };
  if (entry === undefined) return { ...state, fresh: line };
  if (line.undo.length === 0 && !state.edits.has(entry)) return state;
  return { ...state, edits: new Map(state.edits).set(entry, line) };
}

export function toEntry(state: EditState, at: number): EditState {
  const stashed = stash(state);
  const line = lineAt(stashed, at);
  return { ...stashed, at, line: moveTo(line, line.chars.length) };
}

/** The changes of the line that was accepted do not stay in the history. */
export function forgetEdit(state: EditState): EditState {
  const entry = state.history[state.at];
  if (entry === undefined || !state.edits.has(entry)) return state;
  const edits = new Map(state.edits);
  edits.delete(entry);
  return { ...state, edits };
}
