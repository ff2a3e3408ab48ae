/**
 * A buffered output stream, as glibc's stdio behaves: by lines on a terminal, else in blocks of 4096 bytes, with big
 * pieces written past the buffer. Leaves out wide streams. Authority: setvbuf(3), stdio(3); block sizes seen with strace.
 */

import { encode } from '../../bytes.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

export const BLOCK = 4096;
const NEWLINE = 10;

type Mode = 'unknown' | 'none' | 'line' | 'block';

/** Below this stdio does not care for whole blocks. */
const SMALL_BUFFER = 128;

const EMPTY = new Uint8Array(0);
/** Most programs print a line; what prints more doubles it. */
const FIRST_BYTES = 256;

/** Writes all of it: a write(2) may be cut short. */
export function* writeAll(sys: Sys, fd: number, bytes: Uint8Array): Generator<void, Failure | undefined> {
  let rest = bytes;
  while (rest.length > 0) {
    const written = yield* sys.write(fd, rest);
    if (isFailure(written)) return written;
    if (written === 0) return fail('ENOSPC');
    rest = rest.subarray(written);
  }
  return undefined;
}

/**
 * `put…` only store and answer whether `drain` has something to do, so that a hot loop need not step through a generator:
 * `if (out.put(line)) yield* out.drain();`
 */
export class Output {
  readonly fd: number;
  /** The last write that failed; what it held is lost, as in C. */
  failure: Failure | undefined;
  private readonly sys: Sys;
  private mode: Mode = 'unknown';
  private size = BLOCK;
  private buffer = EMPTY;
  private length = 0;
  /** C allocates the buffer at the first small write; until then big ones go straight to the kernel. */
  private allocated = false;
  private lineReady = false;

  constructor(sys: Sys, fd: number) {
    this.sys = sys;
    this.fd = fd;
  }

  /** setvbuf(3) to line buffering, as `grep --line-buffered` does. */
  byLines(): void {
    this.mode = 'line';
  }

  /** setvbuf(3) as stdbuf(1) asks for it: `0`, `L`, or the bytes of a buffer. */
  setBuffering(how: string): void {
    if (how === '0') this.mode = 'none';
    else if (how === 'L') this.mode = 'line';
    else {
      this.mode = 'block';
      this.size = Number(how);
    }
  }

  /** fpurge(3) and clearerr(3): what a program does that has told of the failure itself. */
  discard(): void {
    this.length = 0;
    this.failure = undefined;
  }

  /** The failure so far, which is then forgotten. */
  takeFailure(): Failure | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }

  get pending(): number {
    return this.length;
  }

  /** Text: UTF-8. */
  put(text: string): boolean {
    const { length } = text;
    this.reserve(length);
    const { buffer } = this;
    let at = this.length;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return this.putBytes(encode(text));
      buffer[at] = code;
      at += 1;
    }
    return this.added(length);
  }

  /** One byte a character. */
  putLatin1(text: string): boolean {
    const { length } = text;
    this.reserve(length);
    const { buffer } = this;
    const start = this.length;
    for (let i = 0; i < length; i += 1) buffer[start + i] = text.charCodeAt(i);
    return this.added(length);
  }

  /** A line of one byte a character, and what ends it. */
  putLine(line: string, end: string): boolean {
    const { length } = line;
    this.reserve(length + end.length);
    const { buffer } = this;
    const start = this.length;
    for (let i = 0; i < length; i += 1) buffer[start + i] = line.charCodeAt(i);
    for (let i = 0; i < end.length; i += 1) buffer[start + length + i] = end.charCodeAt(i);
    return this.added(length + end.length);
  }

  putBytes(bytes: Uint8Array): boolean {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    return this.added(bytes.length);
  }

  putByte(byte: number): boolean {
    this.reserve(1);
    this.buffer[this.length] = byte;
    return this.added(1);
  }

  private reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2, FIRST_BYTES));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  private added(count: number): boolean {
    const start = this.length;
    this.length += count;
    if (this.mode === 'line') {
      if (!this.lineReady) this.lineReady = this.buffer.subarray(start, this.length).includes(NEWLINE);
      return this.lineReady || this.length >= BLOCK;
    }
    if (this.mode === 'unknown' || this.mode === 'none') return this.length > 0;
    if (this.length > this.size) return true;
    if (this.allocated) return false;
    if (this.length < this.size) {
      this.allocated = true;
      return false;
    }
    return true;
  }

  /** Writes what is due. */
  *drain(): Generator<void, void> {
    if (this.mode === 'unknown') {
      const terminal = !isFailure(yield* this.sys.tcgetattr(this.fd));
      this.mode = terminal ? 'line' : 'block';
    }
    if (this.mode === 'none') return yield* this.flush();
    if (this.mode === 'line') {
      const end = this.length >= BLOCK ? this.length : this.buffer.lastIndexOf(NEWLINE, this.length - 1) + 1;
      this.lineReady = false;
      if (end > 0) yield* this.send(end);
      return;
    }
    yield* this.drainBlocks();
  }

  private *drainBlocks(): Generator<void, void> {
    const { size } = this;
    if (this.length < size) {
      this.allocated = true;
      return;
    }
    if (this.allocated) {
      if (this.length === size) return;
      yield* this.send(size);
    }
    this.allocated = true;
    const whole = size < SMALL_BUFFER ? this.length : this.length - (this.length % size);
    if (whole > 0) yield* this.send(whole);
  }

  /** fflush(3). */
  *flush(): Generator<void, void> {
    this.lineReady = false;
    if (this.length > 0) yield* this.send(this.length);
  }

  private *send(count: number): Generator<void, void> {
    // The kernel may keep us asleep in write() while nothing else touches this buffer: no copy is needed.
    const failed = yield* writeAll(this.sys, this.fd, this.buffer.subarray(0, count));
    if (failed) this.failure = failed;
    this.buffer.copyWithin(0, count, this.length);
    this.length -= count;
  }

  *print(text: string): Generator<void, void> {
    if (this.put(text)) yield* this.drain();
  }
}
