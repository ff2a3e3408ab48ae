/** What ls knows of a file, and how it sorts, names, marks and colours it. Authority: ls(1), dircolors(1). */

import { encode, latin1 } from '../../bytes.ts';
import {
  type FileType,
  S_ISBLK,
  S_ISCHR,
  S_ISDIR,
  S_ISFIFO,
  S_ISGID,
  S_ISLNK,
  S_ISREG,
  S_ISSOCK,
  S_ISUID,
  S_ISVTX,
  type Stat,
} from '../../kernel/abi.ts';
import { compareText, compareVersions, extensionOf } from './compare.ts';
import { escapeName, shellEscape } from './quote.ts';

export interface Entry {
  readonly name: string;
  readonly type: FileType | undefined;
  /** Undefined where it was not asked for or could not be had. */
  readonly stat: Stat | undefined;
  readonly target?: string | undefined;
  /** Where a terminal finds it, with --hyperlink. */
  readonly url?: string | undefined;
  /** What a symbolic link leads to; undefined if nowhere. */
  readonly targetMode?: number | undefined;
}

export type SortKey = 'name' | 'time' | 'size' | 'extension' | 'version' | 'width' | 'none';
export type TimeKind = 'mtime' | 'atime' | 'ctime';
export type Indicator = 'none' | 'slash' | 'file-type' | 'classify';
export type Quoting = 'literal' | 'shell' | 'shell-always' | 'shell-escape' | 'shell-escape-always' | 'c' | 'escape';

export interface Sorting {
  readonly key: SortKey;
  readonly time: TimeKind;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
}

const isDirectory = ({ stat, type, targetMode }: Entry): boolean => {
  if (targetMode !== undefined) return S_ISDIR(targetMode);
  return stat ? S_ISDIR(stat.mode) : type === 'dir';
};

const byKey = (a: Entry, b: Entry, { key, time }: Sorting): number => {
  switch (key) {
    case 'time':
      return (b.stat?.[time] ?? 0) - (a.stat?.[time] ?? 0) || compareText(a.name, b.name);
    case 'size':
      return (b.stat?.size ?? 0) - (a.stat?.size ?? 0) || compareText(a.name, b.name);
    case 'extension':
      return compareText(extensionOf(a.name), extensionOf(b.name)) || compareText(a.name, b.name);
    case 'version':
      return compareVersions(a.name, b.name);
    case 'width':
      return a.name.length - b.name.length || compareText(a.name, b.name);
    default:
      return compareText(a.name, b.name);
  }
};

export const sortEntries = (entries: readonly Entry[], sorting: Sorting): Entry[] => {
  const sorted = [...entries];
  if (sorting.key === 'none') return sorted;
  const sign = sorting.reverse ? -1 : 1;
  return sorted.sort((a, b) => {
    if (sorting.directoriesFirst && isDirectory(a) !== isDirectory(b)) return isDirectory(a) ? -1 : 1;
    return sign * byKey(a, b, sorting);
  });
};

export const quoteName = (name: string, style: Quoting): string => {
  switch (style) {
    case 'literal':
      return name;
    case 'shell':
    case 'shell-escape':
      return shellEscape(name);
    case 'shell-always':
    case 'shell-escape-always':
      return shellEscape(name, { always: true });
    case 'c':
      return `"${escapeName(name, '"')}"`;
    case 'escape':
      return escapeName(name, ' ');
  }
};

/** Every byte but those of names that need no escape. */
const urlPath = (path: string): string =>
  latin1(encode(path)).replace(/[^A-Za-z0-9~._/-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

export const fileUrl = (host: string, path: string): string => `file://${host}${urlPath(path)}`;

/** A text that terminals which know OSC 8 take for a link. */
export const linked = (text: string, url: string | undefined): string =>
  url === undefined ? text : `\x1b]8;;${url}\x07${text}\x1b]8;;\x07`;

/** `/ @ | = *` behind a name. */
export const indicatorOf = (mode: number | undefined, type: FileType | undefined, style: Indicator): string => {
  if (style === 'none') return '';
  const is = (test: (mode: number) => boolean, kind: FileType): boolean =>
    mode === undefined ? type === kind : test(mode);
  if (is(S_ISDIR, 'dir')) return '/';
  if (style === 'slash') return '';
  if (is(S_ISLNK, 'lnk')) return '@';
  if (is(S_ISFIFO, 'fifo')) return '|';
  if (is(S_ISSOCK, 'sock')) return '=';
  return style === 'classify' && mode !== undefined && S_ISREG(mode) && (mode & 0o111) !== 0 ? '*' : '';
};

/** `di=01;34:…`, ls's own when LS_COLORS does not say otherwise. */
const DEFAULT_COLORS: Readonly<Record<string, string>> = {
  di: '01;34',
  ln: '01;36',
  pi: '33',
  so: '01;35',
  bd: '01;33',
  cd: '01;33',
  ex: '01;32',
  su: '37;41',
  sg: '30;43',
  st: '37;44',
  ow: '34;42',
  tw: '30;42',
};

export interface Colors {
  readonly codes: Readonly<Record<string, string>>;
  readonly suffixes: readonly (readonly [string, string])[];
}

export const readColors = (text: string | undefined): Colors => {
  const codes: Record<string, string> = { ...DEFAULT_COLORS };
  const suffixes: [string, string][] = [];
  for (const item of (text ?? '').split(':')) {
    const equals = item.indexOf('=');
    if (equals <= 0) continue;
    const [key, code] = [item.slice(0, equals), item.slice(equals + 1)];
    if (key.startsWith('*')) suffixes.push([key.slice(1), code]);
    else codes[key] = code;
  }
  return { codes, suffixes };
};

const directoryColor = (mode: number): string => {
  const sticky = (mode & S_ISVTX) !== 0;
  if ((mode & 0o002) !== 0) return sticky ? 'tw' : 'ow';
  return sticky ? 'st' : 'di';
};

const keyOf = (mode: number): string => {
  if (S_ISDIR(mode)) return directoryColor(mode);
  if (S_ISFIFO(mode)) return 'pi';
  if (S_ISSOCK(mode)) return 'so';
  if (S_ISBLK(mode)) return 'bd';
  if (S_ISCHR(mode)) return 'cd';
  if ((mode & S_ISUID) !== 0) return 'su';
  if ((mode & S_ISGID) !== 0) return 'sg';
  return (mode & 0o111) !== 0 ? 'ex' : 'fi';
};

/** The code of a file's colour; undefined for none. */
export const colorOf = (entry: Entry, { codes, suffixes }: Colors): string | undefined => {
  const mode = entry.stat?.mode;
  if (mode === undefined) return codes.mi === '' ? undefined : codes.mi;
  if (S_ISLNK(mode)) {
    const broken = entry.targetMode === undefined && codes.or !== undefined;
    if (!broken && codes.ln === 'target' && entry.targetMode !== undefined) return codes[keyOf(entry.targetMode)];
    return broken ? codes.or : codes.ln;
  }
  const key = keyOf(mode);
  if (key === 'fi') return suffixes.findLast(([suffix]) => entry.name.endsWith(suffix))?.[1] ?? codes.fi;
  return codes[key];
};
