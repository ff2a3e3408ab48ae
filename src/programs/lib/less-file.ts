/** What less shows: files that can be opened, or the reason why not. Without a terminal it is cat. Authority: less(1). */

import { S_ISDIR, S_ISREG } from '../../kernel/abi.ts';
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

/** What is shown, or why it is not; `force` opens what is no regular file as well. */
export function* openText(sys: Sys, name: string, force: boolean): Generator<void, OpenedText | string> {
  const fd = yield* openFile(sys, name, force);
  if (typeof fd === 'string') return fd;
  const seekable = fd !== 0 && !isFailure(yield* sys.lseek(fd, 0, 1));
  return { text: new Text(sys, fd), seekable };
}

function* openFile(sys: Sys, name: string, force: boolean): Generator<void, number | string> {
  if (name === '-') return 0;
  const stat = yield* sys.stat(name);
  if (!force && !isFailure(stat)) {
    if (S_ISDIR(stat.mode)) return `${name} is a directory`;
    if (!S_ISREG(stat.mode)) return `${name} is not a regular file (use -f to see it)`;
  }
  const fd = yield* sys.open(name, 0);
  return isFailure(fd) ? `${name}: ${strerror(fd.errno)}` : fd;
}

/** Without a terminal to show anything on; what cannot be shown is told in its place. */
export function* copyAll(sys: Sys, io: Io, names: readonly string[], force: boolean): Generator<void, number> {
  const block = new Uint8Array(8192);
  for (const name of names) {
    const fd = yield* openFile(sys, name, force);
    if (typeof fd === 'string') {
      yield* io.print(`${fd}\n`);
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
