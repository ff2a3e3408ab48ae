/** Rows that show in a script, on the machine and on the host. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runInBash } from '../linux/same.ts';
import { hostBash } from '../support/host.ts';
import { row } from '../support/rows.ts';
import { shellScripts } from './jobs-rows.ts';

describe('the shell', () => {
  for (const { id, says, script, stdout, stderr = '' } of shellScripts) {
    row(id, says, async () => {
      const ours = await runScript({ script });
      expect({ stdout: ours.stdout, stderr: ours.stderr }).toEqual({ stdout, stderr });
    });
  }
});

describe.skipIf(!hostBash('the rows of the shell'))('the real shell', () => {
  for (const { id, script, stdout, stderr = '' } of shellScripts) {
    it.concurrent(`prints what is written down for ${id}`, { timeout: 30_000 }, async () => {
      const real = await runInBash(script);
      expect({ stdout: real.stdout, stderr: real.stderr }).toEqual({ stdout, stderr });
    });
  }
});
