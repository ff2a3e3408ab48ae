import { expect, test } from 'vitest';
import { Called } from '../../src/kernel/called.ts';
import type { KernelEvent } from '../../src/kernel/event.ts';

const event = (seq: number, type: string, pid: number, payload: object): KernelEvent =>
  ({ seq, time: seq, pid, type, ...payload }) as unknown as KernelEvent;

test('each is called as it was then: a child like its parent, until it executes a program', () => {
  const called = new Called();
  called.meet(1, 'bash');
  called.follow(event(10, 'fork', 1, { child: 2 }));
  called.follow(event(11, 'exec', 2, { path: './careless', argv: ['/bin/bash', './careless'] }));
  called.follow(event(12, 'fork', 2, { child: 3 }));
  called.follow(event(14, 'exec', 2, { path: '/bin/cat', argv: ['cat'] }));
  expect([10, 11, 13, 14, 99].map((seq) => called.at(2, seq))).toEqual(['bash', 'careless', 'careless', 'cat', 'cat']);
  expect([called.at(3, 12), called.at(3)]).toEqual(['careless', 'careless']);
  expect(called.at(1, 5)).toBe('bash');
});

test('who was there before anybody looked has the name that it was found with; of a stranger nothing is known', () => {
  const called = new Called();
  called.follow(event(3, 'exec', 7, { path: 'cat', argv: ['cat'] }));
  called.meet(7, 'less');
  expect(called.at(7, 1)).toBe('cat');
  called.follow(event(4, 'fork', 8, { child: 9 }));
  expect(called.at(9)).toBeUndefined();
});

test('of the many processes of a long session the oldest are forgotten', () => {
  const called = new Called();
  for (let pid = 1; pid <= 10_000; pid++) called.call(pid, 'true', pid);
  expect(called.at(1)).toBeUndefined();
  expect(called.at(10_000)).toBe('true');
});
