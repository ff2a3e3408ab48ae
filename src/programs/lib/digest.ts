/** Digests over blocks of 64 bytes: what MD5 and SHA-256 have in common, padding included. */

export interface Digest {
  readonly initial: readonly number[];
  readonly littleEndian: boolean;
  /** One block as 16 words into the state. */
  compress(state: Int32Array, words: Int32Array): void;
}

/** An index that is known to be good. Destructuring a typed array would take longer than a block. */
export const at = (words: Int32Array | Uint8Array, index: number): number => words[index] ?? 0;

const BLOCK = 64;
const WORDS = BLOCK / 4;

export class Hasher {
  private readonly digest: Digest;
  private readonly state: Int32Array;
  private readonly words = new Int32Array(WORDS);
  /** What does not fill a block yet. */
  private readonly rest = new Uint8Array(BLOCK);
  private total = 0;

  constructor(digest: Digest) {
    this.digest = digest;
    this.state = Int32Array.from(digest.initial);
  }

  add(bytes: Uint8Array): void {
    const begun = this.total % BLOCK;
    this.total += bytes.length;
    let used = 0;
    if (begun > 0) {
      used = Math.min(BLOCK - begun, bytes.length);
      this.rest.set(bytes.subarray(0, used), begun);
      if (begun + used < BLOCK) return;
      this.block(this.rest, 0);
    }
    for (; used + BLOCK <= bytes.length; used += BLOCK) this.block(bytes, used);
    this.rest.set(bytes.subarray(used));
  }

  /** In hexadecimal. */
  finish(): string {
    const { littleEndian } = this.digest;
    const bits = this.total * 8;
    const begun = this.total % BLOCK;
    const padding = new Uint8Array(Math.ceil((begun + 9) / BLOCK) * BLOCK - begun);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    const [low, high] = [bits >>> 0, Math.floor(bits / 2 ** 32)];
    view.setUint32(padding.length - 8, littleEndian ? low : high, littleEndian);
    view.setUint32(padding.length - 4, littleEndian ? high : low, littleEndian);
    this.add(padding);
    const out = new DataView(new ArrayBuffer(this.state.length * 4));
    for (const [i, word] of this.state.entries()) out.setUint32(i * 4, word, littleEndian);
    return [...new Uint8Array(out.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  private block(bytes: Uint8Array, start: number): void {
    const { littleEndian } = this.digest;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, BLOCK);
    for (let i = 0; i < WORDS; i += 1) this.words[i] = view.getInt32(i * 4, littleEndian);
    this.digest.compress(this.state, this.words);
  }
}
