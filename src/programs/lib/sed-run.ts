/** Running a sed script over its input: one cycle a line. Authority: execute.c of GNU sed, sed(1). */

import { decode, fromLatin1 } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { BufferRegex } from './buffer-regex.ts';
import { Input } from './input.ts';
import type { Io } from './io.ts';
import type { SedFiles } from './sed-files.ts';
import { SedProblem } from './sed-reader.ts';
import { replacementOf } from './sed-replacement.ts';
import type { Action, Address, Command, Script, Substitution } from './sed-script.ts';
import { closeShell, openShell } from './spawn.ts';

export interface RunOptions {
  readonly quiet: boolean;
  readonly posix: boolean;
  /** Of l; 0 is endless. */
  readonly lineLength: number;
  readonly delimiter: string;
}

type Appended = { readonly text: string } | { readonly file: string } | { readonly line: string };
/** What ends a cycle: the script's end, `d`, `D`, or sed itself. */
type End = 'end' | 'next' | 'restart' | { readonly status: number; readonly print: boolean };

const WORK_EVERY = 64;

const hasConsequences = ({ evaluate, print, file }: Substitution): boolean =>
  evaluate || print > 0 || file !== undefined;

export class SedRun {
  private pattern = '';
  private hold = '';
  private replaced = false;
  private appended: Appended[] = [];
  private last: BufferRegex | undefined;
  private steps = 0;
  /** The last line is being looked at: known where an address asks for it. */
  private atLast = false;
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly files: SedFiles;
  private readonly script: Script;
  private readonly options: RunOptions;

  constructor(sys: Sys, io: Io, files: SedFiles, script: Script, options: RunOptions) {
    this.sys = sys;
    this.io = io;
    this.files = files;
    this.script = script;
    this.options = options;
    files.onRestart = () => this.resetRanges();
  }

  private resetRanges(): void {
    for (const command of this.script.commands) {
      command.active = command.from?.kind === 'line' && command.from.line === 0;
    }
  }

  *run(): Generator<void, number> {
    let fresh = true;
    for (;;) {
      if (fresh) {
        const line = this.files.take() ?? (yield* this.files.next());
        if (line === undefined) return this.files.status;
        this.pattern = line;
        this.replaced = false;
      }
      const end = yield* this.cycle();
      fresh = end !== 'restart';
      const print = end === 'end' || (typeof end === 'object' && end.print);
      if (print && !this.options.quiet && this.files.sink.putLine(this.pattern, this.files.complete)) {
        yield* this.files.sink.drain();
      }
      if (this.appended.length > 0) yield* this.append();
      if (typeof end === 'object') return end.status;
    }
  }

  private *cycle(): Generator<void, End> {
    const { commands } = this.script;
    for (let at = 0; at < commands.length; ) {
      const command = commands[at];
      if (!command) break;
      this.steps += 1;
      if (this.steps % WORK_EVERY === 0) yield* this.sys.work(WORK_EVERY);
      const asked = command.active ? command.to : command.from;
      if (asked?.kind === 'last') this.atLast = yield* this.files.isLast();
      const selected = this.selects(command) !== command.negated;
      const { action } = command;
      if (action.name === '{') {
        at = selected ? at + 1 : action.target;
        continue;
      }
      at += 1;
      if (!selected) continue;
      if (action.name === 'b' || action.name === 't' || action.name === 'T') {
        if (action.name === 'b' || this.replaced === (action.name === 't')) at = action.target;
        if (action.name !== 'b') this.replaced = false;
        continue;
      }
      if (action.name === 's') {
        const { substitution } = action;
        if (this.substitute(substitution) && hasConsequences(substitution)) yield* this.follow(substitution);
        continue;
      }
      const end = yield* this.execute(action, command);
      if (end) return end;
    }
    return 'end';
  }

