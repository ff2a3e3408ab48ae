/** How bash prints variables so that they can be read again: `declare -p`, `set`, `export`. */

import { quoteIfNeeded, quoteInDouble } from '../expand/quote.ts';
import type { ShellState, Variable } from '../state.ts';
import { dynamicElements, dynamicValue, isDynamic, isKnown } from './dynamic.ts';
import { attributeLetters, keysOf } from './variables.ts';

const scalarOf = (state: ShellState, name: string, v: Variable, listing: boolean): string | undefined =>
  isDynamic(v) ? dynamicValue(state, name, listing ? undefined : v) : v.value;

const elementsFor = (
  state: ShellState,
  name: string,
  v: Variable,
  listing = false,
): Map<number | string, string> | undefined => (isDynamic(v) ? dynamicElements(state, name, listing) : v.elements);

/** What sh_contains_shell_metas() looks for. */
const METACHARACTERS = /[\s'"\\|&;()<>!{}*[?\]^$`]|^[#~]|[=:]~/;

/** A key, in quotes where it needs them. */
const shownKey = (key: number | string): string =>
  typeof key === 'string' && (key === '' || METACHARACTERS.test(key)) ? quoteInDouble(key) : String(key);

/** `([0]="a" [1]="b")`; an associative one has a blank before the parenthesis. */
function arrayText(v: Variable, elements: Map<number | string, string>): string {
  const parts = keysOf(v, elements).map((key) => `[${shownKey(key)}]=${quoteInDouble(elements.get(key) ?? '')}`);
  if (v.shape === 'indexed') return `(${parts.join(' ')})`;
  return `(${parts.map((part) => `${part} `).join('')})`;
}

/** A line of `declare -p`, without the newline. A list of all does not compute what nobody has asked for. */
export function declareLine(state: ShellState, name: string, v: Variable, listing = false): string {
  const head = `declare -${attributeLetters(v) || '-'} ${name}`;
  if (v.shape === 'scalar') {
    const value = listing && isDynamic(v) && !isKnown(name, v) ? undefined : scalarOf(state, name, v, listing);
    return value === undefined ? head : `${head}=${quoteInDouble(value)}`;
  }
  const elements = elementsFor(state, name, v, listing);
  if (!elements) return head;
  return `${head}=${elements.size === 0 ? '()' : arrayText(v, elements)}`;
}

/** A line of `set`, without the newline; undefined for what has no value. */
export function setLine(state: ShellState, name: string, v: Variable): string | undefined {
  if (v.shape === 'scalar') {
    const value = isDynamic(v) && !isKnown(name, v) ? undefined : scalarOf(state, name, v, true);
    return value === undefined ? undefined : `${name}=${value === '' ? '' : quoteIfNeeded(value)}`;
  }
  const elements = elementsFor(state, name, v, true);
  return elements ? `${name}=${arrayText(v, elements)}` : undefined;
}

/** What lists show: without the assignments before the builtin that prints them. */
export function sortedVariables({ variables, scopes }: ShellState): [string, Variable][] {
  const top = scopes.at(-1);
  const covered = top?.kind === 'temporary' ? top.covered : undefined;
  const shown = [...variables].flatMap(([name, v]): [string, Variable][] => {
    const before = covered?.has(name) ? covered.get(name) : v;
    return before ? [[name, before]] : [];
  });
  return shown.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
