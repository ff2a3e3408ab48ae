/** Several files as one stream of bytes, read through a stdio buffer: what od, hexdump and xxd look at. */

import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

const STDIO_BLOCK = 4096;

export class ByteStream {
  private readonly sys: Sys;
  private readonly names: string[];
  private readonly complain: (name: string, failure: Failure) => Generator<void, void>;
  private readonly buffer = new Uint8Array(STDIO_BLOCK);
  private at = 0;
  private length = 0;
  private fd: number | undefined;
  private name = '-';
  failed = false;
  /** Whether a file could not be opened. */
  unopened = false;
  /** Whether any file could be opened. */
  opened = false;

  constructor(sys: Sys, names: readonly string[], complain: (name: string, failure: Failure) => Generator<void, void>) {
    this.sys = sys;
    this.names = [...names];
    this.complain = complain;
  }

  private *open(): Generator<void, boolean> {
    for (let name = this.names.shift(); name !== undefined; name = this.names.shift()) {
      const fd = name === '-' ? 0 : yield* this.sys.open(name, 0);
      if (!isFailure(fd)) {
        this.fd = fd;
        this.name = name;
        this.opened = true;
        return true;
      }
      this.failed = true;
      this.unopened = true;
      yield* this.complain(name, fd);
    }
    return false;
  }

  /** At most `most` bytes are asked for, so that none is taken from the next reader of a pipe. */
  private *fill(most: number): Generator<void, boolean> {
    for (;;) {
      if (this.fd === undefined && !(yield* this.open())) return false;
      const fd = this.fd ?? 0;
      const count = yield* this.sys.read(fd, this.buffer.subarray(0, most));
      if (!isFailure(count) && count > 0) {
        this.at = 0;
        this.length = count;
        return true;
      }
      if (isFailure(count)) {
        this.failed = true;
        yield* this.complain(this.name, count);
      }
      if (fd !== 0) yield* this.sys.close(fd);
      this.fd = undefined;
    }
  }

  /** Fills `into`; fewer bytes only at the very end. */
  *read(into: Uint8Array, exact = false): Generator<void, number> {
    let got = 0;
    while (got < into.length) {
      if (this.at === this.length) {
        const most = exact ? Math.min(STDIO_BLOCK, into.length - got) : STDIO_BLOCK;
        if (!(yield* this.fill(most))) break;
      }
      const piece = this.buffer.subarray(this.at, Math.min(this.length, this.at + into.length - got));
      into.set(piece, got);
      this.at += piece.length;
      got += piece.length;
    }
    return got;
  }

  /** Bytes that could be skipped. */
  *skip(count: number): Generator<void, number> {
    const scratch = new Uint8Array(Math.min(count, STDIO_BLOCK));
    let left = count;
    while (left > 0) {
      const got = yield* this.read(scratch.subarray(0, Math.min(left, scratch.length)));
      if (got === 0) break;
      left -= got;
    }
    return count - left;
  }
}
