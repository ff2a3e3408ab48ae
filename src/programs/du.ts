/**
 * du: how much room files take, directories with all they hold. Counting is in lib/du-count.ts. Authority: du(1).
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import {
  type BlockSize,
  blockSizeFromEnvironment,
  blockSizeProblem,
  defaultBlockSize,
  HUMAN,
  parseBlockSize,
  readBlockSize,
  SI,
  SIZE_NOTES,
  unit,
} from './lib/block-size.ts';
import { Counter, type DuPlan, type TimeKind } from './lib/du-count.ts';
import { listedNames, listRules } from './lib/files0.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import { readText } from './lib/read-file.ts';
import { type Choices, chooseWord, chooseWordFor } from './lib/xargmatch.ts';

const options = {
  null: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' },
  all: { short: 'a', long: 'all', help: 'write counts for all files, not just directories' },
  apparent: { long: 'apparent-size', help: 'print apparent sizes rather than device usage' },
  blockSize: {
    short: 'B',
    long: 'block-size',
    value: 'SIZE',
    help: "scale sizes by SIZE before printing them; e.g.,\n'-BM' prints sizes in units of 1,048,576 bytes;\nsee SIZE format below",
  },
  bytes: { short: 'b', long: 'bytes', help: "equivalent to '--apparent-size --block-size=1'" },
  total: { short: 'c', long: 'total', help: 'produce a grand total' },
  dereferenceArgs: {
    short: 'D',
    long: 'dereference-args',
    help: 'dereference only symlinks that are listed on the\ncommand line',
  },
  maxDepth: {
    short: 'd',
    long: 'max-depth',
    value: 'N',
    help: 'print the total for a directory (or file, with --all)\nonly if it is N or fewer levels below the command\nline argument',
  },
  files0From: {
    long: 'files0-from',
    value: 'F',
    help: 'summarize device usage of the\nNUL-terminated file names specified in file F;\nif F is -, then read names from standard input',
  },
  H: { short: 'H', help: 'equivalent to --dereference-args (-D)' },
  human: { short: 'h', long: 'human-readable', help: 'print sizes in human readable format (e.g., 1K 234M 2G)' },
  inodes: { long: 'inodes', help: 'list inode usage information instead of block usage' },
  kilo: { short: 'k', help: 'like --block-size=1K' },
  dereference: { short: 'L', long: 'dereference', help: 'dereference all symbolic links' },
  countLinks: { short: 'l', long: 'count-links', help: 'count sizes many times if hard linked' },
  mega: { short: 'm', help: 'like --block-size=1M' },
  noDereference: {
    short: 'P',
    long: 'no-dereference',
    help: "don't follow any symbolic links (this is the default)",
  },
  separate: { short: 'S', long: 'separate-dirs', help: 'for directories do not include size of subdirectories' },
  si: { long: 'si', help: 'like -h, but use powers of 1000 not 1024' },
  summarize: { short: 's', long: 'summarize', help: 'display only a total for each argument' },
  threshold: {
    short: 't',
    long: 'threshold',
    value: 'SIZE',
    help: 'exclude entries smaller than SIZE if positive,\nor entries greater than SIZE if negative',
  },
  time: {
    long: 'time',
    value: 'WORD',
    optional: true,
    help: 'show time of the last modification of any file in the\ndirectory, or any of its subdirectories, or the time\nWORD: atime, access, use, ctime or status',
  },
  timeStyle: {
    long: 'time-style',
    value: 'STYLE',
    help: "show times using STYLE, which can be:\nfull-iso, long-iso, iso, or +FORMAT;\nFORMAT is interpreted like in 'date'",
  },
  excludeFrom: {
    short: 'X',
    long: 'exclude-from',
    value: 'FILE',
    help: 'exclude files that match any pattern in FILE',
  },
  exclude: { long: 'exclude', value: 'PATTERN', help: 'exclude files that match PATTERN' },
  oneFileSystem: { short: 'x', long: 'one-file-system', help: 'skip directories on different file systems' },
} as const;

type Name = keyof typeof options;

function* depthOf(args: Args<Name>, io: Io): Generator<void, number> {
  const word = args.value('maxDepth');
  if (word !== undefined && !/^\d+$/.test(word)) {
    yield* io.error(`invalid maximum depth ${quote(word)}`);
    return yield* io.usageError(1);
  }
  const summarize = args.has('summarize');
  if (summarize && args.has('all')) return yield* io.usageError(1, 'cannot both summarize and show all entries');
  if (summarize && word !== undefined) {
    if (Number(word) === 0) yield* io.error('warning: summarizing is the same as using --max-depth=0');
    else return yield* conflict(io, word);
  }
  if (summarize) return 0;
  return word === undefined ? Number.POSITIVE_INFINITY : Number(word);
}

function* conflict(io: Io, word: string): Generator<void, never> {
  return yield* io.usageError(1, `warning: summarizing conflicts with --max-depth=${word}`);
}

const TIMES: Choices = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
];
const STYLES: Choices = [['full-iso'], ['long-iso'], ['iso']];
const FORMATS: Readonly<Record<string, string>> = {
  'full-iso': '%Y-%m-%d %H:%M:%S.%N %z',
  'long-iso': '%Y-%m-%d %H:%M',
  iso: '%Y-%m-%d',
};

function* timeOf(args: Args<Name>, io: Io): Generator<void, DuPlan['time']> {
  if (!args.has('time')) return undefined;
  const word = args.value('time');
  const kind = word === undefined ? 'mtime' : yield* chooseWord(io, 'time', word, TIMES);
  const fromEnvironment = io.getenv('TIME_STYLE');
  const usual = fromEnvironment === undefined || fromEnvironment === 'locale' ? 'long-iso' : fromEnvironment;
  const style = args.value('timeStyle') ?? usual.replace(/^(posix-)+/, '');
  const named = style.startsWith('+') ? undefined : yield* chooseWordFor(io, 'time style', style, STYLES);
  return { kind: kind as TimeKind, format: named === undefined ? style.slice(1) : (FORMATS[named] ?? '') };
}

function* blockSize(args: Args<Name>, io: Io): Generator<void, BlockSize> {
  let block: BlockSize | undefined;
  for (const { option, value = '', short } of args.given) {
    if (option === 'blockSize') block = yield* readBlockSize(io, short ? '-B' : '--block-size', value);
    else if (option === 'human') block = HUMAN;
    else if (option === 'si') block = SI;
    else if (option === 'bytes') block = unit(1);
    else if (option === 'kilo') block = unit(1024);
    else if (option === 'mega') block = unit(1024 * 1024);
  }
  return block ?? blockSizeFromEnvironment(io, 'DU_BLOCK_SIZE') ?? defaultBlockSize(io);
}

function* thresholdOf(args: Args<Name>, io: Io): Generator<void, number> {
  const given = args.given.findLast(({ option }) => option === 'threshold');
  if (given?.value === undefined) return 0;
  const [sign, digits] = given.value.startsWith('-') ? [-1, given.value.slice(1)] : [1, given.value];
  if (digits === '0' && sign > 0) return 0;
  if (digits === '0') return yield* io.die(1, `invalid --threshold argument ${quote(given.value)}`);
  const size = parseBlockSize(digits);
  if (typeof size !== 'string' && size.kind === 'unit') return sign * size.bytes;
  const problem = typeof size === 'string' ? size : 'invalid';
  return yield* io.die(1, blockSizeProblem(problem, given.short ? '-t' : '--threshold', given.value));
}

/** The patterns of --exclude and of the files of -X, one a line. */
function* excludedBy(sys: Sys, args: Args<Name>, io: Io): Generator<void, string[]> {
  const patterns: string[] = [];
  for (const { option, value = '' } of args.given) {
    if (option === 'exclude') patterns.push(value);
    if (option !== 'excludeFrom') continue;
    const text = yield* readText(sys, value === '-' ? '/dev/stdin' : value);
    if (isFailure(text)) {
      yield* io.fail(quotef(value), text);
      return yield* io.usageError(1);
    }
    patterns.push(...text.split('\n').filter((line) => line !== ''));
  }
  return patterns;
}

