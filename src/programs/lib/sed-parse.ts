/**
 * Reading a sed script. The order in which things are read and complained about is that of compile.c of GNU sed, so that
 * messages name the same character. Authority: sed(1) of GNU sed 4.9.
 */

import { type BufferRegex, bufferRegex } from './buffer-regex.ts';
import { RegexProblem } from './posix-regex.ts';
import { readSedEscape, withoutEscapes } from './sed-escape.ts';
import { replacementParts, unescaped } from './sed-replacement.ts';
import type { Action, Address, Script, ScriptOptions, Substitution } from './sed-script.ts';

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
const isSpace = (char: string): boolean => char !== '' && /[ \t\n\v\f\r]/.test(char);
const isDigit = (char: string): boolean => char >= '0' && char <= '9' && char !== '';

/** Reads all sources into one script; `open` are the blocks that wait for their }. */
export class SedParser {
  readonly script: Script = { commands: [], quiet: false };
  private readonly options: ScriptOptions;
  private readonly blocks: number[] = [];
  private readonly labels = new Map<string, number>();
  private expressions = 0;
  private source: Source = { text: '', file: undefined };
  private first = true;
  private at = 0;

  constructor(options: ScriptOptions) {
    this.options = options;
  }

  add(source: Source): void {
    this.source = source;
    this.at = 0;
    if (source.file === undefined) this.expressions += 1;
    while (this.command());
    this.first = false;
  }

  /** Blocks closed and jumps resolved. */
  finish(): Script {
    if (this.blocks.length > 0) throw new SedProblem("-e expression #1, char 0: unmatched `{'");
    for (const { action } of this.script.commands) {
      if (action.name !== 'b' && action.name !== 't' && action.name !== 'T') continue;
      if (action.label === '') action.target = this.script.commands.length;
      else {
        const target = this.labels.get(action.label);
        if (target === undefined) throw new SedProblem(`can't find label for jump to \`${action.label}'`, 4);
        action.target = target;
      }
    }
    return this.script;
  }

  private bad(problem: string): never {
    const { file, text } = this.source;
    if (file === undefined) {
      throw new SedProblem(`-e expression #${this.expressions}, char ${this.at}: ${problem}`);
    }
    const line = text.slice(0, this.at).split('\n').length - (text.charAt(this.at - 1) === '\n' ? 1 : 0);
    throw new SedProblem(`file ${file} line ${line}: ${problem}`);
  }

  /** The next character, '' at the end. */
  private next(): string {
    const char = this.source.text.charAt(this.at);
    if (char !== '') this.at += 1;
    return char;
  }

  private back(char: string): void {
    if (char !== '') this.at -= 1;
  }

  private nonblank(): string {
    for (;;) {
      const char = this.next();
      if (!isBlank(char)) return char;
    }
  }

  private integer(first: string): number {
    let digits = first;
    let char = this.next();
    for (; isDigit(char); char = this.next()) digits += char;
    this.back(char);
    return Number(digits);
  }

  private command(): boolean {
    let char = this.next();
    while (char === ';' || isSpace(char)) char = this.next();
    if (char === '') return false;
    const from = this.address(char);
    let to: Address | undefined;
    if (from) {
      if (from.kind === 'plus' || from.kind === 'multiple') this.bad('invalid usage of +N or ~N as first address');
      char = this.nonblank();
      if (char === ',') {
        to = this.address(this.nonblank()) ?? this.bad("unexpected `,'");
        char = this.nonblank();
      }
      if (from.kind === 'line' && from.line === 0 && (to?.kind !== 'regex' || this.options.posix)) {
        this.bad('invalid usage of line address 0');
      }
    }
    const negated = char === '!';
    if (negated) {
      char = this.nonblank();
      if (char === '!') this.bad("multiple `!'s");
    }
    if (char === '#') {
      if (from) this.bad("comments don't accept any addresses");
      this.comment();
      return true;
    }
    const action = this.action(char, from, to);
    if (!action) return true;
    const active = from?.kind === 'line' && from.line === 0;
    this.script.commands.push({ from, to, negated, action, active, end: 0 });
    return true;
  }

