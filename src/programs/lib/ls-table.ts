/** The options of ls, and the words that some of them take. Authority: ls(1). */

import type { Choices } from './xargmatch.ts';

export const options = {
  all: { short: 'a', long: 'all', help: 'do not ignore entries starting with .' },
  almostAll: { short: 'A', long: 'almost-all', help: 'do not list implied . and ..' },
  author: { long: 'author', help: 'with -l, print the author of each file' },
  escape: { short: 'b', long: 'escape', help: 'print C-style escapes for nongraphic characters' },
  blockSize: {
    long: 'block-size',
    value: 'SIZE',
    help: "with -l, scale sizes by SIZE when printing them;\ne.g., '--block-size=M'; see SIZE format below",
  },
  ignoreBackups: { short: 'B', long: 'ignore-backups', help: 'do not list implied entries ending with ~' },
  c: {
    short: 'c',
    help: 'with -lt: sort by, and show, ctime;\nwith -l: show ctime and sort by name;\notherwise: sort by ctime, newest first',
  },
  columns: { short: 'C', help: 'list entries by columns' },
  color: { long: 'color', value: 'WHEN', optional: true, help: 'color the output WHEN: always, auto, never' },
  dired: { short: 'D', long: 'dired', help: "generate output designed for Emacs' dired mode" },
  directory: { short: 'd', long: 'directory', help: 'list directories themselves, not their contents' },
  f: { short: 'f', help: 'list all entries in directory order' },
  classify: {
    short: 'F',
    long: 'classify',
    value: 'WHEN',
    optional: true,
    bareLetter: true,
    help: 'append indicator (one of */=>@|) to entries WHEN',
  },
  fileType: { long: 'file-type', help: "likewise, except do not append '*'" },
  format: {
    long: 'format',
    value: 'WORD',
    help: 'across -x, commas -m, horizontal -x, long -l,\nsingle-column -1, verbose -l, vertical -C',
  },
  fullTime: { long: 'full-time', help: 'like -l --time-style=full-iso' },
  g: { short: 'g', help: 'like -l, but do not list owner' },
  directoriesFirst: { long: 'group-directories-first', help: 'group directories before files' },
  noGroup: { short: 'G', long: 'no-group', help: "in a long listing, don't print group names" },
  human: { short: 'h', long: 'human-readable', help: 'with -l and -s, print sizes like 1K 234M 2G etc.' },
  si: { long: 'si', help: 'likewise, but use powers of 1000 not 1024' },
  dereferenceArgs: {
    short: 'H',
    long: 'dereference-command-line',
    help: 'follow symbolic links listed on the command line',
  },
  dereferenceArgDirectories: {
    long: 'dereference-command-line-symlink-to-dir',
    help: 'follow each command line symbolic link\nthat points to a directory',
  },
  hide: { long: 'hide', value: 'PATTERN', help: 'do not list implied entries matching shell PATTERN' },
  hyperlink: { long: 'hyperlink', value: 'WHEN', optional: true, help: 'hyperlink file names WHEN' },
  indicatorStyle: {
    long: 'indicator-style',
    value: 'WORD',
    help: 'append indicator with style WORD to entry names:\nnone, slash (-p), file-type (--file-type), classify (-F)',
  },
  inode: { short: 'i', long: 'inode', help: 'print the index number of each file' },
  ignore: { short: 'I', long: 'ignore', value: 'PATTERN', help: 'do not list implied entries matching shell PATTERN' },
  kibibytes: {
    short: 'k',
    long: 'kibibytes',
    help: 'default to 1024-byte blocks for file system usage;\nused only with -s and per directory totals',
  },
  long: { short: 'l', help: 'use a long listing format' },
  dereference: { short: 'L', long: 'dereference', help: 'show information for the file a symbolic link references' },
  commas: { short: 'm', help: 'fill width with a comma separated list of entries' },
  numeric: { short: 'n', long: 'numeric-uid-gid', help: 'like -l, but list numeric user and group IDs' },
  literal: { short: 'N', long: 'literal', help: 'print entry names without quoting' },
  o: { short: 'o', help: 'like -l, but do not list group information' },
  slash: { short: 'p', help: 'append / indicator to directories' },
  hideControl: { short: 'q', long: 'hide-control-chars', help: 'print ? instead of nongraphic characters' },
  showControl: { long: 'show-control-chars', help: 'show nongraphic characters as-is' },
  quoteName: { short: 'Q', long: 'quote-name', help: 'enclose entry names in double quotes' },
  quotingStyle: { long: 'quoting-style', value: 'WORD', help: 'use quoting style WORD for entry names' },
  reverse: { short: 'r', long: 'reverse', help: 'reverse order while sorting' },
  recursive: { short: 'R', long: 'recursive', help: 'list subdirectories recursively' },
  size: { short: 's', long: 'size', help: 'print the allocated size of each file, in blocks' },
  S: { short: 'S', help: 'sort by file size, largest first' },
  sort: {
    long: 'sort',
    value: 'WORD',
    help: 'sort by WORD: none (-U), size (-S), time (-t),\nversion (-v), extension (-X), width',
  },
  time: { long: 'time', value: 'WORD', help: 'use atime, ctime or mtime instead of the default' },
  timeStyle: { long: 'time-style', value: 'TIME_STYLE', help: 'full-iso, long-iso, iso, locale or +FORMAT' },
  t: { short: 't', help: 'sort by time, newest first' },
  tabSize: { short: 'T', long: 'tabsize', value: 'COLS', help: 'assume tab stops at each COLS instead of 8' },
  u: {
    short: 'u',
    help: 'with -lt: sort by, and show, access time;\nwith -l: show access time and sort by name;\notherwise: sort by access time, newest first',
  },
  U: { short: 'U', help: 'do not sort; list entries in directory order' },
  v: { short: 'v', help: 'natural sort of (version) numbers within text' },
  width: { short: 'w', long: 'width', value: 'COLS', help: 'set output width to COLS.  0 means no limit' },
  x: { short: 'x', help: 'list entries by lines instead of by columns' },
  X: { short: 'X', help: 'sort alphabetically by entry extension' },
  context: { short: 'Z', long: 'context', help: 'print any security context of each file' },
  zero: { long: 'zero', help: 'end each output line with NUL, not newline' },
  one: { short: '1', help: 'list one file per line' },
} as const;

export type Name = keyof typeof options;

export const FORMATS: Choices = [
  ['verbose', 'long'],
  ['commas'],
  ['horizontal', 'across'],
  ['vertical'],
  ['single-column'],
];
export const SORTS: Choices = [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']];
export const TIMES: Choices = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
  ['birth', 'creation'],
];
export const QUOTINGS: Choices = [
  ['literal'],
  ['shell'],
  ['shell-always'],
  ['shell-escape'],
  ['shell-escape-always'],
  ['c'],
  ['c-maybe'],
  ['escape'],
  ['locale'],
  ['clocale'],
];
export const INDICATORS: Choices = [['none'], ['slash'], ['file-type'], ['classify']];
