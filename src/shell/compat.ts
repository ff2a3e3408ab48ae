/**
 * BASH_COMPAT and `shopt compatNN`: which earlier bash this one is to be like. One number, which both of them show.
 * What differs by it: quotes behind =~ (3.1), loops around functions (4.3) and subshells (4.4), `unset a[@]` (5.1). The
 * other differences of earlier versions are left out.
 * Authority: bash(1), SHELL COMPATIBILITY MODE; bash's sv_shcompat().
 */
import { type ShellState, variable } from './state.ts';

export const OWN_LEVEL = 52;
const FIRST_LEVEL = 31;

/** `4.2` and `42`. */
function levelOf(text: string): number | undefined {
  const level = /^\d\.?\d$/.test(text) ? Number(text.replace('.', '')) : 0;
  return level >= FIRST_LEVEL && level <= OWN_LEVEL ? level : undefined;
}

function setLevel(state: ShellState, level: number): void {
  state.compat = level;
  for (const name of Object.keys(state.shopt)) {
    if (name.startsWith('compat')) state.shopt[name] = name === `compat${level}`;
  }
}

/** The variable has a new value, or none. Answers what is to be said of it. */
export function followCompat(state: ShellState): readonly string[] {
  const text = state.variables.get('BASH_COMPAT')?.value ?? '';
  const level = text === '' ? OWN_LEVEL : levelOf(text);
  setLevel(state, level ?? OWN_LEVEL);
  return level === undefined ? [`BASH_COMPAT: ${text}: compatibility value out of range`] : [];
}

/** `shopt -s compat42` puts out the others. */
export function setCompatOption(state: ShellState, name: string, on: boolean): void {
  const others = Object.keys(state.shopt).filter((one) => one.startsWith('compat') && one !== name);
  const chosen = on ? name : others.find((one) => state.shopt[one]);
  setLevel(state, chosen ? Number(chosen.slice('compat'.length)) : OWN_LEVEL);
  state.variables.set('BASH_COMPAT', variable(String(state.compat)));
}