function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, DuPlan> {
  const depth = yield* depthOf(args, io);
  const apparent = args.has('apparent') || args.has('bytes');
  if (apparent && args.has('inodes'))
    yield* io.error('warning: options --apparent-size and -b are ineffective with --inodes');
  const follow = args.last('dereference', 'dereferenceArgs', 'H', 'noDereference');
  return {
    all: args.has('all'),
    depth,
    dereference:
      follow === 'dereference' ? 'always' : follow === undefined || follow === 'noDereference' ? 'never' : 'arguments',
    // A file with one name is met twice if two operands or a link lead to it.
    watchAll: follow === 'dereference' || args.operands.length > 1 || args.has('files0From'),
    countLinks: args.has('countLinks'),
    separate: args.has('separate'),
    oneFileSystem: args.has('oneFileSystem'),
    measure: args.has('inodes') ? 'inodes' : apparent ? 'apparent' : 'usage',
    block: yield* blockSize(args, io),
    threshold: yield* thresholdOf(args, io),
    time: yield* timeOf(args, io),
    excluded: yield* excludedBy(sys, args, io),
    end: args.has('null') ? '\0' : '\n',
  };
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const list = args.value('files0From');
  const names = list === undefined ? args.operands : yield* listedNames(sys, io, list, listRules(args.operands));
  const counter = new Counter(sys, io, plan);
  for (const name of names.length > 0 || list !== undefined ? names : ['.']) {
    if (typeof name === 'string') yield* counter.operand(name);
    else {
      yield* io.error(name.problem);
      counter.status = 1;
    }
  }
  if (args.has('total')) yield* counter.grandTotal();
  return counter.status;
}

export const du = program(
  {
    name: 'du',
    summary: 'estimate file space usage',
    usage: ['[OPTION]... [FILE]...', '[OPTION]... --files0-from=F'],
    about: 'Summarize device usage of the set of FILEs, recursively for directories.',
    options,
    notes: `Display values are in units of the first available SIZE from --block-size,
and the DU_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

${SIZE_NOTES}`,
  },
  run,
);
