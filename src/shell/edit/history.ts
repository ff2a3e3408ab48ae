/**
 * The list of earlier command lines. The shell adds to it; the editor walks and searches it.
 * Leaves out the history file and `!` expansion, which are the shell's.
 * Authority: bash(1) HISTORY (HISTSIZE, HISTCONTROL).
 */

export interface Entry {
  readonly text: string;
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
}

export const createHistory = (options: Partial<HistoryOptions> = {}): History => ({
  entries: [],
  dropped: 0,
  options: { ignoreDuplicates: false, ignoreSpace: false, eraseDuplicates: false, size: 500, ...options },
});

/** Adds a line unless the options keep it out; answers whether it was added. */
export function addToHistory(history: History, text: string): boolean {
  const { ignoreDuplicates, ignoreSpace, eraseDuplicates, size } = history.options;
  if (text === '' || size <= 0) return false;
  if (ignoreSpace && text.startsWith(' ')) return false;
  if (ignoreDuplicates && history.entries.at(-1)?.text === text) return false;
  const kept = eraseDuplicates ? history.entries.filter((entry) => entry.text !== text) : history.entries;
  const all = [...kept, { text }];
  const excess = Math.max(0, all.length - size);
  history.entries = all.slice(excess);
  history.dropped += excess;
  return true;
}

export function clearHistory(history: History): void {
  history.entries = [];
  history.dropped = 0;
}
