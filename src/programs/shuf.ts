/**
 * shuf: a random permutation of lines. Random bytes come from /dev/urandom or --random-source, and are used as gnulib does.
 * Authority: shuf(1) of coreutils 9.1; randint.c and randperm.c of gnulib.
 */

import { encode, latin1 } from '../bytes.ts';
import { O_CREAT, O_TRUNC, O_WRONLY, S_ISREG } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { parseCount } from './lib/number.ts';
import { Output } from './lib/output.ts';
import { type Args, type Check, program } from './lib/program.ts';
import { quote, quoteaf, quotef } from './lib/quote.ts';

const RESERVOIR = 8192 * 1024;
/** Bytes that a random source is read by, and those that a generator of random numbers begins with. */
const BLOCK = 4096;
const SEED = 2048;

const options = {
  echo: { short: 'e', long: 'echo', help: 'treat each ARG as an input line' },
  range: {
    short: 'i',
    long: 'input-range',
    value: 'LO-HI',
    help: 'treat each number LO through HI as an input line',
  },
  count: { short: 'n', long: 'head-count', value: 'COUNT', help: 'output at most COUNT lines' },
  output: { short: 'o', long: 'output', value: 'FILE', help: 'write result to FILE instead of standard output' },
  source: { long: 'random-source', value: 'FILE', help: 'get random bytes from FILE' },
  repeat: { short: 'r', long: 'repeat', help: 'output lines can be repeated' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

type Arguments = Args<keyof typeof options>;

/** Whole numbers from random bytes, none wasted. */
class Random {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly source: string | undefined;
  private readonly name: string;
  private fd: number | undefined;
  private block = new Uint8Array(0);
  private at = 0;
  private length = 0;
  private number = 0;
  private most = 0;

  constructor(sys: Sys, io: Io, source: string | undefined) {
    this.sys = sys;
    this.io = io;
    this.source = source;
    this.name = source ?? '/dev/urandom';
  }

  /** `bound`: bytes that will be enough most of the time; no more are taken at once from a file. */
  *start(bound: number): Generator<void, void> {
    if (this.fd !== undefined) return;
    const fd = yield* this.sys.open(this.name, 0);
    if (isFailure(fd)) return yield* this.io.die(1, quotef(this.name), fd);
    this.fd = fd;
    this.block = new Uint8Array(this.source === undefined ? SEED : Math.min(BLOCK, Math.max(1, bound)));
  }

  private *fill(): Generator<void, void> {
    const count = yield* this.sys.read(this.fd ?? 0, this.block);
    if (isFailure(count)) return yield* this.io.die(1, `${quoteaf(this.name)}: read error`, count);
    if (count === 0) return yield* this.io.die(1, `${quoteaf(this.name)}: end of file`);
    this.at = 0;
    this.length = count;
  }

  /** 0 ≤ x < choices. */
  *choose(choices: number): Generator<void, number> {
    const greatest = choices - 1;
    for (;;) {
      while (this.most < greatest) {
        if (this.at === this.length) yield* this.fill();
        this.number = this.number * 256 + (this.block[this.at++] ?? 0);
        this.most = this.most * 256 + 255;
      }
      const { number, most } = this;
      if (most === greatest) {
        this.number = 0;
        this.most = 0;
        return number;
      }
      const excess = most - greatest;
      const unusable = excess % choices;
      const reduced = number % choices;
      if (number <= most - unusable) {
        this.number = Math.floor(number / choices);
        this.most = Math.floor(excess / choices);
        return reduced;
      }
      this.number = reduced;
      this.most = unusable - 1;
    }
  }
}

/** Of that many choices out of so many. */
const permutationBytes = (count: number, choices: number): number =>
  choices < 2 ? 0 : Math.ceil((count * Math.ceil(Math.log2(choices))) / 8);

/** The first `count` of a random order of `list`. */
function* permuted<T>(list: readonly T[], count: number, random: Random): Generator<void, T[]> {
  const order = [...list];
  for (let i = 0; i < count; i += 1) {
    const j = i + (yield* random.choose(order.length - i));
    const [a, b] = [order[i], order[j]];
    if (a === undefined || b === undefined) break;
    order[i] = b;
    order[j] = a;
  }
  return order.slice(0, count);
}

function* rangeOf(io: Io, word: string): Generator<void, [number, number]> {
  const dash = word.indexOf('-');
  const [low, high] = [parseCount(dash < 0 ? word : word.slice(0, dash)), parseCount(word.slice(dash + 1))];
  if (dash < 0 || !low || !high || low.overflow || high.overflow || low.value > high.value + 1) {
    const bad = dash < 0 || !low ? (dash < 0 ? word : word.slice(0, dash)) : !high ? word.slice(dash + 1) : word;
    return yield* io.die(1, `invalid input range: ${quote(bad)}`);
  }
  return [low.value, high.value];
}

const checkRange: Check = function* (io, word, given, before) {
  if (before.some(({ option }) => option === given.option)) yield* io.die(1, 'multiple -i options specified');
  yield* rangeOf(io, word);
};

function* readLines(
  sys: Sys,
  io: Io,
  name: string,
  end: string,
  keep: { count: number; random: Random } | undefined,
): Generator<void, string[]> {
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) return yield* io.die(1, quotef(name), fd);
  const stat = yield* sys.fstat(fd);
  const small = !isFailure(stat) && S_ISREG(stat.mode) && stat.size <= RESERVOIR;
  const reservoir = keep && !small ? keep : undefined;
  if (reservoir) yield* reservoir.random.start(Number.POSITIVE_INFINITY);
  const input = new Input(sys, fd, 4096, end);
  const lines: string[] = [];
  let seen = 0;
  for (;;) {
    // Drawn before it is known that there is another line.
    const full = reservoir !== undefined && lines.length >= reservoir.count;
    const at = full ? yield* reservoir.random.choose(seen + 1) : lines.length;
    const line = yield* input.line();
    if (line === undefined) break;
    seen += 1;
    if (!full || at < lines.length) lines[at] = line.endsWith(end) ? line.slice(0, -1) : line;
  }
  if (input.failure) return yield* io.die(1, 'read error', input.failure);
  return lines;
}

function* readCount(io: Io, word: string): Generator<void, number> {
  const count = parseCount(word);
  if (!count) return yield* io.die(1, `invalid line count: ${quote(word)}`);
  return count.overflow ? Number.POSITIVE_INFINITY : count.value;
}

function* countOf(args: Arguments, io: Io): Generator<void, number> {
  let least = Number.POSITIVE_INFINITY;
  for (const word of args.values('count')) least = Math.min(least, yield* readCount(io, word));
  return least;
}

function* linesOf(sys: Sys, args: Arguments, io: Io, end: string, random: Random, count: number) {
  const range = args.value('range');
  if (range !== undefined) {
    const [low, high] = yield* rangeOf(io, range);
    return Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
  }
  if (args.has('echo')) return args.operands.map((word) => latin1(encode(word)));
  const keep = Number.isFinite(count) && !args.has('repeat') ? { count, random } : undefined;
  return yield* readLines(sys, io, args.operands[0] ?? '-', end, keep);
}

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  if (args.has('echo') && args.has('range')) return yield* io.usageError(1, 'cannot combine -e and -i options');
  const count = yield* countOf(args, io);
  const extra = args.has('range') ? args.operands[0] : args.has('echo') ? undefined : args.operands[1];
  if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
  const random = new Random(sys, io, args.value('source'));
  const end = args.has('zero') ? '\0' : '\n';
  const lines = count === 0 ? [] : yield* linesOf(sys, args, io, end, random, count);
  const bound = args.has('repeat')
    ? Number.POSITIVE_INFINITY
    : permutationBytes(Math.min(count, lines.length), lines.length);
  if (count > 0 || args.has('source')) yield* random.start(bound);
  const path = args.value('output');
  const fd = path === undefined ? 1 : yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (isFailure(fd)) return yield* io.die(1, quotef(path ?? ''), fd);
  const out = path === undefined ? io.out : new Output(sys, fd);
  if (args.has('repeat')) {
    if (lines.length === 0 && count > 0) return yield* io.die(1, 'no lines to repeat');
    for (let i = 0; i < count; i += 1) {
      const line = lines[yield* random.choose(lines.length)] ?? '';
      if (out.putLatin1(line + end)) yield* out.drain();
      if (out.failure) break;
    }
  } else {
    for (const line of yield* permuted(lines, Math.min(count, lines.length), random)) {
      if (out.putLatin1(line + end)) yield* out.drain();
    }
  }
  if (out !== io.out) yield* out.flush();
  return 0;
}

export const shuf = program(
  {
    name: 'shuf',
    summary: 'generate random permutations',
    usage: ['[OPTION]... [FILE]', '-e [OPTION]... [ARG]...', '-i LO-HI [OPTION]...'],
    about:
      'Write a random permutation of the input lines to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    checks: { range: checkRange, count: readCount },
  },
  run,
);
