/** fmt: fill the lines of paragraphs. Authority: fmt(1) and fmt.c of coreutils 9.1. */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import { readDecimal } from './lib/decimal.ts';
import { breakLines, type Word, wordOf } from './lib/fmt-paragraph.ts';
import { Input } from './lib/input.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

const WIDTH = 75;
const MOST = 2500;
const LEEWAY = 7;
const TAB = 8;
const DEFAULT_INDENT = 3;

const options = {
  crown: { short: 'c', long: 'crown-margin', help: 'preserve indentation of first two lines' },
  prefix: {
    short: 'p',
    long: 'prefix',
    value: 'STRING',
    help: 'reformat only lines beginning with STRING,\nreattaching the prefix to reformatted lines',
  },
  split: { short: 's', long: 'split-only', help: 'split long lines, but do not refill' },
  tagged: { short: 't', long: 'tagged-paragraph', help: 'indentation of first line different from second' },
  uniform: { short: 'u', long: 'uniform-spacing', help: 'one space between words, two after sentences' },
  width: { short: 'w', long: 'width', value: 'WIDTH', help: 'maximum line width (default of 75 columns)' },
  goal: { short: 'g', long: 'goal', value: 'WIDTH', help: 'goal width (default of 93% of width)' },
} as const;

interface Plan {
  readonly crown: boolean;
  readonly tagged: boolean;
  readonly split: boolean;
  readonly uniform: boolean;
  readonly most: number;
  readonly goal: number;
  readonly prefix: string;
  /** Blanks in front of the prefix, and its length with the blanks behind it. */
  readonly lead: number;
  readonly full: number;
}

const isSpace = (char: string): boolean => char !== '' && ' \t\n\v\f\r'.includes(char);

/** One file: a cursor over its text, the column it stands in, and what comes out. */
class Formatter {
  out = '';
  private at = 0;
  private char = '';
  private inColumn = 0;
  private outColumn = 0;
  private tabs = false;
  private prefixIndent = 0;
  private nextPrefixIndent = 0;
  private firstIndent = 0;
  private otherIndent = 0;
  private words: Word[] = [];
  private readonly text: string;
  private readonly plan: Plan;

  constructor(text: string, plan: Plan) {
    this.text = text;
    this.plan = plan;
  }

  run(): void {
    this.readPrefix();
    while (this.readParagraph()) this.writeParagraph();
  }

  /** '' is the end. */
  private next(): void {
    this.char = this.text.charAt(this.at);
    this.at += 1;
  }

  private skipSpace(): void {
    for (; this.char === ' ' || this.char === '\t'; this.next()) {
      if (this.char === ' ') this.inColumn += 1;
      else {
        this.tabs = true;
        this.inColumn = (Math.floor(this.inColumn / TAB) + 1) * TAB;
      }
    }
  }

  private readPrefix(): void {
    this.inColumn = 0;
    this.next();
    this.skipSpace();
    const { prefix, lead } = this.plan;
    if (prefix === '') {
      this.nextPrefixIndent = Math.min(lead, this.inColumn);
      return;
    }
    this.nextPrefixIndent = this.inColumn;
    for (const wanted of prefix) {
      if (this.char !== wanted) return;
      this.inColumn += 1;
      this.next();
    }
    this.skipSpace();
  }

  private atBreak(): boolean {
    return this.char === '\n' || this.char === '';
  }

  private hasPrefix(): boolean {
    return this.inColumn >= this.nextPrefixIndent + this.plan.full;
  }

  private sameParagraph(): boolean {
    return this.nextPrefixIndent === this.prefixIndent && this.hasPrefix() && !this.atBreak();
  }

  private readParagraph(): boolean {
    this.prefixIndent = this.plan.lead;
    while (this.atBreak() || this.nextPrefixIndent < this.prefixIndent || !this.hasPrefix()) {
      this.copyRest();
      if (this.char === '') return false;
      this.out += '\n';
      this.readPrefix();
    }
    this.prefixIndent = this.nextPrefixIndent;
    this.firstIndent = this.inColumn;
    this.words = [];
    this.readLine();
    this.setOtherIndent();
    const { split, crown, tagged } = this.plan;
    const goesOn = (): boolean => this.sameParagraph() && this.inColumn === this.otherIndent;
    const second = crown || (tagged && this.inColumn !== this.firstIndent);
    if (!split) {
      if (second && this.sameParagraph()) this.readLine();
      if (second || !tagged) while (goesOn()) this.readLine();
    }
    const last = this.words.at(-1);
    if (last) {
      last.period = true;
      last.final = true;
    }
    return true;
  }

  private setOtherIndent(): void {
    const { split, crown, tagged } = this.plan;
    const same = this.sameParagraph();
    if (split || (!crown && !tagged)) this.otherIndent = this.firstIndent;
    else if (crown) this.otherIndent = same ? this.inColumn : this.firstIndent;
    else if (same && this.inColumn !== this.firstIndent) this.otherIndent = this.inColumn;
    else if (this.otherIndent === this.firstIndent) this.otherIndent = this.firstIndent === 0 ? DEFAULT_INDENT : 0;
  }

