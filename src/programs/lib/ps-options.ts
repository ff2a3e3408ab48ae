/**
 * The command line of ps: Unix options with a dash, BSD options without, GNU options with two; what makes no sense one
 * way is tried as BSD options. Leaves out security and the personalities. Authority: ps(1).
 */

import type { Sys } from '../../kernel/syscalls.ts';
import { COLUMNS, type Shown } from './ps-columns.ts';
import { ownTty, pids, problem, readList, type Test } from './ps-lists.ts';

export interface SortKey {
  readonly column: string;
  readonly reverse: boolean;
}

/** Which processes, as flags and lists. */
export interface Selection {
  /** -A, -e. */
  all: boolean;
  /** -a: with a terminal, not session leaders. */
  withTty: boolean;
  /** -d: not session leaders. */
  notLeaders: boolean;
  /** a: everybody's with a terminal. */
  bsdAll: boolean;
  /** x: without a terminal too. */
  bsdNoTty: boolean;
  /** g, harmless nowadays. */
  running: boolean;
  negate: boolean;
  readonly lists: Test[];
}

type ThreadColumn = 'lwp' | 'spid';

export interface Request {
  readonly selection: Selection;
  /** Letters that choose a format: -f -l -j -F, and BSD's u j l s v. */
  readonly unix: Set<string>;
  bsdFormat: string | undefined;
  readonly columns: Shown[];
  /** -O: columns put into the default format behind the pid. */
  readonly extra: Shown[];
  readonly sort: SortKey[];
  forest: 'none' | 'tree' | 'indent';
  /** A line for each thread (-L, -T, H), with its number in a column (-L, -T). */
  threads: boolean;
  /** H was among them. */
  instead: boolean;
  /** How lines of threads below their processes were asked for: -m, m. */
  readonly below: Set<'-m' | 'm'>;
  readonly threadColumns: Set<ThreadColumn>;
  headers: boolean;
  bareName: boolean;
  environment: boolean;
  numeric: boolean;
  cumulative: boolean;
  wide: number;
  width: number | undefined;
  /** Any BSD option: the default format is BSD's. */
  bsd: boolean;
  info: 'help' | 'version' | 'list' | undefined;
}

export const newRequest = (): Request => ({
  selection: {
    all: false,
    withTty: false,
    notLeaders: false,
    bsdAll: false,
    bsdNoTty: false,
    running: false,
    negate: false,
    lists: [],
  },
  unix: new Set(),
  bsdFormat: undefined,
  columns: [],
  extra: [],
  sort: [],
  forest: 'none',
  threads: false,
  instead: false,
  below: new Set(),
  threadColumns: new Set(),
  headers: true,
  bareName: false,
  environment: false,
  numeric: false,
  cumulative: false,
  wide: 0,
  width: undefined,
  bsd: false,
  info: undefined,
});

const SPEC = /^([^=:]+)(?::(\d+))?(?:=(.*))?$/;

/** `pid,stat=STATE,wchan:20`, or AIX's `%p %c`. */
const readFormat = (list: string): Shown[] => {
  const shown: Shown[] = [];
  let rest = list;
  while (rest !== '') {
    const [word = '', separator = ''] = /^([^, =]*(?:=[^, ]*)?)([, ]*)/.exec(rest)?.slice(1) ?? [];
    rest = rest.slice(word.length + separator.length);
    if (word === '') {
      if (separator === '') problem('improper list');
      continue;
    }
    shown.push(readColumn(word));
  }
  if (shown.length === 0) problem('improper list');
  return shown;
};

const readColumn = (word: string): Shown => {
  const [, name = word, width, header] = SPEC.exec(word) ?? [];
  const column = COLUMNS[name];
  if (!column) return problem(`unknown user-defined format specifier "${name}"`);
  if (width !== undefined && Number(width) <= 0) problem('column widths must be unsigned decimal numbers');
  const shownHeader = header ?? column.header;
  const wanted = width === undefined ? Math.max(column.width, header?.length ?? 0) : Number(width);
  return { ...column, header: shownHeader, width: wanted, ...(width !== undefined && { fixed: true }) };
};

const readSort = (list: string): SortKey[] =>
  list.split(',').map((word) => {
    const [, sign, name = ''] = /^([-+]?)(.*)$/.exec(word) ?? [];
    const column = name === 'cmd' ? 'args' : name;
    if (!COLUMNS[column]) problem('unknown sort specifier');
    return { column, reverse: sign === '-' };
  });

