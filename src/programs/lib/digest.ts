/** Digests over blocks of 64 bytes: what MD5 and SHA-256 have in common, padding included. */

export interface Digest {
  readonly initial: readonly number[];
  readonly littleEndian: boolean;
  /** One block as 16 words into the state. */
  compress(state: readonly number[], words: readonly number[]): readonly number[];
}

const BLOCK = 64;

export class Hasher {
  private readonly digest: Digest;
  private state: readonly number[];
  private rest = new Uint8Array(0);
  private total = 0;

  constructor(digest: Digest) {
    this.digest = digest;
    this.state = digest.initial;
  }

  add(bytes: Uint8Array): void {
    this.total += bytes.length;
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    let at = 0;
    for (; at + BLOCK <= all.length; at += BLOCK) this.block(all, at);
    this.rest = all.slice(at);
  }

  /** In hexadecimal. */
  finish(): string {
    const { littleEndian } = this.digest;
    const bits = this.total * 8;
    const length = Math.ceil((this.rest.length + 9) / BLOCK) * BLOCK;
    const last = new Uint8Array(length);
    last.set(this.rest);
    last[this.rest.length] = 0x80;
    const view = new DataView(last.buffer);
    const [low, high] = [bits >>> 0, Math.floor(bits / 2 ** 32)];
    view.setUint32(length - 8, littleEndian ? low : high, littleEndian);
    view.setUint32(length - 4, littleEndian ? high : low, littleEndian);
    for (let at = 0; at < length; at += BLOCK) this.block(last, at);
    const out = new DataView(new ArrayBuffer(this.state.length * 4));
    for (const [i, word] of this.state.entries()) out.setUint32(i * 4, word, littleEndian);
    return [...new Uint8Array(out.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  private block(bytes: Uint8Array, at: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK);
    const words = Array.from({ length: 16 }, (_, i) => view.getUint32(i * 4, this.digest.littleEndian) | 0);
    this.state = this.digest.compress(this.state, words);
  }
}
