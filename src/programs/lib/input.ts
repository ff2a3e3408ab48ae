/**
 * A buffered input stream: blocks from read(2), cut into lines. Bytes are handed out one a character (see `latin1`), so
 * that no byte is lost and cutting is cheap; programs that care for characters decode. Authority: getline(3).
 */

import { decode, fromLatin1, latin1 } from '../../bytes.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

/** The characters of a line that was read as bytes. */
export const characters = (line: string): string => (/^[\0-\x7f]*$/.test(line) ? line : decode(fromLatin1(line)));

export class Input {
  readonly fd: number;
  /** The read that failed, if one did: then the stream ends there. */
  failure: Failure | undefined;
  ended = false;
  private readonly sys: Sys;
  private readonly into: Uint8Array;
  private readonly delimiter: string;
  private text = '';
  private at = 0;
  /** Pieces of a line that is longer than a block. */
  private tail = '';

  constructor(sys: Sys, fd: number, size = 4096, delimiter = '\n') {
    this.sys = sys;
    this.fd = fd;
    this.into = new Uint8Array(size);
    this.delimiter = delimiter;
  }

  /** Reads the next block; false at the end or after a failure. */
  private *fill(): Generator<void, boolean> {
    if (this.ended) return false;
    const count = yield* this.sys.read(this.fd, this.into);
    if (isFailure(count)) {
      this.failure = count;
      this.ended = true;
      return false;
    }
    if (count === 0) {
      this.ended = true;
      return false;
    }
    this.tail += this.text.slice(this.at);
    this.text = latin1(this.into.subarray(0, count));
    this.at = 0;
    return true;
  }

  /** The next line with its delimiter if it is complete in the buffer. Never waits. */
  take(): string | undefined {
    const end = this.text.indexOf(this.delimiter, this.at);
    if (end < 0) return undefined;
    const line = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    if (this.tail === '') return line;
    const whole = this.tail + line;
    this.tail = '';
    return whole;
  }

  /** The next line with its delimiter (the last one may lack it); undefined at the end. */
  *line(): Generator<void, string | undefined> {
    for (;;) {
      const line = this.take();
      if (line !== undefined) return line;
      if (yield* this.fill()) continue;
      const rest = this.tail + this.text.slice(this.at);
      this.tail = '';
      this.text = '';
      this.at = 0;
      return rest === '' ? undefined : rest;
    }
  }

  /** What is buffered, or the next block; undefined at the end. */
  *block(): Generator<void, string | undefined> {
    if (this.tail === '' && this.at >= this.text.length && !(yield* this.fill())) return undefined;
    const text = this.tail + this.text.slice(this.at);
    this.tail = '';
    this.text = '';
    this.at = 0;
    return text;
  }

  /** All that is left. */
  *rest(): Generator<void, string> {
    const pieces: string[] = [];
    for (let block = yield* this.block(); block !== undefined; block = yield* this.block()) pieces.push(block);
    return pieces.join('');
  }
}
