/** alias and unalias. Authority: bash(1), ALIASES. */
import { quoteSingle } from '../expand/quote.ts';
import { complain, print, printUsage } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { isAliasName } from '../syntax/aliases.ts';
import { parseOptions } from './options.ts';

const line = (name: string, value: string): string =>
  `alias ${name.startsWith('-') ? '-- ' : ''}${name}=${quoteSingle(value)}\n`;

export const alias: Builtin = {
  name: 'alias',
  usage: 'alias [-p] [name[=value] ... ]',
  declares: true,
  *run(sh, args) {
    const options = yield* parseOptions(sh, alias, args, 'p');
    if (!options) return 2;
    const { aliases } = sh.state;
    const { rest, given } = options;
    if (rest.length === 0 || given.has('p')) {
      const sorted = [...aliases].sort(([a], [b]) => (a < b ? -1 : 1));
      const status = yield* print(sh, 'alias', sorted.map(([name, value]) => line(name, value)).join(''));
      // With -p and nothing to list the rest is not looked at.
      if (rest.length === 0 || aliases.size === 0) return status;
    }
    let status = 0;
    for (const word of rest) {
      const equals = word.indexOf('=');
      if (equals > 0) {
        const name = word.slice(0, equals);
        if (!isAliasName(name)) {
          yield* complain(sh, `alias: \`${name}': invalid alias name`);
          status = 1;
        } else aliases.set(name, word.slice(equals + 1));
        continue;
      }
      const value = aliases.get(word);
      if (value !== undefined) yield* print(sh, 'alias', line(word, value));
      else {
        yield* complain(sh, `alias: ${word}: not found`);
        status = 1;
      }
    }
    return status;
  },
};

export const unalias: Builtin = {
  name: 'unalias',
  usage: 'unalias [-a] name [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, unalias, args, 'a');
    if (!options) return 2;
    const { aliases } = sh.state;
    if (options.given.has('a')) {
      aliases.clear();
      return 0;
    }
    if (options.rest.length === 0) return yield* printUsage(sh, unalias);
    let status = 0;
    for (const name of options.rest) {
      if (aliases.delete(name)) continue;
      yield* complain(sh, `unalias: ${name}: not found`);
      status = 1;
    }
    return status;
  },
};
