/**
 * Commands that need not wait, done without a single generator: `:`, `[ a = b ]`, `((i++))`, `x=$y`, `[[ $x == a* ]]`.
 * Loops live on them. Whatever does not fit answers undefined before anything has happened, or leaves what has been done
 * in `sh.prepared`, and the interpreter goes on from there.
 */
import { assignNow } from './assignment.ts';
import { builtinNamed } from './builtins/index.ts';
import { isStatic, runCond } from './cond.ts';
import { ExpansionError } from './expand/env.ts';
import { expandArithmeticNow, expandWordsNow } from './expand/expand.ts';
import type { Builtin, Literals, Shell } from './shell.ts';
import type { Arithmetic, Command, List, ListItem, SimpleCommand, Word } from './syntax/ast.ts';

/** So many commands may pass before the kernel gets a look at the process. */
export const COMMANDS_PER_LOOK = 16;

const NO_LITERALS: Literals = new Map();

/** `PIPESTATUS` of one command; the usual ones are shared. */
const SINGLE: readonly (readonly number[])[] = [[0], [1]];
export const single = (status: number): readonly number[] => SINGLE[status] ?? [status];

/** The one command of a list that is nothing else. */
function soleCommand({ chain, background }: ListItem): Command | undefined {
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
  const { options, conditions, traps, watchesClock } = sh.state;
  if (options.xtrace || watchesClock || command.redirects.length > 0) return undefined;
  if (conditions === 0 && (options.errexit || traps.has('ERR'))) return undefined;
  switch (command.kind) {
    case 'simple':
      return quickSimple(sh, command);
    case 'arith': {
      const value = attempt(sh, command, () => expandArithmeticNow(command.expression, sh.env));
      return value === undefined ? undefined : done(sh, command, Number(value) === 0 ? 1 : 0);
    }
    case 'cond': {
      if (!isStatic(command.test)) return undefined;
      const step = attempt(sh, command, () => runCond(sh, command.test).next());
      return step?.done ? done(sh, command, step.value) : undefined;
    }
    default:
      return undefined;
  }
}

/** An error is kept for the interpreter, who knows what to say. */
function attempt<T>(sh: Shell, command: Command, body: () => T): T | undefined {
  const { state } = sh;
  state.line = command.line;
  try {
    return body();
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    sh.prepared = { command, error };
    return undefined;
  }
}

function done(sh: Shell, { line }: Command, status: number): number {
  const { state } = sh;
  sh.spent++;
  state.line = line;
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

/** The builtin that a command surely runs, unless its arguments are assignments. */
function builtinOf(sh: Shell, [first]: readonly Word[]): Builtin | undefined {
  const name = first && literalOf(first);
  if (!name || sh.state.functions.has(name) || sh.state.disabledBuiltins.has(name)) return undefined;
  const builtin = builtinNamed(name);
  return builtin?.declares || builtin?.reads ? undefined : builtin;
}

function quickSimple(sh: Shell, command: SimpleCommand): number | undefined {
  const { words, assignments } = command;
  if (words.length === 0) return quickAssignment(sh, command);
  const builtin = assignments.length === 0 ? builtinOf(sh, words) : undefined;
  if (!builtin) return undefined;
  const expanded = attempt(sh, command, () => expandWordsNow(words, sh.env));
  if (!expanded) return undefined;
  const running = attempt(sh, command, () => builtin.run(sh, expanded.slice(1), NO_LITERALS));
  if (running === undefined) return undefined;
  if (typeof running !== 'number') {
    sh.prepared = { command, words: expanded, running };
    return undefined;
  }
  sh.previousBuiltin = sh.builtin;
  sh.builtin = builtin.name;
  sh.state.lastArgument = expanded.at(-1) ?? '';
  return done(sh, command, running);
}

function quickAssignment(sh: Shell, command: SimpleCommand): number | undefined {
  const [one] = command.assignments;
  if (command.assignments.length !== 1 || !one) return undefined;
  const assigned = attempt(sh, command, () => assignNow(sh, one));
  return assigned ? done(sh, command, 0) : undefined;
}

/** An expression of `for ((;;))` or a condition, if it needs no waiting. Throws an ExpansionError. */
export function quickArithmetic(sh: Shell, expression: Arithmetic): number | bigint | undefined {
  return sh.state.options.xtrace ? undefined : expandArithmeticNow(expression, sh.env);
}
