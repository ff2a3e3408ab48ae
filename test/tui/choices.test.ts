import { expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { matchingChoices } from '../../src/tui/choices.ts';
import { initialState } from '../../src/tui/state.ts';

const ids = (text: string, language: 'en' | 'zh' = 'en'): string[] =>
  matchingChoices('commands', text, initialState(['A', 'B'], undefined), speak(language).t).map(
    ({ command }) => command.id,
  );

test('what was typed is looked for in sentences and names, not across the words of a name', () => {
  expect(ids('semaph')).toEqual(['togglePane']);
  expect(ids('sem')).toEqual(['togglePane']);
  expect(ids('zoom')).toContain('zoom');
  expect(ids('zoom', 'zh')).toContain('zoom');
  expect(ids('')).toContain('quit');
  expect(ids('no such thing')).toEqual([]);
});
