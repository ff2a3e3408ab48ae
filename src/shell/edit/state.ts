/**
 * The state of the editor between two keys, and how it moves along the history. All of it is values.
 * Authority: readline(3).
 */
import type { Entry } from './history.ts';
import type { CompletionKind, MapName } from './keymap.ts';
import type { Key } from './keys.ts';
import { emptyRing, type KillRing } from './kill-ring.ts';
import { type Chars, emptyLine, type Line, lineOf, moveTo } from './line.ts';
import { defaultVariables, isOn, type Variables } from './variables.ts';
import type { Find } from './vi-motions.ts';

/** What the keys mean at the moment. */
export type Mode =
  | { readonly kind: 'edit' }
  /** Alt-5: a count for the next command. */
  | { readonly kind: 'argument'; readonly negative: boolean; readonly digits: string }
  /** Ctrl-V or Ctrl-]: the next character is taken as it is. */
  | { readonly kind: 'char'; readonly use: 'insert' | 'find'; readonly count: number }
  | SearchMode
  /** Alt-P: the text to search for is typed after a `:`; vi mode's `/` and `?` show themselves. */
  | {
      readonly kind: 'ask';
      readonly backwards: boolean;
      readonly prompt: string;
      readonly text: Chars;
      /** So much at its end has just been pasted, and is shown so. */
      readonly pasted: number;
    }
  /** d, c or y: a motion is to follow, with digits in front of it. */
  | {
      readonly kind: 'vi-motion';
      readonly operator: string;
      readonly count: number | undefined;
      readonly digits: string;
    }
  /** f, r, m and their kind: one more character; `operator` waits behind them. */
  | {
      readonly kind: 'vi-target';
      readonly char: string;
      readonly count: number;
      readonly operator: string | undefined;
    };

/** A change that `.` can make again. */
export interface ViChange {
  readonly char: string;
  readonly count: number;
  readonly motion?: { readonly char: string; readonly count: number; readonly target?: string };
  /** What was typed after it. */
  readonly text?: Chars;
}

/** What vi mode remembers. */
export interface ViMemory {
  readonly change: ViChange | undefined;
  readonly find: Find | undefined;
  readonly marks: ReadonlyMap<string, number>;
  /** While inserting: how many steps of undo there were, and the line to be gone back to in one. */
  readonly inserting: { readonly steps: number; readonly before: Line | undefined } | undefined;
  /** Command mode has been entered in this line. */
  readonly commanded: boolean;
}

const emptyViMemory: ViMemory = {
  change: undefined,
  find: undefined,
  marks: new Map(),
  inserting: undefined,
  commanded: false,
};

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

/** What is done with candidates: put in as far as they are certain, listed, all put in, or one after the other. */
export type How = 'insert' | 'list' | 'insert-all' | 'menu' | 'menu-backward';

/** A text that Alt-P or `/` asked for, and the entry from which the search goes on. */
export interface Asked {
  readonly text: Chars;
  readonly at: number;
}

/** What a command wants done outside the line. */
export type Request =
  /** `next`: the history entry to begin the next line with. */
  | { readonly kind: 'accept'; readonly next?: number }
  | { readonly kind: 'eof' }
  | { readonly kind: 'clear'; readonly scrollback: boolean }
  | { readonly kind: 'complete'; readonly what: CompletionKind; readonly how: How }
  | { readonly kind: 'replay'; readonly keys: readonly Key[] }
  /** Text to be read as if it were typed. */
  | { readonly kind: 'macro'; readonly text: string }
  /** A command of `bind -x`. */
  | { readonly kind: 'shell'; readonly command: string }
  /** The line in an editor, and then run. */
  | { readonly kind: 'edit'; readonly editor: string; readonly entry: number | undefined }
  /** The shell changes the line, or the word the cursor is on. */
  | { readonly kind: 'expand'; readonly what: Expansion }
  | { readonly kind: 're-read' }
  /** Something to be shown below the line. */
  | { readonly kind: 'show'; readonly what: 'functions' | 'macros' | 'variables' | 'version' | 'macro' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'mode'; readonly mode: 'emacs' | 'vi' };

