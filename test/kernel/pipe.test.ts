/** pipe(7): every row, on the simulated kernel, whatever the schedule. On the real one: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { answersOf, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { pipeRows } from './pipe-rows.ts';
import { pipeScripts } from './shell-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

/** How often the letter changes in what two writers of 200000 bytes each put into a pipe. */
function changes(seed: number): number {
  const { value } = runProgram(function* (sys) {
    const p = new Probe(sys);
    const [r, w] = yield* p.pipe();
    for (const letter of 'ab') yield* p.fork((writer) => writer.put(w, letter.repeat(200000)));
    yield* p.close(w);
    let all = '';
    for (;;) {
      const piece = yield* p.text(r, 4096);
      if (piece === 0) return all;
      all += piece;
    }
  }, seed);
  expect(value.length).toBe(400000);
  return value.split(/(?<=a)(?=b)|(?<=b)(?=a)/).length - 1;
}

describe('pipe(7)', () => {
  for (const fact of pipeRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  row('PI09', 'writes of more than PIPE_BUF bytes may be mixed with those of others', () => {
    expect(Math.max(...SEEDS.map(changes))).toBeGreaterThan(1);
  });

  for (const { id, says, script, stdout, stderr = '' } of pipeScripts) {
    row(id, says, async () => {
      expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
    });
  }
});
