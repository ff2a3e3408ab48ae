/**
 * The prompts at the bottom of less: texts with `%` for what it knows and `?X…:…` . for whether it knows it.
 * Models the three usual ones, and what man(1) asks for. Leaves out columns and file systems' names. Authority: less(1), PROMPTS.
 */

export type PromptStyle = 'short' | 'medium' | 'long' | 'place';

/** Those of less 590: as they are, with -m, with -M, and what `=` tells. */
export const PROMPTS: Readonly<Record<PromptStyle, string>> = {
  short: '?n?f%f .?m(%T %i of %m) ..?e(END) ?x- Next\\: %x..%t',
  medium: '?n?f%f .?m(%T %i of %m) ..?e(END) ?x- Next\\: %x.:?pB%pB\\%:byte %bB?s/%s...%t',
  long: '?f%f .?n?m(%T %i of %m) ..?ltlines %lt-%lb?L/%L. :byte %bB?s/%s. .?e(END) ?x- Next\\: %x.:?pB%pB\\%..%t',
  place: '?f%f .?m(%T %i of %m) .?ltlines %lt-%lb?L/%L. .byte %bB?s/%s. ?e(END) ?x- Next\\: %x.:?pB%pB\\%..%t',
};

/** What is known of the place in the text, by the letters of prompts; undefined where it is not. */
export interface Known {
  /** The line at the top, and at the bottom, where lines are counted. */
  readonly lt: number | undefined;
  readonly lb: number | undefined;
  /** Lines, once the end has been seen. */
  readonly L: number | undefined;
  /** Bytes up to the bottom of the screen. */
  readonly b: number;
  /** Bytes of the whole. */
  readonly s: number | undefined;
  /** Per cent of the bytes. */
  readonly p: number | undefined;
  readonly e: boolean;
  /** The file's name, which of how many it is, and the next. */
  readonly f: string | undefined;
  readonly i: number;
  readonly m: number | undefined;
  readonly x: string | undefined;
  readonly T: string;
  /** This is the first prompt for this file. */
  readonly n: boolean;
}

/** Behind these letters a second one may say which line is meant: top, middle, bottom. */
const PLACED = 'lbp';

/** The word at a place: its letters, and what is known of it. */
const wordAt = (prompt: string, at: number, known: Known): { length: number; value: Known[keyof Known] } => {
  const letter = prompt.charAt(at);
  const place = PLACED.includes(letter) && /[tmbBj]/.test(prompt.charAt(at + 1)) ? prompt.charAt(at + 1) : '';
  const name = letter === 'l' ? (/[bB]/.test(place) ? 'lb' : 'lt') : letter;
  const value = Object.hasOwn(known, name) ? known[name as keyof Known] : undefined;
  return { length: 1 + place.length, value };
};

export function expandPrompt(prompt: string, known: Known): string {
  /** Of each condition around: whether its present branch is shown. */
  const branches: boolean[] = [];
  let out = '';
  for (let at = 0; at < prompt.length; at++) {
    const char = prompt.charAt(at);
    const shown = branches.every(Boolean);
    if (char === '?') {
      const { length, value } = wordAt(prompt, at + 1, known);
      branches.push(value !== undefined && value !== false);
      at += length;
    } else if (char === ':' && branches.length > 0) branches.push(!branches.pop());
    else if (char === '.' && branches.length > 0) branches.pop();
    else if (char === '%' && prompt.charAt(at + 1) === 't') {
      if (shown) out = out.trimEnd();
      at += 1;
    } else if (char === '%') {
      const { length, value } = wordAt(prompt, at + 1, known);
      if (shown) out += String(value ?? '');
      at += length;
    } else {
      if (char === '\\') at++;
      if (shown) out += prompt.charAt(at);
    }
  }
  return out;
}
