/** Path names without links, `.` and `..`: readlink -f, ln -r, realpath. Authority: realpath(3), canonicalize.c of gnulib. */

import { F_OK } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** Which components must exist: all, all but the last, none. */
export type Existence = 'existing' | 'all-but-last' | 'missing';

const MAX_LINKS = 40;

/** What follows a component says that it must be a directory: a slash at the end, `/.` or `/..`. */
const wantsDirectory = (end: string): boolean => /^(?:\/+\.)*\/+(?:$|\.\.?(?:$|\/))/.test(end);

/** What is wrong with a component that is no link; `read` is why readlink(2) failed, where it was asked. */
function* missing(
  sys: Sys,
  here: string,
  end: string,
  read: Failure | undefined,
): Generator<void, Failure | undefined> {
  if (wantsDirectory(end)) {
    const stat = yield* sys.stat(`${here}/.`);
    return isFailure(stat) ? stat : undefined;
  }
  if (read) return read.errno === 'EINVAL' ? undefined : read;
  const there = end === '' ? yield* sys.access(here, F_OK) : 0;
  return isFailure(there) ? there : undefined;
}

/** `logical`: links are not looked into, `..` takes away the name before it. */
export function* canonicalize(
  sys: Sys,
  path: string,
  existence: Existence,
  logical = false,
): Generator<void, string | Failure> {
  if (path === '') return fail('ENOENT');
  let done: string[] = [];
  if (!path.startsWith('/')) {
    const cwd = yield* sys.getcwd();
    if (isFailure(cwd)) return cwd;
    done = cwd.split('/').filter((part) => part !== '');
  }
  let links = 0;
  let rest = path;
  for (;;) {
    const [before = '', name = ''] = /^\/*([^/]*)/.exec(rest) ?? [];
    if (name === '') return `/${done.join('/')}`;
    rest = rest.slice(before.length);
    if (name === '.') continue;
    if (name === '..') {
      done.pop();
      continue;
    }
    const here = `/${[...done, name].join('/')}`;
    const target = logical ? undefined : yield* sys.readlink(here);
    if (typeof target === 'string') {
      links += 1;
      if (links > MAX_LINKS) return fail('ELOOP');
      if (target.startsWith('/')) done = [];
      rest = target + rest;
      continue;
    }
    done.push(name);
    if (existence === 'missing') continue;
    const failure = yield* missing(sys, here, rest, target);
    const excused = existence === 'all-but-last' && failure?.errno === 'ENOENT' && /^\/*$/.test(rest);
    if (failure && !excused) return failure;
  }
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
