/** The MD5 digest, a block at a time. Authority: RFC 1321. */

import type { Digest } from './digest.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

const rotate = (value: number, count: number): number => (value << count) | (value >>> (32 - count));

const mix = (round: number, b: number, c: number, d: number): number => {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
};

const wordOf = (round: number, step: number): number => {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) % 16;
  return (round === 2 ? 3 * step + 5 : 7 * step) % 16;
};

export const md5: Digest = {
  initial: [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],
  littleEndian: true,
  compress(state, words) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const sum = (a + mix(round, b, c, d) + (SINES[i] ?? 0) + (words[wordOf(round, i)] ?? 0)) | 0;
      const next = (b + rotate(sum, SHIFTS[round * 4 + (i & 3)] ?? 0)) | 0;
      [a, d, c, b] = [d, c, b, next];
    }
    return [a, b, c, d].map((value, i) => (value + (state[i] ?? 0)) | 0);
  },
};
