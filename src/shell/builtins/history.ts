/** history: the list of earlier command lines. Leaves out the history file. Authority: bash(1). */
import { addToHistory, clearHistory } from '../edit/index.ts';
import { complain, print } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { integerOf, parseOptions } from './options.ts';

const NUMBER_COLUMNS = 5;

export const history: Builtin = {
  name: 'history',
  usage: 'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, history, args, 'cd:anrwps');
    if (!options) return 2;
    const { rest, given } = options;
    const list = sh.history;
    if (!list) return 0;
    if (given.has('c')) {
      clearHistory(list);
      return 0;
    }
    const offset = given.get('d');
    if (offset !== undefined) {
      const index = Number(offset) - 1 - list.dropped;
      if (!list.entries[index]) {
        yield* complain(sh, `history: ${offset}: history position out of range`);
        return 1;
      }
      list.entries = list.entries.filter((_entry, at) => at !== index);
      return 0;
    }
    if (given.has('s')) {
      addToHistory(list, rest.join(' '));
      return 0;
    }
    const count = rest[0] === undefined ? list.entries.length : integerOf(rest[0]);
    if (count === undefined) {
      yield* complain(sh, `history: ${rest[0]}: numeric argument required`);
      return 1;
    }
    const from = Math.max(0, list.entries.length - count);
    const lines = list.entries
      .slice(from)
      .map(({ text }, index) => `${String(list.dropped + from + index + 1).padStart(NUMBER_COLUMNS)}  ${text}\n`);
    return yield* print(sh, 'history', lines.join(''));
  },
};
