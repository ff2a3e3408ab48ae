/**
 * Key sequences as bind(1) and the init file write them: `\C-x\C-e`, `\e[A`, `Control-x`; inside they are strings of
 * one character a byte.
 * Authority: readline(3), Readline Key Bindings; rl_translate_keyseq() and rl_untranslate_keyseq() of readline 8.2.
 */

const ESCAPE = '\x1b';
const RUBOUT = '\x7f';

const control = (char: string): string => {
  if (char === '?') return RUBOUT;
  return String.fromCharCode(char.toUpperCase().charCodeAt(0) & 0x1f);
};
const meta = (char: string): string => String.fromCharCode(char.charCodeAt(0) | 0x80);

const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  d: RUBOUT,
  e: ESCAPE,
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const TOKEN = /\\C-\\M-(.)|\\M-\\C-(.)|\\C-(.)|\\M-(.)|\\([0-7]{1,3})|\\x([0-9a-fA-F]{1,2})|\\(.)|(.)/gs;

/** The bytes of a quoted sequence. `\M-x` is a byte with its highest bit, as readline has it in a UTF-8 terminal. */
export function bytesOf(notation: string): string {
  let bytes = '';
  for (const [, cm, mc, c, m, octal, hex, named, plain] of notation.matchAll(TOKEN)) {
    const both = cm ?? mc;
    if (both !== undefined) bytes += meta(control(both));
    else if (c !== undefined) bytes += control(c);
    else if (m !== undefined) bytes += meta(m);
    else if (octal !== undefined) bytes += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    else if (hex !== undefined) bytes += String.fromCharCode(Number.parseInt(hex, 16));
    else if (named !== undefined) bytes += NAMED[named] ?? named;
    else bytes += plain ?? '';
  }
  return bytes;
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  del: RUBOUT,
  esc: ESCAPE,
  escape: ESCAPE,
  lfd: '\n',
  newline: '\n',
  ret: '\r',
  return: '\r',
  rubout: RUBOUT,
  space: ' ',
  spc: ' ',
  tab: '\t',
};

/** The byte of a key by its name: `Control-u`, `Meta-Rubout`, `C-x`. */
export function byteOfName(name: string): string {
  const last = name.slice(name.lastIndexOf('-') + 1) || '-';
  const key = KEY_NAMES[last.toLowerCase()] ?? last.charAt(0);
  const controlled = /(^|-)(control|c)-/i.test(name) ? control(key) : key;
  return /(^|-)(meta|m)-/i.test(name) ? meta(controlled) : controlled;
}

function notationOfByte(char: string): string {
  const code = char.charCodeAt(0);
  if (char === ESCAPE) return '\\e';
  if (char === RUBOUT) return '\\C-?';
  if (code < 0x20) return `\\C-${char === '\x1c' ? '\\\\' : String.fromCharCode(code | 0x40).toLowerCase()}`;
  if (code >= 0x80) return `\\${code.toString(8)}`;
  return char === '\\' || char === '"' ? `\\${char}` : char;
}

/** The sequence as `bind -p` prints it. */
export const notationOf = (bytes: string): string => Array.from(bytes, notationOfByte).join('');

const SHORT: Readonly<Record<string, string>> = {
  '\x1b': '\\e',
  '\x7f': '\\C-?',
  '\\': '\\\\',
  '"': '\\"',
};

/** A macro's text as `bind -s` prints it. */
export const macroNotation = (bytes: string): string =>
  Array.from(bytes, (char) => SHORT[char] ?? (char < ' ' ? notationOfByte(char) : char)).join('');
