/** Path names without links, `.` and `..`: readlink -f, ln -r, realpath. Authority: realpath(3), canonicalize.c of gnulib. */

import { S_ISDIR, S_ISLNK } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** Which components must exist: all, all but the last, none. */
export type Existence = 'existing' | 'all-but-last' | 'missing';

const MAX_LINKS = 40;

/** Undefined if a component is missing that must not be. */
export function* canonicalize(sys: Sys, path: string, existence: Existence): Generator<void, string | undefined> {
  if (path === '') return undefined;
  const cwd = yield* sys.getcwd();
  let done: string[] = path.startsWith('/') || isFailure(cwd) ? [] : cwd.split('/').filter((part) => part !== '');
  const left = path.split('/').filter((part) => part !== '' && part !== '.');
  const wantsDirectory = /\/\.?$/.test(path);
  let links = 0;
  while (left.length > 0) {
    const part = left.shift() ?? '';
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = `/${[...done, part].join('/')}`;
    const stat = yield* sys.lstat(here);
    if (isFailure(stat)) {
      const optional =
        existence === 'missing' || (existence === 'all-but-last' && left.length === 0 && stat.errno === 'ENOENT');
      if (!optional) return undefined;
      done.push(part);
      continue;
    }
    if (S_ISLNK(stat.mode)) {
      links += 1;
      const target = yield* sys.readlink(here);
      if (isFailure(target) || links > MAX_LINKS) return undefined;
      if (target.startsWith('/')) done = [];
      left.unshift(...target.split('/').filter((one) => one !== '' && one !== '.'));
      continue;
    }
    if (!S_ISDIR(stat.mode) && (left.length > 0 || wantsDirectory) && existence !== 'missing') return undefined;
    done.push(part);
  }
  return `/${done.join('/')}`;
}

/** `to` as seen from the directory `from`; both canonical. */
export const relativePath = (from: string, to: string): string => {
  const [a, b] = [from, to].map((path) => path.split('/').filter((part) => part !== ''));
  if (!a || !b) return to;
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common += 1;
  const parts = [...a.slice(common).map(() => '..'), ...b.slice(common)];
  return parts.length === 0 ? '.' : parts.join('/');
};
