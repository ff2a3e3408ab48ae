/**
 * find: walks directory trees and asks an expression about each file.
 * Models the everyday tests, operators and actions, with their order of system calls: no stat where the directory entry
 * says enough. Leaves out -D's output and the optimizer. Authority: find(1).
 */

import type { Dirent } from '../kernel/abi.ts';
import { O_DIRECTORY, O_NONBLOCK, S_ISDIR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Quit } from './lib/find-actions.ts';
import { looksLikeExpression, readExpression } from './lib/find-expression.ts';
import { type Accounts, examine, type Finder, type Predicate, type Settings, type Visit } from './lib/find-types.ts';
import type { Io } from './lib/io.ts';
import { joinPath, lastComponent } from './lib/path-text.ts';
import { rawProgram } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { readEntries } from './lib/read-directory.ts';
import { standardAnswer } from './lib/standard.ts';
import { readGroups, readUsers } from './lib/users.ts';

function* readAccounts(sys: Sys): Generator<void, Accounts> {
  const users = yield* readUsers(sys);
  const groups = yield* readGroups(sys);
  return {
    user: (uid) => users.find((user) => user.uid === uid)?.name,
    group: (gid) => groups.find((group) => group.gid === gid)?.name,
    uid: (name) => users.find((user) => user.name === name)?.uid,
    gid: (name) => groups.find((group) => group.name === name)?.gid,
  };
}

interface CommandLine {
  readonly follow: Settings['follow'];
  readonly paths: readonly string[];
  readonly expression: readonly string[];
}

const FOLLOW: Readonly<Record<string, Settings['follow']>> = { '-P': 'never', '-H': 'arguments', '-L': 'always' };

/** -H, -L, -P and -O come first, then paths, then the expression. */
const splitWords = (args: readonly string[]): CommandLine => {
  let follow: Settings['follow'] = 'never';
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const chosen = FOLLOW[word];
    if (chosen) follow = chosen;
    else if (word === '--') {
      at += 1;
      break;
    } else if (!/^-O\d$/.test(word)) break;
  }
  const rest = args.slice(at);
  const first = rest.findIndex((word) => looksLikeExpression(word, true));
  const end = first < 0 ? rest.length : first;
  return { follow, paths: rest.slice(0, end), expression: rest.slice(end) };
};

class Walker {
  private readonly finder: Finder;
  private readonly test: Predicate;
  /** Of the argument that is being walked. */
  private device = 0;

  constructor(finder: Finder, test: Predicate) {
    this.finder = finder;
    this.test = test;
  }

  *root(path: string): Generator<void, void> {
    const stat = yield* examine(this.finder, path, 0);
    if (isFailure(stat)) return yield* this.complain(path, stat);
    const base = lastComponent(path);
    const visit = { path, start: path, base, depth: 0, type: undefined, stat, pruned: false };
    yield* this.visit(visit, S_ISDIR(stat.mode), [stat.ino]);
  }

  private *complain(path: string, failure: Parameters<Io['fail']>[1]): Generator<void, void> {
    yield* this.finder.io.fail(quote(path), failure);
    this.finder.status = 1;
  }

  private *visit(visit: Visit, directory: boolean, above: readonly number[]): Generator<void, void> {
    const { finder } = this;
    const { depthFirst, minDepth, maxDepth } = finder.settings;
    const shown = visit.depth >= minDepth;
    if (!depthFirst && shown) yield* this.test(visit);
    const enters = directory && visit.depth < maxDepth && (depthFirst || !visit.pruned) && (yield* this.staysOn(visit));
    if (enters) yield* this.below(visit, above);
    if (depthFirst && shown) yield* this.test(visit);
  }

  /** -xdev: the directory is on the file system where the walk began. */
  private *staysOn(visit: Visit): Generator<void, boolean> {
    if (!this.finder.settings.oneFileSystem) return true;
    const stat = visit.stat ?? (yield* examine(this.finder, visit.path, visit.depth));
    if (isFailure(stat)) return false;
    if (visit.depth === 0) this.device = stat.dev;
    return stat.dev === this.device;
  }

  private *entries(path: string): Generator<void, Dirent[]> {
    const { sys } = this.finder;
    const fd = yield* sys.open(path, O_NONBLOCK | O_DIRECTORY);
    if (isFailure(fd)) {
      yield* this.complain(path, fd);
      return [];
    }
    const { entries, failure } = yield* readEntries(sys, fd);
    if (failure) yield* this.complain(path, failure);
    yield* sys.close(fd);
    return entries.filter(({ name }) => name !== '.' && name !== '..');
  }

