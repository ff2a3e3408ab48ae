/**
 * Prompts of one's own at the bottom of less: texts with `%` for what it knows and `?X…:…` . for whether it knows it.
 * Models what man(1) asks for: lines, bytes, percentages, the end. Leaves out everything else. Authority: less(1), PROMPTS.
 */

/** What is known of the place in the text, by the letters of prompts; undefined where it is not. */
export interface Known {
  /** The line at the top. */
  readonly l: number;
  /** Lines, once the end has been seen. */
  readonly L: number | undefined;
  /** Bytes up to the bottom of the screen. */
  readonly b: number;
  /** Bytes of the whole. */
  readonly s: number | undefined;
  /** Per cent of the bytes. */
  readonly p: number | undefined;
  readonly e: boolean;
}

/** Which line is meant: top, middle, bottom. Behind these letters of a prompt one may stand. */
const PLACED = 'lbp';
const lettersOf = (prompt: string, at: number): number =>
  PLACED.includes(prompt.charAt(at)) && /[tmbBj]/.test(prompt.charAt(at + 1)) ? 2 : 1;

export function expandPrompt(prompt: string, known: Known): string {
  const value = (letter: string): number | boolean | undefined =>
    Object.hasOwn(known, letter) ? known[letter as keyof Known] : undefined;
  /** Of each condition around: whether its present branch is shown. */
  const branches: boolean[] = [];
  let out = '';
  for (let at = 0; at < prompt.length; at++) {
    const char = prompt.charAt(at);
    const shown = branches.every(Boolean);
    if (char === '?') {
      const known = value(prompt.charAt(at + 1));
      branches.push(known !== undefined && known !== false);
      at += lettersOf(prompt, at + 1);
    } else if (char === ':' && branches.length > 0) branches.push(!branches.pop());
    else if (char === '.' && branches.length > 0) branches.pop();
    else if (char === '%') {
      if (shown) out += String(value(prompt.charAt(at + 1)) ?? '');
      at += lettersOf(prompt, at + 1);
    } else {
      if (char === '\\') at++;
      if (shown) out += prompt.charAt(at);
    }
  }
  return out;
}
