/**
 * Completion: what the shell found is put into the line as far as it is certain, or listed in columns.
 * The finding is the shell's: it hands a `Completer` to readLine.
 * Authority: readline(3), Completion; readline 8.2's listing.
 */

import { textWidth } from '../../width.ts';
import type { CompletionKind } from './keymap.ts';
import { type Chars, replace, textOf, type } from './line.ts';
import { type Deed, type EditState, type How, type Request, ring, withLine } from './state.ts';
import { isOn } from './variables.ts';

export interface Candidate {
  /** What the word becomes, quoted as the shell needs it. */
  readonly value: string;
  /** What a list shows; for a path its last part. Else the value. */
  readonly label?: string;
  /** What a list shows behind it, a slash for a directory: no column gets wider by it. */
  readonly mark?: string;
  /** The quote that ends the value where it is the only candidate. */
  readonly closing?: string;
  /** What follows the word when it is the only candidate: a blank unless said otherwise. */
  readonly suffix?: string;
  /** A link to a directory: nothing follows a name that was not written out. */
  readonly linked?: boolean;
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

type Unchanged = Extract<Deed, { kind: 'complete' }>;
type Wanted = Extract<Request, { kind: 'complete' }>;

export interface Completed {
  readonly state: EditState;
  /** What is to be listed below the line. */
  readonly labels: readonly Label[];
}

/** What stands in a list. */
export interface Label {
  readonly text: string;
  readonly mark: string;
}

const labelOf = ({ label, value, mark = '' }: Candidate): Label => ({ text: label ?? value, mark });

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

/** Puts the word in, as one step of undo, also where it stands there already; skip-completed-text keeps what follows. */
function putWord(state: EditState, start: number, word: Chars): EditState {
  const { line, variables } = state;
  let from = start;
  let rest = word;
  if (isOn(variables, 'skip-completed-text')) {
    while (rest.length > 0 && line.chars[from] === rest[0]) {
      from++;
      rest = rest.slice(1);
    }
  }
  return withLine(state, replace(line, from, Math.max(line.point, from), rest));
}

/** What follows a word that is certain: a blank only at the end of the line, and a step of undo of its own. */
function putSuffix(state: EditState, { suffix = ' ' }: Candidate): EditState {
  const { line } = state;
  const { chars, point } = line;
  const slash = suffix === '/';
  if (suffix === '' || (slash ? chars[point] === '/' : point < chars.length)) return state;
  if (slash && point === chars.length && chars[point - 1] === '/') return state;
  return withLine(state, type(line, Array.from(suffix)));
}

/** Applies what was found. A second Tab that could not add anything lists the candidates. */
export function complete(state: EditState, found: Completion, { what, how }: Wanted): Completed {
  const candidates = unique(found);
  const [first] = candidates;
  const known = { ...state, foundNothing: false };
  const start = Array.from(textOf(state.line).slice(0, found.start)).length;
  const alone = candidates.length === 1;
  const unchanged = { kind: 'complete', what } as const;
  if (first === undefined) {
    const nothing = { ...ring(state), foundNothing: true };
    return { state: how === 'insert' ? { ...nothing, deed: unchanged } : nothing, labels: [] };
  }
  if (
    alone &&
    (how === 'insert' || how.startsWith('menu') || (how === 'list' && state.foundNothing && first.value !== ''))
  ) {
    return { state: putAlone(known, start, first, unchanged), labels: [] };
  }
  if (how === 'list') return { state: known, labels: candidates.map(labelOf) };
  if (how === 'insert' && isAgain(state, what)) {
    return { state: { ...known, deed: unchanged }, labels: candidates.map(labelOf) };
  }
  if (how === 'insert-all') {
    const all = candidates.map((candidate) => `${whole(candidate)} `).join('');
    return { state: putWord(known, start, Array.from(all)), labels: [] };
  }
  if (how !== 'insert') return { state: menu(known, start, candidates, how), labels: [] };
  return insertCommon(known, start, candidates, { pattern: found.pattern === true, unchanged });
}

/** The same completion as just now, which could not change anything. */
export const isAgain = ({ last }: EditState, what: CompletionKind): boolean =>
  last.kind === 'complete' && last.what === what;

const whole = ({ value, closing = '' }: Candidate): string => value + closing;

function putAlone(state: EditState, start: number, one: Candidate, unchanged: Deed): EditState {
  const typed = state.line.chars.slice(start, state.line.point).join('');
  const put = putWord(state, start, Array.from(whole(one)));
  const bare = one.linked === true && typed !== one.value && !isOn(state.variables, 'mark-symlinked-directories');
  const after = bare ? put : putSuffix(put, one);
  return textOf(after.line) === textOf(state.line) ? { ...after, deed: unchanged } : after;
}

interface Common {
  readonly pattern: boolean;
  readonly unchanged: Unchanged;
}

/** Several of them: what they have in common; a list at once where that is wanted. */
function insertCommon(state: EditState, start: number, candidates: readonly Candidate[], how: Common): Completed {
  const { variables } = state;
  const { pattern, unchanged } = how;
  const typed = state.line.chars.slice(start, state.line.point);
  const word = commonPrefix(valuesOf(candidates), typed, isOn(variables, 'completion-ignore-case'));
  const fits = word.length > 0 && (pattern || word.length >= typed.length);
  const adds = fits && word.join('') !== typed.join('');
  const changed = fits ? putWord(state, start, word) : state;
  const put = adds ? changed : { ...changed, deed: unchanged };
  const wanted = isOn(variables, 'show-all-if-ambiguous') || (!adds && isOn(variables, 'show-all-if-unmodified'));
  if (!wanted || unchanged.what === 'history') return { state: ring(put), labels: [] };
  return { state: put, labels: candidates.map(labelOf) };
}

const valuesOf = (candidates: readonly Candidate[]): Chars[] => candidates.map(({ value }) => Array.from(value));

/** menu-complete: the first of the candidates, or the last. */
function menu(state: EditState, start: number, candidates: readonly Candidate[], how: How): EditState {
  const typed = state.line.chars.slice(start, state.line.point);
  const common = commonPrefix(valuesOf(candidates), typed, isOn(state.variables, 'completion-ignore-case'));
  const words = [common, ...candidates.map((one) => Array.from(whole(one) + (one.suffix ?? ' ')))];
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
export function inColumns(labels: readonly Label[], columns: number, horizontally = false): readonly string[] {
  const widths = labels.map(({ text }) => textWidth(text));
  const cell = Math.max(...widths) + GAP;
  const fitting = Math.floor(columns / cell);
  const across = Math.max(1, fitting > 1 && fitting * cell === columns ? fitting - 1 : fitting);
  const down = Math.ceil(labels.length / across);
  const [start, step] = horizontally ? [across, 1] : [1, down];
  return Array.from({ length: down }, (_, row) => {
    let text = '';
    for (let column = 0, at = row * start; column < across && at < labels.length; column++, at += step) {
      const { text: name, mark } = labels[at] ?? { text: '', mark: '' };
      const padding = column + 1 < across ? cell - (widths[at] ?? 0) - mark.length : 0;
      text += name + mark + ' '.repeat(Math.max(padding, 0));
    }
    return text;
  });
}
