/**
 * bash (and sh): an ordinary program. Options, startup files, and then commands from a string, a file, standard input or
 * a terminal. Authority: bash(1), INVOCATION.
 */

import { encode } from '../bytes.ts';
import type { Body } from '../kernel/call.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { newShell } from './bind.ts';
import { sourceFile } from './builtins/source.ts';
import { setCompatOption } from './compat.ts';
import { loadHistory } from './history/file.ts';
import { writeAll } from './output.ts';
import { restrict } from './restricted.ts';
import { Stack } from './run/nested.ts';
import { startSignals } from './run/signals.ts';
import { hangUpJobs } from './run/trap.ts';
import { initialise } from './session/initialise.ts';
import {
  endJobControl,
  PROMPT,
  readProfiles,
  readStartupFile,
  runInteractive,
  startEditing,
  startJobControl,
} from './session/interactive.ts';
import { type Invocation, parseInvocation } from './session/invoke.ts';
import { runSource } from './session/reader.ts';
import { finish, plainLines, runFile, runLines, runRemembering } from './session/session.ts';
import type { Doing, Shell } from './shell.ts';
import { newState, type Origin, variable } from './state.ts';
import { assign, getValue } from './variables/variables.ts';

function* originOf(sys: Sys, name: string, invocation: Invocation): Doing<Origin> {
  const { command, fromInput, interactive, operands } = invocation;
  const login = invocation.login || name.startsWith('-');
  const posix = /(^|\/)-?sh$/.test(name);
  if (command !== undefined) return { kind: 'string', interactive, login, posix };
  if (operands.length > 0 && !fromInput) return { kind: 'file', interactive, login, posix };
  const terminals = !isFailure(yield* sys.tcgetattr(0)) && !isFailure(yield* sys.tcgetattr(2));
  return { kind: 'stdin', interactive: interactive || terminals, login, posix };
}

/** `$0` and the positional parameters. */
function setParameters({ state }: Shell, invocation: Invocation): void {
  const { command, operands } = invocation;
  const named = command !== undefined || state.origin.kind === 'file';
  const [first, ...rest] = operands;
  if (named && first !== undefined) state.name0 = first;
  state.positional = named ? rest : [...operands];
}

function* configure(sh: Shell, { settings, shopt, editing }: Invocation): Doing<void> {
  const { state } = sh;
  for (const [name, on] of settings) state.options[name] = on;
  for (const [name, on] of shopt) {
    if (name.startsWith('compat')) setCompatOption(state, name, on);
    else if (name in state.shopt) state.shopt[name] = on;
  }
  state.shopt.login_shell = state.origin.login;
  if (state.options.monitor && !state.origin.interactive) yield* needTerminal(sh);
  state.jobControl = state.options.monitor;
  if (!state.origin.interactive) return;
  state.shopt.expand_aliases = true;
  state.options.history = true;
  if (!state.variables.has('HISTFILE'))
    state.variables.set('HISTFILE', variable(`${getValue(state, 'HOME') ?? ''}/.bash_history`));
  state.options.histexpand = true;
  state.options.emacs = editing;
  for (const [name, value] of [
    ['PS1', PROMPT],
    ['PS2', '> '],
  ] as const) {
    if (!state.variables.has(name)) state.variables.set(name, variable(value));
  }
}

/** `bash -m` without a terminal. */
function* needTerminal({ sys, state }: Shell): Doing<void> {
  const group = yield* sys.tcgetpgrp(2);
  if (!isFailure(group)) return;
  state.options.monitor = false;
  const why = `cannot set terminal process group (${yield* sys.getpgrp()}): ${strerror(group.errno)}`;
  yield* writeAll(sys, 2, encode(`bash: ${why}\nbash: no job control in this shell\n`));
}

function* readStartup(sh: Shell, invocation: Invocation): Doing<void> {
  const { state } = sh;
  const { login, interactive } = state.origin;
  if (login && invocation.readsProfile) yield* readProfiles(sh);
  if (sh.flow) return;
  if (interactive && !login && invocation.readsStartup) yield* readStartupFile(sh, invocation.startupFile);
  const file = interactive ? undefined : getValue(state, 'BASH_ENV');
  if (file) yield* sourceFile(sh, file, [], 'source');
}

function* runCommands(sh: Shell, invocation: Invocation, editing: boolean): Doing<void> {
  const { state } = sh;
  switch (state.origin.kind) {
    case 'string': {
      assign(sh, 'BASH_EXECUTION_STRING', invocation.command ?? '');
      const status = yield* runSource(sh, invocation.command ?? '', {
        line: 1,
        last: true,
        label: '-c',
        remembering: runRemembering,
      });
      if (!sh.flow) state.status = status;
      return;
    }
    case 'file':
      yield* runFile(sh, state.name0);
      return;
    case 'stdin':
      if (state.origin.interactive) yield* runInteractive(sh, yield* startEditing(sh, editing));
      else yield* runLines(sh, { next: plainLines(sh) });
      return;
    default:
      state.origin.kind satisfies never;
  }
}

/** The program's entry: `bash`, `sh`, `-bash`. */
export const bash = (sys: Sys, argv: readonly string[], env: readonly string[]): Body =>
  new Stack(main(sys, argv, env));

function* main(sys: Sys, argv: readonly string[], env: readonly string[]): Generator<void, number> {
  const name = argv[0] ?? 'bash';
  const invocation = parseInvocation(argv.slice(1));
  if (invocation.kind === 'notice') {
    yield* writeAll(sys, invocation.toError ? 2 : 1, encode(invocation.text));
    return invocation.status;
  }
  const sh = newShell(sys, newState(name));
  const { state } = sh;
  state.origin = yield* originOf(sys, name, invocation);
  setParameters(sh, invocation);
  yield* initialise(sh, env);
  yield* configure(sh, invocation);
  yield* startSignals(sh);
  if (state.origin.interactive) yield* startJobControl(sh);
  yield* readStartup(sh, invocation);
  if (invocation.restricted || /(^|\/)-?rbash$/.test(name)) {
    restrict(state);
    state.shopt.restricted_shell = true;
  }
  if (!sh.flow) {
    if (state.origin.interactive && state.options.history) yield* loadHistory(sh);
    yield* runCommands(sh, invocation, invocation.editing);
  }
  const status = yield* finish(sh);
  if (state.origin.interactive && state.origin.login && state.shopt.huponexit) yield* hangUpJobs(sh);
  if (state.origin.interactive) yield* endJobControl(sh);
  return status;
}
