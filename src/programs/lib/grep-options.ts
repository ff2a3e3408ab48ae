/** The command line of grep: its options, its patterns, and the plan that they make. Authority: grep(1) of GNU grep 3.8. */

import { encode } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readColors } from './grep-colors.ts';
import type { Output as Wanted } from './grep-print.ts';
import { Searcher } from './grep-search.ts';
import type { Io } from './io.ts';
import { strayText } from './latin.ts';
import { usesUnicode } from './locale.ts';
import { RegexProblem } from './posix-regex.ts';
import type { Args, Check, Checks } from './program.ts';
import { quotef } from './quote.ts';
import { readText } from './read-file.ts';
import { type Choices, chooseWord } from './xargmatch.ts';

export const TROUBLE = 2;

export const options = {
  extended: { short: 'E', long: 'extended-regexp', help: 'PATTERNS are extended regular expressions' },
  fixed: { short: 'F', long: 'fixed-strings', help: 'PATTERNS are strings' },
  perl: { short: 'P', long: 'perl-regexp', help: 'PATTERNS are Perl regular expressions' },
  basic: { short: 'G', long: 'basic-regexp', help: 'PATTERNS are basic regular expressions' },
  regexp: { short: 'e', long: 'regexp', value: 'PATTERNS', help: 'use PATTERNS for matching' },
  file: { short: 'f', long: 'file', value: 'FILE', help: 'take PATTERNS from FILE' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore case distinctions in patterns and data' },
  y: { short: 'y', help: 'the same as -i' },
  noIgnoreCase: { long: 'no-ignore-case', help: 'do not ignore case distinctions (default)' },
  word: { short: 'w', long: 'word-regexp', help: 'match only whole words' },
  line: { short: 'x', long: 'line-regexp', help: 'match only whole lines' },
  nullData: { short: 'z', long: 'null-data', help: 'a data line ends in 0 byte, not newline' },
  noMessages: { short: 's', long: 'no-messages', help: 'suppress error messages' },
  invert: { short: 'v', long: 'invert-match', help: 'select non-matching lines' },
  maxCount: { short: 'm', long: 'max-count', value: 'NUM', help: 'stop after NUM selected lines' },
  byteOffset: { short: 'b', long: 'byte-offset', help: 'print the byte offset with output lines' },
  lineNumber: { short: 'n', long: 'line-number', help: 'print line number with output lines' },
  lineBuffered: { long: 'line-buffered', help: 'flush output on every line' },
  withFilename: { short: 'H', long: 'with-filename', help: 'print file name with output lines' },
  noFilename: { short: 'h', long: 'no-filename', help: 'suppress the file name prefix on output' },
  label: { long: 'label', value: 'LABEL', help: 'use LABEL as the standard input file name prefix' },
  onlyMatching: { short: 'o', long: 'only-matching', help: 'show only nonempty parts of lines that match' },
  quiet: { short: 'q', long: 'quiet', help: 'suppress all normal output' },
  silent: { long: 'silent', help: 'the same as --quiet' },
  binaryFiles: {
    long: 'binary-files',
    value: 'TYPE',
    help: "assume that binary files are TYPE;\nTYPE is 'binary', 'text', or 'without-match'",
  },
  text: { short: 'a', long: 'text', help: 'equivalent to --binary-files=text' },
  I: { short: 'I', help: 'equivalent to --binary-files=without-match' },
  directories: {
    short: 'd',
    long: 'directories',
    value: 'ACTION',
    help: "how to handle directories;\nACTION is 'read', 'recurse', or 'skip'",
  },
  devices: {
    short: 'D',
    long: 'devices',
    value: 'ACTION',
    help: "how to handle devices, FIFOs and sockets;\nACTION is 'read' or 'skip'",
  },
  recursive: { short: 'r', long: 'recursive', help: 'like --directories=recurse' },
  dereferenceRecursive: { short: 'R', long: 'dereference-recursive', help: 'likewise, but follow all symlinks' },
  include: { long: 'include', value: 'GLOB', help: 'search only files that match GLOB (a file pattern)' },
  exclude: { long: 'exclude', value: 'GLOB', help: 'skip files that match GLOB' },
  excludeFrom: { long: 'exclude-from', value: 'FILE', help: 'skip files that match any file pattern from FILE' },
  excludeDir: { long: 'exclude-dir', value: 'GLOB', help: 'skip directories that match GLOB' },
  filesWithoutMatch: {
    short: 'L',
    long: 'files-without-match',
    help: 'print only names of FILEs with no selected lines',
  },
  filesWithMatches: { short: 'l', long: 'files-with-matches', help: 'print only names of FILEs with selected lines' },
  count: { short: 'c', long: 'count', help: 'print only a count of selected lines per FILE' },
  initialTab: { short: 'T', long: 'initial-tab', help: 'make tabs line up (if needed)' },
  null: { short: 'Z', long: 'null', help: 'print 0 byte after FILE name' },
  before: { short: 'B', long: 'before-context', value: 'NUM', help: 'print NUM lines of leading context' },
  after: { short: 'A', long: 'after-context', value: 'NUM', help: 'print NUM lines of trailing context' },
  context: { short: 'C', long: 'context', value: 'NUM', help: 'print NUM lines of output context' },
  separator: { long: 'group-separator', value: 'SEP', help: 'print SEP on line between matches with context' },
  noSeparator: { long: 'no-group-separator', help: 'do not print separator for matches with context' },
  color: {
    long: 'color',
    value: 'WHEN',
    optional: true,
    help: "use markers to highlight the matching strings;\nWHEN is 'always', 'never', or 'auto'",
  },
  colour: { long: 'colour', value: 'WHEN', optional: true, help: 'the same as --color' },
  binary: { short: 'U', long: 'binary', help: 'do not strip CR characters at EOL (MSDOS/Windows)' },
} as const;

type Name = keyof typeof options;
export type Arguments = Args<Name>;

export interface Plan {
  readonly searcher: Searcher;
  readonly output: Wanted;
  readonly silent: boolean;
  readonly directories: 'read' | 'recurse' | 'skip';
  /** undefined: read those of the command line, skip those that recursion finds. */
  readonly devices: 'read' | 'skip' | undefined;
  readonly dereference: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeDir: readonly string[];
  readonly label: string;
  /** With -r a single file of the command line goes without its name, what is found below a directory has it. */
  readonly withNames: boolean | 'below';
}

/** The patterns of all -e and -f, or the first operand. */
export function* readPatterns(
  sys: Sys,
  args: Arguments,
  io: Io,
): Generator<void, { patterns: string[]; files: string[] }> {
  const files = [...args.operands];
  const patterns: string[] = [];
  let given = false;
  for (const { option, value = '' } of args.given) {
    if (option === 'regexp') {
      given = true;
      patterns.push(...value.split('\n'));
    } else if (option === 'file') {
      given = true;
      const text = yield* readText(sys, value === '-' ? '/proc/self/fd/0' : value);
      if (isFailure(text)) return yield* io.die(TROUBLE, quotef(value), text);
      if (text !== '') patterns.push(...text.replace(/\n$/, '').split('\n'));
    }
  }
  if (given) return { patterns, files };
  const first = files.shift();
  if (first === undefined) {
    yield* io.complain(
      `Usage: ${io.name} [OPTION]... PATTERNS [FILE]...\nTry '${io.name} --help' for more information.\n`,
    );
    return io.exit(TROUBLE);
  }
  return { patterns: first.split('\n'), files };
}

function* contextLength(io: Io, word: string | undefined): Generator<void, number | undefined> {
  if (word === undefined) return undefined;
  if (/^\d+$/.test(word)) return Number(word);
  return yield* io.die(TROUBLE, `${word}: invalid context length argument`);
}

function* maxCount(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return Number.POSITIVE_INFINITY;
  if (!/^-?\d+$/.test(word)) return yield* io.die(TROUBLE, 'invalid max count');
  return Number(word) < 0 ? Number.POSITIVE_INFINITY : Number(word);
}

const BINARY_TYPES = ['binary', 'text', 'without-match'] as const;

function* binaryType(args: Arguments, io: Io): Generator<void, Wanted['binary']> {
  const last = args.last('text', 'I', 'binaryFiles');
  if (last === 'text') return 'text';
  if (last === 'I') return 'without-match';
  return last === undefined ? 'binary' : yield* readBinaryType(io, args.value('binaryFiles'));
}

function* readBinaryType(io: Io, word: string | undefined): Generator<void, Wanted['binary']> {
  return BINARY_TYPES.find((type) => type === word) ?? (yield* io.die(TROUBLE, 'unknown binary-files type'));
}

const DIRECTORY_ACTIONS: Choices = [['read'], ['recurse'], ['skip']];

function* directoriesOf(args: Arguments, io: Io): Generator<void, Plan['directories']> {
  const last = args.last('directories', 'recursive', 'dereferenceRecursive');
  if (last !== 'directories') return last === undefined ? 'read' : 'recurse';
  return (yield* readDirectories(io, args.value('directories') ?? '')) as Plan['directories'];
}

const readDirectories = (io: Io, word: string): Generator<void, string> =>
  chooseWord(io, 'directories', word, DIRECTORY_ACTIONS);

function* readDevices(io: Io, word: string | undefined): Generator<void, Plan['devices']> {
  if (word === undefined || word === 'read' || word === 'skip') return word;
  return yield* io.die(TROUBLE, 'unknown devices method');
}

function* wantsColor(sys: Sys, args: Arguments, io: Io): Generator<void, boolean> {
  const last = args.last('color', 'colour');
  if (last === undefined) return false;
  const word = args.value(last) ?? 'auto';
  if (['always', 'yes', 'force'].includes(word)) return true;
  if (['never', 'no', 'none'].includes(word)) return false;
  if (!['auto', 'tty', 'if-tty'].includes(word)) {
    yield* io.print(io.helpText);
    return io.exit(0);
  }
  const term = io.getenv('TERM');
  return term !== undefined && term !== 'dumb' && !isFailure(yield* sys.tcgetattr(1));
}

/** Kinds of patterns exclude each other. */
const onlyMatcher: Check = function* (io, _word, { option }, before) {
  const clash = before.some((one) => /^(?:extended|fixed|basic|perl)$/.test(one.option) && one.option !== option);
  if (clash) yield* io.die(TROUBLE, 'conflicting matchers specified');
};

export const checks: Checks<Name> = {
  extended: onlyMatcher,
  fixed: onlyMatcher,
  basic: onlyMatcher,
  perl: onlyMatcher,
  before: contextLength,
  after: contextLength,
  context: contextLength,
  maxCount,
  binaryFiles: readBinaryType,
  directories: readDirectories,
  devices: readDevices,
};

const listing = (args: Arguments): Wanted['list'] => {
  const last = args.last('filesWithMatches', 'filesWithoutMatch');
  return last === 'filesWithMatches' ? 'matching' : last === 'filesWithoutMatch' ? 'without' : undefined;
};

function* separatorOf(args: Arguments): Generator<void, string | undefined> {
  const last = args.last('separator', 'noSeparator');
  return last === undefined ? '--' : last === 'noSeparator' ? undefined : args.value('separator');
}

export function* planOf(
  sys: Sys,
  args: Arguments,
  io: Io,
  patterns: readonly string[],
  files: readonly string[],
): Generator<void, Plan> {
  const dialect = args.last('extended', 'fixed', 'basic');
  const matching = args.last('ignoreCase', 'y', 'noIgnoreCase');
  const delimiter = args.has('nullData') ? '\0' : '\n';
  const context = yield* contextLength(io, args.value('context'));
  const before = (yield* contextLength(io, args.value('before'))) ?? context ?? 0;
  const after = (yield* contextLength(io, args.value('after'))) ?? context ?? 0;
  const limit = yield* maxCount(io, args.value('maxCount'));
  const directories = yield* directoriesOf(args, io);
  const names = args.last('withFilename', 'noFilename');
  const colors = (yield* wantsColor(sys, args, io)) ? readColors(io.getenv('GREP_COLORS')) : undefined;
  const bytes = !usesUnicode(io);
  const output: Wanted = {
    delimiter,
    invert: args.has('invert'),
    limit,
    before,
    after,
    separator: yield* separatorOf(args),
    inContext: args.last('context', 'before', 'after') !== undefined,
    quiet: args.has('quiet') || args.has('silent'),
    list: listing(args),
    count: args.has('count'),
    onlyMatching: args.has('onlyMatching'),
    lineNumber: args.has('lineNumber'),
    byteOffset: args.has('byteOffset'),
    nullName: args.has('null'),
    initialTab: args.has('initialTab'),
    binary: yield* binaryType(args, io),
    bytes,
    colors,
  };
  const excluded = args.values('exclude');
  for (const path of args.values('excludeFrom')) {
    const text = yield* readText(sys, path);
    if (isFailure(text)) return yield* io.die(TROUBLE, quotef(path), text);
    excluded.push(...text.split('\n').filter((line) => line !== ''));
  }
  if (args.has('perl') && patterns.length > 1)
    return yield* io.die(TROUBLE, 'the -P option only supports a single pattern');
  try {
    const searcher = new Searcher({
      patterns: bytes ? patterns.map((pattern) => strayText(encode(pattern))) : patterns,
      syntax: args.has('perl') ? 'perl' : (dialect ?? 'basic'),
      ignoreCase: matching === 'ignoreCase' || matching === 'y',
      whole: args.has('line') ? 'line' : args.has('word') ? 'word' : undefined,
      delimiter,
      bytes,
    });
    for (const warning of searcher.warnings) yield* io.error(`warning: ${warning}`);
    return {
      searcher,
      output,
      silent: args.has('noMessages'),
      directories,
      devices: yield* readDevices(io, args.value('devices')),
      dereference: args.has('dereferenceRecursive'),
      include: args.values('include'),
      exclude: excluded,
      excludeDir: args.values('excludeDir'),
      label: args.value('label') ?? '(standard input)',
      withNames:
        names === undefined && files.length <= 1 && directories === 'recurse'
          ? 'below'
          : names === 'withFilename' || (names === undefined && files.length > 1),
    };
  } catch (thrown) {
    if (!(thrown instanceof RegexProblem)) throw thrown;
    return yield* io.die(TROUBLE, thrown.message);
  }
}
