import { expect, test } from 'vitest';
import { BEGINNING_BYTES, KeptOutput } from '../../src/kernel/tty-output.ts';

const output = (length: number) => ({ tty: 'pts/0', bytes: new Uint8Array(length).fill(length % 251), raw: false });

test('what was written last is kept whole, of what is older the beginning', () => {
  const kept = new KeptOutput();
  const first = kept.keep(output(100_000));
  const short = kept.keep(output(200));
  const second = kept.keep(output(100_001));
  expect([first, short, second].map(({ bytes }) => bytes.length)).toEqual([100_000, 200, 100_001]);
  const third = kept.keep(output(100_002));
  expect([first, short, second, third].map(({ bytes }) => bytes.length)).toEqual([
    BEGINNING_BYTES,
    200,
    100_001,
    100_002,
  ]);
  expect(first.bytes.every((byte) => byte === 100_000 % 251)).toBe(true);
});

test('a flood keeps so much and no more, and one write too long for all of it is cut at once', () => {
  const kept = new KeptOutput();
  const all = Array.from({ length: 1000 }, () => kept.keep(output(4096)));
  const whole = all.filter(({ bytes }) => bytes.length === 4096);
  expect(whole).toEqual(all.slice(-64));
  expect(kept.keep(output(1 << 20)).bytes.length).toBe(BEGINNING_BYTES);
});