/** Where the value of an option comes from: the rest of the word, or the next one. */
class Words {
  private readonly words: readonly string[];
  private at = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  next(): string | undefined {
    const word = this.words[this.at];
    this.at += 1;
    return word;
  }

  back(): void {
    this.at -= 1;
  }
}

const VALUE_PROBLEMS: Readonly<Record<string, string>> = {
  C: 'list of command names must follow -C',
  G: 'list of real groups must follow -G',
  O: 'format or sort specification must follow -O',
  U: 'list of real users must follow -U',
  g: 'list of session leaders OR effective group names must follow -g',
  k: "long sort specification must follow 'k'",
  o: 'format specification must follow -o',
  p: 'list of process IDs must follow -p',
  q: 'list of process IDs must follow -q',
  s: 'list of session IDs must follow -s',
  t: 'list of terminals (pty, tty...) must follow -t',
  u: 'list of users must follow -u',
};

export class PsParser {
  readonly request = newRequest();
  private readonly sys: Sys;

  constructor(sys: Sys) {
    this.sys = sys;
  }

  *parse(args: readonly string[], asBsd: boolean): Generator<void, Request> {
    const words = new Words(args);
    for (let word = words.next(); word !== undefined; word = words.next()) {
      if (word.startsWith('--') && word.length > 2) yield* this.gnu(word.slice(2), words);
      else if (word === '-' || word === '--') problem('garbage option');
      else if (word.startsWith('-') && !asBsd) yield* this.unix(word.slice(1), words);
      else if (asBsd && !word.startsWith('-')) problem('way bad');
      else yield* this.bsd(word.replace(/^-/, ''), words);
      if (this.request.info) break;
    }
    return this.request;
  }

  private value(letter: string, rest: string, words: Words): string {
    const value = rest === '' ? words.next() : rest;
    return value ?? problem(VALUE_PROBLEMS[letter] ?? 'garbage option');
  }

  private *unix(word: string, words: Words): Generator<void, void> {
    const { request } = this;
    const { selection } = request;
    for (let at = 0; at < word.length; at += 1) {
      const letter = word.charAt(at);
      const rest = word.slice(at + 1);
      switch (letter) {
        case 'A':
        case 'e':
          selection.all = true;
          break;
        case 'a':
          selection.withTty = true;
          break;
        case 'd':
          selection.notLeaders = true;
          break;
        case 'N':
          selection.negate = true;
          break;
        case 'f':
        case 'l':
        case 'j':
        case 'F':
        case 'y':
        case 'c':
        case 'P':
          request.unix.add(letter);
          break;
        case 'H':
          request.forest = 'indent';
          break;
        case 'L':
          this.showThreads('lwp');
          break;
        case 'T':
          this.showThreads('spid');
          break;
        case 'm':
          request.below.add('-m');
          break;
        case 'w':
          request.wide += 1;
          break;
        case 'V':
          request.info = 'version';
          return;
        case 'n':
        case 'S':
          problem('unsupported SysV option');
          break;
        case 'o':
          request.columns.push(...readFormat(this.value('o', rest, words)));
          return;
        case 'O':
          request.extra.push(...readFormat(this.value('O', rest, words)));
          return;
        case 'C':
        case 'G':
        case 'U':
        case 'g':
        case 'p':
        case 'q':
        case 's':
        case 't':
        case 'u':
          selection.lists.push(yield* readList(this.sys, letter, this.value(letter, rest, words)));
          return;
        case 'x':
          problem('must set personality to get -x option');
          break;
        default:
          problem('unsupported SysV option');
      }
    }
  }

