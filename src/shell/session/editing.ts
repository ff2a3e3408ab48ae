/**
 * What the line editor asks of the shell: commands of `bind -x`, expansions of the line, the init file once more.
 * Authority: bash(1), READLINE; bashline.c of bash 5.2.
 */
import type { Expanded, Host, TextAndPoint } from '../edit/index.ts';
import type { Readline } from '../edit/readline.ts';
import type { Expansion } from '../edit/state.ts';
import { listed } from '../edit/variables.ts';
import { wordEnd } from '../edit/words.ts';
import { ExpansionError } from '../expand/error.ts';
import { expandOne } from '../expand/expand.ts';
import { readHomes } from '../files.ts';
import { expandWith } from '../history/read.ts';
import { functionBindings, macroBindings } from '../key-lists.ts';
import type { Doing, Shell } from '../shell.ts';
import { correctPath } from '../spelling.ts';
import { SyntaxFailure } from '../syntax/failure.ts';
import { assign, getValue, unsetVariable } from '../variables/variables.ts';
import { BASH_VERSION } from './initialise.ts';
import { noteEditingMode, readInitFiles } from './readline.ts';
import { parsePlain } from './text-word.ts';

const VARIABLES = ['READLINE_LINE', 'READLINE_POINT', 'READLINE_MARK'] as const;

/** The line is in READLINE_LINE while a command of `bind -x` runs, and is what that holds behind it. */
function* runBound(sh: Shell, command: string, { text, point }: TextAndPoint): Doing<TextAndPoint> {
  const { state } = sh;
  const { status, pipeStatus } = state;
  const [lineName, pointName, markName] = VARIABLES;
  assign(sh, lineName, text);
  assign(sh, pointName, String(point));
  assign(sh, markName, '0');
  yield* sh.interpreter.text(sh, command, { line: 1 });
  Object.assign(state, { status, pipeStatus });
  const after = getValue(state, lineName) ?? text;
  const asked = Number.parseInt(getValue(state, pointName) ?? '', 10);
  for (const name of VARIABLES) unsetVariable(sh.state, name);
  return { text: after, point: Math.max(0, Math.min(Number.isNaN(asked) ? point : asked, after.length)) };
}

/** The first word as an alias has it. */
function withAlias({ state }: Shell, text: string): string {
  const [, blanks = '', name = ''] = /^(\s*)(\S+)/.exec(text) ?? [];
  const value = state.aliases.get(name);
  return value === undefined ? text : `${blanks}${value}${text.slice(blanks.length + name.length)}`;
}

/** The line with its history expansions, or what bash says of one that fails. */
function withHistory(sh: Shell, text: string): { readonly text: string } | { readonly problem: string } {
  const expansion = expandWith(sh, text, '');
  if (expansion.kind === 'error') return { problem: `bash: ${expansion.message}\n` };
  return { text: expansion.kind === 'same' ? text : expansion.text };
}

function* learnHomes({ state, sys }: Shell): Doing<void> {
  if (state.homes.size === 0) state.homes = yield* readHomes(sys);
}

/** The whole line expanded as one word; patterns and braces stay. */
function* asShellDoes(sh: Shell, text: string): Doing<string> {
  const past = withHistory(sh, text);
  const line = withAlias(sh, 'text' in past ? past.text : text);
  const { options } = sh.state;
  yield* learnHomes(sh);
  const { noglob, braceexpand } = options;
  Object.assign(options, { noglob: true, braceexpand: false });
  try {
    return (yield* expandOne(parsePlain(line, 1), sh.env)).join(' ');
  } catch (thrown) {
    if (thrown instanceof SyntaxFailure) return line;
    throw thrown;
  } finally {
    Object.assign(options, { noglob, braceexpand });
  }
}

/** The blank-separated word that the cursor is on or behind. */
function wordAt({ text, point }: TextAndPoint): { from: number; to: number } {
  let from = point;
  while (from > 0 && !/\s/.test(text.charAt(from - 1))) from--;
  let to = point;
  while (to < text.length && !/\s/.test(text.charAt(to))) to++;
  return { from, to };
}

