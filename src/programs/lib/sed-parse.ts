/**
 * Reading a sed script. The order in which things are read and complained about is that of compile.c of GNU sed, so that
 * messages name the same character. Authority: sed(1) of GNU sed 4.9.
 */

import { isDigit, isSpace, SedProblem, SedReader, type Source } from './sed-reader.ts';
import type { Action, Address, Script, ScriptOptions } from './sed-script.ts';
import { readSubstitution, readTransliteration } from './sed-substitution.ts';

/** Reads all sources into one script; `open` are the blocks that wait for their }. */
export class SedParser {
  readonly script: Script = { commands: [], quiet: false };
  private readonly reader: SedReader;
  private readonly blocks: number[] = [];
  private readonly labels = new Map<string, number>();
  private first = true;

  constructor(options: ScriptOptions) {
    this.reader = new SedReader(options);
  }

  add(source: Source): void {
    this.reader.open(source);
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

  private command(): boolean {
    let char = this.reader.next();
    while (char === ';' || isSpace(char)) char = this.reader.next();
    if (char === '') return false;
    const from = this.address(char);
    let to: Address | undefined;
    if (from) {
      if (from.kind === 'plus' || from.kind === 'multiple')
        this.reader.bad('invalid usage of +N or ~N as first address');
      char = this.reader.nonblank();
      if (char === ',') {
        to = this.address(this.reader.nonblank()) ?? this.reader.bad("unexpected `,'");
        char = this.reader.nonblank();
      }
      if (from.kind === 'line' && from.line === 0 && (to?.kind !== 'regex' || this.reader.options.posix)) {
        this.reader.bad('invalid usage of line address 0');
      }
    }
    const negated = char === '!';
    if (negated) {
      char = this.reader.nonblank();
      if (char === '!') this.reader.bad("multiple `!'s");
    }
    if (char === '#') {
      if (from) this.reader.bad("comments don't accept any addresses");
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
    const { reader } = this;
    const start = reader.at;
    const end = reader.source.text.indexOf('\n', start);
    const text = reader.source.text.slice(start, end < 0 ? undefined : end);
    if (text === 'n' && start === 1 && this.first) this.script.quiet = true;
    reader.at = end < 0 ? reader.source.text.length : end + 1;
  }

  private address(char: string): Address | undefined {
    if (char === '/' || char === '\\') {
      const slash = char === '\\' ? this.reader.next() : char;
      const pattern = this.reader.slashed(slash, true) ?? this.reader.bad('unterminated address regex');
      let flags = '';
      for (;;) {
        const flag = this.reader.nonblank();
        if (flag !== 'I' && flag !== 'M') {
          this.reader.back(flag);
          return { kind: 'regex', regex: this.reader.regex(pattern, flags) };
        }
        flags += flag;
      }
    }
    if (isDigit(char)) {
      const line = this.reader.integer(char);
      const next = this.reader.nonblank();
      if (next !== '~' || this.reader.options.posix) {
        this.reader.back(next);
        return { kind: 'line', line };
      }
      const digit = this.reader.nonblank();
      if (!isDigit(digit)) {
        this.reader.back(digit);
        return { kind: 'line', line };
      }
      const step = this.reader.integer(digit);
      return step > 0 ? { kind: 'step', first: line, step } : { kind: 'line', line };
    }
    if ((char === '+' || char === '~') && !this.reader.options.posix) {
      const digit = this.reader.nonblank();
      if (!isDigit(digit)) this.reader.back(digit);
      const count = isDigit(digit) ? this.reader.integer(digit) : 0;
      return char === '+' ? { kind: 'plus', count } : { kind: 'multiple', of: count };
    }
    return char === '$' ? { kind: 'last' } : undefined;
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
        return { name: char, text: this.reader.text() };
      case 'e':
        this.reader.forbidden();
        return { name: 'e', command: this.reader.restOfLine() };
      case ':':
        this.defineLabel(from);
        return { name: ':' };
      case 'b':
      case 't':
      case 'T': {
        const label = this.reader.label(';}');
        return { name: char, label, target: 0 };
      }
      case 'q':
      case 'Q':
      case 'l': {
        if (char !== 'l' && to) this.reader.bad('command only uses one address');
        const digit = this.reader.nonblank();
        const number = isDigit(digit) ? this.reader.integer(digit) : undefined;
        if (number === undefined) this.reader.back(digit);
        this.reader.endOfCommand();
        return { name: char, number };
      }
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        return { name: char, file: this.reader.fileName() };
      case 's':
        return { name: 's', substitution: readSubstitution(this.reader) };
      case 'y':
        return { name: 'y', map: readTransliteration(this.reader) };
      case 'v':
        this.version();
        return undefined;
      case '':
        return this.reader.bad('missing command');
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
        this.reader.endOfCommand();
        return { name: char };
      default:
        return this.reader.bad(`unknown command: \`${char}'`);
    }
  }

  private version(): void {
    const wanted = this.reader.label().split('.').map(Number);
    const [major = 0, minor = 0] = wanted;
    if (major > 4 || (major === 4 && minor > 9)) this.reader.bad('expected newer version of sed');
  }

  private closeBlock(from: Address | undefined): void {
    const start = this.blocks.pop();
    if (start === undefined || from)
      this.reader.bad(start === undefined ? "unexpected `}'" : "} doesn't want any addresses");
    const opened = this.script.commands[start];
    if (opened?.action.name === '{') opened.action.target = this.script.commands.length;
    this.reader.endOfCommand();
  }

  private defineLabel(from: Address | undefined): void {
    if (from) this.reader.bad(": doesn't want any addresses");
    const label = this.reader.label();
    if (label === '') this.reader.bad('":" lacks a label');
    this.labels.set(label, this.script.commands.length);
  }
}
