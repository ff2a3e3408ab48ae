import { describe, expect, it } from 'vitest';
import { conditionSchema } from '../../src/lessons/condition-schema.ts';
import { evaluate } from '../../src/lessons/conditions.ts';
import { type Facts, world } from './world.ts';

const judge = (condition: unknown, facts: Facts = {}) => evaluate(conditionSchema.parse(condition), world(facts));
const yes = { holds: true };
const no = { holds: false };
const problem = { problem: expect.any(String) };

const asleep = {
  foreground: 11,
  prompts: ['B'],
  processes: [{ pid: 11, ppid: 10, pgid: 11, sid: 10, comm: 'cat', state: 'S', wchan: 'anon_pipe_read' }],
} satisfies Facts;

describe('state', () => {
  it.each([
    ['proc(A) is the foreground process', { state: 'proc(A).comm', is: 'cat' }, asleep, yes],
    ['proc(A).wchan', { state: 'proc(A).wchan', is: 'anon_pipe_read' }, asleep, yes],
    ['nothing runs at the prompt', { state: 'proc(A).wchan', is: 'none' }, {}, yes],
    ['the shell itself may sleep', { state: 'proc(A).comm', is: 'bash' }, { prompts: [] }, yes],
    [
      'a child in the group is deeper than its parent',
      { state: 'proc(A).comm', is: 'sleep' },
      {
        prompts: [],
        processes: [{ pid: 12, ppid: 10, pgid: 10, sid: 10, comm: 'sleep', state: 'S' }],
      },
      yes,
    ],
    [
      'a zombie is nobody',
      { state: 'proc(A).comm', is: 'bash' },
      {
        prompts: [],
        processes: [{ pid: 12, ppid: 10, pgid: 10, sid: 10, comm: 'sleep', state: 'Z' }],
      },
      yes,
    ],
    ['output contains', { state: 'tty(B).output', contains: 'hi' }, { outputs: { B: 'oh hi\n' } }, yes],
    ['output of the other', { state: 'tty(A).output', contains: 'hi' }, { outputs: { B: 'oh hi\n' } }, no],
    ['matches is per line', { state: 'tty(B).output', matches: '^hi$' }, { outputs: { B: 'oh\nhi\n' } }, yes],
    ['prompt', { state: 'tty(A).prompt', is: true }, asleep, no],
    ['at_least', { state: 'procs(cat).count', at_least: 1 }, asleep, yes],
    ['at_most', { state: 'procs(cat).asleep', at_most: 0 }, asleep, no],
    ['a number is not text', { state: 'procs(cat).count', is: '1' }, asleep, no],
    ['file type', { state: 'file(/tmp/f2).type', is: 'regular' }, { files: { '/tmp/f2': 'regular' } }, yes],
    ['no file', { state: 'file(/tmp/f2).type', is: 'none' }, {}, yes],
    [
      'a FIFO that nobody has open is empty',
      { state: 'fifo(/tmp/ff).used', is: 0 },
      { files: { '/tmp/ff': 'fifo' } },
      yes,
    ],
    ['a regular file is no FIFO', { state: 'fifo(/tmp/ff).used', is: 0 }, { files: { '/tmp/ff': 'regular' } }, no],
    [
      'FIFO openers',
      { state: 'fifo(/tmp/ff).opening_writers', is: 2 },
      {
        files: { '/tmp/ff': 'fifo' },
        pipes: [
          {
            kind: 'fifo',
            path: '/tmp/ff',
            openers: [
              { pid: 1, wants: 'write' },
              { pid: 2, wants: 'write' },
              { pid: 3, wants: 'read' },
            ],
          },
        ],
      },
      yes,
    ],
  ] as const)('%s', (_, condition, facts, expected) => {
    expect(judge(condition, facts as Facts)).toEqual(expected);
  });
});

const events = [
  { type: 'fork', pid: 10, child: 11 },
  { type: 'exec', pid: 11, path: '/bin/cat' },
  { type: 'block', pid: 11, on: 'wait_for_partner' },
  { type: 'wake', pid: 11, on: 'wait_for_partner' },
  { type: 'exit', pid: 11, status: 13 },
];

describe('events', () => {
  it.each([
    ['in this order', { trace: [{ event: 'block' }, { event: 'wake' }] }, yes],
    ['not in the other', { trace: [{ event: 'wake' }, { event: 'block' }] }, no],
    ['each event counts once', { trace: [{ event: 'block' }, { event: 'block' }] }, no],
    ['with a field', { trace: [{ event: 'block', on: 'wait_for_partner' }] }, yes],
    ['with another field', { trace: [{ event: 'block', on: 'anon_pipe_read' }] }, no],
    ['in a terminal, also of a process that is gone', { trace: [{ event: 'block', in: 'A' }] }, yes],
    ['not in the other terminal', { trace: [{ event: 'block', in: 'B' }] }, no],
    ['never', { never: { event: 'block' } }, no],
    ['never, of what did not happen', { never: { event: 'pipe.write' } }, yes],
    ['exit by a signal, as $? says', { exit: 'cat', is: 141 }, yes],
    ['exit of nobody', { exit: 'grep', is: 0 }, no],
  ])('%s', (_, condition, expected) => {
    expect(judge(condition, { events, sessions: { 11: 10 } })).toEqual(expected);
  });

  it('what is no longer kept may have happened', () => {
    const facts = { events, forgetful: true };
    expect(judge({ trace: [{ event: 'block' }] }, facts)).toEqual(yes);
    expect(judge({ trace: [{ event: 'pipe.write' }] }, facts)).toEqual(problem);
    expect(judge({ never: { event: 'pipe.write' } }, facts)).toEqual(problem);
    expect(judge({ never: { event: 'block' } }, facts)).toEqual(no);
  });
});

const good = { never: { event: 'x' } };
const bad = { trace: [{ event: 'x' }] };
/** A problem: no schedules are there to run. */
const lost = { exists_schedule: good };

describe('joining', () => {
  it.each([
    ['all', { all: [good, good] }, yes],
    ['all with a false one', { all: [good, bad] }, no],
    ['any', { any: [bad, good] }, yes],
    ['any of none', { any: [bad, bad] }, no],
    ['not', { not: bad }, yes],
    ['a problem is not false', { not: lost }, problem],
    ['a problem is not hidden by a true one', { any: [good, lost] }, problem],
    ['nor by a false one', { all: [bad, lost] }, problem],
    ['nor under two nots', { not: { not: lost } }, problem],
  ])('%s', (_, condition, expected) => {
    expect(judge(condition)).toEqual(expected);
  });
});

describe('schedules', () => {
  const mixed = { schedules: [{ events: [] }, { events: [{ type: 'x' }] }] };
  const same = { schedules: [{ events: [{ type: 'x' }] }, { events: [{ type: 'x' }] }] };
  it.each([
    ['exists, in one of two', { exists_schedule: bad }, mixed, yes],
    ['exists, in none', { exists_schedule: { trace: [{ event: 'y' }] } }, mixed, no],
    ['forall, in one of two', { forall_schedules: bad }, mixed, no],
    ['forall, in all', { forall_schedules: bad }, same, yes],
    [
      'only as many as asked',
      { forall_schedules: good, schedules: 2 },
      { schedules: [{}, {}, { events: [{ type: 'x' }] }] },
      yes,
    ],
  ])('%s', (_, condition, facts, expected) => {
    expect(judge(condition, facts)).toEqual(expected);
  });
});
