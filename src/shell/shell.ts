/**
 * What a shell is while it runs: its record, its system calls, and how it is being unwound. Types only, so that
 * builtins and the interpreter can know each other without importing each other.
 */
import type { Termios } from '../kernel/abi.ts';
import type { SigSet } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Spec } from './complete/spec.ts';
import type { ExpandEnv, ExpansionError } from './expand/env.ts';
import type { ShellState } from './state.ts';
import type { Assignment, Command, List } from './syntax/ast.ts';

/** Something that may wait: it yields only through system calls. */
export type Doing<T> = Generator<void, T, unknown>;

/** Why commands are being left. Looked at after every command, instead of exceptions. */
export type Flow =
  | { readonly kind: 'break' | 'continue'; readonly levels: number }
  /** `before`: what $? was, as the RETURN trap sees it. */
  | { readonly kind: 'return'; readonly before: number }
  /** `exit`, an error that ends a script, end of input. */
  | {
      readonly kind: 'exit';
      /** What an EXIT trap still sees of the functions that are left: everything, or only their names. */
      readonly keeps?: 'locals' | 'names';
    }
  /**
   * An error gives up the whole complete command; the next one is read. With `top` also that around an `eval`, and
   * `bash -c` as a whole.
   */
  | { readonly kind: 'discard'; readonly top?: boolean }
  /** Ctrl-C in an interactive shell: back to the prompt. */
  | { readonly kind: 'interrupt' };

/** A command whose words are expanded already, with its builtin about to run; or the error that came of it. */
export interface Prepared {
  readonly command: Command;
  readonly words?: readonly string[];
  readonly running?: Doing<number>;
  readonly error?: ExpansionError;
}

/** What signal handlers leave behind; looked at between commands. */
export interface Noticed {
  /** Signals with a trap, each at most once, in the order they came. */
  traps: number[];
  /** An interactive shell got SIGINT. */
  interrupt: boolean;
  /** A subshell got SIGINT, which ends it where it looks for that: see `endIfInterrupted`. */
  subshellInterrupt: boolean;
  /** SIGINT came while the shell waited for a child that shares its group. */
  waitInterrupt: boolean;
  /** A signal that ends an interactive shell: HUP and its kind. */
  terminating: number;
  /** Any of the above: the one flag that is looked at often. */
  any: boolean;
  /** The shell waits for a foreground job: SIGINT is that job's first. */
  waiting: boolean;
  /** SIGCHLD trap runs that are due. */
  children: number;
}

/** A process that may become a program: what it ignores for that one's sake, and whether it runs in the background. */
export interface Undecided {
  readonly inherited: SigSet;
  readonly async: boolean;
}

export interface SourceOptions {
  /** The number of its first line. */
  readonly line?: number;
  /** What messages about its syntax call it: `eval` if absent. */
  readonly label?: string;
  /** `-c`: the last command may take the place of the shell. */
  readonly last?: boolean;
}

/** What builtins ask of the interpreter. */
export interface Interpreter {
  list(sh: Shell, list: List): Doing<number>;
  /** A list that needs no waiting: undefined when it does, and `list` is to go on. */
  quick(sh: Shell, list: List): number | undefined;
  command(sh: Shell, command: Command): Doing<number>;
  /** The command as the last thing that this process does: a program needs no fork. */
  last(sh: Shell, command: Command): Doing<number>;
  /** A list likewise. */
  lastList(sh: Shell, list: List): Doing<number>;
  /** Runs a text as `eval` does; a syntax error is reported and gives status 2. */
  text(sh: Shell, text: string, options?: SourceOptions): Doing<number>;
  /** The commands of a sourced file, from line 1. */
  file(sh: Shell, text: string): Doing<number>;
  /** A command whose words are there already, as `command` and `builtin` find them. */
  words(sh: Shell, words: readonly string[], how: Lookup): Doing<number>;
  /** A script file in this process, as a shell that was started for it. */
  script(sh: Shell, path: string, args: readonly string[], env: readonly string[]): Doing<number>;
  newShell(sys: Sys, state: ShellState): Shell;
}

/** Where a command name is looked for. */
export interface Lookup {
  readonly functions: boolean;
  readonly builtins: boolean;
  readonly disk: boolean;
  /** `command -p`. */
  readonly defaultPath?: boolean;
}

export interface Shell {
  readonly sys: Sys;
  readonly state: ShellState;
  readonly env: ExpandEnv;
  readonly interpreter: Interpreter;
  readonly noticed: Noticed;
  flow: Flow | undefined;
  /** Lists of several commands around the current one. */
  lists: number;
  /** The descriptor of the terminal for job control; undefined without one. */
  tty: number | undefined;
  /** The shell's own process group. */
  pgid: number;
  /** Redirections that `exec` made for good: descriptors that must not be put back. */
  keepRedirects: boolean;
  /** The status of the last command substitution of the current command. */
  substitutionStatus: number | undefined;
  /** Descriptors and processes of <( ) and >( ) of the current command. */
  substitutions: { fd: number; pid: number }[];
  /** It was made for one simple command, and has yet to see whether that is a program. */
  undecided: Undecided | undefined;
  /** It runs a command substitution: it says nothing of its jobs. */
  inSubstitution: boolean;
  /** The terminal as the shell wants to find it. */
  termios: Termios | undefined;
  /** The builtin that ran last, and the one before: `exit` after `exit` leaves at once. */
  builtin: string;
  previousBuiltin: string;
  /** The process group it was started in: who gets the terminal back when it stops itself. */
  originalGroup: number;
  /** The builtin that runs could not write its output. */
  outputFailed: boolean;
  /** Commands since the kernel had its last look. */
  spent: number;
  /** The specification whose function runs: `compopt` changes it. */
  completing: { readonly name: string; spec: Spec } | undefined;
  /** What quick.ts has begun of a command that turned out to need waiting. */
  prepared: Prepared | undefined;
}

/** A compound assignment among the arguments of a declaration builtin, by its index: `declare a=(1 2)`. */
export type Literals = ReadonlyMap<number, Assignment>;

export interface Builtin {
  readonly name: string;
  /** POSIX's special builtins: `break : . eval exec exit export readonly return set shift trap unset …`. */
  readonly special?: boolean;
  /** Its arguments are assignments: `declare x=*` is not globbed, and `a=(…)` may stand there. */
  readonly declares?: boolean;
  /** The line behind `name: usage: `. */
  readonly usage: string;
  /** `args` is without the name. */
  /** A number where there is nothing to wait for. Until a generator that it answers is run, nothing has happened. */
  readonly run: (sh: Shell, args: readonly string[], literals: Literals) => number | Doing<number>;
}
