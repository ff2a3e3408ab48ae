/** fc: lists earlier commands, runs one again, or has them edited first. Authority: bash(1). */
import { decode, encode } from '../../bytes.ts';
import { O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { append, removeLastAdded } from '../edit/index.ts';
import { readFile } from '../files.ts';
import { historyEntry } from '../history/entry.ts';
import { add } from '../history/record.ts';
import { complain, print, printError, writeAll } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { readScript } from '../syntax/parse.ts';
import { getValue } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const DEFAULT_COUNT = 16;

/** The last entry before the `fc` itself. */
const lastIndex = ({ state }: Shell): number => state.history.entries.length - 1 - (state.history.lastAdded ? 1 : 0);

/** Which entry a word means; undefined for none. A number beyond the last one is `beyond`. */
function find(sh: Shell, word: string | undefined, lists: boolean, beyond: number): number | 'range' | undefined {
  const { entries, dropped } = sh.state.history;
  const last = lastIndex(sh);
  if (last < 0) return undefined;
  if (word === undefined) return last;
  const number = /^(-?)(\d+)/.exec(word);
  if (!number) {
    const at = entries.slice(0, last + 1).findLastIndex(({ text }) => text.startsWith(word));
    return at < 0 ? undefined : at;
  }
  const value = Number(number[2]);
  if (value === 0) return number[1] ? (lists ? entries.length - 1 : 'range') : last;
  if (number[1]) return Math.max(0, last + 1 - value);
  return value - dropped - 1 > last ? beyond : value - dropped - 1;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function* rangeOf(sh: Shell, [first, second]: readonly string[], lists: boolean): Doing<Range | undefined> {
  const last = lastIndex(sh);
  const standard = { from: lists ? Math.max(0, last - DEFAULT_COUNT + 1) : last, to: last };
  if (first === undefined && last >= 0) return standard;
  const from = find(sh, first, lists, lists ? 0 : last);
  const to =
    second === undefined
      ? lists && from !== 'range'
        ? Math.max(last, from ?? 0)
        : from
      : find(sh, second, lists, last);
  if (from === 'range' || to === 'range' || (from ?? 0) < 0 || (to ?? 0) < 0) {
    yield* complain(sh, 'fc: history specification out of range');
    return undefined;
  }
  if (from !== undefined && to !== undefined) return { from, to };
  yield* complain(sh, 'fc: no command found');
  return undefined;
}

interface Wish extends Range {
  readonly reverse: boolean;
  readonly numbers: boolean;
}

function* list(sh: Shell, { from, to, reverse, numbers }: Wish): Doing<number> {
  const { entries, dropped } = sh.state.history;
  const [low, high] = from > to ? [to, from] : [from, to];
  const lines = entries.slice(low, high + 1).map((entry, index) => {
    const number = numbers ? String(dropped + low + index + 1) : '';
    return `${number}\t ${entry.text}\n`;
  });
  return yield* print(sh, 'fc', (reverse !== from > to ? lines.reverse() : lines).join(''));
}

/** `fc -s old=new … command`: shown, put in the place of the `fc`, and run. */
function* again(sh: Shell, words: readonly string[]): Doing<number> {
  const changes = words.slice(0, words.findIndex((word) => !word.includes('=')) >>> 0);
  const at = find(sh, words[changes.length], false, lastIndex(sh));
  const entry = typeof at === 'number' ? sh.state.history.entries[at] : undefined;
  if (!entry) {
    yield* complain(sh, 'fc: no command found');
    return 1;
  }
  let { text } = entry;
  for (const change of changes) {
    const equals = change.indexOf('=');
    text = text.replaceAll(change.slice(0, equals), () => change.slice(equals + 1));
  }
  yield* printError(sh, `${text}\n`);
  removeLastAdded(sh.state.history);
  append(sh.state.history, { ...entry, text });
  return yield* sh.interpreter.text(sh, text, { label: 'fc' });
}

/** Each command of the edited file is shown, remembered and run. */
function* runEdited(sh: Shell, text: string): Doing<number> {
  const reader = readScript(text);
  let status = 0;
  for (;;) {
    const item = reader.next();
    if (item === undefined) return status;
    const source = item.kind === 'command' ? item.source : text;
    yield* printError(sh, `${source}\n`);
    yield* add(sh, historyEntry(source));
    status = yield* sh.interpreter.text(sh, source, { label: 'fc' });
    if (item.kind === 'error' || sh.flow) return status;
  }
}

function* edit(sh: Shell, { from, to, reverse }: Wish, editor: string): Doing<number> {
  const { sys, state } = sh;
  const [low, high] = from > to ? [to, from] : [from, to];
  const chosen = state.history.entries.slice(low, high + 1).map(({ text }) => `${text}\n`);
  removeLastAdded(state.history);
  const path = `/tmp/bash-fc.${state.pid}`;
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (isFailure(fd)) return 1;
  yield* writeAll(sys, fd, encode((reverse !== from > to ? chosen.reverse() : chosen).join('')));
  yield* sys.close(fd);
  const status = yield* sh.interpreter.text(sh, `${editor} ${path}`, { label: 'fc' });
  const edited = status === 0 ? yield* readFile(sys, path) : undefined;
  yield* sys.unlink(path);
  if (edited === undefined || isFailure(edited)) return 1;
  return yield* runEdited(sh, decode(edited));
}

export const fc: Builtin = {
  name: 'fc',
  usage: 'fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]',
  *run(sh, args) {
    // -5 is a number, not an option.
    const numbers = args.findIndex((arg) => /^-\d/.test(arg));
    const guarded = numbers < 0 ? args : [...args.slice(0, numbers), '--', ...args.slice(numbers)];
    const options = yield* parseOptions(sh, fc, guarded, 'e:lnrs');
    if (!options) return 2;
    const { rest, given } = options;
    if (given.has('s') || given.get('e') === '-') return yield* again(sh, rest);
    const lists = given.has('l');
    if (sh.state.history.entries.length === 0) return 0;
    const range = yield* rangeOf(sh, rest, lists);
    if (!range) return 1;
    const wish = { ...range, reverse: given.has('r'), numbers: !given.has('n') };
    if (lists) return yield* list(sh, wish);
    const editor = given.get('e') ?? (getValue(sh.state, 'FCEDIT') || getValue(sh.state, 'EDITOR') || 'vi');
    return yield* edit(sh, wish, editor);
  },
};
