/** awk's functions of values; those that touch files and commands are in awk-run.ts. Authority: mawk(1), POSIX awk. */

import { clamped, MAX_INT } from './awk-format.ts';
import { awkEscapes } from './awk-lex.ts';
import { awkRegex } from './awk-regex.ts';
import type { Match } from './buffer-regex.ts';
import { strftime } from './strftime.ts';
import type { Zone } from './zone.ts';

/** Fractions are cut off, and what begins before the text is the longer for it, as in mawk 1.3.4. */
export const substring = (text: string, begin: number, length = MAX_INT): string => {
  let from = clamped(begin);
  if (from === -MAX_INT) return '';
  let count = clamped(length);
  if (from < 1) {
    if (count <= 0) return '';
    count -= from;
    from = 1;
  }
  return count <= 0 ? '' : text.slice(from - 1, from - 1 + count);
};

/** In sub's replacement & is the match and \& an ampersand. */
const expanded = (replacement: string, { groups }: Match): string => {
  if (!/[\\&]/.test(replacement)) return replacement;
  return replacement.replace(/\\\\&|\\&|&/g, (found) => {
    if (found === '&') return groups[0] ?? '';
    return found === '\\&' ? '&' : `\\${groups[0] ?? ''}`;
  });
};

/** The new text, and how often it changed. */
export const substitute = (text: string, source: string, replacement: string, all: boolean): [string, number] => {
  const regex = awkRegex(source);
  let out = '';
  let from = 0;
  let count = 0;
  let ended = -1;
  for (let at = 0; at <= text.length; ) {
    const match = regex.exec(text, at);
    if (!match) break;
    const { start, end } = match;
    if (start === end && start === ended) {
      at = end + 1;
      continue;
    }
    out += text.slice(from, start) + expanded(replacement, match);
    count += 1;
    from = end;
    ended = end;
    if (!all) break;
    at = end > start ? end : end + 1;
  }
  return [out + text.slice(from), count];
};

/** Functions of numbers. */
export const MATHEMATICS: Readonly<Record<string, (x: number, y: number) => number>> = {
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  atan2: (y, x) => Math.atan2(y, x),
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(x),
  sqrt: (x) => Math.sqrt(x),
  int: (x) => Math.trunc(x),
};

export const formatTime = (format: string, seconds: number, zone: Zone): string =>
  strftime(format, seconds * 1e6, zone);

/** `YYYY MM DD HH MM SS [DST]`; −1 if it is not. */
export const makeTime = (text: string, zone: Zone): number => {
  const parts = text.trim().split(/\s+/).map(Number);
  const [year, month, day, hour, minute, second, dst = -1] = parts;
  if (year === undefined || month === undefined || day === undefined || parts.some(Number.isNaN)) return -1;
  if (hour === undefined || minute === undefined || second === undefined) return -1;
  return zone.secondsOf({ year, month, day, hour, minute, second }, dst < 0 ? undefined : dst > 0);
};

/** A value of -v, or an operand name=value. */
export const assignedText = (text: string): string => awkEscapes(text);
