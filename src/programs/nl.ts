/** nl: number lines of files, in logical pages of header, body and footer. Authority: nl(1). */

import { readDecimal } from './lib/decimal.ts';
import { eachInput } from './lib/each-input.ts';
import type { Io } from './lib/io.ts';
import { fromBytes } from './lib/latin.ts';
import { compilePosix, RegexProblem } from './lib/posix-regex.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const options = {
  body: { short: 'b', long: 'body-numbering', value: 'STYLE', help: 'use STYLE for numbering body lines' },
  delimiter: { short: 'd', long: 'section-delimiter', value: 'CC', help: 'use CC for logical page delimiters' },
  footer: { short: 'f', long: 'footer-numbering', value: 'STYLE', help: 'use STYLE for numbering footer lines' },
  header: { short: 'h', long: 'header-numbering', value: 'STYLE', help: 'use STYLE for numbering header lines' },
  increment: { short: 'i', long: 'line-increment', value: 'NUMBER', help: 'line number increment at each line' },
  blanks: { short: 'l', long: 'join-blank-lines', value: 'NUMBER', help: 'group of NUMBER empty lines counted as one' },
  format: { short: 'n', long: 'number-format', value: 'FORMAT', help: 'insert line numbers according to FORMAT' },
  noRenumber: { short: 'p', long: 'no-renumber', help: 'do not reset line numbers for each section' },
  separator: { short: 's', long: 'number-separator', value: 'STRING', help: 'add STRING after (possible) line number' },
  start: { short: 'v', long: 'starting-line-number', value: 'NUMBER', help: 'first line number for each section' },
  width: { short: 'w', long: 'number-width', value: 'NUMBER', help: 'use NUMBER columns for line numbers' },
} as const;

type Style = 'all' | 'nonempty' | 'none' | RegExp;
type Section = 'header' | 'body' | 'footer';

function* readStyle(io: Io, word: string | undefined, section: Section): Generator<void, Style> {
  const fallback: Style = section === 'body' ? 'nonempty' : 'none';
  if (word === undefined) return fallback;
  if (word === 'a') return 'all';
  if (word === 't') return 'nonempty';
  if (word === 'n') return 'none';
  if (word.startsWith('p')) {
    try {
      return new RegExp(compilePosix(word.slice(1), { extended: false }).source);
    } catch (thrown) {
      if (!(thrown instanceof RegexProblem)) throw thrown;
      return yield* io.die(1, thrown.message);
    }
  }
  return yield* io.usageError(1, `invalid ${section} numbering style: ${quote(word)}`);
}

const NUMBERS = {
  start: { problem: 'invalid starting line number', least: -Infinity, signed: true, fallback: '1' },
  increment: { problem: 'invalid line number increment', least: -Infinity, signed: true, fallback: '1' },
  blanks: { problem: 'invalid line number of blank lines', least: 1, signed: true, fallback: '1' },
  width: { problem: 'invalid line number field width', least: 1, most: 2 ** 31 - 1, signed: true, fallback: '6' },
} as const;

type Numbered = keyof typeof NUMBERS;

const readNumber = (io: Io, option: Numbered, word: string | undefined): Generator<void, number> =>
  readDecimal(io, word ?? NUMBERS[option].fallback, NUMBERS[option]);

const FORMATS = ['ln', 'rn', 'rz'] as const;

function* readFormat(io: Io, word = 'rn'): Generator<void, Plan['format']> {
  const format = FORMATS.find((one) => one === word);
  return format ?? (yield* io.usageError(1, `invalid line numbering format: ${quote(word)}`));
}

interface Plan {
  readonly styles: Readonly<Record<Section, Style>>;
  readonly increment: number;
  readonly blanks: number;
  readonly start: number;
  readonly width: number;
  readonly format: (typeof FORMATS)[number];
  readonly separator: string;
  readonly marks: Readonly<Record<string, Section>>;
  readonly renumber: boolean;
}