  private selects(command: Command): boolean {
    const { from, to } = command;
    if (!from) return true;
    if (command.active) return this.continues(command);
    if (!this.matches(from)) return false;
    if (!to) return true;
    const { line } = this.files;
    switch (to.kind) {
      case 'line':
        command.end = to.line;
        break;
      case 'plus':
        command.end = line + to.count;
        break;
      case 'multiple':
        command.end = to.of === 0 ? line : (Math.floor(line / to.of) + 1) * to.of;
        break;
      default:
        command.active = true;
        return true;
    }
    command.active = command.end > line;
    return true;
  }

  private continues(command: Command): boolean {
    const { to } = command;
    if (!to) return true;
    if (to.kind === 'line' || to.kind === 'plus' || to.kind === 'multiple') {
      const { line } = this.files;
      command.active = line < command.end;
      return line <= command.end;
    }
    command.active = !this.matches(to);
    return true;
  }

  private matches(address: Address): boolean {
    const { line } = this.files;
    switch (address.kind) {
      case 'line':
        return line === address.line;
      case 'step':
        return line >= address.first && (line - address.first) % address.step === 0;
      case 'last':
        return this.atLast;
      case 'regex':
        return this.regex(address.regex).test(this.pattern);
      default:
        return false;
    }
  }

  /** An empty expression is the one used last. */
  private regex(regex: BufferRegex | undefined): BufferRegex {
    this.last = regex ?? this.last;
    if (this.last) return this.last;
    throw new SedProblem('-e expression #1, char 0: no previous regular expression');
  }

  private *execute(action: Action, command: Command): Generator<void, End | undefined> {
    const { files } = this;
    const { delimiter } = this.options;
    switch (action.name) {
      case '=':
        yield* files.sink.write(`${files.line}\n`);
        return undefined;
      case 'F':
        yield* files.sink.write(`${files.name}\n`);
        return undefined;
      case 'a':
        this.appended.push({ text: action.text });
        return undefined;
      case 'i':
        yield* files.sink.write(action.text);
        return undefined;
      case 'c':
        if (!command.to || !command.active || command.negated) yield* files.sink.write(action.text);
        return 'next';
      case 'r':
        this.appended.push({ file: action.file });
        return undefined;
      case 'R': {
        const line = yield* files.lineOf(action.file);
        if (line !== undefined) this.appended.push({ line });
        return undefined;
      }
      case 'w':
        yield* files.output(action.file).line(this.pattern, files.complete);
        return undefined;
      case 'W':
        yield* files.output(action.file).line(this.firstLine(), true);
        return undefined;
      case 'p':
        yield* files.sink.line(this.pattern, files.complete);
        return undefined;
      case 'P':
        yield* files.sink.line(this.firstLine(), true);
        return undefined;
      case 'd':
        return 'next';
      case 'D': {
        const end = this.pattern.indexOf(delimiter);
        if (end < 0) return 'next';
        this.pattern = this.pattern.slice(end + 1);
        return 'restart';
      }
      case 'g':
        this.pattern = this.hold;
        return undefined;
      case 'G':
        this.pattern += delimiter + this.hold;
        return undefined;
      case 'h':
        this.hold = this.pattern;
        return undefined;
      case 'H':
        this.hold += delimiter + this.pattern;
        return undefined;
      case 'x':
        [this.pattern, this.hold] = [this.hold, this.pattern];
        return undefined;
      case 'z':
        this.pattern = '';
        return undefined;
      case 'n':
      case 'N':
        return yield* this.nextLine(action.name);
      case 'l':
        yield* files.sink.write(visible(this.pattern, action.number ?? this.options.lineLength));
        return undefined;
      case 'q':
      case 'Q':
        return { status: action.number ?? this.files.status, print: action.name === 'q' };
      case 'y':
        this.pattern = this.pattern.replace(/./gs, (char) => action.map.get(char) ?? char);
        return undefined;
      case 'e':
        yield* this.command(action.command);
        return undefined;
      default:
        return undefined;
    }
  }

