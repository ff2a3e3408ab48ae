/** Bytes that come in one after the other, and nobody knows how many. */
import { decode } from '../bytes.ts';

const FIRST_BYTES = 64;

export class GrowingBytes {
  #bytes = new Uint8Array(FIRST_BYTES);
  length = 0;

  get all(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** From byte `start` on. */
  text(start = 0): string {
    return decode(this.#bytes.subarray(start, this.length));
  }

  push(byte: number): void {
    if (this.length === this.#bytes.length) this.#reserve(this.length + 1);
    this.#bytes[this.length++] = byte;
  }

  add(piece: Uint8Array): void {
    this.#reserve(this.length + piece.length);
    this.#bytes.set(piece, this.length);
    this.length += piece.length;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    grown.set(this.all);
    this.#bytes = grown;
  }
}
