/** How ls lays its entries out: long lines, columns, commas, one a line. Authority: ls(1). */

import { major, minor, S_ISBLK, S_ISCHR } from '../../kernel/abi.ts';
import { type BlockSize, sizeIn } from './block-size.ts';
import { type Cell, inColumns, withCommas } from './columns.ts';
import type { Io } from './io.ts';
import {
  type Colors,
  colorOf,
  type Entry,
  type Indicator,
  indicatorOf,
  linked,
  type Quoting,
  quoteName,
  type TimeKind,
} from './ls-entry.ts';
import { modeString } from './mode.ts';
import { quote } from './quote.ts';
import { strftime } from './strftime.ts';
import type { Names } from './users.ts';
import { textWidth } from './width.ts';
import type { Zone } from './zone.ts';

export type Format = 'long' | 'one' | 'vertical' | 'horizontal' | 'commas';

export interface Times {
  readonly recent: string;
  readonly old: string;
}

export interface Look {
  readonly format: Format;
  readonly indicator: Indicator;
  readonly quoting: Quoting;
  readonly hideControl: boolean;
  readonly colors: Colors | undefined;
  /** The unit of -s and of totals, and that of sizes. */
  readonly blockUnit: BlockSize;
  readonly sizeUnit: BlockSize;
  readonly owner: boolean;
  readonly group: boolean;
  readonly author: boolean;
  readonly context: boolean;
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly time: TimeKind;
  readonly times: Times;
  /** µs since 1970 */
  readonly now: number;
  readonly zone: Zone;
  /** Columns of the terminal. */
  readonly width: number;
  readonly tabs: boolean;
  /** Undefined: numbers. */
  readonly names: Names | undefined;
  /** What ends a line: NUL with --zero. */
  readonly end: '\n' | '\0';
}

const TIME_STYLES: Readonly<Record<string, Times>> = {
  'full-iso': { recent: '%Y-%m-%d %H:%M:%S.%N %z', old: '%Y-%m-%d %H:%M:%S.%N %z' },
  'long-iso': { recent: '%Y-%m-%d %H:%M', old: '%Y-%m-%d %H:%M' },
  iso: { recent: '%m-%d %H:%M', old: '%Y-%m-%d ' },
  locale: { recent: '%b %e %H:%M', old: '%b %e  %Y' },
};

export function* readTimeStyle(io: Io, word: string): Generator<void, Times> {
  if (word.startsWith('+')) {
    const [old = '', recent = old] = word.slice(1).split('\n');
    return { old, recent };
  }
  const style = word.replace(/^posix-/, '');
  const matches = Object.keys(TIME_STYLES).filter((name) => name.startsWith(style));
  const found = TIME_STYLES[style] ?? (matches.length === 1 ? TIME_STYLES[matches[0] ?? ''] : undefined);
  if (found) return found;
  const why = matches.length > 1 ? 'ambiguous' : 'invalid';
  const list = ['full-iso', 'long-iso', 'iso', 'locale'].map((name) => `  - [posix-]${name}\n`).join('');
  yield* io.complain(
    `${io.name}: ${why} argument ${quote(word)} for 'time style'\nValid arguments are:\n${list}  - +FORMAT (e.g., +%H:%M) for a 'date'-style format\n`,
  );
  return yield* io.usageError(2);
}

const HALF_YEAR = (31556952 / 2) * 1e6;

const dateOf = (us: number, { now, times, zone }: Look): string =>
  strftime(us <= now && us > now - HALF_YEAR ? times.recent : times.old, us, zone, 'gnulib');

const blocksText = (blocks: number, { blockUnit }: Look): string => sizeIn(blockUnit, blocks * 512);

const sizeText = (bytes: number, { sizeUnit }: Look): string => sizeIn(sizeUnit, bytes);

/** A name as it is shown, with what it takes on the screen. */
const nameCell = (entry: Entry, look: Look, padUnquoted: boolean): Cell => {
  const plain = look.hideControl && look.quoting === 'literal' ? entry.name.replace(/[\0-\x1f\x7f]/g, '?') : entry.name;
  const quoted = quoteName(plain, look.quoting);
  const pad = padUnquoted && quoted === plain ? ' ' : '';
  const code = look.colors && colorOf(entry, look.colors);
  const name = linked(quoted, entry.url);
  const shown = code ? `\x1b[${code}m${name}\x1b[0m` : name;
  const mark = indicatorOf(entry.stat?.mode, entry.type, look.indicator);
  return { text: `${pad}${shown}${mark}`, width: textWidth(pad + quoted + mark) };
};

