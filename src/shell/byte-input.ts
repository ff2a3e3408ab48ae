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

/** The last one that was given back: making one takes longer than reading a line. */
let spare: Uint8Array | undefined;

function newBlock(): Uint8Array {
  const block = spare ?? new Uint8Array(BLOCK_BYTES);
  spare = undefined;
  return block;
}

export class ByteInput {
  readonly #sys: Sys;
  readonly #fd: number;
  readonly #block: Uint8Array;
  #at = 0;
  #end = 0;

  constructor(sys: Sys, fd: number, blocks: boolean) {
    this.#sys = sys;
    this.#fd = fd;
    this.#block = blocks ? newBlock() : new Uint8Array(1);
  }

  /** The next byte if it has been read already, else undefined. */
  next(): number | undefined {
    return this.#at < this.#end ? this.#block[this.#at++] : undefined;
  }

  /** What has been read already, as far as the delimiter; good until more is read. */
  through(delimiter: number): Uint8Array {
    const found = this.#block.indexOf(delimiter, this.#at);
    const end = found < 0 || found >= this.#end ? this.#end : found + 1;
    const piece = this.#block.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }

  /** Reads more when all has been used. The answer has to be handed to `filled`: a generator for it would cost as much as the call. */
  fill(): Doing<number | Failure> {
    return this.#sys.read(this.#fd, this.#block);
  }

  filled(count: number): void {
    this.#at = 0;
    this.#end = count;
  }

  /** Puts the offset behind the last byte that was used. */
  *sync(): Doing<void> {
    const left = this.#end - this.#at;
    if (left > 0) yield* this.#sys.lseek(this.#fd, -left, SEEK_CUR);
    this.#end = this.#at;
  }

  /** The same, and nothing more will be read. */
  *giveBack(): Doing<void> {
    yield* this.sync();
    if (this.#block.length === BLOCK_BYTES) spare = this.#block;
  }
}

export function* openInput(sys: Sys, fd: number): Doing<ByteInput> {
  const offset = yield* sys.lseek(fd, 0, SEEK_CUR);
  return new ByteInput(sys, fd, !isFailure(offset));
}
