/** Sockets: every row, on the simulated kernel, whatever the schedule. On the real one: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { answersOf } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { socketRows } from './socket-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

describe('sockets', () => {
  for (const fact of socketRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }
});
