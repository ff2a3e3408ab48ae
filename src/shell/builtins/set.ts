/** set: options and positional parameters. Authority: bash(1). */

import { setEditingMode } from '../edit/readline.ts';
import { loadHistory } from '../history/file.ts';
import { isSetOption, optionOfLetter, SET_OPTIONS, type SetOption } from '../options.ts';
import { complain, print, usageError } from '../output.ts';
import { restrict } from '../restricted.ts';
import { ignoreJobSignals } from '../run/signals.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { printFunction } from '../syntax/print.ts';
import { setLine, sortedVariables } from '../variables/show-variable.ts';

/** Sets an option and does what goes with it. */
export function* setOption(sh: Shell, name: SetOption, on: boolean): Doing<void> {
  const { state } = sh;
  state.options[name] = on;
  if (name === 'emacs' && on) state.options.vi = false;
  if (name === 'vi' && on) state.options.emacs = false;
  if ((name === 'emacs' || name === 'vi') && on && state.readline) setEditingMode(state.readline, name);
  if (name === 'history' && on && sh.state.history.entries.length === 0) yield* loadHistory(sh);
  if (name !== 'monitor') return;
  state.jobControl = on;
  if (state.origin.interactive) yield* ignoreJobSignals(sh, on);
}

function* listOptions(sh: Shell, reusable: boolean): Doing<number> {
  const { options } = sh.state;
  const lines = SET_OPTIONS.map((name) =>
    reusable ? `set ${options[name] ? '-' : '+'}o ${name}\n` : `${name.padEnd(15)}\t${options[name] ? 'on' : 'off'}\n`,
  );
  return yield* print(sh, 'set', lines.join(''));
}

function* listVariables(sh: Shell): Doing<number> {
  const { state } = sh;
  const lines: string[] = [];
  for (const [name, v] of sortedVariables(state)) {
    const line = setLine(state, name, v);
    if (line !== undefined) lines.push(`${line}\n`);
  }
  if (!state.options.posix) {
    for (const name of [...state.functions.keys()].sort()) {
      const body = state.functions.get(name)?.body;
      if (body) lines.push(`${printFunction(name, body)}\n`);
    }
  }
  return yield* print(sh, 'set', lines.join(''));
}

const USAGE = 'set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]';

/** Checks all letters before any is set, as bash does. */
function* checkLetters(sh: Shell, args: readonly string[]): Doing<boolean> {
  for (const arg of args) {
    if (!/^[-+]./.test(arg) || arg === '--') return true;
    for (const letter of arg.slice(1)) {
      const known = letter === 'r' ? !(sh.state.restricted && arg.startsWith('+')) : letter === 'o';
      if (known || optionOfLetter(letter)) continue;
      yield* usageError(sh, 'set', `${arg.charAt(0)}${letter}: invalid option`, USAGE);
      return false;
    }
  }
  return true;
}

/** The word behind `-o`. Answers a status other than 0 when it is no option. */
function* named(sh: Shell, name: string | undefined, on: boolean): Doing<number> {
  if (name === undefined) return yield* listOptions(sh, !on);
  if (!isSetOption(name)) {
    yield* complain(sh, `set: ${name}: invalid option name`);
    return 2;
  }
  yield* setOption(sh, name, on);
  return 0;
}

export const set: Builtin = {
  name: 'set',
  special: true,
  usage: USAGE,
  *run(sh, args) {
    const { state } = sh;
    if (args.length === 0) return yield* listVariables(sh);
    if (!(yield* checkLetters(sh, args))) return state.restricted ? 1 : 2;
    let at = 0;
    for (; at < args.length; at++) {
      const arg = args[at] ?? '';
      if (arg === '--') {
        state.positional = args.slice(at + 1);
        return 0;
      }
      if (arg === '-') {
        state.options.xtrace = false;
        state.options.verbose = false;
        if (at + 1 < args.length) state.positional = args.slice(at + 1);
        return 0;
      }
      if (!/^[-+]./.test(arg)) break;
      const on = arg.startsWith('-');
      for (const letter of arg.slice(1)) {
        const option = letter === 'o' ? undefined : optionOfLetter(letter);
        if (option) yield* setOption(sh, option, on);
        if (letter === 'r' && on) restrict(state);
        if (letter === 'o') {
          const next = args[at + 1];
          const name = next !== undefined && !/^[-+]/.test(next) ? next : undefined;
          const status = yield* named(sh, name, on);
          if (status !== 0) return status;
          if (name !== undefined) at++;
        }
      }
    }
    if (at < args.length) state.positional = args.slice(at);
    // Nothing more of this line is run, either.
    if (state.options.noexec && !state.origin.interactive) sh.flow = { kind: 'discard' };
    return 0;
  },
};
