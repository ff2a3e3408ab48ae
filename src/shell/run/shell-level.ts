/** SHLVL. Authority: bash(1), Shell Variables. */
import type { Shell } from '../shell.ts';

/** A program in place of a shell is no level deeper. */
export function adjustLevel({ state }: Shell, by: number): void {
  const v = state.variables.get('SHLVL');
  if (v?.value !== undefined) v.value = String((Number.parseInt(v.value, 10) || 0) + by);
}
