/** The command line of ls: its options, and the plan that they make. Authority: ls(1). */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { type Indicator, type Quoting, readColors, type SortKey, type TimeKind } from './ls-entry.ts';
import { type Format, type Look, readTimeStyle } from './ls-layout.ts';
import type { Args } from './program.ts';
import { quote } from './quote.ts';
import { readNames } from './users.ts';
import { type Choices, chooseWord, WHEN } from './xargmatch.ts';

export const options = {
  all: { short: 'a', long: 'all', help: 'do not ignore entries starting with .' },
  almostAll: { short: 'A', long: 'almost-all', help: 'do not list implied . and ..' },
  escape: { short: 'b', long: 'escape', help: 'print C-style escapes for nongraphic characters' },
  ignoreBackups: { short: 'B', long: 'ignore-backups', help: 'do not list implied entries ending with ~' },
  c: {
    short: 'c',
    help: 'with -lt: sort by, and show, ctime;\nwith -l: show ctime and sort by name;\notherwise: sort by ctime, newest first',
  },
  columns: { short: 'C', help: 'list entries by columns' },
  color: { long: 'color', value: 'WHEN', optional: true, help: 'color the output WHEN: always, auto, never' },
  directory: { short: 'd', long: 'directory', help: 'list directories themselves, not their contents' },
  f: { short: 'f', help: 'list all entries in directory order' },
  classify: { short: 'F', long: 'classify', help: 'append indicator (one of */=>@|) to entries' },
  fileType: { long: 'file-type', help: "likewise, except do not append '*'" },
  format: {
    long: 'format',
    value: 'WORD',
    help: 'across -x, commas -m, horizontal -x, long -l,\nsingle-column -1, verbose -l, vertical -C',
  },
  fullTime: { long: 'full-time', help: 'like -l --time-style=full-iso' },
  g: { short: 'g', help: 'like -l, but do not list owner' },
  directoriesFirst: { long: 'group-directories-first', help: 'group directories before files' },
  noGroup: { short: 'G', long: 'no-group', help: "in a long listing, don't print group names" },
  human: { short: 'h', long: 'human-readable', help: 'with -l and -s, print sizes like 1K 234M 2G etc.' },
  si: { long: 'si', help: 'likewise, but use powers of 1000 not 1024' },
  dereferenceArgs: {
    short: 'H',
    long: 'dereference-command-line',
    help: 'follow symbolic links listed on the command line',
  },
  hide: { long: 'hide', value: 'PATTERN', help: 'do not list implied entries matching shell PATTERN' },
  indicatorStyle: {
    long: 'indicator-style',
    value: 'WORD',
    help: 'append indicator with style WORD to entry names:\nnone, slash (-p), file-type (--file-type), classify (-F)',
  },
  inode: { short: 'i', long: 'inode', help: 'print the index number of each file' },
  ignore: { short: 'I', long: 'ignore', value: 'PATTERN', help: 'do not list implied entries matching shell PATTERN' },
  kibibytes: { short: 'k', long: 'kibibytes', help: 'use 1024-byte blocks for file system usage (default)' },
  long: { short: 'l', help: 'use a long listing format' },
  dereference: { short: 'L', long: 'dereference', help: 'show information for the file a symbolic link references' },
  commas: { short: 'm', help: 'fill width with a comma separated list of entries' },
  numeric: { short: 'n', long: 'numeric-uid-gid', help: 'like -l, but list numeric user and group IDs' },
  literal: { short: 'N', long: 'literal', help: 'print entry names without quoting' },
  o: { short: 'o', help: 'like -l, but do not list group information' },
  slash: { short: 'p', help: 'append / indicator to directories' },
  hideControl: { short: 'q', long: 'hide-control-chars', help: 'print ? instead of nongraphic characters' },
  showControl: { long: 'show-control-chars', help: 'show nongraphic characters as-is' },
  quoteName: { short: 'Q', long: 'quote-name', help: 'enclose entry names in double quotes' },
  quotingStyle: { long: 'quoting-style', value: 'WORD', help: 'use quoting style WORD for entry names' },
  reverse: { short: 'r', long: 'reverse', help: 'reverse order while sorting' },
  recursive: { short: 'R', long: 'recursive', help: 'list subdirectories recursively' },
  size: { short: 's', long: 'size', help: 'print the allocated size of each file, in blocks' },
  S: { short: 'S', help: 'sort by file size, largest first' },
  sort: {
    long: 'sort',
    value: 'WORD',
    help: 'sort by WORD: none (-U), size (-S), time (-t),\nversion (-v), extension (-X), width',
  },
  time: { long: 'time', value: 'WORD', help: 'use atime, ctime or mtime instead of the default' },
  timeStyle: { long: 'time-style', value: 'TIME_STYLE', help: 'full-iso, long-iso, iso, locale or +FORMAT' },
  t: { short: 't', help: 'sort by time, newest first' },
  tabSize: { short: 'T', long: 'tabsize', value: 'COLS', help: 'assume tab stops at each COLS instead of 8' },
  u: {
    short: 'u',
    help: 'with -lt: sort by, and show, access time;\nwith -l: show access time and sort by name;\notherwise: sort by access time, newest first',
  },
  U: { short: 'U', help: 'do not sort; list entries in directory order' },
  v: { short: 'v', help: 'natural sort of (version) numbers within text' },
  width: { short: 'w', long: 'width', value: 'COLS', help: 'set output width to COLS.  0 means no limit' },
  x: { short: 'x', help: 'list entries by lines instead of by columns' },
  X: { short: 'X', help: 'sort alphabetically by entry extension' },
  one: { short: '1', help: 'list one file per line' },
} as const;

