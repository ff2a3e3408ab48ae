/** enable: builtins on and off. Leaves out loading of new ones. Authority: bash(1). */
import { complain, print } from '../output.ts';
import { isRefused } from '../restricted.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';
import { builtinTable } from './table.ts';

/** There are no shared objects here, and nothing that was loaded. */
function* refuseToLoad(sh: Shell, names: readonly string[], file: string | undefined): Doing<number> {
  const why = `${file}: ${file}: cannot open shared object file: No such file or directory`;
  if (file !== undefined) yield* complain(sh, `enable: cannot open shared object ${why}`);
  for (const name of file === undefined ? names : []) {
    yield* complain(sh, `enable: ${name}: not ${builtinTable.has(name) ? 'dynamically loaded' : 'a shell builtin'}`);
  }
  return 1;
}

export const enable: Builtin = {
  name: 'enable',
  usage: 'enable [-a] [-dnps] [-f filename] [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, enable, args, 'adnpsf:');
    if (!options) return 2;
    const { rest, given } = options;
    const { disabledBuiltins } = sh.state;
    const loads = given.has('f') || given.has('d');
    if (loads && (yield* isRefused(sh, 'enable'))) return 1;
    if (rest.length === 0 || given.has('p')) {
      let text = '';
      for (const [name, { special }] of [...builtinTable].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const off = disabledBuiltins.has(name);
        if (given.has('s') && !special) continue;
        if (given.has('a') || off === given.has('n')) text += `enable ${off ? '-n ' : ''}${name}\n`;
      }
      return yield* print(sh, 'enable', text);
    }
    if (loads) return yield* refuseToLoad(sh, rest, given.get('f'));
    let status = 0;
    for (const name of rest) {
      if (!builtinTable.has(name)) {
        yield* complain(sh, `enable: ${name}: not a shell builtin`);
        status = 1;
      } else if (given.has('n')) disabledBuiltins.add(name);
      else if (!disabledBuiltins.has(name)) continue;
      else if (yield* isRefused(sh, 'enable')) status = 1;
      else disabledBuiltins.delete(name);
    }
    return status;
  },
};
