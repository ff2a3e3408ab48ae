/**
 * Simple commands: assignments, words, redirections, and then a function, a builtin or a program.
 * Builtins and functions run in the shell itself; a program is a fork, its redirections there, and an exec.
 * Authority: bash(1), SIMPLE COMMAND EXPANSION and COMMAND EXECUTION.
 */

import { builtinNamed } from '../builtins/index.ts';
import { ExpansionError, ReadonlyError, ValueError } from '../expand/error.ts';
import { expandAssignment, expandWords, expandWordsNow } from '../expand/expand.ts';
import { printable, quoteForTrace, quoteIfNeeded } from '../expand/quote.ts';
import { fileType, findProgram, STANDARD_PATH } from '../files.ts';
import { isJobName } from '../jobs/find.ts';
import { complain, printError, tellWarnings } from '../output.ts';
import type { Builtin, Doing, Literals, Lookup, Prepared, Shell } from '../shell.ts';
import { EXPORT, READONLY, variable } from '../state.ts';
import type { Assignment, Redirect, SimpleCommand, Word } from '../syntax/ast.ts';
import { printCommand } from '../syntax/print.ts';
import { closeScope, cover, getValue, openScope } from '../variables/variables.ts';
import { assignNow, assignOne, expandedLiteral, isArrayAssignment, refuseMember } from './assignment.ts';
import { debugTrap, passedOver } from './debug.ts';
import { become, NOT_FOUND } from './exec.ts';
import { callFunction } from './function.ts';
import { launch, runForeground, spawn } from './process.ts';
import { keep, type Redirected, redirect, restore } from './redirect.ts';
import { adjustLevel } from './shell-level.ts';
import { stayShell } from './signals.ts';
import { single } from './single.ts';
import { closeSubstitutions } from './substitution.ts';
import { endIfInterrupted } from './trap.ts';
import { trace } from './xtrace.ts';

/**
 * `last`: nothing comes after the command, so that no fork is needed before its exec; `stage`: the process was made for
 * it, as a part of a pipeline.
 */
export type Place = 'shell' | 'last' | 'stage';

const NO_LITERALS: Literals = new Map();
const EVERYWHERE: Lookup = { functions: true, builtins: true, disk: true };

/** The words of a command, with the compound assignments that stand among a declaration's arguments. */
interface Words {
  readonly words: readonly string[];
  readonly literals: Literals;
  /** Those before the command; with `set -k` also those among its arguments. */
  readonly assignments: readonly Assignment[];
}

export function* runSimple(sh: Shell, command: SimpleCommand, place: Place): Doing<number> {
  const { state } = sh;
  state.line = command.line;
  const { prepared } = sh;
  if (prepared?.command === command) return yield* runPrepared(sh, prepared);
  // Of a pipeline's stages the shell has told the trap before it forked.
  if (place !== 'stage' && (yield* debugTrap(sh, command))) return passedOver(sh);
  if (state.watchesClock) state.clock = yield* sh.sys.clock_gettime();
  sh.substitutionStatus = undefined;
  const substitutions = sh.substitutions.length;
  const expanded = yield* expandCommand(sh, command);
  if (state.warnings.length > 0) yield* tellWarnings(sh);
  if (sh.noticed.any) yield* endIfInterrupted(sh);
  if (sh.noticed.interrupt || sh.flow) return state.status;
  const status =
    expanded.words.length === 0
      ? yield* runAssignments(sh, command, expanded.assignments)
      : yield* runWords(sh, command, expanded, place);
  if (sh.substitutions.length > substitutions) yield* closeSubstitutions(sh, substitutions);
  state.status = status;
  return status;
}

/** quick.ts has expanded the words and asked the builtin to run, or met an error. */
export function* runPrepared(sh: Shell, { words = [], running, error }: Prepared): Doing<number> {
  const { state } = sh;
  sh.prepared = undefined;
  if (state.warnings.length > 0) yield* tellWarnings(sh);
  if (error) throw error;
  if (!running) return state.status;
  sh.previousBuiltin = sh.builtin;
  sh.builtin = words[0] ?? '';
  const status = yield* orRefused(sh, () => running);
  if (sh.flow) return status;
  state.lastArgument = words.at(-1) ?? '';
  state.pipeStatus = single(status);
  state.status = status;
  return status;
}

