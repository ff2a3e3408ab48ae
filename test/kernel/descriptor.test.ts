/** open(2), dup(2), fcntl(2): every row, on the simulated kernel. On the real one: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { answersOf } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { descriptorRows } from './descriptor-rows.ts';
import { descriptorScripts, descriptorScriptsOfUsers } from './descriptor-scripts.ts';

describe('descriptors', () => {
  for (const fact of descriptorRows) {
    row(fact.id, fact.says, () => {
      expect(answersOf(fact)).toBe(fact.expect);
    });
  }

  for (const { id, says, script, stdout, stderr = '' } of [...descriptorScripts, ...descriptorScriptsOfUsers]) {
    row(id, says, async () => {
      expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
    });
  }
});
