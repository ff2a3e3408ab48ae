/**
 * What builtins read, byte by byte. Something that can be gone back in, a file, is read by blocks, and what was not used is
 * given back; a pipe or a terminal one byte at a time, so that others find there what follows.
 * Authority: bash's zread.c; lseek(2).
 */
import { SEEK_CUR } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Doing } from './shell.ts';

const BLOCK_BYTES = 4096;

export class ByteInput {
  readonly #sys: Sys;
  readonly #fd: number;
  readonly #block: Uint8Array;
  #at = 0;
  #end = 0;

  constructor(sys: Sys, fd: number, blocks: boolean) {
    this.#sys = sys;
    this.#fd = fd;
    this.#block = new Uint8Array(blocks ? BLOCK_BYTES : 1);
  }

  /** The next byte if it has been read already, else undefined. */
  next(): number | undefined {
    return this.#at < this.#end ? this.#block[this.#at++] : undefined;
  }

  /** Reads more; 0 at end of file. */
  *fill(): Doing<number | Failure> {
    const count = yield* this.#sys.read(this.#fd, this.#block);
    this.#at = 0;
    this.#end = isFailure(count) ? 0 : count;
    return count;
  }

  /** Puts the offset behind the last byte that was used. */
  *giveBack(): Doing<void> {
    const left = this.#end - this.#at;
    if (left > 0) yield* this.#sys.lseek(this.#fd, -left, SEEK_CUR);
    this.#end = this.#at;
  }
}

export function* openInput(sys: Sys, fd: number): Doing<ByteInput> {
  const offset = yield* sys.lseek(fd, 0, SEEK_CUR);
  return new ByteInput(sys, fd, !isFailure(offset));
}
