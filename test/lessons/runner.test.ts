import { describe, expect, it } from 'vitest';
import { lessonView } from '../../src/lessons/lesson-view.ts';
import { loadPack } from '../../src/lessons/load.ts';
import { playPlain } from '../../src/lessons/plain.ts';
import {
  answer,
  begin,
  hint,
  type Mark,
  next,
  observe,
  previous,
  recordOf,
  resetStep,
  resumeIndex,
  rewound,
  type Session,
} from '../../src/lessons/runner.ts';
import { files, smallLesson } from './pack.ts';
import { type Facts, world } from './world.ts';

const lesson = loadPack('l', files({ l: smallLesson })).lessons[0]?.lesson;
if (!lesson) throw new Error('the small lesson is broken');
const chapter = { en: 'One', zh: '第一章' };
const mark = (position: number): Mark => ({
  seq: position * 10,
  position,
  place: { dispatches: position, calls: 0, time: 0, midTurn: false },
});
const at = (index: number) => begin(lesson, chapter, mark(1), index);
const view = (session: Session) => lessonView(session, 'en');
const sleeping = () => 'wait_for_partner';
const solved = world({
  events: [{ type: 'block', on: 'wait_for_partner' }, { type: 'fifo.meet' }, { type: 'fifo.open' }],
  outputs: { B: 'hello\n' },
} satisfies Facts);
const mistaken = world({ outputs: { B: 'hello\n' } });

describe('steps', () => {
  it('explaining can be gone past, a check cannot', () => {
    expect(view(at(0))).toMatchObject({ kind: 'explain', stepNumber: 1, stepCount: 5, chapter: 'One', canGoOn: true });
    expect(next(at(0), mark(2))).toMatchObject({ index: 1, start: mark(2) });
    expect(view(at(2)).canGoOn).toBe(false);
    expect(next(at(2), mark(2))).toEqual(at(2));
  });

  it('the lesson ends behind its last step', () => {
    const over = next(at(4), mark(2));
    expect(view(over)).toMatchObject({ done: true, canGoOn: false, stepNumber: 5 });
    expect(next(over, mark(3))).toEqual(over);
    expect(previous(over, mark(3)).over).toBe(false);
  });
});

describe('predicting', () => {
  it('is judged by the simulation', () => {
    const right = view(answer(at(1), 'b', sleeping));
    expect(right.feedback).toEqual({ tone: 'good', text: 'Right.\n\nIt sleeps.' });
    expect(right.choices?.map((choice) => choice.right)).toEqual([false, true]);
    const wrong = answer(at(1), 'a', sleeping);
    expect(view(wrong)).toMatchObject({
      feedback: { tone: 'bad', text: 'The machine does something else. It waits.\n\nIt sleeps.' },
      canGoOn: true,
    });
    expect(wrong.states[1]).toMatchObject({ wrong: 1, misconceptions: ['it-stores'] });
    expect(view(answer(at(1), 'a', () => 'none')).feedback?.tone).toBe('good');
  });

  it('is done once, and only with a label that is there', () => {
    const once = answer(at(1), 'a', sleeping);
    expect(answer(once, 'b', sleeping)).toBe(once);
    expect(answer(at(1), 'z', sleeping)).toEqual(at(1));
  });
});

describe('a quiz', () => {
  it('may be tried again, and does not give the answer away', () => {
    const wrong = answer(at(3), 'a', () => undefined);
    expect(view(wrong)).toMatchObject({ canGoOn: false, feedback: { tone: 'bad', text: 'Not quite. It does not.' } });
    expect(view(wrong).choices).toEqual([
      { label: 'a', text: 'It stores.', chosen: true, right: false },
      { label: 'b', text: 'It waits.', chosen: false },
    ]);
    const right = answer(wrong, 'b', () => undefined);
    expect(view(right)).toMatchObject({ canGoOn: true, feedback: { tone: 'good', text: 'Right.\n\nYes.' } });
    expect(recordOf(right, 5)).toMatchObject({ misconceptions: { 'it-stores': { held: 1, overcome: true } } });
  });
});

