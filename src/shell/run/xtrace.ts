/** `set -x`: each command behind PS4, whose first character is repeated for each text inside of another. */
import { printError } from '../output.ts';
import { promptOrRaw } from '../session/prompt.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';

export function* trace(sh: Shell, words: readonly string[]): Doing<void> {
  const { state } = sh;
  state.options.xtrace = false;
  const prompt = yield* promptOrRaw(sh, getValue(state, 'PS4') ?? '');
  state.options.xtrace = true;
  const [first = ''] = prompt;
  yield* printError(sh, `${first.repeat(state.evals)}${prompt}${words.join(' ')}\n`);
}
