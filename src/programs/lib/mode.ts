/**
 * File modes as people write and read them: `u+x,go=r`, `0755`, `drwxr-xr-x`.
 * Authority: chmod(1), modechange.c and filemode.c of gnulib.
 */

import {
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFSOCK,
  S_ISGID,
  S_ISUID,
  S_ISVTX,
} from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';

interface Change {
  readonly operator: '+' | '-' | '=';
  /** Bits of the classes named; undefined where none was, so that the umask counts. */
  readonly who: number | undefined;
  readonly bits: number;
  /** u, g or o: the bits that this class has now. */
  readonly copy: 'u' | 'g' | 'o' | undefined;
  /** X: execute only for directories and what is executable already. */
  readonly executeIfAny: boolean;
  /** A numeric mode leaves setuid and setgid of directories alone unless it says so with five digits. */
  readonly mentioned: number;
}

export type ModeChanges = readonly Change[];

const WHO: Readonly<Record<string, number>> = {
  u: 0o4700,
  g: 0o2070,
  o: 0o1007,
  a: 0o7777,
};
const PERMISSIONS: Readonly<Record<string, number>> = {
  r: 0o444,
  w: 0o222,
  x: 0o111,
  s: S_ISUID | S_ISGID,
  t: S_ISVTX,
};

const parseOctal = (text: string): ModeChanges | undefined => {
  const bits = Number.parseInt(text, 8);
  if (bits > 0o7777) return undefined;
  const mentioned = text.length > 4 ? 0o7777 : (bits & (S_ISUID | S_ISGID)) | S_ISVTX | 0o777;
  return [{ operator: '=', who: 0o7777, bits, copy: undefined, executeIfAny: false, mentioned }];
};

/** Undefined if it is no mode. */
export const parseMode = (text: string): ModeChanges | undefined => {
  if (/^[0-7]+$/.test(text)) return parseOctal(text);
  const changes: Change[] = [];
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[0-7]+|[ugo]|[rwxXst]*))+)$/.exec(clause);
    if (!match) return undefined;
    const [, letters = '', actions = ''] = match;
    const who = letters === '' ? undefined : [...letters].reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0);
    for (const action of actions.match(/[-+=](?:[0-7]+|[ugo]|[rwxXst]*)/g) ?? []) {
      const change = parseAction(action, who);
      if (!change) return undefined;
      changes.push(change);
    }
  }
  return changes;
};

const parseAction = (action: string, who: number | undefined): Change | undefined => {
  const operator = action.charAt(0) as Change['operator'];
  const rest = action.slice(1);
  const base = { operator, who, copy: undefined, executeIfAny: false, mentioned: 0 };
  if (/^[0-7]/.test(rest)) {
    const bits = Number.parseInt(rest, 8);
    return who === undefined && bits <= 0o7777 ? { ...base, who: 0o7777, bits, mentioned: 0o7777 } : undefined;
  }
  if (/^[ugo]$/.test(rest)) return { ...base, bits: 0, copy: rest as 'u' | 'g' | 'o' };
  const bits = [...rest].reduce((sum, letter) => sum | (PERMISSIONS[letter] ?? 0), 0);
  return { ...base, bits, executeIfAny: rest.includes('X') };
};

const copied = (mode: number, from: 'u' | 'g' | 'o'): number => {
  const three = (mode >> (from === 'u' ? 6 : from === 'g' ? 3 : 0)) & 7;
  return three | (three << 3) | (three << 6);
};

export interface ModeContext {
  readonly umask: number;
  readonly directory: boolean;
}

export const applyMode = (old: number, changes: ModeChanges, { umask, directory }: ModeContext): number => {
  let mode = old & 0o7777;
  for (const change of changes) {
    const keep = directory
      ? (S_ISUID | S_ISGID) & ~change.mentioned & ~(change.who === undefined ? 0 : change.bits)
      : 0;
    let bits = change.copy === undefined ? change.bits : copied(mode, change.copy);
    if (change.executeIfAny && (directory || (mode & 0o111) !== 0)) bits |= 0o111;
    const affected = (change.who ?? ~umask & 0o7777) & ~(change.operator === '=' ? keep : 0);
    bits &= affected;
    if (change.operator === '+') mode |= bits;
    else if (change.operator === '-') mode &= ~bits;
    else mode = (mode & ~(change.who === undefined ? 0o7777 & ~keep : affected)) | bits;
  }
  return mode;
};

const TYPE_LETTERS = new Map([
  [S_IFDIR, 'd'],
  [S_IFLNK, 'l'],
  [S_IFIFO, 'p'],
  [S_IFCHR, 'c'],
  [S_IFBLK, 'b'],
  [S_IFSOCK, 's'],
]);

const triple = (bits: number, special: boolean, letter: string): string => {
  const execute = (bits & 1) !== 0;
  const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
};

/** `prw-r--r--` */
export const modeString = (mode: number): string =>
  (TYPE_LETTERS.get(mode & S_IFMT) ?? '-') +
  triple(mode >> 6, (mode & S_ISUID) !== 0, 's') +
  triple(mode >> 3, (mode & S_ISGID) !== 0, 's') +
  triple(mode, (mode & S_ISVTX) !== 0, 't');

export const octalMode = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0');

/** umask(2) tells the mask only by setting one. */
export function* currentUmask(sys: Sys): Generator<void, number> {
  const mask = yield* sys.umask(0);
  yield* sys.umask(mask);
  return mask;
}