/** What the shell can do with a line: all its expansions, aliases, `!`, a tilde, spelling. */
export type Expansion = 'shell' | 'alias' | 'history' | 'history-and-alias' | 'tilde' | 'spelling';

/** What the last command was, as far as the next one asks. */
export type Deed =
  | { readonly kind: 'other' | 'kill' | 'yank' }
  /** A completion that changed nothing: the same once more lists. */
  | { readonly kind: 'complete'; readonly what: CompletionKind }
  | { readonly kind: 'yank-arg'; readonly back: number; readonly word: number | undefined }
  | { readonly kind: 'prefix-search'; readonly prefix: Chars; readonly at: number }
  /** One of several candidates stands there; `turn` 0 is what they have in common. */
  | { readonly kind: 'menu'; readonly start: number; readonly words: readonly Chars[]; readonly turn: number };

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
  /** What was last looked for with Ctrl-R, and with Alt-P or vi mode's `/`. */
  readonly lastSearch: Chars | undefined;
  readonly lastAsked: Asked | undefined;
  readonly last: Deed;
  readonly deed: Deed;
  /** Nothing was found the last time; then a list of one is put in. */
  readonly foundNothing: boolean;
  readonly recording: readonly Key[] | undefined;
  readonly macro: readonly Key[];
  readonly keymap: MapName;
  readonly variables: Variables;
  readonly vi: ViMemory;
  /** What is typed takes the place of what stands there. */
  readonly overwrite: boolean;
  readonly bell: boolean;
  readonly request: Request | undefined;
}

/** What one line leaves to the next. */
export interface Memory {
  edits: ReadonlyMap<Entry, Line>;
  ring: KillRing;
  lastSearch: Chars | undefined;
  lastAsked: Asked | undefined;
  macro: readonly Key[];
  recording: readonly Key[] | undefined;
  foundNothing: boolean;
  vi: ViMemory;
  /** The entry that Ctrl-O chose to come next. */
  next: number | undefined;
}

export const emptyMemory = (): Memory => ({
  edits: new Map(),
  ring: emptyRing,
  lastSearch: undefined,
  lastAsked: undefined,
  macro: [],
  foundNothing: false,
  recording: undefined,
  vi: emptyViMemory,
  next: undefined,
});

export const EDIT: Mode = { kind: 'edit' };

/** The map that a line begins with. */
export const mapOf = (variables: Variables): MapName =>
  variables.get('editing-mode') === 'vi' ? 'vi-insert' : 'emacs';

export interface Beginning {
  readonly initial?: string | undefined;
  readonly variables?: Variables;
}

export function begin(
  history: readonly Entry[],
  memory: Memory,
  { initial = '', variables = defaultVariables() }: Beginning = {},
): EditState {
  const { edits, ring, lastSearch, lastAsked, foundNothing, macro, recording, next, vi } = memory;
  const state: EditState = {
    line: lineOf(initial),
    mode: EDIT,
    history,
    at: history.length,
    fresh: emptyLine,
    edits,
    ring,
    lastSearch,
    lastAsked,
    foundNothing,
    last: OTHER,
    deed: OTHER,
    recording,
    macro,
    keymap: mapOf(variables),
    variables,
    vi: { ...vi, marks: new Map(), inserting: { steps: 0, before: undefined }, commanded: false },
    overwrite: false,
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
  const keeps = isOn(state.variables, 'history-preserve-point');
  const end = state.keymap === 'vi-command' ? 0 : line.chars.length;
  const there = moveTo(line, keeps ? state.line.point : end);
  const mark = there.point === there.chars.length ? 0 : there.chars.length;
  return { ...stashed, at, line: state.keymap === 'emacs' ? { ...there, mark } : there };
}

/** The changes of the line that was accepted do not stay in the history. */
export function forgetEdit(state: EditState): EditState {
  const entry = state.history[state.at];
  if (entry === undefined || !state.edits.has(entry)) return state;
  const edits = new Map(state.edits);
  edits.delete(entry);
  return { ...state, edits };
}
