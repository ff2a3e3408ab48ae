import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { formats, jsonSchemaOf } from '../../src/lessons/json-schema.ts';
import { loadPack } from '../../src/lessons/load.ts';
import { broken, smallLesson } from './pack.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const validator = (format: (typeof formats)[number]) => z.fromJSONSchema(JSON.parse(jsonSchemaOf(format)));
const { curriculum } = loadPack('lessons.yaml', text);
const lessons = curriculum?.chapters.flatMap((chapter) => chapter.lessons.map(({ file }) => file)) ?? [];

describe('the published schema', () => {
  it.each(formats)('schema/%s.json is fresh (npm run schema)', (format) => {
    expect(text(`schema/${format}.json`)).toBe(jsonSchemaOf(format));
  });

  it.each(lessons)('accepts %s, which names it for editors', (file) => {
    expect(validator('lesson').safeParse(parse(text(file))).error).toBeUndefined();
    expect(text(file)).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/lesson\.json\n/);
  });

  it('accepts the curriculum', () => {
    expect(validator('lessons').safeParse(parse(text('lessons.yaml'))).success).toBe(true);
  });

  it.each([
    ['an unknown key', broken('teaches:', 'teach:')],
    ['a missing language', broken('{en: "Look.", zh: "看。"}', '{en: "Look."}')],
    ['a step of no kind', broken('    explore: {en: "Try things.", zh: "随便试。"}\n', '')],
    [
      'a condition of no kind',
      broken('{state: tty(B).output, contains: hello}\n    hints', '{contains: hello}\n    hints'),
    ],
    ['a pane that is not there', broken('misconceptions:', 'panes: [clouds]\nmisconceptions:')],
  ])('refuses %s', (_, lesson) => {
    expect(validator('lesson').safeParse(parse(lesson)).success).toBe(false);
  });

  it('accepts the small lesson', () => {
    expect(validator('lesson').safeParse(parse(smallLesson)).success).toBe(true);
  });
});