const replaced = ({ text }: TextAndPoint, from: number, to: number, by: string): TextAndPoint => ({
  text: text.slice(0, from) + by + text.slice(to),
  point: from + by.length,
});

function* tilde(sh: Shell, word: string): Doing<string> {
  const { state } = sh;
  yield* learnHomes(sh);
  const [, name, rest = ''] = /^~([^/]*)(.*)$/s.exec(word) ?? [];
  if (name === undefined) return word;
  const own = getValue(state, 'HOME') ?? state.homes.get(`#${getValue(state, 'EUID')}`);
  const home = name === '' ? own : state.homes.get(name);
  return home === undefined ? word : home + rest;
}

/** The word that a tilde may begin: back from the cursor to a blank or to a tilde, forward to a blank. */
function tildeWord({ text, point }: TextAndPoint): { from: number; to: number } {
  let from = Math.max(point - 1, 0);
  if (text.charAt(from) !== '~') while (from > 0 && !/[ \t]/.test(text.charAt(from - 1))) from--;
  let to = Math.min(from + 1, text.length);
  while (to < text.length && !/[ \t]/.test(text.charAt(to))) to++;
  return { from, to };
}

/** The cursor stays at the end, or goes on to the end of the word that is where it was. */
function settled(line: TextAndPoint, text: string): TextAndPoint {
  const end = text.length;
  if (line.point === line.text.length || line.point >= end) return { text, point: end };
  if (/[ \t]/.test(text.charAt(line.point))) return { text, point: line.point };
  const before = Array.from(text.slice(0, line.point)).length;
  const chars = Array.from(text);
  return { text, point: chars.slice(0, wordEnd(chars, before)).join('').length };
}

function* expand(sh: Shell, what: Expansion, line: TextAndPoint): Doing<Expanded> {
  const { from, to } = wordAt(line);
  switch (what) {
    case 'alias':
      return settled(line, withAlias(sh, line.text));
    case 'history':
    case 'history-and-alias': {
      const expanded = withHistory(sh, line.text);
      if ('problem' in expanded) return expanded;
      return settled(line, what === 'history' ? expanded.text : withAlias(sh, expanded.text));
    }
    case 'shell':
      return settled(line, yield* asShellDoes(sh, line.text));
    case 'tilde': {
      const word = tildeWord(line);
      const text = line.text.slice(word.from, word.to);
      return text.startsWith('~') ? replaced(line, word.from, word.to, yield* tilde(sh, text)) : line;
    }
    case 'spelling': {
      const word = line.text.slice(from, to);
      const corrected = yield* correctPath(sh.sys, word);
      return corrected === undefined ? undefined : replaced(line, from, to, corrected);
    }
    default:
      return what satisfies never;
  }
}

/** An expansion that fails leaves the line as it is. */
function* expandOrLeave(sh: Shell, what: Expansion, line: TextAndPoint): Doing<Expanded> {
  try {
    return yield* expand(sh, what, line);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    return undefined;
  }
}

export function hostOf(sh: Shell, readline: Readline): Host {
  return {
    run: (command, line) => runBound(sh, command, line),
    expand: (what, line) => expandOrLeave(sh, what, line),
    reRead: () => readInitFiles(sh, readline),
    modeChanged: () => noteEditingMode(sh, readline),
    describe: (what) => {
      const lines = {
        functions: () => ['', ...functionBindings(readline.keymaps.emacs)],
        macros: () => macroBindings(readline.keymaps.emacs),
        variables: () => listed(readline.variables).map(([name, value]) => `${name} is set to \`${value}'`),
        version: () => [`GNU bash, version ${BASH_VERSION} (x86_64-pc-linux-gnu)`],
      };
      return lines[what]()
        .map((line) => `${line}\n`)
        .join('');
    },
  };
}
