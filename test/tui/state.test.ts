import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/tui/layout.ts';
import { focusForStep, initialState, type State } from '../../src/tui/state.ts';
import { lesson } from './fixtures.ts';

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
    expect(focusForStep(at(120, 40), lesson({ kind: 'predict' }))).toEqual(A);
  });

  test('doing: back to the terminal that was typed into last', () => {
    expect(focusForStep(at(80, 24, { focus: LESSON, terminal: 'B' }), lesson({ kind: 'check' }))).toEqual(B);
    expect(focusForStep(at(80, 24, { focus: A }), lesson({ kind: 'explore' }))).toEqual(A);
  });
});
