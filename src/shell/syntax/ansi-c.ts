/** Decodes the inside of $'…'. Authority: bash(1), QUOTING. */
import { decode, encode } from '../../bytes.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** A NUL ends the string, as it does in C. */
export function decodeAnsiC(text: string): string {
  if (!text.includes('\\')) return text;
  let value = '';
  let bytes = false;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char !== '\\' || at + 1 === text.length) {
      value += char;
      at++;
      continue;
    }
    const { decoded, length, isByte } = escapeAt(text, at + 1);
    if (decoded === '\0') break;
    value += decoded;
    bytes ||= isByte;
    at += 1 + length;
  }
  // Bytes given one by one may make up a character together.
  return bytes ? decode(encode(value)) : value;
}

interface Escape {
  readonly decoded: string;
  /** Characters taken after the backslash. */
  readonly length: number;
  readonly isByte: boolean;
}

function escapeAt(text: string, at: number): Escape {
  const char = text.charAt(at);
  const known = simple[char];
  if (known !== undefined) return { decoded: known, length: 1, isByte: false };
  switch (char) {
    case 'x': {
      const braced = text.charAt(at + 1) === '{';
      const digits = digitsAt(text, at + (braced ? 2 : 1), 16, braced ? 8 : 2);
      if (digits === '') return { decoded: '\\x', length: 1, isByte: false };
      const closing = braced && text.charAt(at + 2 + digits.length) === '}' ? 2 : braced ? 1 : 0;
      return { decoded: byte(Number.parseInt(digits, 16)), length: 1 + digits.length + closing, isByte: true };
    }
    case 'u':
    case 'U': {
      const digits = digitsAt(text, at + 1, 16, char === 'u' ? 4 : 8);
      if (digits === '') return { decoded: `\\${char}`, length: 1, isByte: false };
      const code = Number.parseInt(digits, 16);
      const decoded = code <= 0x10ffff ? String.fromCodePoint(code) : '';
      return { decoded, length: 1 + digits.length, isByte: false };
    }
    case 'c':
      if (at + 1 === text.length) return { decoded: '\\c', length: 1, isByte: false };
      return { decoded: control(text.charAt(at + 1)), length: 2, isByte: false };
    default: {
      const digits = digitsAt(text, at, 8, 3);
      if (digits !== '') return { decoded: byte(Number.parseInt(digits, 8)), length: digits.length, isByte: true };
      return { decoded: `\\${char}`, length: 1, isByte: false };
    }
  }
}

const control = (char: string): string =>
  char === '?' ? '\x7f' : String.fromCharCode(char.toUpperCase().charCodeAt(0) & 0x1f);

function byte(code: number): string {
  const low = code & 0xff;
  return String.fromCharCode(low < 0x80 ? low : 0xdc00 + low);
}

function digitsAt(text: string, from: number, base: 8 | 16, most: number): string {
  const wanted = base === 8 ? /[0-7]/ : /[0-9A-Fa-f]/;
  let end = from;
  while (end < text.length && end - from < most && wanted.test(text.charAt(end))) end++;
  return text.slice(from, end);
}
