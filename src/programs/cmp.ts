/** cmp: compare two files byte by byte. Authority: cmp(1) of GNU diffutils 3.8. */

import { S_ISREG, SEEK_CUR, type Stat } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { type Io, openInput } from './lib/io.ts';
import { parseAnyBase } from './lib/number.ts';
import { type Args, type Check, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { visibleByte } from './lib/visible.ts';

const BUFFER = 4096;
const TROUBLE = 2;
const NEWLINE = 10;
const SUFFIXES = 'kKMGTPEZY0';

const options = {
  printBytes: { short: 'b', long: 'print-bytes', help: 'print differing bytes' },
  ignoreInitial: {
    short: 'i',
    long: 'ignore-initial',
    value: 'SKIP1:SKIP2',
    help: 'skip first SKIP1 bytes of FILE1 and\nfirst SKIP2 bytes of FILE2',
  },
  verbose: { short: 'l', long: 'verbose', help: 'output byte numbers and differing byte values' },
  bytes: { short: 'n', long: 'bytes', value: 'LIMIT', help: 'compare at most LIMIT bytes' },
  quiet: { short: 's', long: 'quiet', help: 'suppress all normal output' },
  silent: { long: 'silent', help: 'suppress all normal output' },
} as const;

interface Side {
  readonly name: string;
  readonly fd: number;
  readonly stat: Stat;
  readonly skip: number;
  readonly buffer: Uint8Array;
}

const octal = (byte: number): string => byte.toString(8).padStart(3);

/** Fills the buffer as far as there is something. */
function* block(sys: Sys, io: Io, side: Side, most: number): Generator<void, number> {
  let length = 0;
  while (length < most) {
    const count = yield* sys.read(side.fd, side.buffer.subarray(length, most));
    if (isFailure(count)) return yield* io.die(TROUBLE, side.name, count);
    if (count === 0) break;
    length += count;
  }
  return length;
}

function* skip(sys: Sys, io: Io, side: Side): Generator<void, void> {
  if (side.skip === 0) return;
  const moved = S_ISREG(side.stat.mode) ? yield* sys.lseek(side.fd, side.skip, SEEK_CUR) : undefined;
  if (moved !== undefined && !isFailure(moved)) return;
  for (let left = side.skip; left > 0; ) {
    const count = yield* block(sys, io, side, Math.min(left, BUFFER));
    if (count === 0) return;
    left -= count;
  }
}

interface Plan {
  readonly style: 'first' | 'all' | 'status';
  readonly bytes: boolean;
  readonly limit: number;
}

class Cmp {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: Plan;
  private line = 1;
  private lastByte = NEWLINE;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  *run(a: Side, b: Side): Generator<void, number> {
    const { sys, io, plan } = this;
    let status = 0;
    for (let offset = 0; offset < plan.limit; ) {
      const most = Math.min(BUFFER, plan.limit - offset);
      const left = yield* block(sys, io, a, most);
      const right = yield* block(sys, io, b, most);
      const common = Math.min(left, right);
      for (let i = 0; i < common; i += 1) {
        const [one = 0, two = 0] = [a.buffer[i], b.buffer[i]];
        if (one !== two) {
          status = 1;
          if (plan.style === 'status') return 1;
          yield* this.difference(a.name, b.name, offset + i + 1, one, two);
          if (plan.style === 'first') return 1;
        }
        this.lastByte = one;
        if (one === NEWLINE) this.line += 1;
      }
      offset += common;
      if (left !== right) {
        if (plan.style !== 'status') yield* this.ended(left < right ? a.name : b.name, offset);
        return 1;
      }
      if (left === 0) break;
    }
    return status;
  }

  private *difference(a: string, b: string, at: number, one: number, two: number): Generator<void, void> {
    const { style, bytes } = this.plan;
    if (style === 'all') {
      const width = Number.isFinite(this.plan.limit) ? String(this.plan.limit).length : 0;
      const number = String(at).padStart(Math.max(width, this.numberWidth));
      const text = bytes
        ? `${number} ${octal(one)} ${visibleByte(one).padEnd(4)} ${octal(two)} ${visibleByte(two)}\n`
        : `${number} ${octal(one)} ${octal(two)}\n`;
      yield* this.io.print(text);
      return;
    }
    const values = bytes ? ` is ${octal(one)} ${visibleByte(one)} ${octal(two)} ${visibleByte(two)}` : '';
    const unit = bytes ? 'byte' : 'char';
    yield* this.io.print(`${a} ${b} differ: ${bytes ? 'byte' : unit} ${at}, line ${this.line}${values}\n`);
  }

  /** Of the byte numbers under -l: as wide as the smaller file's size. */
  numberWidth = 1;

  private *ended(name: string, offset: number): Generator<void, void> {
    if (offset === 0) {
      yield* this.io.error(`EOF on ${name} which is empty`);
      return;
    }
    const { style } = this.plan;
    const lines = this.lastByte === NEWLINE ? this.line - 1 : this.line;
    const where = style === 'all' ? '' : this.lastByte === NEWLINE ? `, line ${lines}` : `, in line ${lines}`;
    yield* this.io.error(`EOF on ${name} after byte ${offset}${where}`);
  }
}

function* sizeOf(io: Io, what: string, word: string, whole = word): Generator<void, number> {
  const size = parseAnyBase(word, SUFFIXES);
  if (size && !size.overflow) return size.value;
  return yield* io.usageError(TROUBLE, `invalid ${what} value ${quote(whole)}`);
}

const limitOf = (io: Io, word: string): Generator<void, number> => sizeOf(io, '--bytes', word);

function* skipsOf(io: Io, word: string): Generator<void, [number, number]> {
  const colon = word.indexOf(':');
  const [one, two] = colon < 0 ? [word, word] : [word.slice(0, colon), word.slice(colon + 1)];
  return [yield* sizeOf(io, '--ignore-initial', one, word), yield* sizeOf(io, '--ignore-initial', two, two)];
}

function* skips(args: Args<keyof typeof options>, io: Io): Generator<void, [number, number]> {
  const out: [number, number] = [0, 0];
  const [, , first, second] = args.operands;
  for (const word of args.values('ignoreInitial')) {
    const [one, two] = yield* skipsOf(io, word);
    out[0] = Math.max(out[0], one);
    out[1] = Math.max(out[1], two);
  }
  if (first !== undefined) out[0] = Math.max(out[0], yield* sizeOf(io, '--ignore-initial', first));
  if (second !== undefined) out[1] = Math.max(out[1], yield* sizeOf(io, '--ignore-initial', second));
  return out;
}

/** -l and -s exclude each other as soon as the second is met. */
const checkStyle: Check = function* (io, _word, { option }, before) {
  const others = option === 'verbose' ? /^(?:quiet|silent)$/ : /^verbose$/;
  if (before.some((one) => others.test(one.option)))
    yield* io.usageError(TROUBLE, 'options -l and -s are incompatible');
};

function* open(sys: Sys, io: Io, name: string, skipped: number, silent: boolean): Generator<void, Side> {
  const fd = yield* openInput(sys, name);
  const stat = isFailure(fd) ? fd : yield* sys.fstat(fd);
  if (isFailure(fd) || isFailure(stat)) {
    if (!silent) yield* io.fail(name, isFailure(fd) ? fd : { errno: 'EIO' });
    return io.exit(TROUBLE);
  }
  return { name, fd, stat, skip: skipped, buffer: new Uint8Array(BUFFER) };
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const [first, second = '-', , , extra] = args.operands;
  const style = args.has('quiet') || args.has('silent') ? 'status' : args.has('verbose') ? 'all' : 'first';
  const skipped = yield* skips(args, io);
  let limit = Number.POSITIVE_INFINITY;
  for (const word of args.values('bytes')) limit = Math.min(limit, yield* limitOf(io, word));
  if (first === undefined) return yield* io.usageError(TROUBLE, `missing operand after ${quote(io.name)}`);
  if (extra !== undefined) return yield* io.usageError(TROUBLE, `extra operand ${quote(extra)}`);
  const a = yield* open(sys, io, first, skipped[0], style === 'status');
  const b = yield* open(sys, io, second, skipped[1], style === 'status');
  if (a.stat.ino === b.stat.ino && skipped[0] === skipped[1]) return 0;
  const regular = S_ISREG(a.stat.mode) && S_ISREG(b.stat.mode);
  if (style === 'status' && regular && limit === Number.POSITIVE_INFINITY) {
    if (Math.max(0, a.stat.size - a.skip) !== Math.max(0, b.stat.size - b.skip)) return 1;
  }
  const comparing = new Cmp(sys, io, { style, bytes: args.has('printBytes'), limit });
  if (regular) {
    const size = Math.min(a.stat.size - a.skip, b.stat.size - b.skip, limit);
    comparing.numberWidth = String(Math.max(1, size)).length;
  }
  yield* skip(sys, io, a);
  yield* skip(sys, io, b);
  return yield* comparing.run(a, b);
}

export const cmp = program(
  {
    name: 'cmp',
    summary: 'compare two files byte by byte',
    usage: '[OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]',
    about:
      'Compare two files byte by byte.\n\nThe optional SKIP1 and SKIP2 specify the number of bytes to skip\nat the beginning of each file (zero by default).',
    options,
    family: 'diffutils',
    usageStatus: TROUBLE,
    checks: {
      ignoreInitial: skipsOf,
      bytes: limitOf,
      verbose: checkStyle,
      quiet: checkStyle,
      silent: checkStyle,
    },
    notes:
      "If a FILE is '-' or missing, read standard input.\nExit status is 0 if inputs are the same, 1 if different, 2 if trouble.",
  },
  run,
);
