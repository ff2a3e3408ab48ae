/**
 * sort: sort lines of text files. All in memory. Keys and orders are in lib/sort-key.ts.
 * Leaves out --files0-from, --compress-program and --debug. Authority: sort(1).
 */

import { O_CREAT, O_TRUNC, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { fromBytes, toText } from './lib/latin.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import {
  comparisonOf,
  isWholeLine,
  type Key,
  keyText,
  type Order,
  type Ordering,
  type Position,
  type Value,
} from './lib/sort-key.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const TROUBLE = 2;
const BUFFER = 131072;

const options = {
  blanks: { short: 'b', long: 'ignore-leading-blanks', help: 'ignore leading blanks' },
  dictionary: { short: 'd', long: 'dictionary-order', help: 'consider only blanks and alphanumeric characters' },
  fold: { short: 'f', long: 'ignore-case', help: 'fold lower case to upper case characters' },
  general: { short: 'g', long: 'general-numeric-sort', help: 'compare according to general numerical value' },
  printing: { short: 'i', long: 'ignore-nonprinting', help: 'consider only printable characters' },
  month: { short: 'M', long: 'month-sort', help: "compare (unknown) < 'JAN' < ... < 'DEC'" },
  human: { short: 'h', long: 'human-numeric-sort', help: 'compare human readable numbers (e.g., 2K 1G)' },
  numeric: { short: 'n', long: 'numeric-sort', help: 'compare according to string numerical value' },
  random: { short: 'R', long: 'random-sort', help: 'shuffle, but group identical keys' },
  reverse: { short: 'r', long: 'reverse', help: 'reverse the result of comparisons' },
  sort: {
    long: 'sort',
    value: 'WORD',
    help: 'sort according to WORD:\ngeneral-numeric -g, human-numeric -h, month -M,\nnumeric -n, random -R, version -V',
  },
  version_: { short: 'V', long: 'version-sort', help: 'natural sort of (version) numbers within text' },
  c: { short: 'c', help: 'check for sorted input; do not sort' },
  check: {
    long: 'check',
    value: 'HOW',
    optional: true,
    help: 'the same;\nHOW is diagnose-first (-c), quiet or silent (-C)',
  },
  C: { short: 'C', help: 'like -c, but do not report first bad line' },
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

type Name = keyof typeof options;

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
  /** No letters of its own: the global ones count. */
  readonly inherits: boolean;
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
  const all = letters + endLetters;
  yield* checkLetters(io, all);
  return {
    key: { ...orderingOf(letters, endLetters), from: { field: first - 1, char: Number(char ?? '1') - 1 }, to },
    inherits: all === '',
  };
}

