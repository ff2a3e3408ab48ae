/** hash: remembered places of commands. Authority: bash(1). */
import { findProgram } from '../files.ts';
import { complain, print } from '../output.ts';
import { isRefused } from '../restricted.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { COMMAND_BUCKETS, hashOrder } from '../variables/hash-order.ts';
import { parseOptions } from './options.ts';
import { builtinTable } from './table.ts';

function* list(sh: Shell, reusable: boolean): Doing<number> {
  const { hashed } = sh.state;
  if (hashed.size === 0) return yield* print(sh, 'hash', reusable ? '' : 'hash: hash table empty\n');
  let text = reusable ? '' : 'hits\tcommand\n';
  for (const name of hashOrder([...hashed.keys()], COMMAND_BUCKETS)) {
    const { path = '', hits = 0 } = hashed.get(name) ?? {};
    text += reusable ? `builtin hash -p ${path} ${name}\n` : `${String(hits).padStart(4)}\t${path}\n`;
  }
  return yield* print(sh, 'hash', text);
}

function* look(sh: Shell, name: string): Doing<number> {
  if (name.includes('/') || builtinTable.has(name) || sh.state.functions.has(name)) return 0;
  sh.state.hashed.delete(name);
  const path = yield* findProgram(sh, name);
  if (path === undefined) {
    yield* complain(sh, `hash: ${name}: not found`);
    return 1;
  }
  const entry = sh.state.hashed.get(name);
  if (entry) entry.hits = 0;
  return 0;
}

function* tell(sh: Shell, names: readonly string[]): Doing<number> {
  let status = 0;
  for (const name of names) {
    const entry = sh.state.hashed.get(name);
    if (!entry) {
      yield* complain(sh, `hash: ${name}: not found`);
      status = 1;
    } else yield* print(sh, 'hash', names.length > 1 ? `${name}\t${entry.path}\n` : `${entry.path}\n`);
  }
  return status;
}

export const hash: Builtin = {
  name: 'hash',
  usage: 'hash [-lr] [-p pathname] [-dt] [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, hash, args, 'lrp:dt');
    if (!options) return 2;
    const { rest, given } = options;
    const { hashed } = sh.state;
    if (!sh.state.options.hashall) {
      yield* complain(sh, 'hash: hashing disabled');
      return 1;
    }
    if (given.has('r')) hashed.clear();
    const bare = ['t', 'd'].find((letter) => given.has(letter) && rest.length === 0);
    if (bare) {
      yield* complain(sh, `hash: -${bare}: option requires an argument`);
      return 1;
    }
    if (rest.length === 0) return given.has('r') ? 0 : yield* list(sh, given.has('l'));
    if (given.has('t')) return yield* tell(sh, rest);
    let status = 0;
    for (const name of rest) {
      const path = given.get('p');
      if (path?.includes('/') && (yield* isRefused(sh, `hash: ${path}`))) status = 1;
      else if (path !== undefined) hashed.set(name, { path, hits: 0 });
      else if (given.has('d')) {
        if (hashed.size === 0 || hashed.delete(name)) continue;
        yield* complain(sh, `hash: ${name}: not found`);
        status = 1;
      } else status = Math.max(status, yield* look(sh, name));
    }
    return status;
  },
};
