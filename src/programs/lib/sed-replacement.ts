/** The right-hand side of s and its application. Authority: "The s command" of sed's manual. */

import { lowerCase, upperCase } from './ascii-case.ts';
import type { Match } from './buffer-regex.ts';
import { readSedEscape } from './sed-escape.ts';
import type { Case, Part } from './sed-script.ts';

const CASES: Readonly<Record<string, Case>> = {
  U: 'upper',
  L: 'lower',
  u: 'upper-one',
  l: 'lower-one',
  E: 'end',
};

/** The text of y: escapes and \\ resolved. */
export const unescaped = (text: string): string => {
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const escaped = text.charAt(i) === '\\' ? readSedEscape(text, i + 1) : undefined;
    if (escaped) {
      out += escaped.char;
      i += escaped.length;
      continue;
    }
    if (text.charAt(i) === '\\' && text.charAt(i + 1) === '\\') i += 1;
    out += text.charAt(i);
  }
  return out;
};

export const replacementParts = (replacement: string): Part[] => {
  const parts: Part[] = [];
  let text = '';
  const add = (part: Part): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(part);
  };
  for (let i = 0; i < replacement.length; i += 1) {
    const char = replacement.charAt(i);
    if (char === '&') {
      add({ kind: 'group', group: 0 });
      continue;
    }
    if (char !== '\\' || i + 1 >= replacement.length) {
      text += char;
      continue;
    }
    const letter = replacement.charAt(i + 1);
    const to = CASES[letter];
    const escaped = readSedEscape(replacement, i + 1);
    if (/\d/.test(letter)) add({ kind: 'group', group: Number(letter) });
    else if (to) add({ kind: 'case', to });
    else if (escaped) {
      text += escaped.char;
      i += escaped.length - 1;
    } else text += letter;
    i += 1;
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
};

/** Lasting and one-character case conversion of what is put together. */
class Casing {
  out = '';
  private lasting: Case = 'end';
  private once: Case | undefined;

  set(to: Case): void {
    if (to === 'upper-one' || to === 'lower-one') this.once = to;
    else {
      this.lasting = to;
      this.once = undefined;
    }
  }

  add(text: string): void {
    if (text === '') return;
    let converted = this.lasting === 'end' ? text : this.lasting === 'upper' ? upperCase(text) : lowerCase(text);
    if (this.once) {
      const first = converted.charAt(0);
      converted = (this.once === 'upper-one' ? upperCase(first) : lowerCase(first)) + converted.slice(1);
      this.once = undefined;
    }
    this.out += converted;
  }
}

/** What stands for a match. */
export const replacementOf = (parts: readonly Part[], match: Match): string => {
  const casing = new Casing();
  for (const part of parts) {
    if (part.kind === 'text') casing.add(part.text);
    else if (part.kind === 'group') casing.add(match.groups[part.group] ?? '');
    else casing.set(part.to);
  }
  return casing.out;
};
