/** Corners of sockets, memory, futexes and locks, which rows.test.ts asks the real kernel too. */
import { describe, expect, it } from 'vitest';
import { answersOf } from '../support/process.ts';
import { cornerCases } from './corner-cases.ts';

describe('a corner', () => {
  for (const fact of cornerCases)
    it(fact.says, () => {
      for (const seed of [0, 1, 2]) expect(answersOf(fact, seed)).toBe(fact.expect);
    });
});
