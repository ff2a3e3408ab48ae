/** tr: translate, squeeze or delete bytes. Blocks of 8192 bytes go in and out. Authority: tr(1). */

import { isFailure } from '../kernel/errno.ts';
import { type ByteSet, parseSet, SetProblem, stretched } from './lib/byte-set.ts';
import type { Io } from './lib/io.ts';
import { fromBytes } from './lib/latin.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const BUFFER = 8192;

const options = {
  complement: { short: 'c', long: 'complement', help: 'use the complement of SET1' },
  C: { short: 'C', help: 'the same as -c' },
  delete: { short: 'd', long: 'delete', help: 'delete characters in SET1, do not translate' },
  squeeze: {
    short: 's',
    long: 'squeeze-repeats',
    help: 'replace each sequence of a repeated character\nthat is listed in the last specified SET,\nwith a single occurrence of that character',
  },
  truncate: { short: 't', long: 'truncate-set1', help: 'first truncate SET1 to length of SET2' },
} as const;

interface Plan {
  /** What becomes of each byte; −1 is deleted. */
  readonly map: Int16Array;
  readonly squeeze: Uint8Array;
}

function* readSet(io: Io, text: string): Generator<void, ByteSet> {
  try {
    const set = parseSet(fromBytes(text));
    if (set.endsOpen) yield* io.error('warning: an unescaped backslash at end of string is not portable');
    return set;
  } catch (thrown) {
    if (!(thrown instanceof SetProblem)) throw thrown;
    return yield* io.die(1, thrown.message);
  }
}

const complementOf = (bytes: readonly number[]): number[] => {
  const inside = new Set(bytes);
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !inside.has(byte));
};

const member = (bytes: readonly number[]): Uint8Array => {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
};

const identity = (): Int16Array => Int16Array.from({ length: 256 }, (_, byte) => byte);

/** In translation [:upper:] and [:lower:] stand for each other letter by letter; other classes may not stand in SET2. */
function* checkClasses(io: Io, from: ByteSet, to: ByteSet, complemented: boolean): Generator<void, void> {
  const casing = (name: string): boolean => name === 'upper' || name === 'lower';
  if (to.classes.some((name) => !casing(name))) {
    yield* io.die(
      1,
      "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'",
    );
  }
  if (to.classes.length > 0 && !complemented && !from.classes.some(casing)) {
    yield* io.die(1, 'misaligned [:upper:] and/or [:lower:] construct');
  }
}

function* translation(
  args: Args<keyof typeof options>,
  io: Io,
  one: ByteSet,
  two: ByteSet,
): Generator<void, Int16Array> {
  const complemented = args.has('complement') || args.has('C');
  if (two.hasEquivalence) {
    yield* io.die(1, '[=c=] expressions may not appear in string2 when translating');
  }
  yield* checkClasses(io, one, two, complemented);
  let from = complemented ? complementOf(one.bytes) : [...one.bytes];
  const wanted = from.length;
  const to = stretched(two, wanted);
  if (to.length === 0) {
    if (args.has('truncate')) return identity();
    yield* io.die(1, 'when not truncating set1, string2 must be non-empty');
  }
  if (args.has('truncate')) from = from.slice(0, to.length);
  else if (to.length < from.length && two.classes.length > 0 && lastIsClass(two)) {
    yield* io.die(
      1,
      'when translating with string1 longer than string2,\nthe latter string must not end with a character class',
    );
  }
  const toOne = new Set(to).size <= 1 && (!args.has('truncate') || to.length >= wanted);
  if (complemented && one.classes.length > 0 && !toOne) {
    yield* io.die(
      1,
      'when translating with complemented character classes,\nstring2 must map all characters in the domain to one',
    );
  }
  const map = identity();
  for (const [i, byte] of from.entries()) map[byte] = to[Math.min(i, to.length - 1)] ?? byte;
  return map;
}

const lastIsClass = ({ bytes, classes }: ByteSet): boolean => {
  const last = classes.at(-1);
  const end = last === 'upper' ? 'Z' : last === 'lower' ? 'z' : '';
  return bytes.at(-1) === end.charCodeAt(0);
};

function* planOf(args: Args<keyof typeof options>, io: Io): Generator<void, Plan> {
  const deletes = args.has('delete');
  const squeezes = args.has('squeeze');
  const translates = args.operands.length === 2 && !deletes;
  const [first, second, extra] = args.operands;
  const least = deletes === squeezes ? 2 : 1;
  const most = deletes && !squeezes ? 1 : 2;
  if (first === undefined) return yield* io.usageError(1, 'missing operand');
  if (second === undefined && least === 2) {
    const why = squeezes
      ? 'Two strings must be given when both deleting and squeezing repeats.'
      : 'Two strings must be given when translating.';
    yield* io.complain(`${io.name}: missing operand after ${quote(first)}\n${why}\n`);
    return yield* io.usageError(1);
  }
  const surplus = most === 1 ? second : extra;
  if (surplus !== undefined) {
    yield* io.complain(`${io.name}: extra operand ${quote(surplus)}\n`);
    if (most === 1 && args.operands.length === 2) {
      yield* io.complain('Only one string may be given when deleting without squeezing repeats.\n');
    }
    return yield* io.usageError(1);
  }
  const one = yield* readSet(io, first);
  const two = second === undefined ? undefined : yield* readSet(io, second);
  if (one.fillers > 0) return yield* io.die(1, 'the [c*] repeat construct may not appear in string1');
  if (two && two.fillers > 1) return yield* io.die(1, 'only one [c*] repeat construct may appear in string2');
  if (two?.filler && !translates) {
    return yield* io.die(1, 'the [c*] construct may appear in string2 only when translating');
  }
  const complemented = args.has('complement') || args.has('C');
  const chosen = complemented ? complementOf(one.bytes) : one.bytes;
  if (deletes) {
    const map = identity();
    for (const byte of chosen) map[byte] = -1;
    return { map, squeeze: member(squeezes ? (two?.bytes ?? []) : []) };
  }
  if (!two) return { map: identity(), squeeze: member(chosen) };
  return {
    map: yield* translation(args, io, one, two),
    squeeze: member(squeezes ? stretched(two, chosen.length) : []),
  };
}

export const tr = program(
  {
    name: 'tr',
    summary: 'translate or delete characters',
    usage: '[OPTION]... STRING1 [STRING2]',
    about:
      'Translate, squeeze, and/or delete characters from standard input,\nwriting to standard output.  STRING1 and STRING2 specify arrays of\ncharacters ARRAY1 and ARRAY2 that control the action.',
    options,
    stopAtOperand: true,
  },
  function* (sys, args, io) {
    const { map, squeeze } = yield* planOf(args, io);
    const buffer = new Uint8Array(BUFFER);
    const into = new Uint8Array(BUFFER);
    let previous = -1;
    for (;;) {
      const count = yield* sys.read(0, buffer);
      if (isFailure(count)) return yield* io.die(1, 'read error', count);
      if (count === 0) return 0;
      let used = 0;
      for (let i = 0; i < count; i += 1) {
        const byte = map[buffer[i] ?? 0] ?? -1;
        if (byte < 0 || (byte === previous && squeeze[byte] === 1)) continue;
        into[used] = byte;
        used += 1;
        previous = byte;
      }
      if (io.out.putBytes(into.subarray(0, used))) yield* io.out.drain();
      if (io.out.failure) return yield* io.writeFailed(1, 'write error', io.out.failure);
    }
  },
);
