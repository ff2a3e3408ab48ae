/** SHLVL. Authority: bash(1), Shell Variables; bash's adjust_shell_level(). */
import { integerOf } from '../builtins/options.ts';
import type { Doing, Shell } from '../shell.ts';
import { EXPORT, variable } from '../state.ts';
import { getValue } from '../variables/variables.ts';

const TOO_HIGH = 1000;

/** One deeper for a shell that starts; a program in place of a shell is no level deeper. What is no number counts as 0. */
export function* adjustLevel({ state }: Shell, by: 1 | -1, warn: (message: string) => Doing<void>): Doing<void> {
  let level = ((integerOf(getValue(state, 'SHLVL') ?? '') ?? 0) + by) | 0;
  if (level < 0) level = 0;
  if (level >= TOO_HIGH) {
    yield* warn(`warning: shell level (${level}) too high, resetting to 1`);
    level = 1;
  }
  const v = state.variables.get('SHLVL') ?? variable(undefined);
  v.value = String(level);
  v.flags |= EXPORT;
  state.variables.set('SHLVL', v);
}