export type Name = keyof typeof options;

const FORMATS: Choices = [['verbose', 'long'], ['commas'], ['horizontal', 'across'], ['vertical'], ['single-column']];
const SORTS: Choices = [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']];
const TIMES: Choices = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
  ['birth', 'creation'],
];
const QUOTINGS: Choices = [
  ['literal'],
  ['shell'],
  ['shell-always'],
  ['shell-escape'],
  ['shell-escape-always'],
  ['c'],
  ['c-maybe'],
  ['escape'],
  ['locale'],
  ['clocale'],
];
const INDICATORS: Choices = [['none'], ['slash'], ['file-type'], ['classify']];

export interface Plan {
  readonly look: Omit<Look, 'now'>;
  readonly sort: SortKey;
  readonly time: TimeKind;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
  readonly show: 'visible' | 'almost' | 'all';
  readonly ignored: readonly string[];
  /** Ignored unless -a or -A says otherwise. */
  readonly hidden: readonly string[];
  readonly directories: boolean;
  readonly recursive: boolean;
  readonly dereference: 'never' | 'arguments' | 'argument-directories' | 'always';
}

/** Exit status of serious trouble. */
export const BAD = 2;

/** What the options say, one after the other, as in ls's own loop. */
class Reading {
  readonly io: Io;
  readonly terminal: boolean;
  format: Format | undefined;
  sort: SortKey | undefined;
  time: TimeKind = 'mtime';
  timed = false;
  show: Plan['show'] = 'visible';
  indicator: Indicator = 'none';
  quoting: Quoting | undefined;
  color = false;
  human: Look['human'];
  owner = true;
  group = true;
  numeric = false;
  inode = false;
  blocks = false;
  hideControl: boolean | undefined;
  timeStyle: string | undefined;
  width: number | undefined;
  tab: number | undefined;
  dereference: Plan['dereference'] | undefined;

  constructor(io: Io, terminal: boolean) {
    this.io = io;
    this.terminal = terminal;
  }

  *read(option: Name, value: string | undefined): Generator<void, void> {
    switch (option) {
      case 'all':
        this.show = 'all';
        return;
      case 'almostAll':
        this.show = 'almost';
        return;
      case 'escape':
        this.quoting = 'escape';
        return;
      case 'c':
      case 'u':
        this.time = option === 'c' ? 'ctime' : 'atime';
        this.timed = true;
        return;
      case 'columns':
        this.format = 'vertical';
        return;
      case 'color':
        this.color = yield* this.when('color', value);
        return;
      case 'f':
        this.show = 'all';
        this.sort = 'none';
        if (this.format === 'long') this.format = undefined;
        this.blocks = false;
        this.color = false;
        return;
      case 'classify':
        this.indicator = 'classify';
        return;
      case 'fileType':
        this.indicator = 'file-type';
        return;
      case 'slash':
        this.indicator = 'slash';
        return;
      case 'indicatorStyle':
        this.indicator = (yield* chooseWord(this.io, 'indicator-style', value ?? '', INDICATORS)) as Indicator;
        return;
      case 'format': {
        const word = yield* chooseWord(this.io, 'format', value ?? '', FORMATS);
        this.format = word === 'verbose' ? 'long' : word === 'single-column' ? 'one' : (word as Format);
        return;
      }
      case 'fullTime':
        this.format = 'long';
        this.timeStyle = 'full-iso';
        return;
      case 'long':
        this.format = 'long';
        return;
      case 'g':
        this.format = 'long';
        this.owner = false;
        return;
      case 'o':
        this.format = 'long';
        this.group = false;
        return;
      case 'numeric':
        this.format = 'long';
        this.numeric = true;
        return;
      case 'noGroup':
        this.group = false;
        return;
      case 'human':
        this.human = 1024;
        return;
      case 'si':
        this.human = 1000;
        return;
      case 'kibibytes':
        return;
      case 'dereferenceArgs':
        this.dereference = 'arguments';
        return;
      case 'dereference':
        this.dereference = 'always';
        return;
      case 'inode':
        this.inode = true;
        return;
      case 'commas':
        this.format = 'commas';
        return;
      case 'literal':
        this.quoting = 'literal';
        return;
      case 'hideControl':
        this.hideControl = true;
        return;
      case 'showControl':
        this.hideControl = false;
        return;
      case 'quoteName':
        this.quoting = 'c';
        return;
      case 'quotingStyle':
        yield* this.quotingStyle(value ?? '');
        return;
      case 'size':
        this.blocks = true;
        return;
      case 'S':
        this.sort = 'size';
        return;
      case 'sort':
        this.sort = (yield* chooseWord(this.io, 'sort', value ?? '', SORTS)) as SortKey;
        return;
      case 'time': {
        const word = yield* chooseWord(this.io, 'time', value ?? '', TIMES);
        this.time = word === 'birth' ? 'ctime' : (word as TimeKind);
        this.timed = true;
        return;
      }
      case 'timeStyle':
        this.timeStyle = value;
        return;
      case 't':
        this.sort = 'time';
        return;
      case 'tabSize':
        this.tab = yield* this.number('invalid tab size', value ?? '');
        return;
      case 'U':
        this.sort = 'none';
        return;
      case 'v':
        this.sort = 'version';
        return;
      case 'width':
        this.width = yield* this.number('invalid line width', value ?? '');
        return;
      case 'x':
        this.format = 'horizontal';
        return;
      case 'X':
        this.sort = 'extension';
        return;
      case 'one':
        if (this.format !== 'long') this.format = 'one';
        return;
      default:
        return;
    }
  }