function* planOf(args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  const styles = {
    header: yield* readStyle(io, args.value('header'), 'header'),
    body: yield* readStyle(io, args.value('body'), 'body'),
    footer: yield* readStyle(io, args.value('footer'), 'footer'),
  };
  const start = yield* readNumber(io, 'start', args.value('start'));
  const increment = yield* readNumber(io, 'increment', args.value('increment'));
  const blanks = yield* readNumber(io, 'blanks', args.value('blanks'));
  const width = yield* readNumber(io, 'width', args.value('width'));
  const format = yield* readFormat(io, args.value('format'));
  const given = fromBytes(args.value('delimiter') ?? '\\:');
  const mark = given.length === 1 ? `${given}:` : given;
  const marks: Record<string, Section> =
    mark === '' ? {} : { [mark.repeat(3)]: 'header', [mark.repeat(2)]: 'body', [mark]: 'footer' };
  const separator = fromBytes(args.value('separator') ?? '\t');
  return { styles, increment, blanks, start, width, format, separator, marks, renumber: !args.has('noRenumber') };
}

class Numberer {
  private readonly plan: Plan;
  private section: Section = 'body';
  private number: number;
  private blankRun = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.number = plan.start;
  }

  line(line: string): string {
    const body = line.endsWith('\n') ? line.slice(0, -1) : line;
    const section = this.plan.marks[body];
    if (section !== undefined) {
      this.section = section;
      if (this.plan.renumber) this.number = this.plan.start;
      return '\n';
    }
    return `${this.counts(body) ? this.numbered() : ' '.repeat(this.plan.width + this.plan.separator.length)}${body}\n`;
  }

  private counts(body: string): boolean {
    const style = this.plan.styles[this.section];
    if (style === 'none') return false;
    if (style === 'nonempty') return body !== '';
    if (style !== 'all') return style.test(body);
    if (this.plan.blanks <= 1) return true;
    this.blankRun = body === '' ? this.blankRun + 1 : this.plan.blanks;
    if (this.blankRun < this.plan.blanks) return false;
    this.blankRun = 0;
    return true;
  }

  private numbered(): string {
    const { format, width, separator, increment } = this.plan;
    const text = String(this.number);
    this.number += increment;
    if (format === 'ln') return text.padEnd(width) + separator;
    if (format === 'rn') return text.padStart(width) + separator;
    const sign = text.startsWith('-') ? '-' : '';
    return sign + text.slice(sign.length).padStart(width - sign.length, '0') + separator;
  }
}

export const nl = program(
  {
    name: 'nl',
    summary: 'number lines of files',
    usage: '[OPTION]... [FILE]...',
    about:
      'Write each FILE to standard output, with line numbers added.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    notes:
      "Default options are: -bt -d'\\:' -fn -hn -i1 -l1 -n'rn' -s<TAB> -v1 -w6\n\nSTYLE is one of: a number all lines, t number only nonempty lines,\nn number no lines, pBRE number only lines that match BRE.\nFORMAT is one of: ln left justified, rn right justified, rz with zeros.",
    checks: {
      header: (io, word) => readStyle(io, word, 'header'),
      body: (io, word) => readStyle(io, word, 'body'),
      footer: (io, word) => readStyle(io, word, 'footer'),
      start: (io, word) => readNumber(io, 'start', word),
      increment: (io, word) => readNumber(io, 'increment', word),
      blanks: (io, word) => readNumber(io, 'blanks', word),
      width: (io, word) => readNumber(io, 'width', word),
      format: readFormat,
    },
  },
  function* (sys, args, io) {
    const numberer = new Numberer(yield* planOf(args, io));
    return yield* eachInput(sys, io, args.operands, function* (input) {
      for (let line = yield* input.line(); line !== undefined; line = input.take() ?? (yield* input.line())) {
        if (io.out.putLatin1(numberer.line(line))) yield* io.out.drain();
      }
    });
  },
);
