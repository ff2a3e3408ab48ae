/** A whole small file as text: what /etc and /proc are read with. */

import { decode } from '../../bytes.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { concatBytes } from './concat-bytes.ts';

const BLOCK = 4096;

export function* readBytes(sys: Sys, path: string): Generator<void, Uint8Array | Failure> {
  const fd = yield* sys.open(path, 0);
  if (isFailure(fd)) return fd;
  const pieces: Uint8Array[] = [];
  let failure: Failure | undefined;
  const buffer = new Uint8Array(BLOCK);
  for (;;) {
    const count = yield* sys.read(fd, buffer);
    if (isFailure(count)) failure = count;
    if (isFailure(count) || count === 0) break;
    pieces.push(buffer.slice(0, count));
  }
  yield* sys.close(fd);
  return failure ?? concatBytes(...pieces);
}

export function* readText(sys: Sys, path: string): Generator<void, string | Failure> {
  const bytes = yield* readBytes(sys, path);
  return isFailure(bytes) ? bytes : decode(bytes);
}
