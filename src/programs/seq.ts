/**
 * seq: print a sequence of numbers. Whole numbers are counted up in decimal digits; everything else is long double.
 * Authority: seq(1); the rule for the last number is that of coreutils 9.1.
 */

import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { add, compare, fromInteger, isZero, type LongDouble, parseLongDouble, scale } from './lib/long-double.ts';
import { BLOCK } from './lib/output.ts';
import { formatFloat } from './lib/printf-directive.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const options = {
  format: { short: 'f', long: 'format', value: 'FORMAT', help: 'use printf style floating-point FORMAT' },
  separator: {
    short: 's',
    long: 'separator',
    value: 'STRING',
    help: 'use STRING to separate numbers (default: \\n)',
  },
  equalWidth: { short: 'w', long: 'equal-width', help: 'equalize width by padding with leading zeroes' },
} as const;

interface Operand {
  readonly value: LongDouble;
  /** Characters before and digits behind the point; undefined where only %g will do. */
  readonly width: number;
  readonly precision: number | undefined;
}

function* readOperand(word: string, io: Io): Generator<void, Operand> {
  const parsed = parseLongDouble(word);
  if (parsed.length === 0 || parsed.length < word.length) {
    return yield* io.usageError(1, `invalid floating point argument: ${quote(word)}`);
  }
  if (parsed.value.kind === 'nan') {
    return yield* io.usageError(1, `invalid ${quote('not-a-number')} argument: ${quote(word)}`);
  }
  return { value: parsed.value, ...shapeOf(word.trimStart().replace(/^\+/, '')) };
}

/** How the operand was written decides how the sequence is. */
const shapeOf = (word: string): Pick<Operand, 'width' | 'precision'> => {
  if (/[xXpP]|inf/i.test(word)) return { width: 0, precision: undefined };
  const [, sign = '', whole = '', point = '', fraction = '', exponentText] =
    /^(-?)(\d*)(\.?)(\d*)(?:[eE]([+-]?\d+))?$/.exec(word) ?? [];
  let precision = fraction.length;
  let width = sign.length + whole.length + (fraction === '' ? 0 : point.length + fraction.length);
  if (point !== '' && whole === '') width += 1;
  if (exponentText !== undefined) {
    const exponent = Number(exponentText);
    const before = precision;
    precision = Math.max(0, precision - exponent);
    width = sign.length + Math.max(1, whole.length + exponent) + (precision > 0 ? precision + 1 : 0);
    if (exponent < 0 && before === 0 && whole.length + exponent < 1) width = sign.length + 1 + precision + 1;
  }
  return { width, precision };
};

interface Format {
  readonly prefix: string;
  readonly suffix: string;
  readonly number: (value: LongDouble) => string;
}

const plain = (number: (value: LongDouble) => string): Format => ({ prefix: '', suffix: '', number });

