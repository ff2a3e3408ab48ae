/**
 * Which entry `!…` means, and which of its words. Authority: bash(1), Event Designators and Word Designators;
 * readline 8.2's histexpand.c.
 */
import { entryWords, wordAround } from './words.ts';

/** What history expansion keeps from one line to the next. */
export interface Recall {
  /** The text of the last `!?text?`, and the word it was found in. */
  search: string | undefined;
  match: string;
  /** Both sides of the last `:s`. */
  from: string;
  to: string;
}

export const newRecall = (): Recall => ({ search: undefined, match: '', from: '', to: '' });

export interface Past {
  readonly lines: readonly string[];
  /** The number of the first one. */
  readonly first: number;
  readonly recall: Recall;
  /** `!`, as `histchars` has it. */
  readonly bang: string;
}

/** A piece of the line that was understood: what it gave, and where it ends. */
export interface Found<T> {
  readonly value: T;
  readonly end: number;
}

const EVENT_ENDS = '^$*%';
const SEARCH_ENDS = ';&()|<>';

function endsName(char: string, isFirst: boolean, quote: string): boolean {
  if (' \t\n:'.includes(char) || char === quote) return true;
  if (EVENT_ENDS.includes(char) || SEARCH_ENDS.includes(char)) return true;
  return char === '-' && !isFirst;
}

const numbered = ({ lines, first }: Past, number: number): string | undefined => lines[number - first];

function containing(past: Past, text: string): string | undefined {
  const { recall, lines } = past;
  const wanted = text === '' ? recall.search : text;
  if (wanted === undefined) return undefined;
  const line = lines.findLast((one) => one.includes(wanted));
  if (line === undefined) return undefined;
  recall.search = wanted;
  recall.match = wordAround(line, line.lastIndexOf(wanted));
  return line;
}

/** The event behind the `!` at `at`. */
export function eventAt(text: string, at: number, quote: string, past: Past): Found<string | undefined> {
  let end = at + 1;
  if (text.startsWith(past.bang, end)) return { value: past.lines.at(-1), end: end + 1 };
  const number = /^(-?)(\d+)/.exec(text.slice(end));
  if (number) {
    const value = Number(number[2]);
    const which = number[1] ? past.first + past.lines.length - value : value;
    return { value: numbered(past, which), end: end + number[0].length };
  }
  if (text.charAt(end) === '?') {
    const [name = ''] = /^[^?\n]*/.exec(text.slice(end + 1)) ?? [];
    end += 1 + name.length;
    return { value: containing(past, name), end: text.charAt(end) === '?' ? end + 1 : end };
  }
  const start = end;
  while (end < text.length && !endsName(text.charAt(end), end === start, quote)) end++;
  const name = text.slice(start, end);
  return { value: name === '' ? undefined : past.lines.findLast((line) => line.startsWith(name)), end };
}

// ---------------------------------------------------------------- words of it

const LAST = Number.POSITIVE_INFINITY;
/** `2-`: all but the last. */
const LAST_BUT_ONE = -1;

function extract(line: string, first: number, last: number): string | undefined {
  const words = entryWords(line);
  const from = first === LAST ? words.length - 1 : first;
  const to = last === LAST ? words.length - 1 : last === LAST_BUT_ONE ? words.length - 2 : last;
  if (words.length === 0 || from >= words.length || to >= words.length || from < 0 || to < -1 || from > to + 1) {
    return undefined;
  }
  return words.slice(from, to + 1).join(' ');
}

/** The second half of a range. */
function lastOf(text: string, at: number, first: number): Found<number> {
  const char = text.charAt(at);
  if (char === '^') return { value: 1, end: at + 1 };
  if (char === '*') return { value: LAST, end: at + 1 };
  if (char !== '-') return { value: first, end: at };
  const [digits = ''] = /^\d*/.exec(text.slice(at + 1)) ?? [];
  if (digits !== '') return { value: Number(digits), end: at + 1 + digits.length };
  const next = text.charAt(at + 1);
  if (next === '$') return { value: LAST, end: at + 2 };
  return next === '^' ? { value: 1, end: at + 2 } : { value: LAST_BUT_ONE, end: at + 1 };
}

/** The words that are asked for at `at`: undefined when nothing is; `undefined` as the value when there are no such words. */
export function wordsAt(text: string, at: number, line: string, recall: Recall): Found<string | undefined> | undefined {
  const colon = text.charAt(at) === ':';
  const start = colon ? at + 1 : at;
  const char = text.charAt(start);
  if (char === '%') return { value: recall.match, end: start + 1 };
  if (char === '*') return { value: extract(line, 1, LAST) ?? '', end: start + 1 };
  if (char === '$') return { value: extract(line, LAST, LAST), end: start + 1 };
  const [digits = ''] = (colon && /^\d+/.exec(text.slice(start))) || [];
  if (char !== '-' && char !== '^' && digits === '') return undefined;
  const first = char === '^' ? 1 : Number(digits);
  const { value: last, end } = lastOf(text, char === '^' ? start + 1 : start + digits.length, first);
  const ordered = last >= first || last === LAST_BUT_ONE;
  return { value: ordered ? extract(line, first, last) : undefined, end };
}