describe('a check', () => {
  it('is solved by the state of the world', () => {
    expect(view(observe(at(2), world()))).toMatchObject({ canGoOn: false });
    expect(view(observe(at(2), solved))).toMatchObject({
      canGoOn: true,
      feedback: { tone: 'good', text: 'Solved.\n\nThey met.' },
      hintsLeft: 0,
    });
  });

  it('recognises a foreseen mistake once', () => {
    const wrong = observe(at(2), mistaken);
    expect(view(wrong).feedback).toEqual({ tone: 'bad', text: 'Not through the FIFO.' });
    expect(observe(wrong, mistaken)).toBe(wrong);
    expect(observe(wrong, world())).toBe(wrong);
    expect(view(observe(wrong, solved)).feedback?.tone).toBe('good');
  });

  it('gives hints one at a time', () => {
    const two = hint(hint(at(2)));
    expect(view(two)).toMatchObject({ hints: ['Look.', 'Think.'], hintsLeft: 1 });
    expect(view(hint(hint(two)))).toMatchObject({ hintsLeft: 0 });
  });

  it('can begin again, and be undone', () => {
    const done = observe(hint(at(2)), solved);
    expect(resetStep(done).states[2]).toMatchObject({ solved: false, hints: 1 });
    expect(rewound(done, mark(4), world())).toMatchObject({ start: mark(1) });
    expect(rewound(done, mark(4), world()).states[2]?.solved).toBe(false);
    expect(rewound(done, mark(4), solved).states[2]?.solved).toBe(true);
    expect(rewound(done, mark(0), world()).start).toEqual(mark(0));
  });
});

describe('the saved record', () => {
  it('brings the learner back to the step', () => {
    const record = recordOf(at(3), 9);
    expect(record).toMatchObject({ step: 'ask', at: 9, done: false });
    expect(record.steps.meet).toEqual({ solved: true, hints: 0, wrong: 0 });
    expect(resumeIndex(lesson, record)).toBe(3);
    expect(resumeIndex(lesson, { ...record, step: 'gone' })).toBe(0);
    expect(resumeIndex(lesson, { ...record, done: true })).toBe(0);
    expect(resumeIndex(lesson, undefined)).toBe(0);
  });
});

describe('line mode', () => {
  it('tells a step, then only what is new', () => {
    const first = view(at(2));
    expect(playPlain(first, undefined, { language: 'en' })).toEqual([
      'A small lesson - Step 3 of 5 - Do',
      '',
      'Do it',
      '',
      'Bring hello to B.',
      '',
      'Type `A` or `B`, a space and a command to type it in that terminal. Type `h` for',
      'a hint.',
    ]);
    expect(playPlain(first, first, { language: 'en' })).toEqual([]);
    const hinted = view(hint(at(2)));
    expect(playPlain(hinted, first, { language: 'en' })[0]).toBe('Hint 1: Look.');
    const wrong = view(observe(at(2), mistaken));
    expect(playPlain(wrong, first, { language: 'en' })[0]).toBe('Note: Not through the FIFO.');
  });

  it('speaks Chinese, and marks choices by words', () => {
    const answered = lessonView(answer(at(1), 'a', sleeping), 'zh');
    const lines = playPlain(answered, undefined, { language: 'zh' });
    expect(lines).toContain('a) 谁也不等。 [你的回答]');
    expect(lines).toContain('b) 它睡着了。 [正确]');
    expect(lines).toContain('实际上不是这样。它在等。');
  });
});

describe('misconceptions', () => {
  const stores = (session: Session) => recordOf(session, 5).misconceptions['it-stores'];

  it('a prediction that failed corrects nothing yet; not showing it again does', () => {
    const failed = next(answer(at(1), 'a', sleeping), mark(2));
    expect(stores(failed)).toEqual({ held: 1, overcome: false });
    expect(stores(observe(failed, solved))).toEqual({ held: 1, overcome: true });
  });
});
