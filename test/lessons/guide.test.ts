import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { situations } from '../../src/lessons/coach.ts';
import { conditionKinds, tests } from '../../src/lessons/condition-schema.ts';
import { paneIds } from '../../src/lessons/pane-ids.ts';
import { lessonSchema, stepKinds } from '../../src/lessons/schema.ts';
import { rows } from '../../src/lessons/state-objects.ts';
import { panes } from '../../src/tui/panes/index.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/lessons.md'), 'utf8');
/** Not what stands in blocks of code. */
const code = (text: string): Set<string> => {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`` .*? ``/g, '');
  return new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? ''));
};
const spans = code(guide);

describe("the authors' guide", () => {
  it.each(Object.entries(rows))('lists what %s(…) can be asked', (object, { properties }) => {
    const line = guide.split('\n').find((each) => each.startsWith(`| \`${object}(`)) ?? '';
    const shared = line.includes('the same;') ? guide : line;
    expect(properties.filter((property) => !code(shared).has(property))).toEqual([]);
  });

  it.each([
    ['the keys of a lesson', Object.keys(lessonSchema.shape)],
    ['the kinds of step', stepKinds],
    ['the panes', paneIds],
    ['the situations of the coach', situations],
    ['comparisons', tests],
  ])('lists %s', (_, names) => {
    expect(names.filter((name) => !spans.has(name))).toEqual([]);
  });

  it.each(conditionKinds)('shows the condition %s', (kind) => {
    expect(guide).toContain(`\`{${kind}: `);
  });
});

describe('panes', () => {
  it('each that the screen has can be opened by a lesson', () => {
    expect(panes.map(({ id }) => id).filter((id) => !paneIds.includes(id))).toEqual([]);
  });
});
