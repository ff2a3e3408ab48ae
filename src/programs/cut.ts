/** cut: print selected bytes or fields of lines. Characters are bytes, as in coreutils 9.1. Authority: cut(1). */

import { eachInput } from './lib/each-input.ts';
import { complement, parseList, type Range } from './lib/field-list.ts';
import type { Io } from './lib/io.ts';
import { fromBytes } from './lib/latin.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  bytes: { short: 'b', long: 'bytes', value: 'LIST', help: 'select only these bytes' },
  characters: { short: 'c', long: 'characters', value: 'LIST', help: 'select only these characters' },
  delimiter: { short: 'd', long: 'delimiter', value: 'DELIM', help: 'use DELIM instead of TAB for field delimiter' },
  fields: {
    short: 'f',
    long: 'fields',
    value: 'LIST',
    help: 'select only these fields;  also print any line\nthat contains no delimiter character, unless\nthe -s option is specified',
  },
  n: { short: 'n', help: '(ignored)' },
  complement: { long: 'complement', help: 'complement the set of selected bytes, characters\nor fields' },
  onlyDelimited: { short: 's', long: 'only-delimited', help: 'do not print lines not containing delimiters' },
  outputDelimiter: {
    long: 'output-delimiter',
    value: 'STRING',
    help: 'use STRING as the output delimiter\nthe default is to use the input delimiter',
  },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

interface Plan {
  readonly ranges: readonly Range[];
  readonly fields: boolean;
  readonly delimiter: string;
  readonly onlyDelimited: boolean;
  readonly output: string | undefined;
  readonly end: string;
}

function* readDelimiter(io: Io, word = '\t'): Generator<void, string> {
  const delimiter = word === '' ? '\0' : fromBytes(word);
  return delimiter.length === 1 ? delimiter : yield* io.usageError(1, 'the delimiter must be a single character');
}

function* planOf(args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  const lists = args.given.filter(({ option }) => option === 'bytes' || option === 'characters' || option === 'fields');
  const [list, another] = lists;
  if (another) return yield* io.usageError(1, 'only one list may be specified');
  const given = args.value('delimiter');
  const delimiter = yield* readDelimiter(io, given);
  if (!list) return yield* io.usageError(1, 'you must specify a list of bytes, characters, or fields');
  const fields = list.option === 'fields';
  if (!fields && given !== undefined) {
    return yield* io.usageError(1, 'an input delimiter may be specified only when operating on fields');
  }
  if (!fields && args.has('onlyDelimited')) {
    return yield* io.usageError(1, 'suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  }
  const words = fields
    ? { from1: 'fields', range: 'field', value: 'field value', large: 'field number' }
    : {
        from1: 'byte/character positions',
        range: 'byte or character',
        value: 'byte/character position',
        large: 'byte/character offset',
      };
  const ranges = parseList(list.value ?? '', words);
  if (!Array.isArray(ranges)) return yield* io.usageError(1, 'problem' in ranges ? ranges.problem : '');
  const output = args.value('outputDelimiter');
  return {
    ranges: args.has('complement') ? complement(ranges) : ranges,
    fields,
    delimiter,
    onlyDelimited: args.has('onlyDelimited'),
    // An empty one is a NUL.
    output: output === undefined ? undefined : fromBytes(output) || '\0',
    end: args.has('zero') ? '\0' : '\n',
  };
}

const cutBytes = (line: string, { ranges, output = '' }: Plan): string => {
  const pieces: string[] = [];
  for (const { from, to } of ranges) {
    if (from > line.length) break;
    pieces.push(line.slice(from - 1, to));
  }
  return pieces.join(output);
};

/** The place behind as many delimiters; past the end when there are not so many. */
const behind = (line: string, delimiter: string, start: number, count: number): number => {
  let at = start;
  for (let left = count; left > 0 && at <= line.length; left -= 1) {
    const found = line.indexOf(delimiter, at);
    at = found < 0 ? line.length + 1 : found + 1;
  }
  return at;
};

/** Undefined for a line that is left out. */
const cutFields = (line: string, { ranges, delimiter, output, onlyDelimited }: Plan): string | undefined => {
  if (!line.includes(delimiter)) return onlyDelimited ? undefined : line;
  const chosen: string[] = [];
  let field = 1;
  let at = 0;
  for (const { from, to } of ranges) {
    at = behind(line, delimiter, at, from - field);
    if (at > line.length) break;
    const end = behind(line, delimiter, at, to - from + 1);
    chosen.push(line.slice(at, end - 1));
    field = to + 1;
    at = end;
  }
  const text = chosen.join(delimiter);
  return output === undefined ? text : text.split(delimiter).join(output);
};

export const cut = program(
  {
    name: 'cut',
    summary: 'remove sections from each line of files',
    usage: 'OPTION... [FILE]...',
    about:
      'Print selected parts of lines from each FILE to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    notes:
      'Use one, and only one of -b, -c or -f.  Each LIST is made up of one\nrange, or many ranges separated by commas: N, N-, N-M, -M.',
    checks: { delimiter: readDelimiter },
  },
  function* (sys, args, io) {
    const plan = yield* planOf(args, io);
    // Fields separated by newlines: the whole file is one line.
    const whole = plan.fields && plan.delimiter === plan.end;
    return yield* eachInput(
      sys,
      io,
      args.operands,
      function* (input) {
        if (whole) {
          const text = (yield* input.rest()).replace(/\n$/, '');
          const answer = text === '' ? undefined : cutFields(text, plan);
          if (answer !== undefined && io.out.putLatin1(answer + plan.end)) yield* io.out.drain();
          return;
        }
        for (let line = yield* input.line(); line !== undefined; line = input.take() ?? (yield* input.line())) {
          const body = line.endsWith(plan.end) ? line.slice(0, -1) : line;
          const answer = plan.fields ? cutFields(body, plan) : cutBytes(body, plan);
          if (answer !== undefined && io.out.putLatin1(answer + plan.end)) yield* io.out.drain();
        }
      },
      { delimiter: plan.end },
    );
  },
);
