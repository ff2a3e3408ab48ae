/** join: lines of two sorted files that have a field in common. Authority: join(1) of coreutils 9.1. */

import { encode, latin1 } from '../bytes.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { toText } from './lib/latin.ts';
import { type Args, type Check, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';

const options = {
  a: { short: 'a', value: 'FILENUM', help: 'also print unpairable lines from file FILENUM, where\nFILENUM is 1 or 2' },
  e: { short: 'e', value: 'STRING', help: 'replace missing (empty) input fields with STRING' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore differences in case when comparing fields' },
  j: { short: 'j', value: 'FIELD', help: "equivalent to '-1 FIELD -2 FIELD'" },
  o: { short: 'o', value: 'FORMAT', help: 'obey FORMAT while constructing output line' },
  t: { short: 't', value: 'CHAR', help: 'use CHAR as input and output field separator' },
  v: { short: 'v', value: 'FILENUM', help: 'like -a FILENUM, but suppress joined output lines' },
  one: { short: '1', value: 'FIELD', help: 'join on this FIELD of file 1' },
  two: { short: '2', value: 'FIELD', help: 'join on this FIELD of file 2' },
  check: {
    long: 'check-order',
    help: 'check that the input is correctly sorted, even\nif all input lines are pairable',
  },
  nocheck: { long: 'nocheck-order', help: 'do not check that the input is correctly sorted' },
  header: {
    long: 'header',
    help: 'treat the first line in each file as field headers,\nprint them without trying to pair them',
  },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

type Arguments = Args<keyof typeof options>;
type FileNumber = 1 | 2;
/** File 0 is the join field. */
interface Shown {
  readonly file: 0 | FileNumber;
  readonly field: number;
}

interface Plan {
  readonly unpaired: ReadonlySet<FileNumber>;
  readonly paired: boolean;
  readonly empty: string | undefined;
  readonly ignoreCase: boolean;
  readonly fields: readonly [number, number];
  readonly format: readonly Shown[] | 'auto' | undefined;
  readonly separator: string | undefined;
  readonly check: 'always' | 'unpairable' | 'never';
  readonly header: boolean;
  readonly end: string;
}

interface Line {
  readonly text: string;
  readonly fields: readonly string[];
  readonly key: string;
}

const bytes = (text: string): string => latin1(encode(text));

function* fieldNumber(io: Io, word: string): Generator<void, number> {
  if (/^\d+$/.test(word) && Number(word) > 0) return Number(word) - 1;
  return yield* io.die(1, `invalid field number: ${quote(word)}`);
}

function* fileNumber(io: Io, word: string): Generator<void, FileNumber> {
  if (word === '1') return 1;
  if (word === '2') return 2;
  return yield* io.die(1, `invalid field number: ${quote(word)}`);
}

function* formatOf(io: Io, words: readonly string[]): Generator<void, Plan['format']> {
  if (words.length === 0) return undefined;
  if (words.length === 1 && words[0] === 'auto') return 'auto';
  const shown: Shown[] = [];
  for (const word of words.flatMap((list) => list.split(/[, \t]/))) {
    if (word === '0') {
      shown.push({ file: 0, field: 0 });
      continue;
    }
    const match = /^([12])\.(.*)$/.exec(word);
    if (!match) {
      if (word.startsWith('0')) return yield* io.die(1, `invalid field specifier: ${quote(word)}`);
      if (/^[12]/.test(word)) return yield* io.die(1, `invalid field specifier: ${quote(word)}`);
      return yield* io.die(1, `invalid file number in field spec: ${quote(word)}`);
    }
    shown.push({ file: match[1] === '1' ? 1 : 2, field: yield* fieldNumber(io, match[2] ?? '') });
  }
  return shown;
}

function* separatorOf(io: Io, word: string | undefined): Generator<void, string | undefined> {
  if (word === undefined) return undefined;
  const text = bytes(word);
  if (text === '') return '\n';
  if (word === '\\0') return '\0';
  if (text.length > 1) return yield* io.die(1, `multi-character tab ${quote(word)}`);
  return text;
}

/** -1, -2 and -j may be given again, but not with another field. */
const checkField: Check = function* (io, word, { option }, before) {
  const field = yield* fieldNumber(io, word);
  const same = before.filter(
    (one) => one.option === option || one.option === 'j' || (option === 'j' && /one|two/.test(one.option)),
  );
  for (const { value = '' } of same) {
    const earlier = yield* fieldNumber(io, value);
    if (earlier !== field) yield* io.die(1, `incompatible join fields ${earlier + 1}, ${field + 1}`);
  }
};

const checkEmpty: Check = function* (io, word, { option }, before) {
  const clash = before.some((one) => one.option === option && one.value !== word);
  if (clash) yield* io.die(1, 'conflicting empty-field replacement strings');
};

const checkSeparator: Check = function* (io, word, { option }, before) {
  yield* separatorOf(io, word);
  const clash = before.some((one) => one.option === option && one.value !== word);
  if (clash) yield* io.die(1, 'incompatible tabs');
};

function* planOf(args: Arguments, io: Io): Generator<void, Plan> {
  const unpaired = new Set<FileNumber>();
  for (const word of [...args.values('a'), ...args.values('v')]) unpaired.add(yield* fileNumber(io, word));
  const both = args.value('j');
  const fields: [number, number] = [0, 0];
  for (const [i, word] of [args.value('one') ?? both, args.value('two') ?? both].entries()) {
    if (word !== undefined) fields[i] = yield* fieldNumber(io, word);
  }
  const order = args.last('check', 'nocheck');
  const empty = args.value('e');
  return {
    unpaired,
    paired: !args.has('v'),
    empty: empty === undefined ? undefined : bytes(empty),
    ignoreCase: args.has('ignoreCase'),
    fields,
    format: yield* formatOf(io, args.values('o')),
    separator: yield* separatorOf(io, args.value('t')),
    check: order === 'check' ? 'always' : order === 'nocheck' ? 'never' : 'unpairable',
    header: args.has('header'),
    end: args.has('zero') ? '\0' : '\n',
  };
}

class Side {
  line: Line | undefined;
  number = 0;
  disorder = false;
  readonly input: Input;
  readonly file: FileNumber;
  readonly name: string;
  private readonly plan: Plan;
  private ahead: Line | undefined;

  constructor(input: Input, file: FileNumber, name: string, plan: Plan) {
    this.input = input;
    this.file = file;
    this.name = name;
    this.plan = plan;
  }

  *read(): Generator<void, Line | undefined> {
    const read = yield* this.input.line();
    this.ahead = read === undefined ? undefined : this.parsed(read);
    if (this.ahead) this.number += 1;
    return this.ahead;
  }

  private parsed(read: string): Line {
    const { separator, end, ignoreCase, fields } = this.plan;
    const text = read.endsWith(end) ? read.slice(0, -1) : read;
    const cut = this.cut(text, separator);
    const key = cut[fields[this.file - 1] ?? 0] ?? '';
    return { text, fields: cut, key: ignoreCase ? key.replace(/[a-z]/g, (c) => c.toUpperCase()) : key };
  }

  private cut(text: string, separator: string | undefined): string[] {
    if (separator === '\n') return text === '' ? [] : [text];
    if (separator !== undefined) return text === '' ? [] : text.split(separator);
    const pieces = text.replace(/^[ \t\n]+/, '').split(/[ \t\n]+/);
    return pieces.length === 1 && pieces[0] === '' ? [] : pieces;
  }
}

class Join {
  private readonly io: Io;
  private readonly plan: Plan;
  private readonly a: Side;
  private readonly b: Side;
  private auto: readonly [number, number] = [0, 0];
  private unpairable = false;

  constructor(io: Io, plan: Plan, a: Side, b: Side) {
    this.io = io;
    this.plan = plan;
    this.a = a;
    this.b = b;
  }

  private *advance(side: Side): Generator<void, void> {
    const before = side.line;
    side.line = yield* side.read();
    const check = this.plan.check === 'always' || (this.plan.check === 'unpairable' && this.unpairable);
    if (!check || side.disorder || !before || !side.line || before.key <= side.line.key) return;
    side.disorder = true;
    yield* this.io.error(`${side.name}:${side.number}: is not sorted: ${toText(side.line.text)}`);
    if (this.plan.check === 'always') this.io.exit(1);
  }

  *run(): Generator<void, number> {
    const { a, b, plan } = this;
    yield* this.advance(a);
    yield* this.advance(b);
    this.auto = [a.line?.fields.length ?? 0, b.line?.fields.length ?? 0];
    if (plan.header && (a.line || b.line)) {
      yield* this.show(a.line, b.line);
      if (a.line) a.line = yield* a.read();
      if (b.line) b.line = yield* b.read();
    }
    while (a.line && b.line) {
      if (a.line.key < b.line.key) yield* this.alone(a);
      else if (a.line.key > b.line.key) yield* this.alone(b);
      else yield* this.pair();
    }
    while (a.line) yield* this.rest(a);
    while (b.line) yield* this.rest(b);
    if (!a.disorder && !b.disorder) return 0;
    yield* this.io.error('input is not in sorted order');
    return 1;
  }

  private *alone(side: Side): Generator<void, void> {
    yield* this.rest(side);
    this.unpairable = true;
  }

  /** What is left of one file when the other has ended says nothing of their order. */
  private *rest(side: Side): Generator<void, void> {
    if (this.plan.unpaired.has(side.file)) {
      if (side.file === 1) yield* this.show(side.line, undefined);
      else yield* this.show(undefined, side.line);
    }
    yield* this.advance(side);
  }

  /** Every line of one file with that key, with every line of the other. */
  private *pair(): Generator<void, void> {
    const lefts = yield* this.group(this.a);
    const rights = yield* this.group(this.b);
    if (!this.plan.paired) return;
    for (const left of lefts) for (const right of rights) yield* this.show(left, right);
  }

  private *group(side: Side): Generator<void, Line[]> {
    const lines: Line[] = [];
    const key = side.line?.key;
    while (side.line && side.line.key === key) {
      lines.push(side.line);
      yield* this.advance(side);
    }
    return lines;
  }

  private *show(left: Line | undefined, right: Line | undefined): Generator<void, void> {
    const { plan, io } = this;
    const separator = plan.separator ?? ' ';
    const text = this.shown(left, right).join(separator);
    if (io.out.putLatin1(text + plan.end)) yield* io.out.drain();
  }

  private field(line: Line | undefined, index: number): string {
    const value = line?.fields[index] ?? '';
    return value === '' ? (this.plan.empty ?? '') : value;
  }

  private others(line: Line | undefined, file: FileNumber, count: number): string[] {
    const out: string[] = [];
    const key = this.plan.fields[file - 1];
    for (let i = 0; i < count; i += 1) if (i !== key) out.push(this.field(line, i));
    return out;
  }

  private shown(left: Line | undefined, right: Line | undefined): string[] {
    const { format, fields } = this.plan;
    const key = left ? this.field(left, fields[0]) : this.field(right, fields[1]);
    if (format === 'auto') {
      return [key, ...this.others(left, 1, this.auto[0]), ...this.others(right, 2, this.auto[1])];
    }
    if (!format) {
      return [
        key,
        ...this.others(left, 1, left?.fields.length ?? 0),
        ...this.others(right, 2, right?.fields.length ?? 0),
      ];
    }
    return format.map(({ file, field }) => (file === 0 ? key : this.field(file === 1 ? left : right, field)));
  }
}

function* open(sys: Sys, io: Io, name: string, file: FileNumber, plan: Plan): Generator<void, Side> {
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) {
    yield* io.warn(name, fd);
    return io.exit(1);
  }
  return new Side(new Input(sys, fd, 4096, plan.end), file, name, plan);
}

export const join = program(
  {
    name: 'join',
    summary: 'join lines of two files on a common field',
    usage: '[OPTION]... FILE1 FILE2',
    about:
      'For each pair of input lines with identical join fields, write a line to\nstandard output.  The default join field is the first, delimited by blanks.\n\nWhen FILE1 or FILE2 (not both) is -, read standard input.',
    options,
    checks: {
      a: fileNumber,
      v: fileNumber,
      one: checkField,
      two: checkField,
      j: checkField,
      e: checkEmpty,
      o: (io, word) => formatOf(io, [word]),
      t: checkSeparator,
    },
  },
  function* (sys, args, io) {
    const plan = yield* planOf(args, io);
    const [first, second, third] = args.operands;
    if (first === undefined) return yield* io.usageError(1, 'missing operand');
    if (second === undefined) return yield* io.usageError(1, `missing operand after ${quote(first)}`);
    if (third !== undefined) return yield* io.usageError(1, `extra operand ${quote(third)}`);
    const a = yield* open(sys, io, first, 1, plan);
    const b = yield* open(sys, io, second, 2, plan);
    if (a.input.fd === b.input.fd) return yield* io.die(1, 'both files cannot be standard input');
    const status = yield* new Join(io, plan, a, b).run();
    for (const { input, name } of [a, b]) {
      if (input.failure) return yield* io.die(1, quotef(name), input.failure);
    }
    return status;
  },
);
