/** if, while, until, for, for ((;;)), case. Authority: bash(1), Compound Commands. */

import { ExpansionError } from '../expand/env.ts';
import { ReadonlyError } from '../expand/error.ts';
import {
  expandArithmetic,
  expandArithmeticNow,
  expandAssignment,
  expandAssignmentNow,
  expandPattern,
  expandPatternNow,
  expandWords,
} from '../expand/expand.ts';
import { compilePattern } from '../expand/pattern.ts';
import { isImmediate } from '../expand/plan.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { EXPORT, NAMEREF } from '../state.ts';
import type {
  ArithForCommand,
  Arithmetic,
  CaseCommand,
  ForCommand,
  IfCommand,
  List,
  WhileCommand,
  Word,
} from '../syntax/ast.ts';
import { isPlace } from '../variables/place.ts';
import { assign, isName } from '../variables/variables.ts';
import { debugTrap, passedOver } from './debug.ts';
import { trace } from './xtrace.ts';

/** A list whose failure decides something, and is no failure for `set -e`. */
function* condition(sh: Shell, list: List): Doing<number> {
  const { state } = sh;
  state.conditions++;
  const status = sh.interpreter.quick(sh, list) ?? (yield* sh.interpreter.list(sh, list));
  state.conditions--;
  return status;
}

export function* runIf(sh: Shell, { branches, otherwise }: IfCommand): Doing<number> {
  for (const { test, body } of branches) {
    const status = yield* condition(sh, test);
    if (sh.flow) return sh.state.status;
    if (status === 0) return yield* sh.interpreter.list(sh, body);
  }
  return otherwise ? yield* sh.interpreter.list(sh, otherwise) : 0;
}

/** After a loop's body: does the loop end? Takes back a `break` or `continue` that is meant for it. */
export function leavesLoop(sh: Shell): boolean {
  const { flow } = sh;
  if (!flow) return false;
  if (flow.kind !== 'break' && flow.kind !== 'continue') return true;
  if (flow.levels > 1) {
    sh.flow = { kind: flow.kind, levels: flow.levels - 1 };
    return true;
  }
  sh.flow = undefined;
  return flow.kind === 'break';
}

function* bodyOnce(sh: Shell, body: List): Doing<number> {
  const status = yield* sh.interpreter.list(sh, body);
  return sh.flow ? sh.state.status : status;
}

export function* runWhile(sh: Shell, { until, test, body }: WhileCommand): Doing<number> {
  const { state } = sh;
  let status = 0;
  state.loops++;
  for (;;) {
    state.conditions++;
    const met = sh.interpreter.quick(sh, test) ?? (yield* sh.interpreter.list(sh, test));
    state.conditions--;
    if (leavesLoop(sh)) break;
    if ((met === 0) === until) break;
    status = sh.interpreter.quick(sh, body) ?? (yield* bodyOnce(sh, body));
    if (leavesLoop(sh)) break;
  }
  state.loops--;
  return status;
}

export function* runFor(sh: Shell, command: ForCommand): Doing<number> {
  const { state } = sh;
  const { name, words, body, line } = command;
  state.line = line;
  if (!isName(name)) {
    yield* complain(sh, `\`${name}': not a valid identifier`);
    return 1;
  }
  const values = words ? yield* expandWords(words, sh.env) : state.positional.slice();
  let status = 0;
  state.loops++;
  for (const value of values) {
    state.line = line;
    if (state.options.xtrace) yield* trace(sh, ['for', name, 'in', ...listed(words)]);
    if (yield* debugTrap(sh, command)) {
      if (leavesLoop(sh)) break;
      continue;
    }
    if (!(setAtOnce(sh, name, value) || (yield* setForVariable(sh, name, value)))) {
      status = 1;
      break;
    }
    status = sh.interpreter.quick(sh, body) ?? (yield* bodyOnce(sh, body));
    if (leavesLoop(sh)) break;
  }
  state.loops--;
  return status;
}

/** The list of a loop as `set -x` shows it. */
export const listed = (words: readonly Word[] | undefined): readonly string[] =>
  words ? words.map((word) => word.text) : ['"$@"'];

/** The common case, in which nothing can go wrong. */
function setAtOnce(sh: Shell, name: string, value: string): boolean {
  const v = sh.state.variables.get(name);
  if (v?.shape !== 'scalar' || (v.flags & ~EXPORT) !== 0) return false;
  assign(sh, name, value);
  return true;
}

/** The variable of `for`; a reference gets another target. */
function* setForVariable(sh: Shell, name: string, value: string): Doing<boolean> {
  const v = sh.state.variables.get(name);
  if (!v || (v.flags & NAMEREF) === 0) return yield* setLoopVariable(sh, name, value);
  if (isPlace(value)) {
    v.value = value;
    return true;
  }
  yield* complain(sh, `\`${value}': not a valid identifier`);
  return false;
}

