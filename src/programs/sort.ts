/**
 * sort: sort lines of text files. All in memory, so that there are no temporary files to compress or to merge in batches.
 * Keys and orders are in lib/sort-key.ts, --debug in lib/sort-debug.ts. Authority: sort(1).
 */

import { O_CREAT, O_TRUNC, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { listedNames } from './lib/files0.ts';
import { Input } from './lib/input.ts';
import { type Io, openInput } from './lib/io.ts';
import { toText } from './lib/latin.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import { annotated, keyWarnings } from './lib/sort-debug.ts';
import { comparisonOf, isWholeLine, type Key, keyText, type Value } from './lib/sort-key.ts';
import { checks, type Name, options, type Plan, planOf, readChecking, TROUBLE } from './lib/sort-options.ts';

const BUFFER = 131072;

const isPlain = ({ keys, reverse }: Plan): boolean => keys.length === 0 && !reverse;

/** What one key makes of all lines, by line number: columns, so that a line costs no object of its own. */
interface Column {
  readonly key: Key;
  readonly comparison: ReturnType<typeof comparisonOf>;
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}

const columnsOf = (lines: readonly string[], { keys, tab, salt }: Plan): Column[] =>
  keys.map((key) => {
    const comparison = comparisonOf(key, salt);
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
  const last = args.last('c', 'check', 'C') ?? 'c';
  const mode = yield* readChecking(io, last, (last === 'check' ? args.value('check') : undefined) ?? '');
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

/** The operands, or the names of a list. */
function* inputNames(sys: Sys, args: Args<Name>, io: Io): Generator<void, readonly string[]> {
  const list = args.value('files0From');
  if (list === undefined) return args.operands.length > 0 ? args.operands : ['-'];
  const names: string[] = [];
  const rules = {
    operands: args.operands,
    status: TROUBLE,
    cannotOpen: (name: string) => `open failed: ${quotef(name)}`,
    cannotRead: () => undefined,
  };
  for (const name of yield* listedNames(sys, io, list, rules)) {
    if (typeof name !== 'string') return yield* io.die(TROUBLE, name.problem);
    names.push(name);
  }
  return names.length > 0 ? names : yield* io.die(TROUBLE, `no input from ${quote(list)}`);
}

/** µs of virtual time a line and comparison level. */
const COST = 0.05;

/** Puts lines from `at` on, until something has to be drained; answers where to go on. */
function putUntilDue(lines: readonly string[], at: number, put: (line: string) => boolean): number {
  while (at < lines.length) if (put(lines[at++] ?? '')) break;
  return at;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const checks = args.last('c', 'check', 'C');
  const debug = args.has('debug');
  if (debug && (checks !== undefined || args.has('output')))
    return yield* io.die(
      TROUBLE,
      `options '-${checks === undefined ? 'o' : checks.charAt(0)} --debug' are incompatible`,
    );
  const names = yield* inputNames(sys, args, io);
  if (debug) for (const warning of keyWarnings(plan)) yield* io.error(warning);
  if (checks !== undefined) return yield* check(sys, io, args, plan);
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
  const put = (line: string): boolean =>
    debug ? io.out.putLatin1(annotated(line, plan)) : io.out.putLine(line, plan.end);
  for (let at = 0; at < lines.length; ) {
    at = putUntilDue(lines, at, put);
    yield* io.out.drain();
    if (io.out.failure) return yield* io.writeFailed(TROUBLE, `write failed: ${target}`, io.out.failure);
  }
  yield* io.out.flush();
  if (io.out.failure) return yield* io.writeFailed(TROUBLE, `fflush failed: ${target}`, io.out.failure);
  return 0;
}

export const sort = program(
  {
    name: 'sort',
    summary: 'sort lines of text files',
    usage: ['[OPTION]... [FILE]...', '[OPTION]... --files0-from=F'],
    about:
      'Write sorted concatenation of all FILE(s) to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    usageStatus: TROUBLE,
    checks,
    notes: `KEYDEF is F[.C][OPTS][,F[.C][OPTS]] for start and stop position, where F is a
field number and C a character position in the field; both are origin 1, and
the stop position defaults to the line's end.  If neither -t nor -b is in
effect, characters in a field are counted from the beginning of the preceding
whitespace.  OPTS is one or more single-letter ordering options [bdfgiMhnRrV],
which override global ordering options for that key.  If no key is given, use
the entire line as the key.  Use --debug to diagnose incorrect key usage.`,
  },
  run,
);
