/** fold: wrap each line to a width. Authority: fold(1) of coreutils 9.1. */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { readDecimal } from './lib/decimal.ts';
import { Input } from './lib/input.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { program } from './lib/program.ts';

const options = {
  bytes: { short: 'b', long: 'bytes', help: 'count bytes rather than columns' },
  spaces: { short: 's', long: 'spaces', help: 'break at spaces' },
  width: { short: 'w', long: 'width', value: 'WIDTH', help: 'use WIDTH columns instead of 80' },
} as const;

interface Plan {
  readonly bytes: boolean;
  readonly spaces: boolean;
  readonly width: number;
}

/** `fold -20` is `fold -w 20`. */
const rewrite = (args: readonly string[]): readonly string[] =>
  args.map((word) => (/^-\d/.test(word) ? `-w${word.slice(1)}` : word));

const advance = (column: number, char: string, bytes: boolean): number => {
  if (bytes) return column + 1;
  if (char === '\b') return Math.max(0, column - 1);
  if (char === '\r') return 0;
  return char === '\t' ? column + 8 - (column % 8) : column + 1;
};

const columnsOf = (text: string, bytes: boolean): number => {
  let column = 0;
  for (const char of text) column = advance(column, char, bytes);
  return column;
};

/** One line, with its newline, as the lines that it becomes. */
const folded = (line: string, { bytes, spaces, width }: Plan): string => {
  let done = '';
  let text = '';
  let column = 0;
  for (const char of line) {
    if (char === '\n') return `${done}${text}\n`;
    for (;;) {
      const next = advance(column, char, bytes);
      if (next <= width) {
        column = next;
        text += char;
        break;
      }
      const blank = spaces ? Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')) : -1;
      if (blank >= 0) {
        done += `${text.slice(0, blank + 1)}\n`;
        text = text.slice(blank + 1);
        column = columnsOf(text, bytes);
        continue;
      }
      if (text === '') {
        text = char;
        column = next;
        break;
      }
      done += `${text}\n`;
      text = '';
      column = 0;
    }
  }
  return done + text;
};

function* foldFile(sys: Sys, name: string, plan: Plan, io: Io): Generator<void, boolean> {
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) {
    yield* io.warn(name, fd);
    return false;
  }
  const input = new Input(sys, fd);
  for (let line = yield* input.line(); line !== undefined; line = yield* input.line()) {
    if (io.out.putLatin1(folded(line, plan))) yield* io.out.drain();
  }
  yield* closeInput(sys, fd);
  if (input.failure) yield* io.warn(name, input.failure);
  return input.failure === undefined;
}

const readWidth = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid number of columns', least: 1, most: 2 ** 64 - 2 ** 12 });

export const fold = program(
  {
    name: 'fold',
    summary: 'wrap each input line to fit in specified width',
    usage: '[OPTION]... [FILE]...',
    about:
      'Wrap input lines in each FILE, writing to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    rewrite,
    checks: { width: readWidth },
  },
  function* (sys, args, io) {
    const width = yield* readWidth(io, args.value('width') ?? '80');
    const plan = { bytes: args.has('bytes'), spaces: args.has('spaces'), width };
    let status = 0;
    for (const name of args.operands.length > 0 ? args.operands : ['-']) {
      if (!(yield* foldFile(sys, name, plan, io))) status = 1;
    }
    return status;
  },
);
