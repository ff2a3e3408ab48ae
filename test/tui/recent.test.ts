import { expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { coursesOf } from '../../src/tui/panes/signal-course.ts';
import { addRecent, nothingRecent } from '../../src/tui/recent.ts';
import { event, names } from './fixtures.ts';
import { happened } from './scene.ts';

const worthALine = (each: { readonly type: string }) => speak('en').describeEvent(each, names) !== undefined;
const add = (...events: ReturnType<typeof event>[]) => addRecent(nothingRecent, events, worthALine).events;
const types = (...events: ReturnType<typeof event>[]) => add(...events).map(({ type }) => type);

test('a call is kept when it has done something that is told', () => {
  const silent = event('syscall', 7, { name: 'getpid', args: [], result: 7 });
  const write = event('syscall', 7, { name: 'write', args: [1], result: 6 });
  expect(types(silent, event('pipe.write', 7, { ino: 1, bytes: 6 }), write, silent)).toEqual(['pipe.write', 'syscall']);
});

test('waking somebody is the doing of the one who wakes', () => {
  const kill = event('syscall', 2, { name: 'kill', args: [7, 12], result: 0 });
  expect(types(event('wake', 7, { on: 'timer', by: 2 }), kill)).toEqual(['wake', 'syscall']);
});

test('an exec is not told by the next call of the new program', () => {
  const open = event('syscall', 7, { name: 'open', args: [], result: 3 });
  expect(types(event('exec', 7, { path: '/bin/cat', argv: ['cat'] }), open)).toEqual(['exec']);
});

test('the last ones are kept', () => {
  const many = Array.from({ length: 1000 }, (_, seq) => ({ ...event('continue', 7), seq }));
  expect(add(...many).length).toBe(600);
  expect(add(...many).at(-1)?.seq).toBe(999);
});

test('the course of a signal: from kill() over the handler to the call that begins anew', () => {
  const [handled, stopped] = coursesOf(happened);
  expect(handled?.steps.map(({ lane, does }) => `${lane} ${does.is}`)).toEqual([
    'kernel asleep',
    'kernel pending',
    'kernel interrupt',
    'kernel found',
    'user handler',
    'kernel return',
    'kernel restart',
  ]);
  expect(stopped?.key).toBe('pts/0');
  expect(stopped?.steps.map(({ does }) => does.is)).toEqual(['pending', 'found', 'stopped']);
});

test('without SA_RESTART the call fails, which the program sees after its handler', () => {
  const send = event('signal.send', 7, { signo: 2, from: 2, fate: 'pending', blocked: false });
  const story = [
    send,
    event('interrupt', 7, { call: 'read' }),
    event('signal.deliver', 7, { signo: 2, action: 'handler' }),
    event('resume', 7, { call: 'read', how: 'EINTR' }),
    event('signal.return', 7, { signo: 2 }),
  ].map((each, seq) => ({ ...each, seq }));
  const [course] = coursesOf(story);
  expect(course?.steps.slice(-4).map(({ lane, does }) => `${lane} ${does.is}`)).toEqual([
    'kernel eintr',
    'user handler',
    'kernel return',
    'user failed',
  ]);
});

test('one that is ignored or blocked goes no further', () => {
  const send = (rest: object) => [
    event('signal.send', 7, { signo: 2, from: 2, fate: 'pending', blocked: false, ...rest }),
  ];
  const steps = (rest: object) => coursesOf(send(rest))[0]?.steps.map(({ does }) => does.is);
  expect(steps({ fate: 'ignored' })).toEqual(['ignored']);
  expect(steps({ fate: 'already pending', blocked: true })).toEqual(['already']);
  expect(steps({ blocked: true })).toEqual(['pending', 'blocked']);
});
