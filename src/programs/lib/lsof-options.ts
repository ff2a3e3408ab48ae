/** lsof's command line. Authority: lsof(8) 4.95.0. */
import type { Io } from './io.ts';
import { type InternetItem, internetItem, STATE_NAMES } from './lsof-internet.ts';
import { readNames } from './net-names.ts';

export const HEAD = `lsof 4.95.0
 latest revision: https://github.com/lsof-org/lsof
 latest FAQ: https://github.com/lsof-org/lsof/blob/master/00FAQ
 latest (non-formatted) man page: https://github.com/lsof-org/lsof/blob/master/Lsof.8
 usage: [-?abhKlnNoOPRtUvVX] [+|-c c] [+|-d s] [+D D] [+|-E] [+|-e s] [+|-f[gG]]
 [-F [f]] [-g [s]] [-i [i]] [+|-L [l]] [+m [m]] [+|-M] [-o [o]] [-p s]
 [+|-r [t]] [-s [p:s]] [-S [t]] [-T [t]] [-u s] [+|-w] [-x [fl]] [--] [names]
`;
const HINT = "Use the ``-h'' option to get more help information.\n";

/** Items of a list, and those marked with ^, which are left out. */
export interface Choice {
  readonly only: readonly string[];
  readonly not: readonly string[];
}

const choiceOf = (words: readonly string[] | undefined): Choice | undefined => {
  if (words === undefined) return undefined;
  const items = words.flatMap((word) => word.split(','));
  return {
    only: items.filter((item) => !item.startsWith('^')),
    not: items.filter((item) => item.startsWith('^')).map((item) => item.slice(1)),
  };
};

export const chooses = (choice: Choice, test: (item: string) => boolean): boolean =>
  !choice.not.some(test) && (choice.only.length === 0 || choice.only.some(test));

/** `+d` and `+D`: what is open in a directory, or anywhere below it. */
export interface Tree {
  readonly path: string;
  readonly deep: boolean;
}

export interface Options {
  readonly and: boolean;
  readonly terse: boolean;
  readonly numericUsers: boolean;
  readonly numericHosts: boolean;
  readonly numericPorts: boolean;
  readonly parents: boolean;
  /** What stands under SIZE/OFF: as it fits, or only one of them. */
  readonly measure: 'both' | 'offset' | 'size';
  readonly pids: Choice | undefined;
  readonly commands: Choice | undefined;
  readonly users: Choice | undefined;
  readonly fds: Choice | undefined;
  readonly groups: Choice | undefined;
  /** -i; empty for all. */
  readonly internet: readonly InternetItem[] | undefined;
  readonly unix: boolean;
  /** -s TCP:…, by number. */
  readonly states: Choice | undefined;
  /** What is said of a connection: its state, how much is queued. */
  readonly info: string;
  /** -F: letters. */
  readonly fields: string | undefined;
  readonly trees: readonly Tree[];
  readonly names: readonly string[];
  readonly commandWidth: number;
  readonly tellsMisses: boolean;
  readonly quietMisses: boolean;
}

const FLAGS = 'anPltRbOwQUV';
const VALUED = 'pcudg';
/** A value may follow, in the same word or as the next. */
const OPTIONAL = 'isFT';
const FIELDS = 'pgRcuLfaltDdsoiPnT0';

export function* usageError(io: Io, text: string): Generator<void, never> {
  yield* io.complain(`lsof: ${text}\n${HEAD}${HINT}`);
  return io.exit(1);
}

class Words {
  readonly flags = new Set<string>();
  readonly values = new Map<string, string[]>();
  readonly names: string[] = [];
  readonly trees: Tree[] = [];
  commandWidth = 9;
  private readonly io: Io;
  private readonly rest: string[];

  constructor(io: Io, words: readonly string[]) {
    this.io = io;
    this.rest = [...words];
  }

