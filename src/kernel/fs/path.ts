/**
 * Path walking: from a string to an inode, through symbolic links, with permission checked in each directory.
 * Models the limits on lengths and links, `.`/`..`, trailing slashes and the magic links of procfs. Leaves out mount points:
 * another file system is a directory inode of another make. Authority: path_resolution(7).
 */
import { NAME_MAX, PATH_MAX, X_OK } from '../abi.ts';
import { fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { type DirInode, demand, type Inode } from './inode.ts';

const MAX_LINKS = 40;

/** Where a walk ended: the last directory, the last name in it, and what it stands for, if anything. */
export interface Walked {
  readonly dir: DirInode;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** Absolute, with links followed. */
  readonly path: string;
  /** The path ended in a slash: only a directory will do. */
  readonly wantsDir: boolean;
  /** The last part is no name that could be made, removed or moved. */
  readonly special: '.' | '..' | '/' | undefined;
}

/**
 * What a link as the last part stands for: what it leads to (open, stat); itself, unless a slash follows (lstat); always
 * itself (unlink, rmdir, rename, and whatever makes a name), where a slash behind it, and its length, are the caller's to judge.
 */
export type Follow = 'link' | 'unless-last' | 'never';

interface Place {
  dir: DirInode;
  path: string;
}

const join = (path: string, name: string): string => (path === '/' ? `/${name}` : `${path}/${name}`);
const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG. The last name may be missing: `inode` is then undefined. */
export function walk(task: Task, path: string, follow: Follow): Walked {
  if (path === '') throw fail('ENOENT');
  if (path.length >= PATH_MAX) throw fail('ENAMETOOLONG');
  const start: Place = path.startsWith('/')
    ? { dir: task.kernel.root, path: '/' }
    : { dir: task.fs.cwd, path: task.fs.cwdPath };
  return walkFrom(task, start, path, follow, { links: 0 });
}

function walkFrom(task: Task, start: Place, path: string, follow: Follow, budget: { links: number }): Walked {
  const parts = path.split('/').filter((part) => part !== '');
  const wantsDir = path.endsWith('/') && parts.length > 0;
  let place = start;
  for (let i = 0; i < parts.length; i++) {
    const name = parts[i] ?? '';
    const last = i === parts.length - 1;
    demand(place.dir, X_OK, task);
    if (name === '.') continue;
    if (name === '..') {
      place = { dir: place.dir.parent ?? place.dir, path: parentPath(place.path) };
      continue;
    }
    const tooLong = name.length > NAME_MAX;
    if (tooLong && !(last && follow === 'never')) throw fail('ENAMETOOLONG');
    const inode = tooLong ? undefined : place.dir.lookup(name, task);
    if (inode?.kind === 'lnk' && (!last || follow === 'link' || (wantsDir && follow !== 'never'))) {
      if (++budget.links > MAX_LINKS) throw fail('ELOOP');
      const rest = parts.slice(i + 1).join('/') + (wantsDir && !last ? '/' : '');
      const jump = inode.jump?.(task);
      if (jump && last)
        return { dir: place.dir, name, inode: jump.inode, path: jump.path, wantsDir, special: undefined };
      if (jump) {
        if (jump.inode.kind !== 'dir') throw fail('ENOTDIR');
        return walkFrom(task, { dir: jump.inode, path: jump.path }, rest, follow, budget);
      }
      const target = inode.target(task);
      const next = target.startsWith('/') ? { dir: task.kernel.root, path: '/' } : place;
      const full = last ? target + (wantsDir ? '/' : '') : `${target}/${rest}`;
      return walkFrom(task, next, full, follow, budget);
    }
    if (last) {
      if (wantsDir && follow !== 'never' && inode && inode.kind !== 'dir') throw fail('ENOTDIR');
      return { dir: place.dir, name, inode, path: join(place.path, name), wantsDir, special: undefined };
    }
    if (!inode) throw fail('ENOENT');
    if (inode.kind !== 'dir') throw fail('ENOTDIR');
    place = { dir: inode, path: join(place.path, name) };
  }
  const special = parts.at(-1) === '.' ? '.' : parts.at(-1) === '..' ? '..' : '/';
  return { dir: place.dir, name: '.', inode: place.dir, path: place.path, wantsDir: true, special };
}

/** Throws as `walk`, and ENOENT for a missing last name. */
export function find(task: Task, path: string, follow: Follow = 'link'): Walked & { inode: Inode } {
  const walked = walk(task, path, follow);
  if (!walked.inode) throw fail('ENOENT');
  return { ...walked, inode: walked.inode };
}
