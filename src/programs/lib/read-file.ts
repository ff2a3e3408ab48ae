/** A whole small file as text: what /etc and /proc are read with. */

import { decode } from '../../bytes.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

const BLOCK = 4096;

export function* readBytes(sys: Sys, path: string): Generator<void, Uint8Array | Failure> {
  const fd = yield* sys.open(path, 0);
  if (isFailure(fd)) return fd;
  let all = new Uint8Array(0);
  let failure: Failure | undefined;
  const buffer = new Uint8Array(BLOCK);
  for (;;) {
    const count = yield* sys.read(fd, buffer);
    if (isFailure(count)) failure = count;
    if (isFailure(count) || count === 0) break;
    const grown = new Uint8Array(all.length + count);
    grown.set(all);
    grown.set(buffer.subarray(0, count), all.length);
    all = grown;
  }
  yield* sys.close(fd);
  return failure ?? all;
}

export function* readText(sys: Sys, path: string): Generator<void, string | Failure> {
  const bytes = yield* readBytes(sys, path);
  return isFailure(bytes) ? bytes : decode(bytes);
}
