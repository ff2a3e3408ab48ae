/** What `:h`, `:t`, `:s/a/b/` and their kind make of the words that were chosen. Authority: bash(1), Modifiers. */
import { quoteSingle } from '../expand/quote.ts';
import type { Recall } from './event.ts';
import { entryWords } from './words.ts';

export interface Modified {
  readonly text: string;
  readonly end: number;
  /** `:p`: shown, not run. */
  readonly prints: boolean;
}

export interface Refused {
  /** What the complaint quotes. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Up to the delimiter; in the pattern `\/` is a `/`. An end of the line ends it too. */
function side(text: string, at: number, delimiter: string): { value: string; end: number } {
  let value = '';
  for (let i = at; i < text.length; i++) {
    if (text.charAt(i) === '\\' && text.charAt(i + 1) === delimiter) i++;
    else if (text.charAt(i) === delimiter) return { value, end: i + 1 };
    value += text.charAt(i);
  }
  return { value, end: text.length };
}

/** `&` on the right stands for the left side, `\&` for itself. */
const filled = (to: string, from: string): string => to.replace(/\\&|&/g, (token) => (token === '&' ? from : '&'));

/** Reads `s/from/to/` behind its `s`; answers where it ends. */
function readSides(text: string, at: number, recall: Recall): number {
  const delimiter = text.charAt(at);
  const left = side(text, at + 1, delimiter);
  const right = side(text, left.end, delimiter);
  recall.from = left.value || recall.from || (recall.search ?? '');
  recall.to = filled(right.value, recall.from);
  return right.end;
}

/** Once in each word. */
function inWords(text: string, from: string, to: string): string {
  let rest = text;
  let done = '';
  for (const word of entryWords(text)) {
    const at = rest.indexOf(word);
    done += rest.slice(0, at) + word.replace(from, () => to);
    rest = rest.slice(at + word.length);
  }
  return done + rest;
}

type Reach = 'first' | 'all' | 'words';

function substitute(text: string, { from, to }: Recall, reach: Reach): string | undefined {
  if (!text.includes(from)) return undefined;
  if (reach === 'all') return text.replaceAll(from, () => to);
  return reach === 'words' ? inWords(text, from, to) : text.replace(from, () => to);
}

const tail = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
const upTo = (text: string, char: string): string =>
  text.includes(char) ? text.slice(0, text.lastIndexOf(char)) : text;
const suffix = (text: string): string => (text.includes('.') ? text.slice(text.lastIndexOf('.')) : text);

const SIMPLE: Readonly<Record<string, (text: string) => string>> = {
  h: (text) => upTo(text, '/'),
  t: tail,
  r: (text) => upTo(text, '.'),
  e: suffix,
};

/** `:x` breaks at blanks, so that each word is quoted for itself. */
const quoteWords = (text: string): string => quoteSingle(text).replace(/[ \t\n]/g, "'$&'");

const reachOf = (letter: string): Reach => (letter === 'G' ? 'words' : letter === '' ? 'first' : 'all');

/** Applies the modifiers that begin at `at`. */
export function modify(line: string, at: number, chosen: string, recall: Recall): Modified | Refused {
  let text = chosen;
  let prints = false;
  let quote: ((text: string) => string) | undefined;
  let end = at;
  while (line.charAt(end) === ':') {
    const [, many = '', letter = ''] = /^:([gaG]?)([\s\S]?)/.exec(line.slice(end)) ?? [];
    const place = end + 1 + many.length;
    const simple = SIMPLE[letter];
    end = place + 1;
    if (simple) text = simple(text);
    else if (letter === 'p') prints = true;
    else if (letter === 'q') quote = (plain) => quoteSingle(plain);
    else if (letter === 'x') quote = quoteWords;
    else if (letter === 's' || letter === '&') {
      if (letter === 's' && end < line.length) end = readSides(line, end, recall);
      if (recall.from === '') return { from: at, to: end, reason: 'no previous substitution' };
      const done = substitute(text, recall, reachOf(many));
      if (done === undefined) return { from: at, to: end, reason: 'substitution failed' };
      text = done;
    } else return { from: place, to: place + 1, reason: 'unrecognized history modifier' };
  }
  return { text: quote ? quote(text) : text, end, prints };
}
