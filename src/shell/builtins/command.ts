/** command and builtin: a name without functions, or only as a builtin. Authority: bash(1). */

import { STANDARD_PATH } from '../files.ts';
import { complain } from '../output.ts';
import { isRefused } from '../restricted.ts';
import type { Builtin } from '../shell.ts';
import { noOptions, parseOptions } from './options.ts';
import { builtinTable } from './table.ts';
import { describe } from './type.ts';

export const command: Builtin = {
  name: 'command',
  usage: 'command [-pVv] command [arg ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, command, args, 'pvV');
    if (!options) return 2;
    const { rest, given } = options;
    if (rest.length === 0) return 0;
    if (given.has('p') && (yield* isRefused(sh, 'command: -p'))) return 1;
    if (given.has('v') || given.has('V')) {
      const path = given.has('p') && { path: STANDARD_PATH };
      const how = given.has('V') ? 'sentence' : 'reusable';
      let status = 1;
      for (const name of rest) {
        const one = yield* describe(sh, 'command', name, { how, all: false, functions: true, ...path });
        if (one === 0) status = 0;
      }
      return status;
    }
    return yield* sh.interpreter.words(sh, rest, {
      functions: false,
      builtins: true,
      disk: true,
      defaultPath: given.has('p'),
    });
  },
};

export const builtin: Builtin = {
  name: 'builtin',
  usage: 'builtin [shell-builtin [arg ...]]',
  *run(sh, args) {
    const rest = yield* noOptions(sh, builtin, args);
    if (!rest) return 2;
    const [name] = rest;
    if (name === undefined) return 0;
    if (!builtinTable.has(name)) {
      yield* complain(sh, `builtin: ${name}: not a shell builtin`);
      return 1;
    }
    return yield* sh.interpreter.words(sh, rest, { functions: false, builtins: true, disk: false });
  },
};
