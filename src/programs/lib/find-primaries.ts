/**
 * The primaries of find, a row each: tests, options and actions.
 * Leaves out -fstype, -context, -used, -files0-from and -fls. Authority: find(1).
 */

import { R_OK, W_OK, X_OK } from '../../kernel/abi.ts';
import { execute, list, print, printFormat, prune, quit, remove } from './find-actions.ts';
import { empty, may, nobodys, owner, perm, sameFile, typeTest } from './find-kinds.ts';
import { baseName, linkName, pattern, regex, regexType, wholePath } from './find-names.ts';
import { days, minutes, newerThan, numeric, size, TIMES } from './find-numbers.ts';
import { always, type Primary, wordOf } from './find-primary.ts';
import type { Finder } from './find-types.ts';
import { quote } from './quote.ts';

const setting = (change: (finder: Finder) => void): Primary =>
  function* (finder) {
    change(finder);
    return always;
  };

const depthLimit = (which: 'maxDepth' | 'minDepth'): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    if (!/^\d+$/.test(word)) {
      const problem = `Expected a positive decimal integer argument to ${reader.name}, but got ${quote(word)}`;
      return yield* finder.io.die(1, problem);
    }
    finder.settings[which] = Number(word);
    return always;
  };

const truth = (value: boolean): Primary =>
  function* () {
    return function* () {
      return value;
    };
  };

const depthFirst = setting(({ settings }) => {
  settings.depthFirst = true;
  settings.explicitDepth = true;
});
const oneFileSystem = setting(({ settings }) => {
  settings.oneFileSystem = true;
});
const nothing = setting(() => {});

const TABLE = {
  '-amin': minutes('atime'),
  '-anewer': newerThan('atime', 'mtime'),
  '-atime': days('atime'),
  '-cmin': minutes('ctime'),
  '-cnewer': newerThan('ctime', 'mtime'),
  '-ctime': days('ctime'),
  '-d': depthFirst,
  '-daystart': setting(({ settings }) => {
    settings.dayStart = true;
  }),
  '-delete': remove,
  '-depth': depthFirst,
  '-empty': empty,
  '-exec': execute(false, false),
  '-execdir': execute(true, false),
  '-executable': may(X_OK),
  '-false': truth(false),
  '-follow': setting(({ settings }) => {
    settings.follow = 'always';
  }),
  '-fprint': print('\n', true),
  '-fprint0': print('\0', true),
  '-fprintf': printFormat(true),
  '-gid': numeric(({ gid }) => gid),
  '-group': owner('group'),
  '-ignore_readdir_race': nothing,
  '-ilname': linkName(true),
  '-iname': pattern(baseName, true),
  '-inum': numeric(({ ino }) => ino),
  '-ipath': pattern(wholePath, true),
  '-iregex': regex(true),
  '-iwholename': pattern(wholePath, true),
  '-links': numeric(({ nlink }) => nlink),
  '-lname': linkName(false),
  '-ls': list,
  '-maxdepth': depthLimit('maxDepth'),
  '-mindepth': depthLimit('minDepth'),
  '-mmin': minutes('mtime'),
  '-mount': oneFileSystem,
  '-mtime': days('mtime'),
  '-name': pattern(baseName, false),
  '-newer': newerThan('mtime', 'mtime'),
  '-nogroup': nobodys('group'),
  '-noignore_readdir_race': nothing,
  '-noleaf': nothing,
  '-nouser': nobodys('user'),
  '-nowarn': setting(({ settings }) => {
    settings.warn = false;
  }),
  '-ok': execute(false, true),
  '-okdir': execute(true, true),
  '-path': pattern(wholePath, false),
  '-perm': perm,
  '-print': print('\n', false),
  '-print0': print('\0', false),
  '-printf': printFormat(false),
  '-prune': prune,
  '-quit': quit,
  '-readable': may(R_OK),
  '-regex': regex(false),
  '-regextype': regexType,
  '-samefile': sameFile,
  '-size': size,
  '-true': truth(true),
  '-type': typeTest(false),
  '-uid': numeric(({ uid }) => uid),
  '-user': owner('user'),
  '-warn': setting(({ settings }) => {
    settings.warn = true;
  }),
  '-wholename': pattern(wholePath, false),
  '-writable': may(W_OK),
  '-xdev': oneFileSystem,
  '-xtype': typeTest(true),
} satisfies Readonly<Record<string, Primary>>;

const ROWS: ReadonlyMap<string, Primary> = new Map(Object.entries(TABLE));

/** -newerXY has a row for each pair of times. */
export const findPrimary = (name: string): Primary | 'invalid' | undefined => {
  const row = ROWS.get(name);
  if (row || !/^-newer../.test(name)) return row;
  const [, mine = '', theirs = ''] = /^-newer(.)(.)$/.exec(name) ?? [];
  const kind = TIMES[mine];
  const of = theirs === 't' ? 'date' : TIMES[theirs];
  return kind && of ? newerThan(kind, of) : 'invalid';
};

/** Options that mean the same wherever they stand. */
export const GLOBAL_OPTIONS: ReadonlySet<string> = new Set([
  '-d',
  '-depth',
  '-maxdepth',
  '-mindepth',
  '-mount',
  '-noleaf',
  '-xdev',
]);