const firstText = (command: SimpleCommand): string => command.words[0]?.text ?? '';

function* expandCommand(sh: Shell, command: SimpleCommand): Doing<Words> {
  const { assignments } = command;
  const { keyword } = sh.state.options;
  const words = keyword ? command.words.filter((word) => !word.assignment) : command.words;
  if (words.length > 1 && words.some((word) => word.assignment) && declares(command)) {
    return { ...(yield* expandDeclaration(sh, words)), assignments };
  }
  const now = expandWordsNow(words, sh.env) ?? (yield* expandWords(words, sh.env));
  return { words: now, literals: NO_LITERALS, assignments: keyword ? withArguments(command) : assignments };
}

const withArguments = ({ assignments, words }: SimpleCommand): readonly Assignment[] => [
  ...assignments,
  ...words.flatMap(({ assignment }) => assignment ?? []),
];

/** The first word, or the first behind `command` and `builtin`, is a declaration builtin. */
function declares(command: SimpleCommand): boolean {
  let name = firstText(command);
  if (name === 'command' || name === 'builtin') name = command.words[1]?.text ?? '';
  return builtinNamed(name)?.declares === true;
}

function* expandDeclaration(sh: Shell, words: readonly Word[]): Doing<Omit<Words, 'assignments'>> {
  const expanded: string[] = [];
  const literals = new Map<number, Assignment>();
  for (const word of words) {
    const { assignment } = word;
    if (!assignment) {
      expanded.push(...(yield* expandWords([word], sh.env)));
    } else if (isArrayAssignment(assignment)) {
      const literal = sh.state.options.xtrace ? yield* shownLiteral(sh, assignment, expanded) : assignment;
      refuseMember(assignment);
      literals.set(expanded.length - 1, literal);
      expanded.push(literal.text);
    } else {
      expanded.push(yield* assignmentText(sh, assignment));
    }
  }
  return { words: expanded, literals };
}

function* assignmentText(sh: Shell, { name, index, append, value }: Assignment): Doing<string> {
  const text = 'kind' in value ? '' : yield* expandAssignment(value, sh.env);
  return `${name}${index ? `[${index.text}]` : ''}${append ? '+=' : '='}${text}`;
}

// ---------------------------------------------------------------- no command

function* runAssignments(sh: Shell, { redirects }: SimpleCommand, assignments: readonly Assignment[]): Doing<number> {
  const { state } = sh;
  for (const one of assignments) {
    if (!state.options.xtrace && assignNow(sh, one)) continue;
    yield* assignOne(sh, one, state.options.xtrace ? (value) => trace(sh, [assignmentTrace(one, value)]) : undefined);
  }
  if (redirects.some(({ variable: named }) => named !== undefined)) return yield* redirectApart(sh, redirects);
  const redirected = redirects.length > 0 ? yield* redirect(sh, redirects, true) : undefined;
  if (redirects.length > 0 && !redirected) return 1;
  if (redirected) yield* restore(sh, redirected);
  const status = sh.substitutionStatus ?? 0;
  state.pipeStatus = single(status);
  return status;
}

/** `{fd}>file` alone: in a process of its own, so that neither the descriptor nor the variable stays. */
function* redirectApart(sh: Shell, redirects: readonly Redirect[]): Doing<number> {
  const made = launch(sh, false);
  const pid = yield* spawn(sh, made, '', { purpose: 'shell' }, function* (child) {
    return (yield* redirect(child, redirects, false)) ? 0 : 1;
  });
  return pid === undefined ? sh.state.status : yield* runForeground(sh, made);
}

/** With `set -x` a compound value is shown, expanded, before the declaration, and there only its name. */
function* shownLiteral(sh: Shell, one: Assignment, words: readonly string[]): Doing<Assignment> {
  if (one.index) {
    yield* trace(sh, [one.text]);
    return one;
  }
  const keyed = words.some((word) => /^-\w*A/.test(word)) || sh.env.shape(one.name) === 'associative';
  const { literal, shown } = yield* expandedLiteral(sh, one, keyed);
  yield* trace(sh, [`${one.name}${one.append ? '+' : ''}=(${shown.join(' ')})`]);
  return literal;
}

const assignmentTrace = (one: Assignment, shown: string): string => {
  if (isArrayAssignment(one)) return one.text;
  const equals = one.append ? '+=' : '=';
  return `${one.name}${one.index ? `[${one.index.text}]` : ''}${equals}${shown === '' ? '' : quoteForTrace(shown)}`;
};

