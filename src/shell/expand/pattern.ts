/**
 * Shell patterns: `*`, `?`, `[…]` and, with extglob, `@(a|b)` and its family. A backslash quotes the next character.
 * Extended patterns are matched by closures that try every possible end: `!(…)` asks about all of them, and bash wants
 * the longest match, not the first.
 * Authority: bash(1), Pattern Matching.
 */
import { parseBracket } from './bracket.ts';
import { compileCharacter, plainPattern } from './plain-pattern.ts';

export interface PatternOptions {
  /** @(…) and its family. */
  readonly extglob?: boolean;
  readonly ignoreCase?: boolean;
}

export interface Pattern {
  /** The text that the pattern stands for when it has no special characters. */
  readonly fixed: string | undefined;
  /** Does it match the whole text? */
  matches(text: string): boolean;
  /** The end of the longest (or shortest) match that starts at `from`; undefined without one. */
  end(text: string, from: number, longest: boolean): number | undefined;
}

const MOST_REMEMBERED = 1000;
const remembered = new Map<string, Pattern>();

/** Compiles a pattern, and remembers it. */
export function compilePattern(pattern: string, options: PatternOptions = {}): Pattern {
  const key = `${options.extglob ? 'x' : ''}${options.ignoreCase ? 'i' : ''}/${pattern}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const compiled = compile(pattern, options);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, compiled);
  return compiled;
}

/** Is there anything in it that is not matched literally? */
export function hasPattern(text: string, extglob: boolean): boolean {
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 92: // a backslash
        i++;
        break;
      case 42: // *
      case 63: // ?
        return true;
      case 91: // [
        if (text.includes(']', i + 1)) return true;
        break;
      case 43: // +
      case 64: // @
      case 33: // !
        if (extglob && text.charCodeAt(i + 1) === 40) return true;
    }
  }
  return false;
}

/** Backslashes the characters that mean something in a pattern. */
export const quotePattern = (text: string): string => text.replace(/[\\*?[\]!^\-+@()|]/g, '\\$&');

export const unquotePattern = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

function compile(pattern: string, options: PatternOptions): Pattern {
  const extglob = options.extglob === true;
  if (!options.ignoreCase && !hasPattern(pattern, extglob)) return fixedPattern(unquotePattern(pattern));
  if (extglob && /[?*+@!]\(/.test(pattern)) return extendedPattern(pattern, options.ignoreCase === true);
  return { fixed: undefined, ...plainPattern(pattern, options.ignoreCase === true) };
}

const fixedPattern = (fixed: string): Pattern => ({
  fixed,
  matches: (text) => text === fixed,
  end: (text, from) => (text.startsWith(fixed, from) ? from + fixed.length : undefined),
});

// ---------------------------------------------------------------- extended patterns

/** Calls `next` with every position where a match that starts at `at` can end, until it answers true. */
type Matcher = (text: string, at: number, next: (end: number) => boolean) => boolean;

function extendedPattern(pattern: string, ignoreCase: boolean): Pattern {
  const matcher = sequence(pattern, ignoreCase);
  return {
    fixed: undefined,
    matches: (text) => matcher(text, 0, (end) => end === text.length),
    end: (text, from, longest) => {
      let best: number | undefined;
      matcher(text, from, (end) => {
        if (best === undefined || (longest ? end > best : end < best)) best = end;
        return longest ? best === text.length : best === from;
      });
      return best;
    },
  };
}

function sequence(pattern: string, ignoreCase: boolean): Matcher {
  const matchers: Matcher[] = [];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if ('?*+@!'.includes(char) && pattern.charAt(at + 1) === '(') {
      const group = parseGroup(pattern, at + 2);
      if (group !== undefined) {
        matchers.push(
          extended(
            char,
            group.alternatives.map((text) => sequence(text, ignoreCase)),
          ),
        );
        at = group.end;
        continue;
      }
    }
    if (char === '*') {
      matchers.push(anything);
      at++;
      continue;
    }
    if (char === '?') {
      matchers.push(one(() => true));
      at++;
      continue;
    }
    const { unit, end } = compileCharacter(pattern, at, ignoreCase);
    matchers.push(one(typeof unit === 'string' ? (other) => other === unit : unit));
    at = end;
  }
  return chain(matchers);
}

/** One character of the pattern: a bracket, an escaped one, a plain one. */
function pieceEnd(pattern: string, at: number): number {
  const char = pattern.charAt(at);
  if (char === '[') return parseBracket(pattern, at)?.end ?? at + 1;
  if (char === '\\' && at + 1 < pattern.length) return at + 1 + charLength(pattern, at + 1);
  return at + charLength(pattern, at);
}

const charLength = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** `a|b)`, from after the parenthesis; undefined when it is not closed. */
function parseGroup(pattern: string, from: number): { alternatives: string[]; end: number } | undefined {
  const alternatives: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < pattern.length; at = pieceEnd(pattern, at)) {
    const char = pattern.charAt(at);
    if (char === '(') depth++;
    else if (char === '|' && depth === 0) {
      alternatives.push(pattern.slice(start, at));
      start = at + 1;
    } else if (char === ')' && depth-- === 0) {
      alternatives.push(pattern.slice(start, at));
      return { alternatives, end: at + 1 };
    }
  }
  return undefined;
}

const chain = (matchers: readonly Matcher[]): Matcher =>
  matchers.reduceRight<Matcher>(
    (rest, matcher) => (text, at, next) => matcher(text, at, (end) => rest(text, end, next)),
    (_text, at, next) => next(at),
  );

const one =
  (takes: (char: string) => boolean): Matcher =>
  (text, at, next) => {
    if (at >= text.length) return false;
    const end = at + charLength(text, at);
    return takes(text.slice(at, end)) && next(end);
  };

const anything: Matcher = (text, at, next) => {
  for (let end = at; end <= text.length; end++) if (next(end)) return true;
  return false;
};

const anyOf =
  (alternatives: readonly Matcher[]): Matcher =>
  (text, at, next) =>
    alternatives.some((alternative) => alternative(text, at, next));

function extended(operator: string, alternatives: readonly Matcher[]): Matcher {
  const any = anyOf(alternatives);
  /** As often as it goes; an empty match is not repeated. */
  const repeated: Matcher = (text, at, next) =>
    next(at) || any(text, at, (end) => end > at && repeated(text, end, next));
  switch (operator) {
    case '@':
      return any;
    case '?':
      return (text, at, next) => next(at) || any(text, at, next);
    case '*':
      return repeated;
    case '+':
      return (text, at, next) => any(text, at, (end) => (end === at ? next(at) : repeated(text, end, next)));
    default:
      // !( ): every end that none of the alternatives reaches.
      return (text, at, next) => {
        for (let end = at; end <= text.length; end++) {
          if (!any(text, at, (reached) => reached === end) && next(end)) return true;
        }
        return false;
      };
  }
}