  *when(option: string, value: string | undefined): Generator<void, boolean> {
    const word = value === undefined ? 'always' : yield* chooseWord(this.io, option, value, WHEN);
    return word === 'always' || (word === 'auto' && this.terminal);
  }

  *quotingStyle(value: string): Generator<void, void> {
    const word = yield* chooseWord(this.io, 'quoting-style', value, QUOTINGS);
    if (word === 'c-maybe' || word === 'locale' || word === 'clocale') this.quoting = 'c';
    else this.quoting = word as Quoting;
  }

  *number(problem: string, value: string): Generator<void, number> {
    if (/^\d+$/.test(value)) return Number(value);
    return yield* this.io.die(BAD, `${problem}: ${quote(value)}`);
  }
}

/** Without LS_COLORS the terminal's type must be one that dircolors knows. */
const knowsColors = (io: Io): boolean => {
  const set = (name: string): boolean => (io.getenv(name) ?? '') !== '';
  return set('LS_COLORS') || set('COLORTERM') || COLOR_TERMS.test(io.getenv('TERM') ?? '');
};
const COLOR_TERMS =
  /^(Eterm|ansi|.*color.*|con\d.*x\d.*|cons25|console|cygwin|.*direct.*|dtterm|gnome|hurd|jfbterm|konsole|kterm|linux|linux-c|mlterm|putty|rxvt.*|screen.*|st|terminator|tmux.*|vt100|xterm.*)$/;

function* lineWidth(sys: Sys, io: Io, asked: number | undefined): Generator<void, number> {
  if (asked !== undefined) return asked;
  const columns = io.getenv('COLUMNS');
  if (columns !== undefined && /^\d+$/.test(columns)) return Number(columns);
  const size = yield* sys.tiocgwinsz(1);
  return isFailure(size) || size.cols === 0 ? 80 : size.cols;
}

const isTerminal = function* (sys: Sys): Generator<void, boolean> {
  return !isFailure(yield* sys.tcgetattr(1));
};

export function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Plan> {
  const terminal = yield* isTerminal(sys);
  const reading = new Reading(io, terminal);
  for (const { option, value } of args.given) yield* reading.read(option, value);
  const format = reading.format ?? (terminal ? 'vertical' : 'one');
  const timeStyle = reading.timeStyle ?? io.getenv('TIME_STYLE');
  const sort = reading.sort ?? (format !== 'long' && reading.timed ? 'time' : 'name');
  const look: Omit<Look, 'now'> = {
    format,
    indicator: reading.indicator,
    quoting: reading.quoting ?? (terminal ? 'shell-escape' : 'literal'),
    hideControl: reading.hideControl ?? terminal,
    colors: reading.color && knowsColors(io) ? readColors(io.getenv('LS_COLORS')) : undefined,
    human: reading.human,
    owner: reading.owner,
    group: reading.group,
    inode: reading.inode,
    blocks: reading.blocks,
    time: reading.time,
    times: yield* readTimeStyle(io, timeStyle === undefined || timeStyle === '' ? 'locale' : timeStyle),
    width: yield* lineWidth(sys, io, reading.width),
    tabs: reading.tab !== 0 && !(reading.color && knowsColors(io)),
    names: reading.numeric || format !== 'long' ? undefined : yield* readNames(sys),
  };
  const directories = args.has('directory');
  const follows = format === 'long' || directories || reading.indicator === 'classify';
  return {
    look,
    sort,
    time: reading.time,
    reverse: args.has('reverse'),
    directoriesFirst: args.has('directoriesFirst'),
    show: reading.show,
    ignored: [...args.values('ignore'), ...(args.has('ignoreBackups') ? ['*~', '.*~'] : [])],
    hidden: args.values('hide'),
    directories,
    recursive: args.has('recursive') && !directories,
    dereference: reading.dereference ?? (follows ? 'never' : 'argument-directories'),
  };
}
