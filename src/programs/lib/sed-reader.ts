/**
 * The text of a sed script, character by character, and the pieces that several commands have in common: numbers, labels,
 * file names, texts, expressions between slashes. Authority: compile.c of GNU sed 4.9.
 */

import { type BufferRegex, bufferRegex } from './buffer-regex.ts';
import { RegexProblem } from './posix-regex.ts';
import { readSedEscape, withoutEscapes } from './sed-escape.ts';
import type { ScriptOptions } from './sed-script.ts';

export class SedProblem extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

export interface Source {
  readonly text: string;
  /** The file, or undefined for -e. */
  readonly file: string | undefined;
}

const NO_FILE = 'missing filename in r/R/w/W commands';
/** What follows [ in a bracket expression, its end included. */
const BRACKET = /^\^?\]?(?:\[:[a-z]*:\]|\[\..*?\.\]|\[=.*?=\]|[^\]])*\]/;
const isBlank = (char: string): boolean => char === ' ' || char === '\t';
export const isSpace = (char: string): boolean => char !== '' && /[ \t\n\v\f\r]/.test(char);
export const isDigit = (char: string): boolean => char >= '0' && char <= '9' && char !== '';

export class SedReader {
  readonly options: ScriptOptions;
  source: Source = { text: '', file: undefined };
  at = 0;
  private expressions = 0;

  constructor(options: ScriptOptions) {
    this.options = options;
  }

  open(source: Source): void {
    this.source = source;
    this.at = 0;
    if (source.file === undefined) this.expressions += 1;
  }

  bad(problem: string): never {
    const { file, text } = this.source;
    if (file === undefined) {
      throw new SedProblem(`-e expression #${this.expressions}, char ${this.at}: ${problem}`);
    }
    const line = text.slice(0, this.at).split('\n').length - (text.charAt(this.at - 1) === '\n' ? 1 : 0);
    throw new SedProblem(`file ${file} line ${line}: ${problem}`);
  }

  /** The next character, '' at the end. */
  next(): string {
    const char = this.source.text.charAt(this.at);
    if (char !== '') this.at += 1;
    return char;
  }

  back(char: string): void {
    if (char !== '') this.at -= 1;
  }

  nonblank(): string {
    for (;;) {
      const char = this.next();
      if (!isBlank(char)) return char;
    }
  }

  integer(first: string): number {
    let digits = first;
    let char = this.next();
    for (; isDigit(char); char = this.next()) digits += char;
    this.back(char);
    return Number(digits);
  }

  /** Up to the slash; undefined if it does not come. */
  slashed(slash: string, regex: boolean): string | undefined {
    let out = '';
    let char = this.next();
    for (; char !== '' && char !== '\n'; char = this.next()) {
      const bracket =
        regex && char === '[' && slash !== '[' ? BRACKET.exec(this.source.text.slice(this.at)) : undefined;
      if (bracket) {
        out += char + bracket[0].replaceAll('\\n', '\n').replaceAll(`\\${slash}`, slash);
        this.at += bracket[0].length;
        continue;
      }
      if (bracket === null) {
        this.at = this.source.text.length;
        return undefined;
      }
      if (char === slash) return out;
      if (char === '\\') {
        char = this.next();
        if (char === '') break;
        if (char === 'n' && regex) char = '\n';
        else if (char !== '\n' && (char !== slash || (!regex && char === '&'))) out += '\\';
      }
      out += char;
    }
    if (char === '\n') this.back(char);
    return undefined;
  }

  regex(pattern: string, flags: string): BufferRegex | undefined {
    if (pattern === '') return undefined;
    try {
      return bufferRegex(withoutEscapes(pattern), {
        extended: this.options.extended,
        ignoreCase: /[iI]/.test(flags),
        lines: /[mM]/.test(flags),
      });
    } catch (thrown) {
      if (!(thrown instanceof RegexProblem)) throw thrown;
      if (thrown.message.startsWith('character class syntax')) throw new SedProblem(thrown.message, 4);
      return this.bad(thrown.message);
    }
  }

  endOfCommand(): void {
    const char = this.nonblank();
    if (char === '}' || char === '#') this.back(char);
    else if (char !== '' && char !== '\n' && char !== ';') this.bad('extra characters after command');
  }

  /** A jump's label may be followed by }. */
  label(ends = ';'): string {
    let char = this.nonblank();
    let label = '';
    for (; char !== '' && !isSpace(char) && !ends.includes(char); char = this.next()) label += char;
    this.back(char);
    return label;
  }

  fileName(): string {
    this.forbidden();
    let char = this.nonblank();
    let name = '';
    for (; char !== '' && char !== '\n'; char = this.next()) name += char;
    return name === '' ? this.bad(NO_FILE) : name;
  }

  forbidden(): void {
    if (this.options.sandbox) this.bad('e/r/w commands disabled in sandbox mode');
  }

  restOfLine(): string {
    let char = this.nonblank();
    let text = '';
    for (; char !== '' && char !== '\n'; char = this.next()) text += char;
    return text;
  }

  /** The text of a, i and c: to the end of a line that ends in no backslash. */
  text(): string {
    let char = this.nonblank();
    if (char === '') this.bad("expected \\ after `a', `c' or `i'");
    if (char === '\\') {
      const line = /^[ \t]*\n/.exec(this.source.text.slice(this.at));
      if (line) this.at += line[0].length;
      char = this.next();
      if (char === '') return '';
      // The backslash only kept the blanks, or was the first of an escape that loses it.
    }
    let text = '';
    for (; char !== '' && char !== '\n'; char = this.next()) {
      if (char !== '\\') {
        text += char;
        continue;
      }
      const escaped = text === '' ? undefined : readSedEscape(this.source.text, this.at);
      if (escaped) {
        text += escaped.char;
        this.at += escaped.length;
      } else text += this.next();
    }
    return `${text}\n`;
  }
}
