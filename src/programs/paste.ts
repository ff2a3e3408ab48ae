/** paste: merge lines of files, side by side or (-s) one after the other. Authority: paste(1) of coreutils 9.1. */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quotef } from './lib/quote.ts';

const options = {
  delimiters: { short: 'd', long: 'delimiters', value: 'LIST', help: 'reuse characters from LIST instead of TABs' },
  serial: { short: 's', long: 'serial', help: 'paste one file at a time instead of in parallel' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

const ESCAPES: Readonly<Record<string, string>> = { 0: '', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The bytes of -d; `\0` is none. undefined: it ends in a backslash. */
const delimitersOf = (list: string): string[] | undefined => {
  const chars = latin1(encode(list));
  if (chars === '') return [''];
  const out: string[] = [];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars.charAt(i);
    if (char !== '\\') {
      out.push(char);
      continue;
    }
    i += 1;
    if (i >= chars.length) return undefined;
    out.push(ESCAPES[chars.charAt(i)] ?? chars.charAt(i));
  }
  return out;
};

class Paste {
  private readonly io: Io;
  private readonly delimiters: readonly string[];
  private readonly end: string;

  constructor(io: Io, delimiters: readonly string[], end: string) {
    this.io = io;
    this.delimiters = delimiters;
    this.end = end;
  }

  private *write(text: string): Generator<void, void> {
    if (this.io.out.putLatin1(text)) yield* this.io.out.drain();
  }

  private without(line: string): string {
    return line.endsWith(this.end) ? line.slice(0, -1) : line;
  }

  private delimiter(index: number): string {
    return this.delimiters[index % this.delimiters.length] ?? '';
  }

  /** All lines of one file in one. */
  *serial(input: Input): Generator<void, void> {
    let index = 0;
    for (let line = yield* input.line(); line !== undefined; line = yield* input.line()) {
      yield* this.write((index === 0 ? '' : this.delimiter(index - 1)) + this.without(line));
      index += 1;
    }
    yield* this.write(this.end);
  }

  *parallel(inputs: readonly Input[]): Generator<void, void> {
    const delimiters = inputs.map((_, index) => (index < inputs.length - 1 ? this.delimiter(index) : ''));
    for (;;) {
      let text = '';
      let skipped = '';
      let open = false;
      let index = 0;
      for (const input of inputs) {
        const line = input.take() ?? (yield* input.line());
        if (line !== undefined) {
          text += skipped + this.without(line);
          skipped = '';
          open = true;
        }
        skipped += delimiters[index];
        index += 1;
      }
      if (!open) return;
      if (this.io.out.putLine(text, skipped + this.end)) yield* this.io.out.drain();
    }
  }
}

function* run(sys: Sys, names: readonly string[], paste: Paste, serial: boolean, io: Io, end: string) {
  let status = 0;
  const stdin = new Input(sys, 0, 4096, end);
  const inputs: Input[] = [];
  for (const name of names) {
    const fd = yield* openInput(sys, name);
    if (isFailure(fd)) {
      yield* io.warn(name, fd);
      if (!serial) return 1;
      status = 1;
      continue;
    }
    const input = fd === 0 ? stdin : new Input(sys, fd, 4096, end);
    inputs.push(input);
    if (!serial) continue;
    yield* paste.serial(input);
    yield* closeInput(sys, fd);
    if (input.failure) {
      yield* io.fail(quotef(name), input.failure);
      status = 1;
    }
  }
  if (serial) return status;
  yield* paste.parallel(inputs);
  for (const [i, input] of inputs.entries()) {
    if (!input.failure) continue;
    yield* io.fail(quotef(names[i] ?? ''), input.failure);
    status = 1;
  }
  return status;
}

export const paste = program(
  {
    name: 'paste',
    summary: 'merge lines of files',
    usage: '[OPTION]... [FILE]...',
    about:
      'Write lines consisting of the sequentially corresponding lines from\neach FILE, separated by TABs, to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
  },
  function* (sys, args, io) {
    const list = args.value('delimiters') ?? '\t';
    const delimiters = delimitersOf(list);
    if (!delimiters) return yield* io.die(1, `delimiter list ends with an unescaped backslash: ${list}`);
    const end = args.has('zero') ? '\0' : '\n';
    const names = args.operands.length > 0 ? args.operands : ['-'];
    return yield* run(sys, names, new Paste(io, delimiters, end), args.has('serial'), io, end);
  },
);
