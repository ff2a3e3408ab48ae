/**
 * The DEBUG trap, before each simple command and each head of a compound one, and the RETURN trap, behind functions and
 * sourced files; what BASH_COMMAND shows; and who inherits such traps (functrace, errtrace).
 * Authority: bash(1), `trap`, `extdebug` at `shopt`; bash's run_debug_trap().
 */

import type { Doing, Shell } from '../shell.ts';
import type { ShellState, TrapName } from '../state.ts';
import type { Command } from '../syntax/ast.ts';
import { runTrap } from './trap.ts';

/** With `extdebug` this status of the DEBUG trap is a `return` from the function. */
const FORCE_RETURN = 2;

/** BASH_COMMAND: while a trap runs it stays what it was. */
export function showCommand(state: ShellState, command: Command | string): void {
  if (state.runningTraps.length === 0) state.command = command;
}

/** Before `command`: with `extdebug` the answer may be that it is to be passed over. */
export function* debugTrap(sh: Shell, command: Command | string): Doing<boolean> {
  showCommand(sh.state, command);
  return sh.state.traps.has('DEBUG') && (yield* runDebugTrap(sh));
}

/** With `extdebug` the DEBUG trap has said no, or it has left by itself. */
export function passedOver({ flow, state }: Shell): number {
  if (!flow) state.status = 0;
  return state.status;
}

/** Also before a function's body, where BASH_COMMAND is still the call. */
export function* runDebugTrap(sh: Shell): Doing<boolean> {
  const { state } = sh;
  if (state.runningTraps.includes('DEBUG')) return false;
  const before = state.status;
  const result = yield* runTrap(sh, 'DEBUG', state.line);
  if (sh.flow) return true;
  if (!state.shopt.extdebug || result === 0) return false;
  if (result === FORCE_RETURN && state.functionDepth + state.sourceDepth > 0) {
    state.status = FORCE_RETURN;
    sh.flow = { kind: 'return', before };
  }
  return true;
}

/** `status` is what `$?` is for it. */
export function* returnTrap(sh: Shell, status: number): Doing<void> {
  const { state } = sh;
  if (!state.traps.has('RETURN') || state.runningTraps.some((name) => name === 'DEBUG' || name === 'RETURN')) return;
  state.status = status;
  yield* runTrap(sh, 'RETURN', state.line);
}

const nothing = (): void => {};

/** Takes the traps away that a function or a sourced file does not inherit; what it sets itself stays when it is over. */
export function hideTraps({ traps }: ShellState, names: readonly TrapName[]): () => void {
  if (traps.size === 0) return nothing;
  const hidden = names.flatMap((name) => {
    const command = traps.get(name);
    return command ? [[name, command] as const] : [];
  });
  for (const [name] of hidden) traps.delete(name);
  return () => {
    for (const [name, command] of hidden) if (!traps.has(name)) traps.set(name, command);
  };
}

/** What a function does not inherit; `traced` by `declare -ft`. */
export function hiddenFromFunction({ options, runningTraps }: ShellState, traced: boolean): TrapName[] {
  const names: TrapName[] = [];
  const follows = traced || options.functrace;
  if (!follows) names.push('DEBUG');
  if (!options.errtrace) names.push('ERR');
  if (!follows || runningTraps.includes('DEBUG')) names.push('RETURN');
  return names;
}

/** Does a subshell inherit the trap? Ignored signals stay ignored in any case. */
export function inheritsTrap({ options }: ShellState, name: TrapName): boolean {
  if (name === 'ERR') return options.errtrace;
  return (name === 'DEBUG' || name === 'RETURN') && options.functrace;
}
