/**
 * diff: compare files line by line, directories file by file. Finding the changes is in lib/diff-lines.ts, their formats in
 * lib/diff-print.ts. Leaves out -y, -e, -n, -D, -p, -F, -I and line formats. Authority: diff(1) of GNU diffutils 3.8.
 */

import { encode, latin1 } from '../bytes.ts';
import { S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, type Stat } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { type Change, changesBetween } from './lib/diff-lines.ts';
import { COLORED, type Colors, contextFormat, normalFormat, PLAIN, unifiedFormat } from './lib/diff-print.ts';
import { globMatches } from './lib/glob.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';
import { readText } from './lib/read-file.ts';
import { strftime } from './lib/strftime.ts';

const TROUBLE = 2;

const options = {
  normal: { long: 'normal', help: 'output a normal diff (the default)' },
  brief: { short: 'q', long: 'brief', help: 'report only when files differ' },
  same: { short: 's', long: 'report-identical-files', help: 'report when two files are the same' },
  c: { short: 'c', help: 'output 3 lines of copied context' },
  C: { short: 'C', value: 'NUM', help: 'output NUM lines of copied context' },
  context: { long: 'context', value: 'NUM', optional: true, help: 'output NUM (default 3) lines of copied context' },
  u: { short: 'u', help: 'output 3 lines of unified context' },
  U: { short: 'U', value: 'NUM', help: 'output NUM lines of unified context' },
  unified: { long: 'unified', value: 'NUM', optional: true, help: 'output NUM (default 3) lines of unified context' },
  label: {
    long: 'label',
    value: 'LABEL',
    help: 'use LABEL instead of file name and timestamp\n(can be repeated)',
  },
  recursive: { short: 'r', long: 'recursive', help: 'recursively compare any subdirectories found' },
  newFile: { short: 'N', long: 'new-file', help: 'treat absent files as empty' },
  exclude: { short: 'x', long: 'exclude', value: 'PAT', help: 'exclude files that match PAT' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore case differences in file contents' },
  trailing: { short: 'Z', long: 'ignore-trailing-space', help: 'ignore white space at line end' },
  spaceChange: { short: 'b', long: 'ignore-space-change', help: 'ignore changes in the amount of white space' },
  allSpace: { short: 'w', long: 'ignore-all-space', help: 'ignore all white space' },
  blankLines: { short: 'B', long: 'ignore-blank-lines', help: 'ignore changes where lines are all blank' },
  text: { short: 'a', long: 'text', help: 'treat all files as text' },
  stripCr: { long: 'strip-trailing-cr', help: 'strip trailing carriage return on input' },
  minimal: { short: 'd', long: 'minimal', help: 'try hard to find a smaller set of changes' },
  color: {
    long: 'color',
    value: 'WHEN',
    optional: true,
    help: "color output; WHEN is 'never', 'always', or 'auto';\nplain --color means --color='auto'",
  },
} as const;

type Arguments = Args<keyof typeof options>;

interface Plan {
  readonly format: 'normal' | 'unified' | 'context' | 'brief';
  readonly context: number;
  readonly args: Arguments;
  readonly colors: Colors;
  /** The options as typed, for the lines between files of a directory. */
  readonly switches: string;
}

interface Side {
  readonly path: string;
  /** undefined: absent, and taken for empty (-N). */
  readonly stat: Stat | undefined;
}

const kindOf = ({ mode, size }: Stat): string => {
  if (S_ISDIR(mode)) return 'directory';
  if (S_ISREG(mode)) return size === 0 ? 'regular empty file' : 'regular file';
  if (S_ISLNK(mode)) return 'symbolic link';
  if (S_ISFIFO(mode)) return 'fifo';
  return S_ISCHR(mode) ? 'character special file' : 'socket';
};

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const keyOf = (line: string, args: Arguments): string => {
  let key = line;
  if (args.has('stripCr')) key = key.replace(/\r\n$/, '\n');
  if (args.has('allSpace')) key = key.replace(/[ \t\r\v\f\n]+/g, '');
  else if (args.has('spaceChange')) key = key.replace(/[ \t\r\v\f]+(?=\n|$)/, '').replace(/[ \t\r\v\f]+/g, ' ');
  else if (args.has('trailing')) key = key.replace(/[ \t\r\v\f]+(?=\n|$)/, '');
  if (args.has('spaceChange') || args.has('trailing')) key = key.replace(/\n$/, '');
  return args.has('ignoreCase') ? key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : key;
};

const isBlank = (line: string): boolean => line === '\n' || line === '';

class Diff {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: Plan;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  /** A file's name in messages. */
  private name(side: Side, index: 0 | 1): string {
    return this.plan.args.values('label')[index] ?? side.path;
  }

  private has(option: keyof typeof options): boolean {
    return this.plan.args.has(option);
  }

  private *read(side: Side): Generator<void, string | undefined> {
    if (!side.stat) return '';
    const fd = side.path === '-' ? 0 : yield* this.sys.open(side.path, 0);
    if (isFailure(fd)) {
      yield* this.io.fail(side.path, fd);
      return undefined;
    }
    const input = new Input(this.sys, fd);
    const text = yield* input.rest();
    if (fd !== 0) yield* this.sys.close(fd);
    if (!input.failure) return text;
    yield* this.io.fail(side.path, input.failure);
    return undefined;
  }

  /** Two files; the status. `inside` of directories each pair is announced. */
  *files(a: Side, b: Side, inside: boolean): Generator<void, number> {
    if (a.stat && b.stat && a.stat.ino === b.stat.ino && a.path !== '-' && b.path !== '-') {
      yield* this.reportSame(a, b);
      return 0;
    }
    const left = yield* this.read(a);
    const right = yield* this.read(b);
    if (left === undefined || right === undefined) return TROUBLE;
    if (left === right) {
      yield* this.reportSame(a, b);
      return 0;
    }
    if (!this.has('text') && (left.includes('\0') || right.includes('\0'))) {
      const brief = this.plan.format === 'brief';
      yield* this.io.print(`${brief ? 'Files' : 'Binary files'} ${a.path} and ${b.path} differ\n`);
      return 1;
    }
    return yield* this.texts(a, b, left, right, inside);
  }

  private *texts(a: Side, b: Side, left: string, right: string, inside: boolean): Generator<void, number> {
    const { args, format, context, colors } = this.plan;
    const sides = { left: linesOf(left), right: linesOf(right) };
    yield* this.sys.work(1 + Math.floor((sides.left.length + sides.right.length) / 4));
    const keys = (lines: readonly string[]): string[] => lines.map((line) => keyOf(line, args));
    const changes = changesBetween(keys(sides.left), keys(sides.right)).filter(
      (change) => !this.has('blankLines') || !this.allBlank(change, sides.left, sides.right),
    );
    if (changes.length === 0) {
      yield* this.reportSame(a, b);
      return 0;
    }
    if (format === 'brief') {
      yield* this.io.print(`Files ${a.path} and ${b.path} differ\n`);
      return 1;
    }
    if (inside) yield* this.io.print(`diff${this.plan.switches} ${this.name(a, 0)} ${this.name(b, 1)}\n`);
    const header = { left: yield* this.header(a, 0), right: yield* this.header(b, 1) };
    let text: string;
    if (format === 'unified') text = unifiedFormat(sides, changes, context, header, colors);
    else if (format === 'context') text = contextFormat(sides, changes, context, header, colors);
    else text = normalFormat(sides, changes, colors);
    if (this.io.out.putLatin1(text)) yield* this.io.out.drain();
    return 1;
  }

  private allBlank({ left, right, deleted, inserted }: Change, a: readonly string[], b: readonly string[]): boolean {
    return a.slice(left, left + deleted).every(isBlank) && b.slice(right, right + inserted).every(isBlank);
  }

  private *header(side: Side, index: number): Generator<void, string> {
    const label = this.plan.args.values('label')[index];
    if (label !== undefined) return latin1(encode(label));
    const now = side.path === '-' && side.stat && !S_ISREG(side.stat.mode);
    const time = now ? yield* this.sys.clock_gettime() : (side.stat?.mtime ?? 0);
    const format = this.plan.format === 'context' ? '%a %b %e %H:%M:%S %Y' : '%Y-%m-%d %H:%M:%S.%N +0000';
    return `${latin1(encode(side.path))}\t${strftime(format, time)}`;
  }

  private *reportSame(a: Side, b: Side): Generator<void, void> {
    if (this.has('same')) yield* this.io.print(`Files ${a.path} and ${b.path} are identical\n`);
  }

  private *names(path: string | undefined): Generator<void, string[] | undefined> {
    if (path === undefined) return [];
    const entries = yield* readDirectory(this.sys, path);
    if (isFailure(entries)) {
      yield* this.io.fail(path, entries);
      return undefined;
    }
    const excluded = this.plan.args.values('exclude');
    return entries.map(({ name }) => name).filter((name) => !excluded.some((glob) => globMatches(glob, name)));
  }

  *directories(a: Side, b: Side): Generator<void, number> {
    const left = yield* this.names(a.stat && a.path);
    const right = yield* this.names(b.stat && b.path);
    if (!left || !right) return TROUBLE;
    let status = 0;
    for (const name of [...new Set([...left, ...right])].sort()) {
      const one = yield* this.entry(a.path, name, left.includes(name), b.path, right.includes(name));
      status = Math.max(status, one);
    }
    return status;
  }

  private *entry(a: string, name: string, inA: boolean, b: string, inB: boolean): Generator<void, number> {
    if (!(inA && inB) && !this.has('newFile')) {
      yield* this.io.print(`Only in ${inA ? a : b}: ${name}\n`);
      return 1;
    }
    const join = (dir: string): string => (dir.endsWith('/') ? dir + name : `${dir}/${name}`);
    const left = yield* this.side(join(a), inA);
    const right = yield* this.side(join(b), inB);
    return left && right ? yield* this.pair(left, right, true) : TROUBLE;
  }

  *side(path: string, present: boolean): Generator<void, Side | undefined> {
    if (!present) return { path, stat: undefined };
    const stat = path === '-' ? yield* this.sys.fstat(0) : yield* this.sys.stat(path);
    if (!isFailure(stat)) return { path, stat };
    if (stat.errno === 'ENOENT' && this.has('newFile')) return { path, stat: undefined };
    yield* this.io.fail(path, stat);
    return undefined;
  }

  *pair(a: Side, b: Side, inside: boolean): Generator<void, number> {
    const [left, right] = [a.stat && S_ISDIR(a.stat.mode), b.stat && S_ISDIR(b.stat.mode)];
    if ((left ?? right) && (right ?? left)) {
      if (!inside || this.has('recursive')) return yield* this.directories(a, b);
      yield* this.io.print(`Common subdirectories: ${a.path} and ${b.path}\n`);
      return 0;
    }
    if (a.stat && b.stat && (left || right || (inside && S_ISREG(a.stat.mode) !== S_ISREG(b.stat.mode)))) {
      yield* this.io.print(
        `File ${this.name(a, 0)} is a ${kindOf(a.stat)} while file ${this.name(b, 1)} is a ${kindOf(b.stat)}\n`,
      );
      return 1;
    }
    return yield* this.files(a, b, inside);
  }
}

function* contextOf(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return 3;
  if (/^\d+$/.test(word)) return Number(word);
  return yield* io.usageError(TROUBLE, `invalid context length ${quote(word)}`);
}

function* colorsOf(sys: Sys, io: Io, args: Arguments): Generator<void, Colors> {
  if (!args.has('color')) return PLAIN;
  const when = args.value('color') ?? 'auto';
  if (when === 'always') return COLORED;
  if (when === 'never') return PLAIN;
  if (when !== 'auto') return yield* io.usageError(TROUBLE, `invalid color ${quote(when)}`);
  return isFailure(yield* sys.tcgetattr(1)) || io.getenv('TERM') === 'dumb' ? PLAIN : COLORED;
}

/** The command line without its operands. */
function* switchesOf(sys: Sys, operands: readonly string[]): Generator<void, string> {
  const text = yield* readText(sys, '/proc/self/cmdline');
  if (isFailure(text)) return '';
  const words = text.split('\0').slice(1, -1);
  for (const operand of operands) {
    const at = words.lastIndexOf(operand);
    if (at >= 0) words.splice(at, 1);
  }
  return words.map((word) => ` ${word}`).join('');
}

const FORMATS = {
  normal: 'normal',
  brief: 'brief',
  c: 'context',
  C: 'context',
  context: 'context',
  u: 'unified',
  U: 'unified',
  unified: 'unified',
} as const;

function* planOf(sys: Sys, args: Arguments, io: Io): Generator<void, Plan> {
  const styles = ['normal', 'c', 'C', 'context', 'u', 'U', 'unified'] as const;
  const given = [...new Set(args.given.flatMap(({ option }) => styles.find((style) => style === option) ?? []))];
  const formats = new Set(given.map((style) => FORMATS[style]));
  if (formats.size > 1) return yield* io.usageError(TROUBLE, 'conflicting output style options');
  const style = args.last(...styles);
  let context = 0;
  for (const option of ['c', 'C', 'context', 'u', 'U', 'unified'] as const) {
    if (args.has(option)) context = Math.max(context, yield* contextOf(io, args.value(option)));
  }
  return {
    format: args.has('brief') ? 'brief' : style ? FORMATS[style] : 'normal',
    context,
    args,
    colors: yield* colorsOf(sys, io, args),
    switches: yield* switchesOf(sys, args.operands),
  };
}

const baseName = (path: string): string => path.replace(/\/+$/, '').replace(/.*\//s, '');

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const [first, second, third] = args.operands;
  if (second === undefined) return yield* io.usageError(TROUBLE, `missing operand after ${quote(first ?? io.name)}`);
  if (first === undefined || third !== undefined) {
    return yield* io.usageError(TROUBLE, `extra operand ${quote(third ?? '')}`);
  }
  const comparing = new Diff(sys, io, plan);
  let a = yield* comparing.side(first, true);
  let b = yield* comparing.side(second, true);
  if (!a || !b) return TROUBLE;
  const [left, right] = [a.stat && S_ISDIR(a.stat.mode), b.stat && S_ISDIR(b.stat.mode)];
  const inDirectory = (dir: string, path: string): string => `${dir.replace(/\/$/, '')}/${baseName(path)}`;
  if (left && !right && first !== '-' && second !== '-') a = yield* comparing.side(inDirectory(first, second), true);
  else if (right && !left && first !== '-' && second !== '-') {
    b = yield* comparing.side(inDirectory(second, first), true);
  }
  if (!a || !b) return TROUBLE;
  return yield* comparing.pair(a, b, false);
}

export const diff = program(
  {
    name: 'diff',
    summary: 'compare files line by line',
    usage: '[OPTION]... FILES',
    about: 'Compare FILES line by line.',
    options,
    family: 'diffutils',
    digits: 'U',
    usageStatus: TROUBLE,
    notes:
      "FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.\nIf a FILE is '-', read standard input.\nExit status is 0 if inputs are the same, 1 if different, 2 if trouble.",
  },
  run,
);
