/** `name=value`, `name[index]+=value`, `name=(…)`. Authority: bash(1), PARAMETERS and Arrays. */
import type { ArrayElement, ArrayLiteral, Assignment, Word } from './ast.ts';
import type { Surroundings } from './context.ts';
import { arrayEnd, arrayWords, constructEnd } from './recognizer.ts';
import { parseSubscript, parseWord } from './words.ts';

const startsLikeOne = /^[A-Za-z_][A-Za-z0-9_]*(?=\+?=|\[)/;

/** The assignment that `text` is, or undefined when it has not the form of one. */
export function parseAssignment(text: string, around: Surroundings): Assignment | undefined {
  const name = startsLikeOne.exec(text)?.[0];
  if (name === undefined) return undefined;
  let at = name.length;
  let index: Word | undefined;
  if (text.charAt(at) === '[') {
    const end = subscriptEnd(text, at);
    if (end === undefined) return undefined;
    index = parseSubscript(text.slice(at + 1, end - 1), around);
    at = end;
  }
  const append = text.charAt(at) === '+';
  if (append) at++;
  if (text.charAt(at) !== '=') return undefined;
  const value = assignedValue(text, at + 1, around);
  return { name, ...(index === undefined ? {} : { index }), append, value, text };
}

function subscriptEnd(text: string, at: number): number | undefined {
  try {
    return constructEnd(text, at);
  } catch {
    return undefined;
  }
}

/** `a=(1)b` is no array but a text. */
const assignedValue = (text: string, at: number, around: Surroundings): Word | ArrayLiteral =>
  text.charAt(at) === '(' && arrayEnd(text, at + 1) === text.length
    ? parseArray(text, at + 1, around)
    : parseWord(text.slice(at), 'assignment', around);

/** `at` is after the parenthesis. */
export function parseArray(text: string, at: number, around: Surroundings): ArrayLiteral {
  const elements = arrayWords(text, at).map(({ start, end }) => parseElement(text.slice(start, end), around));
  return { kind: 'array', elements };
}

function parseElement(text: string, around: Surroundings): ArrayElement {
  if (text.startsWith('[')) {
    const close = subscriptEnd(text, 0);
    if (close !== undefined) {
      const append = text.startsWith('+=', close);
      if (append || text.startsWith('=', close)) {
        const index = parseSubscript(text.slice(1, close - 1), around);
        const value = parseWord(text.slice(close + (append ? 2 : 1)), 'assignment', around);
        return { kind: 'entry', index, append, value };
      }
    }
  }
  return { kind: 'value', value: parseWord(text, 'word', around) };
}
