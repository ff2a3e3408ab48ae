import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  forgotten,
  formatProgress,
  type LessonRecord,
  mergeProgress,
  noProgress,
  readProgress,
  withLesson,
} from '../../src/lessons/progress.ts';
import { progressStore } from '../../src/lessons/progress-file.ts';

const record = (step: string, at: number, rest: Partial<LessonRecord> = {}): LessonRecord => ({
  step,
  at,
  done: false,
  steps: { [step]: { solved: true, hints: 1, wrong: 0 } },
  misconceptions: {},
  ...rest,
});

const name = fc.constantFrom('a', 'b', 'c');
const count = fc.nat({ max: 3 });
const records = fc.record({
  step: name,
  at: count,
  done: fc.boolean(),
  steps: fc.dictionary(name, fc.record({ solved: fc.boolean(), hints: count, wrong: count }), {
    noNullPrototype: true,
  }),
  misconceptions: fc.dictionary(name, fc.record({ held: count, overcome: fc.boolean() }), { noNullPrototype: true }),
});
const progress = fc.record({
  version: fc.constant(1 as const),
  generation: fc.nat({ max: 1 }),
  lessons: fc.dictionary(name, records, { noNullPrototype: true }),
});

describe('merging progress', () => {
  it('does not depend on the order, nor on how often', () => {
    fc.assert(
      fc.property(progress, progress, progress, (a, b, c) => {
        expect(mergeProgress(a, b)).toEqual(mergeProgress(b, a));
        expect(mergeProgress(mergeProgress(a, b), c)).toEqual(mergeProgress(a, mergeProgress(b, c)));
        expect(mergeProgress(a, a)).toEqual(a);
      }),
    );
  });

  it('keeps the work of both and the place of the later', () => {
    const one = withLesson(noProgress, 'l', record('x', 1));
    const two = withLesson(noProgress, 'l', record('y', 2, { done: true }));
    expect(mergeProgress(one, two).lessons.l).toMatchObject({ step: 'y', done: true, steps: { x: {}, y: {} } });
  });

  it('a reset wins over what another copy still knows', () => {
    const old = withLesson(noProgress, 'l', record('x', 1));
    expect(mergeProgress(old, forgotten(old)).lessons).toEqual({});
  });

  it('reads what it wrote', () => {
    const saved = withLesson(noProgress, 'l', record('x', 1));
    expect(readProgress(formatProgress(saved))).toEqual({ kind: 'good', progress: saved });
    expect(readProgress('{"version": 2, "other": true}')).toEqual({ kind: 'newer', version: 2 });
    for (const text of ['', 'x', '[]', '{"version": 1}', '{"version": 1, "generation": 0, "lessons": {"l": 3}}']) {
      expect(readProgress(text)).toEqual({ kind: 'corrupt' });
    }
  });
});

describe('the file', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ipclab-progress-'));
    file = join(folder, 'data', 'progress.json');
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });
  const one = withLesson(noProgress, 'l', record('x', 1));
  const two = withLesson(noProgress, 'm', record('y', 2));

  it('begins with nothing and makes its folder', () => {
    const store = progressStore(file);
    expect(store.load()).toEqual({ progress: noProgress });
    expect(store.save(one)).toEqual({ progress: one });
    expect(store.load()).toEqual({ progress: one });
    expect(readdirSync(join(folder, 'data'))).toEqual(['progress.json']);
  });

  it('two copies do not lose each other’s work', () => {
    const [a, b] = [progressStore(file), progressStore(file)];
    a.load();
    b.load();
    a.save(one);
    expect(Object.keys(b.save(two).progress.lessons)).toEqual(['l', 'm']);
    expect(Object.keys(a.save(one).progress.lessons)).toEqual(['l', 'm']);
  });

  it('keeps a corrupt file aside, each under its own name', () => {
    const store = progressStore(file);
    store.save(one);
    for (const number of [1, 2]) {
      writeFileSync(file, `broken ${number}`);
      const kept = `${file}.corrupt-${number}`;
      expect(store.load()).toEqual({ progress: noProgress, notice: { kind: 'corrupt', kept } });
      expect(readFileSync(kept, 'utf8')).toBe(`broken ${number}`);
      store.save(one);
    }
    expect(store.load()).toEqual({ progress: one });
  });

  it('leaves the file of a newer version as it is and goes on beside it', () => {
    const store = progressStore(file);
    store.save(one);
    const newer = '{"version": 2, "lessons": []}';
    writeFileSync(file, newer);
    const beside = join(folder, 'data', 'progress.v1.json');
    const notice = { kind: 'newer', file, beside };
    expect(store.load()).toEqual({ progress: noProgress, notice });
    expect(store.save(two)).toEqual({ progress: two, notice });
    expect(store.load()).toEqual({ progress: two, notice });
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });

  it('goes on when nothing can be saved', () => {
    writeFileSync(join(folder, 'data'), 'a file where a folder should be');
    expect(progressStore(file).save(one)).toEqual({
      progress: one,
      notice: { kind: 'unwritable', file, why: 'EEXIST' },
    });
    expect(progressStore(file).load()).toEqual({
      progress: noProgress,
      notice: { kind: 'unreadable', file, why: 'ENOTDIR' },
    });
  });

  it('takes over the lock of a copy that died', async () => {
    const store = progressStore(file);
    store.save(one);
    writeFileSync(`${file}.lock`, '');
    const { utimesSync } = await import('node:fs');
    utimesSync(`${file}.lock`, 0, 0);
    expect(store.save(two).notice).toBeUndefined();
  });

  it('gives up on a lock that is held, without losing what it has', () => {
    const store = progressStore(file);
    store.save(one);
    writeFileSync(`${file}.lock`, '');
    expect(store.save(two)).toMatchObject({ progress: two, notice: { kind: 'unwritable' } });
  });
});