  *read(): Generator<void, void> {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word === '--') {
        this.names.push(...this.rest.splice(0));
      } else if (/^[-+]./.test(word)) yield* this.word(word);
      else this.names.push(word);
    }
  }

  private *word(word: string): Generator<void, void> {
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      const inside = word.slice(at + 1);
      if (word.startsWith('+')) return yield* this.plus(letter, inside);
      if (letter === 'h' || letter === '?') {
        yield* this.io.print(HEAD);
        this.io.exit(0);
      }
      if (letter === 'v') {
        yield* this.io.complain('lsof version information:\n    revision: 4.95.0 (ipclab)\n');
        this.io.exit(0);
      }
      if (VALUED.includes(letter)) return this.add(letter, yield* this.value(letter, inside));
      if (OPTIONAL.includes(letter)) return this.add(letter, inside || this.optional());
      if (letter === 'o' && /^\d*$/.test(inside)) {
        this.flags.add('o');
        return;
      }
      if (!FLAGS.includes(letter)) yield* usageError(this.io, `illegal option character: ${letter}`);
      this.flags.add(letter);
    }
  }

  private add(letter: string, value: string): void {
    this.values.set(letter, [...(this.values.get(letter) ?? []), value]);
  }

  private *value(letter: string, inside: string): Generator<void, string> {
    return inside || (this.rest.shift() ?? (yield* usageError(this.io, `missing -${letter} option value`)));
  }

  private optional(): string {
    const next = this.rest[0];
    if (next === undefined || /^[-+]/.test(next)) return '';
    this.rest.shift();
    return next;
  }

  private *plus(letter: string, inside: string): Generator<void, void> {
    if (letter === 'c') {
      const width = yield* this.value(letter, inside);
      if (!/^\d+$/.test(width)) yield* usageError(this.io, `illegal +c command width: ${width}`);
      this.commandWidth = Number(width) === 0 ? 15 : Math.min(15, Number(width));
    } else if (letter === 'd' || letter === 'D') {
      this.trees.push({ path: yield* this.value(letter, inside), deep: letter === 'D' });
    } else yield* usageError(this.io, `illegal option character: ${letter}`);
  }
}

/** `TCP:LISTEN,^CLOSED`; without a protocol it is about sizes. */
function* statesOf(io: Io, values: readonly string[]): Generator<void, Choice | undefined> {
  const items: string[] = [];
  for (const value of values.filter((word) => word !== '')) {
    const [, protocol = value, list] = /^([^:]*):(.*)$/.exec(value) ?? [];
    if (list === undefined || !/^(?:tcp|udp)$/i.test(protocol))
      yield* usageError(io, `unknown -s protocol: "${value}"`);
    if (/^udp$/i.test(protocol)) yield* usageError(io, `no UDP state names available: ${value}`);
    for (const item of (list ?? '').split(',')) {
      const name = item.replace(/^\^/, '');
      if (!STATE_NAMES.some((known) => known.toUpperCase() === name.toUpperCase()))
        yield* usageError(io, `unknown TCP state name: ${name}`);
      items.push(item.toUpperCase());
    }
  }
  return items.length === 0 ? undefined : choiceOf(items);
}

function* internetOf(io: Io, values: readonly string[] | undefined): Generator<void, InternetItem[] | undefined> {
  if (values === undefined) return undefined;
  const names = yield* readNames(io.sys);
  const items: InternetItem[] = [];
  for (const value of values) {
    const item = internetItem(value, names);
    if (typeof item === 'string') yield* usageError(io, `${item} in: -i ${value}`);
    else items.push(item);
  }
  return items;
}

function* fieldsOf(io: Io, values: readonly string[] | undefined): Generator<void, string | undefined> {
  if (values === undefined) return undefined;
  const letters = values.join('');
  const unknown = [...letters].find((letter) => !FIELDS.includes(letter));
  if (unknown !== undefined) yield* usageError(io, `unknown field: ${unknown}`);
  return letters.replace('0', '') === '' ? FIELDS.replace('0', letters.includes('0') ? '0' : '') : letters;
}

export function* readOptions(words: readonly string[], io: Io): Generator<void, Options> {
  const read = new Words(io, words);
  yield* read.read();
  const { flags, values, names, trees, commandWidth } = read;
  for (const pid of choiceOf(values.get('p'))?.only ?? [])
    if (!/^\d+$/.test(pid)) yield* usageError(io, `illegal process ID: ${pid}`);
  const info = values.get('T')?.at(-1) ?? 's';
  const odd = [...info].find((letter) => !'qs'.includes(letter));
  if (odd !== undefined) yield* usageError(io, `unsupported TCP/TPI info selection: ${odd}`);
  const sizes = values.get('s')?.includes('') ?? false;
  return {
    and: flags.has('a'),
    terse: flags.has('t'),
    numericUsers: flags.has('l'),
    numericHosts: flags.has('n'),
    numericPorts: flags.has('P'),
    parents: flags.has('R'),
    measure: flags.has('o') ? 'offset' : sizes ? 'size' : 'both',
    pids: choiceOf(values.get('p')),
    commands: choiceOf(values.get('c')),
    users: choiceOf(values.get('u')),
    fds: choiceOf(values.get('d')),
    groups: choiceOf(values.get('g')),
    internet: yield* internetOf(io, values.get('i')),
    unix: flags.has('U'),
    states: yield* statesOf(io, values.get('s') ?? []),
    info,
    fields: yield* fieldsOf(io, values.get('F')),
    trees: trees.map((tree) => ({ ...tree, path: tree.path.replace(/(?<=.)\/+$/, '') })),
    names,
    commandWidth,
    tellsMisses: flags.has('V'),
    quietMisses: flags.has('Q'),
  };
}
