/**
 * What kind of file the bytes are: the part of libmagic that is about text, scripts and ELF.
 * Leaves out the thousands of other formats, which are `data`. Authority: file(1), encoding.c of file 5.44.
 */

export interface Guess {
  readonly text: string;
  readonly mime: string;
  readonly charset: string;
}

const INTERPRETERS: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:\/usr)?\/bin\/(?:da|k)?sh$/, 'POSIX shell script', 'text/x-shellscript'],
  [/^(?:\/usr(?:\/local)?)?\/bin\/bash$/, 'Bourne-Again shell script', 'text/x-shellscript'],
  [/^(?:\/usr(?:\/local)?)?\/bin\/(?:[mgn])?awk$/, 'awk script', 'text/x-awk'],
  [/^(?:\/usr(?:\/local)?)?\/bin\/(?:env )?python[\d.]*$/, 'Python script', 'text/x-script.python'],
  [/^(?:\/usr(?:\/local)?)?\/bin\/(?:env )?perl$/, 'Perl script text executable', 'text/x-perl'],
];

/** From `#!` on the first line; undefined if there is none. */
const script = (text: string): { name: string; mime: string } | undefined => {
  const line = /^#! *([^\n]*)/.exec(text)?.[1];
  if (line === undefined || line === '') return undefined;
  const [command = '', argument = ''] = line.split(/\s+/);
  const whole = command.endsWith('/env') ? `${command} ${argument}` : command;
  const known = INTERPRETERS.find(([pattern]) => pattern.test(whole));
  return known ? { name: known[1], mime: known[2] } : { name: `a ${line.trim()} script`, mime: 'text/plain' };
};

const TEXT = /^[\x07-\x0d\x1b\x20-\x7e\x80-\uffff]*$/;

/** Each byte as a character. */
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

interface Encoding {
  readonly name: string;
  readonly charset: string;
}

const encodingOf = (bytes: Uint8Array, text: string): Encoding | undefined => {
  if (!TEXT.test(text)) return undefined;
  if (/^[\0-\x7f]*$/.test(text)) return { name: 'ASCII', charset: 'us-ascii' };
  if (isUtf8(bytes)) return { name: 'Unicode text, UTF-8', charset: 'utf-8' };
  if (/[\x80-\x9f]/.test(text)) return { name: 'Non-ISO extended-ASCII', charset: 'unknown-8bit' };
  return { name: 'ISO-8859', charset: 'iso-8859-1' };
};

const LONG_LINE = 300;

/** `, with CRLF line terminators` and its like. */
const details = (text: string): string => {
  const crlf = (text.match(/\r\n/g) ?? []).length;
  const lf = (text.match(/(?<!\r)\n/g) ?? []).length;
  const cr = (text.match(/\r(?!\n)/g) ?? []).length;
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  const kinds = [crlf > 0 ? 'CRLF' : '', cr > 0 ? 'CR' : '', lf > 0 ? 'LF' : ''].filter(Boolean);
  let out = longest > LONG_LINE ? `, with very long lines (${longest})` : '';
  if (kinds.length === 0) out += ', with no line terminators';
  else if (kinds.length > 1 || kinds[0] !== 'LF') out += `, with ${kinds.join(', ')} line terminators`;
  if (text.includes('\x1b')) out += ', with escape sequences';
  if (text.includes('\b')) out += ', with overstriking';
  return out;
};

const isJson = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const C_SOURCE = /^#include\b|^(?:static|extern|int|void|char)\s+\**\w+\s*\(/m;

const asText = (bytes: Uint8Array, text: string): Guess | undefined => {
  const encoding = encodingOf(bytes, text);
  if (!encoding) return undefined;
  const { name, charset } = encoding;
  const plain = `${name} text`;
  const run = script(text);
  if (run) {
    const executable = run.name.endsWith('executable') ? plain : `${plain} executable`;
    return { text: `${run.name}, ${executable}${details(text)}`, mime: run.mime, charset };
  }
  if (isJson(text)) return { text: 'JSON text data', mime: 'application/json', charset };
  if (/^#include\b/m.test(text) && C_SOURCE.test(text)) {
    return { text: `C source, ${plain}${details(text)}`, mime: 'text/x-c', charset };
  }
  return { text: plain + details(text), mime: 'text/plain', charset };
};

const ELF =
  'ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped';

/** From the first bytes of a file that is not empty. */
export const guess = (bytes: Uint8Array): Guess => {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  if (text.startsWith('\x7fELF')) return { text: ELF, mime: 'application/x-pie-executable', charset: 'binary' };
  if (text.length < 2)
    return { text: 'very short file (no magic)', mime: 'application/octet-stream', charset: 'binary' };
  return asText(bytes, text) ?? { text: 'data', mime: 'application/octet-stream', charset: 'binary' };
};
