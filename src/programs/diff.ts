/**
 * diff: compare files line by line, directories file by file. Finding the changes is in lib/diff-lines.ts, their formats in
 * lib/diff-print.ts and its neighbours. Leaves out --paginate, palettes, names that differ in case, and the heuristics for
 * large files. Authority: diff(1) of GNU diffutils 3.8.
 */

import { encode, latin1 } from '../bytes.ts';
import { S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { sideBySide } from './lib/diff-columns.ts';
import { isSilentWhenSame, mergedFormat } from './lib/diff-groups.ts';
import { type Change, changesBetween } from './lib/diff-lines.ts';
import { type Arguments, type Option, options, type Plan, planOf, TROUBLE } from './lib/diff-options.ts';
import { contextFormat, normalFormat, type Sides, unifiedFormat } from './lib/diff-print.ts';
import { edScript, rcsScript } from './lib/diff-scripts.ts';
import { globMatches } from './lib/glob.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { readDirectory } from './lib/read-directory.ts';
import { strftime } from './lib/strftime.ts';

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

/** -E: a tab is as many spaces as it shows. */
const withoutTabs = (line: string, tabSize: number): string => {
  let column = 0;
  return line.replace(/\t|[^\t]+/g, (piece) => {
    const text = piece === '\t' ? ' '.repeat(tabSize - (column % tabSize)) : piece;
    column += text.length;
    return text;
  });
};

const keyOf = (line: string, args: Arguments, tabSize: number): string => {
  let key = line;
  if (args.has('stripCr')) key = key.replace(/\r\n$/, '\n');
  if (args.has('tabExpansion') && !args.has('allSpace') && !args.has('spaceChange')) key = withoutTabs(key, tabSize);
  if (args.has('allSpace')) key = key.replace(/[ \t\r\v\f\n]+/g, '');
  else if (args.has('spaceChange')) key = key.replace(/[ \t\r\v\f]+(?=\n|$)/, '').replace(/[ \t\r\v\f]+/g, ' ');
  else if (args.has('trailing')) key = key.replace(/[ \t\r\v\f]+(?=\n|$)/, '');
  if (args.has('spaceChange') || args.has('trailing')) key = key.replace(/\n$/, '');
  return args.has('ignoreCase') ? key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : key;
};

class Diff {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: Plan;
  /** The directory whose names -S cuts. */
  private readonly startsAt: string;

  constructor(sys: Sys, io: Io, plan: Plan, startsAt: string) {
    this.startsAt = startsAt;
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  /** A file's name in messages. */
  private name(side: Side, index: 0 | 1): string {
    return this.plan.args.values('label')[index] ?? side.path;
  }

  private has(option: Option): boolean {
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
    const one = a.stat && b.stat && a.stat.ino === b.stat.ino && a.path !== '-' && b.path !== '-';
    if (one && this.silentWhenSame) {
      yield* this.reportSame(a, b);
      return 0;
    }
    const left = yield* this.read(a);
    const right = yield* this.read(b);
    if (left === undefined || right === undefined) return TROUBLE;
    if (left === right && this.silentWhenSame) {
      yield* this.reportSame(a, b);
      return 0;
    }
    if (left !== right && !this.has('text') && (left.includes('\0') || right.includes('\0'))) {
      yield* this.io.print(`${this.plan.brief ? 'Files' : 'Binary files'} ${a.path} and ${b.path} differ\n`);
      return 1;
    }
    return yield* this.texts(a, b, left, right, inside);
  }

  /** Side by side, and in a merged text, lines that are in both files are shown too. */
  private get silentWhenSame(): boolean {
    const { format, brief, columns, groups } = this.plan;
    if (brief) return true;
    if (format === 'columns') return columns.common === 'none';
    return format !== 'groups' || isSilentWhenSame(groups);
  }

  private *texts(a: Side, b: Side, left: string, right: string, inside: boolean): Generator<void, number> {
    const { args, format, brief, style } = this.plan;
    const whole = (text: string): string => (format === 'ed' ? text.replace(/[^\n]$/, '$&\n') : text);
    const sides = { left: linesOf(whole(left)), right: linesOf(whole(right)) };
    const incomplete = format === 'ed' && !brief && (yield* this.complainOfEnds([a, left], [b, right]));
    yield* this.sys.work(1 + Math.floor((sides.left.length + sides.right.length) / 4));
    const keys = (lines: readonly string[]): string[] => lines.map((line) => keyOf(line, args, style.tabSize));
    const changes = changesBetween(keys(sides.left), keys(sides.right)).map((change) =>
      this.isIgnorable(change, sides) ? { ...change, ignorable: true } : change,
    );
    const differ = changes.some(({ ignorable }) => !ignorable);
    if (!differ && this.silentWhenSame) {
      yield* this.reportSame(a, b);
      return incomplete ? TROUBLE : 0;
    }
    if (differ && brief) {
      yield* this.io.print(`Files ${a.path} and ${b.path} differ\n`);
      return 1;
    }
    if (inside) yield* this.io.print(`diff${this.plan.switches} ${this.name(a, 0)} ${this.name(b, 1)}\n`);
    const text = yield* this.formatted(a, b, sides, changes);
    if (this.io.out.putLatin1(text)) yield* this.io.out.drain();
    if (!differ) yield* this.reportSame(a, b);
    return incomplete ? TROUBLE : differ ? 1 : 0;
  }

  /** ed(1) has no word for a last line without its newline. */
  private *complainOfEnds(...files: readonly [Side, string][]): Generator<void, boolean> {
    let any = false;
    for (const [{ path }, text] of files) {
      if (text === '' || text.endsWith('\n')) continue;
      yield* this.io.complain(`${this.io.name}: ${path}: No newline at end of file\n\n`);
      any = true;
    }
    return any;
  }

  private *formatted(a: Side, b: Side, sides: Sides, changes: readonly Change[]): Generator<void, string> {
    const { format, context, style, columns, groups } = this.plan;
    switch (format) {
      case 'normal':
        return normalFormat(sides, changes, style);
      case 'ed':
        return edScript(sides, changes, style);
      case 'rcs':
        return rcsScript(sides, changes, style);
      case 'columns':
        return sideBySide(sides, changes, style, columns);
      case 'groups':
        return mergedFormat(sides, changes, style, groups);
      case 'unified':
      case 'context': {
        const header = { left: yield* this.header(a, 0), right: yield* this.header(b, 1) };
        return (format === 'unified' ? unifiedFormat : contextFormat)(sides, changes, context, header, style);
      }
    }
  }

  private isIgnorable({ left, right, deleted, inserted }: Change, sides: Sides): boolean {
    const { ignoredLines } = this.plan;
    if (!this.has('blankLines') && ignoredLines.length === 0) return false;
    const spaces = this.has('trailing') || this.has('spaceChange') || this.has('allSpace');
    const isBlank = (line: string): boolean => (spaces ? line.trim() : line.replace(/\n$/, '')) === '';
    const lines = [...sides.left.slice(left, left + deleted), ...sides.right.slice(right, right + inserted)];
    return lines.every(
      (line) =>
        (this.has('blankLines') && isBlank(line)) ||
        ignoredLines.some((pattern) => pattern.test(line.replace(/\n$/, ''))),
    );
  }

  private *header(side: Side, index: number): Generator<void, string> {
    const label = this.plan.args.values('label')[index];
    if (label !== undefined) return latin1(encode(label));
    const now = side.path === '-' && side.stat && !S_ISREG(side.stat.mode);
    const time = now ? yield* this.sys.clock_gettime() : (side.stat?.mtime ?? 0);
    const format = this.plan.format === 'context' ? '%a %b %e %H:%M:%S %Y' : '%Y-%m-%d %H:%M:%S.%N %z';
    return `${latin1(encode(side.path))}\t${strftime(format, time, this.io.zone, 'gnulib')}`;
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
    return entries
      .map(({ name }) => name)
      .filter((name) => !this.plan.excluded.some((glob) => globMatches(glob, name)));
  }

  *directories(a: Side, b: Side): Generator<void, number> {
    const left = yield* this.names(a.stat && a.path);
    const right = yield* this.names(b.stat && b.path);
    if (!left || !right) return TROUBLE;
    let status = 0;
    const start = a.path === this.startsAt ? this.plan.args.value('startingFile') : undefined;
    for (const name of [...new Set([...left, ...right])].sort()) {
      if (start !== undefined && name < start) continue;
      const one = yield* this.entry(a.path, name, left.includes(name), b.path, right.includes(name));
      status = Math.max(status, one);
    }
    return status;
  }

  private *entry(a: string, name: string, inA: boolean, b: string, inB: boolean): Generator<void, number> {
    const taken = this.has('newFile') || (!inA && this.has('unidirectional'));
    if (!(inA && inB) && !taken) {
      yield* this.io.print(`Only in ${inA ? a : b}: ${name}\n`);
      return 1;
    }
    const join = (dir: string): string => (dir.endsWith('/') ? dir + name : `${dir}/${name}`);
    const left = yield* this.side(join(a), inA, true);
    const right = yield* this.side(join(b), inB, true);
    return left && right ? yield* this.pair(left, right, true) : TROUBLE;
  }

  /** `listed`: the name stands in a directory, so that a link that leads nowhere is no absent file. */
  *side(path: string, present: boolean, listed = false): Generator<void, Side | undefined> {
    if (!present) return { path, stat: undefined };
    const stat = path === '-' ? yield* this.sys.fstat(0) : yield* this.look(path);
    if (!isFailure(stat)) return { path, stat };
    if (stat.errno === 'ENOENT' && !listed && this.has('newFile')) return { path, stat: undefined };
    yield* this.io.fail(path, stat);
    return undefined;
  }

  private *look(path: string): Generator<void, Stat | Failure> {
    return this.has('noDereference') ? yield* this.sys.lstat(path) : yield* this.sys.stat(path);
  }

  /** With --no-dereference links are compared by what they say. */
  private *links(a: Side, b: Side): Generator<void, number> {
    const [left, right] = [yield* this.sys.readlink(a.path), yield* this.sys.readlink(b.path)];
    if (left === right) return 0;
    yield* this.io.print(`Symbolic links ${a.path} and ${b.path} differ\n`);
    return 1;
  }

  *pair(a: Side, b: Side, inside: boolean): Generator<void, number> {
    const [left, right] = [a.stat && S_ISDIR(a.stat.mode), b.stat && S_ISDIR(b.stat.mode)];
    if ((left ?? right) && (right ?? left)) {
      if (!inside || this.has('recursive')) return yield* this.directories(a, b);
      yield* this.io.print(`Common subdirectories: ${a.path} and ${b.path}\n`);
      return 0;
    }
    const [linkA, linkB] = [a.stat && S_ISLNK(a.stat.mode), b.stat && S_ISLNK(b.stat.mode)];
    if (linkA && linkB) return yield* this.links(a, b);
    if (
      a.stat &&
      b.stat &&
      (left || right || linkA || linkB || (inside && S_ISREG(a.stat.mode) !== S_ISREG(b.stat.mode)))
    ) {
      yield* this.io.print(
        `File ${this.name(a, 0)} is a ${kindOf(a.stat)} while file ${this.name(b, 1)} is a ${kindOf(b.stat)}\n`,
      );
      return 1;
    }
    return yield* this.files(a, b, inside);
  }
}

const baseName = (path: string): string => path.replace(/\/+$/, '').replace(/.*\//s, '');

/** A directory stands for the file in it that is called as the other one. */
function* compare(sys: Sys, io: Io, plan: Plan, first: string, second: string): Generator<void, number> {
  const comparing = new Diff(sys, io, plan, first);
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

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const [from, to] = [args.value('fromFile'), args.value('toFile')];
  if (from !== undefined && to !== undefined) return yield* io.die(TROUBLE, '--from-file and --to-file both specified');
  if (from !== undefined || to !== undefined) {
    let status = 0;
    for (const operand of args.operands)
      status = Math.max(
        status,
        yield* compare(sys, io, plan, from ?? operand, from === undefined ? (to ?? '') : operand),
      );
    return status;
  }
  const [first, second, third] = args.operands;
  if (second === undefined) return yield* io.usageError(TROUBLE, `missing operand after ${quote(first ?? io.name)}`);
  if (first === undefined || third !== undefined) {
    return yield* io.usageError(TROUBLE, `extra operand ${quote(third ?? '')}`);
  }
  return yield* compare(sys, io, plan, first, second);
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
      "FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.\nIf --from-file or --to-file is given, there are no restrictions on FILE(s).\nIf a FILE is '-', read standard input.\nExit status is 0 if inputs are the same, 1 if different, 2 if trouble.",
  },
  run,
);
