/** sysvipc(7): every row of ids, queues, semaphores, segments and mapped memory, whatever the schedule. On the real kernel: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { answersOf } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { memoryRows } from './memory-rows.ts';
import { msgRows } from './msg-rows.ts';
import { semRows } from './sem-rows.ts';
import { shmRows } from './shm-rows.ts';
import { sysvIdsRows } from './sysv-ids-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

for (const [name, facts] of [
  ['sysvipc(7)', sysvIdsRows],
  ['msgop(2)', msgRows],
  ['semop(2)', semRows],
  ['shmop(2)', shmRows],
  ['mmap(2)', memoryRows],
] as const)
  describe(name, () => {
    for (const fact of facts) {
      row(fact.id, fact.says, () => {
        for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
      });
    }
  });
