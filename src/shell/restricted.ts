/**
 * The restricted shell: `bash -r`, `rbash`, `set -r`. No other directory, no path to a command, no file written by a
 * redirection, and none of the variables that would be a way around. Programs know nothing of it.
 * Authority: bash(1), RESTRICTED SHELL.
 */
import { complain } from './output.ts';
import type { Doing, Shell } from './shell.ts';
import { READONLY, type ShellState } from './state.ts';
import { put } from './variables/variables.ts';

const FIXED = ['PATH', 'SHELL', 'HISTFILE', 'ENV', 'BASH_ENV'];

/** From now on, for good. */
export function restrict(state: ShellState): void {
  state.restricted = true;
  for (const name of FIXED) {
    const v = state.variables.get(name) ?? put(state, name);
    v.flags |= READONLY;
  }
}

/** True after a complaint. `what` is the builtin, perhaps with what it was given. */
export function* isRefused(sh: Shell, what: string): Doing<boolean> {
  if (!sh.state.restricted) return false;
  yield* complain(sh, `${what}: restricted`);
  return true;
}
