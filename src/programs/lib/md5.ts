/** The MD5 digest, a block at a time. Authority: RFC 1321. */

import { at, type Digest } from './digest.ts';

const STEPS = 64;

const rotations = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

const wordOf = (round: number, step: number): number => {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) % 16;
  return (round === 2 ? 3 * step + 5 : 7 * step) % 16;
};

/** What is the same for every block: of each step its constant, its word and how far it rotates. */
const SINES = Int32Array.from({ length: STEPS }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
const WORDS = Uint8Array.from({ length: STEPS }, (_, i) => wordOf(i >> 4, i));
const ROTATIONS = Uint8Array.from({ length: STEPS }, (_, i) => rotations[(i >> 4) * 4 + (i & 3)] ?? 0);

const rotate = (value: number, count: number): number => (value << count) | (value >>> (32 - count));

const mix = (round: number, b: number, c: number, d: number): number => {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
};

export const md5: Digest = {
  initial: [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],
  littleEndian: true,
  compress(state, words) {
    let a = at(state, 0);
    let b = at(state, 1);
    let c = at(state, 2);
    let d = at(state, 3);
    for (let i = 0; i < STEPS; i += 1) {
      const sum = (a + mix(i >> 4, b, c, d) + at(SINES, i) + at(words, at(WORDS, i))) | 0;
      const next = (b + rotate(sum, at(ROTATIONS, i))) | 0;
      a = d;
      d = c;
      c = b;
      b = next;
    }
    state[0] = at(state, 0) + a;
    state[1] = at(state, 1) + b;
    state[2] = at(state, 2) + c;
    state[3] = at(state, 3) + d;
  },
};
