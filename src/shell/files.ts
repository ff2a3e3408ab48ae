/** Files as the shell reads them: directories for globbing, whole files to source, and the search along PATH. */
import { decode } from '../bytes.ts';
import { O_DIRECTORY, O_RDONLY, S_ISDIR, S_ISLNK, X_OK } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { DirectoryEntry } from './expand/env.ts';
import type { Doing, Shell } from './shell.ts';
import { getValue } from './variables/variables.ts';

const BLOCK_BYTES = 4096;

/** Everything up to end of file. */
export function* readToEnd(sys: Sys, fd: number): Doing<Uint8Array | Failure> {
  let all = new Uint8Array(0);
  const block = new Uint8Array(BLOCK_BYTES);
  for (;;) {
    const count = yield* sys.read(fd, block);
    if (isFailure(count)) return count;
    if (count === 0) return all;
    const longer = new Uint8Array(all.length + count);
    longer.set(all);
    longer.set(block.subarray(0, count), all.length);
    all = longer;
  }
}

export function* readFile(sys: Sys, path: string): Doing<Uint8Array | Failure> {
  const fd = yield* sys.open(path, O_RDONLY, 0);
  if (isFailure(fd)) return fd;
  const bytes = yield* readToEnd(sys, fd);
  yield* sys.close(fd);
  return bytes;
}

export function* readDirectory(sys: Sys, path: string): Doing<readonly DirectoryEntry[] | Failure> {
  const fd = yield* sys.open(path === '' ? '.' : path, O_RDONLY | O_DIRECTORY, 0);
  if (isFailure(fd)) return fd;
  const all: DirectoryEntry[] = [];
  for (;;) {
    const entries = yield* sys.getdents(fd);
    if (isFailure(entries) || entries.length === 0) break;
    for (const { name, type } of entries) {
      if (name === '.' || name === '..') continue;
      const linked =
        type === 'lnk' && (yield* fileType(sys, `${path === '' ? '' : `${path}/`}${name}`)) === 'directory';
      all.push({ name, directory: type === 'dir' || linked, linked });
    }
  }
  yield* sys.close(fd);
  return all;
}

/** A link counts as what it leads to; one that leads nowhere is there all the same. */
export function* fileType(sys: Sys, path: string): Doing<'none' | 'directory' | 'other'> {
  const stat = yield* sys.lstat(path);
  if (isFailure(stat)) return 'none';
  if (!S_ISLNK(stat.mode)) return S_ISDIR(stat.mode) ? 'directory' : 'other';
  const target = yield* sys.stat(path);
  return !isFailure(target) && S_ISDIR(target.mode) ? 'directory' : 'other';
}

export const DEFAULT_PATH = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.';
export const STANDARD_PATH = '/bin:/usr/bin:/sbin:/usr/sbin:/etc:/usr/etc';

const join = (directory: string, name: string): string =>
  directory === '' || directory === '.' ? `./${name}` : `${directory.replace(/\/$/, '')}/${name}`;

/** Files by that name along PATH that could be run, or (with `any`) the first that is there at all. */
export function* searchPath(sh: Shell, name: string, path: string | undefined, all = false): Doing<string[]> {
  const { sys } = sh;
  const found: string[] = [];
  let refused: string | undefined;
  for (const directory of (path ?? getValue(sh.state, 'PATH') ?? '').split(':')) {
    const file = join(directory, name);
    const stat = yield* sys.stat(file);
    if (isFailure(stat) || S_ISDIR(stat.mode)) continue;
    if (isFailure(yield* sys.access(file, X_OK))) {
      refused ??= file;
      continue;
    }
    found.push(file);
    if (!all) return found;
  }
  if (found.length === 0 && refused !== undefined) found.push(refused);
  return found;
}

/** Where a command is: itself when it has a slash, the remembered place, or the first along PATH. */
export function* findProgram(sh: Shell, name: string, path?: string): Doing<string | undefined> {
  if (name.includes('/')) return name;
  if (name === '') return undefined;
  const { hashed, options } = sh.state;
  const known = path === undefined ? hashed.get(name) : undefined;
  const isThere = known && !(sh.state.shopt.checkhash && isFailure(yield* sh.sys.access(known.path, X_OK)));
  if (known && isThere) {
    known.hits++;
    return known.path;
  }
  const [found] = yield* searchPath(sh, name, path);
  if (found !== undefined && path === undefined && options.hashall && found.startsWith('/')) {
    hashed.set(name, { path: found, hits: 1 });
  }
  return found;
}

function* passwdRows(sys: Sys): Doing<string[][]> {
  const bytes = yield* readFile(sys, '/etc/passwd');
  if (isFailure(bytes)) return [];
  return decode(bytes)
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 6);
}

/** Home directories by user, for `~user`, and by `#uid`, for `~` without HOME. */
export function* readHomes(sys: Sys): Doing<ReadonlyMap<string, string>> {
  const rows = yield* passwdRows(sys);
  return new Map(rows.flatMap((row) => [row[0] ?? '', `#${row[2]}`].map((key) => [key, row[5] ?? ''] as const)));
}

export function* readUsers(sys: Sys): Doing<ReadonlyMap<number, string>> {
  return new Map((yield* passwdRows(sys)).map((row) => [Number(row[2]), row[0] ?? '']));
}
