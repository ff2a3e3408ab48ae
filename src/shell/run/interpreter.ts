/**
 * The interpreter: lists, and-or chains, pipelines and compound commands. Commands are left by `sh.flow`, which everybody
 * looks at after each command; between commands signals are attended to.
 * Authority: bash(1), SHELL GRAMMAR; POSIX for what `set -e` passes over.
 */

import { ExpansionError } from '../expand/env.ts';
import { ReadonlyError } from '../expand/error.ts';
import { expandArithmetic, expandArithmeticNow } from '../expand/expand.ts';
import { complain, tellWarnings } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { ShellState } from '../state.ts';
import type {
  AndOr,
  ArithCommand,
  Command,
  FunctionCommand,
  List,
  ListItem,
  Pipeline,
  SubshellCommand,
} from '../syntax/ast.ts';
import { printCommand } from '../syntax/print.ts';
import { runArithFor, runCase, runFor, runIf, runWhile } from './compound.ts';
import { decide } from './cond.ts';
import { runCoproc } from './coproc.ts';
import { debugTrap, passedOver, showCommand } from './debug.ts';
import { giveUp } from './give-up.ts';
import { readsInput, runInBackground, runStages } from './pipeline.ts';
import { launch, runForeground, spawn } from './process.ts';
import { COMMANDS_PER_LOOK, quickItem, soleCommand } from './quick.ts';
import { redirect, restore } from './redirect.ts';
import { runSelect } from './select.ts';
import type { ChildKind } from './signals.ts';
import { type Place, runPrepared, runSimple } from './simple.ts';
import { timed } from './timing.ts';
import { attend, beforeGoingOn, endIfInterrupted, runErrorTrap } from './trap.ts';
import { arithmeticTrace } from './xtrace.ts';

/** Virtual time that a command takes by itself. */
const COMMAND_US = 1;

export function* runList(sh: Shell, list: List): Doing<number> {
  const { items } = list;
  const { state } = sh;
  const several = items.length > 1 ? 1 : 0;
  let status = state.status;
  sh.lists += several;
  for (const item of items) {
    // What a loop has asked of its only command is not asked again: its words have been expanded.
    const done = sh.prepared ? undefined : quickItem(sh, item);
    status = done ?? (yield* sh.prepared?.running ? runBegun(sh) : runItem(sh, item, 'shell'));
    if (state.warnings.length > 0) yield* tellWarnings(sh);
    if (sh.flow) break;
  }
  sh.lists -= several;
  return status;
}

/** A builtin that quick.ts has asked to run, and that has to wait after all. */
function* runBegun(sh: Shell): Doing<number> {
  const { prepared, state } = sh;
  if (!prepared) return state.status;
  sh.spent++;
  let status: number;
  try {
    status = yield* runPrepared(sh, prepared);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    status = yield* giveUp(sh, thrown);
  }
  if (sh.noticed.any && !sh.flow) yield* attend(sh);
  return status;
}

function* runItem(sh: Shell, item: ListItem, place: Place): Doing<number> {
  const { chain, background } = item;
  const command = soleCommand(item);
  if (command) return yield* counted(sh, command, runCommand(sh, command, place));
  return background ? yield* runInBackground(sh, chain) : yield* runChain(sh, chain, place);
}

export function* runChain(sh: Shell, { first, rest }: AndOr, place: Place): Doing<number> {
  if (rest.length === 0) return yield* runCounted(sh, first, place);
  const { state } = sh;
  sh.lists++;
  state.conditions++;
  let status = yield* runPipeline(sh, first, 'shell');
  state.conditions--;
  for (const [index, { op, pipeline }] of rest.entries()) {
    if (sh.flow) break;
    if (op === '&&' ? status !== 0 : status === 0) continue;
    if (index === rest.length - 1) {
      status = yield* runCounted(sh, pipeline, place);
    } else {
      state.conditions++;
      status = yield* runPipeline(sh, pipeline, 'shell');
      state.conditions--;
    }
  }
  sh.lists--;
  if (sh.noticed.any && !sh.flow) yield* endIfInterrupted(sh);
  return status;
}

function* runCounted(sh: Shell, pipeline: Pipeline, place: Place): Doing<number> {
  const running = runPipeline(sh, pipeline, place);
  if (pipeline.negated) return yield* running;
  return yield* counted(sh, pipeline.stages.length === 1 ? pipeline.stages[0] : undefined, running);
}

/** `!` alone protects from `set -e`, but not from the ERR trap, what fails inside of the command. */
const isTested = ({ conditions, negations }: ShellState): boolean => conditions > negations;

