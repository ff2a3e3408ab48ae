/** The command line of ls: the plan that its options make. Authority: ls(1). */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import {
  type BlockSize,
  blockSizeFromEnvironment,
  defaultBlockSize,
  HUMAN,
  readBlockSize,
  SI,
  unit,
} from './block-size.ts';
import type { Io } from './io.ts';
import { type Indicator, type Quoting, readColors, type SortKey, type TimeKind } from './ls-entry.ts';
import { type Format, type Look, readTimeStyle } from './ls-layout.ts';
import { FORMATS, INDICATORS, type Name, QUOTINGS, SORTS, TIMES } from './ls-table.ts';
import type { Args } from './program.ts';
import { quote } from './quote.ts';
import { readNames } from './users.ts';
import { chooseWord, WHEN } from './xargmatch.ts';

export interface Plan {
  readonly look: Omit<Look, 'now' | 'zone'>;
  readonly sort: SortKey;
  readonly time: TimeKind;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
  readonly show: 'visible' | 'almost' | 'all';
  readonly ignored: readonly string[];
  /** Ignored unless -a or -A says otherwise. */
  readonly hidden: readonly string[];
  readonly directories: boolean;
  /** Names lead to files of this host. */
  readonly linkHost: string | undefined;
  readonly recursive: boolean;
  readonly dired: boolean;
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
  size: BlockSize | undefined;
  author = false;
  context = false;
  zero = false;
  hyperlink = false;
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
        if (yield* this.when('classify', value)) this.indicator = 'classify';
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
        this.size = HUMAN;
        return;
      case 'si':
        this.size = SI;
        return;
      case 'blockSize':
        this.size = yield* readBlockSize(this.io, '--block-size', value ?? '', BAD);
        return;
      case 'author':
        this.author = true;
        return;
      case 'context':
        this.context = true;
        return;
      case 'hyperlink':
        this.hyperlink = yield* this.when('hyperlink', value);
        return;
      case 'zero':
        this.zero = true;
        this.hideControl = false;
        this.quoting = 'literal';
        this.color = false;
        if (this.format !== 'long') this.format = 'one';
        return;
      case 'dereferenceArgDirectories':
        this.dereference = 'argument-directories';
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

/** An option says both; of the environment only ls's own variables change how sizes are shown, -k only blocks. */
const sizeUnits = (io: Io, asked: BlockSize | undefined, kibibytes: boolean): Pick<Look, 'blockUnit' | 'sizeUnit'> => {
  if (asked) return { blockUnit: asked, sizeUnit: asked };
  const usual = blockSizeFromEnvironment(io, 'LS_BLOCK_SIZE');
  const own = io.getenv('LS_BLOCK_SIZE') !== undefined || io.getenv('BLOCK_SIZE') !== undefined;
  return {
    blockUnit: kibibytes ? unit(1024) : (usual ?? defaultBlockSize(io)),
    sizeUnit: own ? (usual ?? defaultBlockSize(io)) : unit(1),
  };
};

function* hostName(sys: Sys): Generator<void, string> {
  const name = yield* sys.uname();
  return isFailure(name) ? '' : name.nodename;
}

const isTerminal = function* (sys: Sys): Generator<void, boolean> {
  return !isFailure(yield* sys.tcgetattr(1));
};

export function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Plan> {
  const terminal = yield* isTerminal(sys);
  const reading = new Reading(io, terminal);
  for (const { option, value } of args.given) yield* reading.read(option, value);
  const format = reading.format ?? (terminal ? 'vertical' : 'one');
  if (args.has('dired') && reading.zero && format === 'long')
    return yield* io.die(BAD, '--dired and --zero are incompatible');
  const timeStyle = reading.timeStyle ?? io.getenv('TIME_STYLE');
  const sort = reading.sort ?? (format !== 'long' && reading.timed ? 'time' : 'name');
  const look: Omit<Look, 'now' | 'zone'> = {
    format,
    indicator: reading.indicator,
    quoting: reading.quoting ?? (terminal ? 'shell-escape' : 'literal'),
    hideControl: reading.hideControl ?? terminal,
    colors: reading.color && knowsColors(io) ? readColors(io.getenv('LS_COLORS')) : undefined,
    ...sizeUnits(io, reading.size, args.has('kibibytes')),
    owner: reading.owner,
    group: reading.group,
    author: reading.author,
    context: reading.context,
    end: reading.zero ? '\0' : '\n',
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
    linkHost: reading.hyperlink ? yield* hostName(sys) : undefined,
    recursive: args.has('recursive') && !directories,
    dired: args.has('dired') && format === 'long' && !reading.hyperlink,
    dereference: reading.dereference ?? (follows ? 'never' : 'argument-directories'),
  };
}
