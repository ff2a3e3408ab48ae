/** tac: files with their lines in reverse order. With -r separators are found from behind, each as short as it can be. Authority: tac(1). */

import { isFailure } from '../kernel/errno.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { fromBytes } from './lib/latin.ts';
import { compilePosix, RegexProblem } from './lib/posix-regex.ts';
import { program } from './lib/program.ts';
import { quoteaf, quotef } from './lib/quote.ts';

const BUFFER = 8192;

/** Pieces of a text that each end with the separator (or, with -b, begin with it). */
const pieces = (text: string, separator: string, before: boolean): string[] => {
  const out: string[] = [];
  let from = 0;
  for (let at = text.indexOf(separator, before ? 1 : 0); at >= 0; at = text.indexOf(separator, at + separator.length)) {
    const cut = before ? at : at + separator.length;
    out.push(text.slice(from, cut));
    from = cut;
  }
  if (from < text.length) out.push(text.slice(from));
  return out;
};

interface Found {
  readonly start: number;
  readonly end: number;
}

/** The match that begins last in a text. */
const lastMatch = (text: string, separator: RegExp): Found | undefined => {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    separator.lastIndex = at;
    const match = separator.exec(text);
    if (match) return { start: at, end: at + match[0].length };
  }
  return undefined;
};

/** With -r: separators are looked for from the end, each in what stands in front of the one behind it. */
const regexPieces = (text: string, separator: RegExp, before: boolean): string[] => {
  const out: string[] = [];
  let end = text.length;
  let found = lastMatch(text, separator);
  for (; found; found = lastMatch(text.slice(0, found.start), separator)) {
    const cut = before ? found.start : found.end;
    out.push(text.slice(cut, end));
    end = cut;
  }
  out.push(text.slice(0, end));
  return out.reverse();
};

/** What re_compile_pattern(3) reads unless it is told otherwise, as a basic expression: bare `+` and `?` repeat, `\{` does not. */
const fromEmacs = (pattern: string): string =>
  pattern.replace(/\\.|\[\^?\]?[^\]]*\]|[+?]/gs, (piece) => {
    if (piece === '+' || piece === '?') return `\\${piece}`;
    return /^\\[+?{}]$/.test(piece) ? piece.slice(1) : piece;
  });

function* splitter(
  separator: string,
  regex: boolean,
  before: boolean,
  io: Io,
): Generator<void, (text: string) => string[]> {
  if (!regex) return (text) => pieces(text, separator, before);
  try {
    const { source } = compilePosix(fromEmacs(separator), { extended: false });
    const expression = new RegExp(source, 'y');
    return (text) => regexPieces(text, expression, before);
  } catch (thrown) {
    if (!(thrown instanceof RegexProblem)) throw thrown;
    return yield* io.die(1, thrown.message);
  }
}

export const tac = program(
  {
    name: 'tac',
    summary: 'concatenate and print files in reverse',
    usage: '[OPTION]... [FILE]...',
    about:
      'Write each FILE to standard output, last line first.\n\nWith no FILE, or when FILE is -, read standard input.',
    options: {
      before: { short: 'b', long: 'before', help: 'attach the separator before instead of after' },
      regex: { short: 'r', long: 'regex', help: 'interpret the separator as a regular expression' },
      separator: {
        short: 's',
        long: 'separator',
        value: 'STRING',
        help: 'use STRING as the separator instead of newline',
      },
    },
  },
  function* (sys, args, io) {
    const given = args.value('separator');
    const separator = given === undefined ? '\n' : given === '' ? '\0' : fromBytes(given);
    if (given === '' && args.has('regex')) {
      return yield* io.die(1, 'separator cannot be empty');
    }
    let status = 0;
    const split = yield* splitter(separator, args.has('regex'), args.has('before'), io);
    const names = args.operands.length > 0 ? args.operands : ['-'];
    for (const name of names) {
      const fd = yield* openInput(sys, name);
      if (isFailure(fd)) {
        yield* io.fail(`failed to open ${quoteaf(name)} for reading`, fd);
        status = 1;
        continue;
      }
      const input = new Input(sys, fd, BUFFER);
      const text = yield* input.rest();
      if (input.failure) {
        yield* io.fail(`${quotef(name === '-' ? 'standard input' : name)}: read error`, input.failure);
        status = 1;
      }
      for (const piece of split(text).reverse()) {
        if (io.out.putLatin1(piece)) yield* io.out.drain();
      }
      if (fd !== 0) yield* sys.close(fd);
    }
    if (names.includes('-')) yield* io.closeStdin();
    return status;
  },
);
