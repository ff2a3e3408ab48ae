/**
 * POSIX extended regular expressions for `[[ =~ ]]`, translated to the host's.
 * Leaves out leftmost-longest alternatives (the host takes the first) and collating elements. Authority: regex(7).
 */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  print: '\\x20-\\x7e\\u00a0-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u00a1-\\u{10ffff}',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

const quoted = (char: string): string => (/[\^$.*+?()[\]{}|\\/-]/.test(char) ? `\\${char}` : char);

/** A bracket expression from behind its `[`; answers the translation and where it ends, or undefined without a `]`. */
function bracket(source: string, from: number): { text: string; end: number } | undefined {
  let at = from;
  let text = '[';
  if (source[at] === '^') {
    text += '^';
    at++;
  }
  for (let first = true; at < source.length; first = false) {
    const char = source.charAt(at);
    if (char === ']' && !first) return { text: `${text}]`, end: at + 1 };
    const named = /^\[([:.=])(.*?)\1\]/.exec(source.slice(at));
    if (named) {
      const inside = named[2] ?? '';
      text += named[1] === ':' ? (CLASSES[inside] ?? '') : quoted(inside);
      at += named[0].length;
    } else if (char === '-' && !first && source[at + 1] !== ']') {
      text += '-';
      at++;
    } else {
      const whole = String.fromCodePoint(source.codePointAt(at) ?? 0);
      text += quoted(whole);
      at += whole.length;
    }
  }
  return undefined;
}

function translate(source: string): string | undefined {
  let text = '';
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at);
    if (char === '[') {
      const found = bracket(source, at + 1);
      if (!found) return undefined;
      text += found.text;
      at = found.end;
    } else if (char === '\\') {
      const next = source.charAt(at + 1);
      // GNU's additions keep their meaning.
      text += /[wWsSbB]/.test(next) ? `\\${next}` : next === '<' || next === '>' ? '\\b' : quoted(next);
      at += 2;
    } else if (char === '{' && !/^\{\d*,?\d*\}/.test(source.slice(at))) {
      text += '\\{';
      at++;
    } else {
      text += char === '}' && !/\{\d*,?\d*$/.test(text) ? '\\}' : char === '/' ? '\\/' : char;
      at++;
    }
  }
  return text.replace(/\{,(\d+)\}/g, '{0,$1}');
}

const compiled = new Map<string, RegExp | undefined>();
const MAX_COMPILED = 256;

/** Undefined when it is no regular expression. */
export function regexOf(source: string, ignoreCase: boolean): RegExp | undefined {
  const key = `${ignoreCase ? 'i' : ''}/${source}`;
  if (compiled.has(key)) return compiled.get(key);
  const translated = translate(source);
  let regex: RegExp | undefined;
  try {
    regex = translated === undefined ? undefined : new RegExp(translated, ignoreCase ? 'sui' : 'su');
  } catch {
    regex = undefined;
  }
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, regex);
  return regex;
}
