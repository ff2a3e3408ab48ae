/** history: the list of earlier command lines and its file. Authority: bash(1). */
import { isFailure, strerror } from '../../kernel/errno.ts';
import { addToHistory, clearHistory, type Entry, removeEntries, removeLastAdded } from '../edit/index.ts';
import { appendTo, fileOf, readInto, writeAllTo } from '../history/file.ts';
import { expandWith } from '../history/read.ts';
import { readRules } from '../history/record.ts';
import { complain, print } from '../output.ts';
import { isRefused } from '../restricted.ts';
import { formatTime } from '../session/local-time.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { integerOf, parseOptions } from './options.ts';

const NUMBER_COLUMNS = 5;
const US_PER_SECOND = 1e6;

/** When an entry was typed, as HISTTIMEFORMAT wants it. */
function timeOf(sh: Shell, { time }: Entry): string {
  const format = getValue(sh.state, 'HISTTIMEFORMAT');
  if (!format) return '';
  return time === undefined ? '??' : formatTime(sh.state, format, time * US_PER_SECOND);
}

function* refuse(sh: Shell, text: string): Doing<number> {
  yield* complain(sh, `history: ${text}`);
  return 1;
}

function* list(sh: Shell, word: string | undefined): Doing<number> {
  const { entries, dropped } = sh.state.history;
  const count = word === undefined ? entries.length : integerOf(word);
  if (count === undefined) return yield* refuse(sh, `${word}: numeric argument required`);
  const from = Math.max(0, entries.length - Math.abs(count));
  const lines = entries.slice(from).map((entry, index) => {
    const number = String(dropped + from + index + 1).padStart(NUMBER_COLUMNS);
    return `${number}  ${timeOf(sh, entry)}${entry.text}\n`;
  });
  return yield* print(sh, 'history', lines.join(''));
}

/** An index from a number as the user gives it; negative ones count from the end. */
function indexOf(sh: Shell, text: string): number | undefined {
  const { entries, dropped } = sh.state.history;
  const number = integerOf(text);
  if (number === undefined) return undefined;
  const index = text.trim().startsWith('-') ? entries.length + number : number - dropped - 1;
  return index >= 0 && index < entries.length ? index : undefined;
}

function* deleteAt(sh: Shell, offset: string): Doing<number> {
  const range = /^(-?\d+)-(-?\d+)$/.exec(offset);
  const [, first = offset, last = first] = range ?? [];
  if (!range && integerOf(offset) === undefined) return yield* refuse(sh, `${offset}: history position out of range`);
  const from = indexOf(sh, first);
  const to = indexOf(sh, last);
  if (from === undefined || to === undefined) {
    return yield* refuse(sh, `${from === undefined ? first : last}: history position out of range`);
  }
  if (to < from) return 1;
  removeEntries(sh.state.history, from, to - from + 1);
  sh.state.history.lastAdded = false;
  return 0;
}

/** -p: expands each word, and is not kept itself. */
function* showExpanded(sh: Shell, words: readonly string[]): Doing<number> {
  removeLastAdded(sh.state.history);
  let status = 0;
  for (const word of words) {
    const expansion = expandWith(sh, word, '');
    if (expansion.kind === 'error') status = yield* refuse(sh, `${word}: history expansion failed`);
    else yield* print(sh, 'history', `${expansion.kind === 'same' ? word : expansion.text}\n`);
  }
  return status;
}

/** -s: puts a line in instead of its own. */
function store(sh: Shell, words: readonly string[]): number {
  if (words.length === 0) return 0;
  removeLastAdded(sh.state.history);
  readRules(sh);
  addToHistory(sh.state.history, words.join(' '));
  return 0;
}

function* withFile(sh: Shell, letter: string, path: string): Doing<number> {
  const { history } = sh.state;
  if (path === '') return 0;
  const done =
    letter === 'a'
      ? yield* appendTo(sh, path)
      : letter === 'w'
        ? yield* writeAllTo(sh, path)
        : yield* readInto(sh, path, letter === 'n' ? history.inFile : 0);
  if (!isFailure(done)) return 0;
  return letter === 'a' || letter === 'w' ? yield* refuse(sh, `${path}: ${strerror(done.errno)}`) : 1;
}

export const history: Builtin = {
  name: 'history',
  usage: 'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, history, args, 'acd:npsrw');
    if (!options) return 2;
    const { rest, given } = options;
    const files = ['a', 'n', 'r', 'w'].filter((letter) => given.has(letter));
    if (files.length > 1) return yield* refuse(sh, 'cannot use more than one of -anrw');
    if (given.has('c')) {
      clearHistory(sh.state.history);
      if (rest.length === 0) return 0;
    }
    if (given.has('s')) return store(sh, rest);
    if (given.has('p')) return yield* showExpanded(sh, rest);
    const offset = given.get('d');
    if (offset !== undefined) return yield* deleteAt(sh, offset);
    const [letter] = files;
    if (letter === undefined) return yield* list(sh, rest[0]);
    const [file = fileOf(sh)] = rest;
    if (rest[0]?.includes('/') && (yield* isRefused(sh, `history: ${file}`))) return 1;
    return yield* withFile(sh, letter, file);
  },
};