  private *below(parent: Visit, above: readonly number[]): Generator<void, void> {
    const { finder } = this;
    const follows = finder.settings.follow === 'always';
    for (const { name, type } of yield* this.entries(parent.path)) {
      const path = joinPath(parent.path, name);
      const link = follows && type === 'lnk';
      const depth = parent.depth + 1;
      const visit: Visit = {
        path,
        start: parent.start,
        base: name,
        depth,
        type: link ? undefined : type,
        stat: undefined,
        pruned: false,
      };
      if (link) {
        const stat = yield* examine(finder, path, depth);
        if (isFailure(stat)) continue;
        visit.stat = stat;
        if (S_ISDIR(stat.mode) && above.includes(stat.ino)) {
          yield* this.loop(path, parent, above.indexOf(stat.ino));
          continue;
        }
        yield* this.visit(visit, S_ISDIR(stat.mode), [...above, stat.ino]);
        continue;
      }
      const ino = type === 'dir' && follows ? yield* this.inode(path) : 0;
      yield* this.visit(visit, type === 'dir', [...above, ino]);
    }
  }

  private *inode(path: string): Generator<void, number> {
    const stat = yield* this.finder.sys.stat(path);
    return isFailure(stat) ? 0 : stat.ino;
  }

  /** -L met a directory that it is inside of. */
  private *loop(path: string, { start, path: parent }: Visit, depth: number): Generator<void, void> {
    const below = parent.slice(start.length).split('/').filter(Boolean).slice(0, depth);
    const ancestor = [start, ...below].join('/');
    yield* this.finder.io.error(
      `File system loop detected; ${quote(path)} is part of the same file system loop as ${quote(ancestor)}.`,
    );
    this.finder.status = 1;
  }
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const answer = standardAnswer(args.slice(0, 1), io);
  if (answer !== undefined) {
    yield* io.print(answer);
    return 0;
  }
  const { follow, paths, expression } = splitWords(args);
  const settings: Settings = {
    follow,
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    depthFirst: false,
    explicitDepth: false,
    deletes: false,
    oneFileSystem: false,
    prunes: false,
    acts: false,
    warn: !isFailure(yield* sys.tcgetattr(0)),
    regexType: 'findutils-default',
    now: yield* sys.clock_gettime(),
    dayStart: false,
  };
  const names = yield* readAccounts(sys);
  const finder: Finder = { sys, io, settings, names, streams: new Map(), atEnd: [], status: 0 };
  const test = yield* readExpression(finder, expression);
  const walker = new Walker(finder, test);
  try {
    for (const path of paths.length > 0 ? paths : ['.']) yield* walker.root(path);
  } catch (thrown) {
    if (!(thrown instanceof Quit)) throw thrown;
  }
  for (const end of finder.atEnd) yield* end();
  for (const stream of finder.streams.values()) yield* stream.flush();
  return finder.status;
}

const row = (short: string, help: string, value?: string) =>
  value === undefined ? { short, help } : { short, value, help };

export const find = rawProgram(
  {
    name: 'find',
    summary: 'search for files in a directory hierarchy',
    usage: '[-H] [-L] [-P] [path...] [expression]',
    about:
      'Default path is the current directory; default expression is -print.\nExpression may consist of: operators, options, tests, and actions.\n\nOperators (decreasing precedence; -and is implicit where no others are given):\n      ( EXPR )   ! EXPR   -not EXPR   EXPR1 -a EXPR2   EXPR1 -and EXPR2\n      EXPR1 -o EXPR2   EXPR1 -or EXPR2   EXPR1 , EXPR2',
    family: 'findutils',
    options: {
      maxdepth: row('maxdepth', 'descend at most LEVELS levels', 'LEVELS'),
      mindepth: row('mindepth', 'apply no tests at levels less than LEVELS', 'LEVELS'),
      depth: row('depth', 'process what a directory holds before itself'),
      name: row('name', 'base of the name matches the shell PATTERN (-iname: any case)', 'PATTERN'),
      path: row('path', 'the whole name matches the shell PATTERN (-ipath: any case)', 'PATTERN'),
      regex: row('regex', 'the whole name matches the regular expression', 'PATTERN'),
      type: row('type', 'b, c, d, p (named pipe), f, l or s; several with commas', '[bcdpfls]'),
      size: row('size', 'uses N units of space', 'N[bcwkMG]'),
      empty: row('empty', 'an empty file or directory'),
      newer: row('newer', 'modified more recently than FILE', 'FILE'),
      mtime: row('mtime', 'modified N days ago (+N more, -N less; also -atime, -ctime)', 'N'),
      mmin: row('mmin', 'modified N minutes ago (also -amin, -cmin)', 'N'),
      perm: row('perm', 'permissions: exactly MODE, all of -MODE, any of /MODE', '[-/]MODE'),
      user: row('user', 'owned by NAME (also -group, -uid, -gid, -nouser, -nogroup)', 'NAME'),
      links: row('links', 'has N links (also -inum, -samefile)', 'N'),
      readable: row('readable', 'may be read (also -writable, -executable)'),
      print: row('print', 'print the name (-print0: followed by a null byte)'),
      printf: row('printf', 'print FORMAT', 'FORMAT'),
      ls: row('ls', 'list as ls -dils does'),
      exec: row('exec', 'run a command for each file, or with {} + for many (also -execdir, -ok)', 'COMMAND ;'),
      delete: row('delete', 'delete it; implies -depth'),
      prune: row('prune', 'do not descend into it'),
      quit: row('quit', 'stop at once'),
    },
  },
  run,
);
