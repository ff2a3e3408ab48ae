/**
 * printf's format language, as bash's builtin and as coreutils' printf have it; both count width in bytes and compute in
 * 64-bit integers and long doubles. Pure: it answers a text and the complaints, and leaves printing to the caller.
 * Leaves out the thousands flag (a C locale has no separator). Authority: printf(1), printf(3), bash(1).
 */

import { expandEscapes, readEscape } from './escape.ts';
import { type LongDouble, parseLongDouble } from './long-double.ts';
import {
  byteLength,
  type Directive as Conversion,
  clip,
  firstBytes,
  formatFloat,
  formatInteger,
  pad,
} from './printf-directive.ts';
import { quote as quoteWord, shellEscape } from './quote.ts';

export interface PrintfDialect {
  readonly style: 'bash' | 'coreutils';
  /** %q; coreutils' own style if absent. */
  readonly quote?: (text: string) => string;
  /** %(format)T, bash only. `seconds` −1 is now, −2 the shell's start. */
  readonly time?: (format: string, seconds: number) => string;
  /** %n, bash only: the number of bytes so far goes to a variable. */
  readonly assign?: (name: string, value: string) => void;
}

export interface PrintfResult {
  readonly text: string;
  /** Lines for stderr, without the program's name. */
  readonly problems: readonly string[];
  readonly status: 0 | 1;
}

interface Directive extends Conversion {
  /** The whole `%-5.3ld`. */
  readonly source: string;
  readonly timeFormat?: string;
}

interface Integer {
  readonly value: bigint;
  readonly length: number;
  readonly outOfRange: boolean;
}

const INTEGER = /^[ \t\n\v\f\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\d*))/;
const MAX_SIGNED = (1n << 63n) - 1n;
const MIN_SIGNED = -(1n << 63n);
const MAX_UNSIGNED = (1n << 64n) - 1n;

const parseInteger = (text: string, signed: boolean): Integer => {
  const match = INTEGER.exec(text);
  if (!match) return { value: 0n, length: 0, outOfRange: false };
  const [all, sign, hex, octal, decimal] = match;
  const size =
    hex !== undefined ? BigInt(`0x${hex}`) : octal !== undefined ? BigInt(`0o0${octal}`) : BigInt(decimal ?? '0');
  const value = sign === '-' ? -size : size;
  const [low, high] = signed ? [MIN_SIGNED, MAX_SIGNED] : [-MAX_UNSIGNED, MAX_UNSIGNED];
  if (value > high) return { value: high, length: all.length, outOfRange: true };
  if (value < low) return { value: signed ? low : high, length: all.length, outOfRange: true };
  return { value, length: all.length, outOfRange: false };
};

const INT_MAX = 2 ** 31 - 1;
/** No room is made for more characters than this. */
const ROOM = 2 ** 28;

