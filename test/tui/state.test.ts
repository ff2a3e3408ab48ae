import { describe, expect, test } from 'vitest';
import type { MsgQueueView } from '../../src/kernel/sysv/msg-view.ts';
import type { KernelView } from '../../src/kernel/view.ts';
import { layout, type Place } from '../../src/tui/layout.ts';
import { panes } from '../../src/tui/panes/index.ts';
import {
  focused,
  focusForStep,
  freshFront,
  goingTo,
  initialState,
  layoutRequest,
  newsIn,
  nextPane,
  type State,
  summoned,
} from '../../src/tui/state.ts';
import { hanging, lesson, view } from './fixtures.ts';

const systemQueue: MsgQueueView = {
  msqid: 0,
  perm: { key: 0, seq: 0, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0o600 },
  messages: [],
  cbytes: 0,
  qbytes: 16384,
  lspid: 0,
  lrpid: 0,
  stime: 0,
  rtime: 0,
  ctime: 0,
  receivers: [],
  senders: [],
};

const seen = (state: State): string[] =>
  layout(layoutRequest(state)).places.flatMap(({ place }) => (place.kind === 'pane' ? [place.id] : []));

const A: Place = { kind: 'terminal', name: 'A' };
const B: Place = { kind: 'terminal', name: 'B' };
const LESSON: Place = { kind: 'lesson' };

const at = (cols: number, rows: number, rest: Partial<State> = {}): State => ({
  ...initialState(['A', 'B'], lesson()),
  size: { cols, rows },
  ...rest,
});

describe('the focus of a new step', () => {
  test('reading: the lesson where it would not be seen whole, else nothing moves', () => {
    expect(focusForStep(at(80, 24), lesson({ kind: 'explain' }))).toEqual(LESSON);
    expect(focusForStep(at(80, 24), lesson({ kind: 'predict' }))).toEqual(LESSON);
    expect(focusForStep(at(120, 40), lesson({ kind: 'explain' }))).toEqual(A);
  });

  test('asking: the lesson, where a letter is an answer', () => {
    expect(focusForStep(at(120, 40), lesson({ kind: 'predict' }))).toEqual(LESSON);
    expect(focusForStep(at(120, 40), lesson({ kind: 'quiz' }))).toEqual(LESSON);
  });

  test('one thing at a time: the lesson first, or nobody would know what to do', () => {
    expect(focusForStep(at(59, 17), lesson({ kind: 'check' }))).toEqual(LESSON);
  });

  test('doing: back to the terminal that was typed into last', () => {
    expect(focusForStep(at(80, 24, { focus: LESSON, terminal: 'B' }), lesson({ kind: 'check' }))).toEqual(B);
    expect(focusForStep(at(80, 24, { focus: A }), lesson({ kind: 'explore' }))).toEqual(A);
  });
});

describe('the pane in front', () => {
  const fresh = at(80, 24);

  test('a FIFO at which somebody sleeps brings its pane, once', () => {
    const called = { ...fresh, ...summoned(fresh, hanging) };
    expect(called.front).toBe('pipes');
    expect(summoned({ ...called, front: 'processes' }, hanging).front).toBe('processes');
    expect(summoned({ ...called, ...summoned(called, view()), front: 'processes' }, hanging).front).toBe('pipes');
  });

  test('two panes that call without end do not take turns; what calls later comes when the first is quiet', () => {
    const calling = (pid: number, more: Partial<KernelView> = {}) =>
      view({ ...hanging, ...more, pipes: hanging.pipes.map((pipe) => ({ ...pipe, ino: pid })) });
    const queue = { ...systemQueue, receivers: [{ pid: 2, mtype: 0, except: false, room: 10 }] };
    const at0 = { ...fresh, ...summoned(fresh, calling(1), { seen: [], now: 5000 }) };
    const at1 = { ...at0, ...summoned(at0, calling(2, { msgQueues: [queue] }), { seen: ['pipes'], now: 5100 }) };
    expect(at1.front).toBe('pipes');
    expect(summoned(at1, calling(2, { msgQueues: [queue] }), { seen: ['pipes'], now: 6200 }).front).toBe('messages');
  });

  test('a pane that is seen already need not come to the front', () => {
    expect(summoned(fresh, hanging, { seen: ['pipes'], now: 5000 }).front).toBe('processes');
  });

  test('what the learner has chosen stays until the step is over', () => {
    const chosen = { ...fresh, ...focused({ kind: 'pane', id: 'events' }) };
    expect(summoned(chosen, hanging).front).toBe('events');
    expect(freshFront({ ...chosen, kernel: hanging })).toMatchObject({ front: 'pipes', chosen: false });
    expect(freshFront({ ...chosen, kernel: view() })).toMatchObject({ front: 'processes', chosen: false });
  });

  test('what calls while the learner has chosen another pane comes next, until it is seen', () => {
    const chosen = { ...fresh, ...focused({ kind: 'pane', id: 'events' }) };
    const calling = { ...chosen, ...summoned(chosen, hanging, { seen: ['events'], now: 0 }) };
    expect(nextPane(chosen)?.id).not.toBe('pipes');
    expect(nextPane(calling)).toEqual({ id: 'pipes', seen: false, missed: true });
    const looked = { ...calling, ...summoned(calling, hanging, { seen: ['pipes'], now: 100 }) };
    expect(nextPane(looked)).toEqual(nextPane(chosen));
  });

  test('one that has come to the front stays in sight while a pane beside it is looked at', () => {
    const called = { ...at(120, 40), front: 'semaphores' };
    expect(seen(called)).toEqual(['processes', 'pipes', 'semaphores']);
    const beside = { ...called, ...goingTo(called, { kind: 'pane', id: 'processes' }) };
    expect(seen(beside)).toEqual(['processes', 'pipes', 'semaphores']);
    const back = { ...beside, ...goingTo(beside, A) };
    expect(seen({ ...back, ...goingTo(back, { kind: 'pane', id: 'events' }) })).toEqual([
      'processes',
      'pipes',
      'events',
    ]);
  });

  test('the pane key brings what is not seen', () => {
    expect(nextPane(fresh)).toEqual({ id: 'pipes', seen: false });
    expect(nextPane(at(80, 24, { front: panes.at(-1)?.id ?? '' }))).toEqual({ id: 'processes', seen: false });
    expect(nextPane(fresh, -1)).toEqual({ id: panes.at(-1)?.id, seen: false });
    expect(nextPane(at(80, 24, { front: 'events' }), -1)).toEqual({ id: 'pipes', seen: false });
    expect(nextPane(at(120, 40))).toEqual({ id: 'descriptors', seen: false });
    const open = ['processes', 'pipes', 'events'] as const;
    expect(nextPane(at(120, 40, { open }))).toEqual({ id: 'processes', seen: true });
  });
});

describe('what is new in a lesson', () => {
  const step = lesson();
  const remarked = { ...step, remark: 'There is no command vim here.' };

  test('a hint, what the coach says, or the answer to what was done', () => {
    expect(newsIn({ ...step, hints: [...step.hints, 'Look.'] }, step)).toBe('hint');
    expect(newsIn(remarked, step)).toBe('remark');
    expect(newsIn(remarked, remarked)).toBe('feedback');
    expect(newsIn({ ...remarked, feedback: { tone: 'good', text: 'Solved.' } }, step)).toBe('feedback');
  });
});