// ---------------------------------------------------------------- commands

function* runWords(
  sh: Shell,
  command: SimpleCommand,
  { words, literals, assignments }: Words,
  place: Place,
): Doing<number> {
  const { state } = sh;
  const { redirects } = command;
  if (assignments.length > 0) yield* coverTemporarily(sh, assignments);
  try {
    if (state.options.xtrace) yield* trace(sh, words.map(traceWord));
    return yield* dispatch(sh, words, literals, { place, lookup: EVERYWHERE, redirects, command });
  } finally {
    if (assignments.length > 0) closeScope(state);
    state.lastArgument = words.at(-1) ?? '';
  }
}

const traceWord = (word: string): string => (word === '' ? "''" : quoteForTrace(word));

/** The assignments before a command are there, and exported, while it runs. */
function* coverTemporarily(sh: Shell, assignments: readonly Assignment[]): Doing<void> {
  const { state } = sh;
  const scope = openScope(state, 'temporary');
  for (const one of assignments) {
    if (isArrayAssignment(one)) continue;
    const { value, append, name } = one;
    const text = 'kind' in value ? '' : yield* expandAssignment(value, sh.env);
    const whole = append ? `${getValue(state, name) ?? ''}${text}` : text;
    const visible = state.variables.get(name);
    if (visible && visible.flags & READONLY) {
      yield* complain(sh, `${name}: readonly variable`);
      continue;
    }
    cover(state, scope, name, variable(whole, EXPORT));
    if (state.options.xtrace) yield* trace(sh, [assignmentTrace({ ...one, append: false }, whole)]);
  }
}

interface Run {
  readonly place: Place;
  readonly lookup: Lookup;
  readonly redirects: readonly Redirect[];
  readonly command: SimpleCommand | undefined;
}

/** Also behind `command`. */
const namedBuiltin = (words: readonly string[]): string | undefined => words.find((word) => word !== 'command');

function* dispatch(sh: Shell, words: readonly string[], literals: Literals, run: Run): Doing<number> {
  const { state } = sh;
  const name = words[0] ?? '';
  const { disk } = run.lookup;
  sh.previousBuiltin = sh.builtin;
  sh.builtin = name;
  const isFunction = run.lookup.functions && state.functions.has(name);
  const builtin = run.lookup.builtins && !state.disabledBuiltins.has(name) ? builtinNamed(name) : undefined;
  if (sh.undecided && (isFunction || builtin))
    yield* stayShell(sh, sh.undecided, isFunction ? undefined : namedBuiltin(words));
  if (isFunction) {
    const call = (): Doing<number> => callFunction(sh, name, words.slice(1));
    const status = yield* run.redirects.length === 0 ? call() : redirecting(sh, run, call);
    state.pipeStatus = single(status);
    return status;
  }
  if (builtin) return yield* runBuiltin(sh, builtin, words, literals, run);
  if (!disk) return NOT_FOUND;
  if (state.shopt.autocd && state.origin.interactive && (yield* isDirectoryName(sh, words))) {
    yield* printError(sh, `cd -- ${quoteIfNeeded(name)}\n`);
    return yield* runBuiltin(sh, builtinNamed('cd'), ['cd', '--', name], literals, run);
  }
  if (isJobName(sh, name)) return yield* runBuiltin(sh, builtinNamed('fg'), ['fg', ...words], literals, run);
  return yield* runProgram(sh, words, run);
}

/** `shopt autocd`: a directory alone is gone to, unless there is a command of that name. */
function* isDirectoryName(sh: Shell, words: readonly string[]): Doing<boolean> {
  const [name = ''] = words;
  if (words.length !== 1 || (yield* fileType(sh.sys, name)) !== 'directory') return false;
  return name.includes('/') || (yield* findProgram(sh, name)) === undefined;
}

function* runBuiltin(
  sh: Shell,
  builtin: Builtin | undefined,
  words: readonly string[],
  literals: Literals,
  run: Run,
): Doing<number> {
  if (!builtin) return NOT_FOUND;
  const { state } = sh;
  const { redirects } = run;
  const args = words.slice(1);
  const body = (): Doing<number> => orRefused(sh, () => builtin.run(sh, args, literals));
  const running = redirects.length === 0 ? body() : redirecting(sh, run, body);
  const status = yield* running;
  state.pipeStatus = single(status);
  return status;
}