/** False after a message: it is readonly. */
export function* setLoopVariable(sh: Shell, name: string, value: string): Doing<boolean> {
  try {
    assign(sh, name, value);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof ReadonlyError)) throw thrown;
    yield* complain(sh, thrown.message);
    return false;
  }
}

/** Undefined where it needs waiting. */
function arithmeticNow(sh: Shell, expression: Arithmetic): boolean | ExpansionError | undefined {
  if (sh.state.options.xtrace || sh.state.traps.has('DEBUG')) return undefined;
  if (expression.text === '') return true;
  try {
    const value = expandArithmeticNow(expression, sh.env);
    return value === undefined ? undefined : Number(value) !== 0;
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    return thrown;
  }
}

/** Undefined after a message. */
function* failed(sh: Shell, error: ExpansionError): Doing<undefined> {
  if (error.severity !== 'command') throw error;
  yield* complain(sh, error instanceof ReadonlyError ? error.message : `((: ${error.message}`);
}

/** Undefined after a message. */
function* arithmetic(sh: Shell, expression: Arithmetic): Doing<boolean | undefined> {
  const known = arithmeticNow(sh, expression);
  if (typeof known === 'boolean') return known;
  return known ? yield* failed(sh, known) : yield* waiting(sh, expression);
}

function* waiting(sh: Shell, expression: Arithmetic): Doing<boolean | undefined> {
  const given = expression.text.trim();
  const { xtrace } = sh.state.options;
  // What is left out counts as 1.
  const asked = (): Doing<boolean> => debugTrap(sh, `((${given === '' ? '1' : expression.text}))`);
  if (!xtrace && (yield* asked())) return false;
  if (given === '') return !xtrace || !(yield* asked());
  try {
    let passedOver = false;
    const shown = xtrace
      ? function* (text: string): Doing<void> {
          yield* trace(sh, ['((', text, '))']);
          passedOver = yield* asked();
        }
      : undefined;
    const value = yield* expandArithmetic(expression, sh.env, shown);
    return !passedOver && Number(value) !== 0;
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    return yield* failed(sh, thrown);
  }
}

export function* runArithFor(sh: Shell, { init, test, update, body, line }: ArithForCommand): Doing<number> {
  const { state } = sh;
  state.line = line;
  let status = 0;
  if ((yield* arithmetic(sh, init)) === undefined) return 1;
  state.loops++;
  for (;;) {
    state.line = line;
    const met = yield* arithmetic(sh, test);
    if (met === undefined) status = 1;
    if (!met) break;
    status = sh.interpreter.quick(sh, body) ?? (yield* bodyOnce(sh, body));
    if (leavesLoop(sh)) break;
    if ((yield* arithmetic(sh, update)) === undefined) {
      status = 1;
      break;
    }
  }
  state.loops--;
  return status;
}

export function* runCase(sh: Shell, command: CaseCommand): Doing<number> {
  const { state, env } = sh;
  const { word, clauses, line } = command;
  state.line = line;
  if (state.options.xtrace) yield* trace(sh, ['case', word.text, 'in']);
  if (yield* debugTrap(sh, command)) return passedOver(sh);
  const subject = expandAssignmentNow(word, env) ?? (yield* expandAssignment(word, env));
  let status = 0;
  let fallsThrough = false;
  for (const { patterns, body, end } of clauses) {
    if (!fallsThrough && !(matchesNow(sh, subject, patterns) ?? (yield* matchesAny(sh, subject, patterns)))) continue;
    status = yield* sh.interpreter.list(sh, body);
    if (body.items.length === 0) status = 0;
    if (sh.flow || end === ';;') return status;
    fallsThrough = end === ';&';
  }
  return status;
}

type Patterns = CaseCommand['clauses'][number]['patterns'];

/** Undefined when a pattern needs waiting; the first that does is met before anything has been expanded. */
function matchesNow(sh: Shell, subject: string, patterns: Patterns): boolean | undefined {
  if (!patterns.every(isImmediate)) return undefined;
  return patterns.some((word) => matches(sh, subject, expandPatternNow(word, sh.env) ?? ''));
}

function* matchesAny(sh: Shell, subject: string, patterns: Patterns): Doing<boolean> {
  for (const word of patterns) if (matches(sh, subject, yield* expandPattern(word, sh.env))) return true;
  return false;
}

const matches = ({ state: { shopt } }: Shell, subject: string, pattern: string): boolean =>
  compilePattern(pattern, { extglob: shopt.extglob === true, ignoreCase: shopt.nocasematch === true }).matches(subject);
