/** The command line of diff: its options, and the plan that they make. Authority: diff(1) of GNU diffutils 3.8. */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { ColumnRules } from './diff-columns.ts';
import { completeFormats, type GroupFormats, type GroupKind, ifdefGroups, type LineKind } from './diff-groups.ts';
import { COLORED, type Colors, PLAIN, type Style } from './diff-print.ts';
import type { OptionSpec } from './getopt.ts';
import type { Io } from './io.ts';
import { compilePosix, RegexProblem } from './posix-regex.ts';
import type { Args } from './program.ts';
import { quote } from './quote.ts';
import { readText } from './read-file.ts';

export const TROUBLE = 2;

export const options = {
  normal: { long: 'normal', help: 'output a normal diff (the default)' },
  brief: { short: 'q', long: 'brief', help: 'report only when files differ' },
  same: { short: 's', long: 'report-identical-files', help: 'report when two files are the same' },
  c: { short: 'c', help: 'output 3 lines of copied context' },
  C: { short: 'C', value: 'NUM', help: 'output NUM lines of copied context' },
  context: { long: 'context', value: 'NUM', optional: true, help: 'output NUM (default 3) lines of copied context' },
  u: { short: 'u', help: 'output 3 lines of unified context' },
  U: { short: 'U', value: 'NUM', help: 'output NUM lines of unified context' },
  unified: { long: 'unified', value: 'NUM', optional: true, help: 'output NUM (default 3) lines of unified context' },
  ed: { short: 'e', long: 'ed', help: 'output an ed script' },
  rcs: { short: 'n', long: 'rcs', help: 'output an RCS format diff' },
  sideBySide: { short: 'y', long: 'side-by-side', help: 'output in two columns' },
  width: { short: 'W', long: 'width', value: 'NUM', help: 'output at most NUM (default 130) print columns' },
  leftColumn: { long: 'left-column', help: 'output only the left column of common lines' },
  suppressCommon: { long: 'suppress-common-lines', help: 'do not output common lines' },
  functions: { short: 'p', long: 'show-c-function', help: 'show which C function each change is in' },
  functionLine: {
    short: 'F',
    long: 'show-function-line',
    value: 'RE',
    help: 'show the most recent line matching RE',
  },
  label: {
    short: 'L',
    long: 'label',
    value: 'LABEL',
    help: 'use LABEL instead of file name and timestamp\n(can be repeated)',
  },
  expandTabs: { short: 't', long: 'expand-tabs', help: 'expand tabs to spaces in output' },
  initialTab: { short: 'T', long: 'initial-tab', help: 'make tabs line up by prepending a tab' },
  tabSize: { long: 'tabsize', value: 'NUM', help: 'tab stops every NUM (default 8) print columns' },
  suppressBlank: { long: 'suppress-blank-empty', help: 'suppress space or tab before empty output lines' },
  recursive: { short: 'r', long: 'recursive', help: 'recursively compare any subdirectories found' },
  newFile: { short: 'N', long: 'new-file', help: 'treat absent files as empty' },
  unidirectional: { long: 'unidirectional-new-file', help: 'treat absent first files as empty' },
  noDereference: { long: 'no-dereference', help: "don't follow symbolic links" },
  exclude: { short: 'x', long: 'exclude', value: 'PAT', help: 'exclude files that match PAT' },
  excludeFrom: {
    short: 'X',
    long: 'exclude-from',
    value: 'FILE',
    help: 'exclude files that match any pattern in FILE',
  },
  startingFile: {
    short: 'S',
    long: 'starting-file',
    value: 'FILE',
    help: 'start with FILE when comparing directories',
  },
  fromFile: {
    long: 'from-file',
    value: 'FILE1',
    help: 'compare FILE1 to all operands;\nFILE1 can be a directory',
  },
  toFile: { long: 'to-file', value: 'FILE2', help: 'compare all operands to FILE2;\nFILE2 can be a directory' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore case differences in file contents' },
  tabExpansion: { short: 'E', long: 'ignore-tab-expansion', help: 'ignore changes due to tab expansion' },
  trailing: { short: 'Z', long: 'ignore-trailing-space', help: 'ignore white space at line end' },
  spaceChange: { short: 'b', long: 'ignore-space-change', help: 'ignore changes in the amount of white space' },
  allSpace: { short: 'w', long: 'ignore-all-space', help: 'ignore all white space' },
  blankLines: { short: 'B', long: 'ignore-blank-lines', help: 'ignore changes where lines are all blank' },
  ignoreMatching: {
    short: 'I',
    long: 'ignore-matching-lines',
    value: 'RE',
    help: 'ignore changes where all lines match RE',
  },
  text: { short: 'a', long: 'text', help: 'treat all files as text' },
  stripCr: { long: 'strip-trailing-cr', help: 'strip trailing carriage return on input' },
  ifdef: { short: 'D', long: 'ifdef', value: 'NAME', help: "output merged file with '#ifdef NAME' diffs" },
  oldGroup: { long: 'old-group-format', value: 'GFMT', help: 'format old input groups with GFMT' },
  newGroup: { long: 'new-group-format', value: 'GFMT', help: 'format new input groups with GFMT' },
  unchangedGroup: { long: 'unchanged-group-format', value: 'GFMT', help: 'format unchanged input groups with GFMT' },
  changedGroup: { long: 'changed-group-format', value: 'GFMT', help: 'format changed input groups with GFMT' },
  line: { long: 'line-format', value: 'LFMT', help: 'format all input lines with LFMT' },
  oldLine: { long: 'old-line-format', value: 'LFMT', help: 'format old input lines with LFMT' },
  newLine: { long: 'new-line-format', value: 'LFMT', help: 'format new input lines with LFMT' },
  unchangedLine: { long: 'unchanged-line-format', value: 'LFMT', help: 'format unchanged input lines with LFMT' },
  minimal: { short: 'd', long: 'minimal', help: 'try hard to find a smaller set of changes' },
  color: {
    long: 'color',
    value: 'WHEN',
    optional: true,
    help: "color output; WHEN is 'never', 'always', or 'auto';\nplain --color means --color='auto'",
  },
} as const;

export type Option = keyof typeof options;
export type Arguments = Args<Option>;

export type Format = 'normal' | 'unified' | 'context' | 'ed' | 'rcs' | 'columns' | 'groups';

export interface Plan {
  readonly format: Format;
  /** Whether they differ is all that is told. */
  readonly brief: boolean;
  readonly context: number;
  readonly args: Arguments;
  readonly style: Style;
  readonly columns: ColumnRules;
  readonly groups: GroupFormats;
  /** Lines that may differ, and names that are passed over. */
  readonly ignoredLines: readonly RegExp[];
  readonly excluded: readonly string[];
  /** The options as typed, for the lines between files of a directory. */
  readonly switches: string;
}

function* contextOf(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return 3;
  if (/^\d+$/.test(word)) return Number(word);
  return yield* io.usageError(TROUBLE, `invalid context length ${quote(word)}`);
}

/** A number above zero, in columns. */
function* columnsOf(io: Io, what: string, word: string | undefined, usual: number): Generator<void, number> {
  if (word === undefined) return usual;
  if (/^\d+$/.test(word) && Number(word) > 0) return Number(word);
  return yield* io.usageError(TROUBLE, `invalid ${what} ${quote(word)}`);
}

function* colorsOf(sys: Sys, io: Io, args: Arguments): Generator<void, Colors> {
  if (!args.has('color')) return PLAIN;
  const when = args.value('color') ?? 'auto';
  if (when === 'always') return COLORED;
  if (when === 'never') return PLAIN;
  if (when !== 'auto') return yield* io.usageError(TROUBLE, `invalid color ${quote(when)}`);
  return isFailure(yield* sys.tcgetattr(1)) || io.getenv('TERM') === 'dumb' ? PLAIN : COLORED;
}

function* regexOf(io: Io, pattern: string): Generator<void, RegExp> {
  try {
    return new RegExp(compilePosix(pattern, { extended: false }).source);
  } catch (thrown) {
    if (!(thrown instanceof RegexProblem)) throw thrown;
    return yield* io.die(TROUBLE, `${pattern}: ${thrown.message}`);
  }
}

const C_FUNCTION = '^[[:alpha:]$_]';

/** -p and -F: one expression for all. */
function* functionLineOf(io: Io, args: Arguments): Generator<void, RegExp | undefined> {
  const patterns = [...(args.has('functions') ? [C_FUNCTION] : []), ...args.values('functionLine')];
  const sources: string[] = [];
  for (const pattern of patterns) sources.push((yield* regexOf(io, pattern)).source);
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'));
}

const LINE_OPTIONS: Readonly<Partial<Record<Option, readonly LineKind[]>>> = {
  line: ['old', 'new', 'unchanged'],
  oldLine: ['old'],
  newLine: ['new'],
  unchangedLine: ['unchanged'],
};
const GROUP_OPTIONS: Readonly<Partial<Record<Option, GroupKind>>> = {
  oldGroup: 'old',
  newGroup: 'new',
  unchangedGroup: 'unchanged',
  changedGroup: 'changed',
};

/** What is said twice must be the same. */
function* groupsOf(io: Io, args: Arguments): Generator<void, GroupFormats> {
  const line: Partial<Record<LineKind, string>> = {};
  const group: Partial<Record<GroupKind, string>> = {};
  function* set<Kind extends string>(into: Partial<Record<Kind, string>>, kind: Kind, value: string, option: string) {
    if (into[kind] !== undefined && into[kind] !== value)
      yield* io.usageError(TROUBLE, `conflicting ${option} option value '${value}'`);
    into[kind] = value;
  }
  for (const { option, value = '' } of args.given) {
    const spec: OptionSpec = options[option];
    const long = `--${spec.long ?? ''}`;
    for (const kind of LINE_OPTIONS[option] ?? []) yield* set(line, kind, value, long);
    const kind = GROUP_OPTIONS[option];
    if (kind) yield* set(group, kind, value, long);
    if (option !== 'ifdef') continue;
    for (const [name, format] of Object.entries(ifdefGroups(value))) yield* set(group, name as GroupKind, format, '-D');
  }
  return completeFormats(line, group);
}

function* excludedBy(sys: Sys, io: Io, args: Arguments): Generator<void, string[]> {
  const patterns: string[] = [];
  for (const { option, value = '' } of args.given) {
    if (option === 'exclude') patterns.push(value);
    if (option !== 'excludeFrom') continue;
    const text = yield* readText(sys, value === '-' ? '/dev/stdin' : value);
    if (isFailure(text)) return yield* io.die(TROUBLE, value, text);
    patterns.push(...text.split('\n').filter((line) => line !== ''));
  }
  return patterns;
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

const FORMATS: Readonly<Partial<Record<Option, Format>>> = {
  normal: 'normal',
  c: 'context',
  C: 'context',
  context: 'context',
  u: 'unified',
  U: 'unified',
  unified: 'unified',
  ed: 'ed',
  rcs: 'rcs',
  sideBySide: 'columns',
  ifdef: 'groups',
  oldGroup: 'groups',
  newGroup: 'groups',
  unchangedGroup: 'groups',
  changedGroup: 'groups',
  line: 'groups',
  oldLine: 'groups',
  newLine: 'groups',
  unchangedLine: 'groups',
};

function* formatOf(io: Io, args: Arguments): Generator<void, Format> {
  const formats = new Set(args.given.flatMap(({ option }) => FORMATS[option] ?? []));
  if (formats.size > 1) return yield* io.usageError(TROUBLE, 'conflicting output style options');
  const [format] = formats;
  return format ?? (args.has('functions') ? 'context' : 'normal');
}

export function* planOf(sys: Sys, args: Arguments, io: Io): Generator<void, Plan> {
  const groups = yield* groupsOf(io, args);
  const tabSize = yield* columnsOf(io, 'tabsize', args.value('tabSize'), 8);
  const width = yield* columnsOf(io, 'width', args.value('width'), 130);
  const format = yield* formatOf(io, args);
  let context: number | undefined;
  for (const option of ['c', 'C', 'context', 'u', 'U', 'unified'] as const) {
    if (args.has(option)) context = Math.max(context ?? 0, yield* contextOf(io, args.value(option)));
  }
  const ignoredLines: RegExp[] = [];
  for (const pattern of args.values('ignoreMatching')) ignoredLines.push(yield* regexOf(io, pattern));
  if (args.values('label').length > 2) return yield* io.die(TROUBLE, 'too many file label options');
  return {
    format,
    brief: args.has('brief'),
    context: context ?? 3,
    args,
    style: {
      colors: yield* colorsOf(sys, io, args),
      expandTabs: args.has('expandTabs'),
      initialTab: args.has('initialTab'),
      tabSize,
      suppressBlankEmpty: args.has('suppressBlank'),
      functionLine: yield* functionLineOf(io, args),
    },
    columns: { width, common: args.has('suppressCommon') ? 'none' : args.has('leftColumn') ? 'left' : 'both' },
    groups,
    ignoredLines,
    excluded: yield* excludedBy(sys, io, args),
    switches: yield* switchesOf(sys, args.operands),
  };
}