  private comment(): void {
    const start = this.at;
    const end = this.source.text.indexOf('\n', start);
    const text = this.source.text.slice(start, end < 0 ? undefined : end);
    if (text === 'n' && start === 1 && this.first) this.script.quiet = true;
    this.at = end < 0 ? this.source.text.length : end + 1;
  }

  private address(char: string): Address | undefined {
    if (char === '/' || char === '\\') {
      const slash = char === '\\' ? this.next() : char;
      const pattern = this.slashed(slash, true) ?? this.bad('unterminated address regex');
      let flags = '';
      for (;;) {
        const flag = this.nonblank();
        if (flag !== 'I' && flag !== 'M') {
          this.back(flag);
          return { kind: 'regex', regex: this.regex(pattern, flags) };
        }
        flags += flag;
      }
    }
    if (isDigit(char)) {
      const line = this.integer(char);
      const next = this.nonblank();
      if (next !== '~' || this.options.posix) {
        this.back(next);
        return { kind: 'line', line };
      }
      const digit = this.nonblank();
      if (!isDigit(digit)) {
        this.back(digit);
        return { kind: 'line', line };
      }
      const step = this.integer(digit);
      return step > 0 ? { kind: 'step', first: line, step } : { kind: 'line', line };
    }
    if ((char === '+' || char === '~') && !this.options.posix) {
      const digit = this.nonblank();
      if (!isDigit(digit)) this.back(digit);
      const count = isDigit(digit) ? this.integer(digit) : 0;
      return char === '+' ? { kind: 'plus', count } : { kind: 'multiple', of: count };
    }
    return char === '$' ? { kind: 'last' } : undefined;
  }

