/**
 * How GNU tools quote names in messages and listings.
 * Models gnulib's quotearg styles `shell-escape`, `shell-escape-always` and `locale` (the C locale's), with UTF-8 text
 * counted as printable. Authority: quotearg(gnulib), ls(1) --quoting-style.
 */

/** A raw byte stands in a text as U+DC80–U+DCFF. */
const byteOf = (char: string): number => {
  const code = char.charCodeAt(0);
  return code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
};

const isUnprintable = (char: string): boolean => {
  const code = char.charCodeAt(0);
  if (char.length > 1) return false;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xdc80 && code <= 0xdcff);
};

const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

const octal = (char: string): string => {
  const code = char.charCodeAt(0);
  // U+0080–U+009F are two bytes.
  if (code >= 0x80 && code < 0xa0) return `\\302\\${code.toString(8)}`;
  return `\\${byteOf(char).toString(8).padStart(3, '0')}`;
};

const escaped = (char: string): string => LETTER_ESCAPES[char] ?? octal(char);

const SPECIAL = new Set('!"$&()*;<=>[^`|?\\\'');
/** Characters that mean the same inside "…" in C and in the shell. */
const DOUBLE_QUOTABLE = /^[A-Za-z0-9%+,\-./:\]_' @]$/;

const isDoubleQuotable = (char: string, index: number): boolean =>
  DOUBLE_QUOTABLE.test(char) || (index === 0 && (char === '#' || char === '~'));

const isSpecial = (char: string, index: number, text: string, colon: boolean): boolean => {
  if (SPECIAL.has(char) || char === ' ') return true;
  if (char === '#' || char === '~') return index === 0;
  if (char === '{' || char === '}') return text.length === 1;
  return colon && char === ':';
};

export interface ShellQuoting {
  /** Quote even what needs none (`quoteaf`). */
  readonly always?: boolean;
  /** A colon needs quotes too, because one follows in the message (`quotef`). */
  readonly colon?: boolean;
}

/** A word that a shell reads back as `text`: ls and printf %q. */
export const shellEscape = (text: string, { always = false, colon = false }: ShellQuoting = {}): string => {
  const chars = [...text];
  const unprintable = chars.some(isUnprintable);
  const needs = text === '' || unprintable || chars.some((char, i) => isSpecial(char, i, text, colon));
  if (!needs && !always) return text;
  if (text.includes("'") && !unprintable && chars.every(isDoubleQuotable)) return `"${text}"`;
  let out = '';
  // gnulib reads a text with a quote twice, and still remembers how the first reading ended.
  let escaping = text.includes("'") && isUnprintable(chars.at(-1) ?? '');
  for (const char of chars) {
    if (isUnprintable(char)) {
      if (!escaping) out += "'$'";
      escaping = true;
      out += escaped(char);
    } else if (char === "'") {
      out += "'\\''";
      escaping = false;
    } else {
      if (escaping) out += "''";
      escaping = false;
      out += char;
    }
  }
  return `'${out}'`;
};

/** A file name in front of a colon: `cat: 'a b': …`. */
export const quotef = (name: string): string => shellEscape(name, { colon: true });

/** A file name inside a sentence: `rm: cannot remove 'x': …`. */
export const quoteaf = (name: string): string => shellEscape(name, { always: true });

/** Any other word: `sleep: invalid time interval 'it\'s'`. */
export const quote = (text: string): string => {
  let out = '';
  for (const char of text) {
    if (char === "'" || char === '\\') out += `\\${char}`;
    else out += isUnprintable(char) ? escaped(char) : char;
  }
  return `'${out}'`;
};

/** A name with C escapes and `extra` characters behind a backslash: ls -b and -Q. */
export const escapeName = (text: string, extra: string): string => {
  let out = '';
  for (const char of text) {
    if (char === '\\' || extra.includes(char)) out += `\\${char}`;
    else out += isUnprintable(char) ? escaped(char) : char;
  }
  return out;
};
