/**
 * Commands that need not wait, done without a single generator: `:`, `[ a = b ]`, `((i++))`, `x=$y`, `[[ $x == a* ]]`.
 * Loops live on them. Whatever does not fit answers undefined before anything has happened, or leaves what has been done
 * in `sh.prepared`, and the interpreter goes on from there.
 */

import { builtinNamed } from '../builtins/index.ts';
import { ExpansionError } from '../expand/env.ts';
import { expandArithmeticNow, expandWordsNow } from '../expand/expand.ts';
import type { Builtin, Literals, Shell } from '../shell.ts';
import type { ArithCommand, Command, CondCommand, List, ListItem, SimpleCommand, Word } from '../syntax/ast.ts';
import { assignNow } from './assignment.ts';
import { decide, isStatic, NotANumber } from './cond.ts';
import { showCommand } from './debug.ts';
import { declareNow } from './quick-local.ts';
import { single } from './single.ts';

/** So many commands may pass before the kernel gets a look at the process. */
export const COMMANDS_PER_LOOK = 16;

const NO_LITERALS: Literals = new Map();

/** The one command of a list that is nothing else. */
export function soleCommand({ chain, background }: ListItem): Command | undefined {
  const { first, rest } = chain;
  const { stages } = first;
  const plain = !background && rest.length === 0 && stages.length === 1 && !first.negated && first.timed === undefined;
  return plain ? stages[0] : undefined;
}

export function quickList(sh: Shell, { items }: List): number | undefined {
  const [item] = items;
  return items.length === 1 && item ? quickItem(sh, item) : undefined;
}

export function quickItem(sh: Shell, item: ListItem): number | undefined {
  const command = soleCommand(item);
  if (!command || sh.noticed.any || sh.flow || sh.spent >= COMMANDS_PER_LOOK) return undefined;
  const { options, conditions, negations, traps, watchesClock } = sh.state;
  if (options.xtrace || options.keyword || watchesClock || traps.has('DEBUG') || command.redirects.length > 0)
    return undefined;
  if (conditions === negations && (options.errexit || traps.has('ERR'))) return undefined;
  if (command.kind !== 'simple' && command.kind !== 'arith' && command.kind !== 'cond') return undefined;
  sh.state.line = command.line;
  showCommand(sh.state, command);
  try {
    if (command.kind === 'simple') return quickSimple(sh, command);
    const status = command.kind === 'arith' ? quickArith(sh, command) : quickCond(sh, command);
    return status === undefined ? undefined : done(sh, status);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    // The interpreter knows what to say of it.
    sh.prepared = { command, error };
    return undefined;
  }
}

function quickArith(sh: Shell, { expression }: ArithCommand): number | undefined {
  const value = expandArithmeticNow(expression, sh.env);
  return value === undefined ? undefined : Number(value) === 0 ? 1 : 0;
}

function quickCond(sh: Shell, { test }: CondCommand): number | undefined {
  if (!isStatic(test)) return undefined;
  try {
    const step = decide(sh, test, true).next();
    return step.done ? step.value : undefined;
  } catch (thrown) {
    if (thrown instanceof NotANumber) return undefined;
    throw thrown;
  }
}

function done(sh: Shell, status: number): number {
  const { state } = sh;
  sh.spent++;
  state.status = status;
  state.pipeStatus = single(status);
  return status;
}

const literals = new WeakMap<Word, string | false>();

/** What a word is when nothing in it can change. */
function literalOf(word: Word): string | false {
  let text = literals.get(word);
  if (text === undefined) {
    const [part] = word.parts;
    text = word.parts.length === 1 && part?.kind === 'literal' && !word.braces ? part.value : false;
    literals.set(word, text);
  }
  return text;
}

/** The builtin that a command surely runs. */
function builtinOf(sh: Shell, [first]: readonly Word[]): Builtin | undefined {
  const name = first && literalOf(first);
  if (!name || sh.state.functions.has(name) || sh.state.disabledBuiltins.has(name)) return undefined;
  const builtin = builtinNamed(name);
  return builtin;
}

function quickSimple(sh: Shell, command: SimpleCommand): number | undefined {
  const { words, assignments } = command;
  if (words.length === 0) return quickAssignment(sh, command);
  const builtin = assignments.length === 0 ? builtinOf(sh, words) : undefined;
  if (!builtin) return undefined;
  if (builtin.declares) {
    const declared = builtin.name === 'local' && declareNow(sh, words.slice(1));
    return declared ? ran(sh, 'local', 0) : undefined;
  }
  const expanded = expandWordsNow(words, sh.env);
  if (!expanded) return undefined;
  const running = builtin.run(sh, expanded.slice(1), NO_LITERALS);
  if (typeof running !== 'number') {
    sh.prepared = { command, words: expanded, running };
    return undefined;
  }
  sh.state.lastArgument = expanded.at(-1) ?? '';
  return ran(sh, builtin.name, running);
}

function ran(sh: Shell, name: string, status: number): number {
  sh.previousBuiltin = sh.builtin;
  sh.builtin = name;
  return done(sh, status);
}

function quickAssignment(sh: Shell, command: SimpleCommand): number | undefined {
  const [one] = command.assignments;
  if (command.assignments.length !== 1 || !one) return undefined;
  return assignNow(sh, one) ? done(sh, 0) : undefined;
}
