/** [[ expression ]]. Authority: bash(1), CONDITIONAL EXPRESSIONS. */
import { evaluateBinary, evaluateUnary, type TestShell } from '../../programs/lib/test-expression.ts';
import { evaluate, type Integer } from '../expand/arith.ts';
import { ExpansionError } from '../expand/error.ts';
import {
  expandAssignment,
  expandAssignmentNow,
  expandPattern,
  expandQuotedPattern,
  expandRegex,
} from '../expand/expand.ts';
import { compilePattern } from '../expand/pattern.ts';

import { isSetOption } from '../options.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { NAMEREF } from '../state.ts';
import type { Cond, Word } from '../syntax/ast.ts';
import { elementsOf, find, getValue, isSet, keyFor, resolve } from '../variables/variables.ts';
import { regexOf } from './regex.ts';
import { trace } from './xtrace.ts';

/** What `test` and `[[` ask of the shell. */
export const testShell = (sh: Shell): TestShell => ({
  isSet: (name) => isVariableSet(sh, name),
  isNameref: (name) => {
    const v = sh.state.variables.get(name);
    return v !== undefined && (v.flags & NAMEREF) !== 0 && v.value !== undefined;
  },
  optionOn: (name) => isSetOption(name) && sh.state.options[name],
});

/** `-v name`, `-v name[key]`. */
export function isVariableSet(sh: Shell, text: string): boolean {
  const { state } = sh;
  if (/^[0-9]+$/.test(text)) return Number(text) === 0 || Number(text) <= state.positional.length;
  const bracket = text.indexOf('[');
  if (bracket < 0 || !text.endsWith(']')) return getValue(state, resolve(state, text)) !== undefined;
  const name = text.slice(0, bracket);
  const inside = text.slice(bracket + 1, -1);
  const v = find(state, name);
  if (!v) return false;
  if (inside === '@' || inside === '*') return isSet(v);
  const key = keyFor(sh, name, inside);
  return elementsOf(state, name)?.has(key) ?? (key === 0 && v.value !== undefined);
}

const ARITHMETIC = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const PATTERN = new Set(['=', '==', '!=']);

/** Answers 0, 1, or 2 after a message. Throws NotANumber at once if there is nobody to tell of it. */
export function* decide(sh: Shell, test: Cond, silent = false, negated = false): Doing<number> {
  switch (test.kind) {
    case 'paren':
      return yield* decide(sh, test.operand, silent);
    case 'not':
      // An error counts as untrue.
      return (yield* decide(sh, test.operand, silent, !negated)) === 0 ? 1 : 0;
    case 'and': {
      const left = yield* decide(sh, test.left, silent);
      return left === 0 ? yield* decide(sh, test.right, silent) : left;
    }
    case 'or': {
      const left = yield* decide(sh, test.left, silent);
      return left === 0 ? 0 : yield* decide(sh, test.right, silent);
    }
    case 'unary':
      return (yield* unary(sh, test, negated)) ? 0 : 1;
    case 'binary': {
      const answer = yield* silent ? binary(sh, test, negated) : orNotANumber(sh, binary(sh, test, negated));
      return answer === undefined ? 2 : answer ? 0 : 1;
    }
    default:
      return test satisfies never;
  }
}

function* orNotANumber(sh: Shell, term: Doing<boolean | undefined>): Doing<boolean | undefined> {
  try {
    return yield* term;
  } catch (thrown) {
    if (!(thrown instanceof NotANumber)) throw thrown;
    yield* complain(sh, `[[: ${thrown.message}`);
    return false;
  }
}

/** A term as `set -x` shows it, with the `!` that stands right before it. */
function* traceTerm(sh: Shell, negated: boolean, words: readonly string[]): Doing<void> {
  yield* trace(sh, ['[[', ...(negated ? ['!'] : []), ...words, ']]']);
}

function* unary(sh: Shell, { op, operand }: Cond & { kind: 'unary' }, negated: boolean): Doing<boolean> {
  const value = expandAssignmentNow(operand, sh.env) ?? (yield* expandAssignment(operand, sh.env));
  if (sh.state.options.xtrace) yield* traceTerm(sh, negated, [op, traced(value)]);
  return yield* evaluateUnary(sh.sys, op, value, testShell(sh));
}

