/**
 * Where the motions of vi mode lead: pure functions of a line and a point.
 * Authority: vi_mode.c of readline 8.2; what it does where POSIX's vi differs.
 */
import type { Chars } from './line.ts';

const isIdent = (char: string | undefined): boolean => char !== undefined && /^[\p{L}\p{N}_]$/u.test(char);
const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';
const isPunct = (char: string | undefined): boolean => char !== undefined && !isIdent(char) && !isBlank(char);

type Is = (char: string | undefined) => boolean;
const isBig: Is = (char) => char !== undefined && !isBlank(char);

function skip(chars: Chars, from: number, is: Is): number {
  let at = from;
  while (at < chars.length && is(chars[at])) at++;
  return at;
}

function skipBack(chars: Chars, from: number, is: Is): number {
  let at = from;
  while (at > 0 && is(chars[at - 1])) at--;
  return at;
}

/** The class of characters that the one here belongs to: a word is a run of one class. */
const classAt = (chars: Chars, at: number, big: boolean): Is => (big ? isBig : isIdent(chars[at]) ? isIdent : isPunct);

type Step = (chars: Chars, at: number, big: boolean) => number;

const nextWord: Step = (chars, at, big) => {
  const end = isBlank(chars[at]) ? at : skip(chars, at, classAt(chars, at, big));
  return skip(chars, end, isBlank);
};

const previousWord: Step = (chars, at, big) => {
  const end = skipBack(chars, at, isBlank);
  return end === 0 ? 0 : skipBack(chars, end, classAt(chars, end - 1, big));
};

const endOfWord: Step = (chars, at, big) => {
  if (at >= chars.length - 1) return at;
  const start = skip(chars, at + 1, isBlank);
  return start >= chars.length ? chars.length - 1 : skip(chars, start, classAt(chars, start, big)) - 1;
};

function often(step: Step, big: boolean): (chars: Chars, from: number, count: number) => number {
  return (chars, from, count) => {
    let at = from;
    for (let left = count; left > 0; left--) at = step(chars, at, big);
    return at;
  };
}

const PAIRS = '()[]{}';

/** `%`: the bracket that goes with the next one on the line. */
function matching(chars: Chars, from: number): number | undefined {
  let at = from;
  while (at < chars.length && !PAIRS.includes(chars[at] ?? '')) at++;
  const open = chars[at];
  if (open === undefined) return undefined;
  const index = PAIRS.indexOf(open);
  const by = index % 2 === 0 ? 1 : -1;
  const close = PAIRS[index + by];
  let depth = 0;
  for (; at >= 0 && at < chars.length; at += by) {
    if (chars[at] === open) depth++;
    else if (chars[at] === close && --depth === 0) return at;
  }
  return undefined;
}

/** `fx`, `Fx`, `tx`, `Tx`: to a character, or just before it. */
export interface Find {
  readonly kind: 'f' | 'F' | 't' | 'T';
  readonly char: string;
}

export const reversed = ({ kind, char }: Find): Find => {
  const other = kind.toUpperCase() === kind ? kind.toLowerCase() : kind.toUpperCase();
  return { kind: other as Find['kind'], char };
};

export function found(chars: Chars, from: number, { kind, char }: Find, count: number): number | undefined {
  const by = kind === 'f' || kind === 't' ? 1 : -1;
  let last: number | undefined;
  let at = from;
  for (let left = Math.max(count, 1); left > 0; left--) {
    at += by;
    while (at >= 0 && at < chars.length && chars[at] !== char) at += by;
    if (at < 0 || at >= chars.length) break;
    last = at;
  }
  return last !== undefined && (kind === 't' || kind === 'T') ? last - by : last;
}

export const firstPrinting = (chars: Chars): number => skip(chars, 0, isBlank);

/** What stands behind Ctrl-W in insert mode: a run of letters, or one of blanks and punctuation. */
export function rubWord(chars: Chars, point: number): number {
  const boundary: Is = (char) => isBlank(char) || isPunct(char) || char === '_';
  const within: Is = (char) => char !== undefined && !boundary(char);
  let at = point === chars.length ? skipBack(chars, point, isBlank) : point;
  if (at > 0 && at === point && within(chars[at]) && boundary(chars[at - 1])) at--;
  return boundary(chars[at - 1]) && (at !== point || !within(chars[at]))
    ? skipBack(chars, at, boundary)
    : skipBack(chars, at, within);
}

export interface Motion {
  readonly to: number;
  /** The character it leads to belongs to what an operator takes, if it leads forward. */
  readonly inclusive: boolean;
}

const exclusive = (to: number): Motion => ({ to, inclusive: false });
const inclusive = (to: number | undefined): Motion | undefined =>
  to === undefined ? undefined : { to, inclusive: true };

/** Characters that a motion may begin with; those of FINDS are followed by the one to find, a backquote by a mark. */
export const MOTIONS = ' hl^$0ftFT;,%wbeWBE|`';
export const FINDS = 'fFtT';

/** The motions that need nothing but the line. Undefined where there is nowhere to go. */
export function simpleMotion(char: string, chars: Chars, point: number, count: number): Motion | undefined {
  const times = Math.max(count, 1);
  switch (char) {
    case ' ':
    case 'l':
      return exclusive(Math.min(point + times, chars.length));
    case 'h':
      return exclusive(Math.max(point - times, 0));
    case '0':
      return exclusive(0);
    case '^':
      return exclusive(firstPrinting(chars));
    case '$':
      return exclusive(chars.length);
    case '|':
      return exclusive(Math.min(times - 1, chars.length));
    case 'w':
    case 'W':
      return exclusive(often(nextWord, char === 'W')(chars, point, times));
    case 'b':
    case 'B':
      return exclusive(often(previousWord, char === 'B')(chars, point, times));
    case 'e':
    case 'E':
      return inclusive(often(endOfWord, char === 'E')(chars, point, times));
    case '%':
      return inclusive(matching(chars, point));
    default:
      return undefined;
  }
}

// ---------------------------------------------------------------- what operators take

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Motions whose last character an operator leaves alone, by operator. */
const EXCLUSIVE: Readonly<Record<string, string>> = { d: ' l|h^0bBFT`', c: ' l|hwW^0bBFT`', y: ' l|h^0%bBFT`' };

/** Where a motion to the next word ends for an operator: `cw` goes to the end of the word, if not beyond. */
function wordTo(chars: Chars, point: number, motionTo: number, operator: string): number {
  let to = motionTo;
  if (to > point && to < chars.length && !isBlank(chars[to])) to--;
  if (operator !== 'c' || to < point) return to;
  while (to > point && isBlank(chars[to])) to--;
  if (to === point) return Math.min(to + 1, chars.length);
  return to < chars.length - 1 && !isBlank(chars[to]) ? to + 1 : to;
}

interface Operation {
  readonly operator: string;
  readonly motion: string;
}

/**
 * What an operator takes of a motion from `point` to `moved`; undefined where that is nowhere. `c` begins to insert even
 * then, and takes the character it stands on where its motion is one that includes its last.
 */
export function spanOf(chars: Chars, point: number, moved: number, { operator, motion }: Operation): Span | undefined {
  if (moved === point && operator !== 'c') return undefined;
  const isWord = motion.toLowerCase() === 'w';
  const other = isWord && moved !== point ? wordTo(chars, point, moved, operator) : moved;
  const from = isWord && operator === 'c' ? point : Math.min(point, other);
  const to = Math.max(point, other);
  const includes = !EXCLUSIVE[operator]?.includes(motion) && from >= point && to < chars.length;
  return { from, to: includes ? to + 1 : to };
}
