import { expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';

test('stages join the group of the first one, also when that is over before they are made', async () => {
  const script = 'set -m; true | { read -r _ _ _ _ group _ < /proc/self/stat; [ $group != $$ ] && echo own; }';
  for (let seed = 0; seed < 200; seed++) {
    const { stdout } = await runScript({ script, seed });
    expect(`${seed}: ${stdout}`).toBe(`${seed}: own\n`);
  }
});