  private *bsd(word: string, words: Words): Generator<void, void> {
    const { request } = this;
    const { selection } = request;
    request.bsd = true;
    if (/^\d/.test(word)) {
      const set = pids(word);
      selection.lists.push(({ pid }) => set.has(pid));
      return;
    }
    for (let at = 0; at < word.length; at += 1) {
      const letter = word.charAt(at);
      const rest = word.slice(at + 1);
      switch (letter) {
        case 'a':
          selection.bsdAll = true;
          break;
        case 'x':
          selection.bsdNoTty = true;
          break;
        case 'r':
          selection.running = true;
          break;
        case 'g':
          break;
        case 'u':
        case 'j':
        case 'l':
        case 's':
        case 'v':
          if (request.bsdFormat !== undefined && request.bsdFormat !== letter) problem('conflicting format options');
          request.bsdFormat = letter;
          break;
        case 'f':
          request.forest = 'tree';
          break;
        case 'h':
          request.headers = false;
          break;
        case 'H':
          request.threads = true;
          request.instead = true;
          break;
        case 'm':
          request.below.add('m');
          break;
        case 'c':
          request.bareName = true;
          break;
        case 'e':
          request.environment = true;
          break;
        case 'n':
          request.numeric = true;
          break;
        case 'S':
          request.cumulative = true;
          break;
        case 'w':
          request.wide += 1;
          break;
        case 'L':
          request.info = 'list';
          return;
        case 'V':
          request.info = 'version';
          return;
        case 'T':
          selection.lists.push(yield* this.ownTerminal());
          break;
        case 'o':
          request.columns.push(...readFormat(this.value('o', rest, words)));
          return;
        case 'O':
          yield* this.formatOrSort(this.value('O', rest, words));
          return;
        case 'k':
          request.sort.push(...readSort(this.value('k', rest, words)));
          return;
        case 'p':
        case 'q':
        case 'U':
          selection.lists.push(
            yield* readList(this.sys, letter === 'U' ? 'u' : letter, this.value(letter, rest, words)),
          );
          return;
        case 't': {
          const value = rest === '' ? words.next() : rest;
          const list = value === undefined ? this.ownTerminal() : readList(this.sys, 't', value);
          selection.lists.push(yield* list);
          return;
        }
        default:
          problem('unsupported option (BSD syntax)');
      }
    }
  }

  private showThreads(column: ThreadColumn): void {
    const { request } = this;
    request.threads = true;
    request.threadColumns.add(column);
  }

  /** BSD's O is a sort order if it can be read as one. */
  private *formatOrSort(value: string): Generator<void, void> {
    const short = /^[-+]?[a-zA-Z](?:[-+]?[a-zA-Z])*$/.test(value) && value.length <= 2;
    if (short) problem('unknown sort specifier');
    this.request.extra.push(...readFormat(value));
  }

  private *ownTerminal(): Generator<void, Test> {
    const own = yield* ownTty(this.sys);
    return ({ ttyNr }) => ttyNr === own;
  }

  private *gnu(word: string, words: Words): Generator<void, void> {
    const { request } = this;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = (missing: string): string => {
      const given = equals < 0 ? words.next() : word.slice(equals + 1);
      return given === undefined || given === '' ? problem(missing) : given;
    };
    const list = LISTS[name];
    if (list) {
      request.selection.lists.push(yield* readList(this.sys, list.as, value(list.missing)));
      return;
    }
    switch (name) {
      case 'help':
        request.info = 'help';
        return;
      case 'version':
        request.info = 'version';
        return;
      case 'deselect':
        request.selection.negate = true;
        return;
      case 'forest':
        request.forest = 'tree';
        return;
      case 'cumulative':
        request.cumulative = true;
        return;
      case 'header':
      case 'headers':
      case 'heading':
      case 'headings':
        request.headers = true;
        return;
      case 'no-header':
      case 'no-headers':
      case 'no-heading':
      case 'no-headings':
      case 'noheader':
      case 'noheaders':
      case 'noheading':
      case 'noheadings':
        request.headers = false;
        return;
      case 'format':
        request.columns.push(...readFormat(value('format specification must follow --format')));
        return;
      case 'sort':
        request.sort.push(...readSort(value('long sort specification must follow --sort')));
        return;
      case 'cols':
      case 'columns':
      case 'width': {
        const missing = 'number of columns must follow --cols, --width, or --columns';
        const number = value(missing);
        if (!/^\d+$/.test(number) || Number(number) < 1) problem(missing);
        request.width = Number(number);
        return;
      }
      case 'rows':
      case 'lines': {
        const missing = 'number of rows must follow --rows or --lines';
        if (!/^\d+$/.test(value(missing))) problem(missing);
        return;
      }
      default:
        problem('unknown gnu long option');
    }
  }
}

const LISTS: Readonly<Record<string, { readonly as: string; readonly missing: string }>> = {
  Group: { as: 'G', missing: 'list of real groups must follow --Group' },
  User: { as: 'U', missing: 'list of real users must follow --User' },
  group: { as: 'group', missing: 'list of effective groups must follow --group' },
  user: { as: 'u', missing: 'list of effective users must follow --user' },
  pid: { as: 'p', missing: 'list of process IDs must follow --pid' },
  'quick-pid': { as: 'p', missing: 'list of process IDs must follow --quick-pid' },
  ppid: { as: 'ppid', missing: 'list of process IDs must follow --ppid' },
  sid: { as: 's', missing: 'some sid thing(s) must follow --sid' },
  tty: { as: 't', missing: 'list of ttys must follow --tty' },
};
