/** The argument of xargs -d: one character, or an escape for one. Authority: xargs(1) of findutils 4.9. */

import { C_ESCAPES } from './escape.ts';

const numeric = (word: string, digits: string, rest: string, base: 8 | 16): string | { problem: string } => {
  const value = digits === '' ? 0 : Number.parseInt(digits, base);
  if (value > 255) {
    const most = base === 16 ? 'ff' : '377';
    const why = `character values must not exceed ${most}`;
    return { problem: `Invalid escape sequence ${word} in input delimiter specification; ${why}.` };
  }
  if (rest === '') return String.fromCharCode(value);
  return {
    problem: `Invalid escape sequence ${word} in input delimiter specification; trailing characters ${rest} not recognised.`,
  };
};

export const parseDelimiter = (word: string): string | { readonly problem: string } => {
  if (word.length === 1) return word;
  if (!word.startsWith('\\')) {
    return {
      problem: `Invalid input delimiter specification ${word}: the delimiter must be either a single character or an escape sequence starting with \\.`,
    };
  }
  const letter = C_ESCAPES[word.charAt(1)];
  if (letter !== undefined) return letter;
  const hexadecimal = /^\\x([\da-fA-F]*)(.*)$/s.exec(word);
  if (hexadecimal) return numeric(word, hexadecimal[1] ?? '', hexadecimal[2] ?? '', 16);
  const octal = /^\\([0-7]+)(.*)$/s.exec(word);
  if (octal) return numeric(word, octal[1] ?? '', octal[2] ?? '', 8);
  return { problem: `Invalid escape sequence ${word} in input delimiter specification.` };
};
