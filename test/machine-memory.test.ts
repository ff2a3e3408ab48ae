/** Rewinding, predictions and lint throw machines away by the thousand: nothing may hold on to one. */
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { encode } from '../src/bytes.ts';
import { boot } from '../src/machine.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** In a function of its own, so that no variable of the test keeps it. */
function used(): WeakRef<object> {
  const machine = boot({ seed: 1, terminals: [{ name: 'A', cols: 80, rows: 24 }] });
  machine.run({ until: 1e6 });
  machine.input('A', encode('mkfifo f; echo hi | cat; sleep 9 & read -t 1 x < /dev/tty\r'));
  machine.run({ until: 3e6 });
  machine.view();
  return new WeakRef(machine);
}

it('a machine that nobody uses any more is collected', async () => {
  const ref = used();
  for (let tries = 0; tries < 20 && ref.deref() !== undefined; tries++) {
    await pause(5);
    collect();
  }
  expect(ref.deref()).toBeUndefined();
});
