/** Escapes that GNU sed turns into characters: \t, \cX, \d065, \o101, \x41. Authority: "Escapes" of sed's manual. */

const LETTERS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const NUMBERS: Readonly<Record<string, { readonly digits: RegExp; readonly base: number }>> = {
  d: { digits: /^\d{1,3}/, base: 10 },
  o: { digits: /^[0-7]{1,3}/, base: 8 },
  x: { digits: /^[0-9a-fA-F]{1,2}/, base: 16 },
};

export interface Escaped {
  readonly char: string;
  /** Characters used behind the backslash. */
  readonly length: number;
}

/** The escape whose letter stands at `at`; undefined if it is none. */
export const readSedEscape = (text: string, at: number): Escaped | undefined => {
  const letter = text.charAt(at);
  const plain = LETTERS[letter];
  if (plain !== undefined) return { char: plain, length: 1 };
  if (letter === 'c' && at + 1 < text.length) {
    const code = text
      .charAt(at + 1)
      .toUpperCase()
      .charCodeAt(0);
    return { char: String.fromCharCode(code ^ 0x40), length: 2 };
  }
  const number = NUMBERS[letter];
  const digits = number?.digits.exec(text.slice(at + 1))?.[0];
  if (!number || digits === undefined) return undefined;
  return { char: String.fromCharCode(Number.parseInt(digits, number.base) & 0xff), length: 1 + digits.length };
};

const SPECIAL = new Set('$*.[\\]^+?(){}|');

/** A regular expression without those escapes. What they name stands for itself. */
export const withoutEscapes = (pattern: string): string => {
  let out = '';
  let bracket = false;
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      const escaped = readSedEscape(pattern, i + 1);
      if (escaped) {
        out += !bracket && SPECIAL.has(escaped.char) ? literal(escaped.char) : escaped.char;
        i += escaped.length;
        continue;
      }
      if (!bracket) {
        out += char + pattern.charAt(i + 1);
        i += 1;
        continue;
      }
    }
    if (!bracket && char === '[') {
      const start = /^\[\^?\]?/.exec(pattern.slice(i))?.[0] ?? '[';
      out += start;
      i += start.length - 1;
      bracket = true;
      continue;
    }
    const named = bracket && char === '[' ? /^\[([:.=]).*?\1\]/.exec(pattern.slice(i))?.[0] : undefined;
    if (named !== undefined) {
      out += named;
      i += named.length - 1;
      continue;
    }
    if (bracket && char === ']') bracket = false;
    out += char;
  }
  return out;
};

/** In a bracket, so that neither dialect takes it for an operator. */
const literal = (char: string): string => (char === '^' ? '\\^' : char === '\\' ? '\\\\' : `[${char}]`);