  private readLine(): void {
    do {
      let text = '';
      do {
        text += this.char;
        this.next();
      } while (this.char !== '' && !isSpace(this.char));
      this.inColumn += text.length;
      const word = wordOf(text);
      const start = this.inColumn;
      this.skipSpace();
      word.space = this.inColumn - start;
      word.final = this.char === '' || (word.period && (this.char === '\n' || word.space > 1));
      if (this.atBreak() || this.plan.uniform) word.space = word.final ? 2 : 1;
      this.words.push(word);
    } while (!this.atBreak());
    this.readPrefix();
  }

  private space(count: number): void {
    const target = this.outColumn + count;
    if (this.tabs) {
      const tab = Math.floor(target / TAB) * TAB;
      while (this.outColumn + 1 < tab || (this.outColumn < tab && this.out.endsWith('\t'))) {
        this.out += '\t';
        this.outColumn = (Math.floor(this.outColumn / TAB) + 1) * TAB;
      }
    }
    while (this.outColumn < target) {
      this.out += ' ';
      this.outColumn += 1;
    }
  }

  /** A line that is none of ours goes through as it is. */
  private copyRest(): void {
    const { prefix } = this.plan;
    this.outColumn = 0;
    if (this.inColumn > this.nextPrefixIndent || !this.atBreak()) {
      this.space(this.nextPrefixIndent);
      for (let i = 0; this.outColumn !== this.inColumn && i < prefix.length; i += 1) {
        this.out += prefix.charAt(i);
        this.outColumn += 1;
      }
      if (!this.atBreak()) this.space(this.inColumn - this.outColumn);
      if (this.char === '' && this.inColumn >= this.nextPrefixIndent + prefix.length) this.out += '\n';
    }
    for (; !this.atBreak(); this.next()) this.out += this.char;
  }

  private writeParagraph(): void {
    const { most, goal, prefix } = this.plan;
    const starts = breakLines(this.words, { most, goal, first: this.firstIndent, other: this.otherIndent });
    for (const [line, start] of starts.entries()) {
      this.outColumn = 0;
      this.space(this.prefixIndent);
      this.out += prefix;
      this.outColumn += prefix.length;
      this.space((line === 0 ? this.firstIndent : this.otherIndent) - this.outColumn);
      const words = this.words.slice(start, starts[line + 1]);
      for (const [i, word] of words.entries()) {
        this.out += word.text;
        this.outColumn += word.text.length;
        if (i < words.length - 1) this.space(word.space);
      }
      this.out += '\n';
    }
  }
}

function* widthOf(io: Io, word: string, most: number): Generator<void, number> {
  return yield* readDecimal(io, word, { problem: 'invalid width', most });
}

function* planOf(args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  const [width, goalWord] = [args.value('width'), args.value('goal')];
  let most = width === undefined ? WIDTH : yield* widthOf(io, width, MOST);
  const goal =
    goalWord === undefined ? Math.trunc((most * (2 * (100 - LEEWAY) + 1)) / 200) : yield* widthOf(io, goalWord, most);
  if (goalWord !== undefined && width === undefined) most = goal + 10;
  const given = latin1(encode(args.value('prefix') ?? ''));
  const bare = given.replace(/^ +/, '');
  return {
    crown: args.has('crown'),
    tagged: args.has('tagged'),
    split: args.has('split'),
    uniform: args.has('uniform'),
    most,
    goal,
    prefix: bare.replace(/ +$/, ''),
    lead: given.length - bare.length,
    full: bare.length,
  };
}

/** `fmt -20` is `fmt -w 20`. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const [first = '', ...rest] = args;
  return /^-\d/.test(first) ? [`-w${first.slice(1)}`, ...rest] : args;
};

export const fmt = program(
  {
    name: 'fmt',
    summary: 'simple optimal text formatter',
    usage: '[-WIDTH] [OPTION]... [FILE]...',
    about:
      'Reformat each paragraph in the FILE(s), writing to standard output.\nThe option -WIDTH is an abbreviated form of --width=DIGITS.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    rewrite,
    wrongLetter: (letter) =>
      /\d/.test(letter)
        ? {
            problem: `invalid option -- ${letter}; -WIDTH is recognized only when it is the first\noption; use -w N instead`,
          }
        : undefined,
  },
  function* (sys, args, io) {
    const plan = yield* planOf(args, io);
    let status = 0;
    for (const name of args.operands.length > 0 ? args.operands : ['-']) {
      const fd = yield* openInput(sys, name);
      if (isFailure(fd)) {
        yield* io.fail(`cannot open ${quoteaf(name)} for reading`, fd);
        status = 1;
        continue;
      }
      const input = new Input(sys, fd);
      const formatter = new Formatter(yield* input.rest(), plan);
      formatter.run();
      yield* sys.work(1);
      if (io.out.putLatin1(formatter.out)) yield* io.out.drain();
      if (input.failure) {
        yield* io.error('read error');
        status = 1;
      }
      yield* closeInput(sys, fd);
    }
    return status;
  },
);
