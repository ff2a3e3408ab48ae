/** An hour of virtual time in which a terminal is flooded: what is kept of it stays as much as after its first quarter. */
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { boot } from '../../src/machine.ts';
import { Terminals } from '../../src/tui/terminals.ts';

const MINUTE = 60_000_000;
/** Lines a turn of the loop writes, and how long it sleeps then: some ten thousand lines a minute. */
const FLOOD = 'while :; do seq 500; sleep 3; done\r';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

function heapMiB(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

test('memory stays flat', { timeout: 120_000, retry: 0 }, async () => {
  const terminals = new Terminals({ painted: () => {}, answer: () => {} });
  const machine = boot({
    seed: 1,
    terminals: [{ name: 'A', cols: 70, rows: 11 }],
    onOutput: (name, bytes) => terminals.write(name, bytes),
  });
  machine.run({ until: 1_000_000 });
  machine.input('A', encode(FLOOD));
  const heap: number[] = [];
  for (let minute = 1; minute <= 60; minute++) {
    machine.run({ until: machine.now + MINUTE });
    await terminals.parsed();
    if (minute % 15 === 0) heap.push(heapMiB());
  }
  expect((heap[3] ?? 0) - (heap[0] ?? 0)).toBeLessThan(2);
});