/** A command or pipeline whose failure counts: for the ERR trap, and for `set -e`. */
function* counted(sh: Shell, command: Command | undefined, running: Doing<number>): Doing<number> {
  // A trap that the command itself sets is not for it.
  const trapped = sh.state.traps.has('ERR');
  const status = yield* running;
  if (status === 0 || isTested(sh.state) || sh.flow || (command && !judgedItself(command))) return status;
  if (trapped) yield* runErrorTrap(sh);
  if (sh.state.options.errexit && sh.state.conditions === 0 && !sh.flow) {
    sh.state.status = status;
    sh.flow = { kind: 'exit', keeps: 'names' };
  }
  return status;
}

/** Groups and loops are judged by the commands inside them. */
function judgedItself({ kind }: Command): boolean {
  return kind === 'simple' || kind === 'subshell' || kind === 'cond' || kind === 'arith';
}

function* runPipeline(sh: Shell, pipeline: Pipeline, place: Place): Doing<number> {
  const { negated, timed: timing } = pipeline;
  if (!negated && timing === undefined) return yield* runPlain(sh, pipeline, place);
  const { state } = sh;
  if (negated) {
    state.conditions++;
    state.negations++;
  }
  const body = (): Doing<number> => runPlain(sh, pipeline, 'shell');
  let status = timing === undefined ? yield* body() : yield* timed(sh, timing, body);
  if (negated) {
    state.conditions--;
    state.negations--;
    status = status === 0 ? 1 : 0;
    if (!sh.flow) state.status = status;
  }
  return status;
}

function* runPlain(sh: Shell, pipeline: Pipeline, place: Place): Doing<number> {
  const { stages } = pipeline;
  const [only] = stages;
  if (!only) return 0;
  if (stages.length === 1) return yield* runCommand(sh, only, place);
  if (sh.noticed.any) yield* beforeGoingOn(sh);
  if (sh.flow) return sh.state.status;
  const status = yield* runStages(sh, pipeline);
  sh.state.status = status;
  if (sh.noticed.any && !sh.flow) yield* attend(sh);
  return status;
}

/** One command, between a look at what signals have brought and another. */
export function* runCommand(sh: Shell, command: Command, place: Place = 'shell'): Doing<number> {
  const { state } = sh;
  if (++sh.spent > COMMANDS_PER_LOOK) {
    yield* sh.sys.work(sh.spent * COMMAND_US);
    sh.spent = 0;
  }
  if (sh.noticed.any) yield* beforeGoingOn(sh);
  if (sh.flow) return state.status;
  let status: number;
  try {
    status = command.kind === 'simple' ? yield* runSimple(sh, command, place) : yield* runCompound(sh, command);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    status = yield* giveUp(sh, thrown);
  }
  if (sh.noticed.any && !sh.flow) {
    state.status = status;
    yield* attend(sh);
  }
  return status;
}

function* runCompound(sh: Shell, command: Exclude<Command, { kind: 'simple' }>): Doing<number> {
  const { redirects, kind } = command;
  if (kind === 'subshell') return yield* runSubshell(sh, command);
  if (redirects.length === 0 || kind === 'function') {
    return yield* noting(sh, command);
  }
  sh.state.line = command.line;
  const redirected = yield* redirect(sh, redirects, true);
  if (!redirected) {
    sh.state.status = 1;
    return 1;
  }
  const status = yield* noting(sh, command);
  yield* restore(sh, redirected);
  return status;
}

/** Behind groups and functions bash does not look for SIGINT. */
const looksBehind = ({ kind }: Command): boolean => kind !== 'group' && kind !== 'function';

function* noting(sh: Shell, command: Compound): Doing<number> {
  const status = yield* runBody(sh, command);
  if (sh.noticed.any && !sh.flow && looksBehind(command)) yield* endIfInterrupted(sh);
  if (!sh.flow) sh.state.status = status;
  return status;
}

type Compound = Exclude<Command, { kind: 'simple' | 'subshell' }>;

function* runBody(sh: Shell, command: Compound): Doing<number> {
  switch (command.kind) {
    case 'group':
      return yield* runList(sh, command.body);
    case 'if':
      return yield* runIf(sh, command);
    case 'while':
      return yield* runWhile(sh, command);
    case 'for':
      return yield* runFor(sh, command);
    case 'arith-for':
      return yield* runArithFor(sh, command);
    case 'case':
      return yield* runCase(sh, command);
    case 'select':
      return yield* runSelect(sh, command);
    case 'cond':
      sh.state.line = command.line;
      if (yield* debugTrap(sh, command)) return passedOver(sh);
      failAgain(sh, command);
      return yield* noted(sh, decide(sh, command.test));
    case 'arith':
      return yield* noted(sh, runArith(sh, command));
    case 'function':
      return yield* define(sh, command);
    case 'coproc':
      return yield* runCoproc(sh, command);
    default:
      return command satisfies never;
  }
}