const FLAGS = /[-+ 0#'I]/;

/** The state of one run over the format and its arguments. */
class Run {
  text = '';
  status: 0 | 1 = 0;
  readonly problems: string[] = [];
  stopped = false;
  private next = 0;
  readonly format: string;
  readonly args: readonly string[];
  readonly dialect: PrintfDialect;

  constructor(format: string, args: readonly string[], dialect: PrintfDialect) {
    this.format = format;
    this.args = args;
    this.dialect = dialect;
  }

  get bash(): boolean {
    return this.dialect.style === 'bash';
  }

  get remaining(): number {
    return this.args.length - this.next;
  }

  word(): string | undefined {
    const word = this.args[this.next];
    if (word !== undefined) this.next += 1;
    return word;
  }

  complain(problem: string): void {
    this.problems.push(problem);
    this.status = 1;
  }

  fatal(problem: string): void {
    this.complain(problem);
    this.stopped = true;
  }

  all(): void {
    do {
      const before = this.next;
      this.once();
      if (this.stopped) return;
      if (this.next === before) break;
    } while (this.remaining > 0);
    if (!this.bash && this.remaining > 0) {
      this.problems.push(`warning: ignoring excess arguments, starting with ${quoteWord(this.args[this.next] ?? '')}`);
    }
  }

  once(): void {
    const { format } = this;
    let at = 0;
    while (at < format.length && !this.stopped) {
      const char = format.charAt(at);
      if (char === '\\') at = this.escape(at);
      else if (char !== '%') at = this.literal(at);
      else if (format.charAt(at + 1) === '%') {
        this.text += '%';
        at += 2;
      } else at = this.directive(at);
    }
  }

  literal(at: number): number {
    let end = at + 1;
    while (end < this.format.length && this.format.charAt(end) !== '\\' && this.format.charAt(end) !== '%') end += 1;
    this.text += this.format.slice(at, end);
    return end;
  }

  escape(at: number): number {
    // The shell's printf goes on with what it could not escape.
    if (this.bash && this.format.charAt(at + 1) === '%') {
      this.text += '\\';
      return at + 1;
    }
    const found = readEscape(this.format, at, this.bash ? 'bash-format' : 'coreutils-format');
    this.text += found.text;
    if (found.problem !== undefined) {
      if (found.fatal === true) this.fatal(found.problem);
      else this.problems.push(found.problem);
    }
    if (found.stop === true) {
      this.stopped = true;
      // coreutils leaves with success.
      if (!this.bash) this.status = 0;
    }
    return found.next;
  }

  star(what: 'field width' | 'precision'): number {
    const word = this.word();
    if (word === undefined) return 0;
    const number = Number(this.integer(word, true));
    if (this.bash || Math.abs(number) <= INT_MAX || (what === 'precision' && number < 0)) return number;
    this.fatal(`invalid ${what}: ${quoteWord(word)}`);
    return 0;
  }

  directive(at: number): number {
    const { format } = this;
    let end = at + 1;
    let flags = '';
    while (end < format.length && FLAGS.test(format.charAt(end)) && !(this.bash && format.charAt(end) === 'I')) {
      flags += format.charAt(end);
      end += 1;
    }
    let width: number | undefined;
    if (format.charAt(end) === '*') {
      width = this.star('field width');
      if (width < 0) flags += '-';
      width = Math.abs(width);
      end += 1;
    } else {
      const digits = /^\d+/.exec(format.slice(end, end + 20))?.[0];
      if (digits !== undefined) width = Number(digits);
      end += digits?.length ?? 0;
    }
    let precision: number | undefined;
    if (format.charAt(end) === '.') {
      end += 1;
      if (format.charAt(end) === '*') {
        precision = this.star('precision');
        if (precision < 0) precision = undefined;
        end += 1;
      } else {
        const digits = /^-?\d*/.exec(format.slice(end, end + 20))?.[0] ?? '';
        precision = digits === '' ? 0 : Number(digits);
        if (precision < 0) precision = undefined;
        end += digits.length;
      }
    }
    while (end < format.length && 'hlLjtz'.includes(format.charAt(end))) end += 1;
    const letter = format.charAt(end);
    const base = { flags, width, precision, letter, source: format.slice(at, end + 1) };
    if (letter === '(' && this.bash) {
      const close = format.indexOf(')', end);
      if (close >= 0 && format.charAt(close + 1) === 'T') {
        this.convert({ ...base, letter: 'T', timeFormat: format.slice(end + 1, close) });
        return close + 2;
      }
    }
    if (letter === '') {
      this.fatal(
        this.bash ? `\`${base.source}': missing format character` : `${base.source}: invalid conversion specification`,
      );
      return end;
    }
    if (!this.stopped) this.convert(base);
    return end + 1;
  }

  convert(directive: Directive): void {
    const { letter, width = 0, precision = 0 } = directive;
    if (Math.abs(width) > ROOM || precision > ROOM) {
      this.fatal('write error: Cannot allocate memory');
      return;
    }
    switch (letter) {
      case 'd':
      case 'i':
      case 'o':
      case 'u':
      case 'x':
      case 'X': {
        const word = this.word();
        const value = word === undefined ? 0n : this.integer(word, letter === 'd' || letter === 'i');
        this.text += formatInteger(value, directive);
        return;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
      case 'a':
      case 'A': {
        const word = this.word();
        this.text += formatFloat(word === undefined ? parseLongDouble('0').value : this.float(word), directive);
        return;
      }
      case 's':
      case 'c':
      case 'b':
      case 'q':
        if (!this.bash && !this.acceptsFlags(directive)) break;
        this.string(directive);
        return;
      default:
        if (this.bash && this.bashOnly(directive)) return;
        break;
    }
    this.fatal(
      this.bash ? `\`${letter}': invalid format character` : `${directive.source}: invalid conversion specification`,
    );
  }

  /** coreutils checks which flags go with which conversion. */
  acceptsFlags({ flags, width, precision, letter }: Directive): boolean {
    if (letter === 'q' || letter === 'b') return flags === '' && width === undefined && precision === undefined;
    if (letter === 'c' && precision !== undefined) return false;
    return /^-*$/.test(flags);
  }

  string(directive: Directive): void {
    const given = this.word();
    if (given === undefined && !this.bash && directive.letter === 'q') return;
    const word = given ?? '';
    switch (directive.letter) {
      case 's':
        this.text += pad(clip(word, directive.precision), directive);
        return;
      case 'c':
        this.text += pad(word === '' ? '\0' : firstBytes(word, 1), directive);
        return;
      case 'q':
        this.text += pad(clip((this.dialect.quote ?? shellEscape)(word), directive.precision), directive);
        return;
      default:
        this.escapes(word, directive);
    }
  }

  escapes(word: string, directive: Directive): void {
    const result = expandEscapes(word, this.bash ? 'bash-b' : 'coreutils-b');
    for (const problem of result.problems) {
      if (result.fatal) this.complain(problem);
      else this.problems.push(problem);
    }
    this.text += pad(clip(result.text, directive.precision), directive);
    if (result.stop || result.fatal) this.stopped = true;
  }

  /** %n, %Q and %(…)T; whether there was one. */
  bashOnly(directive: Directive): boolean {
    if (directive.letter === 'n') {
      const name = this.word();
      if (name !== undefined) this.dialect.assign?.(name, String(byteLength(this.text)));
      return true;
    }
    if (directive.letter === 'Q') {
      const clipped = clip(this.word() ?? '', directive.precision);
      this.text += pad((this.dialect.quote ?? shellEscape)(clipped), directive);
      return true;
    }
    if (directive.letter === 'T') {
      const word = this.word();
      const seconds = word === undefined ? -1 : Number(this.integer(word, true));
      const text =
        this.dialect.time?.(directive.timeFormat === '' ? '%X' : (directive.timeFormat ?? ''), seconds) ?? '';
      this.text += pad(clip(text, directive.precision), directive);
      return true;
    }
    return false;
  }

  /** `'A` is the code of A, in both dialects; undefined if the word is not of that form. */
  characterCode(word: string): number | undefined {
    const first = word.charAt(0);
    if (first !== "'" && first !== '"') return undefined;
    if (word.length === 1) return this.bash ? 0 : undefined;
    const code = word.codePointAt(1) ?? 0;
    const length = code > 0xffff ? 3 : 2;
    if (!this.bash && word.length > length) {
      const rest = word.slice(length);
      this.problems.push(`warning: ${rest}: character(s) following character constant have been ignored`);
    }
    return code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  }

  integer(word: string, signed: boolean): bigint {
    const code = this.characterCode(word);
    if (code !== undefined) return BigInt(code);
    const parsed = parseInteger(word, signed);
    this.check(word, parsed);
    return parsed.value;
  }

  float(word: string): LongDouble {
    const code = this.characterCode(word);
    const parsed = parseLongDouble(code === undefined ? word : String(code));
    if (code === undefined) this.check(word, parsed);
    return parsed.value;
  }

  check(word: string, { length, outOfRange }: { length: number; outOfRange: boolean }): void {
    if (this.bash) {
      if (word === '') return;
      if (length < word.length) this.complain(`${word}: ${badNumber(word)}`);
      else if (outOfRange) this.problems.push(`warning: ${word}: Numerical result out of range`);
      return;
    }
    if (outOfRange) this.complain(`${quoteWord(word)}: Numerical result out of range`);
    else if (length === 0 && word !== '') this.complain(`${quoteWord(word)}: expected a numeric value`);
    else if (length < word.length) this.complain(`${quoteWord(word)}: value not completely converted`);
  }
}

/** bash guesses from the first characters what the number was meant to be. */
const badNumber = (word: string): string => {
  if (/^0[xX]/.test(word)) return 'invalid hex number';
  return word.startsWith('0') ? 'invalid octal number' : 'invalid number';
};

export const formatPrintf = (format: string, args: readonly string[], dialect: PrintfDialect): PrintfResult => {
  const run = new Run(format, args, dialect);
  run.all();
  return { text: run.text, problems: run.problems, status: run.status };
};
