/**
 * The list of earlier command lines. The shell adds to it; the editor walks and searches it.
 * The history file and `!` expansion are the shell's: see ../history.
 * Authority: bash(1) HISTORY (HISTSIZE, HISTCONTROL).
 */

export interface Entry {
  readonly text: string;
  /** When it was typed, in seconds since the epoch. */
  readonly time?: number;
}

export interface HistoryOptions {
  /** HISTCONTROL=ignoredups: a line equal to the last one is not added. */
  ignoreDuplicates: boolean;
  /** HISTCONTROL=ignorespace: a line that begins with a space is not added. */
  ignoreSpace: boolean;
  /** HISTCONTROL=erasedups: adding a line removes the earlier ones that are equal. */
  eraseDuplicates: boolean;
  /** HISTSIZE: the oldest are dropped. */
  size: number;
}

export interface History {
  entries: readonly Entry[];
  /** How many entries were dropped from the front: the number of the first one, less one. */
  dropped: number;
  readonly options: HistoryOptions;
  /** Entries that the history file does not have yet. */
  unsaved: number;
  /** Entries that the history file had when it was last read or written. */
  inFile: number;
  /** The line being run is in it: `history -p` and `fc` take it out again. */
  lastAdded: boolean;
}

export const createHistory = (options: Partial<HistoryOptions> = {}): History => ({
  entries: [],
  dropped: 0,
  options: { ignoreDuplicates: false, ignoreSpace: false, eraseDuplicates: false, size: 500, ...options },
  unsaved: 0,
  inFile: 0,
  lastAdded: false,
});

/** Adds a line unless the options keep it out; answers whether it was added. */
export function addToHistory(history: History, text: string, time?: number): boolean {
  const { ignoreDuplicates, ignoreSpace, eraseDuplicates } = history.options;
  if (text === '') return false;
  if (ignoreSpace && text.startsWith(' ')) return false;
  if (ignoreDuplicates && history.entries.at(-1)?.text === text) return false;
  if (eraseDuplicates) history.entries = history.entries.filter((entry) => entry.text !== text);
  append(history, { text, ...(time !== undefined && { time }) });
  history.lastAdded = true;
  return true;
}

/** Adds an entry whatever the options say of it. */
export function append(history: History, entry: Entry): void {
  if (history.options.size <= 0) return;
  history.entries = [...history.entries, entry];
  history.unsaved++;
  if (history.entries.length <= history.options.size) return;
  history.entries = history.entries.slice(1);
  history.dropped++;
}

/** HISTSIZE has changed: drops the oldest. readline's numbers then begin at how many went, not at one more. */
export function stifle(history: History, size: number): void {
  history.options.size = size;
  const excess = history.entries.length - size;
  if (excess <= 0) return;
  history.entries = history.entries.slice(excess);
  history.dropped = excess - 1;
}

/** Gives the last entry another text. */
export function replaceLast(history: History, text: string): void {
  const last = history.entries.at(-1);
  if (last) history.entries = history.entries.with(-1, { ...last, text });
}

/** Takes entries out, by their index. */
export function removeEntries(history: History, from: number, count: number): void {
  history.entries = history.entries.filter((_entry, at) => at < from || at >= from + count);
  history.unsaved = Math.max(0, history.unsaved - count);
}

/** Takes out the line being run. */
export function removeLastAdded(history: History): void {
  if (history.lastAdded) removeEntries(history, history.entries.length - 1, 1);
  history.lastAdded = false;
}

export function clearHistory(history: History): void {
  history.entries = [];
  history.dropped = 0;
  history.unsaved = 0;
  history.lastAdded = false;
}
