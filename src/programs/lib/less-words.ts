/**
 * The command line of less, with $LESS before it: one scanner for both, as in the real one. Options end with the first
 * name of a file. Authority: less(1), less 590.
 */

import type { Io } from './io.ts';
import {
  flipped,
  fullName,
  initialOptions,
  type LessOptions,
  letterOf,
  SWITCHES,
  switchOf,
  VALUED,
  type Valued,
} from './less-options.ts';

export interface Words {
  readonly options: LessOptions;
  readonly names: readonly string[];
  /** Something was wrong, and has been told. */
  readonly complained: boolean;
}

/** What follows two hyphens, up to its end. */
const LONG_NAME = /^([^\s=$]*)(=?)/;
const SEPARATORS = /^[\s$]+/;

class Scanner {
  readonly options = initialOptions();
  readonly complaints: string[] = [];
  /** What was asked for instead of a text. */
  standard: '?' | 'V' | undefined;
  /** The option whose value is the next word. */
  pending: Valued | undefined;

  /** One word of the command line, or the whole of $LESS. */
  scan(word: string): void {
    if (this.pending) this.give(this.pending, word);
    else this.scanAll(word);
  }

  private scanAll(word: string): void {
    let rest = word;
    let resets = false;
    while (rest !== '') {
      if (SEPARATORS.test(rest)) rest = rest.replace(SEPARATORS, '');
      else if (rest.startsWith('--')) {
        const after = this.long(rest.slice(2));
        if (after === undefined) return;
        rest = after;
      } else if (rest.startsWith('-')) {
        resets = rest.startsWith('-+');
        rest = rest.slice(resets ? 2 : 1);
      } else if (rest.startsWith('+')) rest = this.command(rest.slice(1));
      else {
        const after = this.letter(rest, resets);
        if (after === undefined) return;
        rest = after;
      }
    }
  }

  private give(pending: Valued, word: string): void {
    this.pending = undefined;
    this.value(pending, word, fullName(pending.letter, pending.name));
  }

  private command(text: string): string {
    const [command = ''] = /^[^$]*/.exec(text) ?? [];
    this.options.commands.push(command.replace(/^\+/, ''));
    return text.slice(command.length);
  }

  private long(text: string): string | undefined {
    const [all = '', name = '', equals] = LONG_NAME.exec(text) ?? [];
    const letter = letterOf(name);
    if (letter === 'ambiguous') return this.refuse(`${name} is an ambiguous abbreviation ("less --help" for help)`);
    if (letter === undefined) return this.refuse(`There is no ${name} option ("less --help" for help)`);
    const valued = VALUED.find((one) => one.letter === letter);
    if (equals === '=' && !valued) return this.refuse(`The ${text} option should not be followed by =`);
    return valued
      ? this.value(valued, text.slice(all.length), text)
      : this.letter(letter + text.slice(all.length), false);
  }

  /** One letter and what belongs to it; answers the rest. */
  private letter(text: string, resets: boolean): string | undefined {
    const letter = /^\d/.test(text) ? 'z' : text.charAt(0);
    if (letter === '?' || letter === 'V') {
      this.standard ??= letter;
      return text.slice(1);
    }
    const asked = switchOf(letter);
    if (asked) {
      const { initial } = SWITCHES[asked.name];
      this.options.at[asked.name] = resets ? initial : flipped(asked, initial);
      return text.slice(1);
    }
    const valued = VALUED.find((one) => one.letter === letter);
    if (!valued) return this.refuse(`There is no -${letter} option ("less --help" for help)`);
    return this.value(valued, letter === text.charAt(0) ? text.slice(1) : text, `-${letter}`);
  }

  private value(valued: Valued, text: string, called: string): string {
    if (text === '') {
      this.pending = valued;
      return '';
    }
    const given = text.replace(/^ +/, '');
    const [value = ''] = valued.takes.exec(given) ?? [];
    const problem = valued.set(this.options, value, called);
    if (problem !== undefined) this.complaints.push(problem);
    return given.slice(value.length);
  }

  private refuse(complaint: string): undefined {
    this.complaints.push(complaint);
    return undefined;
  }
}

const isOption = (word: string | undefined): boolean => word !== undefined && /^[-+]./.test(word);

export function* readLessWords(args: readonly string[], io: Io): Generator<void, Words> {
  const scanner = new Scanner();
  scanner.scan(io.getenv('LESS') ?? '');
  const rest = [...args];
  while (rest.length > 0 && (scanner.pending || isOption(rest[0]))) {
    const word = rest.shift() ?? '';
    if (word === '--' && !scanner.pending) break;
    scanner.scan(word);
  }
  for (const complaint of scanner.complaints) yield* io.complain(`${complaint}\n`);
  if (scanner.pending) {
    const { letter, name } = scanner.pending;
    yield* io.complain(`Value is required after ${fullName(letter, name)}\n`);
    return io.exit(0);
  }
  if (scanner.standard !== undefined) {
    yield* io.print(scanner.standard === '?' ? io.helpText : io.versionText);
    return io.exit(0);
  }
  return { options: scanner.options, names: rest, complained: scanner.complaints.length > 0 };
}