  private firstLine(): string {
    const end = this.pattern.indexOf(this.options.delimiter);
    return end < 0 ? this.pattern : this.pattern.slice(0, end);
  }

  /** At the end of input GNU sed prints the pattern space once more and is done. */
  private *nextLine(name: 'n' | 'N'): Generator<void, End | undefined> {
    if (yield* this.files.isLast()) {
      const lastFile = !this.files.hasMore;
      if (lastFile) return { status: this.files.status, print: !(this.options.posix && name === 'N') };
    }
    if (name === 'n' && !this.options.quiet) yield* this.files.sink.line(this.pattern, this.files.complete);
    yield* this.append();
    const line = yield* this.files.next();
    if (line === undefined) return { status: this.files.status, print: name === 'N' };
    this.pattern = name === 'n' ? line : this.pattern + this.options.delimiter + line;
    return undefined;
  }

  private *append(): Generator<void, void> {
    if (this.appended.length === 0) return;
    const queue = this.appended;
    this.appended = [];
    const { sink } = this.files;
    for (const one of queue) {
      if ('text' in one) yield* sink.write(one.text);
      else if ('line' in one) yield* sink.write(one.line);
      else yield* sink.write(yield* this.files.contents(one.file));
    }
  }

  /** Whether anything was replaced. */
  private substitute(wanted: Substitution): boolean {
    const regex = this.regex(wanted.regex);
    const text = this.pattern;
    let out = '';
    let from = 0;
    let count = 0;
    let ended = -1;
    let changed = false;
    for (let at = 0; at <= text.length; ) {
      const match = regex.exec(text, at);
      if (!match) break;
      const { start, end } = match;
      // Nothing right behind a match is no match of its own.
      if (start === end && start === ended) {
        at = end + 1;
        continue;
      }
      count += 1;
      ended = end;
      at = end > start ? end : end + 1;
      if (count < wanted.number) continue;
      out += text.slice(from, start) + replacementOf(wanted.parts, match);
      from = end;
      changed = true;
      if (!wanted.global) break;
    }
    if (!changed) return false;
    this.pattern = out + text.slice(from);
    this.replaced = true;
    return true;
  }

  /** The flags e, p and w of s. */
  private *follow(wanted: Substitution): Generator<void, void> {
    const { files } = this;
    if (wanted.evaluate) {
      const printed = yield* this.outputOf(this.pattern);
      this.pattern = printed.endsWith(this.options.delimiter) ? printed.slice(0, -1) : printed;
    }
    if (wanted.print > 0) yield* files.sink.line(this.pattern, files.complete);
    if (wanted.file !== undefined) yield* files.output(wanted.file).line(this.pattern, files.complete);
  }

  private *outputOf(command: string): Generator<void, string> {
    yield* this.files.sink.out.flush();
    const piped = yield* openShell(this.sys, decode(fromLatin1(command)), this.io.environment, 'read');
    if (isFailure(piped)) return yield* this.io.die(4, 'error in subprocess', piped);
    const printed = yield* new Input(this.sys, piped.fd).rest();
    yield* closeShell(this.sys, piped);
    return printed;
  }

  /** `e` runs the pattern space, `e command` prints what the command prints. */
  private *command(command: string): Generator<void, void> {
    const printed = yield* this.outputOf(command === '' ? this.pattern : command);
    if (command !== '') yield* this.files.sink.write(printed);
    else this.pattern = printed.endsWith(this.options.delimiter) ? printed.slice(0, -1) : printed;
  }
}

const NAMED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The l command: unambiguous, folded, with a $ at the end. */
const visible = (text: string, length: number): string => {
  const room = length - 1;
  let out = '';
  let width = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    const octal = code < 32 || code > 126 ? `\\${code.toString(8).padStart(3, '0')}` : char;
    const shown = NAMED[char] ?? octal;
    if (length > 0 && width + shown.length > room) {
      out += '\\\n';
      width = 0;
    }
    out += shown;
    width += shown.length;
  }
  return `${out}$\n`;
};
