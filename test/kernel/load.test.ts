/** The load average, as kernel/sched/loadavg.c computes it. */
import { expect, it } from 'vitest';
import { LoadAverage } from '../../src/kernel/load.ts';

const MINUTE = 60e6;

it('two tasks that run for a minute, and then nothing', () => {
  const load = new LoadAverage();
  expect(load.text()).toBe('0.00 0.00 0.00');
  load.sample(MINUTE, 2);
  expect(load.text()).toBe('1.20 0.34 0.12');
  load.sample(30 * MINUTE, 2);
  expect(load.text()).toMatch(/^2\.00 (2\.00|1\.99) 1\.7\d$/);
  load.sample(60 * MINUTE, 0);
  expect(load.text()).toMatch(/^0\.00 0\.00 0\.2\d$/);
  load.sample(1e15, 0);
  expect(load.scaled()).toEqual([0, 0, 0]);
});
