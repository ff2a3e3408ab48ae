/**
 * The shell's record: all that makes a subshell the same shell as its parent. Plain data, so that a fork is
 * `cloneState`. What a shell needs to act (system calls, expansion) stands beside it, in shell.ts.
 * Authority: bash(1), COMMAND EXECUTION ENVIRONMENT.
 */
import type { SigSet } from '../kernel/signum.ts';
import type { Spec } from './complete/spec.ts';
import { createHistory, type History } from './edit/history.ts';
import type { Readline } from './edit/readline.ts';
import { newRecall, type Recall } from './history/event.ts';
import { cloneJobs, type JobTable, noJobs } from './jobs/table.ts';
import { defaultSetOptions, defaultShopt, type SetOptions } from './options.ts';
import type { Command } from './syntax/ast.ts';

/** Attributes of a variable: bits of `Variable.flags`. */
export const EXPORT = 1;
export const READONLY = 2;
export const INTEGER = 4;
export const LOWER = 8;
export const UPPER = 16;
export const NAMEREF = 32;
export const TRACE = 64;
/** `declare -c`: the first letter a capital, the others small. */
export const CAPITAL = 256;
/** Computed when it is read: see dynamic.ts. */
export const DYNAMIC = 128;

export type Shape = 'scalar' | 'indexed' | 'associative';

export interface Variable {
  shape: Shape;
  /** The value of a scalar; undefined where it is declared but not set. */
  value: string | undefined;
  /** Elements of an array, by number or by string according to the shape. */
  elements: Map<number | string, string> | undefined;
  flags: number;
}

/** What a function call, a sourced file or a temporary environment has covered: put back when it ends. */
export interface Scope {
  /** `temporary`: the assignments before a command. */
  readonly kind: 'function' | 'temporary';
  readonly covered: Map<string, Variable | undefined>;
  /** `local -` keeps the options. */
  options: SetOptions | undefined;
}

export interface ShellFunction {
  readonly body: Command;
  /** The file it was read from, as BASH_SOURCE shows it. */
  readonly source: string;
  exported: boolean;
  traced: boolean;
  readonly: boolean;
}

/** An entry of FUNCNAME, BASH_SOURCE and BASH_LINENO. */
export interface Call {
  readonly name: string;
  readonly source: string;
  /** The line it was called from. */
  readonly line: number;
  /** With `extdebug`: what it was called with. */
  readonly args?: readonly string[];
}

export type TrapName = number | 'EXIT' | 'ERR' | 'DEBUG' | 'RETURN';

export interface Origin {
  /** Where commands come from. */
  kind: 'string' | 'stdin' | 'file';
  interactive: boolean;
  login: boolean;
  /** Called as `sh`: what dash does where that can be seen. */
  posix: boolean;
}

export interface ShellState {
  readonly variables: Map<string, Variable>;
  readonly scopes: Scope[];
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  /** Where commands were found: `hash`. */
  readonly hashed: Map<string, { path: string; hits: number }>;
  options: SetOptions;
  readonly shopt: Record<string, boolean>;
  /** `set -r`, for good: see restricted.ts. */
  restricted: boolean;
  /** BASH_COMPAT as a number. */
  compat: number;
  readonly disabledBuiltins: Set<string>;
  /** `complete`, by command. */
  readonly completions: Map<string, Spec>;
  /** Home directories from /etc/passwd, once something asked for `~user`. */
  homes: ReadonlyMap<string, string>;
  /** User names by uid, once a prompt has shown one. */
  users: ReadonlyMap<number, string> | undefined;

  /** An empty command is "ignore". */
  readonly traps: Map<TrapName, string>;
  /** What `trap` lists in a subshell that has not set one itself: its parent's. */
  inheritedTraps: Map<TrapName, string> | undefined;
  /** Traps whose commands run now: they are not run inside of themselves. */
  readonly runningTraps: TrapName[];
  /** What BASH_COMMAND shows: the command that runs, or the text of a part of one. */
  command: Command | string | undefined;
  /** Signals that were ignored when this shell was started: a script cannot trap them. */
  ignoredOnEntry: SigSet;
  /** Signals of which that is known. */
  known: SigSet;
  /** Signals that are ignored or caught by the shell for its own sake; children get the default again. */
  ignoring: SigSet;
  catching: SigSet;

  name0: string;
  positional: string[];
  /** `$?` and PIPESTATUS. */
  status: number;
  pipeStatus: readonly number[];
  /** `$_`. */
  lastArgument: string;
  /** `$$`, and the process that runs this. */
  shellPid: number;
  pid: number;
  parentPid: number;
  /** The logical working directory, $PWD unless somebody changed that. */
  directory: string;
  directoryStack: string[];
  readonly calls: Call[];
  /** The shell's own arguments, for BASH_ARGV, once they have been asked for. */
  arguments: readonly string[] | undefined;
  line: number;
  jobs: JobTable;
  /** `set -m` is in force: not in subshells, although their `$-` still says m. */
  jobControl: boolean;

