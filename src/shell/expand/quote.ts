/**
 * The ways in which bash quotes a string so that it can be read again. Each has its own users and its own idea of what
 * needs quoting; all fall back to $'…' when there is something that cannot be printed.
 * Authority: what bash 5.2 prints.
 */
import { encode } from '../../bytes.ts';

const unprintable = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;
const backslashed = /[\t\n !"$&'()*,;<>?[\\\]^`{|}]/;
const metacharacters = /[ \t\n'"\\|&;()<>!{}*[?\]^$`]|^#|(^|[=:])~/;

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

/** $'a\nb'. */
export function quoteAnsi(text: string): string {
  let quoted = '';
  for (const char of text) {
    const name = named[char];
    if (name !== undefined) quoted += name;
    else if (!unprintable.test(char)) quoted += char;
    else for (const byte of encode(char)) quoted += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `$'${quoted}'`;
}

/** 'a b', as `alias` and `trap` print it. */
export function quoteSingle(text: string): string {
  return text === "'" ? "\\'" : `'${text.replaceAll("'", "'\\''")}'`;
}

/** How messages name a file or a command. */
export const printable = (name: string): string => (unprintable.test(name) ? quoteAnsi(name) : name);

/** ${x@Q}: always quoted. */
export function quoteForReuse(text: string): string {
  if (text === '') return "''";
  return unprintable.test(text) ? quoteAnsi(text) : quoteSingle(text);
}

/** `printf %q`: a\ b, $'a\nb', ''. */
export function quoteWithBackslashes(text: string): string {
  if (text === '') return "''";
  if (unprintable.test(text)) return quoteAnsi(text);
  let quoted = '';
  let before = '';
  for (const char of text) {
    const first = before === '';
    const quotes =
      backslashed.test(char) ||
      (char === '#' && first) ||
      (char === '~' && (first || before === ':' || before === '='));
    quoted += quotes ? `\\${char}` : char;
    before = char;
  }
  return quoted;
}

/** `set -x`, `set`: only where a shell would read it otherwise. */
export function quoteIfNeeded(text: string): string {
  if (text === '') return "''";
  if (unprintable.test(text)) return quoteAnsi(text);
  return metacharacters.test(text) ? quoteSingle(text) : text;
}

/** `set -x`: what a shell would read otherwise goes between plain quotes, even with a newline in it. */
export function quoteForTrace(text: string): string {
  return metacharacters.test(text) ? quoteSingle(text) : quoteIfNeeded(text);
}

/** `declare -p`: "a b", $'a\nb'. */
export function quoteInDouble(text: string): string {
  return unprintable.test(text) ? quoteAnsi(text) : `"${text.replace(/[$`"\\]/g, '\\$&')}"`;
}