/** A user's FORMAT must hold exactly one conversion of a floating point number. */
function* readFormat(format: string, io: Io): Generator<void, Format> {
  const bad = (why: string): Generator<void, never> => io.die(1, `format ${quote(format)} ${why}`);
  const unescaped = (text: string): string => text.replaceAll('%%', '%');
  const start = /^(?:[^%]|%%)*/.exec(format)?.[0].length ?? 0;
  if (start === format.length) return yield* bad('has no % directive');
  const directive = /^%([-+#0 ']*)(\d*)(?:\.(\d*))?L?(.?)/s.exec(format.slice(start));
  const [source = '', flags = '', width = '', precision, letter = ''] = directive ?? [];
  if (letter === '') return yield* bad('ends in %');
  if (!/[efgaEFGA]/.test(letter)) return yield* bad(`has unknown %${letter} directive`);
  const rest = format.slice(start + source.length);
  if (/^(?:[^%]|%%)*%(?!%)/.test(rest)) return yield* bad('has too many % directives');
  const spec = {
    source,
    flags,
    width: width === '' ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    letter,
  };
  return {
    prefix: unescaped(format.slice(0, start)),
    suffix: unescaped(rest),
    number: (value) => formatFloat(value, spec),
  };
}

const GENERAL = { source: '%g', flags: '', width: undefined, precision: undefined, letter: 'g' };

/** The format that shows as many decimals as the operands have. */
const defaultFormat = (first: Operand, step: Operand, last: Operand, equalWidth: boolean): Format => {
  if (first.precision === undefined || step.precision === undefined || last.precision === undefined) {
    return plain((value) => formatFloat(value, GENERAL));
  }
  const precision = Math.max(first.precision, step.precision);
  if (!equalWidth) {
    const spec = { ...GENERAL, precision, letter: 'f' };
    return plain((value) => formatFloat(value, spec));
  }
  const widen = ({ width, precision: own = 0 }: Operand): number => {
    const point = own === 0 && precision > 0 ? 1 : 0;
    return width + (precision - own) + point;
  };
  // The last number is only as wide as the sequence's decimals allow.
  const lastOwn = last.precision;
  let lastWidth = last.width + (precision - lastOwn);
  if (lastOwn > 0 && precision === 0) lastWidth -= 1;
  if (lastOwn === 0 && precision > 0) lastWidth += 1;
  const spec = { ...GENERAL, flags: '0', width: Math.max(widen(first), lastWidth), precision, letter: 'f' };
  return plain((value) => formatFloat(value, spec));
};

function* floats(
  io: Io,
  [first, step, last]: readonly [LongDouble, LongDouble, LongDouble],
  { prefix, suffix, number }: Format,
  separator: string,
): Generator<void, void> {
  const { out } = io;
  const isPast = (x: LongDouble): boolean => {
    const order = compare(x, last) ?? 0;
    return step.negative ? order < 0 : order > 0;
  };
  if (isPast(first)) return;
  let text = number(first);
  for (let i = 1n; ; i += 1n) {
    if (out.put(prefix + text + suffix)) yield* out.drain();
    if (out.failure) yield* io.writeError(out.failure);
    const next = add(first, scale(step, i));
    const nextText = number(next);
    if (isPast(next)) {
      // One past the end is printed after all if it reads back as the end and looks different from the one before.
      const back = parseLongDouble(nextText);
      const reached = back.length > 0 && compare(back.value, last) === 0 && nextText !== text;
      if (!reached) break;
      if (out.put(separator + prefix + nextText + suffix)) yield* out.drain();
      break;
    }
    text = nextText;
    if (out.put(separator)) yield* out.drain();
  }
  yield* io.print('\n');
}

/** Whole numbers of a size that JavaScript counts exactly: any step, any width, printed one by one. */
function* wholes(
  io: Io,
  [first, step, last]: readonly [number, number, number],
  width: number,
  separator: string,
): Generator<void, void> {
  const { out } = io;
  const text = (value: number): string => {
    const digits = String(Math.abs(value));
    return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
  };
  const count = Math.floor((last - first) / step);
  for (let i = 0; i <= count; i += 1) {
    if (out.put(i === 0 ? text(first) : separator + text(first + i * step))) yield* out.drain();
    if (out.failure) yield* io.writeError(out.failure);
  }
  if (count >= 0) yield* io.print('\n');
}

const SMALL = /^[-+]?\d{1,15}$/;

/** FIRST, STEP and LAST if all are such numbers. */
const smallNumbers = (operands: readonly string[]): [number, number, number] | undefined => {
  if (!operands.every((word) => SMALL.test(word) && word !== '-0')) return undefined;
  const numbers = operands.map(Number);
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  return step === 0 ? undefined : [first, step, last];
};

const CHUNK = BLOCK * 2;
const ZERO_DIGIT = 48;
const NINE_DIGIT = 57;

/** The digits of a number as bytes, which count up in place. */
class Counter {
  digits: Uint8Array;
  private readonly step: number;

  constructor(start: bigint, step: number) {
    this.digits = Uint8Array.from(start.toString(), (digit) => digit.charCodeAt(0));
    this.step = step;
  }

  advance(): void {
    let carry = this.step;
    for (let i = this.digits.length - 1; carry > 0 && i >= 0; i -= 1) {
      const sum = (this.digits[i] ?? 0) + carry;
      if (sum <= NINE_DIGIT) {
        this.digits[i] = sum;
        return;
      }
      const value = sum - ZERO_DIGIT;
      this.digits[i] = (value % 10) + ZERO_DIGIT;
      carry = Math.floor(value / 10);
    }
    if (carry === 0) return;
    this.digits = Uint8Array.from([...String(carry)].map((digit) => digit.charCodeAt(0)).concat([...this.digits]));
  }
}

/** As many lines as it takes until the chunk is full, or nothing is left. */
function fill(chunk: Uint8Array, used: number, left: number, counter: Counter): { used: number; left: number } {
  while (used < CHUNK && left > 0) {
    const { digits } = counter;
    for (let i = 0; i < digits.length; i += 1) chunk[used + i] = digits[i] ?? 0;
    used += digits.length;
    chunk[used] = 10;
    used += 1;
    left -= 1;
    counter.advance();
  }
  return { used, left };
}

/** Whole numbers upwards: a chunk of 8192 bytes is filled and handed to stdio, as seq's fast path does. */
function* integers(io: Io, first: bigint, step: number, last: bigint | undefined): Generator<void, void> {
  const { out } = io;
  let left = last === undefined ? Number.POSITIVE_INFINITY : Number((last - first) / BigInt(step)) + 1;
  if (last !== undefined && first > last) return;
  const counter = new Counter(first, step);
  const chunk = new Uint8Array(CHUNK + 400);
  let used = 0;
  while (left > 0) {
    const filled = fill(chunk, used, left, counter);
    used = filled.used;
    left = filled.left;
    if (used < CHUNK) continue;
    if (out.putBytes(chunk.subarray(0, CHUNK))) yield* out.drain();
    if (out.failure) yield* io.writeError(out.failure);
    chunk.copyWithin(0, CHUNK, used);
    used -= CHUNK;
  }
  if (out.putBytes(chunk.subarray(0, used))) yield* out.drain();
}

const WHOLE = /^\d{1,300}$/;
const MAX_FAST_STEP = 200;

/** The three numbers if the fast path can count them. */
const wholeNumbers = (operands: readonly string[]): [bigint, number, bigint | undefined] | undefined => {
  const [first, step, last] =
    operands.length === 1
      ? ['1', '1', operands[0]]
      : operands.length === 2
        ? [operands[0], '1', operands[1]]
        : operands;
  if (first === undefined || step === undefined || last === undefined) return undefined;
  if (!WHOLE.test(first) || !WHOLE.test(step)) return undefined;
  const count = Number(step);
  if (count < 1 || count > MAX_FAST_STEP) return undefined;
  if (last === 'inf' || last === 'infinity') return [BigInt(first), count, undefined];
  return WHOLE.test(last) ? [BigInt(first), count, BigInt(last)] : undefined;
};

const ONE: Operand = { value: fromInteger(1n), width: 1, precision: 0 };

function* run(_sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const { operands } = args;
  if (operands.length === 0) return yield* io.usageError(1, 'missing operand');
  if (operands.length > 3) return yield* io.usageError(1, `extra operand ${quote(operands[3] ?? '')}`);
  const custom = args.value('format');
  const equalWidth = args.has('equalWidth');
  const format = custom === undefined ? undefined : yield* readFormat(custom, io);
  if (format && equalWidth) {
    return yield* io.usageError(1, 'format string may not be specified when printing equal width strings');
  }
  const separator = args.value('separator') ?? '\n';
  const whole = !format && !equalWidth && separator === '\n' ? wholeNumbers(operands) : undefined;
  if (whole) {
    yield* integers(io, ...whole);
    return 0;
  }
  const small = format ? undefined : smallNumbers(operands);
  if (small) {
    // Zeros in front count.
    const ends = [operands.length > 1 ? operands[0] : '1', operands.at(-1)];
    const widths = ends.map((word = '') => word.replace(/^\+/, '').length);
    yield* wholes(io, small, equalWidth ? Math.max(...widths) : 0, separator);
    return 0;
  }
  const read: Operand[] = [];
  for (const word of operands) read.push(yield* readOperand(word, io));
  const last = read.at(-1) ?? ONE;
  const first = read.length > 1 ? (read[0] ?? ONE) : ONE;
  const step = read.length > 2 ? (read[1] ?? ONE) : ONE;
  if (isZero(step.value)) return yield* io.usageError(1, `invalid Zero increment value: ${quote(operands[1] ?? '')}`);
  const shown = format ?? defaultFormat(first, step, last, equalWidth);
  yield* floats(io, [first.value, step.value, last.value], shown, separator);
  return 0;
}

export const seq = program(
  {
    name: 'seq',
    summary: 'print a sequence of numbers',
    usage: ['[OPTION]... LAST', '[OPTION]... FIRST LAST', '[OPTION]... FIRST INCREMENT LAST'],
    about: 'Print numbers from FIRST to LAST, in steps of INCREMENT.',
    options,
    stopAtOperand: true,
    negativeNumbers: true,
  },
  run,
);
