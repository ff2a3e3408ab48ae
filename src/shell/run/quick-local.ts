/** `local x=$1 y`: names and scalar values that need no waiting, done without a generator. Every function begins with it. */
import { expandAssignmentNow } from '../expand/expand.ts';
import { isImmediate } from '../expand/plan.ts';
import type { Shell } from '../shell.ts';
import { DYNAMIC, NAMEREF, READONLY } from '../state.ts';
import type { Assignment, Word } from '../syntax/ast.ts';
import { assign, isName, makeLocal } from '../variables/variables.ts';

/** False when nothing has been done; the builtin itself knows what to do, or to say. */
export function declareNow(sh: Shell, words: readonly Word[]): boolean {
  const { state } = sh;
  if (state.functionDepth === 0 || words.length === 0 || !words.every(isPlain)) return false;
  const names = words.map(({ assignment, text }) => assignment?.name ?? text);
  if (names.some((name) => isSpecial(sh, name))) return false;
  const values = words.map((word) => givenValue(sh, word));
  for (const [index, name] of names.entries()) {
    makeLocal(state, name);
    const value = values[index];
    if (value !== undefined) assign(sh, name, value);
  }
  state.lastArgument = `${names.at(-1)}${values.at(-1) === undefined ? '' : `=${values.at(-1)}`}`;
  return true;
}

const plain = new WeakMap<Word, boolean>();

/** A name, or `name=value`. */
function isPlain(word: Word): boolean {
  let answer = plain.get(word);
  if (answer === undefined) {
    const { assignment, text, braces } = word;
    answer = assignment ? isPlainAssignment(assignment) : braces === undefined && isName(text);
    plain.set(word, answer);
  }
  return answer;
}

const isPlainAssignment = ({ index, append, value }: Assignment): boolean =>
  index === undefined && !append && 'parts' in value && isImmediate(value);

function isSpecial({ state }: Shell, name: string): boolean {
  const v = state.variables.get(name);
  return v !== undefined && (v.shape !== 'scalar' || (v.flags & (READONLY | NAMEREF | DYNAMIC)) !== 0);
}

const givenValue = (sh: Shell, { assignment }: Word): string | undefined =>
  assignment && 'parts' in assignment.value ? expandAssignmentNow(assignment.value, sh.env) : undefined;