/** A builtin that may not change a variable says so, and fails; it also fails if what it has to say cannot be written. */
function* orRefused(sh: Shell, run: () => number | Doing<number>): Doing<number> {
  const outer = sh.outputFailed;
  sh.outputFailed = false;
  try {
    const running = run();
    const status = typeof running === 'number' ? running : yield* running;
    return status === 0 && sh.outputFailed ? 1 : status;
  } catch (thrown) {
    if (thrown instanceof ValueError) throw new ExpansionError(`${sh.builtin}: ${thrown.message}`, 'top');
    if (!(thrown instanceof ReadonlyError)) throw thrown;
    yield* complain(sh, thrown.message);
    return 1;
  } finally {
    sh.outputFailed = outer;
  }
}

/** Runs it between making redirections and putting the descriptors back. */
function* redirecting(sh: Shell, { redirects }: Run, body: () => number | Doing<number>): Doing<number> {
  const redirected = yield* redirect(sh, redirects, true);
  if (!redirected) return 1;
  sh.keepRedirects = false;
  const running = body();
  const status = typeof running === 'number' ? running : yield* running;
  yield* finish(sh, redirected);
  return status;
}

/** `exec` without a command keeps them. */
function* finish(sh: Shell, redirected: Redirected): Doing<void> {
  if (sh.keepRedirects) yield* keep(sh, redirected);
  else yield* restore(sh, redirected);
  sh.keepRedirects = false;
}

function* runProgram(sh: Shell, words: readonly string[], run: Run): Doing<number> {
  if (sh.state.restricted && words[0]?.includes('/')) {
    yield* complain(sh, `${words[0]}: restricted: cannot specify \`/' in command names`);
    return 1;
  }
  const search = run.lookup.defaultPath ? STANDARD_PATH : undefined;
  const path = yield* findProgram(sh, words[0] ?? '', search);
  if (run.place === 'stage') return yield* turnInto(sh, path, words, run.redirects);
  if (run.place === 'last' && !awaitsTrap(sh)) {
    yield* adjustLevel(sh, -1, (message) => complain(sh, message));
    return yield* turnInto(sh, path, words, run.redirects);
  }
  const text = run.command ? printCommand(run.command) : words.join(' ');
  const made = launch(sh, false);
  const pid = yield* spawn(sh, made, text, { purpose: execsAtOnce(path, run) ? 'program' : 'command' }, (child) =>
    turnInto(child, path, words, run.redirects),
  );
  if (pid === undefined) return sh.state.status;
  return yield* runForeground(sh, made);
}

/** Redirections may change variables, and so may what is called where there is no such program. */
const execsAtOnce = (path: string | undefined, { redirects }: Run): boolean =>
  path !== undefined && redirects.length === 0;

/** The shell has to stay, to run a trap; one that ignores a signal is none. */
const awaitsTrap = ({ state }: Shell): boolean =>
  [...state.traps].some(([name, command]) =>
    typeof name === 'number' ? command !== '' : name === 'EXIT' || name === 'ERR',
  );

/** In the process that shall become the program. */
function* turnInto(
  sh: Shell,
  path: string | undefined,
  words: readonly string[],
  redirects: readonly Redirect[],
): Doing<number> {
  if (redirects.length > 0 && !(yield* redirect(sh, redirects, false))) return 1;
  if (path !== undefined) return yield* become(sh, path, words);
  const { functions } = sh.state;
  if (functions.has('command_not_found_handle')) return yield* callFunction(sh, 'command_not_found_handle', words);
  const known = sh.state.origin.posix ? 'not found' : 'command not found';
  // Without a PATH the name itself is what could not be run.
  const why = getValue(sh.state, 'PATH') ? known : 'No such file or directory';
  yield* complain(sh, `${printable(words[0] ?? '')}: ${why}`);
  return NOT_FOUND;
}

/** For `command`, `builtin` and `exec`: words that are there already. */
export function* runGivenWords(sh: Shell, words: readonly string[], lookup: Lookup): Doing<number> {
  return yield* dispatch(sh, words, NO_LITERALS, { place: 'shell', lookup, redirects: [], command: undefined });
}
