/**
 * bind: what readline does with keys, and its variables: shown, asked for, changed.
 * Authority: bash(1); builtins/bind.def of bash 5.2 for the order in which options are obeyed.
 */
import { isFailure, strerror } from '../../kernel/errno.ts';
import { commandNames, isCommandName, SAME } from '../edit/functions.ts';
import type { Keymap } from '../edit/keymap.ts';
import { bytesOf } from '../edit/keyseq.ts';
import {
  bindKeys,
  currentMap,
  type MapChoice,
  mapBehind,
  mapNamed,
  obeyLine,
  type Readline,
} from '../edit/readline.ts';
import { listed } from '../edit/variables.ts';
import {
  boundTexts,
  functionBindings,
  functionLines,
  inShort,
  keysOf,
  macroBindings,
  macroLines,
} from '../key-lists.ts';
import { complain, print, printError } from '../output.ts';
import { noteEditingMode, obeyFile, readlineOf } from '../session/readline.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

const inQuotes = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** What the options that list something print, in bash's order of them. */
const LISTS: Readonly<Record<string, (readline: Readline, keymap: Keymap) => string[]>> = {
  l: () => [...commandNames],
  p: (_readline, keymap) => ['', ...functionBindings(keymap)],
  P: (_readline, keymap) => ['', ...functionLines(keymap)],
  s: (_readline, keymap) => macroBindings(keymap),
  S: (_readline, keymap) => macroLines(keymap),
  v: ({ variables }) => listed(variables).map(([name, value]) => `set ${name} ${value}`),
  V: ({ variables }) => listed(variables).map(([name, value]) => `${name} is set to \`${value}'`),
};

function* query(sh: Shell, keymap: Keymap, name: string): Doing<number> {
  if (!isCommandName(name)) {
    yield* complain(sh, `bind: \`${name}': unknown function name`);
    return 1;
  }
  const keys = keysOf(keymap, name);
  const text = keys.length === 0 ? 'is not bound to any keys.' : `can be invoked via ${inShort(keys)}`;
  const failed = yield* print(sh, 'bind', `${name} ${text}\n`);
  return failed || (keys.length === 0 ? 1 : 0);
}

function* unbindCommand(sh: Shell, readline: Readline, where: MapChoice, name: string): Doing<number> {
  if (!isCommandName(name)) {
    yield* complain(sh, `bind: \`${name}': unknown function name`);
    return 1;
  }
  const wanted = SAME.get(name) ?? name;
  for (const [keys, binding] of mapBehind(readline, where)) {
    if (binding.kind === 'function' && binding.name === wanted) bindKeys(readline, where, keys, undefined);
  }
  return 0;
}

/** `"keys": command`; the command may stand in double quotes. */
function* bindCommand(sh: Shell, readline: Readline, where: MapChoice, text: string): Doing<number> {
  const problem = function* (message: string): Doing<number> {
    yield* complain(sh, `bind: ${message}`);
    return 1;
  };
  const given = text.trimStart();
  if (!given.startsWith('"')) return yield* problem(`${given}: first non-whitespace character is not \`"'`);
  const [, keys, behind = ''] = /^"((?:\\.|[^"\\])*)"(.*)$/s.exec(given) ?? [];
  if (keys === undefined) return yield* problem(`no closing \`"' in ${given}`);
  if (!/^[\s]*:/.test(behind)) return yield* problem(`${given}: missing colon separator`);
  const command = behind.slice(behind.indexOf(':') + 1).trim();
  const unquoted = /^"((?:\\.|[^"\\])*)"?$/s.exec(command)?.[1]?.replaceAll(/\\(.)/gs, '$1') ?? command;
  bindKeys(readline, where, bytesOf(keys), { kind: 'shell', command: unquoted });
  return 0;
}

/** What asks or changes, in bash's order. Answers the status so far. */
function* obey(sh: Shell, readline: Readline, where: MapChoice, given: ReadonlyMap<string, string>): Doing<number> {
  let status = 0;
  const file = given.get('f');
  if (file !== undefined && !(yield* obeyFile(sh, readline, file))) {
    const failure = yield* sh.sys.access(file, 4);
    yield* complain(
      sh,
      `bind: ${file}: cannot read: ${isFailure(failure) ? strerror(failure.errno) : 'Is a directory'}`,
    );
    return 1;
  }
  const asked = given.get('q');
  if (asked !== undefined) status = yield* query(sh, mapBehind(readline, where), asked);
  const name = given.get('u');
  if (name !== undefined) status = yield* unbindCommand(sh, readline, where, name);
  const keys = given.get('r');
  if (keys !== undefined) bindKeys(readline, where, bytesOf(keys), undefined);
  const command = given.get('x');
  if (command !== undefined) status = yield* bindCommand(sh, readline, where, command);
  if (!given.has('X')) return status;
  const commands = boundTexts(mapBehind(readline, where), 'shell');
  return yield* print(sh, 'bind', commands.map(([bound, text]) => `"${bound}": ${inQuotes(text)}\n`).join(''));
}

export const bind: Builtin = {
  name: 'bind',
  usage:
    'bind [-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] [-x keyseq:shell-command] [keyseq:readline-function or readline-command]',
  *run(sh, args) {
    const editing = sh.state.options.emacs || sh.state.options.vi;
    if (!editing) yield* complain(sh, 'bind: warning: line editing not enabled');
    const options = yield* parseOptions(sh, bind, args, 'lvpVPsSXf:q:u:m:r:x:');
    if (!options) return 2;
    const { given, rest } = options;
    const readline = yield* readlineOf(sh);
    const asked = given.get('m');
    const where = asked === undefined ? currentMap(readline) : mapNamed(asked);
    if (where === undefined) {
      yield* complain(sh, `bind: \`${asked}': invalid keymap name`);
      return 1;
    }
    for (const [letter, list] of Object.entries(LISTS)) {
      if (!given.has(letter)) continue;
      const lines = list(readline, mapBehind(readline, where));
      yield* print(sh, 'bind', lines.map((line) => `${line}\n`).join(''));
    }
    const status = yield* obey(sh, readline, where, given);
    for (const line of rest) {
      const problem = obeyLine(readline, line, asked === undefined ? undefined : where);
      if (problem !== undefined) yield* printError(sh, `readline: ${problem}\n`);
    }
    noteEditingMode(sh, readline);
    return status;
  },
};
