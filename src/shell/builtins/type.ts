/** type, and `command -v`: what a name would run. Authority: bash(1). */

import { quoteSingle } from '../expand/quote.ts';
import { searchPath } from '../files.ts';
import { complain, print } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { printFunction } from '../syntax/print.ts';
import { reservedWord } from '../syntax/tokens.ts';
import { parseOptions } from './options.ts';
import { builtinTable } from './table.ts';

export interface Wish {
  /** `type`; `type -t`; `type -p`; `command -v`. */
  readonly how: 'sentence' | 'word' | 'path' | 'reusable';
  /** `-a`: everything by that name. */
  readonly all: boolean;
  /** Not with `type -f`. */
  readonly functions: boolean;
  /** `type -P`: only along PATH. */
  readonly onlyPath?: boolean;
  /** Where to look, if not along PATH. */
  readonly path?: string;
}

/** One way in which a name can be run: as a sentence, as a word, and as something to type. */
interface Meaning {
  readonly sentence: string;
  readonly word: string;
  readonly reusable: string;
  readonly path?: string;
}

function inShell(sh: Shell, name: string, functions: boolean): Meaning[] {
  const { state } = sh;
  const found: Meaning[] = [];
  const alias = state.shopt.expand_aliases ? state.aliases.get(name) : undefined;
  if (alias !== undefined) {
    const reusable = `alias ${name}=${quoteSingle(alias)}`;
    found.push({ sentence: `${name} is aliased to \`${alias}'`, word: 'alias', reusable });
  }
  if (reservedWord(name) !== undefined) {
    found.push({ sentence: `${name} is a shell keyword`, word: 'keyword', reusable: name });
  }
  const body = functions ? state.functions.get(name)?.body : undefined;
  if (body) {
    const sentence = `${name} is a function\n${printFunction(name, body)}`;
    found.push({ sentence, word: 'function', reusable: name });
  }
  const builtin = state.disabledBuiltins.has(name) ? undefined : builtinTable.get(name);
  if (builtin) {
    const special = builtin.special && state.options.posix ? 'special ' : '';
    found.push({ sentence: `${name} is a ${special}shell builtin`, word: 'builtin', reusable: name });
  }
  return found;
}

const file = (name: string, path: string, hashed: boolean): Meaning => ({
  sentence: hashed ? `${name} is hashed (${path})` : `${name} is ${path}`,
  word: 'file',
  reusable: path,
  path,
});

function* onDisk(sh: Shell, name: string, all: boolean, along?: string): Doing<Meaning[]> {
  const hashed = all || along ? undefined : sh.state.hashed.get(name);
  if (hashed) return [file(name, hashed.path, true)];
  if (name.includes('/')) {
    const runnable = yield* sh.sys.access(name, 1);
    return runnable === 0 ? [file(name, name, false)] : [];
  }
  return (yield* searchPath(sh, name, along, all)).map((path) => file(name, path, false));
}

/** Prints what `name` is; 1 where it is nothing, or cannot be printed. */
export function* describe(sh: Shell, caller: string, name: string, wish: Wish): Doing<number> {
  const { how, all, functions, onlyPath } = wish;
  let found = onlyPath ? [] : inShell(sh, name, functions);
  if (found.length === 0 || all) found = [...found, ...(yield* onDisk(sh, name, all, wish.path))];
  if (!all) found = found.slice(0, 1);
  if (found.length === 0) {
    if (how === 'sentence') yield* complain(sh, `${caller}: ${name}: not found`);
    return 1;
  }
  let status = 0;
  for (const meaning of found) {
    const text = how === 'path' ? meaning.path : meaning[how];
    if (text !== undefined) status = Math.max(status, yield* print(sh, caller, `${text}\n`));
  }
  return status;
}

export const type: Builtin = {
  name: 'type',
  usage: 'type [-afptP] name [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, type, args, 'afptP');
    if (!options) return 2;
    const { rest, given } = options;
    const onlyPath = given.has('P');
    const how = given.has('t') ? 'word' : given.has('p') || onlyPath ? 'path' : 'sentence';
    const wish: Wish = { how, all: given.has('a'), functions: !given.has('f'), onlyPath };
    let status = 0;
    for (const name of rest) status = Math.max(status, yield* describe(sh, 'type', name, wish));
    return status;
  },
};
