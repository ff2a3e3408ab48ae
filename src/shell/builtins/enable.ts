/** enable: builtins on and off. Leaves out loading of new ones. Authority: bash(1). */
import { complain, print } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { parseOptions } from './options.ts';
import { builtinTable } from './table.ts';

export const enable: Builtin = {
  name: 'enable',
  usage: 'enable [-a] [-dnps] [-f filename] [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, enable, args, 'adnpsf:');
    if (!options) return 2;
    const { rest, given } = options;
    const { disabledBuiltins } = sh.state;
    if (rest.length === 0 || given.has('p')) {
      let text = '';
      for (const [name, { special }] of [...builtinTable].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const off = disabledBuiltins.has(name);
        if (given.has('s') && !special) continue;
        if (given.has('a') || off === given.has('n')) text += `enable ${off ? '-n ' : ''}${name}\n`;
      }
      return yield* print(sh, 'enable', text);
    }
    let status = 0;
    for (const name of rest) {
      if (!builtinTable.has(name)) {
        yield* complain(sh, `enable: ${name}: not a shell builtin`);
        status = 1;
      } else if (given.has('n')) disabledBuiltins.add(name);
      else disabledBuiltins.delete(name);
    }
    return status;
  },
};
