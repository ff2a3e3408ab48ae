/** comm: compare two sorted files line by line. Authority: comm(1) of coreutils 9.1. */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { type Args, type Check, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const options = {
  one: { short: '1', help: 'suppress column 1 (lines unique to FILE1)' },
  two: { short: '2', help: 'suppress column 2 (lines unique to FILE2)' },
  three: { short: '3', help: 'suppress column 3 (lines that appear in both files)' },
  check: {
    long: 'check-order',
    help: 'check that the input is correctly sorted, even\nif all input lines are pairable',
  },
  nocheck: { long: 'nocheck-order', help: 'do not check that the input is correctly sorted' },
  delimiter: { long: 'output-delimiter', value: 'STR', help: 'separate columns with STR' },
  total: { long: 'total', help: 'output a summary' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

type Column = 0 | 1 | 2;

interface Plan {
  /** What stands before each column; undefined where it is not shown. */
  readonly before: readonly (string | undefined)[];
  readonly separator: string;
  readonly end: string;
  readonly check: 'always' | 'unpairable' | 'never';
  readonly total: boolean;
}

const planOf = (args: Args<keyof typeof options>): Plan => {
  const given = args.value('delimiter');
  const separator = given === undefined ? '\t' : given === '' ? '\0' : latin1(encode(given));
  const shown = [!args.has('one'), !args.has('two'), !args.has('three')];
  let indent = '';
  const before = shown.map((show) => {
    if (!show) return undefined;
    const here = indent;
    indent += separator;
    return here;
  });
  const order = args.last('check', 'nocheck');
  return {
    before,
    separator,
    end: args.has('zero') ? '\0' : '\n',
    check: order === 'check' ? 'always' : order === 'nocheck' ? 'never' : 'unpairable',
    total: args.has('total'),
  };
};

interface Side {
  readonly input: Input;
  readonly number: 1 | 2;
  line: string | undefined;
  previous: string | undefined;
  disorder: boolean;
}

class Comm {
  status = 0;
  private readonly io: Io;
  private readonly plan: Plan;
  private readonly counts: [number, number, number] = [0, 0, 0];
  private unpairable = false;

  constructor(io: Io, plan: Plan) {
    this.io = io;
    this.plan = plan;
  }

  private *advance(side: Side): Generator<void, void> {
    const before = side.line;
    const line = yield* side.input.line();
    side.line = line?.endsWith(this.plan.end) ? line.slice(0, -1) : line;
    // At the end the last two lines are looked at again: one without a partner may have been seen since.
    if (side.line === undefined) yield* this.compare(side, side.previous, before);
    else yield* this.compare(side, before, side.line);
    side.previous = before;
  }

  private *compare(side: Side, first: string | undefined, second: string | undefined): Generator<void, void> {
    const check = this.plan.check === 'always' || (this.plan.check === 'unpairable' && this.unpairable);
    if (!check || side.disorder || first === undefined || second === undefined || first <= second) return;
    side.disorder = true;
    yield* this.io.error(`file ${side.number} is not in sorted order`);
    if (this.plan.check === 'always') this.io.exit(1);
  }

  private *show(column: Column, line: string): Generator<void, void> {
    this.counts[column] += 1;
    const before = this.plan.before[column];
    if (before === undefined) return;
    if (this.io.out.putLatin1(before + line + this.plan.end)) yield* this.io.out.drain();
  }

  *run(left: Side, right: Side): Generator<void, void> {
    yield* this.advance(left);
    yield* this.advance(right);
    while (left.line !== undefined || right.line !== undefined) {
      const { line: a } = left;
      const { line: b } = right;
      if (a !== undefined && a === b) {
        yield* this.show(2, a);
        yield* this.advance(left);
        yield* this.advance(right);
        continue;
      }
      this.unpairable = true;
      if (a !== undefined && (b === undefined || a < b)) {
        yield* this.show(0, a);
        yield* this.advance(left);
      } else if (b !== undefined) {
        yield* this.show(1, b);
        yield* this.advance(right);
      }
    }
    if (this.plan.total) {
      const { separator, end } = this.plan;
      // Here an empty separator is none.
      const between = separator === '\0' ? '' : separator;
      yield* this.io.print(`${this.counts.join(between)}${between}total${end}`);
    }
    if (left.disorder || right.disorder) {
      yield* this.io.error('input is not in sorted order');
      this.status = 1;
    }
  }
}

function* side(sys: Sys, io: Io, name: string, number: 1 | 2, end: string): Generator<void, Side> {
  const fd = yield* openInput(sys, name);
  if (!isFailure(fd))
    return { input: new Input(sys, fd, 4096, end), number, line: undefined, previous: undefined, disorder: false };
  yield* io.warn(name, fd);
  return io.exit(1);
}

const onlyOnce: Check = function* (io, word, { option }, before) {
  const clash = before.some((one) => one.option === option && one.value !== word);
  if (clash) yield* io.die(1, 'multiple output delimiters specified');
};

export const comm = program(
  {
    name: 'comm',
    summary: 'compare two sorted files line by line',
    usage: '[OPTION]... FILE1 FILE2',
    about:
      'Compare sorted files FILE1 and FILE2 line by line.\n\nWhen FILE1 or FILE2 (not both) is -, read standard input.\n\nWith no options, produce three-column output.  Column one contains\nlines unique to FILE1, column two contains lines unique to FILE2,\nand column three contains lines common to both files.',
    options,
    checks: { delimiter: onlyOnce },
  },
  function* (sys, args, io) {
    const [first, second, third] = args.operands;
    if (first === undefined) return yield* io.usageError(1, 'missing operand');
    if (second === undefined) return yield* io.usageError(1, `missing operand after ${quote(first)}`);
    if (third !== undefined) return yield* io.usageError(1, `extra operand ${quote(third)}`);
    const plan = planOf(args);
    const comparing = new Comm(io, plan);
    const left = yield* side(sys, io, first, 1, plan.end);
    const right = yield* side(sys, io, second, 2, plan.end);
    yield* comparing.run(left, right);
    for (const [i, { input }] of [left, right].entries()) {
      if (!input.failure) continue;
      yield* io.warn(args.operands[i] ?? '', input.failure);
      return 1;
    }
    return comparing.status;
  },
);
