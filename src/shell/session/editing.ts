/**
 * What the line editor asks of the shell: commands of `bind -x`, expansions of the line, the init file once more.
 * Authority: bash(1), READLINE; bashline.c of bash 5.2.
 */
import type { Host, TextAndPoint } from '../edit/index.ts';
import type { Readline } from '../edit/readline.ts';
import type { Expansion } from '../edit/state.ts';
import { listed } from '../edit/variables.ts';
import { ExpansionError } from '../expand/error.ts';
import { expandWords } from '../expand/expand.ts';
import { quoteWithBackslashes } from '../expand/quote.ts';
import { readHomes } from '../files.ts';
import { expandWith } from '../history/read.ts';
import { functionBindings, macroBindings } from '../key-lists.ts';
import { printError } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { correctPath } from '../spelling.ts';
import { parseScript } from '../syntax/parse.ts';
import { assign, getValue, unsetVariable } from '../variables/variables.ts';
import { BASH_VERSION } from './initialise.ts';
import { noteEditingMode, readInitFiles } from './readline.ts';

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

function* withHistory(sh: Shell, text: string): Doing<string> {
  const expansion = expandWith(sh, text, '');
  if (expansion.kind === 'error') {
    yield* printError(sh, `bash: ${expansion.message}\n`);
    return text;
  }
  return expansion.kind === 'same' ? text : expansion.text;
}

/** The words of a simple command, expanded as for running it; patterns stay. */
function* asShellDoes(sh: Shell, text: string): Doing<string> {
  const line = withAlias(sh, yield* withHistory(sh, text));
  const { commands, error } = parseScript(line);
  const [item] = commands[0]?.list.items ?? [];
  const command = item?.chain.first.stages[0];
  if (error || command?.kind !== 'simple') return line;
  const { noglob } = sh.state.options;
  sh.state.options.noglob = true;
  try {
    return (yield* expandWords(command.words, sh.env)).join(' ');
  } finally {
    sh.state.options.noglob = noglob;
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

function* tilde({ state, sys }: Shell, word: string): Doing<string> {
  if (state.homes.size === 0) state.homes = yield* readHomes(sys);
  const [, name, rest = ''] = /^~([^/]*)(.*)$/s.exec(word) ?? [];
  if (name === undefined) return word;
  const home = name === '' ? getValue(state, 'HOME') : state.homes.get(name);
  return home === undefined ? word : home + rest;
}

function* globbed(sh: Shell, word: string): Doing<string | undefined> {
  const { commands } = parseScript(`: ${word}`);
  const [item] = commands[0]?.list.items ?? [];
  const command = item?.chain.first.stages[0];
  if (command?.kind !== 'simple') return undefined;
  const found = (yield* expandWords(command.words, sh.env)).slice(1);
  return found.length === 1 && found[0] === word
    ? undefined
    : found.map((name) => `${quoteWithBackslashes(name)} `).join('');
}

function* expand(sh: Shell, what: Expansion, line: TextAndPoint): Doing<TextAndPoint | undefined> {
  const whole = (text: string): TextAndPoint => ({ text, point: text.length });
  const { from, to } = wordAt(line);
  switch (what) {
    case 'alias':
      return whole(withAlias(sh, line.text));
    case 'history':
      return whole(yield* withHistory(sh, line.text));
    case 'history-and-alias':
      return whole(withAlias(sh, yield* withHistory(sh, line.text)));
    case 'shell':
      return whole(yield* asShellDoes(sh, line.text));
    case 'tilde':
      return replaced(line, from, to, yield* tilde(sh, line.text.slice(from, to)));
    case 'spelling': {
      const word = line.text.slice(from, to);
      const corrected = yield* correctPath(sh.sys, word);
      return corrected === undefined ? undefined : replaced(line, from, to, corrected);
    }
    case 'glob': {
      const words = yield* globbed(sh, line.text.slice(from, line.point));
      return words === undefined ? undefined : replaced(line, from, line.point, words);
    }
    default:
      return what satisfies never;
  }
}

/** An expansion that fails leaves the line as it is. */
function* expandOrLeave(sh: Shell, what: Expansion, line: TextAndPoint): Doing<TextAndPoint | undefined> {
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
