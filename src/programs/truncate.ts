/** truncate: sets the size of files, to a number or relative to what it is. Authority: truncate(1). */

import { O_CREAT, O_NONBLOCK, O_WRONLY, S_ISREG } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { readDecimal } from './lib/decimal.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';

const options = {
  noCreate: { short: 'c', long: 'no-create', help: 'do not create any files' },
  ioBlocks: { short: 'o', long: 'io-blocks', help: 'treat SIZE as number of IO blocks instead of bytes' },
  reference: { short: 'r', long: 'reference', value: 'RFILE', help: 'base size on RFILE' },
  size: { short: 's', long: 'size', value: 'SIZE', help: 'set or adjust the file size by SIZE bytes' },
} as const;

type Name = keyof typeof options;
/** `+` stands for `-` too: the size has a sign. */
type Mode = '' | '+' | '<' | '>' | '/' | '%';

interface Change {
  readonly mode: Mode;
  readonly size: number;
}

const SIZE = { problem: 'Invalid number', signed: true, least: -(2 ** 63), suffixes: 'EgGkKmMPtTYZ0' } as const;

/** A mode stays when the option is given again. */
function* readSize(io: Io, word: string, earlier: Mode = ''): Generator<void, Change> {
  const [, first = '', rest = ''] = /^\s*([<>/%]?)\s*(.*)$/s.exec(word) ?? [];
  const mode = (first || earlier) as Mode;
  const sign = /^[-+]/.test(rest);
  if (sign && mode !== '') return yield* io.usageError(1, 'multiple relative modifiers specified');
  const size = yield* readDecimal(io, rest, SIZE);
  if ((mode === '/' || mode === '%') && size === 0) return yield* io.die(1, 'division by zero');
  return { mode: sign ? '+' : mode, size };
}

function* changeOf(args: Args<Name>, io: Io): Generator<void, Change | undefined> {
  let change: Change | undefined;
  for (const word of args.values('size')) change = yield* readSize(io, word, change?.mode);
  return change;
}

const sizeFrom = (base: number, { mode, size }: Change): number => {
  switch (mode) {
    case '':
      return size;
    case '+':
      return Math.max(0, base + size);
    case '<':
      return Math.min(base, size);
    case '>':
      return Math.max(base, size);
    case '/':
      return base - (base % size);
    case '%':
      return Math.ceil(base / size) * size;
  }
};

interface Wish {
  readonly change: Change | undefined;
  /** Of --reference. */
  readonly base: number | undefined;
  readonly blocks: boolean;
}

function* resize(sys: Sys, fd: number, name: string, wish: Wish, io: Io): Generator<void, boolean> {
  const stat = yield* sys.fstat(fd);
  if (isFailure(stat)) {
    yield* io.fail(`cannot fstat ${quoteaf(name)}`, stat);
    return false;
  }
  const change = wish.change && { ...wish.change, size: wish.change.size * (wish.blocks ? stat.blksize : 1) };
  const relative = change !== undefined && change.mode !== '';
  if (relative && wish.base === undefined && !S_ISREG(stat.mode)) {
    yield* io.error(`cannot get the size of ${quoteaf(name)}`);
    return false;
  }
  const base = wish.base ?? stat.size;
  const size = change ? sizeFrom(base, change) : base;
  const failure = yield* sys.ftruncate(fd, size);
  if (!isFailure(failure)) return true;
  yield* io.fail(`failed to truncate ${quoteaf(name)} at ${size} bytes`, failure);
  return false;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const change = yield* changeOf(args, io);
  const reference = args.value('reference');
  if (reference === undefined && !change) {
    yield* io.error(`you must specify either ${quote('--size')} or ${quote('--reference')}`);
    return yield* io.usageError(1);
  }
  if (reference !== undefined && change?.mode === '') {
    yield* io.error(`you must specify a relative ${quote('--size')} with ${quote('--reference')}`);
    return yield* io.usageError(1);
  }
  const blocks = args.has('ioBlocks');
  if (blocks && !change) {
    yield* io.error(`${quote('--io-blocks')} was specified but ${quote('--size')} was not`);
    return yield* io.usageError(1);
  }
  if (args.operands.length === 0) return yield* io.usageError(1, 'missing file operand');
  const stat = reference === undefined ? undefined : yield* sys.stat(reference);
  if (stat && isFailure(stat)) return yield* io.die(1, `cannot stat ${quoteaf(reference ?? '')}`, stat);
  const flags = O_WRONLY | O_NONBLOCK | (args.has('noCreate') ? 0 : O_CREAT);
  let status = 0;
  for (const name of args.operands) {
    const fd = yield* sys.open(name, flags, 0o666);
    if (isFailure(fd)) {
      if (args.has('noCreate') && fd.errno === 'ENOENT') continue;
      yield* io.fail(`cannot open ${quoteaf(name)} for writing`, fd);
      status = 1;
      continue;
    }
    if (!(yield* resize(sys, fd, name, { change, base: stat?.size, blocks }, io))) status = 1;
    yield* sys.close(fd);
  }
  return status;
}

export const truncate = program(
  {
    name: 'truncate',
    summary: 'shrink or extend the size of a file to the specified size',
    usage: 'OPTION... FILE...',
    about:
      'Shrink or extend the size of each FILE to the specified size\n\nA FILE argument that does not exist is created.\nIf a FILE is larger than the specified size, the extra data is lost.\nIf a FILE is shorter, it is extended and the sparse extended part (hole)\nreads as zero bytes.',
    options,
    checks: { size: (io, word) => readSize(io, word) },
    notes:
      "SIZE may have a unit (10K is 10*1024, 10KB is 10*1000) and a prefix: '+' extend by, '-' reduce by,\n'<' at most, '>' at least, '/' round down to multiple of, '%' round up to multiple of.",
  },
  run,
);