const isShellQuoting = (quoting: Quoting): boolean => quoting === 'shell' || quoting === 'shell-escape';

/** In columns, names that need no quotes are moved right by one where others have quotes. */
const padsUnquoted = (entries: readonly Entry[], { quoting, format, width }: Look): boolean =>
  isShellQuoting(quoting) &&
  (format === 'long' || ((format === 'vertical' || format === 'horizontal') && width > 0)) &&
  entries.some(({ name }) => quoteName(name, quoting) !== name);

interface Widths {
  readonly inode: number;
  readonly blocks: number;
  readonly links: number;
  readonly owner: number;
  readonly group: number;
  readonly size: number;
  readonly major: number;
  readonly minor: number;
}

const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);

const isDevice = ({ stat }: Entry): boolean => stat !== undefined && (S_ISCHR(stat.mode) || S_ISBLK(stat.mode));

const ownerText = ({ stat }: Entry, { names }: Look): string =>
  stat ? (names?.user(stat.uid) ?? String(stat.uid)) : '?';
const groupText = ({ stat }: Entry, { names }: Look): string =>
  stat ? (names?.group(stat.gid) ?? String(stat.gid)) : '?';

const widthsOf = (entries: readonly Entry[], look: Look): Widths => {
  const texts = (of: (entry: Entry) => string): number => widest(entries.map(of));
  const devices = entries.filter(isDevice);
  const majorWidth = widest(devices.map(({ stat }) => String(major(stat?.rdev ?? 0))));
  const minorWidth = widest(devices.map(({ stat }) => String(minor(stat?.rdev ?? 0))));
  const plain = widest(
    entries.filter((entry) => !isDevice(entry)).map(({ stat }) => (stat ? sizeText(stat.size, look) : '?')),
  );
  const size = devices.length > 0 ? Math.max(plain, majorWidth + 2 + minorWidth) : plain;
  return {
    inode: texts(({ stat }) => String(stat?.ino ?? '?')),
    blocks: texts(({ stat }) => (stat ? blocksText(stat.blocks, look) : '?')),
    links: texts(({ stat }) => String(stat?.nlink ?? '?')),
    owner: texts((entry) => ownerText(entry, look)),
    group: texts((entry) => groupText(entry, look)),
    size,
    major: devices.length > 0 ? Math.max(majorWidth, size - 2 - minorWidth) : 0,
    minor: minorWidth,
  };
};

const padName = (text: string, width: number, numeric: boolean): string => {
  const gap = ' '.repeat(Math.max(0, width - textWidth(text)));
  return numeric ? gap + text : text + gap;
};

/** Where there is no SELinux. */
const NO_CONTEXT = '?';

/** Inode, blocks and context stand in front in every format. */
const frontOf = ({ stat }: Entry, look: Look, widths: Widths): string => {
  const inode = look.inode ? `${String(stat?.ino ?? '?').padStart(widths.inode)} ` : '';
  const blocks = look.blocks ? `${(stat ? blocksText(stat.blocks, look) : '?').padStart(widths.blocks)} ` : '';
  return inode + blocks + (look.context && look.format !== 'long' ? `${NO_CONTEXT} ` : '');
};

const TYPE_LETTERS: Readonly<Record<string, string>> = { dir: 'd', lnk: 'l', fifo: 'p', chr: 'c', blk: 'b', sock: 's' };

/** What stands before the name, the name, and what follows it. */
type LongLine = readonly [before: string, name: string, after: string];

