/** Who stored what into shared memory, and which updates were lost. */
import { describe, expect, test } from 'vitest';
import { Stores } from '../../src/kernel/stores.ts';

const A = 10;
const B = 11;

describe('updates that are lost', () => {
  test('load, load, store, store: the second store undoes the first', () => {
    const memory = new Stores();
    memory.loaded(A, 0, 4);
    memory.loaded(B, 0, 4);
    expect(memory.stored(A, 0, 4)).toEqual([]);
    expect(memory.stored(B, 0, 4)).toEqual([{ offset: 0, by: B, over: A }]);
    expect(memory.lostCount).toBe(1);
  });

  test('who has loaded what the other stored loses nothing, nor who never looked', () => {
    const memory = new Stores();
    memory.loaded(A, 8, 4);
    memory.stored(A, 8, 4);
    memory.loaded(B, 8, 4);
    expect(memory.stored(B, 8, 4)).toEqual([]);
    expect(memory.stored(12, 8, 4)).toEqual([]);
    expect(memory.stored(B, 12, 4)).toEqual([]);
  });

  test('one loses nothing to oneself', () => {
    const memory = new Stores();
    memory.loaded(A, 0, 4);
    for (let i = 0; i < 3; i++) expect(memory.stored(A, 0, 4)).toEqual([]);
  });
});

test('each of the first bytes has its last writer, pages have theirs', () => {
  const memory = new Stores();
  memory.stored(A, 0, 5);
  memory.stored(B, 3, 4);
  memory.stored(B, 5000, 1);
  expect(memory.writers(8)).toEqual([A, A, A, B, B, B, B, 0]);
  expect([0, 1, 2].map((page) => memory.pageWriter(page))).toEqual([B, B, 0]);
});
