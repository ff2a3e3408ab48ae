/**
 * Completion: what the shell found is put into the line as far as it is certain, or listed in columns.
 * The finding is the shell's: it hands a `Completer` to readLine.
 * Authority: readline(3), Completion; readline 8.2's listing.
 */

import { textWidth } from '../../width.ts';
import type { CompletionKind } from './keymap.ts';
import { type Chars, replace, textOf } from './line.ts';
import { type EditState, type How, ring, withLine } from './state.ts';
import { isOn } from './variables.ts';

export interface Candidate {
  /** What the word becomes, quoted as the shell needs it. */
  readonly value: string;
  /** What a list shows; for a path its last part, with a slash if it is a directory. Else the value. */
  readonly label?: string;
  /** What follows the word when it is the only candidate: a blank unless said otherwise. */
  readonly suffix?: string;
}

export interface Completion {
  /** Where the word begins in the text of the line. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** The word is a pattern: what its matches begin with takes its place, however short. */
  readonly pattern?: boolean;
  /** They stay in the order found. */
  readonly unsorted?: boolean;
}

/** Finds candidates for the word before `point` (an index into `text`). */
export type Completer = (
  text: string,
  point: number,
  what: CompletionKind,
  type: CompletionType,
) => Generator<void, Completion>;

/** What is done with the candidates: COMP_TYPE as a character. */
export type CompletionType = '\t' | '?' | '*' | '%';

export interface Completed {
  readonly state: EditState;
  /** What is to be listed below the line. */
  readonly labels: readonly string[];
}

const UNCHANGED = { kind: 'complete' } as const;

export function pointInText(state: EditState): number {
  return state.line.chars.slice(0, state.line.point).join('').length;
}

/** Where case is ignored, that of a candidate which begins as it was typed. */
function commonPrefix(texts: readonly Chars[], typed: Chars, ignoresCase: boolean): Chars {
  const [alphabetical = [], ...others] = texts;
  const first = texts.find((text) => typed.every((char, at) => text[at] === char)) ?? alphabetical;
  const rest = ignoresCase ? texts : others;
  const same = (a: string | undefined, b: string | undefined): boolean =>
    a === b || (ignoresCase && a?.toLowerCase() === b?.toLowerCase());
  let length = 0;
  while (length < first.length && rest.every((text) => same(text[length], first[length]))) length++;
  // Half of a quoted character is none.
  const backslashes = /\\*$/.exec(first.slice(0, length).join(''))?.[0].length ?? 0;
  return first.slice(0, backslashes % 2 === 1 ? length - 1 : length);
}

function unique({ candidates, unsorted }: Completion): readonly Candidate[] {
  const byLabel = new Map(candidates.map((candidate) => [candidate.label ?? candidate.value, candidate]));
  const all = [...byLabel];
  if (!unsorted) all.sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([, candidate]) => candidate);
}

const putWord = (state: EditState, start: number, word: Chars): EditState =>
  withLine(state, replace(state.line, start, state.line.point, word));

function suffixOf(state: EditState, { suffix = ' ' }: Candidate): string {
  return suffix === '/' && state.line.chars[state.line.point] === '/' ? '' : suffix;
}

/** Applies what was found. A second Tab that could not add anything lists the candidates. */
export function complete(state: EditState, found: Completion, how: How): Completed {
  const candidates = unique(found);
  const [first] = candidates;
  if (first === undefined) return { state: ring(state), labels: [] };
  const labels = candidates.map((candidate) => candidate.label ?? candidate.value);
  const lists = isOn(state.variables, 'show-all-if-ambiguous') || state.last.kind === 'complete';
  if (how === 'list' || (how === 'insert' && candidates.length > 1 && state.last.kind === 'complete')) {
    return { state: { ...state, deed: UNCHANGED }, labels };
  }
  const start = Array.from(textOf(state.line).slice(0, found.start)).length;
  if (how === 'insert-all') {
    const all = candidates.map((candidate) => `${candidate.value} `).join('');
    return { state: putWord(state, start, Array.from(all)), labels: [] };
  }
  if (how !== 'insert' && candidates.length > 1) return { state: menu(state, start, candidates, how), labels: [] };
  if (candidates.length === 1) {
    return { state: putWord(state, start, Array.from(first.value + suffixOf(state, first))), labels: [] };
  }
  const ignoresCase = isOn(state.variables, 'completion-ignore-case');
  const typed = state.line.chars.slice(start, state.line.point);
  const word = commonPrefix(valuesOf(candidates), typed, ignoresCase);
  const fits = word.length > 0 && (found.pattern === true || word.length >= typed.length);
  const adds = fits && word.join('') !== typed.join('');
  const put = adds ? putWord(state, start, word) : { ...state, deed: UNCHANGED };
  const atOnce = lists || (!adds && isOn(state.variables, 'show-all-if-unmodified'));
  return atOnce ? { state: put, labels } : { state: ring(put), labels: [] };
}

const valuesOf = (candidates: readonly Candidate[]): Chars[] => candidates.map(({ value }) => Array.from(value));

/** menu-complete: the first of the candidates, or the last. */
function menu(state: EditState, start: number, candidates: readonly Candidate[], how: How): EditState {
  const typed = state.line.chars.slice(start, state.line.point);
  const common = commonPrefix(valuesOf(candidates), typed, isOn(state.variables, 'completion-ignore-case'));
  const words = [common, ...candidates.map((one) => Array.from(one.value + (one.suffix ?? ' ')))];
  return turn(state, { kind: 'menu', start, words, turn: 0 }, how);
}

type Menu = Extract<EditState['last'], { kind: 'menu' }>;

function turn(state: EditState, deed: Menu, how: How): EditState {
  const { start, words } = deed;
  const next = (deed.turn + (how === 'menu' ? 1 : words.length - 1)) % words.length;
  const put = { ...putWord(state, start, words[next] ?? []), deed: { ...deed, turn: next } };
  return next === 0 ? ring(put) : put;
}

/** The next candidate of a menu that is under way; undefined where none is. */
export const nextInMenu = (state: EditState, how: How): EditState | undefined =>
  state.last.kind === 'menu' && how.startsWith('menu') ? turn(state, state.last, how) : undefined;

const GAP = 2;

/** The list as readline prints it: down the columns, each as wide as the widest label and two blanks. */
export function inColumns(labels: readonly string[], columns: number, horizontally = false): readonly string[] {
  const widths = labels.map(textWidth);
  const cell = Math.max(...widths) + GAP;
  const fitting = Math.floor(columns / cell);
  const across = Math.max(1, fitting > 1 && fitting * cell === columns ? fitting - 1 : fitting);
  const down = Math.ceil(labels.length / across);
  const [start, step] = horizontally ? [across, 1] : [1, down];
  return Array.from({ length: down }, (_, row) => {
    let text = '';
    for (let column = 0, at = row * start; column < across && at < labels.length; column++, at += step) {
      const padding = column + 1 < across ? cell - (widths[at] ?? 0) : 0;
      text += labels[at] + ' '.repeat(padding);
    }
    return text;
  });
}