const longLine = (entry: Entry, look: Look, widths: Widths, padUnquoted: boolean): LongLine => {
  const { stat, type } = entry;
  const parts = [
    stat ? modeString(stat.mode) : `${TYPE_LETTERS[type ?? ''] ?? '-'}?????????`,
    String(stat?.nlink ?? '?').padStart(widths.links),
  ];
  const numeric = look.names === undefined;
  if (look.owner) parts.push(padName(ownerText(entry, look), widths.owner, numeric));
  if (look.group) parts.push(padName(groupText(entry, look), widths.group, numeric));
  if (look.author) parts.push(padName(ownerText(entry, look), widths.owner, numeric));
  if (look.context) parts.push(NO_CONTEXT);
  if (stat && isDevice(entry)) {
    parts.push(
      `${String(major(stat.rdev)).padStart(widths.major)}, ${String(minor(stat.rdev)).padStart(widths.minor)}`,
    );
  } else parts.push((stat ? sizeText(stat.size, look) : '?').padStart(widths.size));
  parts.push(stat ? dateOf(stat[look.time], look) : '?'.padStart(dateOf(look.now, look).length));
  const arrow = entry.target === undefined ? '' : ` -> ${linkTarget(entry, look)}`;
  const name = entry.target === undefined ? nameCell(entry, look, padUnquoted) : linkName(entry, look, padUnquoted);
  return [`${frontOf(entry, look, widths)}${parts.join(' ')} `, name.text, `${arrow}${look.end}`];
};

/** In a long listing the mark belongs to the target. */
const linkName = (entry: Entry, look: Look, padUnquoted: boolean): Cell =>
  nameCell(entry, { ...look, indicator: 'none' }, padUnquoted);

const linkTarget = ({ target = '', targetMode, url }: Entry, look: Look): string => {
  const mark = targetMode === undefined ? '' : indicatorOf(targetMode, undefined, look.indicator);
  const quoted = linked(quoteName(target, look.quoting), url);
  const code = look.colors && targetMode !== undefined ? targetColor(target, targetMode, look.colors) : undefined;
  return (code ? `\x1b[${code}m${quoted}\x1b[0m` : quoted) + mark;
};

const targetColor = (name: string, mode: number, colors: Colors): string | undefined =>
  colorOf({ name, type: undefined, stat: { ...EMPTY_STAT, mode } }, colors);

const EMPTY_STAT = {
  dev: 0,
  ino: 0,
  mode: 0,
  nlink: 0,
  uid: 0,
  gid: 0,
  rdev: 0,
  size: 0,
  blksize: 0,
  blocks: 0,
  atime: 0,
  mtime: 0,
  ctime: 0,
};

export const longLines = (entries: readonly Entry[], look: Look): LongLine[] => {
  const padUnquoted = padsUnquoted(entries, look);
  const widths = widthsOf(entries, look);
  return entries.map((entry) => longLine(entry, look, widths, padUnquoted));
};

/** `total 12`, of the blocks of all. */
export const totalLine = (entries: readonly Entry[], look: Look): string => {
  const total = entries.reduce((sum, { stat }) => sum + (stat?.blocks ?? 0), 0);
  return `total ${blocksText(total, look)}${look.end}`;
};

/** All lines of a listing. */
export const layOut = (entries: readonly Entry[], look: Look, withTotal: boolean): string => {
  return (withTotal ? totalLine(entries, look) : '') + bodyOf(entries, look);
};

const bodyOf = (entries: readonly Entry[], look: Look): string => {
  const padUnquoted = padsUnquoted(entries, look);
  const widths = widthsOf(entries, look);
  const cells = (): Cell[] =>
    entries.map((entry) => {
      const front = frontOf(entry, look, look.format === 'commas' ? NO_WIDTHS : widths);
      const name = nameCell(entry, look, padUnquoted);
      return { text: front + name.text, width: front.length + name.width };
    });
  switch (look.format) {
    case 'long':
      return longLines(entries, look)
        .map((line) => line.join(''))
        .join('');
    case 'one':
      return cells()
        .map(({ text }) => `${text}${look.end}`)
        .join('');
    case 'commas':
      return entries.length === 0 ? '' : withCommas(cells(), look.width, look.end);
    case 'vertical':
    case 'horizontal':
      return inColumns(cells(), {
        lineWidth: look.width,
        across: look.format === 'horizontal',
        tabs: look.tabs,
        end: look.end,
      });
  }
};

const NO_WIDTHS: Widths = { inode: 0, blocks: 0, links: 0, owner: 0, group: 0, size: 0, major: 0, minor: 0 };
