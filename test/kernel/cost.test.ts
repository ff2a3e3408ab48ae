/** What exchanges cost, counted while `exchange` makes them. */
import { expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import type { CostView } from '../../src/kernel/cost.ts';
import { boot } from '../../src/machine.ts';

function costsOf(command: string): readonly CostView[] {
  const machine = boot({ seed: 1, terminals: [{ name: 'A', cols: 80, rows: 24 }] });
  machine.run({ until: 100_000 });
  machine.input('A', encode(`${command}\r`));
  machine.run({ until: 2_000_000 });
  return machine.view().costs;
}

const of = (kind: CostView['kind'], costs: readonly CostView[]) => costs.filter((cost) => cost.kind === kind);

test('a message through a pipe, a queue or a socket is two calls and two copies', () => {
  const costs = costsOf('exchange -n 50 -s 100 pipe queue socket');
  for (const kind of ['pipe', 'queue'] as const)
    expect(of(kind, costs)).toMatchObject([{ calls: 100, in: 5000, out: 5000, faults: 0 }]);
  const [sends, receives] = of('socket', costs).sort((a, b) => b.in - a.in);
  expect(sends).toMatchObject({ calls: 50, in: 5000, out: 0, link: receives?.link });
  expect(receives).toMatchObject({ calls: 50, in: 0, out: 5000 });
});

test('shared memory is never copied: a fault for each page and process, and the semaphores are called', () => {
  const costs = costsOf('exchange -n 50 -s 8000 memory');
  expect(of('memory', costs)).toMatchObject([{ calls: 1, in: 0, out: 0, faults: 4 }]);
  expect(of('semaphore', costs)).toMatchObject([{ calls: 200, in: 0, out: 0 }]);
  expect(of('semaphore', costs)[0]?.sleeps).toBeGreaterThan(50);
});

test('what is read and written elsewhere is no exchange', () => {
  expect(costsOf('echo hi > f; cat f')).toEqual([]);
});
