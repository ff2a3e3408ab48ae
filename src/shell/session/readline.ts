/**
 * The shell's readline: made and given its init file when it is first needed. Authority: bash(1), READLINE;
 * rl_read_init_file() of readline 8.2: INPUTRC, else ~/.inputrc, else /etc/inputrc.
 */
import { decode } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import { type InitContext, readInitFile } from '../edit/init-file.ts';
import { createReadline, type Readline, setEditingMode } from '../edit/readline.ts';
import { readFile } from '../files.ts';
import { printError } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';

const SYSTEM_FILE = '/etc/inputrc';

function initContext(sh: Shell): InitContext {
  const home = getValue(sh.state, 'HOME') ?? '';
  return {
    terminal: getValue(sh.state, 'TERM') ?? 'dumb',
    *read(path) {
      const bytes = yield* readFile(sh.sys, path.replace(/^~(?=\/|$)/, home));
      return isFailure(bytes) ? undefined : decode(bytes);
    },
    complain: (message) => printError(sh, `readline: ${message}\n`),
  };
}

/** Reads the init file that was read last; at first the user's, else the system's. */
export function* readInitFiles(sh: Shell, readline: Readline): Doing<void> {
  const context = initContext(sh);
  const own = readline.initFile ?? (getValue(sh.state, 'INPUTRC') || '~/.inputrc');
  if (!(yield* readInitFile(readline, context, own))) yield* readInitFile(readline, context, SYSTEM_FILE);
  setEditingMode(readline, readline.variables.get('editing-mode') === 'vi' ? 'vi' : 'emacs');
}

/** `bind -f`: false where the file cannot be read. */
export function* obeyFile(sh: Shell, readline: Readline, path: string): Doing<boolean> {
  return yield* readInitFile(readline, initContext(sh), path);
}

export function* readlineOf(sh: Shell): Doing<Readline> {
  const { state } = sh;
  if (state.readline) return state.readline;
  const readline = createReadline();
  state.readline = readline;
  if (state.options.vi) setEditingMode(readline, 'vi');
  yield* readInitFiles(sh, readline);
  noteEditingMode(sh, readline);
  return readline;
}

/** `set -o` of an interactive shell says what readline does. */
export function noteEditingMode({ state }: Shell, readline: Readline): void {
  if (!state.origin.interactive) return;
  const vi = readline.variables.get('editing-mode') === 'vi';
  state.options.vi = vi;
  state.options.emacs = !vi;
}
