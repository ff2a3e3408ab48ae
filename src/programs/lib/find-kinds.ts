/** Tests of find about what a file is, whose it is, and what one may do with it. Authority: find(1). */

import { S_IFMT, S_ISDIR, S_ISREG } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { byStat, type Primary, type Reader, statOf, wordOf } from './find-primary.ts';
import { typeLetter } from './find-printf.ts';
import { examine, type Finder, type Predicate } from './find-types.ts';
import { applyMode, parseMode } from './mode.ts';
import { quote } from './quote.ts';

const FROM_DIRENT: Readonly<Record<string, string>> = {
  reg: 'f',
  dir: 'd',
  lnk: 'l',
  fifo: 'p',
  chr: 'c',
  blk: 'b',
  sock: 's',
};

export const typeTest = (through: boolean): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const { io } = finder;
    const { name } = reader;
    if (word === '') return yield* io.die(1, `Arguments to ${name} should contain at least one letter`);
    const letters = new Set<string>();
    for (let at = 0; at < word.length; at += 2) {
      const letter = word.charAt(at);
      if (!'bcdpflsD'.includes(letter)) return yield* io.die(1, `Unknown argument to ${name}: ${letter}`);
      if (letters.has(letter)) {
        return yield* io.die(1, `Duplicate file type '${letter}' in the argument list to ${name}.`);
      }
      letters.add(letter);
      if (at + 1 >= word.length) break;
      if (word.charAt(at + 1) !== ',') {
        return yield* io.die(1, `Must separate multiple arguments to ${name} using: ','`);
      }
      if (at + 2 >= word.length) {
        return yield* io.die(1, `Last file type in list argument to ${name} is missing, i.e., list is ending on: ','`);
      }
    }
    if (!through) {
      return function* (visit) {
        const known = visit.type === undefined ? undefined : FROM_DIRENT[visit.type];
        if (known !== undefined) return letters.has(known);
        const stat = yield* statOf(finder, visit);
        return stat !== undefined && letters.has(typeLetter(stat.mode));
      };
    }
    return function* (visit) {
      const followed = finder.settings.follow === 'always';
      const stat = followed ? yield* finder.sys.lstat(visit.path) : yield* finder.sys.stat(visit.path);
      const shown = isFailure(stat) ? yield* statOf(finder, visit) : stat;
      return shown !== undefined && letters.has(typeLetter(shown.mode));
    };
  };

export function* perm(finder: Finder, reader: Reader): Generator<void, Predicate> {
  const word = yield* wordOf(finder, reader);
  const how = word.charAt(0);
  const text = how === '-' || how === '/' ? word.slice(1) : word;
  const changes = parseMode(text);
  if (!changes || /^\+[0-7]/.test(text)) return yield* finder.io.die(1, `invalid mode ${quote(word)}`);
  const wanted = applyMode(0, changes, { umask: 0, directory: false });
  return byStat(finder, ({ mode }) => {
    if (how === '-') return (mode & wanted) === wanted;
    if (how === '/') return wanted === 0 || (mode & wanted) !== 0;
    return (mode & 0o7777) === wanted;
  });
}

export const owner = (kind: 'user' | 'group'): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const key = kind === 'user' ? 'uid' : 'gid';
    if (word === '') return yield* finder.io.die(1, `The argument to ${reader.name} should not be empty`);
    const id = yield* idOf(finder, kind, word);
    if (id === undefined) {
      const what = kind === 'user' ? 'the name of a known user' : 'the name of an existing group';
      return yield* finder.io.die(1, `${quote(word)} is not ${what}`);
    }
    return byStat(finder, (stat) => stat[key] === id);
  };

function* idOf({ names }: Finder, kind: 'user' | 'group', word: string): Generator<void, number | undefined> {
  const id = kind === 'user' ? names.uid(word) : names.gid(word);
  if (id !== undefined) return id;
  return /^\d+$/.test(word) ? Number(word) : undefined;
}

export const nobodys = (kind: 'user' | 'group'): Primary =>
  function* (finder) {
    const { names } = finder;
    return byStat(finder, ({ uid, gid }) => (kind === 'user' ? names.user(uid) : names.group(gid)) === undefined);
  };

export const may = (mode: number): Primary =>
  function* ({ sys }) {
    return function* ({ path }) {
      return !isFailure(yield* sys.access(path, mode));
    };
  };

export function* empty(finder: Finder): Generator<void, Predicate> {
  return function* (visit) {
    const stat = yield* statOf(finder, visit);
    if (!stat) return false;
    if (S_ISREG(stat.mode)) return stat.size === 0;
    if (!S_ISDIR(stat.mode)) return false;
    const fd = yield* finder.sys.open(visit.path, 0);
    if (isFailure(fd)) return false;
    const entries = yield* finder.sys.getdents(fd);
    yield* finder.sys.close(fd);
    return !isFailure(entries) && entries.every(({ name }) => name === '.' || name === '..');
  };
}

export function* sameFile(finder: Finder, reader: Reader): Generator<void, Predicate> {
  const word = yield* wordOf(finder, reader);
  const reference = yield* examine(finder, word, 0);
  if (isFailure(reference)) return yield* finder.io.die(1, quote(word), reference);
  return byStat(finder, ({ ino, mode }) => ino === reference.ino && (mode & S_IFMT) === (reference.mode & S_IFMT));
}
