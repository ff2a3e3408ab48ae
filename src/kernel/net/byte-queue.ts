/** Bytes in order, in pieces as they came: a send or receive buffer. */
export class ByteQueue {
  readonly #pieces: Uint8Array[] = [];
  length = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.length += bytes.length;
  }

  /** Copies from the front into `into`, and removes what was copied unless one only looks. */
  take(into: Uint8Array, peek = false): number {
    const bytes = this.copy(0, into);
    if (!peek) this.drop(bytes);
    return bytes;
  }

  /** The bytes from `offset` on. */
  slice(offset: number, length: number): Uint8Array {
    const into = new Uint8Array(Math.max(0, Math.min(length, this.length - offset)));
    this.copy(offset, into);
    return into;
  }

  copy(offset: number, into: Uint8Array): number {
    let skip = offset;
    let at = 0;
    for (const piece of this.#pieces) {
      if (at === into.length) break;
      const part = piece.subarray(skip, skip + into.length - at);
      skip = Math.max(0, skip - piece.length);
      into.set(part, at);
      at += part.length;
    }
    return at;
  }

  drop(bytes: number): void {
    let left = bytes;
    for (let first = this.#pieces[0]; first && left > 0; first = this.#pieces[0]) {
      const part = Math.min(left, first.length);
      if (part === first.length) this.#pieces.shift();
      else this.#pieces[0] = first.subarray(part);
      left -= part;
      this.length -= part;
    }
  }

  clear(): void {
    this.drop(this.length);
  }
}
