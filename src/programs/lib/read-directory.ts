/** The entries of a directory without `.` and `..`, as programs that walk trees want them. Authority: readdir(3). */

import { type Dirent, O_DIRECTORY, O_NONBLOCK } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** All that an open directory still has to give, dots included, and why it stopped before its end. */
export function* readEntries(sys: Sys, fd: number): Generator<void, { entries: Dirent[]; failure?: Failure }> {
  const entries: Dirent[] = [];
  for (;;) {
    const some = yield* sys.getdents(fd);
    if (isFailure(some)) return { entries, failure: some };
    if (some.length === 0) return { entries };
    entries.push(...some);
  }
}

export function* readDirectory(sys: Sys, path: string): Generator<void, Dirent[] | Failure> {
  const fd = yield* sys.open(path, O_NONBLOCK | O_DIRECTORY);
  if (isFailure(fd)) return fd;
  const { entries } = yield* readEntries(sys, fd);
  yield* sys.close(fd);
  return entries.filter(({ name }) => name !== '.' && name !== '..');
}

/** The numbers among the names, in their order: processes in /proc, descriptors in /proc/PID/fd. */
export function* readNumbers(sys: Sys, path: string): Generator<void, number[] | Failure> {
  const entries = yield* readDirectory(sys, path);
  if (isFailure(entries)) return entries;
  return entries
    .filter(({ name }) => /^\d+$/.test(name))
    .map(({ name }) => Number(name))
    .sort((a, b) => a - b);
}
