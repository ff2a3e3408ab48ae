/**
 * fnmatch(3): shell patterns against one name, for ls -I, tar-like filters and find -name.
 * Models * ? [a-z] [!a] [[:class:]] and backslashes. Authority: fnmatch(3), glob(7).
 */

export interface GlobRules {
  /** A leading dot must be matched by a dot. */
  readonly period?: boolean;
  readonly ignoreCase?: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9a-fA-F',
};

const escapeLiteral = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

/** The set that begins behind `[`; undefined if it is not closed, so that the bracket stands for itself. */
const readSet = (pattern: string, start: number): { source: string; next: number } | undefined => {
  let at = start;
  const negated = pattern.charAt(at) === '!' || pattern.charAt(at) === '^';
  if (negated) at += 1;
  let source = '';
  for (let first = true; ; first = false) {
    const char = pattern.charAt(at);
    if (char === '') return undefined;
    if (char === ']' && !first) return { source: `[${negated ? '^' : ''}${source}]`, next: at + 1 };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named) {
      source += CLASSES[named[1] ?? ''] ?? '';
      at += named[0].length;
    } else if (char === '-' && !first && pattern.charAt(at + 1) !== ']') {
      source += '-';
      at += 1;
    } else {
      const literal = char === '\\' ? pattern.charAt(at + 1) : char;
      source += escapeLiteral(literal);
      at += char === '\\' ? 2 : 1;
    }
  }
};

const compiled = new Map<string, RegExp>();

const compile = (pattern: string, ignoreCase: boolean): RegExp => {
  const key = `${ignoreCase ? 'i' : ''}/${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  let source = '';
  let at = 0;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    const set = char === '[' ? readSet(pattern, at + 1) : undefined;
    if (set) {
      source += set.source;
      at = set.next;
      continue;
    }
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '\\' && at + 1 < pattern.length) {
      at += 1;
      source += escapeLiteral(pattern.charAt(at));
    } else source += escapeLiteral(char);
    at += 1;
  }
  const made = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  compiled.set(key, made);
  return made;
};

export const globMatches = (
  pattern: string,
  name: string,
  { period = false, ignoreCase = false }: GlobRules = {},
): boolean => {
  if (period && name.startsWith('.') && !pattern.startsWith('.')) return false;
  return compile(pattern, ignoreCase).test(name);
};
