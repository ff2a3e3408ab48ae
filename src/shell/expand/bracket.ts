/** `[…]` in a pattern, as the text of a regular expression's class. Authority: glob(7), bash(1) Pattern Matching. */

const classes: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{Nd}',
  alpha: '\\p{L}',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
  lower: '\\p{Ll}',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: ' \\t\\n\\v\\f\\r',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{Nd}_',
  xdigit: '0-9A-Fa-f',
};

export interface Bracket {
  /** The source of a class, or of what never matches. */
  readonly source: string;
  /** After the closing bracket. */
  readonly end: number;
}

/** `at` is the opening bracket. Undefined when no bracket closes it: then `[` is an ordinary character. */
export function parseBracket(pattern: string, at: number): Bracket | undefined {
  let pos = at + 1;
  const negated = pattern.charAt(pos) === '!' || pattern.charAt(pos) === '^';
  if (negated) pos++;
  let items = '';
  let first = true;
  while (first || pattern.charAt(pos) !== ']') {
    if (pos >= pattern.length) return undefined;
    first = false;
    const item = parseItem(pattern, pos);
    if (item === undefined) return undefined;
    pos = item.end;
    items += item.source;
  }
  if (items === '') return { source: negated ? '[\\s\\S]' : '[^\\s\\S]', end: pos + 1 };
  return { source: `[${negated ? '^' : ''}${items}]`, end: pos + 1 };
}

/** One character, class, or range. */
function parseItem(pattern: string, at: number): Bracket | undefined {
  if (pattern.startsWith('[:', at)) {
    const end = pattern.indexOf(':]', at + 2);
    if (end !== -1) {
      const name = pattern.slice(at + 2, end);
      if (/^[a-z]+$/.test(name)) return { source: classes[name] ?? '', end: end + 2 };
    }
  }
  const low = parseCharacter(pattern, at);
  if (low === undefined) return undefined;
  const isRange = pattern.charAt(low.end) === '-' && pattern.charAt(low.end + 1) !== ']';
  if (!isRange) return { source: classCharacter(low.char), end: low.end };
  const high = parseCharacter(pattern, low.end + 1);
  if (high === undefined) return undefined;
  // A range that runs backwards matches nothing.
  const empty = (low.char.codePointAt(0) ?? 0) > (high.char.codePointAt(0) ?? 0);
  return { source: empty ? '' : `${classCharacter(low.char)}-${classCharacter(high.char)}`, end: high.end };
}

/** A character, perhaps quoted, or as `[.x.]` or `[=x=]`. */
function parseCharacter(pattern: string, at: number): { char: string; end: number } | undefined {
  if (at >= pattern.length) return undefined;
  const named = /^\[([.=])([\s\S]{1,2})\1\]/u.exec(pattern.slice(at, at + 8));
  if (named?.[2] !== undefined) return { char: named[2], end: at + named[0].length };
  const from = pattern.charAt(at) === '\\' && at + 1 < pattern.length ? at + 1 : at;
  const char = String.fromCodePoint(pattern.codePointAt(from) ?? 0);
  return { char, end: from + char.length };
}

const classCharacter = (char: string): string => (/[\\\]^\-[/{}()|$*+?.]/.test(char) ? `\\${char}` : char);
