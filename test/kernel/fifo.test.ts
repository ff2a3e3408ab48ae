/** fifo(7): every row, on the simulated kernel, whatever the schedule. On the real one: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { answersOf } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { fifoRows } from './fifo-rows.ts';
import { fifoScripts } from './shell-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

describe('fifo(7)', () => {
  for (const fact of fifoRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  for (const { id, says, script, stdout, stderr = '' } of fifoScripts) {
    row(id, says, async () => {
      expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
    });
  }
});