  /** Up to the slash; undefined if it does not come. */
  private slashed(slash: string, regex: boolean): string | undefined {
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

  private regex(pattern: string, flags: string): BufferRegex | undefined {
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

  private endOfCommand(): void {
    const char = this.nonblank();
    if (char === '}' || char === '#') this.back(char);
    else if (char !== '' && char !== '\n' && char !== ';') this.bad('extra characters after command');
  }

  /** A jump's label may be followed by }. */
  private label(ends = ';'): string {
    let char = this.nonblank();
    let label = '';
    for (; char !== '' && !isSpace(char) && !ends.includes(char); char = this.next()) label += char;
    this.back(char);
    return label;
  }

  private fileName(): string {
    this.forbidden();
    let char = this.nonblank();
    let name = '';
    for (; char !== '' && char !== '\n'; char = this.next()) name += char;
    return name === '' ? this.bad(NO_FILE) : name;
  }

  private forbidden(): void {
    if (this.options.sandbox) this.bad('e/r/w commands disabled in sandbox mode');
  }

  private action(char: string, from: Address | undefined, to: Address | undefined): Action | undefined {
    switch (char) {
      case '{':
        this.blocks.push(this.script.commands.length);
        return { name: '{', target: 0 };
      case '}':
        this.closeBlock(from);
        return { name: '}' };
      case 'a':
      case 'i':
      case 'c':
        return { name: char, text: this.text() };
      case 'e':
        this.forbidden();
        return { name: 'e', command: this.restOfLine() };
      case ':':
        this.defineLabel(from);
        return { name: ':' };
      case 'b':
      case 't':
      case 'T': {
        const label = this.label(';}');
        return { name: char, label, target: 0 };
      }
      case 'q':
      case 'Q':
      case 'l': {
        if (char !== 'l' && to) this.bad('command only uses one address');
        const digit = this.nonblank();
        const number = isDigit(digit) ? this.integer(digit) : undefined;
        if (number === undefined) this.back(digit);
        this.endOfCommand();
        return { name: char, number };
      }
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        return { name: char, file: this.fileName() };
      case 's':
        return { name: 's', substitution: this.substitution() };
      case 'y':
        return { name: 'y', map: this.transliteration() };
      case 'v':
        this.version();
        return undefined;
      case '':
        return this.bad('missing command');
      default:
        return this.simple(char);
    }
  }

  private simple(char: string): Action {
    switch (char) {
      case '=':
      case 'd':
      case 'D':
      case 'F':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'n':
      case 'N':
      case 'p':
      case 'P':
      case 'x':
      case 'z':
        this.endOfCommand();
        return { name: char };
      default:
        return this.bad(`unknown command: \`${char}'`);
    }
  }

  private version(): void {
    const wanted = this.label().split('.').map(Number);
    const [major = 0, minor = 0] = wanted;
    if (major > 4 || (major === 4 && minor > 9)) this.bad('expected newer version of sed');
  }

  private closeBlock(from: Address | undefined): void {
    const start = this.blocks.pop();
    if (start === undefined || from) this.bad(start === undefined ? "unexpected `}'" : "} doesn't want any addresses");
    const opened = this.script.commands[start];
    if (opened?.action.name === '{') opened.action.target = this.script.commands.length;
    this.endOfCommand();
  }

  private defineLabel(from: Address | undefined): void {
    if (from) this.bad(": doesn't want any addresses");
    const label = this.label();
    if (label === '') this.bad('":" lacks a label');
    this.labels.set(label, this.script.commands.length);
  }

  private restOfLine(): string {
    let char = this.nonblank();
    let text = '';
    for (; char !== '' && char !== '\n'; char = this.next()) text += char;
    return text;
  }

  /** The text of a, i and c: to the end of a line that ends in no backslash. */
  private text(): string {
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

  private substitution(): Substitution {
    const unterminated = "unterminated `s' command";
    const slash = this.next();
    const pattern = this.slashed(slash, true) ?? this.bad(unterminated);
    const replacement = this.slashed(slash, false) ?? this.bad(unterminated);
    const parts = replacementParts(replacement);
    const flags = this.substitutionFlags();
    const regex = this.regex(pattern, flags.matching);
    const highest = Math.max(0, ...parts.map((part) => (part.kind === 'group' ? part.group : 0)));
    if (regex && highest > regex.groups) this.bad(`invalid reference \\${highest} on \`s' command's RHS`);
    return { regex, parts, ...flags.rest };
  }

  private substitutionFlags(): { matching: string; rest: Omit<Substitution, 'regex' | 'parts'> } {
    let matching = '';
    let global = false;
    let print = 0;
    let evaluate = false;
    let number: number | undefined;
    let file: string | undefined;
    for (let open = true; open; ) {
      const char = this.next();
      switch (char) {
        case 'i':
        case 'I':
        case 'm':
        case 'M':
          matching += char;
          break;
        case 'e':
          this.forbidden();
          evaluate = true;
          break;
        case 'p':
          if (print > 0) this.bad("multiple `p' options to `s' command");
          print = evaluate ? 2 : 1;
          break;
        case 'g':
          if (global) this.bad("multiple `g' options to `s' command");
          global = true;
          break;
        case 'w':
          file = this.fileName();
          open = false;
          break;
        case '}':
        case '#':
          this.back(char);
          open = false;
          break;
        case '':
        case '\n':
        case ';':
          open = false;
          break;
        case ' ':
        case '\t':
        case '\r':
          break;
        default:
          if (!isDigit(char)) this.bad("unknown option to `s'");
          if (number !== undefined) this.bad("multiple number options to `s' command");
          number = this.integer(char);
          if (number === 0) this.bad("number option to `s' command may not be zero");
      }
    }
    return { matching, rest: { global, print, evaluate, number: number ?? 1, file } };
  }

  private transliteration(): ReadonlyMap<string, string> {
    const unterminated = "unterminated `y' command";
    const slash = this.next();
    const from = unescaped(this.slashed(slash, false) ?? this.bad(unterminated));
    const to = unescaped(this.slashed(slash, false) ?? this.bad(unterminated));
    if (from.length !== to.length) this.bad("strings for `y' command are different lengths");
    this.endOfCommand();
    const map = new Map<string, string>();
    for (const [i, char] of [...from].entries()) if (!map.has(char)) map.set(char, to.charAt(i));
    return map;
  }
}