interface Plan {
  readonly keys: readonly Key[];
  readonly tab: string | undefined;
  readonly reverse: boolean;
  readonly stable: boolean;
  readonly unique: boolean;
  readonly end: string;
  readonly seed: number;
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

function* globalLetters(args: Args<Name>, io: Io): Generator<void, string> {
  let letters = '';
  for (const { option, value } of args.given) {
    letters += LETTERS[option] ?? '';
    if (option === 'sort') letters += ORDER_WORDS[yield* chooseWord(io, 'sort', value ?? '', SORTS)] ?? '';
  }
  return letters;
}

function* separatorOf(args: Args<Name>, io: Io): Generator<void, string | undefined> {
  const word = args.value('separator');
  if (word === undefined) return undefined;
  if (word === '') return yield* io.die(TROUBLE, 'empty tab');
  if (word === '\\0') return '\0';
  const bytes = fromBytes(word);
  if (bytes.length > 1) return yield* io.die(TROUBLE, `multi-character tab ${quote(word)}`);
  return bytes;
}

function* randomSeed(sys: Sys): Generator<void, number> {
  const bytes = new Uint8Array(4);
  const fd = yield* sys.open('/dev/urandom', 0);
  if (isFailure(fd)) return 0;
  yield* sys.read(fd, bytes);
  yield* sys.close(fd);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Plan> {
  const letters = yield* globalLetters(args, io);
  const tab = yield* separatorOf(args, io);
  const global = orderingOf(letters);
  const keys: Key[] = [];
  for (const word of args.values('key')) {
    const { key, inherits } = yield* readKey(io, word);
    keys.push(inherits ? { ...global, skipEnd: global.skipStart, from: key.from, to: key.to } : key);
  }
  if (keys.length === 0 && letters.replaceAll('r', '') !== '') {
    keys.push({ ...global, from: { field: 0, char: 0 }, to: undefined });
  }
  yield* checkLetters(io, letters);
  return {
    keys,
    tab,
    reverse: letters.includes('r'),
    stable: args.has('stable'),
    unique: args.has('unique'),
    end: args.has('zero') ? '\0' : '\n',
    seed: letters.includes('R') || keys.some((key) => key.order === 'random') ? yield* randomSeed(sys) : 0,
  };
}

const isPlain = ({ keys, reverse }: Plan): boolean => keys.length === 0 && !reverse;

/** What one key makes of all lines, by line number: columns, so that a line costs no object of its own. */
interface Column {
  readonly key: Key;
  readonly comparison: ReturnType<typeof comparisonOf>;
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}

const columnsOf = (lines: readonly string[], { keys, tab, seed }: Plan): Column[] =>
  keys.map((key) => {
    const comparison = comparisonOf(key, seed);
    const texts = isWholeLine(key) ? lines : lines.map((line) => keyText(line, key, tab));
    return { key, comparison, texts, values: texts.map(comparison.prepare) };
  });

const compareWholeLines = (a: string, b: string, reverse: boolean): number => {
  if (a === b) return 0;
  return a < b === reverse ? 1 : -1;
};

/** Order of two lines by their numbers: all keys, then (unless -s or -u) the whole lines. */
const ordering = (lines: readonly string[], plan: Plan): ((a: number, b: number) => number) => {
  const columns = columnsOf(lines, plan);
  const decided = columns.length > 0 && (plan.stable || plan.unique);
  return (a, b) => {
    for (const { key, comparison, texts, values } of columns) {
      const order = comparison.compare(values[a], values[b], texts[a] ?? '', texts[b] ?? '');
      if (order !== 0) return key.reverse ? -order : order;
    }
    return decided ? 0 : compareWholeLines(lines[a] ?? '', lines[b] ?? '', plan.reverse);
  };
};

const isAscending = (count: number, order: (a: number, b: number) => number): boolean => {
  for (let i = 1; i < count; i += 1) if (order(i - 1, i) > 0) return false;
  return true;
};

const sorted = (lines: string[], plan: Plan): string[] => {
  if (isPlain(plan)) {
    lines.sort();
    return plan.unique ? lines.filter((line, i) => i === 0 || line !== lines[i - 1]) : lines;
  }
  const order = ordering(lines, plan);
  if (!plan.unique && isAscending(lines.length, order)) return lines;
  const numbers = Array.from(lines, (_, i) => i).sort(order);
  const kept = plan.unique ? numbers.filter((n, i) => i === 0 || order(numbers[i - 1] ?? n, n) !== 0) : numbers;
  return kept.map((n) => lines[n] ?? '');
};

/** Lines of files that are sorted already: at each step the smallest of the first ones. */
const merged = (files: readonly string[][], plan: Plan): string[] => {
  const lines = files.flat();
  const order = ordering(lines, plan);
  let start = 0;
  const queues = files.map((file) => {
    const queue = { at: start, end: start + file.length };
    start = queue.end;
    return queue;
  });
  const out: number[] = [];
  for (;;) {
    let best: (typeof queues)[number] | undefined;
    for (const queue of queues) {
      if (queue.at < queue.end && (!best || order(queue.at, best.at) < 0)) best = queue;
    }
    if (!best) return out.map((n) => lines[n] ?? '');
    const last = out.at(-1);
    if (!plan.unique || last === undefined || order(last, best.at) !== 0) out.push(best.at);
    best.at += 1;
  }
};

function* readLines(sys: Sys, io: Io, name: string, end: string): Generator<void, string[]> {
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) return yield* io.die(TROUBLE, `cannot read: ${quotef(name)}`, fd);
  const stat = yield* sys.fstat(fd);
  if (isFailure(stat)) return yield* io.die(TROUBLE, `stat failed: ${quotef(name)}`, stat);
  const input = new Input(sys, fd, BUFFER, end);
  const text = yield* input.rest();
  if (input.failure) return yield* io.die(TROUBLE, `read failed: ${quotef(name)}`, input.failure);
  if (fd !== 0) yield* sys.close(fd);
  if (text === '') return [];
  const lines = text.split(end);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** -c, -C: the first line that is out of order. */
function* check(sys: Sys, io: Io, args: Args<Name>, plan: Plan): Generator<void, number> {
  const last = args.last('c', 'check', 'C');
  const how = last === 'C' ? 'quiet' : ((last === 'check' ? args.value('check') : undefined) ?? 'diagnose-first');
  const mode = yield* chooseWord(io, 'check', how, [['quiet', 'silent'], ['diagnose-first']]);
  const [name = '-', extra] = args.operands;
  if (extra !== undefined) {
    return yield* io.die(TROUBLE, `extra operand ${quote(extra)} not allowed with -${mode === 'quiet' ? 'C' : 'c'}`);
  }
  const lines = yield* readLines(sys, io, name, plan.end);
  const order = ordering(lines, plan);
  const bad = lines.findIndex((_, i) => i > 0 && (order(i - 1, i) > 0 || (plan.unique && order(i - 1, i) === 0)));
  if (bad < 0) return 0;
  if (mode === 'diagnose-first') {
    yield* io.complain(`${io.name}: ${quotef(name)}:${bad + 1}: disorder: ${toText(lines[bad] ?? '')}\n`);
  }
  return 1;
}

/** µs of virtual time a line and comparison level. */
const COST = 0.05;

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  if (args.last('c', 'check', 'C') !== undefined) return yield* check(sys, io, args, plan);
  const names = args.operands.length > 0 ? args.operands : ['-'];
  const files: string[][] = [];
  for (const name of names) files.push(yield* readLines(sys, io, name, plan.end));
  const lines = args.has('merge')
    ? merged(files, plan)
    : sorted(files.length === 1 ? (files[0] ?? []) : files.flat(), plan);
  yield* sys.work(Math.round(lines.length * Math.log2(lines.length + 1) * COST));
  const output = args.value('output');
  if (output !== undefined) {
    const fd = yield* sys.open(output, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (isFailure(fd)) return yield* io.die(TROUBLE, `open failed: ${quotef(output)}`, fd);
    yield* sys.dup2(fd, 1);
    yield* sys.close(fd);
  }
  const target = quotef(output ?? 'standard output');
  for (const line of lines) {
    if (io.out.putLatin1(line + plan.end)) {
      yield* io.out.drain();
      if (io.out.failure) return yield* io.writeFailed(TROUBLE, `write failed: ${target}`, io.out.failure);
    }
  }
  yield* io.out.flush();
  if (io.out.failure) return yield* io.writeFailed(TROUBLE, `fflush failed: ${target}`, io.out.failure);
  return 0;
}

export const sort = program(
  {
    name: 'sort',
    summary: 'sort lines of text files',
    usage: '[OPTION]... [FILE]...',
    about:
      'Write sorted concatenation of all FILE(s) to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    usageStatus: TROUBLE,
    notes:
      "KEYDEF is F[.C][OPTS][,F[.C][OPTS]] for start and stop position, where F is a\nfield number and C a character position in the field; both are origin 1, and\nthe stop position defaults to the line's end.",
  },
  run,
);
