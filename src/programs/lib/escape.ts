/**
 * Backslash escapes of echo -e, printf's format and printf's %b, in bash's and in coreutils' dialect.
 * Leaves out $'…', which is the shell's syntax. Authority: echo(1), printf(1), bash(1).
 * A byte ≥ 0x80 that an escape names becomes U+DC00 + byte, the text form of a raw byte everywhere in ipclab.
 */

export type EscapeDialect =
  | 'bash-echo'
  | 'bash-format'
  | 'bash-b'
  | 'coreutils-echo'
  | 'coreutils-format'
  | 'coreutils-b';

interface Rules {
  /** \E besides \e. */
  readonly upperE: boolean;
  /** \c ends all output. */
  readonly stop: boolean;
  /** \nnn without a leading zero. */
  readonly plainOctal: boolean;
  /** \0nnn: a zero that is not one of the three digits. */
  readonly zeroOctal: boolean;
  readonly unicode: boolean;
  /** Other characters that lose their backslash. */
  readonly literal: string;
  /** What a \x without digits is. */
  readonly badHex: 'keep' | 'complain' | 'fail';
}

const RULES: Readonly<Record<EscapeDialect, Rules>> = {
  'bash-echo': {
    upperE: true,
    stop: true,
    plainOctal: false,
    zeroOctal: true,
    unicode: true,
    literal: '',
    badHex: 'keep',
  },
  'bash-format': {
    upperE: true,
    stop: false,
    plainOctal: true,
    zeroOctal: false,
    unicode: true,
    literal: '"\'?',
    badHex: 'complain',
  },
  'bash-b': {
    upperE: true,
    stop: true,
    plainOctal: true,
    zeroOctal: true,
    unicode: true,
    literal: '',
    badHex: 'complain',
  },
  'coreutils-echo': {
    upperE: false,
    stop: true,
    plainOctal: true,
    zeroOctal: true,
    unicode: false,
    literal: '',
    badHex: 'keep',
  },
  'coreutils-format': {
    upperE: false,
    stop: true,
    plainOctal: true,
    zeroOctal: false,
    unicode: true,
    literal: '"',
    badHex: 'fail',
  },
  'coreutils-b': {
    upperE: false,
    stop: true,
    plainOctal: true,
    zeroOctal: true,
    unicode: true,
    literal: '"',
    badHex: 'fail',
  },
};

/** What a letter behind a backslash means to C. */
export const C_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const SIMPLE: Readonly<Record<string, string>> = { ...C_ESCAPES, e: '\x1b' };

export const rawByte = (byte: number): string => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);

export interface Escape {
  readonly text: string;
  /** Index behind the escape. */
  readonly next: number;
  readonly stop?: boolean;
  /** bash: printed, and the escape stays as it is; coreutils: printed, and the program ends. */
  readonly problem?: string;
  readonly fatal?: boolean;
}

const digitsAt = (source: string, at: number, pattern: RegExp, most: number): string => {
  let end = at;
  while (end < at + most && end < source.length && pattern.test(source.charAt(end))) end += 1;
  return source.slice(at, end);
};

const OCTAL = /[0-7]/;
const HEX = /[0-9a-fA-F]/;

/** Reads the escape whose backslash is at `at`. */
export const readEscape = (source: string, at: number, dialect: EscapeDialect): Escape => {
  const rules = RULES[dialect];
  const letter = source.charAt(at + 1);
  if (letter === '') return { text: '\\', next: at + 1 };
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { text: simple, next: at + 2 };
  if (letter === 'E' && rules.upperE) return { text: '\x1b', next: at + 2 };
  if (letter === 'c' && rules.stop) return { text: '', next: at + 2, stop: true };
  if (rules.literal.includes(letter)) return { text: letter, next: at + 2 };
  if (OCTAL.test(letter)) return readOctal(source, at, rules);
  if (letter === 'x') return readHex(source, at, rules);
  if ((letter === 'u' || letter === 'U') && rules.unicode) return readUnicode(source, at, letter, rules);
  return { text: `\\${letter}`, next: at + 2 };
};

const readOctal = (source: string, at: number, rules: Rules): Escape => {
  const zero = source.charAt(at + 1) === '0' && rules.zeroOctal;
  if (!zero && !rules.plainOctal) return { text: `\\${source.charAt(at + 1)}`, next: at + 2 };
  const start = zero ? at + 2 : at + 1;
  const digits = digitsAt(source, start, OCTAL, 3);
  return { text: rawByte(Number.parseInt(`0${digits}`, 8) & 0xff), next: start + digits.length };
};

const readHex = (source: string, at: number, rules: Rules): Escape => {
  const digits = digitsAt(source, at + 2, HEX, 2);
  if (digits !== '') return { text: rawByte(Number.parseInt(digits, 16)), next: at + 2 + digits.length };
  if (rules.badHex === 'keep') return { text: '\\x', next: at + 2 };
  if (rules.badHex === 'complain') return { text: '\\x', next: at + 2, problem: 'missing hex digit for \\x' };
  return { text: '', next: at + 2, problem: 'missing hexadecimal number in escape', fatal: true };
};

const readUnicode = (source: string, at: number, letter: 'u' | 'U', rules: Rules): Escape => {
  const most = letter === 'u' ? 4 : 8;
  const digits = digitsAt(source, at + 2, HEX, most);
  const next = at + 2 + digits.length;
  const code = Number.parseInt(`0${digits}`, 16);
  if (rules.badHex === 'fail') {
    if (digits.length < most) return { text: '', next, problem: 'missing hexadecimal number in escape', fatal: true };
    // C's universal character names leave out the basic character set and the surrogates.
    const basic = code < 0xa0 && code !== 0x24 && code !== 0x40 && code !== 0x60;
    if (basic || (code >= 0xd800 && code <= 0xdfff)) {
      return { text: '', next, problem: `invalid universal character name \\${letter}${digits}`, fatal: true };
    }
  } else if (digits === '') {
    if (rules.badHex === 'keep') return { text: `\\${letter}`, next };
    return { text: `\\${letter}`, next, problem: `missing unicode digit for \\${letter}` };
  }
  if (code > 0x10ffff) return { text: '', next };
  return { text: String.fromCodePoint(code), next };
};

export interface Unescaped {
  readonly text: string;
  readonly stop: boolean;
  readonly fatal: boolean;
  readonly problems: readonly string[];
}

/** Replaces all escapes of a text (echo -e, %b). */
export const expandEscapes = (source: string, dialect: EscapeDialect): Unescaped => {
  const problems: string[] = [];
  let text = '';
  let at = 0;
  for (;;) {
    const backslash = source.indexOf('\\', at);
    if (backslash < 0) return { text: text + source.slice(at), stop: false, fatal: false, problems };
    text += source.slice(at, backslash);
    const found = readEscape(source, backslash, dialect);
    text += found.text;
    if (found.problem !== undefined) problems.push(found.problem);
    if (found.stop === true || found.fatal === true) {
      return { text, stop: found.stop === true, fatal: found.fatal === true, problems };
    }
    at = found.next;
  }
};