function* noted(sh: Shell, body: Doing<number>): Doing<number> {
  const status = yield* body;
  sh.state.pipeStatus = [status];
  return status;
}

/** What quick.ts met is met here. */
function failAgain(sh: Shell, command: Command): void {
  const { prepared } = sh;
  if (prepared?.command !== command) return;
  sh.prepared = undefined;
  if (prepared.error) throw prepared.error;
}

function* runArith(sh: Shell, command: ArithCommand): Doing<number> {
  const { expression, line } = command;
  sh.state.line = line;
  if (yield* debugTrap(sh, command)) return passedOver(sh);
  try {
    failAgain(sh, command);
    const shown = arithmeticTrace(sh);
    const now = shown ? undefined : expandArithmeticNow(expression, sh.env);
    const value = now ?? (yield* expandArithmetic(expression, sh.env, shown));
    return Number(value) === 0 ? 1 : 0;
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError) || thrown.severity !== 'command') throw thrown;
    yield* complain(sh, thrown instanceof ReadonlyError ? thrown.message : `((: ${thrown.message}`);
    return 1;
  }
}

function* define(sh: Shell, { name, body, line }: FunctionCommand): Doing<number> {
  const { state } = sh;
  state.line = line;
  const old = state.functions.get(name);
  if (old?.readonly) {
    yield* complain(sh, `${name}: readonly function`);
    return 1;
  }
  const source = state.calls.at(-1)?.source ?? sourceName(sh);
  state.functions.set(name, { body, source, exported: old?.exported ?? false, traced: false, readonly: false });
  return 0;
}

/** What BASH_SOURCE says of functions that no file defines. */
function sourceName({ state }: Shell): string {
  if (state.origin.kind === 'file') return state.name0;
  return state.origin.kind === 'string' ? 'environment' : 'main';
}

// ---------------------------------------------------------------- subshells

const SUBSHELL: ChildKind = { purpose: 'shell', subshell: true };

function* runSubshell(sh: Shell, command: SubshellCommand): Doing<number> {
  sh.state.line = command.line;
  showCommand(sh.state, command);
  const made = launch(sh, false);
  const pid = yield* spawn(sh, made, printCommand(command), SUBSHELL, (child) => inSubshell(child, command));
  if (pid === undefined) return sh.state.status;
  const status = yield* runForeground(sh, made);
  sh.state.status = status;
  return status;
}

function* inSubshell(child: Shell, { redirects, body, line }: SubshellCommand): Doing<number> {
  child.state.line = line;
  child.state.inputGiven ||= readsInput(redirects);
  if (redirects.length > 0 && !(yield* redirect(child, redirects, false))) return 1;
  return yield* runLast(child, body, false);
}

/** The command as the last thing its process does. */
export function* runAsLast(child: Shell, command: Command): Doing<number> {
  if (command.kind === 'subshell') {
    try {
      return yield* inSubshell(child, command);
    } catch (thrown) {
      if (!(thrown instanceof ExpansionError)) throw thrown;
      return yield* giveUp(child, thrown);
    }
  }
  return yield* runCommand(child, command, command.kind === 'simple' ? 'stage' : 'shell');
}

/**
 * A list as the last thing its process does: its last command may take the place of the shell. `strict` where even a
 * single command may do so only without redirections: in substitutions and `-c`.
 */
export function* runLast(sh: Shell, list: List, strict: boolean): Doing<number> {
  const { state } = sh;
  const { items } = list;
  const place = mayReplace(list, strict) ? 'last' : 'shell';
  let status = 0;
  if (items.length > 1) sh.lists++;
  for (const [index, item] of items.entries()) {
    status = yield* runItem(sh, item, index === items.length - 1 ? place : 'shell');
    if (sh.flow) break;
  }
  if (items.length > 1) sh.lists--;
  if (!sh.flow) state.status = status;
  return state.status;
}

/** bash looks only at the last command of the outermost connection, and only if it is simple. */
function mayReplace({ items }: List, strict: boolean): boolean {
  const item = items.at(-1);
  if (!item || item.background) return false;
  const { first, rest } = item.chain;
  if (items.length > 1 && (rest.length > 0 || items.at(-2)?.background)) return false;
  const { stages, negated, timed: timing } = rest.at(-1)?.pipeline ?? first;
  const command = stages.length === 1 ? stages[0] : undefined;
  if (command?.kind !== 'simple' || negated || timing !== undefined) return false;
  const single = items.length === 1 && rest.length === 0;
  return command.redirects.length === 0 || (single && !strict);
}
