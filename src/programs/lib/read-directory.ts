/** The entries of a directory without `.` and `..`, as programs that walk trees want them. Authority: readdir(3). */

import { type Dirent, O_DIRECTORY, O_RDONLY } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

export function* readDirectory(sys: Sys, path: string): Generator<void, Dirent[] | Failure> {
  const fd = yield* sys.open(path, O_RDONLY | O_DIRECTORY);
  if (isFailure(fd)) return fd;
  const all: Dirent[] = [];
  for (;;) {
    const some = yield* sys.getdents(fd);
    if (isFailure(some) || some.length === 0) break;
    for (const entry of some) if (entry.name !== '.' && entry.name !== '..') all.push(entry);
  }
  yield* sys.close(fd);
  return all;
}
