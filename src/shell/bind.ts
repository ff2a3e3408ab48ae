/** The interpreter bound together, and a shell made around a record. */
import type { Sys } from '../kernel/syscalls.ts';
import { ShellEnv } from './env.ts';
import { runAsLast, runCommand, runLast, runList } from './run/interpreter.ts';
import { quickList } from './run/quick.ts';
import { nothingNoticed } from './run/signals.ts';
import { runGivenWords } from './run/simple.ts';
import { runInner, runSource } from './session/reader.ts';
import { runScriptHere } from './session/session.ts';
import type { Interpreter, Shell } from './shell.ts';
import type { ShellState } from './state.ts';

export const interpreter: Interpreter = {
  list: runList,
  quick: quickList,
  command: runCommand,
  last: runAsLast,
  lastList: (sh, list) => runLast(sh, list, true),
  text: runInner,
  file: (sh, text) => runSource(sh, text, { line: 1, label: '' }),
  words: runGivenWords,
  script: runScriptHere,
  newShell,
};

/** A shell around a record: what a process holds besides. */
export function newShell(sys: Sys, state: ShellState): Shell {
  const shell: Omit<Shell, 'env'> & { env: Shell['env'] | undefined } = {
    sys,
    state,
    env: undefined,
    interpreter,
    noticed: nothingNoticed(),
    flow: undefined,
    lists: 0,
    tty: undefined,
    pgid: 0,
    originalGroup: 0,
    keepRedirects: false,
    substitutionStatus: undefined,
    substitutions: [],
    undecided: undefined,
    inSubstitution: false,
    termios: undefined,
    builtin: '',
    previousBuiltin: '',
    outputFailed: false,
    spent: 0,
    completing: undefined,
    prepared: undefined,
  };
  const whole = shell as Shell & { env: Shell['env'] };
  return Object.assign(whole, { env: new ShellEnv(whole) });
}