const traced = (value: string): string => (value === '' ? "''" : value);

function* binary(sh: Shell, term: Cond & { kind: 'binary' }, negated: boolean): Doing<boolean | undefined> {
  const { op, left, right } = term;
  const subject = expandAssignmentNow(left, sh.env) ?? (yield* expandAssignment(left, sh.env));
  if (op === '=~') return yield* matchesRegex(sh, subject, right, negated);
  if (PATTERN.has(op)) {
    const pattern = yield* sh.state.options.xtrace ? expandQuotedPattern(right, sh.env) : expandPattern(right, sh.env);
    if (sh.state.options.xtrace) yield* traceTerm(sh, negated, [traced(subject), op, traced(pattern)]);
    const matches = compilePattern(pattern, {
      extglob: true,
      ignoreCase: sh.state.shopt.nocasematch === true,
    }).matches(subject);
    return op === '!=' ? !matches : matches;
  }
  const object = expandAssignmentNow(right, sh.env) ?? (yield* expandAssignment(right, sh.env));
  if (sh.state.options.xtrace) yield* traceTerm(sh, negated, [traced(subject), op, traced(object)]);
  if (ARITHMETIC.has(op)) return compareNumbers(sh, subject, op, object);
  const answer = yield* evaluateBinary(sh.sys, subject, op, object, true);
  if (typeof answer === 'boolean') return answer;
  yield* complain(sh, `[[: ${answer.problem}`);
  return undefined;
}

/** What stands beside -eq and its like is no number: the conditional is false, the script goes on. */
export class NotANumber extends Error {}

function numberOf(sh: Shell, text: string): Integer {
  try {
    return evaluate(text, sh.env);
  } catch (thrown) {
    throw thrown instanceof ExpansionError && thrown.severity === 'command' ? new NotANumber(thrown.message) : thrown;
  }
}

function compareNumbers(sh: Shell, left: string, op: string, right: string): boolean {
  const a = numberOf(sh, left);
  const b = numberOf(sh, right);
  switch (op) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

/** `=~` fills BASH_REMATCH. */
function* matchesRegex(sh: Shell, subject: string, right: Word, negated: boolean): Doing<boolean | undefined> {
  // In bash 3.1 quotes did not make anything literal here.
  const source = yield* sh.state.compat <= 31 ? expandAssignment(right, sh.env) : expandRegex(right, sh.env);
  if (sh.state.options.xtrace) yield* traceTerm(sh, negated, [traced(subject), '=~', source]);
  const regex = regexOf(source, sh.state.shopt.nocasematch === true);
  if (!regex) return undefined;
  const match = regex.exec(subject);
  const groups = match ? match.groups.map((group) => group ?? '') : [];
  sh.state.variables.set('BASH_REMATCH', {
    shape: 'indexed',
    value: undefined,
    elements: new Map(groups.map((group, index) => [index, group])),
    flags: 0,
  });
  return match !== undefined;
}

/** Words whose expansion may have to wait, and expressions that ask the kernel. */
const WAITS = /`|\$\((?!\()|[<>]\(|@P/;
const ASKS_NOBODY = new Set(['-n', '-z', '-v', '-R', '-o']);

const known = new WeakMap<Cond, boolean>();

/** Can be decided at once, without the kernel. */
export function isStatic(test: Cond): boolean {
  let answer = known.get(test);
  if (answer === undefined) {
    answer = decidedAtOnce(test);
    known.set(test, answer);
  }
  return answer;
}

function decidedAtOnce(test: Cond): boolean {
  switch (test.kind) {
    case 'not':
    case 'paren':
      return isStatic(test.operand);
    case 'and':
    case 'or':
      return isStatic(test.left) && isStatic(test.right);
    case 'unary':
      return ASKS_NOBODY.has(test.op) && !WAITS.test(test.operand.text);
    case 'binary':
      return !/^-[noe][tf]$/.test(test.op) && !WAITS.test(test.left.text) && !WAITS.test(test.right.text);
    default:
      return test satisfies never;
  }
}
