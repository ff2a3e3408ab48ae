/**
 * The formats of find -printf and -ls.
 * Models the directives that name, date or measure a file. Leaves out SELinux. Authority: find(1).
 */

import { S_IFMT, S_ISLNK, type Stat } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { C_ESCAPES } from './escape.ts';
import { examine, type Finder, type Visit } from './find-types.ts';
import { modeString } from './mode.ts';
import { mountOf, readMounts } from './mounts.ts';
import { strftime } from './strftime.ts';
import type { Zone } from './zone.ts';

const TYPE_LETTERS: ReadonlyMap<number, string> = new Map([
  [0o140000, 's'],
  [0o120000, 'l'],
  [0o100000, 'f'],
  [0o060000, 'b'],
  [0o040000, 'd'],
  [0o020000, 'c'],
  [0o010000, 'p'],
]);

export const typeLetter = (mode: number): string => TYPE_LETTERS.get(mode & S_IFMT) ?? 'U';

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'field'; readonly flags: string; readonly letter: string; readonly time: string };

export interface Format {
  readonly pieces: readonly Piece[];
  readonly warnings: readonly string[];
  readonly problem?: string;
}

const FIELDS = 'abcdDfFgGhHiklmMnpPsStuUyY';

export const parseFormat = (format: string): Format => {
  const pieces: Piece[] = [];
  const warnings: string[] = [];
  const say = (text: string): void => {
    pieces.push({ kind: 'text', text });
  };
  let at = 0;
  while (at < format.length) {
    const rest = format.slice(at);
    const plain = /^[^\\%]+/.exec(rest)?.[0];
    if (plain !== undefined) {
      say(plain);
      at += plain.length;
      continue;
    }
    if (rest.startsWith('\\')) {
      const octal = /^\\([0-7]{1,3})/.exec(rest);
      const letter = rest.charAt(1);
      if (octal) say(String.fromCharCode(Number.parseInt(octal[1] ?? '0', 8) & 0xff));
      else if (letter === 'c') {
        pieces.push({ kind: 'stop' });
        return { pieces, warnings };
      } else if (C_ESCAPES[letter] !== undefined) say(C_ESCAPES[letter]);
      else {
        warnings.push(letter === '' ? "escape `\\' followed by nothing at all" : `unrecognized escape \`\\${letter}'`);
        say(`\\${letter}`);
      }
      at += octal ? octal[0].length : 2;
      continue;
    }
    const match = /^%([-+ #0]*\d*(?:\.\d*)?)([ACBT](?:.|\n)|.|\n)?/u.exec(rest);
    const [whole = '%', flags = '', word] = match ?? [];
    if (word === undefined) return { pieces, warnings, problem: '% at end of format string' };
    if (word === '%') say('%');
    else if (word.length === 2 && 'ACT'.includes(word.charAt(0))) {
      pieces.push({ kind: 'field', flags, letter: word.charAt(0), time: word.charAt(1) });
    } else if (word.length === 1 && FIELDS.includes(word)) {
      pieces.push({ kind: 'field', flags, letter: word, time: '' });
    } else {
      warnings.push(`unrecognized format directive \`%${word.charAt(0)}'`);
      say(whole);
    }
    at += whole.length;
  }
  return { pieces, warnings };
};

/** Nanoseconds, and one digit more, as findutils prints them. */
const fraction = (us: number): string => `${String(Math.round((us % 1e6) * 1000)).padStart(9, '0')}0`;

const whenText = (us: number, zone: Zone): string =>
  `${strftime('%a %b %e %H:%M:%S', us, zone)}.${fraction(us)} ${strftime('%Y', us, zone)}`;

const timeField = (letter: string, us: number, zone: Zone): string => {
  if (letter === '@') return `${Math.floor(us / 1e6)}.${fraction(us)}`;
  if (letter === '+') return `${strftime('%Y-%m-%d+%H:%M:%S', us, zone)}.${fraction(us)}`;
  if (letter === 'S') return `${strftime('%S', us, zone)}.${fraction(us)}`;
  if (letter === 'T' || letter === 'X') return `${strftime('%H:%M:%S', us, zone)}.${fraction(us)}`;
  if (letter === 'c') return strftime('%a %b %e %H:%M:%S %Y', us, zone);
  return strftime(`%${letter}`, us, zone);
};

const headOf = (path: string): string => {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '' : path.slice(0, slash);
};

const withoutStart = ({ path, start, depth }: Visit): string => {
  if (depth === 0) return '';
  return path.slice(start.length).replace(/^\//, '');
};

function* targetLetter({ sys }: Finder, visit: Visit, stat: Stat): Generator<void, string> {
  if (!S_ISLNK(stat.mode)) return typeLetter(stat.mode);
  const target = yield* sys.stat(visit.path);
  if (!isFailure(target)) return typeLetter(target.mode);
  return target.errno === 'ELOOP' ? 'L' : target.errno === 'ENOENT' || target.errno === 'ENOTDIR' ? 'N' : '?';
}

function* fieldText(finder: Finder, visit: Visit, stat: Stat, letter: string, time: string): Generator<void, string> {
  const { names } = finder;
  switch (letter) {
    case 'a':
      return whenText(stat.atime, finder.io.zone);
    case 'b':
      return String(stat.blocks);
    case 'c':
      return whenText(stat.ctime, finder.io.zone);
    case 'd':
      return String(visit.depth);
    case 'D':
      return String(stat.dev);
    case 'f':
      return visit.base;
    case 'F':
      return mountOf(yield* readMounts(finder.sys), stat.dev)?.type ?? 'unknown';
    case 'g':
      return names.group(stat.gid) ?? String(stat.gid);
    case 'G':
      return String(stat.gid);
    case 'h':
      return headOf(visit.path);
    case 'H':
      return visit.start;
    case 'i':
      return String(stat.ino);
    case 'k':
      return String(Math.ceil(stat.blocks / 2));
    case 'l': {
      const target = S_ISLNK(stat.mode) ? yield* finder.sys.readlink(visit.path) : '';
      return isFailure(target) ? '' : target;
    }
    case 'm':
      return (stat.mode & 0o7777).toString(8);
    case 'M':
      return modeString(stat.mode);
    case 'n':
      return String(stat.nlink);
    case 'p':
      return visit.path;
    case 'P':
      return withoutStart(visit);
    case 's':
      return String(stat.size);
    case 'S':
      return stat.size === 0 ? '1' : String((stat.blocks * 512) / stat.size);
    case 't':
      return whenText(stat.mtime, finder.io.zone);
    case 'u':
      return names.user(stat.uid) ?? String(stat.uid);
    case 'U':
      return String(stat.uid);
    case 'y':
      return typeLetter(stat.mode);
    case 'Y':
      return yield* targetLetter(finder, visit, stat);
    case 'A':
      return timeField(time, stat.atime, finder.io.zone);
    case 'C':
      return timeField(time, stat.ctime, finder.io.zone);
    default:
      return timeField(time, stat.mtime, finder.io.zone);
  }
}

const NUMERIC = new Set(['d', 'm']);

const pad = (text: string, flags: string, letter: string): string => {
  const match = /^([-+ #0]*)(\d*)(?:\.(\d*))?$/.exec(flags);
  const [, signs = '', width = '', precision] = match ?? [];
  const numeric = NUMERIC.has(letter);
  let shown = text;
  if (numeric && letter === 'm' && signs.includes('#') && shown !== '0') shown = `0${shown}`;
  if (!numeric && precision !== undefined) shown = shown.slice(0, Number(precision || '0'));
  if (numeric && letter === 'd' && signs.includes('+')) shown = `+${shown}`;
  if (signs.includes('-')) return shown.padEnd(Number(width));
  return shown.padStart(Number(width), numeric && signs.includes('0') ? '0' : ' ');
};

export function* formatted(finder: Finder, visit: Visit, { pieces }: Format): Generator<void, string> {
  let out = '';
  for (const piece of pieces) {
    if (piece.kind === 'text') out += piece.text;
    if (piece.kind !== 'field') continue;
    const stat = visit.stat ?? (yield* examine(finder, visit.path, visit.depth));
    if (isFailure(stat)) continue;
    visit.stat = stat;
    out += pad(yield* fieldText(finder, visit, stat, piece.letter, piece.time), piece.flags, piece.letter);
  }
  return out;
}

const HALF_YEAR = 31_556_952e6 / 2;

/** The line of -ls, which looks like `ls -dils`. */
export function* longLine(finder: Finder, visit: Visit, stat: Stat): Generator<void, string> {
  const { names, settings } = finder;
  const recent = stat.mtime > settings.now - HALF_YEAR && stat.mtime <= settings.now;
  const target = S_ISLNK(stat.mode) ? yield* finder.sys.readlink(visit.path) : undefined;
  return [
    String(stat.ino).padStart(9),
    String(Math.ceil(stat.blocks / 2)).padStart(6),
    modeString(stat.mode),
    String(stat.nlink).padStart(3),
    (names.user(stat.uid) ?? String(stat.uid)).padEnd(8),
    (names.group(stat.gid) ?? String(stat.gid)).padEnd(8),
    String(stat.size).padStart(8),
    strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', stat.mtime, finder.io.zone),
    `${escaped(visit.path)}${target === undefined || isFailure(target) ? '' : ` -> ${escaped(target)}`}\n`,
  ].join(' ');
}

const escaped = (name: string): string =>
  name.replace(/[\\ "\n\t]/g, (char) => (char === '\n' ? '\\n' : char === '\t' ? '\\t' : `\\${char}`));
