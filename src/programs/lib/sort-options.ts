/** The command line of sort: its options and keys, and the plan that they make. Authority: sort(1). */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { fromBytes } from './latin.ts';
import type { Args, Check, Checks } from './program.ts';
import { quote, quoteaf, quotef } from './quote.ts';
import type { Key, Order, Ordering, Position } from './sort-key.ts';
import { type Choices, chooseWord } from './xargmatch.ts';

export const TROUBLE = 2;

export const options = {
  blanks: { short: 'b', long: 'ignore-leading-blanks', help: 'ignore leading blanks' },
  dictionary: { short: 'd', long: 'dictionary-order', help: 'consider only blanks and alphanumeric characters' },
  fold: { short: 'f', long: 'ignore-case', help: 'fold lower case to upper case characters' },
  general: { short: 'g', long: 'general-numeric-sort', help: 'compare according to general numerical value' },
  printing: { short: 'i', long: 'ignore-nonprinting', help: 'consider only printable characters' },
  month: { short: 'M', long: 'month-sort', help: "compare (unknown) < 'JAN' < ... < 'DEC'" },
  human: { short: 'h', long: 'human-numeric-sort', help: 'compare human readable numbers (e.g., 2K 1G)' },
  numeric: { short: 'n', long: 'numeric-sort', help: 'compare according to string numerical value' },
  random: { short: 'R', long: 'random-sort', help: 'shuffle, but group identical keys.  See shuf(1)' },
  randomSource: { long: 'random-source', value: 'FILE', help: 'get random bytes from FILE' },
  reverse: { short: 'r', long: 'reverse', help: 'reverse the result of comparisons' },
  sort: {
    long: 'sort',
    value: 'WORD',
    help: 'sort according to WORD:\ngeneral-numeric -g, human-numeric -h, month -M,\nnumeric -n, random -R, version -V',
  },
  version_: { short: 'V', long: 'version-sort', help: 'natural sort of (version) numbers within text' },
  batchSize: {
    long: 'batch-size',
    value: 'NMERGE',
    help: 'merge at most NMERGE inputs at once;\nfor more use temp files',
  },
  c: { short: 'c', help: 'check for sorted input; do not sort' },
  check: {
    long: 'check',
    value: 'HOW',
    optional: true,
    help: 'the same;\nHOW is diagnose-first (-c), quiet or silent (-C)',
  },
  C: { short: 'C', help: 'like -c, but do not report first bad line' },
  compressProgram: {
    long: 'compress-program',
    value: 'PROG',
    help: 'compress temporaries with PROG;\ndecompress them with PROG -d',
  },
  debug: {
    long: 'debug',
    help: 'annotate the part of the line used to sort,\nand warn about questionable usage to stderr',
  },
  files0From: {
    long: 'files0-from',
    value: 'F',
    help: 'read input from the files specified by\nNUL-terminated names in file F;\nIf F is - then read names from standard input',
  },
  key: { short: 'k', long: 'key', value: 'KEYDEF', help: 'sort via a key; KEYDEF gives location and type' },
  merge: { short: 'm', long: 'merge', help: 'merge already sorted files; do not sort' },
  output: { short: 'o', long: 'output', value: 'FILE', help: 'write result to FILE instead of standard output' },
  stable: { short: 's', long: 'stable', help: 'stabilize sort by disabling last-resort comparison' },
  bufferSize: { short: 'S', long: 'buffer-size', value: 'SIZE', help: 'use SIZE for main memory buffer' },
  separator: {
    short: 't',
    long: 'field-separator',
    value: 'SEP',
    help: 'use SEP instead of non-blank to blank transition',
  },
  temporary: {
    short: 'T',
    long: 'temporary-directory',
    value: 'DIR',
    help: 'use DIR for temporaries, not $TMPDIR or /tmp',
  },
  parallel: { long: 'parallel', value: 'N', help: 'change the number of sorts run concurrently to N' },
  unique: {
    short: 'u',
    long: 'unique',
    help: 'with -c, check for strict ordering;\nwithout -c, output only the first of an equal run',
  },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

export type Name = keyof typeof options;

const SORTS: Choices = [['general-numeric'], ['human-numeric'], ['month'], ['numeric'], ['random'], ['version']];
const ORDER_WORDS: Readonly<Record<string, string>> = {
  'general-numeric': 'g',
  'human-numeric': 'h',
  month: 'M',
  numeric: 'n',
  random: 'R',
  version: 'V',
};
const ORDERS: Readonly<Record<string, Order>> = {
  n: 'numeric',
  g: 'general',
  h: 'human',
  M: 'month',
  V: 'version',
  R: 'random',
};

/** The orderings that letters stand for. `end` says that a `b` belongs to the end of the key. */
const orderingOf = (letters: string, endLetters = ''): Ordering => {
  const all = letters + endLetters;
  const order = [...all].map((letter) => ORDERS[letter]).findLast((one) => one !== undefined);
  return {
    order: order ?? 'text',
    reverse: all.includes('r'),
    fold: all.includes('f'),
    dictionary: all.includes('d'),
    printing: all.includes('i'),
    skipStart: letters.includes('b'),
    skipEnd: endLetters.includes('b'),
  };
};

/** Orders that exclude each other. */
function* checkLetters(io: Io, letters: string): Generator<void, void> {
  const numeric = [...'nghM'].filter((letter) => letters.includes(letter));
  const others = [...'dfiV R'].filter((letter) => letter !== ' ' && letters.includes(letter));
  const clash =
    numeric.length +
    (letters.includes('V') || letters.includes('R') || letters.includes('d') || letters.includes('i') ? 1 : 0);
  if (numeric.length === 0 || clash <= 1) return;
  const shown = [...'dfghiMnRV'].filter(
    (letter) => numeric.includes(letter) || (others.includes(letter) && letter !== 'f'),
  );
  yield* io.die(TROUBLE, `options '-${shown.join('')}' are incompatible`);
}

interface KeyWords {
  readonly key: Key;
  /** Without letters of its own the global ones count. */
  readonly letters: string;
}

/** `2.3n,4.5b` */
function* readKey(io: Io, word: string): Generator<void, KeyWords> {
  const bad = (problem: string): Generator<void, never> =>
    io.die(TROUBLE, `${problem}: invalid field specification ${quote(word)}`);
  const count = function* (text: string, what: string): Generator<void, number> {
    if (/^\d+$/.test(text)) return Number(text);
    return yield* io.die(TROUBLE, `${what}: invalid count at start of ${quote(text)}`);
  };
  const match = /^(\d+)?(?:\.(\d+)?)?([bdfgiMhnRrV]*)(?:,(\d+)?(?:\.(\d+)?)?([bdfgiMhnRrV]*))?/.exec(word);
  const [whole = '', field, char, letters = '', endField, endChar, endLetters = ''] = match ?? [];
  const first = yield* count(field ?? word, 'invalid number at field start');
  if (first === 0) return yield* bad('field number is zero');
  if (/^\d+\./.test(word) && char === undefined)
    yield* count(word.slice(word.indexOf('.') + 1), "invalid number after '.'");
  if (char === '0') return yield* bad('character offset is zero');
  if (whole.length < word.length) return yield* bad('stray character in field spec');
  let to: Position | undefined;
  if (word.includes(',')) {
    const last = yield* count(endField ?? word.slice(word.indexOf(',') + 1), "invalid number after ','");
    if (last === 0) return yield* bad('field number is zero');
    to = { field: last - 1, char: Number(endChar ?? '0') };
  }
  return {
    key: { ...orderingOf(letters, endLetters), from: { field: first - 1, char: Number(char ?? '1') - 1 }, to },
    letters: letters + endLetters,
  };
}

export interface Plan {
  readonly keys: readonly Key[];
  readonly tab: string | undefined;
  readonly reverse: boolean;
  readonly stable: boolean;
  readonly unique: boolean;
  readonly end: string;
  /** What random orders are made of. */
  readonly salt: Uint8Array;
  /** The options that are not those of a key. */
  readonly global: Ordering;
  /** There is no -k: the global options are the key. */
  readonly globalOnly: boolean;
}

const LETTERS: Partial<Record<Name, string>> = {
  blanks: 'b',
  dictionary: 'd',
  fold: 'f',
  general: 'g',
  printing: 'i',
  month: 'M',
  human: 'h',
  numeric: 'n',
  random: 'R',
  reverse: 'r',
  version_: 'V',
};

const readSort = (io: Io, word: string): Generator<void, string> => chooseWord(io, 'sort', word, SORTS);

function* globalLetters(args: Args<Name>, io: Io): Generator<void, string> {
  let letters = '';
  for (const { option, value } of args.given) {
    letters += LETTERS[option] ?? '';
    if (option === 'sort') letters += ORDER_WORDS[yield* readSort(io, value ?? '')] ?? '';
  }
  return letters;
}

function* readSeparator(io: Io, word: string | undefined): Generator<void, string | undefined> {
  if (word === undefined) return undefined;
  if (word === '') return yield* io.die(TROUBLE, 'empty tab');
  if (word === '\\0') return '\0';
  const bytes = fromBytes(word);
  if (bytes.length > 1) return yield* io.die(TROUBLE, `multi-character tab ${quote(word)}`);
  return bytes;
}

const SALT = 16;

function* saltOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Uint8Array> {
  const salt = new Uint8Array(SALT);
  const name = args.value('randomSource') ?? '/dev/urandom';
  const fd = yield* sys.open(name, 0);
  if (isFailure(fd)) return yield* io.die(TROUBLE, `open failed: ${quotef(name)}`, fd);
  const count = yield* sys.read(fd, salt);
  if (isFailure(count)) return yield* io.die(TROUBLE, `${quoteaf(name)}: read error`, count);
  if (count < SALT) return yield* io.die(TROUBLE, `${quoteaf(name)}: end of file`);
  yield* sys.close(fd);
  return salt;
}

const LEAST_BATCH = 2;
/** Files that a process may have open, less what sort needs itself. */
const OWN_FILES = 3;

function* checkParallel(io: Io, word: string): Generator<void, void> {
  yield* checkSize(io, '--parallel', word);
  if (Number(word) === 0) yield* io.die(TROUBLE, 'number in parallel must be nonzero');
}

function* checkSize(io: Io, option: string, word: string): Generator<void, void> {
  const [digits, suffix = ''] = /^\s*\+?(\d+)(.*)$/s.exec(word)?.slice(1) ?? [];
  if (digits === undefined) yield* io.die(TROUBLE, `invalid ${option} argument ${quote(word)}`);
  const suffixes = option === '--parallel' ? /^$/ : /^[bKkMmGgTtPEZY%]?$/;
  if (!suffixes.test(suffix)) yield* io.die(TROUBLE, `invalid suffix in ${option} argument ${quote(word)}`);
}

function* checkBatch(io: Io, word: string): Generator<void, void> {
  const bad = (what: string): Generator<void, void> => io.error(what);
  if (!/^\s*\+?\d+$/.test(word)) yield* io.die(TROUBLE, `invalid --batch-size argument ${quote(word)}`);
  const limit = yield* io.sys.getrlimit('NOFILE');
  const most = isFailure(limit) ? Number.POSITIVE_INFINITY : limit.soft - OWN_FILES;
  if (Number(word) < LEAST_BATCH) {
    yield* bad(`invalid --batch-size argument ${quote(word)}`);
    yield* io.die(TROUBLE, `minimum --batch-size argument is ${quote(String(LEAST_BATCH))}`);
  }
  if (Number(word) > most) {
    yield* bad(`--batch-size argument ${quote(word)} too large`);
    yield* io.die(TROUBLE, `maximum --batch-size argument with current rlimit is ${most}`);
  }
}

/** An option that may be given once, or again with the same value. */
const once = (problem: string): Check =>
  function* (io, word, { option }, before) {
    const clash = before.some((one) => one.option === option && one.value !== word);
    if (clash) yield* io.die(TROUBLE, problem);
  };

const sameTabs = once('incompatible tabs');

export type Checking = 'quiet' | 'diagnose-first';

export function* readChecking(io: Io, option: string, word: string): Generator<void, Checking> {
  if (option !== 'check' || word === '') return option === 'C' ? 'quiet' : 'diagnose-first';
  return (yield* chooseWord(io, 'check', word, [['quiet', 'silent'], ['diagnose-first']])) as Checking;
}

const checkChecking: Check = function* (io, word, { option }, before) {
  const mode = yield* readChecking(io, option, word);
  for (const one of before) {
    if (!/^(?:c|C|check)$/.test(one.option)) continue;
    const earlier = yield* readChecking(io, one.option, one.value ?? '');
    if (earlier !== mode) yield* io.die(TROUBLE, "options '-cC' are incompatible");
  }
};

/** Sizes only say how much is kept in memory at once: they are read, and change nothing. */
export const checks: Checks<Name> = {
  c: checkChecking,
  C: checkChecking,
  check: checkChecking,
  sort: readSort,
  key: readKey,
  separator: function* (io, word, given, before) {
    yield* readSeparator(io, word);
    yield* sameTabs(io, word, given, before);
  },
  batchSize: checkBatch,
  parallel: checkParallel,
  bufferSize: (io, word, { short }) => checkSize(io, short ? '-S' : '--buffer-size', word),
  output: once('multiple output files specified'),
  randomSource: once('multiple random sources specified'),
  compressProgram: once('multiple compress programs specified'),
};

export function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Plan> {
  const letters = yield* globalLetters(args, io);
  const tab = yield* readSeparator(io, args.value('separator'));
  const global = orderingOf(letters);
  const keys: Key[] = [];
  for (const word of args.values('key')) {
    const { key, letters: own } = yield* readKey(io, word);
    yield* checkLetters(io, own || letters);
    keys.push(own === '' ? { ...global, skipEnd: global.skipStart, from: key.from, to: key.to } : key);
  }
  if (keys.length === 0 && letters.replaceAll('r', '') !== '') {
    yield* checkLetters(io, letters);
    keys.push({ ...global, from: { field: 0, char: 0 }, to: undefined });
  }
  return {
    keys,
    tab,
    reverse: letters.includes('r'),
    stable: args.has('stable'),
    unique: args.has('unique'),
    end: args.has('zero') ? '\0' : '\n',
    salt: keys.some((key) => key.order === 'random') ? yield* saltOf(sys, args, io) : new Uint8Array(SALT),
    global,
    globalOnly: !args.has('key'),
  };
}
