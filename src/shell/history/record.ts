/**
 * Which lines go into the history, and as what: HISTCONTROL, HISTIGNORE, HISTSIZE, and `shopt cmdhist` and `lithist`,
 * by which the lines of one command become one entry. Authority: bash(1), HISTORY and Shell Variables.
 */
import { addToHistory, replaceLast, stifle } from '../edit/index.ts';
import { compilePattern } from '../expand/pattern.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { historyEntry } from './entry.ts';

const US_PER_SECOND = 1e6;

/** What a number in HISTSIZE or HISTFILESIZE allows; undefined where it says nothing. */
export function limitOf(sh: Shell, name: string): number | undefined {
  const text = getValue(sh.state, name)?.trim();
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  return Number(text) < 0 ? Number.POSITIVE_INFINITY : Number(text);
}

/** Takes over what the variables say. */
export function readRules(sh: Shell): void {
  const { history } = sh.state;
  const control = (getValue(sh.state, 'HISTCONTROL') ?? '').split(':');
  const both = control.includes('ignoreboth');
  history.options.ignoreSpace = both || control.includes('ignorespace');
  history.options.ignoreDuplicates = both || control.includes('ignoredups');
  history.options.eraseDuplicates = control.includes('erasedups');
  stifle(history, limitOf(sh, 'HISTSIZE') ?? Number.POSITIVE_INFINITY);
}

function isIgnored(sh: Shell, line: string): boolean {
  const ignored = getValue(sh.state, 'HISTIGNORE');
  if (!ignored) return false;
  const previous = sh.state.history.entries.at(-1)?.text ?? '';
  return ignored.split(/(?<!\\):/).some((pattern) => {
    const filled = pattern.replace(/\\&|&/g, (token) => (token === '&' ? previous.replace(/[\\*?[\]]/g, '\\$&') : '&'));
    return compilePattern(filled, { extglob: true }).matches(line);
  });
}

/** Adds a line unless the variables keep it out. Answers whether it is in. */
export function* add(sh: Shell, line: string): Doing<boolean> {
  readRules(sh);
  if (isIgnored(sh, line)) return false;
  const { origin, options } = sh.state;
  const stamped = origin.interactive || options.histexpand || getValue(sh.state, 'HISTTIMEFORMAT') !== undefined;
  const seconds = stamped ? Math.floor((yield* sh.sys.clock_gettime()) / US_PER_SECOND) : undefined;
  return addToHistory(sh.state.history, line, seconds);
}

/** The lines of the command that is being read, as far as the history knows them. */
export interface Recorder {
  lines: string[];
  /** Its first line was let in; the others follow it. */
  saved: boolean;
}

export const newRecorder = (): Recorder => ({ lines: [], saved: false });

/** A line was read; `first` when it begins a command. */
export function* record(sh: Shell, recorder: Recorder, line: string, first: boolean): Doing<void> {
  const { history, shopt } = sh.state;
  history.lastAdded = false;
  if (first) {
    recorder.lines = [line];
    recorder.saved = yield* add(sh, line);
    return;
  }
  if (!recorder.saved) return;
  recorder.lines.push(line);
  if (shopt.cmdhist) {
    replaceLast(history, shopt.lithist ? recorder.lines.join('\n') : historyEntry(recorder.lines.join('\n')));
    history.lastAdded = true;
  } else yield* add(sh, line);
}
