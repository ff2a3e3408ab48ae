/**
 * What a shell knows before its first command: variables from the environment and bash's own, the working directory.
 * Authority: bash(1), INVOCATION and Shell Variables.
 */
import { isFailure } from '../../kernel/errno.ts';
import { normalise, setDirectoryVariable } from '../builtins/cd.ts';
import { followCompat } from '../compat.ts';
import { DEFAULT_PATH } from '../files.ts';
import { printError } from '../output.ts';
import { adjustLevel } from '../run/shell-level.ts';
import type { Doing, Shell } from '../shell.ts';
import { EXPORT, INTEGER, READONLY, type ShellState, variable } from '../state.ts';
import { parseScript } from '../syntax/parse.ts';
import { defineDynamics } from '../variables/dynamic.ts';
import { getValue, isName } from '../variables/variables.ts';

/** Of the bash of this distribution. */
const LOADABLES = '/usr/local/lib/bash:/usr/lib/bash:/opt/local/lib/bash:/usr/pkg/lib/bash:/opt/pkg/lib/bash:.';
const MACHINE = 'x86_64-pc-linux-gnu';
export const BASH_VERSION = '5.2.15(1)-release';

/** What `export -f` left for us: `BASH_FUNC_f%%=() {  …}`. */
function importFunction(state: ShellState, name: string, text: string): void {
  const { commands, error } = parseScript(`${name} ${text}`);
  const [item] = commands[0]?.list.items ?? [];
  const command = item?.chain.first.stages[0];
  if (error || commands.length !== 1 || command?.kind !== 'function') return;
  const { body } = command;
  state.functions.set(name, { body, source: 'environment', exported: true, traced: false, readonly: false });
}

function importVariables(state: ShellState, environment: readonly string[]): void {
  for (const entry of environment) {
    const equals = entry.indexOf('=');
    const name = entry.slice(0, equals);
    const exported = /^BASH_FUNC_(.+)%%$/.exec(name)?.[1];
    if (exported !== undefined) importFunction(state, exported, entry.slice(equals + 1));
    if (equals <= 0 || !isName(name)) continue;
    if (name === '_') state.lastArgument = entry.slice(equals + 1);
    else state.variables.set(name, variable(entry.slice(equals + 1), EXPORT));
  }
}

/** Set unless the environment brought it. */
function preset(state: ShellState, name: string, value: string, flags = 0): void {
  if (!state.variables.has(name)) state.variables.set(name, variable(value, flags));
}

/** Set whatever the environment says. */
const define = (state: ShellState, name: string, value: string, flags = 0): void => {
  state.variables.set(name, variable(value, flags));
};

function* ownVariables(sh: Shell): Doing<void> {
  const { state, sys } = sh;
  define(state, 'BASH', '/usr/bin/bash');
  define(state, 'BASH_VERSION', BASH_VERSION);
  const version = ['5', '2', '15', '1', 'release', MACHINE];
  state.variables.set('BASH_VERSINFO', {
    shape: 'indexed',
    value: undefined,
    elements: new Map(version.map((part, index) => [index, part])),
    flags: READONLY,
  });
  define(state, 'IFS', ' \t\n');
  define(state, 'OPTIND', '1', INTEGER);
  define(state, 'OPTERR', '1');
  define(state, 'UID', String(yield* sys.getuid()), INTEGER | READONLY);
  define(state, 'EUID', String(yield* sys.geteuid()), INTEGER | READONLY);
  define(state, 'PPID', String(state.parentPid), INTEGER | READONLY);
  preset(state, 'HOSTNAME', (yield* sys.uname()).nodename);
  preset(state, 'HOSTTYPE', 'x86_64');
  preset(state, 'OSTYPE', 'linux-gnu');
  preset(state, 'MACHTYPE', MACHINE);
  preset(state, 'PATH', DEFAULT_PATH);
  preset(state, 'PS4', '+ ');
  preset(state, 'TERM', 'dumb');
  preset(state, 'SHELL', '/bin/bash');
  preset(state, 'BASH_LOADABLES_PATH', LOADABLES);
  state.variables.set('GROUPS', {
    shape: 'indexed',
    value: undefined,
    elements: new Map([[0, String(yield* sys.getgid())]]),
    flags: 0,
  });
  yield* adjustLevel(sh, 1, (message) => printError(sh, `${state.name0}: ${message}\n`));
}

/** $PWD is believed if it leads here; links in it are kept. */
function* findDirectory(sh: Shell): Doing<void> {
  const { state, sys } = sh;
  const claimed = getValue(state, 'PWD');
  if (claimed?.startsWith('/')) {
    const there = yield* sys.stat(claimed);
    const here = yield* sys.stat('.');
    if (!isFailure(there) && !isFailure(here) && there.ino === here.ino) state.directory = normalise('/', claimed);
  }
  if (state.directory === '/' && claimed !== '/') {
    const real = yield* sys.getcwd();
    state.directory = isFailure(real) ? '/' : real;
  }
  setDirectoryVariable(sh, 'PWD', state.directory);
  if (!state.variables.has('OLDPWD')) state.variables.set('OLDPWD', variable(undefined, EXPORT));
}

/** Fills the record of a shell that has just been started. */
export function* initialise(sh: Shell, environment: readonly string[]): Doing<void> {
  const { state, sys } = sh;
  state.pid = yield* sys.getpid();
  state.shellPid = state.pid;
  state.parentPid = yield* sys.getppid();
  sh.pgid = yield* sys.getpgrp();
  sh.originalGroup = sh.pgid;
  state.clock = yield* sys.clock_gettime();
  state.secondsBase = Math.floor(state.clock / 1e6);
  state.random = (state.pid * 1103515245 + state.secondsBase) % 2147483647;
  importVariables(state, environment);
  yield* ownVariables(sh);
  defineDynamics(state);
  for (const problem of followCompat(state)) yield* printError(sh, `${state.name0}: ${problem}\n`);
  yield* findDirectory(sh);
}
