import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstSignal, SIGINT, SIGSEGV, sigbit, signalsIn } from '../../src/kernel/signum.ts';

const signals = fc.uniqueArray(fc.integer({ min: 1, max: 64 }));
const setOf = (numbers: readonly number[]): bigint => numbers.reduce((set, signo) => set | sigbit(signo), 0n);

describe('a set of signals', () => {
  test('tells its members upwards', () => {
    fc.assert(
      fc.property(signals, (numbers) => {
        expect(signalsIn(setOf(numbers))).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
  });

  test('gives the lowest first, and faults before that', () => {
    for (let signo = 1; signo <= 64; signo++) expect(firstSignal(sigbit(signo) | sigbit(64))).toBe(signo);
    expect(firstSignal(0n)).toBe(0);
    expect(firstSignal(sigbit(SIGINT) | sigbit(SIGSEGV))).toBe(SIGSEGV);
  });
});
