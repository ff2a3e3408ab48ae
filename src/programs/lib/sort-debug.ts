/** sort --debug: what keys may be meant otherwise, and under each line what was compared. Authority: sort.c of coreutils 9.1. */

import { parseLongDouble } from './long-double.ts';
import { quote } from './quote.ts';
import { type Key, keyExtent, monthOf, type Ordering } from './sort-key.ts';
import type { Plan } from './sort-options.ts';

const isNumeric = ({ order }: Ordering): boolean => order === 'numeric' || order === 'general' || order === 'human';

const hasZeroWidth = ({ from, to }: Key): boolean => to !== undefined && to.field < from.field;

const spansFields = ({ from, to }: Key): boolean => to === undefined || from.field < to.field;

const countsBlanks = (key: Key): boolean => {
  const { from, to, skipStart, skipEnd } = key;
  const skips = isNumeric(key) || key.order === 'month';
  const withinLine = to !== undefined && to.field === 0 && to.char !== 0;
  if (hasZeroWidth(key) || withinLine) return false;
  return (!skipStart && !skips) || (!skipStart && from.char > 0) || (!skipEnd && to !== undefined && to.char > 0);
};

const keyProblems = (key: Key, number: number, { tab, globalOnly }: Plan): string[] => {
  const problems: string[] = [];
  if (hasZeroWidth(key)) problems.push(`key ${number} has zero width and will be ignored`);
  if (globalOnly) return problems;
  if (tab === undefined && countsBlanks(key))
    problems.push(`leading blanks are significant in key ${number}; consider also specifying 'b'`);
  if (isNumeric(key) && spansFields(key)) problems.push(`key ${number} is numeric and spans multiple fields`);
  return problems;
};

/** What a field separator does to numbers that reach beyond it. */
const numberNotes = ({ keys, tab, globalOnly }: Plan): string[] => {
  const numeric = keys.filter(isNumeric);
  if (numeric.length === 0) return [];
  const spanning = globalOnly ? [] : numeric.filter(spansFields);
  const treated = (as: string): string[] => [`field separator ${quote(tab ?? '')} is treated as a ${as} in numbers`];
  if (spanning.length > 0 && tab === '.') return treated('decimal point');
  const sign = tab === '-' ? 'minus sign' : 'plus sign';
  const signed = tab === '-' ? spanning.length > 0 : tab === '+' && spanning.some(({ order }) => order === 'general');
  return [...(signed ? treated(sign) : []), `note numbers use ${quote('.')} as a decimal point in this locale`];
};

const LETTERS: readonly (readonly [string, (ordering: Ordering) => boolean])[] = [
  ['b', ({ skipStart, skipEnd }) => skipStart || skipEnd],
  ['d', ({ dictionary }) => dictionary],
  ['f', ({ fold }) => fold],
  ['g', ({ order }) => order === 'general'],
  ['h', ({ order }) => order === 'human'],
  ['i', ({ printing }) => printing],
  ['M', ({ order }) => order === 'month'],
  ['n', ({ order }) => order === 'numeric'],
  ['R', ({ order }) => order === 'random'],
  ['r', ({ reverse }) => reverse],
  ['V', ({ order }) => order === 'version'],
];

/** Global options that no key has taken over. */
const ignoredNotes = ({ keys, global, globalOnly, stable, unique }: Plan): string[] => {
  const unused = LETTERS.filter(([, has]) => has(global) && !keys.some(has)).map(([letter]) => letter);
  const final = stable || unique;
  const letters = unused.filter((letter) => letter !== 'r' || (final && !globalOnly)).join('');
  const notes: string[] = [];
  if (letters !== '')
    notes.push(letters.length === 1 ? `option '-${letters}' is ignored` : `options '-${letters}' are ignored`);
  if (unused.includes('r') && !final && keys.length > 0)
    notes.push("option '-r' only applies to last-resort comparison");
  return notes;
};

export const keyWarnings = (plan: Plan): string[] => [
  'text ordering performed using simple byte comparison',
  ...plan.keys.flatMap((key, index) => keyProblems(key, index + 1, plan)),
  ...numberNotes(plan),
  ...ignoredNotes(plan),
];

/** How much of a key's text its order looks at. */
const usedLength = (text: string, { order }: Ordering): number => {
  switch (order) {
    case 'month':
      return monthOf(text) < 0 ? 0 : 3;
    case 'general':
      return parseLongDouble(text).length;
    case 'numeric':
    case 'human': {
      const number = /^-?(\d+(?:\.\d*)?|\.\d+)/.exec(text)?.[0].length ?? 0;
      return number > 0 && order === 'human' && /^[kKMGTPEZY]/.test(text.slice(number)) ? number + 1 : number;
    }
    default:
      return text.length;
  }
};

/** A tab is shown as `>`; other control characters take no room. */
const cellsOf = (text: string): number => text.replace(/[\0-\x08\n-\x1f\x7f]/g, '').length;

const underlined = (line: string, key: Key | undefined, { tab, globalOnly }: Plan): string => {
  let [start, end] = key ? keyExtent(line, key, tab) : [0, line.length];
  if (key && ((key.skipStart && globalOnly) || key.order === 'month' || isNumeric(key))) {
    const text = line.slice(start, end);
    start += text.length - text.replace(/^[ \t\n]+/, '').length;
    end = start + usedLength(line.slice(start, end), key);
  }
  const width = cellsOf(line.slice(start, end));
  return `${' '.repeat(cellsOf(line.slice(0, start)))}${width > 0 ? '_'.repeat(width) : '^ no match for key'}\n`;
};

/** A line, and below it a mark for each key; the last one for the comparison of whole lines. */
export const annotated = (line: string, plan: Plan): string => {
  const { keys, stable, unique } = plan;
  const marks: (Key | undefined)[] = [...keys];
  if (keys.length === 0 || !(stable || unique)) marks.push(undefined);
  return `${line.replaceAll('\t', '>')}\n${marks.map((key) => underlined(line, key, plan)).join('')}`;
};
