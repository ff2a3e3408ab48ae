/**
 * killall's command line: getopt_long_only(3), with signals (-TERM, -9) found among what that does not understand.
 * Authority: killall(1) of psmisc 23.6, getopt(3).
 */

import { SIGTERM } from '../../kernel/signum.ts';
import { SIGNAL_NAMES } from './signals.ts';

export interface KillallRequest {
  signal: number;
  exact: boolean;
  ignoreCase: boolean;
  group: boolean;
  interactive: boolean;
  quiet: boolean;
  regexp: boolean;
  verbose: boolean;
  wait: boolean;
  /** Everybody matches, as with -u: there are no security contexts here. */
  context: boolean;
  user: string | undefined;
  youngerThan: number | undefined;
  olderThan: number | undefined;
  names: string[];
}

/** What ends killall before it begins. */
export class KillallEnd extends Error {
  readonly kind: 'usage' | 'problem' | 'list' | 'version';
  constructor(kind: KillallEnd['kind'], text = '') {
    super(text);
    this.kind = kind;
  }
}

const LONG: Readonly<Record<string, string>> = {
  exact: 'e',
  'ignore-case': 'I',
  'process-group': 'g',
  'younger-than': 'y',
  'older-than': 'o',
  interactive: 'i',
  'list-signals': 'l',
  quiet: 'q',
  regexp: 'r',
  signal: 's',
  user: 'u',
  verbose: 'v',
  wait: 'w',
  ns: 'n',
  context: 'Z',
  version: 'V',
};
const LETTERS = 'egyoilqrsuvwZVIn';
const WITH_VALUE = 'yosunZ';

const FLAGS: Readonly<
  Record<string, 'exact' | 'group' | 'interactive' | 'quiet' | 'regexp' | 'verbose' | 'wait' | 'context'>
> = {
  e: 'exact',
  g: 'group',
  i: 'interactive',
  q: 'quiet',
  r: 'regexp',
  v: 'verbose',
  w: 'wait',
  Z: 'context',
};

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  w: 7 * 86400,
  M: 28 * 86400,
  y: 365 * 86400,
};

/** `5s`, `2h`: a whole number with a unit. */
const age = (word: string): number => {
  const [, count = '', unit = ''] = /^\s*([-+]?\d+)([a-zA-Z])/.exec(word) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new KillallEnd('usage', 'Invalid time format');
};

/** `15`, `TERM` or `SIGTERM`, in capitals only. */
const signalOf = (word: string): number => {
  const digits = /^\d+/.exec(word);
  if (digits) return Number(digits[0]);
  const name = word.replace(/^SIG/, '');
  const index = SIGNAL_NAMES.indexOf(name);
  if (index < 0) throw new KillallEnd('problem', `${name}: unknown signal; killall -l lists signals.`);
  return index + 1;
};

/** The letter of a long option that may be abbreviated; undefined if none or several begin like that. */
const letterOf = (name: string): { letter: string | undefined; matches: number } => {
  const exact = LONG[name];
  if (exact !== undefined) return { letter: exact, matches: 1 };
  const matches = Object.keys(LONG).filter((one) => one.startsWith(name));
  return { letter: matches.length === 1 ? LONG[matches[0] ?? ''] : undefined, matches: matches.length };
};

class Reader {
  readonly request: KillallRequest = {
    signal: SIGTERM,
    exact: false,
    ignoreCase: false,
    group: false,
    interactive: false,
    quiet: false,
    regexp: false,
    verbose: false,
    wait: false,
    context: false,
    user: undefined,
    youngerThan: undefined,
    olderThan: undefined,
    names: [],
  };
  private readonly args: readonly string[];
  /** The word that getopt(3) would look at next: one further as soon as a word is used up. */
  private next = 0;
  /** A word that was taken for a signal, whose other letters mean nothing. */
  private skipped = -1;

  constructor(args: readonly string[]) {
    this.args = args;
  }

  read(): KillallRequest {
    while (this.next < this.args.length) {
      const word = this.args[this.next] ?? '';
      if (word === '--') {
        this.request.names.push(...this.args.slice(this.next + 1));
        break;
      }
      if (word === '-' || !word.startsWith('-')) {
        this.request.names.push(word);
        this.next += 1;
      } else if (word.startsWith('--')) this.long(word.slice(2));
      else if ((word.length === 2 && LETTERS.includes(word.charAt(1))) || !this.long(word.slice(1), word)) {
        this.letters(word);
      }
    }
    return this.request;
  }

  /** `--quiet`, or `-quiet`: then what is not a long option may be letters. */
  private long(text: string, single?: string): boolean {
    const equals = text.indexOf('=');
    const { letter, matches } = letterOf(equals < 0 ? text : text.slice(0, equals));
    if (matches === 0 && single !== undefined && LETTERS.includes(single.charAt(1))) return false;
    this.next += 1;
    if (letter === undefined) {
      this.unknown();
      return true;
    }
    let value = equals < 0 ? undefined : text.slice(equals + 1);
    if (WITH_VALUE.includes(letter)) {
      if (value === undefined) {
        value = this.args[this.next];
        this.next += 1;
      }
      if (value === undefined) throw new KillallEnd('usage');
    } else if (value !== undefined) {
      this.unknown();
      return true;
    }
    this.apply(letter, value ?? '');
    return true;
  }

  private letters(word: string): void {
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (at === word.length - 1) this.next += 1;
      if (!LETTERS.includes(letter)) this.unknown();
      else if (WITH_VALUE.includes(letter)) {
        const last = at === word.length - 1;
        const value = last ? this.args[this.next] : word.slice(at + 1);
        this.next += 1;
        if (value === undefined) throw new KillallEnd('usage');
        this.apply(letter, value);
        return;
      } else this.apply(letter, '');
    }
  }

  /** The real one looks at the word before the next: it may be -KILL or -9. */
  private unknown(): void {
    if (this.skipped === this.next) return;
    const before = this.args[this.next - 1] ?? 'killall';
    const first = before.charAt(1);
    if (before.startsWith('-ve')) {
      this.request.verbose = true;
      this.request.exact = true;
    } else if (first >= 'A' && first <= 'Z') this.request.signal = signalOf(before.slice(1));
    else if (first >= '0' && first <= '9') this.request.signal = signalOf(before.slice(1));
    else throw new KillallEnd('usage');
  }

  /** -I and -V may be the beginning of -INT and -VTALRM. */
  private alone(letter: string): boolean {
    const before = this.args[this.next - 1] ?? '';
    if (before === `-${letter}` || before.startsWith('--')) return true;
    this.request.signal = signalOf((this.args[this.next] ?? '').slice(1));
    this.skipped = this.next;
    return false;
  }

  private apply(letter: string, value: string): void {
    const { request } = this;
    const flag = FLAGS[letter];
    if (flag) {
      request[flag] = true;
      return;
    }
    switch (letter) {
      case 'y':
        request.youngerThan = age(value);
        break;
      case 'o':
        request.olderThan = age(value);
        break;
      case 's':
        request.signal = signalOf(value);
        break;
      case 'u':
        request.user = value;
        break;
      case 'l':
        throw new KillallEnd('list');
      case 'I':
        if (this.alone('I')) request.ignoreCase = true;
        break;
      case 'V':
        if (this.alone('V')) throw new KillallEnd('version');
        break;
      default:
        if (!/^\s*[-+]?\d/.test(value)) throw new KillallEnd('usage', 'Invalid namespace PID');
    }
  }
}

export const readKillallOptions = (args: readonly string[]): KillallRequest => new Reader(args).read();
