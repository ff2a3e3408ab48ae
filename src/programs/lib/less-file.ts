/** What less shows: files that can be opened, or the reason why not. Without a terminal it is cat. Authority: less(1). */

import { S_ISDIR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { writeAll } from './output.ts';
import { Text } from './pager.ts';

export interface OpenedText {
  readonly text: Text;
  /** A regular file, whose end can be looked for without waiting. */
  readonly seekable: boolean;
}

/** What is shown, or why it is not. */
export function* openText(sys: Sys, name: string): Generator<void, OpenedText | string> {
  if (name === '-') return { text: new Text(sys, 0), seekable: false };
  const stat = yield* sys.stat(name);
  if (!isFailure(stat) && S_ISDIR(stat.mode)) return `${name} is a directory`;
  const fd = yield* sys.open(name, 0);
  if (isFailure(fd)) return `${name}: ${strerror(fd.errno)}`;
  const seekable = !isFailure(yield* sys.lseek(fd, 0, 1));
  return { text: new Text(sys, fd), seekable };
}

/** Without a terminal to show anything on; what cannot be shown is told in its place. */
export function* copyAll(sys: Sys, io: Io, names: readonly string[]): Generator<void, number> {
  const block = new Uint8Array(8192);
  for (const name of names) {
    const stat = name === '-' ? undefined : yield* sys.stat(name);
    const directory = stat !== undefined && !isFailure(stat) && S_ISDIR(stat.mode);
    const fd = name === '-' ? 0 : yield* sys.open(name, 0);
    if (directory || isFailure(fd)) {
      yield* io.print(isFailure(fd) ? `${name}: ${strerror(fd.errno)}\n` : `${name} is a directory\n`);
      yield* io.out.flush();
      continue;
    }
    for (;;) {
      const count = yield* sys.read(fd, block);
      if (isFailure(count) || count === 0) break;
      const failure = yield* writeAll(sys, 1, block.subarray(0, count));
      if (failure) return 1;
    }
    if (fd > 2) yield* sys.close(fd);
  }
  return 0;
}
