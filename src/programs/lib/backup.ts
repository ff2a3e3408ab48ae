/**
 * What cp, mv and ln do to a file that is in the way, if they are asked: it is renamed to `file~` or `file.~1~`.
 * Models -b, --backup, -S and both variables of the environment. Authority: backupfile.c of gnulib, cp(1).
 */

import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { directoryPart, lastComponent } from './path-text.ts';
import { quoteaf } from './quote.ts';
import { readDirectory } from './read-directory.ts';
import { type Choices, chooseWordFor } from './xargmatch.ts';

export const backupOptions = {
  backup: {
    long: 'backup',
    value: 'CONTROL',
    optional: true,
    help: 'make a backup of each existing destination file',
  },
  b: { short: 'b', help: 'like --backup but does not accept an argument' },
  suffix: { short: 'S', long: 'suffix', value: 'SUFFIX', help: 'override the usual backup suffix' },
} as const;

export const BACKUP_NOTES = `The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups`;

type BackupOption = keyof typeof backupOptions;

/** The part of a command line that is read here. */
interface Asked {
  has(option: BackupOption): boolean;
  value(option: BackupOption): string | undefined;
  values(option: BackupOption): readonly string[];
}

export interface Backup {
  readonly kind: 'simple' | 'existing' | 'numbered';
  readonly suffix: string;
}

const CONTROLS: Choices = [
  ['none', 'off'],
  ['simple', 'never'],
  ['existing', 'nil'],
  ['numbered', 't'],
];

export const wantsBackups = (args: Asked): boolean => args.has('backup') || args.has('b') || args.has('suffix');

/** How backups are made; undefined if none are. */
export function* backupOf(io: Io, args: Asked): Generator<void, Backup | undefined> {
  if (!wantsBackups(args)) return undefined;
  const given = args.values('backup').at(-1);
  const variable = io.getenv('VERSION_CONTROL');
  const named = given || variable;
  const what = given ? 'backup type' : '$VERSION_CONTROL';
  const kind = named ? yield* chooseWordFor(io, what, named, CONTROLS) : 'existing';
  if (kind === 'none') return undefined;
  const suffix = args.value('suffix') ?? io.getenv('SIMPLE_BACKUP_SUFFIX') ?? '';
  return { kind: kind as Backup['kind'], suffix: suffix === '' || suffix.includes('/') ? '~' : suffix };
}

/** The highest N of `name.~N~` beside `path`, 0 if there is none. */
function* lastNumber(sys: Sys, path: string): Generator<void, number> {
  const entries = yield* readDirectory(sys, directoryPart(path));
  const prefix = `${lastComponent(path)}.~`;
  const numbers = (isFailure(entries) ? [] : entries).map(({ name }) =>
    name.startsWith(prefix) ? Number(/^([1-9]\d*)~$/.exec(name.slice(prefix.length))?.[1] ?? 0) : 0,
  );
  return Math.max(0, ...numbers);
}

export function* backupName(sys: Sys, path: string, { kind, suffix }: Backup): Generator<void, string> {
  const bare = path.replace(/(.)\/+$/, '$1');
  if (kind === 'simple') return bare + suffix;
  const last = yield* lastNumber(sys, path);
  return kind === 'existing' && last === 0 ? bare + suffix : `${bare}.~${last + 1}~`;
}

/** Renames what is at `path`; its new name, or undefined if nothing was there. */
export function* setAside(sys: Sys, path: string, backup: Backup): Generator<void, string | undefined | Failure> {
  const name = yield* backupName(sys, path, backup);
  const failure = yield* sys.rename(path, name);
  if (!isFailure(failure)) return name;
  return failure.errno === 'ENOENT' ? undefined : failure;
}

/** Whether the source is what a simple backup of the target would be written over. */
export function* wouldDestroy(
  sys: Sys,
  source: string,
  target: string,
  { kind, suffix }: Backup,
): Generator<void, boolean> {
  if (kind === 'numbered' || lastComponent(source) !== lastComponent(target) + suffix) return false;
  const [old, from] = [yield* sys.stat(target + suffix), yield* sys.stat(source)];
  return !isFailure(old) && !isFailure(from) && old.ino === from.ino && old.dev === from.dev;
}

/** Whether two names are one entry of one directory. */
export function* sameName(sys: Sys, a: string, b: string): Generator<void, boolean> {
  if (lastComponent(a) !== lastComponent(b)) return false;
  const [left, right] = [yield* sys.stat(directoryPart(a)), yield* sys.stat(directoryPart(b))];
  return !isFailure(left) && !isFailure(right) && left.ino === right.ino && left.dev === right.dev;
}

/** What --verbose adds to the line about the new file. */
export const backupNote = (name: string | undefined): string =>
  name === undefined ? '' : ` (backup: ${quoteaf(name)})`;
