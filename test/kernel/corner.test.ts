/** Corners of sockets, memory, futexes, locks, queues and semaphores, which rows.test.ts asks the real kernel too. */
import { describe, expect, it } from 'vitest';
import { answersOf } from '../support/process.ts';
import { cornerCases } from './corner-cases.ts';
import { cornerIpcCases } from './corner-ipc-cases.ts';

describe('a corner', () => {
  for (const fact of [...cornerCases, ...cornerIpcCases])
    it(fact.says, () => {
      for (const seed of [0, 1, 2]) expect(answersOf(fact, seed)).toBe(fact.expect);
    });
});