  origin: Origin;
  /** Forks away from the shell that was started. */
  subshellDepth: number;
  /** BASH_SUBSHELL: those of them that the user wrote. */
  shownSubshells: number;
  /** Loops, functions and sourced files around the current command. */
  loops: number;
  functionDepth: number;
  sourceDepth: number;
  /** Texts that are being run inside of others (eval, traps, $( )): `set -x` shows it. */
  evals: number;
  /** Greater than 0 where a failing command does not count for `set -e` and ERR. */
  conditions: number;
  /** Those of them that are a `!`. */
  negations: number;
  /** Standard input is a pipe or a redirection around this subshell: background commands may read it. */
  inputGiven: boolean;
  /** Reading of getopts inside of one argument. */
  optionOffset: number;

  /** COMP_WORDBREAKS. */
  wordBreaks: string;
  /** RANDOM's state; SECONDS counts from here; both as virtual numbers. */
  random: number;
  secondsBase: number;
  clock: number;
  /** Some command asked for the time: keep `clock` right. */
  watchesClock: boolean;
  /** The coprocess, until its end has been noticed. */
  coproc: { readonly pid: number; readonly name: string; readonly fds: readonly number[]; ended: boolean } | undefined;
  /** The last process substitution: it can be waited for, though it is no job. */
  lastSubstitution: number | undefined;
  /** `$!`. */
  lastBackground: number | undefined;
  /** Where `set -x` writes, and the value of BASH_XTRACEFD that said so. */
  traceTo: { readonly wanted: string; readonly fd: number };
  /** Complaints of what cannot wait to make them: circular namerefs, names of aliases. Told behind the command. */
  readonly warnings: string[];
  /** Earlier lines, and what `!` expansion remembers of its searches. */
  history: History;
  readonly recall: Recall;
  /** Keymaps and variables of the line editor, once something has asked for them. */
  readline: Readline | undefined;
  /** Prompts shown so far, for \#. */
  commandNumber: number;
}

export const variable = (value: string | undefined, flags = 0): Variable => ({
  shape: 'scalar',
  value,
  elements: undefined,
  flags,
});

export function newState(name0: string): ShellState {
  return {
    variables: new Map(),
    scopes: [],
    functions: new Map(),
    aliases: new Map(),
    hashed: new Map(),
    options: defaultSetOptions(),
    shopt: defaultShopt(),
    restricted: false,
    compat: 52,
    disabledBuiltins: new Set(),
    completions: new Map(),
    homes: new Map(),
    users: undefined,
    traps: new Map(),
    inheritedTraps: undefined,
    runningTraps: [],
    command: undefined,
    ignoredOnEntry: 0n,
    known: 0n,
    ignoring: 0n,
    catching: 0n,
    name0,
    positional: [],
    status: 0,
    pipeStatus: [0],
    lastArgument: '',
    shellPid: 0,
    pid: 0,
    parentPid: 0,
    directory: '/',
    directoryStack: [],
    calls: [],
    arguments: undefined,
    line: 1,
    jobs: noJobs(),
    jobControl: false,
    origin: { kind: 'string', interactive: false, login: false, posix: false },
    subshellDepth: 0,
    shownSubshells: 0,
    loops: 0,
    functionDepth: 0,
    sourceDepth: 0,
    evals: 0,
    conditions: 0,
    negations: 0,
    inputGiven: false,
    optionOffset: 0,
    wordBreaks: ' \t\n"\'@><=;|&(:',
    random: 1,
    secondsBase: 0,
    clock: 0,
    watchesClock: false,
    coproc: undefined,
    lastSubstitution: undefined,
    lastBackground: undefined,
    history: createHistory(),
    traceTo: { wanted: '', fd: 2 },
    warnings: [],
    recall: newRecall(),
    readline: undefined,
    commandNumber: 1,
  };
}

/** Field by field: spreading takes several times as long, and a shell has many. */
const cloneVariable = ({ shape, value, elements, flags }: Variable): Variable => ({
  shape,
  value,
  elements: elements && new Map(elements),
  flags,
});

const cloneScope = (scope: Scope): Scope => ({
  ...scope,
  covered: new Map([...scope.covered].map(([name, v]) => [name, v && cloneVariable(v)])),
});

/**
 * The record of a child that becomes a program at once. It reads what is its parent's, who waits for it and changes nothing
 * meanwhile; what a child changes before its exec is its own.
 */
export const lendState = (state: ShellState): ShellState => ({
  ...state,
  traps: new Map(state.traps),
  jobs: noJobs(),
  warnings: [],
});

/** The record of a subshell at the moment of its fork. Functions and syntax trees are never changed, so they are shared. */
export function cloneState(state: ShellState): ShellState {
  const variables = new Map<string, Variable>();
  state.variables.forEach((v, name) => {
    variables.set(name, cloneVariable(v));
  });
  return {
    ...state,
    variables,
    scopes: state.scopes.map(cloneScope),
    functions: new Map(state.functions),
    aliases: new Map(state.aliases),
    hashed: new Map(state.hashed),
    options: { ...state.options },
    shopt: { ...state.shopt },
    disabledBuiltins: new Set(state.disabledBuiltins),
    completions: new Map(state.completions),
    traps: new Map(state.traps),
    runningTraps: state.runningTraps.slice(),
    positional: state.positional.slice(),
    pipeStatus: state.pipeStatus.slice(),
    directoryStack: state.directoryStack.slice(),
    calls: state.calls.slice(),
    jobs: cloneJobs(state.jobs),
    history: { ...state.history, options: { ...state.history.options } },
    recall: { ...state.recall },
    readline: state.readline && { ...state.readline },
    warnings: [],
    origin: { ...state.origin },
  };
}
