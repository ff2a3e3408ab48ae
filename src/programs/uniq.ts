/** uniq: report or omit repeated lines. Authority: uniq(1). */

import { O_CREAT, O_TRUNC, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { parseSize } from './lib/number.ts';
import type { Output } from './lib/output.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const options = {
  count: { short: 'c', long: 'count', help: 'prefix lines by the number of occurrences' },
  repeated: { short: 'd', long: 'repeated', help: 'only print duplicate lines, one for each group' },
  D: { short: 'D', help: 'print all duplicate lines' },
  allRepeated: {
    long: 'all-repeated',
    value: 'METHOD',
    optional: true,
    help: 'like -D, but allow separating groups\nwith an empty line;\nMETHOD={none(default),prepend,separate}',
  },
  skipFields: { short: 'f', long: 'skip-fields', value: 'N', help: 'avoid comparing the first N fields' },
  group: {
    long: 'group',
    value: 'METHOD',
    optional: true,
    help: 'show all items, separating groups with an empty line;\nMETHOD={separate(default),prepend,append,both}',
  },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore differences in case when comparing' },
  skipChars: { short: 's', long: 'skip-chars', value: 'N', help: 'avoid comparing the first N characters' },
  unique: { short: 'u', long: 'unique', help: 'only print unique lines' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
  checkChars: { short: 'w', long: 'check-chars', value: 'N', help: 'compare no more than N characters in lines' },
} as const;

const ALL_REPEATED: Choices = [['none'], ['prepend'], ['separate']];
const GROUP: Choices = [['prepend'], ['append'], ['separate'], ['both']];

const readRepeats = (io: Io, word: string): Generator<void, string> =>
  chooseWord(io, 'all-repeated', word, ALL_REPEATED);
const readGroup = (io: Io, word: string): Generator<void, string> => chooseWord(io, 'group', word, GROUP);

interface Plan {
  readonly key: (line: string) => string;
  readonly count: boolean;
  /** Which groups, and how much of them. */
  readonly first: boolean;
  readonly unique: boolean;
  readonly repeated: boolean;
  readonly all: string | undefined;
  readonly group: string | undefined;
  readonly end: string;
}

/** `uniq -1`, `uniq +1`: fields and characters to skip. */
const rewrite = (args: readonly string[]): readonly string[] =>
  args.map((word, i) => {
    if (args.slice(0, i).includes('--')) return word;
    if (/^-\d+$/.test(word)) return `-f${word.slice(1)}`;
    return /^\+\d+$/.test(word) ? `-s${word.slice(1)}` : word;
  });

const COUNTED = { skipFields: 'fields to skip', skipChars: 'bytes to skip', checkChars: 'bytes to compare' } as const;

function* number(io: Io, option: keyof typeof COUNTED, word: string | undefined): Generator<void, number | undefined> {
  if (word === undefined) return undefined;
  const size = parseSize(word, '');
  const what = COUNTED[option];
  return size ? size.value : yield* io.die(1, `${word}: invalid number of ${what}`);
}

function* keyOf(args: Args<keyof typeof options>, io: Io): Generator<void, (line: string) => string> {
  const fields = (yield* number(io, 'skipFields', args.value('skipFields'))) ?? 0;
  const chars = (yield* number(io, 'skipChars', args.value('skipChars'))) ?? 0;
  const most = yield* number(io, 'checkChars', args.value('checkChars'));
  const fold = args.has('ignoreCase');
  if (fields === 0 && chars === 0 && most === undefined && !fold) return (line) => line;
  const skip = fields > 0 ? new RegExp(`^(?:[ \\t\\n]*[^ \\t\\n]+){0,${Math.min(fields, 10000)}}`) : undefined;
  return (line) => {
    const at = (skip?.exec(line)?.[0].length ?? 0) + chars;
    const cut = line.slice(at, most === undefined ? undefined : at + most);
    return fold ? cut.toLowerCase() : cut;
  };
}

function* planOf(args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  const key = yield* keyOf(args, io);
  const method = args.last('D', 'allRepeated');
  const word = method === 'allRepeated' ? args.value('allRepeated') : undefined;
  const all = method === undefined ? undefined : word === undefined ? 'none' : yield* readRepeats(io, word);
  const groupWord = args.value('group');
  const group = args.has('group')
    ? groupWord === undefined
      ? 'separate'
      : yield* readGroup(io, groupWord)
    : undefined;
  const selects = args.has('repeated') || args.has('unique') || all !== undefined;
  if (group !== undefined && (selects || args.has('count'))) {
    return yield* io.usageError(1, '--group is mutually exclusive with -c/-d/-D/-u');
  }
  if (all !== undefined && args.has('count')) {
    return yield* io.usageError(1, 'printing all duplicated lines and repeat counts is meaningless');
  }
  return {
    key,
    count: args.has('count'),
    first: !selects,
    unique: args.has('unique'),
    repeated: args.has('repeated') || all !== undefined,
    all,
    group,
    end: args.has('zero') ? '\0' : '\n',
  };
}

/** Prints groups of equal lines. */
class Printer {
  private readonly plan: Plan;
  private readonly out: Output;
  private readonly keepsAll: boolean;
  /** Every group is its first line, and nothing else. */
  private readonly plain: boolean;
  private groups = 0;
  private group: string[] = [];
  private key: string | undefined;
  private count = 0;

  constructor(plan: Plan, out: Output) {
    this.plan = plan;
    this.out = out;
    this.keepsAll = plan.group !== undefined || plan.all !== undefined;
    this.plain = plan.first && !plan.count && !this.keepsAll;
  }

  /** Takes the next line; answers whether there is something to drain. */
  line(line: string): boolean {
    const { plan } = this;
    const body = line.endsWith(plan.end) ? line.slice(0, -1) : line;
    const key = plan.key(body);
    if (key === this.key) {
      this.count += 1;
      if (this.keepsAll) this.group.push(body);
      return false;
    }
    const due = this.endGroup();
    this.key = key;
    this.group = [body];
    this.count = 1;
    return due;
  }

  endGroup(): boolean {
    const { plan, out, group, count } = this;
    if (this.key === undefined) return false;
    return this.plain ? out.putLine(group[0] ?? '', plan.end) : out.putLatin1(this.text(group, count));
  }

  private text(group: readonly string[], count: number): string {
    const { plan } = this;
    const { end } = plan;
    const lines = this.keepsAll ? group.map((line) => line + end).join('') : '';
    if (plan.group !== undefined) {
      const before = plan.group === 'prepend' || plan.group === 'both' ? end : '';
      const between = plan.group === 'separate' && this.groups > 0 ? end : '';
      const after = plan.group === 'append' ? end : '';
      this.groups += 1;
      return before + between + lines + after;
    }
    const isRepeated = count > 1;
    if (plan.all !== undefined) {
      if (!isRepeated) return '';
      const separator = plan.all === 'prepend' || (plan.all === 'separate' && this.groups > 0) ? end : '';
      this.groups += 1;
      // -u takes the line that ends a group of equals.
      return separator + (plan.unique ? lines.slice(0, -1 - (group.at(-1)?.length ?? 0)) : lines);
    }
    if (!plan.first && !(isRepeated ? plan.repeated && !plan.unique : plan.unique && !plan.repeated)) return '';
    const [first = ''] = group;
    return `${plan.count ? `${String(count).padStart(7)} ` : ''}${first}${end}`;
  }

  finish(): string {
    return this.plan.group === 'both' && this.groups > 0 ? this.plan.end : '';
  }
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const plan = yield* planOf(args, io);
  const [input = '-', output = '-', extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
  const fd = input === '-' ? 0 : yield* sys.open(input, 0);
  if (isFailure(fd)) return yield* io.die(1, quotef(input), fd);
  if (output !== '-') {
    const to = yield* sys.open(output, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (isFailure(to)) return yield* io.die(1, quotef(output), to);
    yield* sys.dup2(to, 1);
    yield* sys.close(to);
  }
  const reader = new Input(sys, fd, 4096, plan.end);
  const printer = new Printer(plan, io.out);
  for (let line = yield* reader.line(); line !== undefined; line = reader.take() ?? (yield* reader.line()))
    if (printer.line(line)) yield* io.out.drain();
  if (printer.endGroup()) yield* io.out.drain();
  if (io.out.putLatin1(printer.finish())) yield* io.out.drain();
  if (reader.failure) return yield* io.die(1, `error reading ${quote(input)}`);
  return 0;
}

export const uniq = program(
  {
    name: 'uniq',
    summary: 'report or omit repeated lines',
    usage: '[OPTION]... [INPUT [OUTPUT]]',
    about:
      'Filter adjacent matching lines from INPUT (or standard input),\nwriting to OUTPUT (or standard output).\n\nWith no options, matching lines are merged to the first occurrence.',
    options,
    notes:
      'A field is a run of blanks (usually spaces and/or TABs), then non-blank\ncharacters.  Fields are skipped before chars.',
    rewrite,
    checks: {
      skipFields: (io, word) => number(io, 'skipFields', word),
      skipChars: (io, word) => number(io, 'skipChars', word),
      checkChars: (io, word) => number(io, 'checkChars', word),
      allRepeated: readRepeats,
      group: readGroup,
    },
  },
  run,
);
