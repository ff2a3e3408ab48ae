/**
 * Matches patterns of characters, `?`, `[…]` and `*` in time proportional to text times pattern, whatever they are:
 * between stars stand runs of a known length, and each is looked for only as often as the text has places.
 * Authority: bash(1), Pattern Matching.
 */
import { parseBracket } from './bracket.ts';

export interface PlainPattern {
  matches(text: string): boolean;
  end(text: string, from: number, longest: boolean): number | undefined;
}

/** A text, or something that takes one character. */
type Unit = string | ((char: string) => boolean);

interface Segment {
  readonly units: readonly Unit[];
  /** Characters that a match takes. */
  readonly length: number;
}

/** A bracket expression, or one quoted or plain character. */
export function compileCharacter(pattern: string, at: number, ignoreCase: boolean): { unit: Unit; end: number } {
  if (pattern.charAt(at) === '[') {
    const bracket = parseBracket(pattern, at);
    if (bracket !== undefined) {
      const expression = new RegExp(`^${bracket.source}$`, ignoreCase ? 'iu' : 'u');
      return { unit: (char) => expression.test(char), end: bracket.end };
    }
  }
  const from = pattern.charAt(at) === '\\' && at + 1 < pattern.length ? at + 1 : at;
  const char = String.fromCodePoint(pattern.codePointAt(from) ?? 0);
  const end = from + char.length;
  if (!ignoreCase || char.toLowerCase() === char.toUpperCase()) return { unit: char, end };
  const folded = char.toLowerCase();
  return { unit: (other) => other.toLowerCase() === folded, end };
}

const anyCharacter = (): boolean => true;

export function plainPattern(pattern: string, ignoreCase: boolean): PlainPattern {
  const segments = cut(pattern, ignoreCase);
  const [first = EMPTY, ...rest] = segments;
  const last = rest.pop();
  if (last === undefined) {
    const end = (text: string, from: number): number | undefined => matchAt(first, text, from);
    return { matches: (text) => end(text, 0) === text.length, end };
  }
  /** After the first segment and the earliest places of all but the last. */
  const prefix = (text: string, from: number): number | undefined => {
    let at = matchAt(first, text, from);
    for (const segment of rest) {
      if (at === undefined) return undefined;
      at = findFirst(segment, text, at);
    }
    return at;
  };
  return {
    matches: (text) => {
      const at = prefix(text, 0);
      return at !== undefined && endsWith(last, text, at);
    },
    end: (text, from, longest) => {
      const at = prefix(text, from);
      if (at === undefined) return undefined;
      return longest ? findLast(last, text, at) : findFirst(last, text, at);
    },
  };
}

const EMPTY: Segment = { units: [], length: 0 };

/** The runs between stars: one more than there are stars, neighbouring stars being one. */
function cut(pattern: string, ignoreCase: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let units: Unit[] = [];
  let length = 0;
  let at = 0;
  const flush = (): void => {
    segments.push({ units, length });
    units = [];
    length = 0;
  };
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (char === '*') {
      flush();
      while (pattern.charAt(at) === '*') at++;
      continue;
    }
    const { unit, end } =
      char === '?' ? { unit: anyCharacter, end: at + 1 } : compileCharacter(pattern, at, ignoreCase);
    const before = units.at(-1);
    if (typeof unit === 'string' && typeof before === 'string') units[units.length - 1] = before + unit;
    else units.push(unit);
    length++;
    at = end;
  }
  flush();
  return segments;
}

function matchAt(segment: Segment, text: string, from: number): number | undefined {
  let at = from;
  for (const unit of segment.units) {
    if (typeof unit === 'string') {
      if (!text.startsWith(unit, at)) return undefined;
      at += unit.length;
    } else {
      if (at >= text.length) return undefined;
      const next = at + lengthAt(text, at);
      if (!unit(text.slice(at, next))) return undefined;
      at = next;
    }
  }
  return at;
}

/** UTF-16 units of the character at `at`. */
const lengthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** The end of the first match that starts at `from` or later. */
function findFirst(segment: Segment, text: string, from: number): number | undefined {
  const [only] = segment.units;
  if (segment.units.length === 1 && typeof only === 'string') {
    const at = text.indexOf(only, from);
    return at === -1 ? undefined : at + only.length;
  }
  for (let at = from; at <= text.length; at += at < text.length ? lengthAt(text, at) : 1) {
    const end = matchAt(segment, text, at);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** The end of the last match that starts at `from` or later. */
function findLast(segment: Segment, text: string, from: number): number | undefined {
  for (let at = text.length; at >= from; at--) {
    if (isInsideCharacter(text, at)) continue;
    const end = matchAt(segment, text, at);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Does a match that starts at `from` or later end the text? */
function endsWith(segment: Segment, text: string, from: number): boolean {
  let at = text.length;
  for (let left = segment.length; left > 0; left--) {
    at--;
    if (isInsideCharacter(text, at)) at--;
  }
  return at >= from && matchAt(segment, text, at) === text.length;
}

export function isInsideCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!(code >= 0xdc00 && code <= 0xdfff) || at === 0) return false;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}
