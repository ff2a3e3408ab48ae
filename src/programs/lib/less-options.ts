/** The command line of less, with $LESS before it. Options that change nothing here are taken. Authority: less(1). */

import type { Io } from './io.ts';
import { PROMPTS, type PromptStyle } from './less-prompt.ts';

export interface LessOptions {
  numbers: boolean;
  chop: boolean;
  /** -i: unless the pattern has a capital; -I: always. */
  ignoreCase: 'never' | 'small' | 'always';
  rawControl: boolean;
  readonly quitAtEnd: boolean;
  readonly quitIfOneScreen: boolean;
  readonly keepScreen: boolean;
  readonly quitOnInterrupt: boolean;
  /** Lines behind the end are marked. */
  readonly tildes: boolean;
  /** Which of the prompts is shown: see less-prompt.ts. */
  readonly style: PromptStyle;
  readonly prompts: Readonly<Record<PromptStyle, string>>;
  /** What to do first: `G`, `12g`, `/pattern`. */
  readonly commands: readonly string[];
}

const LONG: Readonly<Record<string, string>> = {
  'LINE-NUMBERS': 'N',
  'line-numbers': 'n',
  'chop-long-lines': 'S',
  'quit-if-one-screen': 'F',
  'quit-at-eof': 'e',
  'QUIT-AT-EOF': 'E',
  'no-init': 'X',
  'ignore-case': 'i',
  'IGNORE-CASE': 'I',
  'RAW-CONTROL-CHARS': 'R',
  'raw-control-chars': 'r',
  'squeeze-blank-lines': 's',
  force: 'f',
  quiet: 'q',
  'long-prompt': 'm',
  'LONG-PROMPT': 'M',
  tilde: '~',
  'quit-on-intr': 'K',
};
/** Taken, without an effect. */
const IGNORED = 'acCdfgGJLnqQsuUwW';
const VALUED = 'bhjkoOpPtTxyzD#';

/** Options whose value is a number, and ends with it; values of others go on to a `$`. */
const NUMERIC = 'bhjxyz#';

const STYLES: Readonly<Record<string, PromptStyle>> = { s: 'short', m: 'medium', M: 'long' };

/** $LESS as words of a command line: one option each. */
function environmentWords(text: string): string[] {
  const words: string[] = [];
  let rest = text;
  for (;;) {
    rest = rest.replace(/^\s+/, '').replace(/^-(?!-)/, '');
    if (rest === '') return words;
    const letter = rest.charAt(0);
    const pattern = rest.startsWith('--')
      ? /^--[^\s$]*/
      : NUMERIC.includes(letter)
        ? /^.-?[\d.,]*/
        : VALUED.includes(letter)
          ? /^[^$]*/
          : /^./;
    const word = pattern.exec(rest)?.[0] ?? letter;
    words.push(word.startsWith('--') ? word : `-${word}`);
    rest = rest.slice(word.length).replace(/^\$/, '');
  }
}

interface Words {
  readonly options: LessOptions;
  readonly names: readonly string[];
}

export function* readLessWords(args: readonly string[], io: Io): Generator<void, Words> {
  const letters = new Set<string>();
  const commands: string[] = [];
  const names: string[] = [];
  const prompts = { ...PROMPTS };
  const rest = [...environmentWords(io.getenv('LESS') ?? ''), ...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      names.push(...rest);
      break;
    }
    if (word === '--help' || word === '-?') {
      yield* io.print(io.helpText);
      io.exit(0);
    }
    if (word === '--version' || word === '-V') {
      yield* io.print(io.versionText);
      io.exit(0);
    }
    if (word.startsWith('+')) {
      commands.push(word.replace(/^\++/, ''));
      continue;
    }
    if (!word.startsWith('-') || word === '-') {
      names.push(word);
      continue;
    }
    const short = word.startsWith('--') ? LONG[word.slice(2)] : undefined;
    if (word.startsWith('--') && short === undefined) {
      yield* noOption(io, word);
      continue;
    }
    const all = short ?? word.slice(1);
    for (let at = 0; at < all.length; at += 1) {
      const letter = all.charAt(at);
      if (VALUED.includes(letter)) {
        const value = all.slice(at + 1) || (rest.shift() ?? '');
        if (letter === 'P') prompts[STYLES[value.charAt(0)] ?? 'short'] = value.replace(/^[smM]/, '');
        if (letter === 'p') commands.push(`/${value}`);
        break;
      }
      if (!'NSiIeEFXRrmMK~'.includes(letter) && !IGNORED.includes(letter)) {
        yield* noOption(io, `-${letter}`);
        break;
      }
      letters.add(letter);
    }
  }
  const options = {
    numbers: letters.has('N'),
    chop: letters.has('S'),
    ignoreCase: letters.has('I') ? 'always' : letters.has('i') ? 'small' : 'never',
    rawControl: letters.has('R') || letters.has('r'),
    quitAtEnd: letters.has('e') || letters.has('E'),
    quitIfOneScreen: letters.has('F'),
    keepScreen: letters.has('X'),
    quitOnInterrupt: letters.has('K'),
    tildes: !letters.has('~'),
    style: letters.has('M') ? 'long' : letters.has('m') ? 'medium' : 'short',
    prompts,
    commands,
  } satisfies LessOptions;
  return { options, names };
}

/** Told, and left at that. */
function* noOption(io: Io, name: string): Generator<void, void> {
  yield* io.complain(`There is no ${name} option ("less --help" for help)\n`);
}
